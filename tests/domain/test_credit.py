import pytest

from bot.domain.credit import clean_credit, is_credit_line, split_caption


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # English
        ("Photo by Ada Roe/Lumen Images", "Ada Roe/Lumen Images"),
        ("(Photo by Ada Roe)", "Ada Roe"),
        ("Photo: Ada Roe", "Ada Roe"),
        ("Photograph: Ada Roe/The Lantern", "Ada Roe/The Lantern"),
        ("Photo courtesy of Polar Pictures", "Polar Pictures"),
        ("Photo Credit: Polar+", "Polar+"),
        ("Credit: Polar Pictures", "Polar Pictures"),
        ("Credit...Ada Roe for The Lantern", "Ada Roe for The Lantern"),
        ("Image credit: Polar", "Polar"),
        ("Courtesy of Polar", "Polar"),
        ("By Ada Roe/Lumen.", "Ada Roe/Lumen"),
        ("Image: © Polar", "Polar"),
        ("© 2031 Polar. All rights reserved.", "2031 Polar"),
        ("Source: Polar", "Polar"),
        # German, French, Spanish, Portuguese, Italian
        ("Foto: dpa", "dpa"),
        ("Bild: Ada Roe", "Ada Roe"),
        ("Fotocredit: Ada Roe", "Ada Roe"),
        ("Bildquelle: Polar", "Polar"),
        ("Foto von Ada Roe", "Ada Roe"),
        ("Crédit photo : Polar", "Polar"),
        ("Fuente: Polar", "Polar"),
        ("Foto de Ada Roe", "Ada Roe"),
        ("Crédito da foto: Polar", "Polar"),
        ("Fonte: Polar", "Polar"),
        ("Foto di Ada Roe", "Ada Roe"),
        # Korean, Japanese
        ("사진=달빛방송", "달빛방송"),
        ("[사진 출처 = 달빛방송]", "달빛방송"),
        ("사진제공: 달빛", "달빛"),
        ("ⓒ 달빛", "달빛"),
        ("写真：月光社", "月光社"),
        ("（提供：月光社）", "月光社"),
        ("(C)2031 月光製作委員会", "2031 月光製作委員会"),
        # other languages
        ("Beeld: Ada Roe", "Ada Roe"),
        ("Fot. Ada Roe / Agencja", "Ada Roe / Agencja"),
        ("Фото: Ада Ро / ТАСС", "Ада Ро / ТАСС"),
        ("Πηγή: Polar", "Polar"),
        ("Fotoğraf: Ada Roe", "Ada Roe"),
        ("(צילום: עדה רו)", "עדה רו"),
        ("تصوير: Ada Roe", "Ada Roe"),
        ("图片来源：月光社", "月光社"),
        ("Foto de archivo: EFE", "EFE"),
        ("Symbolbild: dpa", "dpa"),
        ("Courtesy Polar", "Polar"),
        ("Photo AFP", "AFP"),
        ("Screengrab: Polar", "Polar"),
        # names that only look as if they had a label
        ("AP Photo/Ada Roe", "AP Photo/Ada Roe"),
        ("Image Comics", "Image Comics"),
        ("Photography Inc", "Photography Inc"),
        ("Getty", "Getty"),
        ("HANDOUT / AFP", "HANDOUT / AFP"),
        ("Divulgação/Polar", "Divulgação/Polar"),
        ("A. Roe Jr.", "A. Roe Jr."),
    ],
)
def test_clean_credit_drops_the_label_and_keeps_the_name(text: str, name: str):
    assert clean_credit(text) == name


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "None", "null", "N/A", "-", "©", "x" * 300, "File photo", "https://a.test/b"],
)
def test_clean_credit_of_no_name_is_none(text: str | None):
    assert clean_credit(text) is None


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("The cast at sea. (Photo by Ada Roe/Lumen)", "The cast at sea.", "Ada Roe/Lumen"),
        ("The cast at sea [사진=달빛방송]", "The cast at sea", "달빛방송"),
        ("俳優ら（写真＝月光社）", "俳優ら", "月光社"),
        ("The cast at sea (AP)", "The cast at sea", "AP"),
        ("The cast at sea. Credit: Polar", "The cast at sea.", "Polar"),
        ("The cast at sea © Polar", "The cast at sea", "Polar"),
        ("Am Set. Foto: Ada Roe", "Am Set.", "Ada Roe"),
        ("Am Set | Bildquelle: Polar", "Am Set", "Polar"),
        ("배우 홍길동 / 사진=달빛", "배우 홍길동", "달빛"),
        ("俳優。写真：月光社", "俳優。", "月光社"),
        ("The cast / AP", "The cast", "AP"),
        ("The cast – Getty Images", "The cast", "Getty Images"),
        ("The cast. Ada Roe/Reuters", "The cast.", "Ada Roe/Reuters"),
        ("The cast at sea. (Ada Roe / Lumen)", "The cast at sea.", "Ada Roe / Lumen"),
        ("The cast at sea (Lumen via AP)", "The cast at sea", "Lumen via AP"),
        ("The cast. REUTERS/Ada Roe/File Photo", "The cast.", "REUTERS/Ada Roe/File Photo"),
        ("The cast. Ada Roe/Getty Images for Polar", "The cast.", "Ada Roe/Getty Images for Polar"),
        ("El equipo. ADA ROE (EFE)", "El equipo.", "ADA ROE (EFE)"),
        ("The cast at sea Courtesy of Polar", "The cast at sea", "Polar"),
        ("No set — Foto: Divulgação/Polar", "No set", "Divulgação/Polar"),
        ("На съёмках (фото: Ада Ро)", "На съёмках", "Ада Ро"),
        ("배우 홍길동. 달빛 제공", "배우 홍길동.", "달빛 제공"),
        ("배우 홍길동ⓒ달빛", "배우 홍길동", "달빛"),
        ("月野光＝写真：月光社", "月野光", "月光社"),
        ("Photo by Ada Roe", None, "Ada Roe"),
        ("© Polar", None, "Polar"),
        ("REUTERS/Ada Roe", None, "REUTERS/Ada Roe"),
    ],
)
def test_split_caption_finds_the_credit_at_the_end(
    text: str, caption: str | None, credit: str | None
):
    assert split_caption(text) == (caption, credit)


@pytest.mark.parametrize(
    "text",
    [
        "The cast at sea.",
        "A photo of the cast (left)",
        "He takes a photo by the sea",
        "The source: a river that runs to the north",
        "The image: a study in light. More of it.",
        "Photo: A man walks slowly down the long street towards home",
        "Lunar Sea (2031)",
        "Ada Roe in 'Lunar Sea.' Netflix",
        "Credit",
        "They met in Paris (photo: below) last week",
        "Tim Roe (Lead/Guitar)",
        "Out of courtesy she left.",
        "The file: a thriller",
        "На фото: Ада Ро на съёмках нового фильма",
        "영화는 관객에게 즐거움을 제공",
        "A credit card",
    ],
)
def test_split_caption_claims_no_credit_where_there_is_none(text: str):
    assert split_caption(text) == (text, None)


def test_split_caption_of_nothing_is_nothing():
    """S47: no caption, no credit."""
    assert split_caption(None) == (None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Photo: Ada Roe", True),
        ("Fotos: Ada Roe", True),
        ("사진=달빛", True),
        ("© Polar", False),
        ("On set. Photo: Ada Roe", False),
        ("Photo of the day", False),
    ],
)
def test_a_credit_line_speaks_of_a_picture_and_nothing_else(text: str, expected: bool):
    assert is_credit_line(text) is expected
