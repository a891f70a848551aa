"""Names at the end of a caption that need no label: what stands before them tells them from its words."""

from __future__ import annotations

import re

from bot.domain.credit_line import AGENCY, ANY_AGENCY, CAPITALS, CERTAIN_AGENCY

# Korean and Japanese name a provider, or who took a picture, before the word for it.
PROVIDING = r"(?:\s제공|\s?캡[처쳐]|\s기자|提供|撮影)"
_FULL_NAME = rf"{CAPITALS}(?:\s+{CAPITALS}){{1,3}}"
_OWNER = rf"{CAPITALS}(?:\s+{CAPITALS}){{0,3}}"
_LABEL = r"(?P<label>[Pp]hoto|[Ff]oto|PHOTO|FOTO)"
_CAPITAL_WORD = r"[^\W\d_a-z][A-ZÀ-Þ.'’-]+"
_LICENCE = r"CC[ -]BY(?:-(?:NC|SA|ND))*(?:\s\d\.\d)?"
_END = r"[.!?。…”\"»'’]"
_IN_CAPITALS = rf"{_CAPITAL_WORD}(?:\s+{_CAPITAL_WORD}){{1,3}}"
_LICENCE_FIRST = rf"{_LICENCE}[\s,:/]+{_OWNER}"
_LICENCE_LAST = rf"{_FULL_NAME}[\s,/]+{_LICENCE}"
# A licence that anybody may use, with who gave it.
LICENSED = re.compile(rf"{_LICENCE_FIRST}|{_LICENCE_LAST}")
# An agency behind an upright line or joined to a name: alone it may have sent the text; a name in
# capitals behind a stroke; a licence.
PICTURE_END = re.compile(
    rf"[|｜]\s*{AGENCY}|[^/]+/{AGENCY}|{AGENCY}/[^/]+|[/|]\s*{_IN_CAPITALS}|{LICENSED.pattern}"
)
# Each a pattern before the name, and one for it; the first that fits wins.
TAILS = tuple(
    re.compile(rf"{before}(?P<credit>{credit})[.。]?$")
    for before, credit in (
        # "Photo A. Name. AFP"
        (rf"(?:^|(?<={_END})\s+){_LABEL}\s+", rf"{_FULL_NAME}\.\s+{AGENCY}"),
        # "…. - A. Name - AFP"
        (rf"{_END}\s+(?:[|–—-]\s*)?", rf"{_FULL_NAME}\s+[|–—-]\s+{AGENCY}"),
        # "…. A. Name/Agency", "… / AP", "…＝ロイター", "… 2031.1.1/뉴스1"
        (
            r"(?:[.!?。”\"»]\s*|\s+[-–—|/／•]\s*|[／＝=|、]|(?<=\d)/)",
            (
                rf"(?:(?!\d)[^\s/.][^/.]{{0,50}}/\s*){{0,2}}(?:{AGENCY})"
                rf"(?:\s+via\s+{AGENCY}|\s+for\s+[^/.]{{2,40}}|/[^/.]{{2,40}}){{0,2}}"
            ),
        ),
        # "…. A. Name/Owner", "…. Owner via AP", "…. - A. Name - AFP"
        (
            rf"{_END}\s+(?:[|–—-]\s*)?",
            rf"{_FULL_NAME}(?:\s*[/／]\s*{_OWNER}(?:\s+via\s+{AGENCY})?|\s+via\s+{AGENCY})",
        ),
        # "…. | A. Name", "…. / A. NAME"
        (rf"{_END}\s*[|｜/]\s*", _FULL_NAME),
        # "… at sea / A. NAME": in capitals, where the caption is not
        (r"(?<=[^\W\d_A-ZÀ-Þ])\s*[/|]\s+", _IN_CAPITALS),
        # "… at sea REUTERS/A. Name"
        (r"[\w,)”’\"]\s+", rf"{AGENCY}/{_FULL_NAME}"),
        # "CC BY 2.0 A. Name", "…. A. Name, CC BY-SA 4.0"
        (r"(?:^|\s)(?:[|/–—-]\s+)?", _LICENCE_FIRST),
        (rf"(?:^|{_END}\s+)", _LICENCE_LAST),
        (r"^", r"cc(?:[ -]by\S*)?\s+[\w.-]+(?:\s+[\w.-]+){0,2}"),
        # "…. PHOTO A. NAME, OWNER"
        (rf"(?<={_END})\s+{_LABEL}\s+", rf"{_FULL_NAME}(?:[,/]\s*{_OWNER})?"),
        # "…. Splash"
        (r"[.!?。]\s+", ANY_AGENCY),
        # "… 'Lunar Sea' Getty Images": names that are nothing else
        (r"[^\W_][\w.’'”\")]*\s", CERTAIN_AGENCY),
        # "… /방송사 제공", "…. 김기자 기자", "…＝月光社提供"
        (
            r"(?:[.!?。”’)\]]\s*|\s+[/|]\s*|[/|／=＝、])",
            rf"[^.!?。/|／=＝、]{{2,30}}{PROVIDING}",
        ),
    )
)
