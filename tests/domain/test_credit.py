"""The text under a picture: what is a credit at its end, language by language, and what is none."""

import pytest

from bot.domain.credit import is_credit_line, is_picture_end, split_caption

ENGLISH = [
    ("The cast at sea. (Photo by Ada Roe/Lumen)", "The cast at sea.", "Ada Roe/Lumen"),
    ("The cast at sea (AP)", "The cast at sea", "AP"),
    ("The cast at sea. (AP Photo/Ada Roe)", "The cast at sea.", "AP Photo/Ada Roe"),
    ("The cast at sea. AP Photo/Ada Roe", "The cast at sea.", "AP Photo/Ada Roe"),
    ("The cast at sea. Credit: Polar", "The cast at sea.", "Polar"),
    ("The cast at sea. Image Credit: Polar", "The cast at sea.", "Polar"),
    ("The cast at sea © Polar", "The cast at sea", "Polar"),
    ("The cast at sea. © 2031 Polar. All Rights Reserved.", "The cast at sea.", "2031 Polar"),
    ("The cast / AP", "The cast", "AP"),
    ("The cast – Getty Images", "The cast", "Getty Images"),
    ("The cast at sea — Reuters", "The cast at sea", "Reuters"),
    ("The cast. Ada Roe/Reuters", "The cast.", "Ada Roe/Reuters"),
    ("The cast at sea. (Ada Roe / Lumen)", "The cast at sea.", "Ada Roe / Lumen"),
    ("The cast at sea. [Ada Roe/Lumen Post]", "The cast at sea.", "Ada Roe/Lumen Post"),
    ("The cast at sea. Ada Roe/Lumen Post", "The cast at sea.", "Ada Roe/Lumen Post"),
    ("The cast at sea. Ada Roe via Getty Images", "The cast at sea.", "Ada Roe via Getty Images"),
    ("The cast at sea. | Ada Roe", "The cast at sea.", "Ada Roe"),
    ("The cast at sea (Lumen via AP)", "The cast at sea", "Lumen via AP"),
    ("The cast. REUTERS/Ada Roe/File Photo", "The cast.", "REUTERS/Ada Roe/File Photo"),
    (
        "FILE PHOTO: Ada Roe arrives. REUTERS/Bo Lee",
        "FILE PHOTO: Ada Roe arrives.",
        "REUTERS/Bo Lee",
    ),
    ("The cast. Ada Roe/Getty Images for Polar", "The cast.", "Ada Roe/Getty Images for Polar"),
    ("The cast at sea Courtesy of Polar", "The cast at sea", "Polar"),
    ("The cast at sea. Courtesy Polar Pictures", "The cast at sea.", "Polar Pictures"),
    ("The cast (courtesy of Polar)", "The cast", "Polar"),
    ("The cast. Photo courtesy of Polar", "The cast.", "Polar"),
    ("The cast. Photo provided by Polar", "The cast.", "Polar"),
    ("The cast. Photographer: Ada Roe", "The cast.", "Ada Roe"),
    ("The cast. Photo: Ada Roe / Polar", "The cast.", "Ada Roe / Polar"),
    ("The cast | Photo: Ada Roe", "The cast", "Ada Roe"),
    ("The cast of the film Photo credit: Polar", "The cast of the film", "Polar"),
    ("The cast • Photo: Ada Roe", "The cast", "Ada Roe"),
    ("Has she won? [Wenn]", "Has she won?", "Wenn"),
    ("Has she won? [Splash]", "Has she won?", "Splash"),
    ("The cast at sea. Splash", "The cast at sea.", "Splash"),
    ("The cast (Photo Ada Roe)", "The cast", "Ada Roe"),
    ("(Photo: Ada Roe) The cast at sea.", "The cast at sea.", "Ada Roe"),
    ("The cast at sea. Image source, Getty Images", "The cast at sea.", "Getty Images"),
    ("The cast at sea. Source: Polar", "The cast at sea.", "Polar"),
    ("The cast at sea. 📸: Ada Roe", "The cast at sea.", "Ada Roe"),
    ("Photo by Ada Roe", None, "Ada Roe"),
    ("© Polar", None, "Polar"),
    ("REUTERS/Ada Roe", None, "REUTERS/Ada Roe"),
    ("Photo: Handout", None, "Handout"),
]
ENGLISH += [
    ("The cast. Photo Credit Ada Roe", "The cast.", "Ada Roe"),
    ("The cast on May 5, 2031. Ada Roe/Lumen/AP", "The cast on May 5, 2031.", "Ada Roe/Lumen/AP"),
    ("The cast. (Ada Roe/Lumen/AP)", "The cast.", "Ada Roe/Lumen/AP"),
    ("The cast, photo: Ada Roe", "The cast", "Ada Roe"),
    ("The cast - Source: Polar", "The cast", "Polar"),
    ("The cast of ‘Lunar Sea’ Everett Collection", "The cast of ‘Lunar Sea’", "Everett Collection"),
    ("Ada Roe Getty Images", "Ada Roe", "Getty Images"),
    ("The cast (Photo credit should read ADA ROE/AFP)", "The cast", "ADA ROE/AFP"),
]
ENGLISH += [
    ("The cast. PHotograph: Ada Roe", "The cast.", "Ada Roe"),
    ("The cast. Screenshot by Ada Roe/Lumen", "The cast.", "Ada Roe/Lumen"),
    ("The cast at sea / ADA ROE", "The cast at sea", "ADA ROE"),
    ("The cast at sea | ADA ROE", "The cast at sea", "ADA ROE"),
    ("The cast at sea REUTERS/Ada Roe", "The cast at sea", "REUTERS/Ada Roe"),
    ("- The cast. REUTERS/Ada Roe -", "The cast.", "REUTERS/Ada Roe"),
    ("The cast. Photo: Ada Roe CC BY 2.0", "The cast.", "Ada Roe CC BY 2.0"),
    ("The cast. Ada Roe, CC BY-SA 4.0", "The cast.", "Ada Roe, CC BY-SA 4.0"),
    ("The cast at sea CC-BY-NC 2.0 Ada Roe", "The cast at sea", "CC-BY-NC 2.0 Ada Roe"),
    ("The cast at sea (CC-BY-NC 2.0 Ada Roe)", "The cast at sea", "CC-BY-NC 2.0 Ada Roe"),
    ("cc lumen_roe", None, "cc lumen_roe"),
    ("The cast. © 2031 Europa Film", "The cast.", "2031 Europa Film"),
    ("The \u200bcast. Pho\u200bto:\u200b Ada Roe\u200b", "The cast.", "Ada Roe"),
]
ENGLISH += [
    ("The cast. Photo by Ada Roe at Lumen", "The cast.", "Ada Roe at Lumen"),
    ("The cast (Photo by Ada Roe with Bo Lee)", "The cast", "Ada Roe with Bo Lee"),
    ("The cast. Photo: lumen/Shutterstock", "The cast.", "lumen/Shutterstock"),
    ("The cast. By Ada Roe/Getty Images", "The cast.", "Ada Roe/Getty Images"),
]
GERMAN = [
    ("Am Set (Bild: Polar)", "Am Set", "Polar"),
    ("Am Set. Bildnachweis: lumen", "Am Set.", "lumen"),
    ("Am Set. Fotonachweis Ada Roe", "Am Set.", "Ada Roe"),
    ("Am Set. Foto: Ada Roe", "Am Set.", "Ada Roe"),
    ("Am Set. Foto: dpa", "Am Set.", "dpa"),
    ("Am Set. Foto: privat", "Am Set.", "privat"),
    ("Am Set (Foto: Ada Roe/dpa)", "Am Set", "Ada Roe/dpa"),
    ("Am Set | Bildquelle: Polar", "Am Set", "Polar"),
    ("Am Set. Bild: Polar Film", "Am Set.", "Polar Film"),
    ("Am Set. Bild © Polar Film", "Am Set.", "Polar Film"),
    ("Am Set. Quelle: Polar Film", "Am Set.", "Polar Film"),
    ("Am Set. Fotocredit: Ada Roe © 2031 Polar", "Am Set.", "Ada Roe © 2031 Polar"),
    ("Am Set. Fotograf: Ada Roe", "Am Set.", "Ada Roe"),
    ("Am Set. © picture alliance / dpa | Ada Roe", "Am Set.", "picture alliance / dpa | Ada Roe"),
    ("Am Set. © Polar. Alle Rechte vorbehalten", "Am Set.", "Polar"),
    ("Am Set. picture alliance/Ada Roe", "Am Set.", "picture alliance/Ada Roe"),
]
FRENCH = [
    ("Sur le plateau. Crédit photo : Polar", "Sur le plateau.", "Polar"),
    ("Sur le plateau. Crédits : Polar", "Sur le plateau.", "Polar"),
    ("Sur le plateau - Crédit Photo: © Ada Roe", "Sur le plateau", "Ada Roe"),
    ("Sur le plateau. (Crédit photo : Ada Roe)", "Sur le plateau.", "Ada Roe"),
    ("Sur le plateau. (Photo Ada Roe)", "Sur le plateau.", "Ada Roe"),
    ("Sur le plateau. Photo AFP", "Sur le plateau.", "AFP"),
    ("Sur le plateau. Ada Roe / AFP", "Sur le plateau.", "Ada Roe / AFP"),
    ("Sur le plateau © Ada Roe", "Sur le plateau", "Ada Roe"),
    ("Sur le plateau. © DR", "Sur le plateau.", "DR"),
    ("Sur le plateau. Photographe : Ada Roe", "Sur le plateau.", "Ada Roe"),
    ("Sur le plateau. Photo par Ada Roe", "Sur le plateau.", "Ada Roe"),
    ("Sur le plateau. © Polar. Tous droits réservés", "Sur le plateau.", "Polar"),
]
FRENCH += [
    ("Sur le plateau. (Photo Ada Roe. AFP)", "Sur le plateau.", "Ada Roe. AFP"),
    ("Sur le plateau. Photo Ada Roe. AFP", "Sur le plateau.", "Ada Roe. AFP"),
    ("Photo Ada Roe. AFP", None, "Ada Roe. AFP"),
    ("Sur le plateau. Crédit Photo Ada Roe", "Sur le plateau.", "Ada Roe"),
    ("Sur le plateau. - Ada Roe - AFP", "Sur le plateau.", "Ada Roe - AFP"),
    ("Sur le plateau. PHOTO ADA ROE, LA LUNE", "Sur le plateau.", "ADA ROE, LA LUNE"),
]
SPANISH = [
    ("El equipo. 27-06-2031 | Efe", "El equipo. 27-06-2031", "Efe"),
    ("El equipo en ‘Lunar Sea’. / ADA ROE", "El equipo en ‘Lunar Sea’.", "ADA ROE"),
    ("El equipo. ADA ROE (EFE)", "El equipo.", "ADA ROE (EFE)"),
    ("El equipo. EFE/Ada Roe", "El equipo.", "EFE/Ada Roe"),
    ("El equipo en el mar. Foto: Ada Roe", "El equipo en el mar.", "Ada Roe"),
    ("El equipo en el mar (Foto: Instagram)", "El equipo en el mar", "Instagram"),
    ("El equipo. Fuente: Polar", "El equipo.", "Polar"),
    ("El equipo | Fuente: Polar", "El equipo", "Polar"),
    ("El equipo. Crédito: Ada Roe", "El equipo.", "Ada Roe"),
    ("El equipo. Créditos: Ada Roe", "El equipo.", "Ada Roe"),
    ("El equipo (Cortesía de Polar)", "El equipo", "Polar"),
    ("El equipo. Cortesía: Polar", "El equipo.", "Polar"),
    ("El equipo. Imagen: Polar", "El equipo.", "Polar"),
    ("El equipo. Fotografía: Ada Roe", "El equipo.", "Ada Roe"),
    ("El equipo. Foto | Ada Roe", "El equipo.", "Ada Roe"),
]
ITALIAN = [
    ("Sul set. Foto: Ada Roe", "Sul set.", "Ada Roe"),
    ("Sul set. Foto di Ada Roe", "Sul set.", "Ada Roe"),
    ("Sul set (Foto Ansa)", "Sul set", "Ansa"),
    ("Sul set. Fonte: Polar", "Sul set.", "Polar"),
    ("Sul set. Fonte foto: Polar", "Sul set.", "Polar"),
    ("Sul set. Crediti: Ada Roe", "Sul set.", "Ada Roe"),
    ("Sul set. Foto: ufficio stampa", "Sul set.", "ufficio stampa"),
    ("Sul set (LaPresse)", "Sul set", "LaPresse"),
    ("Sul set. Ph. Ada Roe", "Sul set.", "Ada Roe"),
    ("Sul set. Per gentile concessione di: Polar", "Sul set.", "Polar"),
]
PORTUGUESE = [
    ("No set — Foto: Divulgação/Polar", "No set", "Divulgação/Polar"),
    ("No set. (Foto: Reprodução/Instagram)", "No set.", "Reprodução/Instagram"),
    ("No set. (Foto: Ada Roe)", "No set.", "Ada Roe"),
    ("No set. Imagem: Polar", "No set.", "Polar"),
    ("No set. Crédito: Ada Roe", "No set.", "Ada Roe"),
    ("No set. Créditos da imagem: Polar", "No set.", "Polar"),
    ("No set. Fonte: Polar", "No set.", "Polar"),
    ("No set. Foto por Ada Roe", "No set.", "Ada Roe"),
    ("No set. Fotografia: Ada Roe", "No set.", "Ada Roe"),
    ("No set (Divulgação)", "No set", "Divulgação"),
]
KOREAN = [
    ("달의 바다 스틸컷 출처: 달빛", "달의 바다 스틸컷", "달빛"),
    ("배우 홍길동이 웃고 있다. 2031.1.1/뉴스1", "배우 홍길동이 웃고 있다. 2031.1.1", "뉴스1"),
    ("배우 홍길동이 웃고 있다. 김달빛 기자", "배우 홍길동이 웃고 있다.", "김달빛 기자"),
    ("배우 홍길동 (달빛 방송 캡처)", "배우 홍길동", "달빛 방송 캡처"),
    ("The cast at sea [사진=달빛방송]", "The cast at sea", "달빛방송"),
    ("배우 홍길동 / 사진=달빛", "배우 홍길동", "달빛"),
    ("배우 홍길동 /사진=달빛 제공", "배우 홍길동", "달빛 제공"),
    ("배우 홍길동. 달빛 제공", "배우 홍길동.", "달빛 제공"),
    ("배우 홍길동 (달빛 제공)", "배우 홍길동", "달빛 제공"),
    ("배우 홍길동ⓒ달빛", "배우 홍길동", "달빛"),
    ("배우 홍길동 ⓒ 달빛, 무단전재 및 재배포 금지", "배우 홍길동", "달빛"),
    ("배우 홍길동 [사진 출처 = 달빛]", "배우 홍길동", "달빛"),
    ("배우 홍길동. 사진출처|달빛", "배우 홍길동.", "달빛"),
    ("배우 홍길동. 사진 | 달빛", "배우 홍길동.", "달빛"),
    ("배우 홍길동 사진ㅣ달빛 DB", "배우 홍길동", "달빛 DB"),
    ("배우 홍길동. 사진제공: 달빛", "배우 홍길동.", "달빛"),
    ("[사진=달빛] 배우 홍길동이 웃고 있다.", "배우 홍길동이 웃고 있다.", "달빛"),
    ("배우 홍길동 (출처=달빛)", "배우 홍길동", "달빛"),
    ("배우 홍길동. 연합뉴스", "배우 홍길동.", "연합뉴스"),
]
JAPANESE = [
    ("俳優ら（写真＝月光社）", "俳優ら", "月光社"),
    ("俳優。写真：月光社", "俳優。", "月光社"),
    ("月野光＝写真：月光社", "月野光", "月光社"),
    ("俳優【写真：月光社】", "俳優", "月光社"),
    ("俳優（撮影・山田太郎）", "俳優", "山田太郎"),
    ("俳優 撮影／山田太郎", "俳優", "山田太郎"),
    ("俳優（C）2031 月光製作委員会", "俳優", "2031 月光製作委員会"),
    ("俳優。提供：月光社", "俳優。", "月光社"),
    ("演説する俳優＝ロイター", "演説する俳優", "ロイター"),
    ("演説する俳優＝2031年、東京、共同", "演説する俳優＝2031年、東京", "共同"),
    ("演説する俳優＝東京、山田太郎撮影", "演説する俳優＝東京", "山田太郎撮影"),
    ("演説する俳優＝月光社提供", "演説する俳優", "月光社提供"),
    ("俳優（写真：AP/アフロ）", "俳優", "AP/アフロ"),
    ("俳優 写真提供＝月光社", "俳優", "月光社"),
]
OTHERS = [
    ("Egy szobor a téren. MTI Fotó: Ada Roe", "Egy szobor a téren.", "Ada Roe"),
    ("Widok na morze (fot. obrazy.example)", "Widok na morze", "obrazy.example"),
    ("The sea at night (photo: pictures.example/ada)", "The sea at night", "pictures.example/ada"),
    ("На съёмках (фото: Ада Ро)", "На съёмках", "Ада Ро"),
    ("Op de set. Beeld: Ada Roe", "Op de set.", "Ada Roe"),
    ("Na planie. Fot. Ada Roe / Agencja", "Na planie.", "Ada Roe / Agencja"),
    ("演員（圖／月光社）", "演員", "月光社"),
]


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        *(*ENGLISH, *GERMAN, *FRENCH, *SPANISH, *ITALIAN, *PORTUGUESE, *KOREAN, *JAPANESE),
        *OTHERS,
    ],
)
def test_a_credit_at_a_captions_end_is_told_from_it(
    text: str, caption: str | None, credit: str | None
):
    assert split_caption(text)[:2] == (caption, credit)


