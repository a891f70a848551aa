"""Whether articles of different outlets are the same news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.commonness import Commonness
from bot.domain.same_news import (
    WINDOW,
    Headline,
    best_story,
    is_same_outlet,
    plausible,
    same_news,
    terms_of,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
COLD = Commonness()
"""Nothing is known of how common words are: a server's first day."""

SAME = {
    "one sentence": (
        "Gene Hackman, Oscar-winning star of ‘The French Connection’, dies at 95",
        "Gene Hackman, star of ‘The French Connection’, dead at 95",
    ),
    "one in capitals": (
        "PEDRO PASCAL TO STAR IN RIDLEY SCOTT’S GLADIATOR PREQUEL",
        "Pedro Pascal to star in Ridley Scott’s ‘Gladiator’ prequel",
    ),
    "one in Title Case": (
        "Miley Cyrus Fan Arrested After Sneaking Into Dressing Room",
        "Miley Cyrus fan sneaks into dressing room, is arrested",
    ),
    "outlet's name behind": (
        "Zendaya joins Christopher Nolan’s ‘The Odyssey’ | Variety",
        "Zendaya joins cast of Christopher Nolan’s ‘The Odyssey’",
    ),
    "renewal told in other words": (
        "‘Severance’ Renewed for Season 3 at Apple TV+",
        "Apple TV+ renews ‘Severance’ for third season",
    ),
    "box office of one weekend": (
        "Box Office: ‘Wicked: For Good’ Opens to Massive $150 Million",
        "‘Wicked: For Good’ opens to $150 million at the box office",
    ),
    "marks over letters": (
        "Penélope Cruz joins Pedro Almodóvar’s next film ‘Amarga Navidad’",
        "Penelope Cruz joins Pedro Almodovar’s ‘Amarga Navidad’",
    ),
    "Korean": (
        "봉준호 감독 신작 ‘더 밸리’ 2027년 개봉 확정",
        "봉준호 감독 신작 애니메이션 ‘더 밸리’, 2027년 개봉 확정",
    ),
    "Korean particles": (
        "송중기, 영화 ‘화란’으로 칸 영화제 레드카펫 밟는다",
        "송중기 영화 ‘화란’ 칸 영화제 레드카펫",
    ),
    "Japanese": (
        "宮崎駿監督の新作「火の鳥の森」2027年夏に公開決定",
        "宮崎駿監督「火の鳥の森」が2027年夏公開決定",
    ),
    "Spanish": (
        "Muere la actriz Marisa Paredes a los 78 años",
        "Muere Marisa Paredes, actriz de Almodóvar, a los 78 años",
    ),
    "German": (
        "Tom Tykwer eröffnet mit „Das Licht“ die Berlinale",
        "„Das Licht“ von Tom Tykwer eröffnet Berlinale 2025",
    ),
    "French": (
        "Juliette Binoche présidera le jury du Festival de Cannes",
        "Juliette Binoche présidente du jury du Festival de Cannes",
    ),
    "Russian": (
        "Умер режиссёр Андрей Звягинцев",
        "Режиссёр Андрей Звягинцев умер в Париже",
    ),
}

