"""Which words on a page belong to a picture: its caption, and its credit wherever it stands."""

import pytest

from bot.web.html.picture import photos_in

BASE = "https://news.example/film/"
IMG = '<img src="/still.jpg">'
TEXT = "It rained for three days, and on the fourth the whole crew went home for good."


def read(html):
    """Return (caption, credit, role) of each photo."""
    return [(photo.caption, photo.credit, photo.role) for photo in photos_in(html, base=BASE)]


def figure(caption, image=IMG):
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


@pytest.mark.parametrize(
    "html",
    [
        # in an attribute
        '<img src="/a.jpg" data-credit="Photo: Ada Roe">',
        '<img src="/a.jpg" data-image-credit="Ada Roe">',
        '<img src="/a.jpg" data-photographer="Ada Roe">',
        f'<figure data-copyright="© Ada Roe">{IMG}</figure>',
        # in microdata
        (
            f'<figure itemscope itemtype="https://schema.org/ImageObject">{IMG}<meta itemprop="creator"'
            ' content="Ada Roe"></figure>'
        ),
        (
            f'<div itemscope itemtype="http://schema.org/ImageObject">{IMG}<span itemprop="author">Ada Roe'
            "</span></div>"
        ),
        (
            f'<figure itemscope itemtype="https://schema.org/ImageObject">{IMG}<figcaption><span itemprop'
            '="copyrightHolder">Ada Roe</span></figcaption></figure>'
        ),
        # on the last line of a caption without an end mark, or of all the words around a picture
        figure("A scene from the film<br>Courtesy of Ada Roe"),
        figure("舞台あいさつに立つ佐藤花子さん<br>画像提供：Ada Roe"),
        f"<p>{IMG}<br>Courtesy of Ada Roe</p><p>{TEXT}</p>",
        f"<ul><li>{IMG}<p>Fuente: Ada Roe</p></li></ul><p>{TEXT}</p>",
        f"<p>{IMG}<br><em>출처: Ada Roe</em></p><p>{TEXT}</p>",
        # called a credit
        figure('<span class="credit">Ada Roe</span>'),
        figure('On set <span class="c-figure__credit">Ada Roe</span>'),
        figure('On set <span class="imageCredit">Ada Roe</span>'),
        figure('On set <span class="photocredit">Ada Roe</span>'),
        figure('On set <span class="wp-media-credits">Photo: Ada Roe</span>'),
        figure('On set <span class="caption__source">Ada Roe</span>'),
        figure('On set <span class="source">Ada Roe</span>'),
        figure('On set <span class="img-author">Ada Roe</span>'),
        figure('On set <span class="byline">By Ada Roe</span>'),
        figure('On set <small class="bildquelle">Ada Roe</small>'),
        figure('On set <span class="credit"><b class="credit-label">Photo:</b> Ada Roe</span>'),
        figure('On set <span class="credit"><span class="hidden">Credit</span>Ada Roe</span>'),
        f'<div class="photo">{IMG}<div class="photo-credit">Ada Roe</div></div>',
        f'<div>{IMG}<span>On set</span><p class="copyright">© Ada Roe</p></div>',
        f'<div>{IMG}</div><div class="image-credit">Ada Roe</div><p>{TEXT}</p>',
        figure('On set <span class="creditline">Ada Roe</span>'),
        figure('On set <span class="film-photo-credit">Ada Roe</span>'),
        f'<figure>{IMG}<figcaption class="image__credit">Ada Roe</figcaption></figure>',
        f'<div>{IMG}<div><b class="caption attribution">On set</b><i class="credit">Ada Roe</i></div></div>',
        f'<div>{IMG}<span class="displayCopyright">Ada Roe</span></div>',
        f'<div>{IMG}<p class="source"><a href="/ada">Ada Roe</a></p></div>',
        f'<div>{IMG}<p class="caption">On set</p><p class="source">Ada Roe</p></div>',
        f'<article><div>{IMG}</div><p class="source"><a href="/">Ada Roe</a></p><p>{TEXT}</p></article>',
        f'<article>{IMG}<span class="credit">Ada Roe</span>{TEXT * 5}</article>',
        (
            f'<article><div>{IMG}</div><p class="caption">On set</p><p class="source">Ada Roe</p><p>{TEXT}</p>'
            "</article>"
        ),
        (
            f'<article><div>{IMG}</div><p class="caption">On set</p><p>© Ada Roe</p><p>{TEXT}</p></article>'
        ),
        # worded as a credit
        f"<div>{IMG}<p>The cast at sea<br>© Ada Roe</p></div>",
        f"<article><p>{IMG}<br>© Ada Roe</p></article>",
        f"<article><div>{IMG} © Ada Roe</div></article>",
        f"<article><div>{IMG}</div><p>The cast at sea © Ada Roe</p><p>{TEXT}</p></article>",
        f"<article><div>{IMG}</div><figcaption>Photo: Ada Roe</figcaption><p>{TEXT}</p></article>",
        f"<article><div>{IMG}</div><h6>Photo: Ada Roe</h6><p>{TEXT}</p></article>",
        f"<div>{IMG}<p>On set.</p><p>Screenshot by Ada Roe</p></div>",
        f"<div>{IMG}<p>On set. | <span>Photograph by </span><span>Ada Roe</span></p></div>",
        (
            '<div><img data-src="/a-400x300.jpg"><img data-src="/a-800x600.jpg"><p>© Ada Roe</p></div>'
        ),
        f'<div>{IMG}<div class="caption">On set</div><i>Credit: Ada Roe</i></div>',
        figure("<p>On set</p><p>Foto: Ada Roe</p>"),
        figure("On set <br>© Ada Roe"),
        figure("<span>On set</span> <span>(Photo: <a href='/ada'>Ada Roe</a>)</span>"),
        f'<article><div>{IMG}</div><p class="caption">On set <i class="credit">Ada Roe</i></p><p>{TEXT}</p></article>',
        f'<article><div>{IMG}</div><div><p>On set</p><p class="credit">Ada Roe</p></div><p>{TEXT}</p></article>',
        f'<article><div>{IMG}</div><div class="credit"><img src="/i.png" width="16">Ada Roe</div><p>{TEXT}</p></article>',
        f'<article><div>{IMG}<p><img src="/camera.svg">Photo: Ada Roe</p></div><p>{TEXT}</p></article>',
        f'<article><p class="credit">{IMG}Ada Roe</p><p>{TEXT}</p></article>',
        f'<article><a href="/a.jpg" title="On set (Photo: Ada Roe)">{IMG}</a><p>{TEXT}</p></article>',
        # set apart
        figure("On set <cite>Ada Roe</cite>"),
        figure("We see the whole cast on set <small>Ada Roe</small>"),
        figure("The cast is on set. <em>Ada Roe</em>"),
        figure("<span>The cast is back on set</span> <span>Ada Roe</span>"),
        figure("<p>The cast is back on set</p>\n<p>Ada Roe</p>\n"),
        figure("<span>On set</span> <span><span>Credit</span> <span>Ada Roe</span></span>"),
        figure('The cast is on set. <i class="icon-camera"></i> Ada Roe'),
        figure("On set. <span>Crédits</span> : <span>Ada Roe</span>"),
        figure("On set • Crédits : <em>Ada Roe</em>"),
        figure("We see the cast at sea <span>Ada Roe</span>"),
        figure("<p>We see the cast at sea</p><span>Ada Roe</span>"),
        figure("<p class=caption>We see the cast at sea<span>Ada Roe</span></p>"),
        figure("On set / <span>Ada Roe</span>"),
        # at the caption's end
        figure("On set. Photo: Ada Roe"),
        figure("On set (Foto: Ada Roe)"),
        f'<div class="wp-caption">{IMG}<p class="wp-caption-text">On set. Photo: Ada Roe</p></div>',
        f'<p>{IMG}</p><p class="caption">On set. Photo: Ada Roe</p><p>{TEXT}</p>',
        # on the next line
        f"<p>{IMG}</p><p>Foto: Ada Roe</p>",
        f"<p>{IMG}</p>\n<p><em>Credit: <a href='/'>Ada Roe</a></em></p><p>{TEXT}</p>",
        f"<div><p>{IMG}<br>© Ada Roe</p></div>",
        f"<article>{IMG}Photo: Ada Roe<br>{TEXT}</article>",
        f"<article>{IMG}<b>Photo:</b> <a href='/ada'>Ada Roe</a><p>{TEXT}</p></article>",
        f"<article>{figure('On set')}Photo: Ada Roe<p>{TEXT}</p></article>",
        f"<article>{figure('On set')}<span>Photo: Ada Roe</span><p>{TEXT}</p></article>",
        f"<p>{IMG}</p><p>The cast on set. (Photo: Ada Roe)</p><p>{TEXT}</p>",
        # in the text of the image itself
        '<img src="/a.jpg" alt="On set (Photo by Ada Roe)">',
        '<img src="/a.jpg" title="On set. Photo: Ada Roe">',
        '<img src="/a.jpg" data-caption="On set. Photo: Ada Roe">',
    ],
)
def test_the_credit_is_found_where_publishers_put_it(html: str):
    ((caption, credit, _),) = read(html)
    assert credit == "Ada Roe"
    assert "Ada Roe" not in (caption or "")


