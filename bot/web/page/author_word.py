"""The words around the names in a byline."""

from __future__ import annotations

# What stands before the names.
BY = (
    r"^\W*(?:(?:(?:(?:written|reported|posted|published|words|story|review(?:ed)?|text)\s+)?by|von|par|por"
    r"|di|da|de|a cura di)(?!\w)|(?:a?utor(?:in|en|es|a)?|authors?|texte?|texto|testo)\s*:"
    r"|(?:取材・)?文\s*[/／:：]|(?:執筆|ライター|著者)\s*[:：]?)[\s:]*"
)
# What stands as a label of its own before them.
LABEL = r"authors?|written by|autor(?:in|en|es|a|as)?|auteurs?|autric[ei]|autor[ei]|text(?:e|o)?"
AND = r"and|und|et|y|e|&"

# What the names carry and is no part of them.
ROLE_BEHIND = (
    r"\s*(?:(?<=[가-힣])\s?(?:인턴\s?|선임\s?|수습\s?|전문\s?)?(?:기자|특파원)|記者|特派員|\(.*\))$"
)
ROLE_BEFORE = r"^\s*(?:글|취재|記者)\s*[:=·]\s*"

# What no name holds, or is.
NO_AUTHOR = (
    r"https?:|www\.|@|^(?:admin|administrator|editors?|staff|redaktion|redaction|redacción|redação|redazione"
    r"|rédaction|null|none|unknown|undefined|guest|anonymous|webmaster|authors?|contributors?|(?:la|da) redac\w+)$"
    r"|\d{2}|\b(?:updated|published|posted|minutes?|read|follow|comments?|share)\b"
    r"|^(?:\w+ ){0,3}(?:reporter|correspondent|critic|writer|editor|contributor|journalist|columnist)$"
)
