"""The language of a page."""

from __future__ import annotations

import re

from bot.web.page.meta import Metadata, strings
from bot.web.page.scope import Layout

_MAX_TAG = 40
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2,4}))?(?:[-_].*)?")
_REGION = 2  # letters; four are a script


def language(layout: Layout, meta: Metadata) -> str | None:
    """Return the page's language as a tag of BCP 47, such as "en" or "pt-BR"."""
    root = layout.document.root
    attributes = root.attributes if root is not None else {}
    declared = attributes.get("lang") or attributes.get("xml:lang") or ""
    stated = [declared, meta.first("og:locale", "content-language", "language")]
    for text in [*stated, *strings(meta.article.get("inLanguage"))]:
        if match := _TAG.fullmatch(text.strip()[:_MAX_TAG]):
            region = match[2] or ""
            return match[1].lower() + (f"-{region.upper()}" if len(region) == _REGION else "")
    return None
