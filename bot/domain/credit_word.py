"""The words of credit lines, by language, and the agencies that need none.

Each table is read without regard to case, unless its line says otherwise; a blank in a word stands
for any white space or none.
"""

from __future__ import annotations

# What a credit line calls the picture or the credit; a sign or a "by" must follow.
LABELS = {
    "en": "photo, photos, photograph, photographs, photographer, photographers, photography, photo credit,"
    " photo credits, photos credit, photo source, photo illustration, photo copyright, photo courtesy, image,"
    " images, image credit, image credits, image source, image copyright, picture, pictures, picture source,"
    " picture credit, pic, pics, pic credit, illustration, illustrations, illustrator, credit, credits,"
    " credit line, credit photo, credit image, image via, photo via, photo-illustration, photographed,"
    " cover photo, cover image, still photographer, unit photographer, stills,"
    " all photos, all images, all pictures, production photo, promotional photo, press photo",
    "de": "foto, fotos, fotograf, fotografin, fotografen, fotocredit, fotocredits, foto-credit, foto-credits,"
    " fotonachweis, foto-nachweis, fotoquelle, bild, bilder, bildnachweis, bildnachweise, bildquelle,"
    " bildquellen, bildrechte, bildcredit, bildcredits, bildmaterial, symbolfoto, symbolbild,"
    " archivfoto, archivbild, pressefoto, pressebild, grafik, szenenbild, szenenfoto, alle fotos, alle bilder,"
    " illustratorin",
    "fr": "crédit, crédits, crédit photo, crédits photo, crédit photos, crédits photos, photo crédit,"
    " crédit image, crédit photographique, crédits photographiques, photographie, photographies, photographe,"
    " photo d'archives, photo d'illustration, photo d’archives, photo d’illustration, visuel, visuels,"
    " dessin, crédit visuel, crédits visuels, crédit de la photo, toutes les photos, illustrateur,"
    " crédit et photo",
    "es": "crédito, créditos, crédito foto, crédito de la foto, créditos de la foto, créditos foto,"
    " crédito fotográfico, créditos fotográficos, fotografía, fotografías, fotógrafo, fotógrafa, imagen,"
    " imágenes, crédito de imagen, créditos de imagen, crédito de la imagen, créditos de la imagen,"
    " créditos de las imágenes, créditos de las fotos, crédito de las fotos, crédito de las imágenes,"
    " fuente de la imagen, foto de archivo, imagen de archivo, foto cortesía, todas las fotos, ilustración,"
    " ilustrador",
    "pt": "foto de, fotografia, fotografias, imagem, imagens, crédito da foto, créditos da foto,"
    " crédito das fotos, créditos das fotos, crédito da imagem, créditos da imagem, créditos das imagens,"
    " crédito de imagem, créditos fotográficos, todas as fotos, foto crédito, ilustração, fotógrafos",
    "it": "credito, crediti, credito foto, crediti foto, foto credit, foto credits, fotocredit, immagine,"
    " immagini, fotografo, fotografa, foto d'archivio, foto d’archivio, credit foto, credits foto,"
    " crediti fotografici, credito fotografico, fonte foto, fonte immagine, tutte le foto, illustrazione,"
    " ph credit, ph credits",
    "ko": "사진, 사진 출처, 사진 제공, 사진 자료, 자료 사진, 자료 제공, 자료, 이미지, 이미지 출처,"
    " 이미지 제공, 포토, 사진 작가, 사진 촬영, 촬영, 그래픽, 일러스트, 사진 및 자료 제공, 크레딧, 포토그래퍼",
    "nl": "beeld, fotograaf, fotografie, foto's",
    "sv, da, no, fi": "bilder, billede, fotografi, fotograf, kuva, kuvat, kuvaaja",
    "pl, cs, sk, hu, ro": "zdjęcie, zdjęcia, snímek, snímka, fotó, fotók, kép, fotografie, imagine",
    "tr, id, vi": "fotoğraf, fotoğraflar, görsel, gambar, ảnh, hình ảnh",
    "ru, uk, bg": "фото, фотография, фотографии, фотограф, снимок, кадр, изображение, світлина, снимка",
    "el": "φωτογραφία, φωτογραφίες, φωτό, φωτο, εικόνα",
    "ar, fa": "صورة, الصورة, صور, تصوير, عکس, عکاس",
    "he": "צילום, צילומים, תמונה, קרדיט, צילום מסך",
    "hi, th": "फोटो, फ़ोटो, फोटो क्रेडिट, ภาพ, ภาพจาก",
    "zh": "图, 圖, 图片, 圖片, 图源, 圖源, 图片来源, 圖片來源, 图片提供, 圖片提供, 照片, 摄影, 攝影, 摄",
    "ja": "写真, 写真提供, 写真出典, 写真クレジット, 画像, 画像提供, 画像出典, 画像引用元, 画像クレジット, 撮影,"
    " 提供写真, 撮影者, 写真撮影, クレジット, フォト, カメラ, カメラマン, イラスト, 写真・画像提供, フォトグラファー",
}
# What a line calls the picture that an article leads with.
LEAD_LABELS = (
    "featured image, featured image credit, featured photo, feature image, feature photo, lead image, lead photo,"
    " header image, header photo, hero image, cover photo, cover image, banner image, titelbild, titelfoto, beitragsbild, headerbild, aufmacherbild, aufmacherfoto,"
    " image à la une, photo à la une, photo de couverture, image de couverture, imagen destacada,"
    " foto destacada, imagen de portada, foto de portada, imagem destacada, imagem de destaque, imagem de capa,"
    " foto de capa, immagine in evidenza, foto in evidenza, immagine di copertina, foto di copertina, 대표 이미지,"
    " 대표 사진, 메인 사진, アイキャッチ, アイキャッチ画像, トップ画像, トップ写真, メイン画像"
)
# Words for a kind of picture, which a "by" makes a label ("Art by …"), but no slash: "Handout / AFP" …
KINDS = "file, handout, still, artwork, art, graphic, graphics, video, key art, cover, design, collage, montage"
# … and which a colon does too.
CAPTURES = (
    "screenshot, screenshots, screengrab, screen grab, screencap, screen capture, handout, graphic, graphics,"
    " reprodução, divulgação, captura, captura de pantalla, captura de tela, capture d'écran, capture d’écran,"
    " bildschirmfoto, fotomontage, fotomontaje, fotomontagem, photomontage, infografía, infografik, infographie"
)
# Words that introduce an owner of whatever they stand under; a sign must follow.
OWNERS = {
    "en": "source, sources, courtesy, courtesy of, copyright, copyright holder, provided by, supplied by",
    "de": "quelle, quellen, mit freundlicher genehmigung von, copyright by, rechte",
    "fr": "avec l'aimable autorisation de, gracieuseté, gracieuseté de, courtoisie, source photo",
    "es": "fuente, fuentes, cortesía, cortesía de, derechos, autor",
    "pt": "cortesia, cortesia de, fonte, fontes, autor",
    "it": "fonte, fonti, cortesia di, per gentile concessione di, courtesy, autore",
    "nl, sv, da, fi": "bron, källa, kilde, lähde",
    "pl, cs, hu, ro": "źródło, zdroj, forrás, sursa, sursă",
    "tr, id, vi": "kaynak, sumber, nguồn",
    "ru, uk, el": "источник, джерело, πηγή",
    "ar, he, hi": "المصدر, مصدر الصورة, מקור, साभार",
    "zh": "来源, 來源",
    "ko": "출처, 제공, 캡처, 캡쳐",
    "ja": "出典, 提供, 引用元, 画像元",
}
# Of them, those that may name an article's source as well.
SOURCES = (
    "source, sources, quelle, quellen, fuente, fuentes, fonte, fontes, fonti, bron, källa, kilde, lähde, źródło, zdroj,"
    " forrás, sursa, sursă, kaynak, sumber, nguồn, источник, джерело, πηγή, المصدر, מקור, 来源, 來源, 출처, 出典, 引用元"
)
# What a credit line calls the one whom it credits, by the role's name in English.
ROLES = {
    "photographer": "photographer, photographers, still photographer, unit photographer, photographed,"
    " photography, fotograf, fotografin, fotografen, photographe, fotógrafo, fotógrafa, fotógrafos, fotografo,"
    " fotografa, fotograaf, kuvaaja, фотограф, عکاس, 사진 작가, 촬영, 사진 촬영, 포토그래퍼, 撮影, 撮影者, 写真撮影,"
    " カメラ, カメラマン, フォトグラファー, 摄影, 攝影, photojournalist",
    "agency": "agency, photo agency, news agency, agentur, bildagentur, agence, agencia, agenzia, agência",
    "studio": "studio, filmstudio, production company, produktionsfirma",
    "distributor": "distributor, verleih, distributeur, distribuidora, distributore",
    "illustrator": "illustrator, illustratorin, illustrateur, ilustrador, illustratore, illustration, ilustración,"
    " ilustração, illustrazione, 일러스트, イラスト",
    "owner": "owner, copyright holder, rights holder",
}
# Agencies that stand alone at the end of a caption, without any label; as written, or in capitals.
AGENCIES = (
    "AP, AP Photo, Associated Press, The Associated Press, AFP, Agence France-Presse, Reuters,"
    " Getty, Getty Images, Getty Images North America, Getty Images Europe, dpa, dpa-tmn, picture alliance,"
    " picture-alliance, EPA, EPA-EFE, EFE, Efe, Agencia EFE, ANSA, LaPresse, APA, imago, imago images, PA Media,"
    " PA Images, PA Wire, PA Archive, Press Association, WireImage, FilmMagic, Shutterstock, REX/Shutterstock,"
    " Rex Features, Everett Collection, Courtesy Everett Collection, Alamy, Alamy Stock Photo, Alamy Live News,"
    " iStock, iStockphoto, Adobe Stock, stock.adobe.com, Unsplash, Pexels, Pixabay, Freepik, Depositphotos,"
    " Dreamstime, Fotolia, Bloomberg, Xinhua, Yonhap, Newsis, News1, Kyodo, Jiji, Jiji Press, Kyodo News, 연합뉴스,"
    " 뉴시스, 뉴스1, 게티이미지, 게티이미지코리아, 게티이미지뱅크, 이매진스, ロイター, 共同, 時事, 共同通信, 時事通信,"
    " 共同通信社, 時事通信社, アフロ, ゲッティ, ゲッティイメージズ, Ansa, Divulgação, Reprodução, Reprodução/TV, ТАСС,"
    " РИА Новости, 新华社, 新華社, 中新社, 中央社, 視覺中國, 视觉中国, ddp, ddp images, Sipa, Sipa Press, Sipa USA,"
    " Abaca, Abacapress, Zuma Press, ZUMAPRESS, Splash News, Backgrid, Europa Press, Lusa, Ritzau Scanpix, Scanpix,"
    " WENN, Wenn, WENN.com, NurPhoto, Anadolu, Anadolu Agency, Anadolu via Getty Images, Canadian Press,"
    " The Canadian Press, Belga, Lehtikuva, AGIF, Estadão Conteúdo, Folhapress, Agência Brasil, Photofest,"
    " Kobal Collection, The Kobal Collection, Landmark Media, PictureLux, Moviestore Collection, StarTraks,"
    " Startraks Photo, INSTARimages, AdMedia, ImageSpace, Imagn, Imagn Images, USA TODAY Sports,"
    " Icon Sportswire, Magnum Photos, ullstein bild, akg-images, Bridgeman Images, Hulton Archive, Gamma-Rapho,"
    " MaxPPP, Bestimage, Cover Images, Cover Media, Pacific Coast News, Photoshot, Wikimedia Commons, VCG, AFLO,"
    " Notimex, Cuartoscuro, Télam, ATP, Keystone-SDA, Keystone Press, KNA, CTK, ČTK, PAP, ANP"
)
# Of them, those whose names can't be taken for words of a caption: nothing needs to part them from it.
CERTAIN_AGENCIES = (
    "AP Photo, Getty Images, Everett Collection, Courtesy Everett Collection, WireImage, FilmMagic, Shutterstock,"
    " REX/Shutterstock, Alamy Stock Photo, picture alliance, imago images, Adobe Stock, EPA-EFE, NurPhoto, Zuma Press"
)
# Agencies whose names are words, names or places too: they stand alone only after a sentence's end,
# or in square brackets.
DOUBTFUL_AGENCIES = (
    "PA, TT, Rex, Splash, Everett, Corbis, Keystone, Zuma, MEGA, Contour, Redux, Polaris, Flickr"
)
# Names that are written small, after a label with a sign.
SMALL_NAMES = (
    "privat, promo, handout, zvg, pr, archiv, divulgação, divulgacao, reprodução, reproducao, reproducción,"
    " arquivo pessoal, acervo pessoal, arquivo, cortesía, cortesia, archivo, archivo personal, especial,"
    " ufficio stampa, archivio, dr, instagram, facebook, twitter, youtube, netflix, screenshot, iStock, the artist, the artists,"
    " the author, the filmmaker, the filmmakers, the family, the festival, the studio, the company"
)
# What follows a credit and is no part of a name.
RIGHTS = (
    "all rights reserved, alle rechte vorbehalten, tous droits réservés, droits réservés,"
    " todos los derechos reservados, derechos reservados, todos os direitos reservados, direitos reservados,"
    " tutti i diritti riservati, diritti riservati, 無断転載禁止, 禁無断転載, 無断転載を禁じます,"
    " 무단전재 및 재배포 금지, 무단 전재-재배포 금지, 무단전재-재배포금지, 무단전재, 재배포 금지, used with permission"
)
# Abbreviations and words that introduce a name without any sign.
PLAIN_LABELS = (
    r"(?:fot|ph(?!\.\s?d\b)|phot?)\.\s*:?"
    r"|cort[eé]s[ií]a\s+(?:de|da|do|del|di)\b|gracieuseté\s+d[eu]\b|avec l['’]aimable autorisation d[eu]\b"
    r"|mit freundlicher genehmigung (?:von|der|des)\b|per gentile concessione d(?:i|el|ella)\b"
    r"|courtesy(?!\s+(?:calls?|visits?|cars?|bus(?:es)?|titles?|meetings?)\b)(?:\s+(?:of|photos?|images?))?\b\s*:?"
)
# Words before a label that make it the end of a phrase: "director of photography", "on the photo".
PHRASES = (
    "a, an, the, this, that, these, of, in, on, his, her, their, our, my, its, your, no, and, or, with, for, best,"
    " opening, closing, end, title, film, movie, tax, extra, screen, writing, producing, acting, social, full,"
    " partial, street, course, left, right, top, bottom, above, below, first, second, third, next, last, previous,"
    " center, centre, middle, same, large, small, outstanding, main, original, also, another, every, each, motion,"
    " to, by, via, from, at, big, wedding, group, class, family, file, stock, archive,"
    " im, am, auf, dem, das, ein, eine, einem, einen, vom, zum, der, die, den, dieses, diesem, unser, erstes, linkes,"
    " rechtes, linken, rechten, unteres, oberes, großes, ins,"
    " la, le, les, l', un, une, des, du, de, sur, dans, cette, ce, en, sa, ma, au, à, belle, première, deuxième,"
    " el, los, las, una, uno, esta, este, su, del, primera, al, derecha, izquierda, mejor, dirección,"
    " na, no, nas, nos, uma, um, da, do, das, dos, desta, sua, nesta, primeira, melhor, direção, direcção,"
    " nella, nelle, nel, il, lo, gli, i, della, delle, dello, di, questa, sua, prima, miglior, migliore, direttore,"
    " на, в, op, het, een, på, bilden"
)
# What stands where a name should: nothing is known, that the picture is an old or a bought one, or
# what a button says.
NO_NAMES = (
    r"none|null|nil|n/?a|nan|undefined|unknown|no credit|false|true|keine[rs]?|없음|なし|https?://\S+"
    r"|(?:file|stock) (?:photo|image)s?|archiv(?:bild|foto)|symbol(?:bild|foto)|(?:foto|imagen) de archivo"
    r"|photo d['’](?:archives?|illustration)|foto d['’]archivio|자료\s?사진|資料写真|写真・図版|図版|イメージ(?:写真|画像)"
    r"|(?:click (?:here )?to )?(?:enlarge|expand|zoom)(?: (?:this )?(?:image|photo))?|(?:toggle|hide|show|view) caption"
    r"|(?:(?:view|see|read|show|load|learn) )?(?:more|gallery|all|full size|fullscreen)|advertisement|anzeige|werbung"
    r"|publicité|publicidad|publicidade|pubblicità|광고|share|next|previous|prev|close|open|play|caption|fullscreen"
    r"|vergrößern|agrandir|ampliar|ingrandisci|확대|拡大(?:する)?|mehr|plus|más|mais|altro"
    r"|(?:photo|image|bild|foto|slide)?\s*\d+\s*(?:/|of|von|de|sur|di)\s*\d+"
    r"|(?:left|right|above|below|top|bottom|pictured|inset|center)(?: (?:photo|image|picture))?"
)
