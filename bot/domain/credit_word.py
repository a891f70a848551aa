"""The words of credit lines, by language, and the agencies that need none."""

from __future__ import annotations

# What a credit line calls the picture or the credit, by language; a sign or a "by" must follow.
LABELS = {
    "en": "photo, photos, photograph, photographs, photographer, photography, photo credit,"
    " photo credits, photos credit, photo source, photo illustration, photo copyright, image,"
    " images, image credit, image credits, image source, image copyright, picture, pictures,"
    " picture credit, pic, pics, pic credit, illustration, illustrations, credit, credits,"
    " credit line, credit photo, credit image, featured image, featured image credit, image via,"
    " photo-illustration, file photo, handout photo, photographed",
    "de": "foto, fotos, fotograf, fotografin, fotocredit, fotocredits, fotonachweis, fotoquelle,"
    " bild, bilder, bildnachweis, bildquelle, bildrechte, bildcredit, titelbild, symbolfoto,"
    " symbolbild, archivfoto, archivbild, pressefoto, grafik, szenenbild",
    "fr": "crédit, crédits, crédit photo, crédits photo, crédit photos, crédits photos, photo crédit,"
    " crédit image, crédit photographique, crédits photographiques, photographie, photographe,"
    " photo d'archives, photo d'illustration, photo d’archives, photo d’illustration, visuel, dessin",
    "es": "crédito, créditos, crédito foto, crédito de la foto, créditos de la foto, fotografía,"
    " fotografías, fotógrafo, fotógrafa, imagen, imágenes, crédito de imagen, fuente de la imagen,"
    " foto de archivo, imagen de archivo",
    "pt": "foto de, fotografia, fotografias, imagem, imagens, crédito da foto, créditos da foto,"
    " crédito da imagem, créditos das imagens",
    "it": "credito, crediti, credito foto, crediti foto, foto credit, foto credits, immagine,"
    " immagini, fotografo, foto d'archivio",
    "ko": "사진, 사진 출처, 사진 제공, 사진 자료, 사진 속, 자료 사진, 자료 제공, 이미지, 이미지 출처,"
    " 이미지 제공, 포토",
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
    "ja": "写真, 写真提供, 写真出典, 写真クレジット, 画像, 画像提供, 画像出典, 画像クレジット, 撮影, 提供写真,"
    " 撮影者, クレジット, フォト",
}
# Words for a kind of picture, which a colon or a "by" makes a label, but no slash: "Handout / AFP".
KINDS = (
    "file, handout, screenshot, screengrab, screen grab, still, artwork, art, graphic, graphics, video,"
    " key art, reprodução, divulgação, captura, capture d'écran"
)
# Words that introduce an owner of whatever they stand under; a sign must follow.
OWNERS = {
    "en": "source, courtesy, courtesy of, copyright",
    "de": "quelle, mit freundlicher genehmigung von",
    "fr": "avec l'aimable autorisation de",
    "es": "fuente, cortesía, cortesía de",
    "pt": "cortesia, cortesia de",
    "it": "fonte, fonti, cortesia di, per gentile concessione di",
    "nl, sv, da, fi": "bron, källa, kilde, lähde",
    "pl, cs, hu, ro": "źródło, zdroj, forrás, sursa, sursă",
    "tr, id, vi": "kaynak, sumber, nguồn",
    "ru, uk, el": "источник, джерело, πηγή",
    "ar, he, hi": "المصدر, مصدر الصورة, מקור, साभार",
    "zh": "来源, 來源",
    "ko": "출처, 제공",
    "ja": "出典, 提供",
}
# Agencies that stand alone at the end of a caption, without any label.
AGENCIES = (
    "AP, AP Photo, Associated Press, The Associated Press, AFP, Agence France-Presse, Reuters, REUTERS,"
    " Getty, Getty Images, dpa, dpa-tmn, picture alliance, EPA, EPA-EFE, EFE, ANSA, LaPresse, APA,"
    " Keystone, imago, imago images, PA, PA Media, PA Images, Press Association, WireImage,"
    " FilmMagic, Shutterstock, Rex, REX/Shutterstock, Everett, Everett Collection, Alamy,"
    " Alamy Stock Photo, iStock, iStockphoto, Adobe Stock, Unsplash, Corbis, Bloomberg, Xinhua,"
    " Yonhap, Newsis, News1, Kyodo, Jiji, 연합뉴스, 뉴시스, 뉴스1, ロイター, 共同, 時事, 共同通信, 時事通信,"
    " Ansa, Divulgação, Reprodução, Reprodução/TV, ТАСС, РИА Новости, 新华社, 新華社, 中新社, 中央社, 視覺中國, 视觉中国,"
    " ddp, Sipa, Abaca, Zuma, Zuma Press, Splash, Backgrid, Europa Press, Lusa, Ritzau Scanpix, TT"
)
# Abbreviations and words that introduce a name without any sign.
PLAIN_LABELS = r"(?:fot|phot?)\.\s*:?|courtesy(?:\s+of)?\b\s*:?"
# What stands where a name should: nothing is known, or that the picture is an old or a bought one.
NO_NAMES = (
    r"none|null|nil|n/?a|nan|undefined|unknown|no credit|false|keine[rs]?|없음|なし|https?://\S+"
    r"|(?:file|stock) (?:photo|image)s?|archiv(?:bild|foto)|symbol(?:bild|foto)|(?:foto|imagen) de archivo"
    r"|photo d['’](?:archives?|illustration)|foto d['’]archivio|자료\s?사진|資料写真|写真・図版|図版|イメージ(?:写真|画像)"
)
