import pytest

from bot.domain.model import Photo
from bot.web.html.markdown import to_markdown
from bot.web.html.picture import photos_in
from bot.web.html.text import to_text

BASE = "https://news.example/film/"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>The <em>Lunar Sea</em> opens <b>soon</b>.</p>", "The *Lunar Sea* opens **soon**."),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two", "One\nTwo"),
        ("<p>Cast:<ul><li>Ada</li><li>Bo</li></ul>", "Cast:\n\n- Ada\n- Bo"),
        ("<ol><li>Ada<li>Bo</ol>", "1. Ada\n2. Bo"),
        ("<ul><li>Ada<ul><li>as Eve</ul></ul>", "- Ada\n  - as Eve"),
        ("<h2>Plot</h2><p>It rains.</p>", "**Plot**\n\nIt rains."),
        ('<p>See <a href="https://x.example">the film</a></p>', "See the film"),
        ("<p>The <i> Lunar </i>Sea</p>", "The *Lunar* Sea"),
        ("<p><b><i>Lunar</i> Sea</b></p>", "***Lunar*** **Sea**"),
        ("<p>un<i>believ</i>able</p>", "un*believ*able"),
        ("<p><i></i>Lunar</p>", "Lunar"),
        ("Plain text\n\nin two parts", "Plain text\n\nin two parts"),
        ("Ada &amp; Bo &lt;3", "Ada & Bo <3"),
        ("", ""),
    ],
)
def test_a_summary_keeps_what_discord_can_show(html: str, expected: str):
    """S47: an empty summary is empty."""
    assert to_markdown(html, limit=500) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<p>It rains.</p><script>alert(1)</script><style>p{}</style><iframe src=x>y</iframe>",
        "<p>It rains.</p><figure><img src=a.jpg><figcaption>The moon</figcaption></figure>",
        "<p>It rains.</p><p>The post <a>Rain</a> appeared first on <a>The Lantern</a>.</p>",
        "<p>It rains. The post Rain first appeared on The Lantern.</p>",
        "<p>It rains. <a href=x>Read more</a></p>",
        "<p>It rains.</p><p><a href=x>Continue reading “Rain” →</a></p>",
        "<p>It rains. Weiterlesen »</p>",
        "<p>It rains.</p><p>続きを読む</p>",
        '<p>It rains.</p><div class="feedflare"><a>Share</a></div>',
        '<p>It rains.</p><p style="display: none">Buy</p><p hidden>Buy</p>',
        "&lt;p&gt;It rains.&lt;/p&gt;",
    ],
)
def test_a_summary_drops_what_is_not_the_story(html: str):
    """S46: scripts, what feeds append, and markup encoded twice."""
    assert to_markdown(html, limit=500) == "It rains."


@pytest.mark.parametrize("text", ["They ask for more", "More. Than this.", "Read it and weep."])
def test_an_ending_that_only_resembles_an_appendage_stays(text: str):
    assert to_markdown(f"<p>{text}</p>", limit=500) == text


def test_an_elision_is_shown_as_an_ellipsis():
    assert to_markdown("<p>It rains [&#8230;]</p>", limit=500) == "It rains …"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p># Rain *now*</p>", r"\# Rain \*now\*"),
        ("<p>Rain<br>1. Sun</p>", "Rain\n1\\. Sun"),
        ("<p>[a](https://x.example)</p>", r"\[a\](https\://x.example)"),
        ("<p>@<b>everyone</b></p>", "@**everyone**"),
        ("<p>\ue000\ue002x</p>", "x"),
    ],
)
def test_text_in_a_summary_can_not_become_markup(html: str, expected: str):
    """S46: only the page's own emphasis is emphasis."""
    assert to_markdown(html, limit=500) == expected


def test_a_summary_is_cut_with_its_emphasis_closed():
    assert to_markdown("<p>The <b>Lunar Sea and more</b></p>", limit=19) == "The **Lunar Sea…**"


@pytest.mark.parametrize("html", ["<div>" * 9000 + "x", "<br>" * 9000, "<b>" * 9000, "<" * 9000])
def test_hostile_markup_is_read_without_a_crash(html: str):
    """S41: depth and mass are the author's, not ours."""
    assert len(to_markdown(html, limit=100)) <= 100


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<i>Lunar</i> Sea", "Lunar Sea"),
        ("Ada &amp;amp; Bo", "Ada & Bo"),
        ("&lt;b&gt;Lunar&lt;/b&gt;", "Lunar"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("Lunar<br>Sea", "Lunar Sea"),
        ("", ""),
    ],
)
def test_a_title_is_text(html: str, expected: str):
    """S46: markup and doubly encoded entities in a title."""
    assert to_text(html) == expected