OTHER = {
    "another season": (
        "‘The Bear’ season 3 review: a tense return to the kitchen",
        "‘The Bear’ season 4 trailer: a tense return to the kitchen",
    ),
    "another season in words": (
        "‘The Bear’ Renewed for Season Four at FX",
        "‘The Bear’ Renewed for Fifth Season at FX",
    ),
    "another episode": (
        "‘The Last of Us’ Season 2 Episode 3 Recap: Through the Valley",
        "‘The Last of Us’ Season 2 Episode 4 Recap: Through the Valley",
    ),
    "another part": (
        "‘Dune: Part Two’ Sets Imax Rerelease in December",
        "‘Dune: Part Three’ Sets Imax Release in December",
    ),
    "another sequel": (
        "‘Knives Out 3’ cast: everyone in Rian Johnson’s whodunnit",
        "‘Knives Out 4’ cast: everyone in Rian Johnson’s whodunnit",
    ),
    "Roman numbers": (
        "‘Gladiator II’ Sets Streaming Date on Paramount+",
        "‘Gladiator III’ Sets Filming Date at Paramount",
    ),
    "another date": (
        "New on Netflix: everything coming on November 20, 2026",
        "New on Netflix: everything coming on November 21, 2026",
    ),
    "another film of a series": (
        "‘Mission: Impossible – Dead Reckoning’ trailer: Tom Cruise jumps off a cliff",
        "‘Mission: Impossible – The Final Reckoning’ sets box office record in Japan",
    ),
    "two films of one house": (
        "Marvel’s ‘Thunderbolts’ trailer reveals the team",
        "Marvel’s ‘Fantastic Four’ trailer reveals the villain",
    ),
    "a trailer and a review": (
        "‘Superman’ review: James Gunn’s Man of Steel soars",
        "‘Superman’ trailer: James Gunn’s Man of Steel soars",
    ),
    "two people's deaths": (
        "Oscar-winning actor Gene Hackman dies at 95",
        "Oscar-winning actor Robert Redford dies at 89",
    ),
    "two people's deaths in Title Case": (
        "Oscar-Winning Actor Gene Hackman Dies at 95",
        "Oscar-Winning Actress Diane Keaton Dies at 79",
    ),
    "two actors of one film": (
        "Anya Taylor-Joy on her ‘Furiosa’ stunts: “I broke a rib”",
        "Chris Hemsworth on his ‘Furiosa’ nose: “I scared my kids”",
    ),
    "two news of one person": (
        "Miley Cyrus Fan Arrested After Sneaking Into Her Dressing Room",
        "Miley Cyrus Performs in Underwear After Missing Costume Change",
    ),
    "a template of two films": (
        "Weekend box office: ‘Wicked’ tops the charts",
        "Weekend box office: ‘Moana’ tops the charts",
    ),
    "a template of two castings": (
        "Casting news: Emma Stone joins new thriller",
        "Casting news: Ryan Gosling joins new thriller",
    ),
    "two bankruptcies": (
        "Sbarro files for bankruptcy protection",
        "Mt. Gox files for US bankruptcy protection",
    ),
    "lists": ("10 best horror films of the year", "10 best comedy films of the year"),
    "lists in Title Case": (
        "The 20 Best Horror Movies on Netflix Right Now",
        "The 15 Best Romantic Comedies on Netflix Right Now",
    ),
    "things to know": (
        "Everything You Need to Know About ‘Divergent’ Before the Film’s Release",
        "Everything You Need to Know About ‘The Odyssey’ Before the Film’s Release",
    ),
    "interviews of two people": (
        "‘I’m not the boss’: an interview with Greta Gerwig",
        "‘I’m not the villain’: an interview with Barry Keoghan",
    ),
    "a word only": ("Wicked", "Wicked"),
    "nothing": ("", ""),
    "marks only": ("…", "…"),
    "columns": ("The morning links", "The morning links"),
    "several news in one": (
        "‘Severance’ renewed; Zendaya joins ‘The Odyssey’; Oscars move to YouTube",
        "Zendaya joins ‘The Odyssey’",
    ),
    "Korean seasons": (
        "‘오징어 게임’ 시즌2 글로벌 1위 기록",
        "‘오징어 게임’ 시즌3 글로벌 1위 기록",
    ),
    "Korean film, other news": (
        "‘기생충’ 봉준호 감독, 아카데미 4관왕 쾌거",
        "‘기생충’ 흑백판 2월 말 극장 개봉",
    ),
    "Korean review and trailer": (
        "[리뷰] ‘하얼빈’ 현빈의 묵직한 첩보극",
        "‘하얼빈’ 현빈의 묵직한 첩보극 예고편 공개",
    ),
    "Japanese, two deaths": (
        "俳優の山田太郎さん死去 82歳",
        "俳優の鈴木花子さん死去 91歳",
    ),
    "Japanese film, other news": (
        "「君たちはどう生きるか」興行収入80億円を突破",
        "「君たちはどう生きるか」金曜ロードショーで地上波初放送",
    ),
    "Japanese seasons": (
        "アニメ「推しの子」第2期 放送日が決定",
        "アニメ「推しの子」第3期 放送日が決定",
    ),
    "Spanish deaths": (
        "Muere la actriz Marisa Paredes a los 78 años",
        "Muere la actriz Verónica Forqué a los 66 años",
    ),
}


def headline(title: str, outlet: str = "Variety", **changes: object) -> Headline:
    values = {
        "title": title,
        "outlet": outlet,
        "link": f"https://{outlet.lower()}.com/{abs(hash(title))}",
        "published": NOON,
        **changes,
    }
    return Headline(**values)  # type: ignore[arg-type]


def both(titles: tuple[str, str]) -> tuple[Headline, Headline]:
    return headline(titles[0], "Variety"), headline(titles[1], "Deadline")


def warm(one: Headline, other: Headline) -> Commonness:
    """A year of articles, in which no word of these two is common."""
    return Commonness(total=50_000, articles=dict.fromkeys(terms_of([one, other]), 3))


@pytest.mark.parametrize("titles", SAME.values(), ids=SAME.keys())
def test_the_same_news_is_known_as_such_from_the_first_day(titles: tuple[str, str]) -> None:
    one, other = both(titles)
    assert same_news(one, other, COLD)
    assert same_news(other, one, COLD)


@pytest.mark.parametrize("titles", OTHER.values(), ids=OTHER.keys())
def test_other_news_stays_apart_from_the_first_day(titles: tuple[str, str]) -> None:
    one, other = both(titles)
    assert not same_news(one, other, COLD)
    assert not same_news(other, one, COLD)


@pytest.mark.parametrize("titles", OTHER.values(), ids=OTHER.keys())
def test_other_news_stays_apart_among_many_articles(titles: tuple[str, str]) -> None:
    one, other = both(titles)
    assert not same_news(one, other, warm(one, other))


