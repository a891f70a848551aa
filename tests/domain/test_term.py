"""The terms that texts are searched and compared by."""

import pytest

from bot.domain.term import terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Salt Lighthouse", ["the", "salt", "lighthouse"]),
        ("‘Amélie’ — Jeunet’s film", ["amelie", "jeunet", "film"]),
        ("don't O’Hara rock'n'roll", ["dont", "ohara", "rocknroll"]),
        ("ＦＩＬＭ № 2", ["film", "no", "2"]),
        ("송중기가", ["송중", "중기", "기가"]),
        ("영화 ‘승리호’", ["영화", "승리", "리호"]),
        ("君の名は。", ["君の", "の名", "名は"]),
        ("A24の新作", ["a24", "の新", "新作"]),
        ("Łódź Straße Ёлка", ["łodz", "strasse", "ёлка"]),
        ("snake_case", ["snake", "case"]),
        ("…!?", []),
        ("", []),
    ],
)
def test_terms_are_words_in_one_spelling(text: str, expected: list[str]):
    assert terms(text) == expected


def test_both_unicode_forms_give_the_same_terms():
    """V63."""
    assert terms("e\u0301toile 송") == terms("étoile 송")
