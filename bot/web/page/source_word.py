"""The words that begin a source line, one row for each language."""

from __future__ import annotations

# What stands before a name as "Source: …"; "|" between words, the plural ones in a table below.
LABELS = {
    "en": r"(?:news |original |primary )?source|via|h/t|hat[ -]tip",
    "de": r"(?:original|nachrichten)?quelle",
    "es": r"fuente(?: original)?",
    "fr": r"source",
    "it": r"fonte",
    "pt": r"fonte",
    "nl": r"bron",
    "da": r"kilde",
    "sv": r"källa",
    "fi": r"lähde",
    "pl": r"źródło",
    "cs": r"zdroj",
    "hu": r"forrás",
    "ro": r"sursa",
    "tr": r"kaynak",
    "ru": r"источник",
    "uk": r"джерело",
    "ko": r"(?:기사|뉴스|자료|내용|원문)?\s?출처",
    "ja": r"(?:ニュース)?ソース|出典|情報元|情報源|引用元|参照元|元記事",
    "zh": r"(?:信息|消息|文章|资料|資料|新闻|新聞)?(?:来源|來源)",
}
# The same for several: after these, "and" stands between two names.
PLURALS = {
    "en": r"(?:news |original )?sources|source\(s\)",
    "de": r"quellen|quelle\(n\)",
    "es": r"fuentes|fuente\(s\)",
    "it": r"fonti",
    "pt": r"fontes|fonte\(s\)",
    "nl": r"bronnen",
    "da": r"kilder",
    "sv": r"källor",
    "fi": r"lähteet",
    "pl": r"źródła",
    "cs": r"zdroje",
    "tr": r"kaynaklar",
    "ru": r"источники",
    "uk": r"джерела",
}
AND = r"and|und|et|y|e|og|och|ve|и|та|&"

# Words that say how something came, or that nobody knows; they name no source.
_NO_SOURCE = """
    e-mail email mail phone telephone unknown none n/a na online internet web own self various
    unbekannt eigene desconocida inconnue sconosciuta twitter/x code
"""
NO_SOURCE = frozenset(_NO_SOURCE.split())
_ARTICLES = """
    a an the this that these those my our your his her their some ein eine einer der die das un
    una une le la les el los las il lo gli i o os as um uma de het een
"""
ARTICLES = frozenset(_ARTICLES.split())
# Words in small letters that stand in names.
_SMALL = "of for and & de del van von der den zu du e y et und in on at via"
SMALL = ARTICLES | frozenset(_SMALL.split())
# An element whose class is one of these holds a source line, however it is laid out.
CLASSES = r"(?:^|[\s_-])(?:sources?|source-?(?:line|list|links?)|via|quellen?|fuentes?|fonte|fonti)(?:$|[\s_-])"
