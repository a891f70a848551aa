"""Forms that are answered for ever: what somebody typed is not lost to a restart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Self

import discord
from discord import ui
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.text import cut, plain
from cogs._ui.language import speak_to
from cogs._ui.reply import explain

_MAX_TITLE = _MAX_LABEL = 45  # of a form and of a field, for Discord
_MAX_DESCRIPTION = 100


class LastingForm(ui.Modal):
    """A form whose state is its ``custom_id``, as that of a LastingButton is (M54).

    discord.py answers only the forms that it has in memory. This one is built anew whenever it is
    sent in, so that neither a restart nor an hour at the kitchen table loses it, and it is not kept
    in memory meanwhile: nobody tells of a form that was closed.

    A subclass names its ``template``, passes its ``custom_id`` on, builds itself in
    ``from_custom_id``, adds fields with names of their own as their ``custom_id``, and acts in
    ``act``. The cog that sends it calls ``answer_forms`` in its ``setup``.
    """

    pattern: ClassVar[re.Pattern[str]]

    def __init_subclass__(cls, *, template: str) -> None:
        """Take the pattern of the ``custom_id``."""
        super().__init_subclass__()
        cls.pattern = re.compile(template)

    def __init__(self, *, title: str, custom_id: str) -> None:
        super().__init__(title=cut(plain(title), _MAX_TITLE), custom_id=custom_id)
        self.stop()  # discord.py keeps the forms that are not
        self._answers: Mapping[str, tuple[str, ...]] = {}

    def add_item(self, item: ui.Item[Any]) -> Self:
        """Add a field; its words are cut to what Discord takes, in whatever language they are."""
        if isinstance(item, ui.Label):
            item.text = cut(item.text, _MAX_LABEL)
            item.description = cut(item.description or "", _MAX_DESCRIPTION) or None
        return super().add_item(item)

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        """Build the form that was sent, from the match of its template; its fields may be blank."""
        raise NotImplementedError

    def typed(self, field: str) -> str:
        """Return what was typed into a field, by its ``custom_id``; empty where nothing was."""
        return next(iter(self.chosen(field)), "")

    def chosen(self, field: str) -> tuple[str, ...]:
        """Return what was chosen in a menu, by its ``custom_id``."""
        return self._answers.get(field, ())

    async def answer(self, interaction: discord.Interaction[Any]) -> None:
        """Take what was typed, and act on it."""
        self._answers = dict(_answers(_sent(interaction).get("components", ())))
        await self.act(interaction)

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the form is for; what is raised is explained to the person."""
        raise NotImplementedError


async def answer_forms(bot: NewsreelBot, *forms: type[LastingForm]) -> None:
    """Answer these forms whenever they come in; to name one twice does no harm."""
    desk = bot.get_cog(_FormDesk.__cog_name__)
    if not isinstance(desk, _FormDesk):
        await bot.add_cog(desk := _FormDesk())
    desk.forms.update(dict.fromkeys(forms))


class _FormDesk(commands.Cog):
    """Answer forms that discord.py does not know."""

    def __init__(self) -> None:
        self.forms: dict[type[LastingForm], None] = {}

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Find the form by its ``custom_id``, and explain what goes wrong with it."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        for form in self.forms:
            if match := form.pattern.fullmatch(_sent(interaction)["custom_id"]):
                await _answer(form, match, interaction)
                return


async def _answer(
    form: type[LastingForm], match: re.Match[str], interaction: discord.Interaction[Any]
) -> None:
    speak_to(interaction)
    try:
        await form.from_custom_id(match).answer(interaction)
    except Exception as error:  # noqa: BLE001 - the border
        await explain(interaction, error)


def _sent(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    return interaction.data or {}


def _answers(components: Iterable[Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each field with what it holds, however deep it is nested."""
    for component in components:
        if "value" in component:
            yield component["custom_id"], (component["value"],)
        elif "values" in component:
            yield component["custom_id"], tuple(component["values"])
        inner = component.get("component")
        yield from _answers([*component.get("components", ()), *([inner] if inner else ())])
