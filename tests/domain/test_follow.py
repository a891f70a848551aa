from __future__ import annotations

import pytest

from bot.domain.error import UserError
from bot.domain.follow import MAX_NAME, clean_name, keys_in, keys_of, names
from bot.domain.model import Article


def article(title: str = "", summary: str = "", *tags: str) -> Article:
    return Article(
        title=title, link=None, outlet="Reel Gazette", summary=summary, categories=tuple(tags)
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Song Joong Ki", "Song Joong-ki’s next film"),
        ("song joong ki", "SONG JOONG KI returns"),
        ("Song Joong Ki", "“Song Joong Ki”: a portrait"),
        ("Chloé Zhao", "Chloe Zhao's western"),
        ("Chloe Zhao", "Chloé Zhao’s western"),
        ("Conan O’Brien", "Conan O'Brien hosts"),
        ("Dune: Part Two", "‘Dune – Part Two’ sells out"),
        ("Mr. & Mrs. Smith", "‘Mr. and Mrs. Smith’ returns"),
        ("IU", "IU and Park Bo Gum share a bench"),
        ("Netflix", "Netflix가 새 영화를 공개"),
        ("송중기", "송중기가 돌아온다"),
        ("송중기", "배우 송중기, 새 영화"),
        ("오징어 게임", "‘오징어 게임’의 새 시즌"),
        ("오징어 게임", "오징어게임3 공개"),
        ("오징어 게임", "오징어 게임에서는"),
        ("鬼滅の刃", "劇場版「鬼滅の刃」無限城編"),
        ("宮崎駿", "巨匠宮崎駿監督の新作"),
        ("トム・クルーズ", "俳優トム・クルーズが来日"),
        ("トム・クルーズ", "俳優トムクルーズが来日"),
        ("章子怡", "导演与章子怡再度合作"),
        ("จีจ้า ญาณิน", "จีจ้า ญาณินกลับมา"),
    ],
)
def test_a_name_is_found_however_it_is_written(name: str, title: str):
    assert names(article(title), clean_name(name))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Ki", "Kim Tae Ri reads a script"),
        ("Song Joong Ki", "A song for Joong Ki"),
        ("Song Joong Ki", "Song Joong sings"),
        ("Ann", "Anne of the Isles"),
        ("이영화", "이 영화는 길다"),
        ("송중기", "송중 기자의 하루"),
        ("김", "김밥의 역사"),
    ],
)
def test_what_only_looks_like_a_name_is_not_one(name: str, title: str):
    assert not names(article(title), name)


def test_a_name_is_found_in_summary_and_tags():
    assert names(article("A first look", "With **Tilda\\-May Swan** in the lead"), "Tilda May Swan")
    assert names(article("A first look", "", "Film", "Tilda Swan"), "Tilda Swan")


def test_a_name_does_not_reach_from_one_part_of_an_article_into_another():
    assert not names(article("Enter Tilda", "Swan lake is dry", "Tilda", "Swan"), "Tilda Swan")


def test_the_address_of_a_link_names_nobody():
    summary = "Read [more](https://gazette.example/tilda-swan)"
    assert not names(article("News", summary), "Tilda Swan")


@pytest.mark.parametrize("script", ["word ", "단어는 ", "語彙文字列と・", "คำ"])
def test_the_names_that_a_long_article_could_hold_are_bounded(script: str):
    text = script * 2_000
    assert len(keys_in(article(text[:300], text))) < 40_000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Song   Joong Ki ", "Song Joong Ki"),
        ('"Song Joong Ki"', "Song Joong Ki"),
        ("“Song Joong Ki”", "Song Joong Ki"),
        ("The Bear", "The Bear"),
        ("IU", "IU"),
        ("4 Blocks", "4 Blocks"),
        ("송중기", "송중기"),
        ("Song\u202eJoong\u200bKi", "SongJoongKi"),
    ],
)
def test_a_name_is_kept_as_people_write_it(typed: str, kept: str):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "2 to 60"),
        ("x", "2 to 60"),
        ("V!", "2 to 60"),
        ("송", "2 to 60"),
        ("x" * (MAX_NAME + 1), "2 to 60"),
        ("𝔉" * 31, "2 to 60"),
        ("1917", "letter"),
        ("…!?", "2 to 60"),
        ("the", "too many stories"),
        ("The Film", "too many stories"),
        ("It", "too many stories"),
        ("영화", "too many stories"),
        ("a b c d e f g h i j k", "too long"),
        ("あ" * 21, "too long"),
    ],
)
def test_a_name_that_nobody_can_follow_is_refused_with_a_sentence(typed: str, why: str):
    with pytest.raises(UserError, match=why):
        clean_name(typed)


def test_the_same_name_has_the_same_keys_however_it_is_written():
    assert keys_of("Song Joong Ki") == keys_of("SONG JOONG-KI’s")


@pytest.mark.parametrize(
    "name", ["오징어 게임", "Song Joong Ki", "トム・クルーズ", "Netflix 코리아"]
)
def test_an_article_that_is_called_so_has_every_key_of_a_name(name: str):
    assert keys_of(name)[0] in keys_in(article(name))