@pytest.mark.parametrize(
    "text",
    [
        # what is to be seen
        "The cast at sea.",
        "A photo of the cast (left)",
        "A photo of Ada Roe",
        "Image of a river at dawn",
        "Photo by the sea",
        "He takes a photo by the sea",
        "A picture by night",
        "Posing for a photo: Ada Roe and Bo Lee",
        "In the photo: Ada Roe",
        "Top photo: Ada Roe",
        "Left image: Ada Roe",
        "The image: a study in light. More of it.",
        "Photo: A man walks slowly down the long street towards home",
        "Photo: Ada Roe in Paris",
        "Photo: Ada Roe with Bo Lee",
        "PHOTO: Ada Roe attends the premiere",
        "FILE PHOTO: Ada Roe",
        "File: Ada Roe",
        "Ada Roe (left) and Bo Lee (right)",
        "Ada Roe and Bo Lee",
        "From left: Ada Roe, Bo Lee, Cy Poe",
        "Tim Roe (Lead/Guitar)",
        "Tim and his dog (Rex)",
        "She was born in Erie (PA)",
        "She sold it to Getty Images",
        "Ada Roe of Getty Images",
        "They met, and the photo: a blur",
        "He won. Photo Booth",
        "Photo credit: below",
        "No photo credit given",
        "Licensed under CC BY 2.0",
        "CC Roe",
        "THE CAST / LUNAR SEA",
        "The cast / Ada Roe",
        "The cast (photo: )",
        "Titelbild: Seite der Zeitung vom 2.4.2031, Ausriss",
        # works and their makers
        "Lunar Sea (2031)",
        "Ada Roe in 'Lunar Sea.' Netflix",
        "Ada Roe in Lunar Sea (Polar)",
        "Director of photography: Ada Roe",
        "Director of Photography: Ada Roe",
        "Best Photography: Ada Roe",
        "Opening Credits: Ada Roe",
        "End credits: Lunar Sea",
        "The credits roll",
        "Film credits: Lunar Sea",
        "Tax Credit: Ohio",
        "Writer/Director Ada Roe",
        "The new film. Writer/Director Ada Roe",
        "Photo: 'Lunar Sea'",
        "Photo: “Lunar Sea” opens",
        "Best Motion Picture: Lunar Sea",
        "Photo Booth",
        "(Photo Booth)",
        "Video: Lunar Sea Trailer",
        "Cinematography: Ada Roe",
        # other meanings of the words
        "The source: a river that runs to the north",
        "Source: a river",
        "Source of the Nile",
        "Out of courtesy she left.",
        "A courtesy call",
        "Courtesy call at the palace",
        "Courtesy Call at City Hall",
        "Credit",
        "A credit card",
        "Credit where it is due",
        "The file: a thriller",
        "Copyright law",
        "Photo: 12 May 2031",
        "Photo: May 12, 2031",
        "Image: $12.99",
        "Photo: 3/12",
        "Photo of the day",
        "Photo finish",
        "They met in Paris (photo: below) last week",
        "The agency: a thriller",
        "Polar, provided that it rains",
        "by the river",
        "By Sunday",
        # other languages
        "Im Bild: Ada Roe",
        "Ada Roe auf dem Foto: Lunar Sea",
        "En la imagen: Ada Roe",
        "En la foto: Ada Roe",
        "Sur la photo : Ada Roe",
        "Directeur de la photographie : Ada Roe",
        "Nella foto: Ada Roe",
        "Na foto: Ada Roe",
        "Dirección de Fotografía: Ada Roe",
        "На фото: Ада Ро",
        "На фото: Ада Ро на съёмках нового фильма",
        "영화는 관객에게 즐거움을 제공",
        "사진 속 홍길동",
        "배우 홍길동",
        "写真は俳優の山田太郎",
        "写真左から山田太郎、月野光",
        "俳優の山田太郎（30）",
        "신작 영화 '달빛' 포스터",
    ],
)
def test_no_credit_is_claimed_where_there_is_none(text: str):
    assert split_caption(text)[:2] == (text, None)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The cast. Photographer: Ada Roe", "photographer"),
        ("The cast (Photographed by Ada Roe)", "photographer"),
        ("Am Set. Fotograf: Ada Roe", "photographer"),
        ("Sur le plateau. Photographe : Ada Roe", "photographer"),
        ("El equipo. Fotógrafa: Ada Roe", "photographer"),
        ("俳優（撮影：山田太郎）", "photographer"),
        ("演説する俳優＝東京、山田太郎撮影", "photographer"),
        ("Am Set. Agentur: Lumen", "agency"),
        ("The cast. Photo: Ada Roe", None),
        ("The cast (AP)", None),
        ("The cast at sea.", None),
    ],
)
def test_a_role_is_what_the_label_says(text: str, role: str | None):
    assert split_caption(text).role == role


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("Image caption, The cast at sea", "The cast at sea"),
        ("Bildunterschrift: Am Set", "Am Set"),
        ("사진설명: 배우 홍길동", "배우 홍길동"),
        ("Captions are off", "Captions are off"),
    ],
)
def test_a_caption_loses_the_word_for_it(text: str, caption: str):
    assert split_caption(text).caption == caption


