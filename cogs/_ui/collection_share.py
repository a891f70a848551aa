"""Sharing a collection: into the channel where somebody asks for it, for everybody there."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.collection import Collection
from bot.domain.error import UserError
from bot.language import marked, t, told, using
from cogs._ui.audience import scope_of
from cogs._ui.button import note
from cogs._ui.collection_card import build_collection_card, picture_files
from cogs._ui.collection_parts import COLLECTION, CollectionButton, box, row
from cogs._ui.collection_words import bold
from cogs._ui.gallery import as_file
from cogs._ui.language import public_language
from cogs._ui.refusal import CALL_ERRORS
from cogs._ui.server import server_id

_NOT_YOURS = marked("You can’t write in this channel, so I can’t share anything here in your name.")
_NOT_MINE = marked(
    "I can’t write in this channel: please ask a moderator to give me **{need}** here, or share it "
    "in another channel."
)
_EMPTY = marked("There is nothing in {name} yet. **Add to Collection** under any story fills it.")
_HIDDEN = marked(
    "{name} is hidden in this server: its moderators decided that, so I can’t share it here. You can "
    "still use it, and share it elsewhere."
)
_PRIVATE_NOW = marked("{name} is private now, so nothing was shared.")
_FAILED = marked("Discord didn’t take it, so nothing was shared. Please try it again in a moment.")
_YOU_CANT_ATTACH = marked(
    "It has no collage, as you can’t attach files here: that needs **Attach Files** for both of us."
)
_I_CANT_ATTACH = marked(
    "It has no collage, as I can’t attach files here: that needs **Attach Files** for both of us."
)

_Click = discord.Interaction[NewsreelBot]


def ask_view(collection: Collection) -> ui.LayoutView:
    """Ask whether a private collection is to be made public."""
    asked = t(
        "### {collection} is private\nTo share it, make it public: then everybody can open it and copy "
        "it, here and by `/collection browse` elsewhere. Your notes stay yours, and `/collection "
        "private` takes it back.",
        collection=bold(collection),
    )
    return box(
        ui.TextDisplay(asked),
        row(PublishAndShare(collection.id), KeepPrivate(collection.id)),
    )


def require_shareable_here(interaction: discord.Interaction[Any], collection: Collection) -> None:
    """Raise UserError where the person or the bot may not write, or there is nothing to share."""
    server_id(interaction)
    if not _may_write(interaction, interaction.permissions):
        raise UserError(_NOT_YOURS)
    mine = interaction.app_permissions
    if not mine.view_channel:
        raise UserError(_NOT_MINE, need=t("View Channel"))
    if not _may_write(interaction, mine):
        in_thread = isinstance(interaction.channel, discord.Thread)
        need = t("Send Messages in Threads") if in_thread else t("Send Messages")
        raise UserError(_NOT_MINE, need=need)
    if not collection.stories:
        raise UserError(_EMPTY, name=bold(collection))


def _may_write(interaction: discord.Interaction[Any], granted: discord.Permissions) -> bool:
    in_thread = isinstance(interaction.channel, discord.Thread)
    return granted.send_messages_in_threads if in_thread else granted.send_messages


async def share_here(interaction: _Click, collection: Collection) -> str:
    """Post a public collection of the person's own into the channel; return what to say of it.

    The interaction was deferred. Raises UserError where that can't be done.
    """
    require_shareable_here(interaction, collection)
    with_picture = interaction.permissions.attach_files and interaction.app_permissions.attach_files
    try:
        exhibit = await interaction.client.services.exhibiting.exhibit(
            collection.id, scope=scope_of(interaction, shared=True), with_picture=with_picture
        )
    except UserError:
        raise await _why_not(interaction, collection) from None
    try:
        with using(await public_language(interaction)):
            card = build_collection_card(exhibit)
        message = await _place(interaction).send(
            view=card,
            files=[as_file(one) for one in picture_files(exhibit)],
            nonce=str((interaction.message or interaction).id),  # two clicks share once
            allowed_mentions=discord.AllowedMentions.none(),
        )
    except CALL_ERRORS as error:
        raise UserError(_FAILED) from error
    said = t(
        "{collection} is [in this channel]({url}) now.",
        collection=bold(collection),
        url=message.jump_url,
    )
    return said if with_picture else f"{said}\n-# {_why_bare(interaction)}"


async def _why_not(interaction: _Click, collection: Collection) -> UserError:
    """Return why others can't read a person's own collection here; raises UserError if it is gone."""
    found = await interaction.client.services.collecting.get(interaction.user.id, collection.id)
    return UserError(_HIDDEN if found.public else _PRIVATE_NOW, name=bold(found))


def _place(interaction: _Click) -> discord.PartialMessageable:
    return interaction.client.get_partial_messageable(
        interaction.channel_id or 0, guild_id=interaction.guild_id
    )


def _why_bare(interaction: discord.Interaction[Any]) -> str:
    mine = interaction.app_permissions.attach_files
    return t(_YOU_CANT_ATTACH if mine else _I_CANT_ATTACH)


class PublishAndShare(CollectionButton, template=rf"nr:collopenup:{COLLECTION}"):
    """Make a private collection public, and share it."""

    action = "collopenup"
    label = marked("Make it public and share")
    style = discord.ButtonStyle.primary

    async def act(self, interaction: _Click) -> None:
        """Do it once: the question goes at once, so that a second click finds no button."""
        await interaction.response.edit_message(view=note(t("Sharing it…")))
        try:
            said = await self._share(interaction)
        except UserError as error:
            said = told(error)
        await interaction.edit_original_response(view=note(said))

    async def _share(self, interaction: _Click) -> str:
        collecting, user_id = interaction.client.services.collecting, interaction.user.id
        found = await collecting.get(user_id, self.collection_id)
        require_shareable_here(interaction, found)
        collection = await collecting.set_public(user_id, self.collection_id, public=True)
        try:
            return await share_here(interaction, collection)
        except UserError:
            await collecting.set_public(user_id, self.collection_id, public=found.public)
            raise


class KeepPrivate(CollectionButton, template=rf"nr:collkeepmine:{COLLECTION}"):
    """Leave it private."""

    action = "collkeepmine"
    label = marked("Keep it private")

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Say that nothing was done."""
        await interaction.response.edit_message(
            view=note(t("It is still private. Nothing was shared."))
        )


SHARE_ITEMS = (PublishAndShare, KeepPrivate)
"""All that can be clicked when a collection is to be shared."""
