import pytest

from bot.domain.credit_line import clean_credit


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