def test_split_caption_of_nothing_is_nothing():
    """S47: no caption, no credit."""
    assert split_caption(None) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Photo: Ada Roe", True),
        ("Fotos: Ada Roe", True),
        ("사진=달빛", True),
        ("[사진=달빛, 별빛]", True),
        ("All photos by Ada Roe", True),
        ("Featured image: Ada Roe", True),
        ("© Polar", False),
        ("On set. Photo: Ada Roe", False),
        ("Photo of the day", False),
        ("Photo: Ada Roe in Paris", False),
    ],
)
def test_a_credit_line_speaks_of_a_picture_and_nothing_else(text: str, expected: bool):
    assert is_credit_line(text) is expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("Photo: Ada Roe", True),
        ("(Photo Ada Roe. AFP)", True),
        ("© Polar", True),
        ("| AFP", True),
        ("REUTERS/Ada Roe", True),
        ("Ada Roe/Reuters", True),
        ("/ ADA ROE", True),
        ("CC-BY 2.0 Ada Roe", True),
        ("Screenshot by Ada Roe", True),
        ("(Reuters)", False),
        ("Reuters", False),
        ("Source: Polar", False),
        ("(Photo Booth)", False),
    ],
)
def test_an_agency_alone_may_have_sent_the_text(end: str, expected: bool):
    assert is_picture_end(end) is expected
