"""The words and zones that dates in feeds are written with."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_MONTHS = """
january jan januar januari janeiro janvier janv enero ene gennaio gen jänner styczeń stycznia sty ocak oca январь января янв ιανουάριος ιανουαρίου ιαν január
february feb februar februari fevereiro fev février févr febrero febbraio luty lutego lut şubat şub февраль февраля фев φεβρουάριος φεβρουαρίου φεβ február
march mar märz mrz mär marzo março mars maart mrt marzec marca mart март марта мар μάρτιος μαρτίου μαρ március
april apr abril abr avril avr aprile kwiecień kwietnia kwi nisan nis апрель апреля апр απρίλιος απριλίου απρ április
may mai maio mayo maggio mag mei maj maja mayıs май мая μάιος μαΐου μαϊ május
june jun juni junho junio juin giugno giu czerwiec czerwca cze haziran haz июнь июня июн ιούνιος ιουνίου ιουν június
july jul juli julho julio juillet juil luglio lug lipiec lipca lip temmuz tem июль июля июл ιούλιος ιουλίου ιουλ július
august aug augusti augustus agosto ago août aout sierpień sierpnia sie ağustos ağu август августа авг αύγουστος αυγούστου αυγ augusztus
september sep sept setembro set septiembre setiembre septembre settembre wrzesień września wrz eylül eyl сентябрь сентября сен σεπτέμβριος σεπτεμβρίου σεπ szeptember
october oct oktober okt outubro out octubre octobre ottobre ott październik października paź ekim eki октябрь октября окт οκτώβριος οκτωβρίου οκτ október
november nov novembro noviembre novembre nov listopad listopada lis kasım kas ноябрь ноября ноя νοέμβριος νοεμβρίου νοε
december dec dezember dez dezembro diciembre dic décembre déc dicembre desember des grudzień grudnia gru aralık ara декабрь декабря дек δεκέμβριος δεκεμβρίου δεκ
"""
# Czech and Slovak, Ukrainian and Bulgarian, Finnish, Romanian, Catalan, Hungarian, Malay, Arabic,
# Hebrew and Hindi: what those above lack. Where a word names two months, the larger language wins.
_MORE_MONTHS = """
leden ledna led січень січня січ tammikuu tammikuuta ianuarie ian gener januára януари يناير ינואר בינואר जनवरी
únor února úno лютий лютого лют helmikuu helmikuuta februarie febrer febr februára февруари فبراير פברואר בפברואר फ़रवरी फरवरी
březen března bře березень березня бер maaliskuu maaliskuuta martie març márc maret mac مارس מרץ מרס במרץ मार्च
duben dubna dub квітень квітня кві huhtikuu huhtikuuta aprilie apríla أبريل ابريل إبريل אפריל באפריל अप्रैल
květen května kvě травень травня тра toukokuu toukokuuta maig mája مايو מאי במאי मई
červen června čer червень червня чер kesäkuu kesäkuuta iunie iun juny júna юни يونيو יוני ביוני जून
červenec července čvc липень липня лип heinäkuu heinäkuuta iulie iul juliol júla julai юли يوليو יולי ביולי जुलाई
srpen srpna srp серпень серпня сер elokuu elokuuta agost augusta agustus ags ogos أغسطس אוגוסט באוגוסט अगस्त
září zář вересень вересня вер syyskuu syyskuuta septembrie septembra szept септември سبتمبر ספטמבר בספטמבר सितंबर सितम्बर
říjen října říj жовтень жовтня жов lokakuu lokakuuta octombrie októbra октомври أكتوبر اكتوبر אוקטובר באוקטובר अक्टूबर
listopadu листопад листопада лис marraskuu marraskuuta noiembrie noi novembra ноември nopember نوفمبر נובמבר בנובמבר नवंबर नवम्बर
prosinec prosince pro грудень грудня гру joulukuu joulukuuta decembrie decembra декември disember ديسمبر דצמבר בדצמבר दिसंबर दिसम्बर
"""

_HOURS_FROM_UTC = """
ut 0 utc 0 gmt 0 z 0 wet 0 west 1 bst 1 ist 5.5 cet 1 mez 1 met 1 cest 2 mesz 2 mest 2 eet 2
sast 2 eest 3 msk 3 trt 3 gst 4 pkt 5 wib 7 ict 7 hkt 8 sgt 8 awst 8 jst 9 kst 9 acst 9.5
acdt 10.5 aest 10 aedt 11 nzst 12 nzdt 13 nst -3.5 ndt -2.5 ast -4 adt -3 brt -3 art -3 clt -4
est -5 edt -4 et -5 cst -6 cdt -5 ct -6 mst -7 mdt -6 mt -7 pst -8 pdt -7 pt -8 akst -9 akdt -8
hst -10
"""


@lru_cache(maxsize=1024)
def fold(word: str) -> str:
    """Return a word without case, accents and full stops, for comparison."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).strip(".")


def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for table in (_MORE_MONTHS, _MONTHS):
        for number, line in enumerate(table.strip().splitlines(), 1):
            found |= {fold(word): number for word in line.split()}
    return found


def _zones() -> dict[str, float]:
    words = _HOURS_FROM_UTC.split()
    return {name: float(hours) for name, hours in zip(words[::2], words[1::2], strict=True)}


MONTHS = _months()
ZONE_HOURS = _zones()
AFTERNOON = frozenset({"pm", "p.m", "오후", "午後", "下午"})
MORNING = frozenset({"am", "a.m", "오전", "午前", "上午"})
