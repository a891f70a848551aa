"""How the pages of the demo's outlets are built: as differently as publishing systems build theirs.

Each style writes a story's pictures and text in its own markup, all of which browsers show well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest

from bot.demo.content import DemoStory, Still
from bot.demo.markup import paragraphs, still_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a language writes before a credit and before a source."""

    photo: str
    source: str
    brackets: tuple[str, str] = ("(", ")")

    def credit(self, still: Still) -> str:
        """Return a picture's credit line as HTML, empty where it has none."""
        return escape(f"{self.photo}{still.credit}") if still.credit else ""


WORDS = {
    "en": Words(photo="Photo: ", source="Source: "),
    "ko": Words(photo="사진=", source="출처: ", brackets=("[", "]")),
    "ja": Words(photo="写真：", source="出典：", brackets=("（", "）")),
    "fr": Words(photo="Crédit photo : ", source="Source : "),
    "es": Words(photo="Foto: ", source="Fuente: "),
}


def figures(base: str, story: DemoStory, words: Words) -> str:
    """Write figures between the paragraphs, the credit in an element of the caption."""
    return _between(
        [
            f'<figure><img src="{still_url(base, still)}" alt="{escape(still.caption)}">'
            f"<figcaption>{escape(still.caption)}{_span(words.credit(still))}</figcaption></figure>"
            for still in story.photos
        ],
        story,
    )


def gallery(base: str, story: DemoStory, words: Words) -> str:
    """Write a grid below the text: small pictures that link to large ones, credits in brackets."""
    cells = "".join(_cell(base, still, words) for still in story.photos)
    return f'{paragraphs(story)}\n<div class="gallery gallery-columns-2">{cells}</div>'


def _cell(base: str, still: Still, words: Words) -> str:
    url, (before, after) = still_url(base, still), words.brackets
    credit = words.credit(still)
    return (
        f'<figure class="gallery-item"><a href="{url}"><img src="{url}?w=320" width="640" '
        f'srcset="{url}?w=320 320w, {url}?w=640 640w, {url} 1280w" sizes="50vw" '
        f'alt="{escape(still.caption)}"></a><figcaption>{escape(still.caption)}'
        f"{f' {before}{credit}{after}' if credit else ''}</figcaption></figure>"
    )


_GREY = "data:image/gif;base64,R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="
_SCRIPT = """<script>
for (const image of document.querySelectorAll("img.lazy"))
  new IntersectionObserver(([seen], watch) => {
    if (seen.isIntersecting) { image.src = image.dataset.src; watch.disconnect(); }
  }).observe(image);
</script>"""


def lazy(base: str, story: DemoStory, words: Words) -> str:
    """Write pictures that a script loads once they are in sight, and again for who runs none."""
    return _between([_lazy(base, still, words) for still in story.photos], story) + _SCRIPT


def _lazy(base: str, still: Still, words: Words) -> str:
    url, alt = still_url(base, still), escape(still.caption)
    return (
        f'<figure class="image"><img class="lazy" src="{_GREY}" data-src="{url}" alt="{alt}">'
        f'<noscript><img src="{url}" alt="{alt}"></noscript>'
        f'<figcaption><span class="caption">{alt}</span> '
        f'<small class="photo-credit">{words.credit(still)}</small></figcaption></figure>'
    )


def picture(base: str, story: DemoStory, _words: Words) -> str:
    """Write ``picture`` elements in several sizes, the credit behind a copyright mark."""
    return _between([_picture(base, still) for still in story.photos], story)


def _picture(base: str, still: Still) -> str:
    url = still_url(base, still)
    credit = f" © {escape(still.credit)}" if still.credit else ""
    return (
        f'<figure><picture><source media="(min-width: 40rem)" srcset="{url}?w=960 960w, {url} 1280w">'
        f'<img src="{url}?w=480" alt="{escape(still.caption)}" width="480"></picture>'
        f"<figcaption>{escape(still.caption)}{credit}</figcaption></figure>"
    )


def slideshow(base: str, story: DemoStory, words: Words) -> str:
    """Write slides in plain blocks, one beside the other, above the text."""
    total = len(story.photos)
    slides = "".join(
        f'<div class="slide"><img src="{still_url(base, still)}" alt="">'
        f'<div class="slide-caption">{escape(still.caption)}</div>'
        f'<div class="slide-credit">{words.credit(still)}</div>'
        f'<div class="slide-number">{number}/{total}</div></div>'
        for number, still in enumerate(story.photos, start=1)
    )
    return f'<div class="slideshow" tabindex="0">{slides}</div>\n{paragraphs(story)}'


def data(base: str, story: DemoStory, _words: Words) -> str:
    """Write bare pictures: caption and credit stand in the head's JSON-LD only."""
    return _between(
        [
            f'<div class="image"><img src="{still_url(base, still)}" alt="{escape(still.caption)}"></div>'
            for still in story.photos
        ],
        story,
    )


def line(base: str, story: DemoStory, words: Words) -> str:
    """Write a picture, and a line of text below it that says whose it is."""
    return _between(
        [
            f'<p><img src="{still_url(base, still)}" alt="{escape(still.caption)}"></p>'
            + (f"<p>{words.credit(still)}</p>" if still.credit else "")
            for still in story.photos
        ],
        story,
    )


Style = Callable[[str, DemoStory, Words], str]

STYLES: dict[str, Style] = {
    style.__name__: style for style in (figures, gallery, lazy, picture, slideshow, data, line)
}


def image_objects(base: str, story: DemoStory) -> list[object]:
    """Return a story's pictures as schema.org has them; in full where only the head tells."""
    if story.style != "data":
        return [still_url(base, still) for still in story.photos]
    return [
        {
            "@type": "ImageObject",
            "url": still_url(base, still),
            "caption": still.caption,
            **({"creditText": still.credit} if still.credit else {}),
        }
        for still in story.photos
    ]


def source_line(base: str, story: DemoStory, words: Words) -> str:
    """Return the line below a story that says where it is from, empty for none."""
    named = ", ".join(
        f'<a href="{base}{source.link}">{escape(source.name)}</a>'
        if source.link
        else escape(source.name)
        for source in story.sources
    )
    return f'<p class="source">{words.source}{named}</p>' if named else ""


def _span(credit: str) -> str:
    return f' <span class="credit">{credit}</span>' if credit else ""


def _between(pictures: Sequence[str], story: DemoStory) -> str:
    """Put one picture before each paragraph, those that are left before the last one."""
    *text, last = paragraphs(story).split("\n")
    pairs = zip_longest(pictures[: len(text)], text, fillvalue="")
    parts = [part for pair in pairs for part in pair]
    return "\n".join([*filter(None, parts), *pictures[len(text) :], last])