@pytest.mark.parametrize(
    ("html", "credit"),
    [
        (
            figure('<span class="photographer">Ada Roe</span>/<span class="agency">Lumen</span>'),
            "Ada Roe / Lumen",
        ),
        (
            figure('Sea <span class="credit">Ada Roe</span><span class="credit">Ada Roe</span>'),
            "Ada Roe",
        ),
        (figure("Photo by <a>Ada Roe</a> on <a>Lumen</a>"), "Ada Roe on Lumen"),
        (figure('<span class="hidden">Image source, </span>Getty Images'), "Getty Images"),
        (figure('The sea. <span class="credit">달빛 제공</span>'), "달빛 제공"),
        (
            figure('The sea. <span class="credit">© 2031 Polar. All rights reserved.</span>'),
            "2031 Polar",
        ),
        (
            f'<figure>{IMG}<figcaption class="image__credit">Ada Roe/Lumen</figcaption></figure>',
            "Ada Roe/Lumen",
        ),
        (f'<div>{IMG}<div class="photo-credit">Netflix</div></div>', "Netflix"),
        (f"<div>{IMG}<h5>27-06-2031</h5> | Efe</div>", "Efe"),
        (f"<p>{IMG}</p><p>- On set. REUTERS/Ada Roe -</p><p>{TEXT}</p>", "REUTERS/Ada Roe"),
        (f"<p>{IMG}</p><p>The cast / <b>ADA ROE</b></p><p>{TEXT}</p>", "ADA ROE"),
        (
            f"<div>{IMG}</div><p>On set (Photo Ada Roe. AFP)</p><p>{TEXT}</p>",
            "Ada Roe. AFP",
        ),
        (figure("cc lumen_roe"), "cc lumen_roe"),
        (figure("On set <i class=credit>Still: Lumen</i>"), "Lumen"),
        (figure("On set <i class=credit>Crédit photo 5th Moon</i>"), "5th Moon"),
        (
            figure("On set <i class=credit>Handout / Ada Roe via Getty Images</i>"),
            "Handout / Ada Roe via Getty Images",
        ),
        (figure("On set. | AP Photo <span class=close-button>Close</span>"), "AP Photo"),
        (
            figure("On set <i class=credit>Courtesy of the artist and Lumen</i>"),
            "the artist and Lumen",
        ),
    ],
)
def test_a_credit_is_kept_whole(html: str, credit: str):
    assert [found for _, found, _ in read(html)] == [credit]


