"""Measure the reading of feeds and pages against a folder of captures with their truth.

usage: python -m tests.bench.articles FOLDER [--out predictions.jsonl] [--only KIND] [--part PART]

FOLDER holds truth.jsonl, the captures that it names, and score.py, whose docstring says what
predictions look like. About a third of the cases, chosen by a hash of their id, can be kept out
of sight while rules are made: ``--part seen`` and ``--part unseen`` tell them apart.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.domain.error import ParseError
from bot.domain.model import Entry, Page, Photo
from bot.web.feed.document import read_feed

try:
    from bot.web.page.document import read_page
except ImportError:  # feeds can be measured without it
    read_page = None  # type: ignore[assignment]

Case = dict[str, Any]
TOO_SLOW_MS = 1000


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for; exit code 1 if a hostile feed was not refused."""
    options = _options(arguments)
    cases = [case for case in load_cases(options.folder) if _is_wanted(case, options)]
    refused = [_refuses(case, options.folder) for case in cases if case["kind"] == "feed-hostile"]
    predictions = list(_predict_all(cases, options.folder))
    with tempfile.TemporaryDirectory() as scratch:
        out = options.out or Path(scratch) / "predictions.jsonl"
        _write(out, predictions)
        truth = Path(scratch) / "truth.jsonl"
        _write(truth, cases)
        load_scorer(options.folder).main(str(truth), str(out))
    return 0 if all(refused) else 1


def predict_feed(case: Case, body: bytes) -> Case:
    """Return the prediction for a feed."""
    read = read_feed(body, url=case.get("url") or "")
    items = [_item(entry) for entry in read.entries]
    found = len(read.fingerprints)  # with those that say nothing and so are skipped
    return {"id": case["id"], "entries": found, "items": items}


def predict_page(case: Case, body: bytes) -> Case:
    """Return the prediction for a page."""
    page: Page = read_page(body, url=case.get("url") or "")
    return {
        "id": case["id"],
        "title": page.title,
        "author": page.author,
        "published": _moment(page.published),
        "source_line": ", ".join(one.name for one in page.sources) or None,
        "lead_image": page.lead_image,
        "photos": [_image(photo) for photo in page.photos],
    }


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.articles")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, help="keep the predictions here, one JSON a line")
    parser.add_argument("--only", choices=("feed", "page"), default="")
    parser.add_argument("--part", choices=("seen", "unseen"), default="")
    return parser.parse_args(arguments)


def load_cases(folder: Path) -> list[Case]:
    lines = (folder / "truth.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _is_wanted(case: Case, options: argparse.Namespace) -> bool:
    is_unseen = int(hashlib.sha256(case["id"].encode()).hexdigest(), 16) % 3 == 0
    part = "unseen" if is_unseen else "seen"
    return case["kind"].startswith(options.only) and options.part in {"", part}


def _predict_all(cases: Iterable[Case], folder: Path) -> Iterator[Case]:
    predict: dict[str, Callable[[Case, bytes], Case]] = {"feed": predict_feed}
    if read_page is not None:
        predict["page"] = predict_page
    for case in cases:
        if case["kind"] in predict:
            try:
                yield predict[case["kind"]](case, read_body(case, folder))
            except ParseError as error:
                print(f"{case['id']}: {error}", file=sys.stderr)
                yield {"id": case["id"], "entries": 0, "items": [], "photos": []}


def _refuses(case: Case, folder: Path) -> bool:
    start = time.perf_counter()
    try:
        read_feed(read_body(case, folder), url="https://example.com/feed")
    except ParseError as error:
        said = f"refused: {error}"
    else:
        said = "NOT refused"
    spent = (time.perf_counter() - start) * 1000
    print(f"{case['id']}: {said} ({spent:.1f} ms)")
    return said.startswith("refused") and spent < TOO_SLOW_MS


def read_body(case: Case, folder: Path) -> bytes:
    body = (folder / case["file"]).read_bytes()
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def _item(entry: Entry) -> Case:
    return {
        "title": entry.title,
        "link": entry.link,
        "published": _moment(entry.published),
        "images": [_image(photo) for photo in entry.photos],
    }


def _image(photo: Photo) -> Case:
    return {"url": photo.url, "credit": photo.credit}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _write(path: Path, lines: Iterable[Case]) -> None:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, "utf-8")


def load_scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"There is no score.py in {folder}.")
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True  # the folder is not ours
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    raise SystemExit(main())
