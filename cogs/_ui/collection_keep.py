"""The menu below Add to Collection: what it shows of a story and a person's collections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.domain.collection import Collection
from bot.language import t
from bot.services.finding import FoundStory
from cogs._ui.collection_parts import OPTIONS, box, menu, option, row
from cogs._ui.collection_words import NEW, NO_COLLECTIONS, named, pages_of_yours, title_link


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """A story and a person's collections.

    ``held_in`` are the ids of those that have it already. ``post`` is the address of its post, where
    the person is somewhere else: in a private chat that is what the menu is known by.
    """

    story: FoundStory
    shelf: Sequence[Collection]
    held_in: frozenset[int]
    post: str | None = None


def menu_view(
    keeping: Keeping, *, page: int = 0, offered: Sequence[int] = (), said: str = ""
) -> ui.LayoutView:
    """Build the menu; it goes on offering those that were ``offered`` before, as they stood."""
    story_id = keeping.story.story_id
    pages = -(-len(keeping.shelf) // OPTIONS)
    page = max(0, min(page, pages - 1))
    collections = _offered(keeping.shelf, offered, page)
    return box(
        ui.TextDisplay(_head(keeping, said)),
        row(_choices(keeping, page, collections)) if collections else None,
        row(
            new_button(story_id),
            turn_button(story_id, page - 1, t("← Newer")) if page else None,
            turn_button(story_id, page + 1, t("Older →")) if page + 1 < pages else None,
            ui.Button(label=t("See the post"), url=keeping.post) if keeping.post else None,
        ),
        pages_of_yours(page, pages),
    )


def _offered(shelf: Sequence[Collection], before: Sequence[int], page: int) -> list[Collection]:
    by_id = {one.id: one for one in shelf}
    same = [by_id[id_] for id_ in before if id_ in by_id]
    return same or list(shelf[page * OPTIONS : (page + 1) * OPTIONS])


def _head(keeping: Keeping, said: str) -> str:
    if not keeping.shelf:
        return "\n".join(part for part in (said, t(NO_COLLECTIONS)) if part)
    title = f"### {t('Add to Collection')}\n{title_link(keeping.story.article)}"
    where = "" if said and len(keeping.held_in) <= 1 else _where(keeping)  # that was just said
    return "\n".join(part for part in (title, said, where) if part)


def _where(keeping: Keeping) -> str:
    holding = [one for one in keeping.shelf if one.id in keeping.held_in]
    if holding:
        return t("-# It is in {collections} now.", collections=named(holding))
    return t("-# It is in none of your collections. Choose one or more below.")


def _choices(keeping: Keeping, page: int, collections: Sequence[Collection]) -> ui.Select[Any]:
    return menu(
        f"nr:keep:{keeping.story.story_id}:{page}",
        t("Choose collections…"),
        [option(one, ticked=one.id in keeping.held_in) for one in collections],
        least=0,
        most=len(collections),
    )


def turn_button(story_id: int, page: int, label: str) -> ui.Button[Any]:
    """Return the button that turns to other collections."""
    return ui.Button(label=label, custom_id=f"nr:keepturn:{story_id}:{page}")


def new_button(story_id: int) -> ui.Button[Any]:
    """Return the button that makes another collection for a story."""
    return ui.Button(label=t(NEW), custom_id=f"nr:keepnew:s{story_id}")
