"""Words of headlines that tell little or much of what the news is, whatever the articles so far.

How common a word is among the articles known tells the same, but only once there are thousands; a
new server has a handful. English first, since most of the feeds are; other languages have their
smallest words here and rely on commonness for the rest.
"""

from __future__ import annotations

from typing import Final

from bot.domain.term import terms


def _words(text: str) -> frozenset[str]:
    return frozenset(terms(text))


FUNCTION_WORDS: Final = _words(
    # English
    """a an the and or of in on at to for from by with as is are was were be been it its his her
    their he she they this that these those not no do does did has have had will would could may
    might can about after before over under into up down out off than then so if but how what why
    who when where which you your we our us i my me more most just new now all says said say get
    gets amid via vs s t u """
    # Spanish, Portuguese, French, Italian, German, Dutch
    """el la los las un una del de y en con por para que su se al lo os da do dos das em um uma na
    le les des une et du au aux est il di che per gli nel della der das und von mit im ist auf für
    fur ein eine den dem zu het van een voor op te"""
)
"""They tell nothing."""

COMMON_WORDS: Final = _words(
    # time and number
    """one two three four five six seven eight nine ten first second third last next year years day
    days week weeks weekend month months time times today tomorrow night morning monday tuesday
    wednesday thursday friday saturday sunday january february march april june july august
    september october november december old long early late ever never again still already soon
    age aged """
    # what headlines say of anything
    """big best worst top good great better real full final live latest back come comes coming go
    goes going make makes made making take takes taking set sets see look looks need needs know
    known want wants like give gives think call calls called find finds found help work way thing
    things reason reasons why everything question questions answer answers world people man woman
    men women family life home high low open opens end ends start starts near much many few other
    another number really part fan fans other while during between against without must here there
    says tell tells talk talks speak speaks amp quot exclusive breaking update updates news report
    reports reportedly story stories special official officially """
    # of films, series and music
    """film films movie movies show shows series season seasons episode episodes finale premiere
    premieres star stars starring actor actors actress actresses director directors producer writer
    cast casts casting role roles character characters tv television box office release released
    releases releasing date dates announce announces announced reveal reveals revealed launch
    launches trailer trailers teaser teasers clip clips watch video videos photo photos picture
    pictures image images gallery poster posters review reviews recap preview interview interviews
    scene scenes sequel prequel reboot remake franchise studio studios streaming stream drama comedy
    thriller horror animated documentary game games song songs music album albums tour award awards
    winner winners winning win wins nomination nominations nominated nominee nominees list ranked
    guide spoilers explained ending join joins joined lead debut debuts debuted die dies died dead
    death obituary tribute tributes legend legendary veteran beloved wife husband daughter son """
    # of business
    """company business deal plan plans data sale sales share shares stock stocks market markets
    rise rises fall falls drop drops hit hits record million billion percent """
    # the same in Spanish, Portuguese, French, Italian, German and Russian
    """muere murió fallece fallecido actriz película películas serie estreno estrena años temporada
    nueva nuevo primera primer tráiler morre ator atriz filme anos meurt acteur actrice réalisateur
    série saison ans nouveau nouvelle première bande-annonce morto morta attore attrice regista anni
    gestorben stirbt tot schauspieler schauspielerin regisseur staffel kino jahren neue neuer erste
    умер умерла скончался скончалась актёр актриса режиссёр фильм фильма сериал сезон трейлер лет """
    # and in Korean, Japanese and Chinese, by their pairs of characters
    """배우 감독 영화 드라마 신작 개봉 공개 출연 주연 캐스팅 확정 예고편 시즌 제작 방송 첫 별세 향년
    인터뷰 리뷰 포스터 관객 돌파 박스오피스
    俳優の 女優の 監督の 監督が さんが さん死去 氏死去 映画 新作 公開 公開決定 公開日 決定 主演 出演
    出演決定 放送 放送日 放送開始 予告編 アニメ ドラマ シーズン 興行収入 億円を突破 第 話題 レビュー
    インタビュー 电影 電影 导演 導演 主演 预告 预告片 票房 上映 定档 去世 演员"""
)
"""They tell what sort of news it is, but not which."""

SETTINGS: Final = _words(
    """us usa america american uk britain british england english london europe european eu asia
    asian china chinese japan japanese korea korean india indian russia russian ukraine france
    french germany german italy italian spain spanish canada canadian australia australian mexico
    hollywood york los angeles global international national wall street hong kong netflix disney
    marvel hbo sony warner bros paramount universal amazon prime apple hulu fox cannes sundance
    sxsw venice berlin toronto oscar oscars emmy emmys grammy grammys golden globe globes bafta
    festival academy"""
)
"""Countries, houses and events: where much happens at once."""

COUNTED: Final = _words(
    """season series episode part chapter volume vol week night day round game book quarter phase
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec temporada saison staffel capitulo"""
)
"""Words whose number tells one thing from another: season 3, part 2, 10 March."""

NUMBER_WORDS: Final = {
    **dict.fromkeys(("one", "first", "i"), "1"),
    **dict.fromkeys(("two", "second", "ii"), "2"),
    **dict.fromkeys(("three", "third", "iii"), "3"),
    **dict.fromkeys(("four", "fourth", "iv"), "4"),
    **dict.fromkeys(("five", "fifth", "v"), "5"),
    **dict.fromkeys(("six", "sixth", "vi"), "6"),
    **dict.fromkeys(("seven", "seventh", "vii"), "7"),
    **dict.fromkeys(("eight", "eighth", "viii"), "8"),
    **dict.fromkeys(("nine", "ninth", "ix"), "9"),
    **dict.fromkeys(("ten", "tenth", "x"), "10"),
}

LISTED: Final = _words(
    """best worst greatest top biggest things reasons ways moments facts questions takeaways picks
    movies films shows songs books"""
)
"""After a number, words for a list: many news, or none."""

ROUNDUP: Final = _words("roundup links briefs digest newsletter bulletin")
"""Words for several news in one article."""

GENRES: Final = {
    "review": _words("review reviews reviewed recap recaps recapped kritik critique crítica"),
    "trailer": _words("trailer trailers teaser teasers clip footage tráiler annonce"),
    "poster": _words("poster posters"),
    "interview": _words("interview interviews"),
    "gross": _words("grosses grossed gross boxoffice"),
    "death": _words(
        "dies died dead death obituary muere fallece meurt morre morto morta gestorben stirbt умер умерла"
    ),
    "casting": _words("casting cast casts joins joined"),
    "renewal": _words("renewed renews renewal canceled cancelled cancels cancellation"),
}
"""Sorts of article: of a thing in the news, its trailer is other news than its review."""

GENRE_PARTS: Final = {
    "review": ("리뷰", "レビュー", "影评", "影評"),
    "trailer": ("예고편", "티저", "予告", "预告", "預告"),
    "poster": ("포스터", "ポスター", "海报"),
    "interview": ("인터뷰", "インタビュー", "专访"),
    "gross": ("관객", "박스오피스", "興行", "票房"),
    "death": ("별세", "사망", "부고", "死去", "逝去", "訃報", "去世"),
    "casting": ("캐스팅", "합류", "出演決定", "加盟"),
}
"""The same in scripts that set no spaces, or join their particles to words."""
