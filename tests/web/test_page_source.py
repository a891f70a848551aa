"""The source line of an article's page."""

import pytest

from bot.domain.model import Source
from bot.web.page.document import read_page

URL = "https://news.example/film/lunar-sea"
TEXT = "<p>" + "It rains on the moon, and nobody knows why it does so. " * 3 + "</p>"
OTHER = "https://polar.example/news"


def sources(body: str) -> tuple[Source, ...]:
    """Read an article that has this below its text."""
    return read_page(f"<article><h1>Lunar Sea</h1>{TEXT}{body}</article>".encode(), url=URL).sources


def names(body: str) -> list[str]:
    return [one.name for one in sources(body)]


@pytest.mark.parametrize(
    "line",
    [
        "Source: Polar",
        "Source : Polar",
        "Source\N{NO-BREAK SPACE}: Polar",
        "SOURCE: Polar",
        "Source – Polar",
        "News source: Polar",
        "Source (1): Polar",
        "Source(s): Polar.",
        "(Source: Polar)",
        "[Source: Polar]",
        "» Source: Polar",
        "<b>Source</b>: Polar",
        "<strong>Source:</strong> Polar",
        "<em><b>Source:</b> Polar</em>",
        "<!-- x --><span>Source</span><span>:</span> <span>Polar</span>",
        "Via: Polar",
        "H/T: Polar",
        "Quelle: Polar",
        "Quellen: Polar",
        "Fuente: Polar",
        "Fonte: Polar",
        "Bron: Polar",
        "Kilde: Polar",
        "Källa: Polar",
        "Lähde: Polar",
        "Źródło: Polar",
        "Kaynak: Polar",
        "Источник: Polar",
        "출처: Polar",
        "출처 : Polar",
        "[출처=Polar]",
        "기사 출처 = Polar",
        "出典：Polar",
        "情報元：Polar",
        "ソース：Polar",
        "来源：Polar",
        "\n" + " " * 90 + "Source: Polar\n" + " " * 90,
    ],
)
def test_a_label_in_any_language_names_the_source(line: str):
    assert names(f"<p>{line}</p>") == ["Polar"]


@pytest.mark.parametrize(
    "html",
    [
        "<div class=source><span>Source:</span> <a href=/x>Polar</a></div>",
        "<div class=article-source><div>Source</div><div>Polar</div></div>",
        "<dl><dt>Source</dt><dd>Polar</dd></dl>",
        "<h4>Source</h4><p>Polar</p>",
        "<p>Source:</p><p>Polar</p>",
        "<h3>Sources</h3><ul><li>Polar</li></ul>",
        "<footer class=article-footer><p>Source: Polar</p></footer>",
        "<div>One more line.<br>Source: Polar</div>",
        "<p>One more line.<br><br>Source: Polar<br>Read on!</p>",
        "<figure><img src=/a.jpg><figcaption>A sea</figcaption></figure><p>They met.</p><p>Source: Polar</p>",
        "<p>It rains, says Polar. (Source: Polar)</p>",
        # below the last picture, and the last line of all
        "<p><img src=/a.jpg></p><p>Source: Polar</p>",
        "<p><img src=/a.jpg></p><div><p><b>Source: Polar</b></p></div><div class=share>Share</div>",
        "<figure><img src=/a.jpg><figcaption>A sea</figcaption></figure><p>Source: Polar</p>",
        "<p>달에 비가 온다. [출처=Polar]</p>",
        "<p>© Polar</p>",
        "<p>&nbsp;</p><p>ⓒ Polar</p><p>&nbsp;</p>",
        "<p>Source: Polar | Photo: Ada Roe</p>",
    ],
)
def test_the_line_is_found_however_it_is_laid_out(html: str):
    assert names(html) == ["Polar"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Sources: Polar, Heron and Nightjar", ["Polar", "Heron", "Nightjar"]),
        ("Sources: Polar and Heron", ["Polar", "Heron"]),
        ("Quellen: Polar, Heron und Nightjar", ["Polar", "Heron", "Nightjar"]),
        ("Fuentes: Polar y Heron", ["Polar", "Heron"]),
        ("출처: 달빛, 바다", ["달빛", "바다"]),
        ("出典：月光社、海", ["月光社", "海"]),
        ("Source: Polar / Heron", ["Polar", "Heron"]),
        ("Source: Polar, Heron, Polar", ["Polar", "Heron"]),
        ("Source: Heron and Sons", ["Heron and Sons"]),
        ("Source: Heron, Inc.", ["Heron, Inc."]),
        ("Source: Polar/AFP", ["Polar/AFP"]),
        ("Quelle: Polar/ab(cde)", ["Polar/ab(cde)"]),
        ("Quelle: Polar / abc (de)", ["Polar / abc (de)"]),
        ("Source: polar.example", ["polar.example"]),
        ("Source: Polar (France)", ["Polar (France)"]),
        ("Source: Polar (1), Heron (2)", ["Polar (1)", "Heron (2)"]),
        ("Source: Ministry of the Sea", ["Ministry of the Sea"]),
        ("Source: press release", ["press release"]),
        ("Source: Polar<br>Via: Heron", ["Polar", "Heron"]),
    ],
)
def test_several_sources_are_kept_in_order_each_once(line: str, expected: list[str]):
    assert names(f"<p>{line}</p>") == expected


