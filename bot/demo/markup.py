"""Pieces of HTML that feeds and pages of the demo share."""

from __future__ import annotations

from html import escape

from bot.demo.content import DemoStory, Still


def still_url(base: str, still: Still) -> str:
    """Return the address of a picture."""
    return f"{base}/stills/{still.name}.jpg"


def paragraphs(story: DemoStory) -> str:
    """Return a story's text as HTML, a line each; words between asterisks are set off."""
    return "\n".join(f"<p>{_emphasis(escape(text))}</p>" for text in story.body)


def _emphasis(text: str) -> str:
    for mark, tag in (("**", "strong"), ("*", "em")):
        pieces = text.split(mark)
        text = "".join(
            f"<{tag}>{piece}</{tag}>" if index % 2 else piece for index, piece in enumerate(pieces)
        )
    return text
