"""Where the credit of a picture stands on a page: a few rules, of which the first that finds one wins."""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from bot.domain.credit import is_picture_end, split_caption
from bot.domain.credit_line import clean_credit, credit_role, is_source_label
from bot.web.html.around import Around, below_of, line_from, named, solid, text_of, words_in
from bot.web.html.closing import closes_article
from bot.web.html.credit_element import (
    Credit,
    beside_a_camera,
    called_a_credit,
    labelled_by_a_part,
    read_whole,
    says_it_is_one,
    set_apart,
)
from bot.web.html.credit_name import is_caption_name, is_credit_name, is_source_name
from bot.web.html.tree import above, attribute, is_inside

_MAX_CREDIT_TEXT = 160
_MAX_LINE = 300  # characters around a picture that can only be its caption
_MAX_ATTRIBUTE = 60  # characters of an attribute's name
_MAX_ALT = 800
_MAX_ELEMENTS = 40  # of a line below a picture

Rule = Callable[[Around, LexborNode | None], Credit | None]


def credit_of(around: Around, caption: LexborNode | None) -> Credit | None:
    """Return the credit of a picture with this caption element, None where none is claimed."""
    return next(filter(None, (rule(around, caption) for rule in CREDIT_RULES)), None)


_CREDIT_ATTRIBUTE = re.compile(
    r"(?:data-)?(?:[\w-]*-)?(?:credits?|copyright|attribution|photographer|credit-?(?:text|line))"
)


def _in_an_attribute(around: Around, _: LexborNode | None) -> Credit | None:
    """<img data-credit="A. Name">, <figure data-copyright="Studio">."""
    for node in (around.image, around.container):
        for name, value in node.attributes.items():
            if value and len(name) <= _MAX_ATTRIBUTE and _CREDIT_ATTRIBUTE.fullmatch(name):
                if credit := clean_credit(value):
                    return Credit(credit, credit_role(value))
                break
    return None


_ITEM_PROPERTIES = ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice")
_PICTURE_ITEM = re.compile(r"schema\.org/(?:ImageObject|Photograph)", re.IGNORECASE)


def _in_microdata(around: Around, _: LexborNode | None) -> Credit | None:
    """<figure itemscope itemtype=…ImageObject> … <meta itemprop=creator content="A. Name">."""
    stated = [node for node in around.container.css("[itemprop]") if _is_of_picture(node)]
    for name in _ITEM_PROPERTIES:
        for node in stated:
            text = attribute(node, "content") or text_of(node)
            if attribute(node, "itemprop") == name and (credit := read_whole(text)):
                return credit
    return None


def _is_of_picture(node: LexborNode) -> bool:
    """Tell whether microdata is a statement on a picture, and not on an article around it."""
    outer = node.parent
    items = (up for up in above(outer) if "itemscope" in up.attributes) if outer else iter(())
    item = next(items, None)
    return item is not None and bool(_PICTURE_ITEM.search(attribute(item, "itemtype")))


def _at_captions_end(_: Around, caption: LexborNode | None) -> Credit | None:
    """<figcaption>What is seen. Photo: A. Name</figcaption>."""
    said = split_caption(words_in(caption))
    return Credit(said.credit, said.role) if said.credit else None


def _on_captions_last_line(_: Around, caption: LexborNode | None) -> Credit | None:
    """<figcaption>A scene from the film<br>Courtesy of A. Name</figcaption>."""
    breaks = caption.css("br") if caption is not None else []
    after = solid(breaks[-1].next, "next") if breaks else None
    text = text_of(*line_from(after)) if after is not None else ""
    said = split_caption(text)
    if said.credit is None or said.caption or not text_of(caption).endswith(text):
        return None
    return Credit(said.credit, said.role, text)


def _on_the_next_line(around: Around, _: LexborNode | None) -> Credit | None:
    """<p><img></p><p>Credit: Netflix</p>, and a line under the picture that ends in "(Photo: …)"."""
    return _in_line(around.following)


def _behind_the_caption(around: Around, _: LexborNode | None) -> Credit | None:
    """<p><img></p><p class=caption>What is seen.</p><p class=source>A. Name</p>."""
    below = around.following[:1]
    if not below or below[0].tag == "-text" or not is_caption_name(named(below[0])):
        return None
    return _in_line(below_of(below[0]), alone=True)


