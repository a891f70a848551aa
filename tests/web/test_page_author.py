"""Who wrote an article, as its page says."""

import json
from typing import Any

import pytest

from bot.web.page.document import read_page

TEXT = "<p>" + "It rains on the moon, and nobody knows why it does so. " * 5 + "</p>"


def author(html: str) -> str | None:
    return read_page(html.encode(), url="https://news.example/film/lunar-sea").author


def ld(**node: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "x", **node})}</script>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (ld(author={"@type": "Person", "name": "Ada Roe"}), "Ada Roe"),
        (ld(author=[{"name": "Ada Roe"}, {"name": "Bo Poe"}]), "Ada Roe, Bo Poe"),
        (ld(author="Ada Roe"), "Ada Roe"),
        (ld(creator="Ada Roe"), "Ada Roe"),
        ("<meta name=author content='Ada Roe'>", "Ada Roe"),
        ("<meta name=author content='By Ada Roe'><meta name=author content='Bo Poe'>", "Ada Roe, Bo Poe"),
        ("<meta property=article:author content='https://x.example/ada'><a rel=author>Ada Roe</a>", "Ada Roe"),
        ("<meta name=author content='admin'><p class=byline>By Ada Roe and Bo Poe</p>", "Ada Roe, Bo Poe"),
        ("<span itemprop=author><b itemprop=name>Ada Roe</b></span>", "Ada Roe"),
        ("<div class=authors>Ada Roe, Bo Poe</div>", "Ada Roe, Bo Poe"),
        ("<meta name=author content='News'><p class=byline>By Ada Roe</p>", "Ada Roe"),
        ("<meta name=author content='News'>", "News"),
        ("<a rel=author>Ada Roe</a>, <b>News</b>", "Ada Roe"),
        ("<p class=byline>Ada Roe, NEWS</p>", "Ada Roe"),
        ("<p class=author-line>Ada Roe</p>", "Ada Roe"),
        ("<a href=/1></a>" * 9 + "<a href='/writers/ada'>Ada Roe</a>", "Ada Roe"),
        ("<div class='head hasnt-bio'><p class=byline>By Ada Roe</p></div>", "Ada Roe"),
        ("<div class=auteurs>par <b>Ada Roe</b></div>", "Ada Roe"),
        ("<ul><li><a href='/author/ada/'>Ada Roe</a><li><a href='/author/bo/'>Bo Poe</a></ul>", "Ada Roe"),
        (f"<p><em>Von Ada Roe</em></p>{TEXT}", "Ada Roe"),
        (f"<p>Von <b>Ada Roe</b>, Berlin</p>{TEXT}", "Ada Roe"),
        ("<meta name=author content='Lantern GmbH, Ulm'><meta name=copyright content='Lantern GmbH, Ulm'><p class=byline>Ada Roe", "Ada Roe"),
        (TEXT + "<ul><li><b>Date</b> 10.06.2013<li><b>Author</b> Ada Roe</ul>", "Ada Roe"),
        (TEXT + "<dl><dt>Autorin:<dd>Ada Roe</dl>", "Ada Roe"),
        ("<table><tr><th>Author<td>Ada Roe</table>" + TEXT, "Ada Roe"),
    ],
)  # fmt: skip
def test_the_author_is_named(html: str, expected: str):
    assert author(f"<h1>x</h1>{html}") == expected


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Ada Roe", "Ada Roe"),
        ("Written by Ada Roe", "Ada Roe"),
        ("By Ada Roe, Bo Poe and Cy Noe", "Ada Roe, Bo Poe, Cy Noe"),
        ("By Ada Roe, Senior Film Critic", "Ada Roe"),
        ("By Ada Roe | Updated May 3", "Ada Roe"),
        ("Von Ada Roe und Bo Poe", "Ada Roe, Bo Poe"),
        ("Par Ada Roe et Bo Poe", "Ada Roe, Bo Poe"),
        ("Por Ada Roe y Bo Poe", "Ada Roe, Bo Poe"),
        ("Di Ada Roe", "Ada Roe"),
        ("Autor: Ada Roe", "Ada Roe"),
        ("Texte : Ada Roe", "Ada Roe"),
        ("The Lantern and AP", "The Lantern and AP"),
        ("La Lanterne et AFP", "La Lanterne et AFP"),
        ("김민지 기자", "김민지"),
        ("김민지 기자 minji@news.example", "김민지"),
        ("김민지 인턴기자", "김민지"),
        ("文／山田花子", "山田花子"),
        ("山田花子 記者", "山田花子"),
    ],
)
def test_a_byline_is_read_without_its_words(byline: str, expected: str):
    assert author(f"<h1>x</h1><p class=byline>{byline}</p>{TEXT}") == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<p>By Ada Roe</p>", "Ada Roe"),
        ("<div>By Ada Roe and Bo de la Poe</div>", "Ada Roe, Bo de la Poe"),
        ("<div>Von Ada Roe</div>", "Ada Roe"),
        ("<p>[달빛일보 김민지 기자]</p>", "김민지"),
        ("<span>김민지 기자 minji@news.example</span>", "김민지"),
        ("<p>By invitation only</p>", None),
        ("<p>By Design</p>", None),
        ("<p>By the end of May it rained.</p>", None),
        (f"{TEXT}<p>By Ada Roe</p>", None),
        ("<aside><p>By Ada Roe</p></aside>", None),
    ],
)
def test_a_line_before_the_text_may_be_a_byline(line: str, expected: str | None):
    assert author(f"<article><h1>x</h1>{line}{TEXT}</article>") == expected


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Ada Roe, Bo Poe", "Ada Roe, Bo Poe"),
        ("By Bo Poe, Cy Noe", "Ada Roe"),
        ("By Ada Roe", "Ada Roe"),
    ],
)
def test_a_byline_that_goes_on_is_believed(byline: str, expected: str):
    html = ld(author="Ada Roe") + f"<h1>x</h1><p class=byline>{byline}</p>{TEXT}"
    assert author(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<h1>x</h1>",
        "<aside><a rel=author>Cy Noe</a></aside><h1>x</h1>",
        "<meta name=author content='https://x.example/ada'>",
        "<meta name=author content='staff'>",
        "<meta name=author content='ada@news.example'>",
        "<p class=byline>3 minutes read</p>",
        "<p class=byline>Staff Writer</p>",
        ld(author={"name": ""}),
        ld(author="x" * 100),
    ],
)
def test_no_author_is_made_up(html: str):
    assert author(html + TEXT) is None
