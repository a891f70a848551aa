"""What hides photos: marks of the source, and the words of a moderator."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.error import UserError
from bot.domain.model import Article, Photo
from bot.domain.spoiler import (
    MAX_WORD,
    MAX_WORDS,
    is_spoiler_category,
    read_words,
    with_spoilers,
)
from bot.domain.text import escape


def article(**changes: object) -> Article:
    told: dict[str, object] = {"title": "", "link": None, "outlet": "Reel"}
    told["photos"] = (Photo(url="https://a.example/1.jpg"), Photo(url="https://a.example/2.jpg"))
    return Article(**(told | changes))  # type: ignore[arg-type]


def hidden(story: Article, *words: str) -> list[bool]:
    return [photo.sensitive for photo in with_spoilers(story, words).photos]


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("finale", "The Finale, explained"),
        ("FINALE", "the finale"),
        ("finale", "‘finale’"),
        ("finale", "season-finale"),
        ("post credits", "What the post-credits scene means"),
        ("post-credits", "What the post  credits scene means"),
        ("who dies", "Here is who dies."),
        ("ocean's 8", "Ocean’s 8 ends like this"),
        ("straße", "DIE STRASSE"),
        ("ｆｉｎａｌｅ", "finale"),
        ("ﬁnale", "finale"),
        ("café", "cafe\u0301"),
        ("fin", "La fin"),
        ("кто умер", "Вот КТО УМЕР"),
        ("τέλος", "Το ΤΈΛΟΣ της"),
        ("सपना", "एक सपना है"),
        ("결말", "영화의결말이 공개됐다"),
        ("결말", "\u1100\u1167\u11af\u1106\u1161\u11af 공개"),
        ("Netflix", "Netflix가 공개한"),
        ("ネタバレ", "最終回ネタバレ感想"),
        ("ﾈﾀﾊﾞﾚ", "最終回ネタバレ感想"),
        ("结局", "大结局曝光"),
        ("ตอนจบ", "เฉลยตอนจบเรื่อง"),
        ("c++", "Why C++ broke"),
        ("💀", "He 💀 at last"),
        ("❤️", "They ❤ again"),
        ("#leak", "A #leak again"),
        ("final", "FİNAL haftası"),
        ("İstanbul", "istanbul"),
        ("ışık", "IŞIK söndü"),
        ("fin\u200bale", "finale"),
    ],
)
def test_a_word_is_found(word: str, title: str) -> None:
    assert hidden(article(title=title), word) == [True, True]


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("fin", "The finale"),
        ("fin", "Dolphin"),
        ("fin", "fin_2"),
        ("dies", "Goodies"),
        ("who dies", "who never dies"),
        ("who dies", "dies who"),
        ("8", "1984 and 18"),
        ("хан", "Механика"),
        ("सपन", "एक सपना है"),
        ("결말", "결 말이 많다"),
        ("c++", "Why C broke"),
        ("a.c", "abc"),
        ("", "anything"),
        (" ", "any thing"),
    ],
)
def test_a_word_is_not_found_in_others(word: str, title: str) -> None:
    assert hidden(article(title=title), word) == [False, False]


@pytest.mark.parametrize(
    "said",
    [
        {"title": "who dies"},
        {"summary": "We tell **who** _dies_."},
        {"summary": escape("[Who dies]")},
        {"categories": ("Film", "Who dies")},
        {"sensitive": True},
    ],
)
def test_what_tells_of_the_story_hides_all_photos(said: dict[str, object]) -> None:
    assert hidden(article(**said), "who dies") == [True, True]


@pytest.mark.parametrize("said", [{"caption": "Who dies: this one"}, {"alt": "who dies"}])
def test_what_tells_of_a_photo_hides_that_photo(said: dict[str, str]) -> None:
    photos = (Photo(url="https://a.example/1.jpg"), Photo(url="https://a.example/2.jpg", **said))
    assert hidden(article(photos=photos), "x", "who dies") == [False, True]


def test_what_the_source_marked_stays_hidden() -> None:
    photos = (Photo(url="https://a.example/1.jpg", sensitive=True), *article().photos)
    assert hidden(article(photos=photos)) == [True, False, False]


def test_nothing_but_the_marks_is_changed() -> None:
    story = article(title="who dies")
    assert with_spoilers(story, ()) == story


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("finale\nwho dies", ("finale", "who dies")),
        ("finale, who dies ,,\n\n", ("finale", "who dies")),
        ("결말、ネタバレ，结局", ("결말", "ネタバレ", "结局")),
        ("Finale\nFINALE\nfinale", ("Finale",)),
        ("  who   dies  ", ("who dies",)),
        ("\u200b\n , - ", ()),
        ("", ()),
    ],
)
def test_words_are_read_as_they_are_typed(typed: str, words: tuple[str, ...]) -> None:
    assert read_words(typed) == words


@given(st.text(min_size=1, max_size=MAX_WORD))
def test_every_word_is_found_in_itself(typed: str) -> None:
    words = read_words(typed)
    assert hidden(article(title=" ".join(words)), *words) == [bool(words)] * 2


def test_words_that_almost_stand_there_cost_little() -> None:
    words = [f"{'a ' * 29}{n}"[:MAX_WORD] for n in range(MAX_WORDS)]
    photos = [Photo(url="https://a.example/1.jpg", caption="a " * 750, alt="a " * 750)] * 100
    story = article(title="a " * 5_000, photos=tuple(photos))
    began = process_time()
    assert not any(hidden(story, *words))
    assert process_time() - began < 1


def test_as_many_words_as_are_allowed_are_read() -> None:
    typed = [f"{n:0{MAX_WORD}}" for n in range(MAX_WORDS)]
    assert read_words("\n".join(typed)) == tuple(typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("\n".join(map(str, range(MAX_WORDS + 1))), "These are 51 words; at most 50"),
        ("a" * (MAX_WORD + 1), "is too long"),
    ],
)
def test_too_much_is_refused_in_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        read_words(typed)


@pytest.mark.parametrize(
    "name",
    [
        "Spoiler", "SPOILERS", "Spoiler Alert", "spoiler-warning", "#spoilers", "[Spoiler]",
        "Spoilerwarnung", "Divulgâcheur", "Alerta de spoiler", "ネタバレ", "ネタバレ注意", "스포일러", "剧透",
        "Спойлеры",
    ],
)  # fmt: skip
def test_a_category_that_is_called_spoiler_counts(name: str) -> None:
    assert is_spoiler_category(name)


@pytest.mark.parametrize("name", ["Spoiler-free", "No spoilers", "Spoiler culture", "Cars", ""])
def test_a_category_that_only_holds_the_word_does_not(name: str) -> None:
    assert not is_spoiler_category(name)