@pytest.mark.parametrize(
    ("html", "caption"),
    [
        (figure("On set. Photo: Ada Roe"), "On set."),
        (figure('On set <span class="credit">Ada Roe</span>'), "On set"),
        (figure("The cast is back on set. <small>Ada Roe</small>"), "The cast is back on set."),
        (figure("<p>On set</p><p>Foto: Ada Roe</p>"), "On set"),
        (figure("Ada Roe"), "Ada Roe"),
        (f"<p>{IMG}</p><p>On set. (Photo: Ada Roe)</p><p>{TEXT}</p>", "On set."),
        (f"<p>{IMG}<br><em>On set. (Photo: Ada Roe)</em></p><p>{TEXT}</p>", "On set."),
        (figure("On set. Ada Roe", '<img src="/a.jpg" data-credit="Ada Roe">'), "On set."),
        (figure("This is Ada Roe", '<img src="/a.jpg" data-credit="Ada Roe">'), "This is Ada Roe"),
        (
            f'<div>{IMG}<p class="caption">On set</p><figcaption class="credit">Ada Roe</figcaption></div>',
            "On set",
        ),
        (figure("Photo: Ada Roe"), None),
        (figure("<b>© Ada Roe</b><br><span>Bo Lee</span>"), "Bo Lee"),
        (figure("<p>Photo: Ada Roe</p><p>Bo Lee</p>"), "Bo Lee"),
        (figure("<b>© Ada Roe</b> <i class=caption>Bo Lee</i>"), "Bo Lee"),
        (figure("On set. <button>Close</button>"), "On set."),
    ],
)
def test_the_caption_does_not_end_in_the_credit(html: str, caption: str | None):
    assert [found for found, _, _ in read(html)] == [caption]


