"""Elements around a picture that are a credit: called one, worded as one, or set apart as one."""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from bot.domain.credit import ends_in_phrase, is_credit_line, split_caption
from bot.domain.credit_line import (
    CAPITALS,
    clean_credit,
    credit_role,
    is_label,
    is_mostly_names,
    is_name,
)
from bot.domain.credit_word import NO_NAMES
from bot.web.html.around import INLINE, Around, line_from, named, solid, text_of
from bot.web.html.credit_name import (
    is_caption_name,
    is_credit_name,
    is_owner_name,
    is_source_name,
)
from bot.web.html.tree import above, is_inside, is_within

_MAX_CREDIT_TEXT = 160
_MAX_NAME_WORDS = 4  # words before a credit in an element that is called one
_MAX_CALLED = 20  # elements that are called a credit
_CAPTIONED = frozenset(["figure", "figcaption"])


class Credit(NamedTuple):
    """Who is credited, and in which role.

    ``text`` is the part of a caption's text that only says so; ``caption`` is the caption of a
    picture that has no other, from the line that credits it.
    """

    name: str
    role: str | None = None
    text: str = ""
    caption: str | None = None


def read_whole(text: str) -> Credit | None:
    """Read a text that is known to be a credit, perhaps with a few words before it."""
    said = split_caption(text)
    name = said.credit
    if not name or len((said.caption or "").split()) <= _MAX_NAME_WORDS:
        name = clean_credit(text)
    if not name or len(text) > _MAX_CREDIT_TEXT or not is_mostly_names(name):
        return None
    return Credit(name, credit_role(text), text)


def called_a_credit(around: Around, _: LexborNode | None) -> Credit | None:
    """<span class="photo-credit">A. Name</span>."""
    called = [node for node in around.elements if _is_called_credit(node, around)][:_MAX_CALLED]
    called = [node for node in called if not is_caption_name(named(node))] or called
    outer = {up.mem_id for node in called if node.parent for up in above(node.parent)}
    inner = [node for node in called if node.mem_id not in outer]
    for node in inner:
        if credit := read_whole(text_of(_with_others(node, inner))):
            return credit
    return _of_the_whole(around)


def _of_the_whole(around: Around) -> Credit | None:
    """<p class="credit"><img>A. Name</p>: nothing but names beside the picture."""
    if not is_credit_name(named(around.container)):
        return None
    text = around.text(around.container)
    is_all = split_caption(text).caption is None if split_caption(text).credit else False
    return read_whole(text) if is_all or _NAMES.fullmatch(text) else None


def _is_called_credit(node: LexborNode, around: Around) -> bool:
    name = named(node)
    if is_credit_name(name) or (is_owner_name(name) and is_within(node, _CAPTIONED)):
        return True
    return is_source_name(name) and around.is_below(node)


def _with_others(node: LexborNode, called: list[LexborNode]) -> LexborNode:
    """Return the element that holds several parts of a credit, and nothing else; else the part."""
    outer = node.parent
    parts = [text_of(one) for one in called if outer is not None and is_inside(one, outer)]
    is_alone = len(parts) <= 1 or len(set(parts)) < len(parts)  # or shown twice
    if outer is None or is_alone or _letters(text_of(outer)) != _letters("".join(parts)):
        return node
    return outer


def _letters(text: str) -> str:
    return re.sub(r"[\W_]|and|und", "", text)


def says_it_is_one(around: Around, caption: LexborNode | None) -> Credit | None:
    """<i>Photo: A. Name</i>; outside of a figure it must speak of a picture."""
    for node in around.elements:
        text = around.text(node)
        if len(text) > _MAX_CREDIT_TEXT or split_caption(text).caption is not None:
            continue
        if _begins_with_one(node, around):
            continue
        is_clear = is_credit_line(text) or text[:1] in {"©", "ⓒ"} or is_within(node, _CAPTIONED)
        if is_clear and not _is_part_of_credit(node, caption):
            return read_whole(text)
    return None


def _begins_with_one(node: LexborNode, around: Around) -> bool:
    """Tell whether an element holds a credit, and below it the caption: "<b>© A</b><br>On set"."""
    first = solid(node.child, "next")
    if first is None or first.tag == "-text" or split_caption(around.text(first)).caption:
        return False
    after = first.next
    while after is not None and after.tag == "-text" and not text_of(after):
        after = after.next
    if after is None or not text_of(after, after.next):
        return False
    is_new = after.tag == "br" or after.tag not in INLINE or is_caption_name(named(after))
    return is_new and bool(split_caption(around.text(first)).credit)


