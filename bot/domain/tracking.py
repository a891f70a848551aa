"""Which parameters of a link say how the reader came, and never what is read.

The names come from the public documentation of the analytics, advertising and newsletter
services that add them; no rule is for one site.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote_plus

_PREFIXES = (
    "utm_",  # Urchin, now everybody
    "at_",  # AT Internet, Piano
    "hsa_",  # HubSpot
    "itm_",  # links inside of a site
    "mtm_",  # Matomo
    "ns_",  # comScore
    "oly_",  # Omeda
    "pk_",  # Piwik
    "vero_",  # Vero
    "wt_",  # Webtrekk
)
_NAMES = frozenset(
    {
        *("gclid", "gclsrc", "dclid", "gbraid", "wbraid", "_ga", "_gl"),
        *("fbclid", "igsh", "igshid", "twclid", "ttclid", "epik", "msclkid", "yclid", "spm"),
        *("mc_cid", "mc_eid", "_hsenc", "_hsmi", "hsctatracking", "mkt_tok", "__s"),
        *("_bta_c", "_bta_tid", "ef_id", "s_cid", "s_kwcid", "zanpid", "rb_clickid"),
        *("cmpid", "icid", "ito", "ncid", "ocid", "smid", "smtyp", "xtor"),
        *("ref_src", "ref_url", "soc_src", "soc_trk", "sr_share", "__twitter_impression"),
        *("guccounter", "guce_referrer", "guce_referrer_sig"),
    }
)
# These may choose what is read; only with a value that means "from the feed" they don't.
_ORIGIN_NAMES = frozenset({"source", "src", "partner", "ref", "from", "via", "campaign", "origin"})
_ORIGIN_VALUES = frozenset({"rss", "feed", "atom", "rssfeed", "rss_feed", "newsfeed"})


def without_tracking(query: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of a query, such as ``a=1``, of which the content may depend, in order."""
    return tuple(part for part in query if not _is_tracking(part))


def _is_tracking(part: str) -> bool:
    name, _, value = unquote_plus(part).lower().partition("=")
    if name in _ORIGIN_NAMES:
        return value in _ORIGIN_VALUES
    return name in _NAMES or name.startswith(_PREFIXES)