@pytest.mark.parametrize(
    ("html", "role"),
    [
        (figure("On set. Photographer: Ada Roe"), "photographer"),
        (figure('On set <span class="credit">Fotograf: Ada Roe</span>'), "photographer"),
        (figure("On set（撮影：月野光）"), "photographer"),
        (figure('On set <span class="credit">Studio: Polar</span>'), "studio"),
        ('<img src="/a.jpg" data-credit="Agency: Lumen">', "agency"),
        (figure("On set. Photo: Ada Roe"), None),
    ],
)
def test_the_role_is_the_one_that_is_said(html: str, role: str | None):
    assert [found for _, _, found in read(html)] == [role]


def images(*names):
    return [f'<img src="/{name}.jpg">' for name in names]


A, B = images("a", "b")


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (figure("Photo: Ada Roe", A) + figure("Photo: Bo Lee", B), ["Ada Roe", "Bo Lee"]),
        (figure("Photo: Ada Roe", A) + figure("On set", B), ["Ada Roe", None]),
        (figure("On set", A) + figure("Photo: Bo Lee", B), [None, "Bo Lee"]),
        (figure("On set", A) + f"<figure>{B}</figure>", [None, None]),
        (f"<p>{A}</p><p>Photo: Ada Roe</p><p>{B}</p>", ["Ada Roe", None]),
        (f"<p>{A}</p>{figure('Photo: Bo Lee', B)}", [None, "Bo Lee"]),
        (f"<p>{A}</p><div><p>{B}</p><p>Photo: Bo Lee</p></div>", [None, "Bo Lee"]),
        (f"<div>{A}{B}<p>{TEXT}</p></div>", [None, None]),
        (f"<figure>{A}{B}<figcaption>Photos: Ada Roe</figcaption></figure>", ["Ada Roe"] * 2),
        (
            f"<figure>{A}{B}<figcaption>Photos: Ada Roe (left), Bo Lee</figcaption></figure>",
            [None, None],
        ),
        (
            (
                "<div><div><img src=/x.gif data-src=/a.jpg><i class=credit>Ada Roe</i></div>"
                "<div><img src=/x.gif data-src=/b.jpg></div></div>"
            ),
            ["Ada Roe", None],
        ),
        (
            f"<ul><li>{A}<span class=credit>Ada Roe</span></li><li>{B}<span class=credit>Bo Lee</span></li></ul>",
            ["Ada Roe", "Bo Lee"],
        ),
        (
            f"<table><tr><td>{A}</td><td>{B}</td></tr><tr><td>Photo: Ada Roe</td><td>Photo: Bo Lee</td></tr></table>",
            [None, None],
        ),
    ],
)
def test_a_credit_never_moves_to_another_photo(html: str, found: list[str | None]):
    assert [credit for _, credit, _ in read(html)] == found


