from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from bot.domain.personal_file import PersonalFile, write_files

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)


def written(limit: int = 1_000_000, **sections: Any) -> list[dict[str, Any]]:
    return [json.loads(one.content) for one in files(limit, **sections)]


def files(limit: int, **sections: Any) -> tuple[PersonalFile, ...]:
    return write_files(sections, user_id=5, now=NOW, limit=limit)


def collection(name: str, stories: int) -> dict[str, Any]:
    return {"name": name, "stories": [{"title": f"Film {one}"} for one in range(stories)]}


def test_one_file_has_all_of_it():
    (file,) = files(1_000_000, votes=[{"story": "Le Phare salé"}])
    assert file.name == "newsreel.json"
    assert "Le Phare salé" in file.content.decode()


def test_ids_are_written_so_that_every_reader_gets_them_right():
    (document,) = written(collections=[{"id": 3, "server": 1_234_567_890_123_456_789}])
    assert document["collections"] == [{"id": 3, "server": "1234567890123456789"}]


def test_no_part_is_larger_than_the_limit():
    shelf = [collection(f"Shelf {number}", 300) for number in range(5)]
    parts = files(20_000, votes=[{"story": f"Film {n}"} for n in range(900)], collections=shelf)
    assert len(parts) > 2
    assert max(len(part.content) for part in parts) <= 20_000


def test_the_parts_together_have_all_of_it():
    votes = [{"story": f"Film {number}"} for number in range(900)]
    parts = written(20_000, votes=votes, collections=[collection("Shelf", 1_000)])
    assert [one for part in parts for one in part.get("votes", [])] == votes
    pieces = [one for part in parts for one in part.get("collections", [])]
    assert {piece["name"] for piece in pieces} == {"Shelf"}
    assert len([story for piece in pieces for story in piece["stories"]]) == 1_000


def test_each_part_says_which_it_is():
    votes = [{"story": f"Film {number}"} for number in range(900)]
    parts = files(20_000, votes=votes)
    names = [part.name for part in parts]
    assert names[0] == f"newsreel-1-of-{len(parts)}.json"
    assert [json.loads(part.content)["about"]["part"] for part in parts] == [
        f"{number} of {len(parts)}" for number in range(1, len(parts) + 1)
    ]


def test_text_that_is_no_text_does_not_stop_it():
    (document,) = written(votes=[{"story": "half a \ud83c character"}])
    assert document["votes"] == [{"story": "half a ? character"}]