def test_a_lazy_image_gives_its_largest_version_with_caption_and_credit():
    html = """<figure><img src="data:image/gif;base64,AA" data-src="/a-300x200.jpg" alt="The moon"
      srcset="/a-300x200.jpg 300w, /a-1024x700.jpg 1024w">
      <figcaption>On set <span class="credit">Photo by Ada Roe</span></figcaption></figure>"""
    assert photos_in(html, base=BASE) == (
        Photo(
            url="https://news.example/a-1024x700.jpg",
            width=1024,
            alt="The moon",
            caption="On set",
            credit="Ada Roe",
            fallbacks=("https://news.example/a-300x200.jpg",),
        ),
    )


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<img src="still.jpg">', "https://news.example/film/still.jpg"),
        ('<img data-lazy-src="/a.jpg" src="/blank.gif">', "https://news.example/a.jpg"),
        ('<img data-original="/a.jpg" src="/loading.png">', "https://news.example/a.jpg"),
        ('<img src="/lowres/wait.png" data-src="/a.jpg">', "https://news.example/a.jpg"),
        ('<noscript><img src="/a.jpg"></noscript>', "https://news.example/a.jpg"),
        ('<img srcset="/a.jpg?w=1 1x, /a.jpg?w=2 2x">', "https://news.example/a.jpg?w=2"),
        (
            '<picture><source srcset="/a.webp?w=900 900w"><img src="/a.webp?w=300"></picture>',
            "https://news.example/a.webp?w=900",
        ),
        (
            '<a href="/a.jpg"><img src="/a-150x150.jpg" width=150></a>',
            "https://news.example/a.jpg",
        ),
        (
            '<img srcset="/w_300,h_200/a.jpg 300w, /w_900,h_600/a.jpg 900w">',
            "https://news.example/w_900,h_600/a.jpg",
        ),
    ],
)
def test_an_image_is_found_wherever_its_address_hides(html: str, url: str):
    """M49: relative addresses are resolved, stand-ins are skipped."""
    assert [photo.url for photo in photos_in(html, base=BASE)] == [url]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="/p.gif" width=1 height=1>',
        '<img src="/still.jpg" width=0 height=0>',
        '<img src="data:image/png;base64,AA">',
        '<img src="/drawing.svg">',
        '<img src="/still.jpg" class="wp-smiley">',
        '<img class="avatar" src="/ada.jpg">',
        "<img>",
        '<img src="">',
    ],
)
def test_decoration_is_left_out(html: str):
    """M49: spacers, 0x0, data:, SVG."""
    assert photos_in(html, base=BASE) == ()


@pytest.mark.parametrize(
    "html",
    [
        '<figure data-credit="Ada Roe"><img src="/a.jpg"></figure>',
        '<img src="/a.jpg" data-credit="Photo: Ada Roe">',
        '<figure><img src="/a.jpg"><figcaption>On set. Photo: Ada Roe</figcaption></figure>',
        '<figure><img src="/a.jpg"><figcaption>On set <cite>Ada Roe</cite></figcaption></figure>',
        '<div><img src="/a.jpg"><div class="caption">On set</div><i>Credit: Ada Roe</i></div>',
        '<p><img src="/a.jpg"></p><p>Foto: Ada Roe</p>',
        '<div><p><img src="/a.jpg"><br>© Ada Roe</p></div>',
        '<img src="/a.jpg" alt="On set (Photo by Ada Roe)">',
    ],
)
def test_the_credit_is_found_where_publishers_put_it(html: str):
    assert [photo.credit for photo in photos_in(html, base=BASE)] == ["Ada Roe"]


def test_each_photo_has_its_own_credit():
    html = "".join(
        f'<p><img src="/still-{name}.jpg"></p><p>Photo: {name} Roe</p><p>It rains.</p>'
        for name in ("Ada", "Bo", "Cy")
    )
    assert [photo.credit for photo in photos_in(html, base=BASE)] == ["Ada Roe", "Bo Roe", "Cy Roe"]


def test_no_credit_is_made_up():
    html = '<figure><img src="/a.jpg"><figcaption>Ada Roe at sea.</figcaption></figure><p>By Bo</p>'
    (photo,) = photos_in(html, base=BASE)
    assert (photo.caption, photo.credit) == ("Ada Roe at sea.", None)


@pytest.mark.parametrize(
    "html",
    [
        '<div><p><img src="/a.jpg"></p><p>We saw <cite>Lunar Sea</cite> at sea.</p></div>',
        '<div><p><img src="/a.jpg"></p><p>It rains.</p><p>Source: Polar</p></div>',
        '<div><img src="/a.jpg"><p class="resource">Lunar Sea</p></div>',
        '<div><img src="/a.jpg"><p class="credits">He and she are in this one, it says</p></div>',
    ],
)
def test_words_near_a_photo_are_not_its_credit(html: str):
    (photo,) = photos_in(html, base=BASE)
    assert photo.credit is None
