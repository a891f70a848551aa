"""Fragments of HTML, as feeds carry them, as clean Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from bot.domain.text import cut_markdown, escape
from bot.web.html.text import MAX_HTML, TAG, unescaped
from bot.web.html.tree import fragment

_MAX_STEPS = 20_000  # elements entered or left
_MAX_ENDING = 700  # characters at the end of a summary that may be an appendage
_DROPPED_TAGS = """
    script style noscript template iframe object embed svg math head title form button select
    textarea input nav video audio canvas figure img picture table
"""
_BLOCK_TAGS = """
    p div section article header footer main aside blockquote ul ol li h1 h2 h3 h4 h5 h6 pre dl dt
    dd hr address body center details summary
"""
_DROPPED = frozenset(_DROPPED_TAGS.split())
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_STYLES = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**"}
_HEADING = re.compile(r"h[1-6]")

# Markers travel through the escaping as private characters, so that only ours survive it.
_OPEN = {"*": "\ue000", "**": "\ue002"}
_CLOSE = {"*": "\ue001", "**": "\ue003"}
_MARKS = {"\ue000": "*", "\ue001": "*", "\ue002": "**", "\ue003": "**"}
_ANY_MARK = re.compile("[\ue000-\ue003]")

_MORE = (
    r"read (?:more|on|the (?:full|rest)[^.]*|full (?:article|story))|continue reading|keep reading"
    r"|(?:view|see) (?:the )?(?:full|original) (?:article|post|story)|click here to (?:read|continue)"
    r"|more\b|weiterlesen|mehr (?:lesen|erfahren)|lire (?:la suite|l'article|plus)|leer más|seguir leyendo"
    r"|ler mais|leia mais|continua a leggere|leggi (?:tutto|di più)|続きを読む|もっと見る|더보기|더 보기|계속 읽기"
)
_MORE_ENDING = re.compile(
    rf"(?:^|(?<=[.!?…。\])»”\"]))\s*(?:[\[(]?(?:{_MORE})[\s.…:»>→\])]*(?:[^.!?]{{0,120}}[»>→…\])]+)?"
    r"|continue reading\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
# Costly, so only asked for where the words are there.
_FIRST_ON = re.compile(r"first (?:appeared )?on ", re.IGNORECASE)
_FIRST_ON_ENDING = re.compile(
    r"(?:the post .{0,400} (?:appeared )?first (?:appeared )?on .{0,200}"
    r"|(?:this (?:article|post)|.{0,200}) (?:was )?(?:originally )?(?:appeared|published) first on .{0,200}"
    r")$",
    re.IGNORECASE | re.DOTALL,
)
_ELIDED = re.compile(r"(?:\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\))$")


def to_markdown(html: str, *, limit: int) -> str:
    """Return a clean summary of at most ``limit`` UTF-16 units in Discord's Markdown.

    Emphasis, paragraphs and lists are kept; a link becomes its text; pictures, scripts and what
    feeds append ("The post … appeared first on …", "Read more") go. HTML or plain text.
    """
    source = html[:MAX_HTML]
    if not TAG.search(source) and TAG.search(decoded := unescaped(source)):
        source = decoded  # markup that was encoded twice
    if not TAG.search(source):
        source = re.sub(r"\n\s*\n", "<p>", source)
    writer = _Writer(room=limit * 2 + 4000)
    writer.write(fragment(source, limit=MAX_HTML))
    return cut_markdown("\n".join(_spaced(_without_endings(writer.blocks))), limit)


class _Block:
    """A paragraph or list item while it is written, with private characters as markers."""

    def __init__(self, prefix: str, *, is_line: bool = False) -> None:
        self.prefix = prefix
        self.is_line = is_line
        self.text = ""

    @property
    def is_item(self) -> bool:
        return bool(self.prefix)


class _Writer:
    """Write the text of a tree as blocks. Walks without recursion: depth is the author's."""

    def __init__(self, *, room: int) -> None:
        self.blocks: list[_Block] = [_Block("")]
        self._room = room
        self._lists: list[int | None] = []
        self._styles: list[str] = []

    def write(self, root: LexborNode) -> None:
        for count, (entering, node) in enumerate(_walk(root)):
            if self._room <= 0 or count > _MAX_STEPS:
                break
            if node.tag == "-text":
                self._add_text(node.text(deep=False))
            elif entering:
                self._enter(node.tag or "")
            else:
                self._leave(node.tag or "")
        self._restyle([])

    def _add_text(self, text: str) -> None:
        text = re.sub(r"\s+", " ", _ANY_MARK.sub("", text))[: max(self._room, 0)]
        self._room -= len(text)
        self.blocks[-1].text += text

    def _enter(self, tag: str) -> None:
        if tag == "br" or tag in _BLOCKS:
            self._break(self._prefix(tag), is_line=tag == "br")
        if tag in {"ul", "ol"}:
            self._lists.append(0 if tag == "ol" else None)
        if style := _style(tag):
            self._restyle([*self._styles, style])

    def _leave(self, tag: str) -> None:
        if style := _style(tag):
            last = len(self._styles) - 1 - self._styles[::-1].index(style)
            self._restyle(self._styles[:last] + self._styles[last + 1 :])
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        if tag in _BLOCKS:
            self._break("")

    def _prefix(self, tag: str) -> str:
        if tag != "li":
            return ""
        indent = "  " * max(len(self._lists) - 1, 0)
        if not self._lists or self._lists[-1] is None:
            return indent + "- "
        self._lists[-1] += 1
        return f"{indent}{self._lists[-1]}. "

    def _break(self, prefix: str, *, is_line: bool = False) -> None:
        """Begin a new block; what is emphasised goes on being so."""
        styles = self._styles
        self._restyle([])
        if self.blocks[-1].text.strip() or not self.blocks[-1].is_item:
            self.blocks.append(_Block(prefix, is_line=is_line))
        self._restyle(styles)

    def _restyle(self, styles: list[str]) -> None:
        """Close and open markers so that exactly these styles, each once, hold."""
        block, old, new = self.blocks[-1], _once(self._styles), _once(styles)
        if old != new:
            block.text += "".join(_CLOSE[style] for style in reversed(old))
            block.text += "".join(_OPEN[style] for style in new)
        self._styles = styles


