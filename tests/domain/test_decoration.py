"""Images that are no photos, by their addresses and sizes."""

import pytest

from bot.domain.decoration import is_decoration

SITE = "https://news.example"


@pytest.mark.parametrize(
    ("url", "width", "height"),
    [
        (f"{SITE}/still.jpg", 0, 0),
        (f"{SITE}/still.jpg", 1, 1),
        (f"{SITE}/still.jpg", 32, None),
        (f"{SITE}/still.jpg", 970, 90),
        (f"{SITE}/spacer.gif", None, None),
        (f"{SITE}/img/pixel.png", None, None),
        (f"{SITE}/icons/up.png", None, None),
        (f"{SITE}/site-logo.png", None, None),
        (f"{SITE}/smilies/icon_wink.gif", None, None),
        (f"{SITE}/share-buttons/x.png", None, None),
        ("https://ads.cdn.example/x.jpg", None, None),
        ("https://en.gravatar.com/avatar/0123", None, None),
        ("https://feeds.example/~ff/story?d=1", None, None),
        ("data:image/png;base64,AA==", None, None),
        (f"{SITE}/drawing.svg", None, None),
        (f"{SITE}/join-us-468x60.gif", None, None),
        (f"{SITE}/img/arrow_black.gif", None, None),
        (f"{SITE}/wp-content/themes/lantern/images/frame.png", None, None),
        (f"{SITE}/author_media/ada.jpg", None, None),
        (f"{SITE}/img/head_btn_find.gif", None, None),
        (f"{SITE}/img/qr-code.png", None, None),
        (f"{SITE}/img/share_it_button.png", None, None),
        (f"{SITE}/img/logo_lumen.jpg", None, None),
        (f"{SITE}/img/fontsize.png", None, None),
        ("https://count.example/p?s=1&t=2", None, None),
    ],
)
def test_decoration_is_no_photo(url: str, width: int | None, height: int | None):
    """M49: spacers, 0x0, data:, SVG, and what else is not a picture of the story."""
    assert is_decoration(url, width, height)


@pytest.mark.parametrize(
    "file",
    ["avatar-fire-and-water.jpg", "ad-astra.jpg", "the-gray-man.jpg", "social-network-cast.png",
     "blank-space-premiere.jpg", "play-misty.png", "ad-astra-468x312.png", "the-icons-of-cinema.jpg", "banner-of-heaven-still.jpg"],
)  # fmt: skip
def test_a_film_title_with_a_word_for_decoration_is_a_photo(file: str):
    assert not is_decoration(f"{SITE}/uploads/{file}")