@pytest.mark.parametrize(
    "html",
    [
        # what is to be seen
        figure("Ada Roe at sea."),
        figure("Ada Roe and Bo Lee"),
        figure("We saw the cast of <span>Lunar Sea</span>"),
        figure("We saw the new film <span>Lunar Sea</span>"),
        figure("We saw the trailer to <em>Lunar Sea</em>"),
        figure("The star <span>Ada Roe</span>"),
        figure("<span>Ada Roe</span> is back at sea."),
        figure("On set (Bild: )"),
        figure("Photo: Ada Roe in Paris"),
        figure("A scene from <em>Lunar Sea</em>"),
        figure("The cast of <span>Lunar Sea</span>"),
        figure("The new film is <em>Lunar Sea</em>"),
        figure("Director of Photography: Ada Roe"),
        figure("In the photo: Ada Roe"),
        figure("<b>Ada Roe</b> <span>Lead Actor</span>"),
        figure("<span>Ada Roe</span><span>Bo Lee</span>"),
        figure('<span>The cast is back on set</span><span class="title">Lunar Sea</span>'),
        figure("<span>The cast is back on set</span><span>Read More</span>"),
        figure("<span>The cast is back on set</span><span>Photo 1 of 12</span>"),
        figure("<span>The cast is back on set</span><button>View Gallery</button>"),
        figure("<span>The cast is back on set</span><time>May 12, 2031</time>"),
        figure('On set <i class="icon-camera"></i>'),
        figure("<b>Photo</b> finish in the harbour"),
        figure("<b>Image</b> of a river"),
        # what is not called a credit
        figure('On set <span class="resource">Lunar Sea</span>'),
        figure('On set <span class="accredited">Lunar Sea</span>'),
        figure('On set <span class="film-credits">Ada Roe</span>'),
        figure('On set <span class="credit-card">Ada Roe</span>'),
        figure('On set <span class="credit">Enlarge</span>'),
        figure('On set <span class="credit">Photo:</span>'),
        figure('On set <span class="credit"></span>'),
        f'<div>{IMG}<p class="credits">He and she are in this one, it says</p></div>',
        f'<img src="/a.jpg" data-credit="">{TEXT}',
        '<img src="/a.jpg" data-credit="null">',
        '<img src="/a.jpg" data-credit-card="Ada Roe">',
        # what is said of the article
        f'<div><p class="author">By Ada Roe</p>{IMG}</div>',
        f'<div class="has-credit">{IMG}On set in the rain</div>',
        f'<article><div>{IMG}</div><p>It rains <a class="credit">Ada</a> and <a class="credit">Bo</a></p></article>',
        f'<div><p class="source">The Lantern</p>{IMG}</div>',
        f'<p>{IMG}</p><p class="source">The Lantern</p>',
        f"<p>{TEXT}</p><p>{IMG}</p><p>Source: Polar</p>",
        f"<p>{TEXT}</p><p>{IMG}</p><p>Source: Polar</p><div class=share>Share</div>",
        f"<p>{TEXT}</p>{figure('On set')}<p>Quelle: Polar</p>",
        f"<p>{IMG}</p><p>It rains. Reuters</p><p>{TEXT}</p>",
        f'<div itemscope itemtype="https://schema.org/NewsArticle"><i itemprop="author">Ada Roe</i>{IMG}</div>',
        f'<div>{IMG}<p itemprop="author">Ada Roe</p></div>',
        f"<div><p>{IMG}</p><p>We saw <cite>Lunar Sea</cite> at sea.</p></div>",
        f"<div><p>{IMG}</p><p>It rains.</p><p>Source: Polar</p></div>",
        f"{figure('On set')}<p>By Ada Roe</p>",
        f"<p>{IMG}</p><p>Ada Roe</p><p>{TEXT}</p>",
        f"<p>{IMG}<br>Reuters</p><p>{TEXT}</p>",
        f"<p>{IMG}<br>By Ada Roe</p><p>{TEXT}</p>",
        f"<p>{TEXT}</p><p>{IMG}<br>Source: Polar</p>",
        figure("The director<br>Ada Roe"),
        f"<p>{IMG}</p><p>{TEXT} (Reuters)</p>",
        f"<p>{IMG}</p><p>{TEXT} Source: Polar</p>",
        f"<p>{IMG}</p><h2>Credits: Who Made It</h2><p>{TEXT}</p>",
        f"<p>{IMG}</p><p>The credits roll.</p><p>{TEXT}</p>",
        '<img src="/a.jpg" alt="Ada Roe">',
        '<img src="/a.jpg" alt="Ada Roe in Lunar Sea | The Lantern">',
        '<img src="/a.jpg" title="Lunar Sea (2031)">',
    ],
)
def test_no_credit_is_made_up(html: str):
    ((_, credit, role),) = read(html)
    assert (credit, role) == (None, None)