@pytest.mark.parametrize("titles", SAME.values(), ids=SAME.keys())
def test_the_same_news_is_known_as_such_among_many_articles(titles: tuple[str, str]) -> None:
    one, other = both(titles)
    assert same_news(one, other, warm(one, other))


TITLE = "Zendaya joins Christopher Nolan’s ‘The Odyssey’"


def test_an_outlet_never_joins_its_own_story_however_alike_the_titles() -> None:
    """D12: two articles of one outlet are two stories."""
    first, second = (
        headline(TITLE, "Variety"),
        headline(TITLE, "VARIETY", link="https://a.example/2"),
    )
    assert not same_news(second, first, COLD)


def test_one_article_of_the_outlet_keeps_its_next_out_of_the_whole_story() -> None:
    """D12: a story has at most one article of each outlet."""
    story = (headline(TITLE, "Deadline"), headline(TITLE, "Variety"))
    again = headline(TITLE, "Variety", link="https://variety.com/again")
    assert best_story(again, {7: story}, COLD) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"outlet": "Variety"},
        {"outlet": "The Hollywood Reporter", "feed": 3},
        {"outlet": "Variety Film", "link": "https://www.variety.com/film/x"},
    ],
    ids=["name", "feed", "host"],
)
def test_an_outlet_is_known_by_its_name_its_feed_or_its_host(changes: dict[str, object]) -> None:
    first = headline(TITLE, "Variety", feed=3)
    other = headline(TITLE, **{"link": "https://elsewhere.example/1", **changes})  # type: ignore[arg-type]
    assert is_same_outlet(first, other)


def test_outlets_without_a_name_are_not_one_outlet() -> None:
    one = headline(TITLE, "", link="https://a.example/1")
    other = headline(TITLE, "", link="https://b.example/1")
    assert not is_same_outlet(one, other)


def test_the_same_link_is_the_same_news_whatever_the_titles() -> None:
    """D11, D12: tracking parameters and AMP do not make another article of it."""
    one = headline("Nolan goes to sea", "Aggregator", link="https://variety.com/x?utm_source=rss")
    other = headline(TITLE, "Variety", link="https://www.variety.com/x/amp")
    assert same_news(one, other, COLD)


@pytest.mark.parametrize(("late", "joins"), [(timedelta(0), True), (timedelta(seconds=1), False)])
def test_what_comes_after_three_days_is_news_of_its_own(late: timedelta, joins: bool) -> None:
    """D12: within 72 hours of all its articles, that one included."""
    first = headline(TITLE, "Variety")
    after = headline(TITLE, "Deadline", published=NOON + WINDOW + late)
    assert same_news(after, first, COLD) is joins


def test_a_story_cannot_be_prolonged_article_by_article() -> None:
    """D12: else a story would live for ever on its last article."""
    story = (headline(TITLE, "Variety"), headline(TITLE, "Deadline", published=NOON + WINDOW))
    after = headline(TITLE, "IndieWire", published=NOON + WINDOW + timedelta(hours=1))
    assert best_story(after, {7: story}, COLD) is None


def test_of_two_stories_the_nearer_one_is_joined() -> None:
    near = headline("Zendaya joins cast of Nolan’s ‘The Odyssey’", "Deadline")
    far = headline("Zendaya joins Robert Pattinson in ‘The Drama’", "IndieWire")
    new = headline(TITLE, "Variety")
    assert best_story(new, {1: (far,), 2: (near,)}, COLD) == 2


def test_a_story_does_not_drift_from_one_news_of_a_person_to_the_next() -> None:
    """D12: a name that both tell of is not enough, however many articles have it."""
    told = [
        "Miley Cyrus fan arrested after sneaking into dressing room",
        "Miley Cyrus Fan Arrested After Sneaking Backstage",
        "Miley Cyrus fan cited for trespassing in dressing room",
    ]
    story = [headline(title, f"outlet{number}") for number, title in enumerate(told)]
    new = headline("Miley Cyrus to release album of duets in May", "Variety")
    assert best_story(new, {7: story}, COLD) is None


def test_no_stories_give_none_to_join() -> None:
    assert best_story(headline(TITLE), {}, COLD) is None
    assert best_story(headline(TITLE), {7: ()}, COLD) is None


def test_what_cannot_be_joined_is_left_out_before_anything_is_looked_up() -> None:
    near = (headline(TITLE, "Deadline"),)
    stories = {1: (headline(SAME["Spanish"][0], "El País"),), 2: near, 3: ()}
    assert plausible(headline(TITLE, "Variety"), stories) == {2: near}


@pytest.mark.parametrize("titles", [*SAME.values(), *OTHER.values()])
def test_leaving_out_what_cannot_be_joined_changes_no_answer(titles: tuple[str, str]) -> None:
    one, other = both(titles)
    stories = {1: (other,)}
    assert best_story(one, plausible(one, stories), COLD) == best_story(one, stories, COLD)
