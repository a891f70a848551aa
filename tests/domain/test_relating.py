"""Which articles belong together, by their words."""

from collections import Counter

import pytest

from bot.domain.commonness import Commonness
from bot.domain.model import Article
from bot.domain.relating import ALIKE, Parts, films_of, likeness, parts_of, promising, related
from bot.domain.wording import Wording, wording

NEWS = Commonness(total=10_000, articles={"the": 6_000, "film": 900, "trailer": 400, "new": 800})
RAINY = Commonness(total=10_000, articles={"rain": 900})
NOTHING: Parts = {}


def parts(title: str, summary: str = "") -> Parts:
    return parts_of(wording(Article(title=title, link=None, outlet="Reel", summary=summary)))


def alike(one: str, other: str, known: Commonness = NEWS) -> float:
    return likeness(parts(one), parts(other), known)


def test_the_same_words_are_wholly_alike():
    assert alike("‘Fog’ trailer", "‘Fog’ trailer") == pytest.approx(1)


def test_other_words_are_not_alike():
    assert alike("‘Fog’ trailer", "Rain again") == 0


def test_no_words_are_like_nothing():
    """S47."""
    assert likeness(NOTHING, parts("Fog"), NEWS) == likeness(NOTHING, NOTHING, NEWS) == 0


def test_one_is_as_like_the_other_as_the_other_is_like_it():
    assert alike("‘Fog’ trailer is out", "A film on fog") == pytest.approx(
        alike("A film on fog", "‘Fog’ trailer is out")
    )


def test_a_rare_word_makes_more_alike_than_a_common_one():
    assert alike("Fog rolls", "Fog lifts") > alike("Rain rolls", "Rain lifts", RAINY)


def test_a_name_makes_more_alike_than_a_word():
    assert alike("‘Fog’ opens", "‘Fog’ wins") > alike("Fog opens", "Fog wins")


def test_who_is_named_in_the_summaries_alone_makes_alike():
    one = parts("First look at the set", "Mina Cho was there with somebody")
    other = parts("Prize for an actress", "It went to Mina Cho last night")
    assert likeness(one, other, NEWS) > 0


def test_many_names_in_a_summary_do_not_hide_the_title():
    names = " ".join(f"“Film {number}” was shown," for number in range(90))
    one = parts("‘Salt Lighthouse’ wins the prize of the jury", names)
    assert likeness(one, parts("‘Salt Lighthouse’ wins the prize"), NEWS) > ALIKE


@pytest.mark.parametrize(
    ("one", "other", "belong"),
    [
        ("‘Space Sweepers’ unveils new stills", "Netflix dates ‘Space Sweepers’ film", True),
        ("‘Space Sweepers’ unveils new stills", "‘Salt Lighthouse’ unveils new trailer", False),
        ("Miley Cyrus fan arrested in dressing room", "Fan of Miley Cyrus is cited", True),
        ("송중기 주연 '승리호' 2월 개봉", "'승리호' 넷플릭스 공개", True),
        ("송중기 주연 '승리호' 2월 개봉", "김태리 주연 '외계인' 2월 개봉", False),
        ("『君の名は。』続編が決定", "新海誠『君の名は。』が再上映", True),
        ("『君の名は。』続編が決定", "『すずめ』続編の制作が始まる", False),
    ],
)
def test_what_is_about_the_same_film_or_person_belongs_together(one: str, other: str, belong: bool):
    common = {"주연": 500, "2월": 500, "개봉": 900, "続編": 300, "編が": 200, "の": 9_000}
    common |= {
        "unveils": 300,
        "fan": 300,
        "in": 4_000,
        "of": 5_000,
        "is": 4_000,
        "2": 900,
        "월": 900,
    }
    known = Commonness(total=10_000, articles={**NEWS.articles, **common})
    assert (related(parts(one), {1: parts(other)}, known) != ()) is belong


@pytest.mark.parametrize(
    ("one", "other", "belong"),
    [
        (
            "『蛍の線路』主題歌は駅の発車メロディ、作曲家が語る「八小節の待ち時間」",
            "映画『蛍の線路』場面写真2点が到着、廃線の森に終列車の灯がともる",
            True,
        ),
        (
            "Nine hundred windows and one very small cat: the model town of ‘Night Ferry’",
            "‘Night Ferry’ unveils four stills of its rain-lit harbour noir before Cannes",
            True,
        ),
        (
            "『蛍の線路』主題歌は駅の発車メロディ、作曲家が語る「八小節の待ち時間」",
            "映画『港の時計』場面写真2点が到着、廃線の森に終列車の灯がともる",
            False,
        ),
    ],
)
def test_long_headlines_that_quote_one_title_belong_together(one: str, other: str, belong: bool):
    known = Commonness(total=30)
    found = related(parts(one), {1: parts(other)}, known, films=films_of(one))
    assert (found != ()) is belong


def test_a_quoted_title_of_one_word_tells_too_little():
    assert films_of("‘Fog’ opens, and ‘Salt Lighthouse’ too") == (
        frozenset({"salt", "lighthouse"}),
    )


def test_the_most_alike_come_first_then_the_newest():
    others = {1: parts("‘Fog’ wins"), 2: parts("‘Fog’ opens today"), 3: parts("‘Fog’ wins")}
    found = related(parts("‘Fog’ opens"), others, NEWS)
    assert [one.article_id for one in found] == [2, 3, 1]


def test_the_promising_are_those_that_share_most():
    others = {1: parts("The film"), 2: parts("‘Fog’ film"), 3: parts("‘Fog’"), 4: parts("Rain")}
    own = Commonness(total=100, articles=Counter(["film", "film"]))
    assert set(promising(parts("The ‘Fog’ film"), others, own, most=2)) == {2, 3}


def test_what_headlines_say_of_anything_makes_less_alike():
    assert alike("Trailer rolls", "Trailer lifts", RAINY) < alike("Fog rolls", "Fog lifts", RAINY)


def test_small_words_make_nothing_alike():
    assert alike("The end of the fog", "The rise of the sun") == 0


def test_words_that_were_recorded_are_enough_to_compare():
    """The index has no quotes any more: names are in a column of their own."""
    stored = Wording(title="fog opens", names="fog mina", body="")
    assert parts_of(stored) == {"fog": 1.5, "opens": 1.0, "mina": 0.5}
