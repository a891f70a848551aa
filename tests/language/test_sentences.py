"""Every sentence that a person reads can be translated: it is whole, and goes through ``t``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.words.code import ROOT, files, glued

COGS = sorted((ROOT / "cogs").rglob("*.py"))
SHOWN = {"label", "placeholder", "title", "text", "said", "note"}
SHOWS = {"TextDisplay", "say", "note", "_say", "finish"}
FOR_DISCORD = {"command", "describe", "Choice", "Group", "collection_command", "feed_command"}
NO_WORDS = re.compile(r"<[#@:/][^>]*>?|https?://\S+|[A-Z]\w+/[A-Z]\w+|\w+://\S*|nr:\S*|`[^`]*`")
WORDS = re.compile(r"[A-Za-z’]{2,}")


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_sentence_is_put_together_of_parts():
    assert [where for path in files() for where in glued(path)] == []


def test_what_is_shown_can_be_translated():
    assert [where for path in COGS for where in untranslatable(path)] == []


def untranslatable(path: Path) -> Iterator[str]:
    """Yield what is shown as it stands, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (name := name_of(node)) not in FOR_DISCORD:
            said = [one.value for one in node.keywords if one.arg in SHOWN]
            for argument in said + (node.args if name in SHOWS else []):
                if any(WORDS.search(NO_WORDS.sub("", text)) for text in texts(argument)):
                    yield f"{place(path)}:{argument.lineno}"


def name_of(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts):
            for part in parts:
                yield from texts(part)
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            yield from texts(one)
            yield from texts(other)
