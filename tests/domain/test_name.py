"""The names of films and people in an article."""

import pytest

from bot.domain.name import MOST, names_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘Space Sweepers’ unveils stills", ("Space Sweepers",)),
        ("“Star Wars,” a review", ("Star Wars",)),
        ("'Neighbors' pits party against party", ("Neighbors",)),
        ('Cast of "The Salt Lighthouse" announced', ("The Salt Lighthouse",)),
        ("‘Schindler’s List’ returns to cinemas", ("Schindler’s List",)),
        ("„Das Boot“ kommt zurück", ("Das Boot",)),
        ("«Анора» выйдет в марте", ("Анора",)),
        ("‹Amélie› revient", ("Amélie",)),
        ("영화 ‘승리호’가 공개됐다", ("승리호",)),
        ("'승리호'가 공개됐다", ("승리호",)),
        ("《寄生虫》导演", ("寄生虫",)),
        ("〈기생충〉 재개봉", ("기생충",)),
        ("『君の名は。』が再上映", ("君の名は",)),
        ("「すずめの戸締まり」公開", ("すずめの戸締まり",)),
        ("It’s what they’re saying, isn’t it", ()),
        ("“We worked on this for a very long time, all of us,” she said", ()),
        ("‘’ and “” and ‘ ’", ()),
        ("", ()),
    ],
)
def test_what_is_quoted_is_a_name(text: str, expected: tuple[str, ...]):
    assert names_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pixar delays its next Toy Story sequel again", {"Toy Story"}),
        ("A drama with Song Joong Ki and Kim Tae-ri opens", {"Song Joong Ki", "Kim Tae-ri"}),
        ("Why fans of Lord of the Rings are still here", {"Lord of the Rings"}),
        (
            "A new script by J.J. Abrams was bought by Robert O’Neill",
            {"J.J. Abrams", "Robert O’Neill"},
        ),
        ("They finally said yes. Nobody knew whether Dune would come", {"Dune"}),
        ("Le film de Jean-Pierre Jeunet revient bientôt", {"Jean-Pierre Jeunet"}),
        ("Режиссер рассказал о фильме Звягинцева", {"Звягинцева"}),
        ("A24の新作はBTSのドキュメンタリー", {"A24", "BTS"}),
        ("Everybody was happy about it, somebody else was not", set()),
        ("Tom Hanks To Star In New Film About The Sea", set()),
        ("TOM HANKS TO STAR IN NEW FILM", set()),
    ],
)
def test_words_that_begin_large_among_small_ones_are_a_name(text: str, expected: set[str]):
    assert set(names_of(text)) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("배우 송중기 결혼", "송중기"),
        ("봉준호 감독 신작", "봉준호"),
        ("新海誠監督の新作", "新海誠"),
        ("俳優の役所広司が受賞", "役所広司"),
        ("トム・ハンクス主演の映画", "トム・ハンクス"),
    ],
)
def test_a_name_stands_beside_what_somebody_does(text: str, name: str):
    assert name in names_of(text)


@pytest.mark.parametrize(
    ("category", "is_name"),
    [
        ("Dune", True),
        ("Warner Bros", True),
        ("송중기", True),
        ("movies", False),
        ("Someone Else", False),
        ("", False),
    ],
)
def test_a_category_is_a_name_that_the_article_speaks_of(category: str, is_name: bool):
    title = "Dune Movies Of Warner Bros: 송중기"
    assert names_of(title, "", (category,)) == ((category,) if is_name else ())


def test_names_of_the_summary_come_after_those_of_the_title():
    names = names_of("‘Fog’ opens", "The film ‘Salt’ with Mina Cho was bought by somebody")
    assert names == ("Fog", "Salt", "Mina Cho")


def test_there_is_an_end_to_names():
    text = " ".join(f"“Film {number}” was shown," for number in range(500))
    assert len(names_of(text, text, tuple(f"Film {number}" for number in range(500)))) == MOST
