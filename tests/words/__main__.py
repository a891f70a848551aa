"""Keep the catalogues: ``python -m tests.words update|missing|fill|check``.

update               take new sentences of the code into all catalogues, and old ones out
missing ko [number]  print what Korean lacks, as JSON to fill in (the first ones only)
fill ko file.json    take such a file; what is wrong in it is named and left out
check [ko]           name all that is missing or wrong
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from tests.words import code
from tests.words.catalogues import (
    TRANSLATED,
    bring_up_to_date,
    fill,
    lacking,
    read,
    template,
    untranslated,
)
from tests.words.check import faults


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update"]:
            return _update()
        case ["missing", language, *number]:
            found = list(untranslated(read(language)).items())
            shown = dict(found[: int(number[0])] if number else found)
            print(json.dumps(shown, ensure_ascii=False, indent=1))
            return 0
        case ["fill", language, path]:
            taken, wrong = fill(language, json.loads(Path(path).read_text(encoding="utf-8")))
            print(f"{taken} taken", *wrong, sep="\n")
            return bool(wrong)
        case ["check", *languages]:
            return _check(languages or list(TRANSLATED))
    print(__doc__)
    return 2


def _update() -> int:
    words = asyncio.run(template())
    for language in TRANSLATED:
        bring_up_to_date(language, words)
        print(f"{language}: {len(words)} sentences, {lacking(read(language))} lack a translation")
    glued = [place for path in code.files() for place in code.glued(path)]
    if glued:
        print("put together of parts, so not to be translated:", *glued, sep="\n  ")
    return bool(glued)


def _check(languages: list[str]) -> int:
    number = 0
    for language in languages:
        catalog = read(language)
        for fault in (one for m in catalog if m.id for one in faults(m, catalog)):
            print(f"{language}: {fault}")
            number += 1
    print(f"{number} faults")
    return bool(number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