def _in_line(line: tuple[LexborNode, ...], *, alone: bool = False) -> Credit | None:
    text = text_of(*line)
    if not text or _is_of_the_article(line[0], text):
        return None
    if is_credit_name(named(line[0])) or is_source_name(named(line[0])):
        return read_whole(text_of(line[0])) or read_whole(text)
    if len(text) > _MAX_LINE:
        return None
    if inner := _called_within(line):
        return read_whole(text_of(inner))
    said = split_caption(text)
    is_all = len(text) <= _MAX_CREDIT_TEXT and not said.caption
    if said.credit and (is_all or (not alone and _ends_in_one(text))):
        return Credit(said.credit, said.role, caption=said.caption)
    return None


def _called_within(line: tuple[LexborNode, ...]) -> LexborNode | None:
    """Return the one element called a credit in a short line: "<p>On set <i class=credit>…</i></p>"."""
    elements = [
        one for part in line if part.tag != "-text" for one in part.css("*")[:_MAX_ELEMENTS]
    ]
    called = [one for one in elements if is_credit_name(named(one)) and text_of(one)]
    return called[0] if len(called) == 1 else None


def _is_of_the_article(line: LexborNode, text: str) -> bool:
    """Tell whether a line below a picture names a source, and ends the article: then it is its."""
    is_source = is_source_label(text) or is_source_name(named(line))
    return is_source and closes_article(line)


def _on_the_last_line(around: Around, _: LexborNode | None) -> Credit | None:
    """Read the credit that ends the few words around a picture, or is all of them."""
    text = text_of(around.container)
    said = split_caption(text)
    if said.credit is None or len(text) > _MAX_LINE:
        return None
    is_labelled = len(text) <= _MAX_CREDIT_TEXT and not said.caption and said.credit != text
    if not _ends_in_one(text) and not (
        is_labelled and not _is_of_the_article(around.container, text)
    ):
        return None
    return Credit(said.credit, said.role, caption=said.caption)


def _ends_in_one(text: str) -> bool:
    """Tell whether the credit at a text's end says that it is a picture's."""
    caption = split_caption(text).caption or ""
    end = text[text.find(caption) + len(caption) :].strip(" -–—•·,;")
    return is_picture_end(end) or is_picture_end(end.lstrip(" |/"))


def _of_the_gallery(around: Around, _: LexborNode | None) -> Credit | None:
    """<figure><img><img><figcaption>Photos: A. Name</figcaption></figure>."""
    figures = (up for up in above(around.image) if up.tag == "figure")
    caption = next(filter(None, map(_own_caption, figures)), None)
    if caption is None or is_inside(caption, around.container):
        return None
    said = split_caption(text_of(caption))
    if said.credit is None or _OF_ONE.search(said.credit):
        return None
    return Credit(said.credit, said.role)


def _own_caption(figure: LexborNode) -> LexborNode | None:
    """Return the caption of a figure itself, which HTML allows at its end or its beginning."""
    ends = (solid(figure.last_child, "prev"), solid(figure.child, "next"))
    return next((node for node in ends if node is not None and node.tag == "figcaption"), None)


# It tells the pictures of a gallery apart.
_OF_ONE = re.compile(r"[(,;]|\b(?:left|right|top|bottom|links|rechts)\b", re.IGNORECASE)


def _in_the_alt_text(around: Around, _: LexborNode | None) -> Credit | None:
    """<img alt="What is seen (Photo by A. Name)">, its title or its data-caption, or its link's."""
    parent = around.image.parent
    linked = [parent] if parent is not None and parent.tag == "a" else []
    for node in (around.image, *linked):
        for name in ("alt", "title", "data-caption", "data-title"):
            text = (node.attributes.get(name) or "")[:_MAX_ALT]
            if (said := split_caption(text)).credit:
                return Credit(said.credit, said.role)
    return None


# From the plainest statement to the faintest; the first that finds a credit wins.
CREDIT_RULES: tuple[Rule, ...] = (
    _in_an_attribute,
    _in_microdata,
    called_a_credit,
    says_it_is_one,
    labelled_by_a_part,
    set_apart,
    beside_a_camera,
    _at_captions_end,
    _on_captions_last_line,
    _on_the_next_line,
    _behind_the_caption,
    _on_the_last_line,
    _of_the_gallery,
    _in_the_alt_text,
)