def link(href: str, text: str) -> str:
    return f"<a href='{href}'>{text}</a>"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"Source: {link(OTHER, 'Polar')}", [("Polar", OTHER)]),
        (link(OTHER, "Source: Polar"), [("Polar", OTHER)]),
        (f"Source: {link('/polar', 'Polar')}", [("Polar", "https://news.example/polar")]),
        (f"Source: {link('//polar.example/', 'Polar')}", [("Polar", "https://polar.example/")]),
        (f"Source: {link('javascript:go()', 'Polar')}", [("Polar", None)]),
        (f"Source: {link('mailto:a@polar.example', 'Polar')}", [("Polar", None)]),
        (f"Source: {link('#top', 'Polar')}", [("Polar", None)]),
        (f"Source: {link('https://[bad', 'Polar')}", [("Polar", None)]),
        (f"Source: {link(OTHER + 'x' * 3000, 'Polar')}", [("Polar", None)]),
        (f"Source: Polar. {link('/more', '')}", [("Polar", None)]),
        (
            f"Sources: {link(OTHER, 'Polar')}, {link('https://heron.example/', 'Heron')} and Nightjar",
            [("Polar", OTHER), ("Heron", "https://heron.example/"), ("Nightjar", None)],
        ),
        (
            f"Source: {link(OTHER, 'Polar')} and {link('https://heron.example/', 'Heron')}",
            [("Polar", OTHER), ("Heron", "https://heron.example/")],
        ),
        (
            f"Source ({link(OTHER, '1')}) ({link('https://heron.example/', '2')})",
            [("polar.example", OTHER), ("heron.example", "https://heron.example/")],
        ),
        (f"Via {link(OTHER, 'Polar')}", [("Polar", OTHER)]),
        (f"[via {link(OTHER, 'polar')}]", [("polar", OTHER)]),
        (f"H/T {link(OTHER, 'Polar')}", [("Polar", OTHER)]),
        (f"<b>Source</b>{link(OTHER, 'Polar site')}", [("Polar site", OTHER)]),
        (f"Source: {OTHER}", [("polar.example", OTHER)]),
        (f"출처 : {link(OTHER, OTHER)}", [("polar.example", OTHER)]),
        (f"Source: {link(OTHER, '<i>The Polar</i> and Sea')}", [("The Polar and Sea", OTHER)]),
        (f"Source: Polar, {link(OTHER, 'Polar')}", [("Polar", OTHER)]),
        (f"Source: {link('/', '<img src=logo.png>')} {link(OTHER, 'Polar')}", [("Polar", OTHER)]),
        ("Source:</p><p>2023-11-17 15:13", []),
    ],
)
def test_each_source_has_the_link_that_stands_in_its_name(
    line: str, expected: list[tuple[str, str | None]]
):
    assert [(one.name, one.link) for one in sources(f"<p>{line}</p>")] == expected


def test_a_label_that_is_a_link_is_named_for_where_it_leads():
    assert sources(f"<p>{link('https://www.polar.example/x', 'Source')}</p>{TEXT}") == (
        Source(name="polar.example", link="https://www.polar.example/x"),
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p>The source: a river</p>",
        "<p>Source: a river in the north of the moon</p>",
        "<p>Source: the sea that nobody ever saw and many looked for</p>",
        "<p>Source: It rains. Nobody knows why it does.</p>",
        "<p>출처: 달에 비가 온다고 그가 말했다. 바다도 있다.</p>",
        "<p>Sources say that it rains.</p>",
        f"<p>Sources {link(OTHER, 'say')}</p>",
        f"<p>Sources {link(OTHER, 'Polar')} spoke to say that it rains.</p>",
        "<p>Via Dolorosa</p>",
        "<p>Via email</p>",
        "<p>Via: email</p>",
        "<p>The <b>power</b> Source: Polar</p>",
        "<p>Resources: Polar</p>",
        "<p>Source:</p>",
        "<p>Source</p><p>Polar</p>",
        "<p>Source: " + "Word " * 60 + "</p>",
        "<figure><img src=/a.jpg><figcaption>Source: Polar</figcaption></figure>",
        "<figure><img src=/a.jpg></figure><p>Source: Polar</p>",
        "<p><img src=/a.jpg></p><p>Source: Polar</p>",
        "<div><img src=/a.jpg></div>\n<div><p><small>Source: Polar</small></p></div>",
        "<img src=/a.jpg><br>Source: Polar",
        "<p><img src=/a.jpg><br><em>Source: Polar</em></p>",
        "<p><img src=/a.jpg></p><p>© Polar</p>",
        "<iframe src=/chart></iframe><p>Source: Polar</p>",
        "<table><tr><th>Source</th><td>Polar</td></tr></table>",
        "<aside><p>Source: Polar</p></aside>",
        "<div class=related><p>Source: Polar</p></div>",
        "<nav><a href=https://polar.example/>Source</a></nav>",
        "<select><option>Source: Polar</option></select>",
        "<p>© 2021 Polar</p>",
        "<p>© News</p>",
        "<p>© Polar, all rights are reserved by those who hold them</p>",
        "<footer><p>© Polar</p></footer>",
        "<p>It rains (source: Polar) on the moon.</p>",
    ],
)
def test_no_source_is_made_up(html: str):
    assert sources(html + ("" if "©" in html else "<p>So it goes.</p>")) == ()


def test_a_line_of_another_article_on_the_page_is_not_taken():
    html = f"<main><article><h1>Lunar Sea</h1>{TEXT}</article><article><p>Source: Polar</p></article></main>"
    assert read_page(html.encode(), url=URL).sources == ()


def test_a_line_behind_the_article_counts_where_it_has_none():
    html = f"<body><div><article><h1>Lunar Sea</h1>{TEXT}</article><p>Source: Polar</p></div>"
    assert read_page(html.encode(), url=URL).sources == (Source(name="Polar"),)