def labelled_by_a_part(around: Around, _: LexborNode | None) -> Credit | None:
    """<span><b>Credit</b> <span>A. Name</span></span>, without any sign between."""
    for node in around.elements:
        first = solid(node.child, "next")
        if first is None or first.tag == "-text" or not is_within(node, _CAPTIONED):
            continue
        label, text = around.text(first), around.text(node)
        name = read_whole(text.removeprefix(label)) if is_label(label) and label != text else None
        if name and is_name(name.name):
            return name._replace(role=credit_role(text), text=text)
    return None


def beside_a_camera(_: Around, caption: LexborNode | None) -> Credit | None:
    """<figcaption>What is seen. <i class="icon-camera"></i> A. Name</figcaption>."""
    icon = caption.css_first('[class*="camera"]') if caption is not None else None
    beside = icon.next if icon is not None and not text_of(icon) else None
    return read_whole(text_of(*line_from(beside))) if beside is not None else None


def _is_part_of_credit(node: LexborNode, caption: LexborNode | None) -> bool:
    """Tell whether a caption's words hold more of a credit: "by <a>A. Name</a> on <a>Agency</a>"."""
    if caption is None:
        return False
    inner, whole = text_of(node), split_caption(text_of(caption)).credit or ""
    return inner in whole and len(inner) < len(whole)


_PEOPLE = r"[^\W\d_a-z][^\W\d_]*(?:[.'’-][^\W\d_]+)*\.?"
_NAMES = re.compile(
    rf"{_PEOPLE}(?:\s+{_PEOPLE}){{1,3}}(?:\s*(?:[/|,·&]|via|for|and|und|y|et)\s*{CAPITALS}(?:\s+{CAPITALS}){{0,3}})?"
)
_BUTTON = re.compile(NO_NAMES, re.IGNORECASE)
_NO_CREDIT_CLASS = re.compile(r"title|role|job|descri|text|date|time|counter|button", re.IGNORECASE)
_END_MARKS = frozenset('.!?…。」』”"/|')
_STRESSED = frozenset(["a", "b", "em", "i"])
_PLAIN = frozenset(["span", "div", "p"])  # elements that stress nothing
_MIN_CAPTION = 4  # words; fewer are a name card's


def set_apart(around: Around, caption: LexborNode | None) -> Credit | None:
    """<figcaption>What is seen. <em>A. Name</em></figcaption>, <cite>, <small>, a second <span>."""
    for node in around.elements:
        figcaption = node.parent
        if node.tag == "cite" and is_within(node, _CAPTIONED):
            credit = read_whole(around.text(node))
        elif figcaption is not None and _is_caption(figcaption):
            credit = _last_part(node, around.text(node), around.text(figcaption))
        else:
            continue
        if credit and not _is_part_of_credit(node, caption):
            return credit
    return None


def _is_caption(node: LexborNode) -> bool:
    return node.tag == "figcaption" or is_caption_name(named(node))


def _last_part(node: LexborNode, text: str, whole: str) -> Credit | None:
    """Read the short last part of a caption that names an agency, or people."""
    before = whole.removesuffix(text).rstrip()
    if not before or before == whole or _BUTTON.fullmatch(text):
        return None
    said = split_caption(text)
    if said.credit and len((said.caption or "").split()) <= _MAX_NAME_WORDS:
        return read_whole(text)
    is_after_mark = before[-1] in _END_MARKS or node.tag == "small"
    is_apart = is_after_mark or _is_apart(node, before)
    is_named = _NAMES.fullmatch(text) and is_name(text) and not _NO_CREDIT_CLASS.search(named(node))
    return Credit(text, None, text) if is_apart and is_named else None


def _is_apart(node: LexborNode, before: str) -> bool:
    """Tell whether an element stands beside another that holds the caption, not within its words."""
    previous = solid(node.prev, "prev")
    if previous is None or len(before.split()) < _MIN_CAPTION or node.tag in _STRESSED:
        return False
    if previous.tag == node.tag:
        return True
    is_last = solid(node.next, "next") is None
    return is_last and node.tag in _PLAIN and not ends_in_phrase(before)