def _once(styles: list[str]) -> list[str]:
    return list(dict.fromkeys(styles))


def _style(tag: str) -> str | None:
    return "**" if _HEADING.fullmatch(tag) else _STYLES.get(tag)


def _walk(root: LexborNode) -> Iterator[tuple[bool, LexborNode]]:
    """Yield (entering, node) for what is to be read; text nodes once."""
    stack: list[tuple[bool, LexborNode]] = [(True, root)]
    while stack:
        entering, node = stack.pop()
        if node.tag in _DROPPED or node.tag == "-comment" or (entering and _is_hidden(node)):
            continue
        yield entering, node
        if entering and node.tag != "-text":
            stack.append((False, node))
            stack.extend((True, child) for child in reversed(_children(node)))


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style or _is_flare(attributes)


def _is_flare(attributes: dict[str, str | None]) -> bool:
    return "feedflare" in (attributes.get("class") or "")


def _without_endings(blocks: list[_Block]) -> list[_Block]:
    """Drop empty blocks, and what feeds append to the last ones."""
    kept = [block for block in blocks if _ANY_MARK.sub("", block.text).strip()]
    while kept:
        bare = _ANY_MARK.sub("", kept[-1].text).strip()
        if not (ending := _ending(bare)):
            break
        if ending.start() == 0:
            kept.pop()
            continue
        kept[-1].text = bare[: ending.start()]
    if kept:
        kept[-1].text = _shortened(kept[-1].text.rstrip())
    return kept


def _shortened(text: str) -> str:
    """Write "Some words […]" as "Some words …"."""
    elided = _ELIDED.search(text)
    return f"{text[: elided.start()].rstrip()} …" if elided else text


def _ending(text: str) -> re.Match[str] | None:
    start = max(len(text) - _MAX_ENDING, 0)
    first_on = _FIRST_ON_ENDING.search(text, start) if _FIRST_ON.search(text, start) else None
    return first_on or _MORE_ENDING.search(text, start)


def _spaced(blocks: list[_Block]) -> Iterator[str]:
    """Yield lines: a blank one between paragraphs, none between items or after a line break."""
    before: _Block | None = None
    for block in blocks:
        line = _marked(block.text)
        if before and line and not block.is_line and not (before.is_item and block.is_item):
            yield ""
        if line:
            yield block.prefix + line
            before = block


def _marked(text: str) -> str:
    """Escape a block's text and turn its private characters into Discord's markers."""
    text = re.sub("([\ue000\ue002]+)(\\s+)", r"\2\1", text)
    text = re.sub("(\\s+)([\ue001\ue003]+)", r"\2\1", text)
    text = re.sub("\ue001\ue000|\ue003\ue002|\ue000\ue001|\ue002\ue003", "", text)
    text = re.sub("\ue001\ue000|\ue003\ue002|\ue000\ue001|\ue002\ue003", "", text)
    text = re.sub("([\ue001\ue003])([\ue000\ue002])", "\\1\u2060\\2", escape(text))
    return _ANY_MARK.sub(lambda match: _MARKS[match[0]], text)
