"""The sentences of the code, read from its syntax."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = (
    "bot/domain",
    "bot/services",
    "bot/web",
    "bot/moderator.py",
    "bot/command_tree.py",
    "cogs",
)
"""Where people are spoken to; what is said on the command line is English."""

SAYS = {"t": 1, "tn": 2, "marked": 1, "UserError": 1}
"""The functions that say a sentence, and how many of their arguments are one."""

_LIMITS: dict[tuple[str, str | int | None], int] = {
    ("name_field", 0): 100,
    ("_long", 1): 45,
    ("_long", 2): 100,
    ("menu", 1): 150,
    ("shelf_button", 1): 80,
    ("collection_button", 2): 80,
    ("browse_button", 1): 80,
    ("turn_button", 2): 80,
    ("Button", "label"): 80,
    ("SelectOption", "label"): 100,
    ("SelectOption", "description"): 100,
    ("Select", "placeholder"): 150,
    ("TextInput", "label"): 45,
    ("TextInput", "placeholder"): 100,
    ("Label", "text"): 45,
    ("Label", "description"): 100,
    ("__init__", "title"): 45,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its place; ``many`` is that for several, ``limit`` what Discord allows."""

    text: str
    many: str = ""
    context: str | None = None
    place: str
    limit: int | None = None


def files() -> list[Path]:
    found: list[Path] = []
    for place in PLACES:
        path = ROOT / place
        found += [path] if path.suffix else sorted(path.rglob("*.py"))
    return found


def sentences(path: Path) -> Iterator[Sentence]:
    """Yield what a file says; what is put together first is said elsewhere, by ``marked``."""
    for call, limit in _calls(path):
        texts = [list(_texts(argument)) for argument in _said(call)]
        if len(texts) == 2:
            for one, many in zip(*texts, strict=True):
                yield Sentence(text=one, many=many, place=_place(path), limit=limit)
        else:
            for text in texts[0] if texts else ():
                yield Sentence(text=text, place=_place(path), limit=limit)


def glued(path: Path) -> Iterator[str]:
    """Yield where a sentence is put together of parts, so that it can't be translated."""
    for call, _ in _calls(path):
        for argument in _said(call):
            if any(isinstance(one, ast.JoinedStr | ast.BinOp) for one in _branches(argument)):
                yield f"{_place(path)}:{argument.lineno}"


def _calls(path: Path) -> Iterator[tuple[ast.Call, int | None]]:
    text = path.read_text(encoding="utf-8")
    if not any(f"{name}(" in text for name in SAYS):
        return
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    limits = {node: limit for call in calls for node, limit in _limited(call)}
    for call in calls:
        if _name(call) in SAYS:
            yield call, limits.get(call)


def _limited(call: ast.Call) -> Iterator[tuple[ast.AST, int]]:
    given = [*enumerate(call.args), *((one.arg, one.value) for one in call.keywords)]
    for name, value in given:
        if limit := _LIMITS.get((_name(call), name)):
            yield from ((one, limit) for one in _branches(value))


def _said(call: ast.Call) -> list[ast.expr]:
    return call.args[: SAYS[_name(call)]]


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _texts(argument: ast.expr) -> Iterator[str]:
    for one in _branches(argument):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def _branches(node: ast.expr) -> Iterable[ast.expr]:
    if isinstance(node, ast.IfExp):
        return [*_branches(node.body), *_branches(node.orelse)]
    return [node]


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
