"""Sharing a collection into a channel: what everybody sees of it, and whether it may be shared."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from bot.domain.model import Photo
from bot.services.shelving import NOT_THERE
from cogs._ui.story_id import story_ids
from tests.cogs.looks import labels_of, photos_of, text_of
from tests.cogs.salon import Salon, answer, open_salon, parts, said

STILL = Photo(url="https://img.example/1.jpg", credit="Lantern Pictures", caption="A lighthouse")
PUBLISH, KEEP = "Make it public and share", "Keep it private"


@pytest.fixture
async def salon(tmp_path: Path) -> AsyncIterator[Salon]:
    async with open_salon(tmp_path) as opened:
        yield opened


# The card


async def test_a_shared_collection_names_owner_description_and_first_stories(salon: Salon):
    titles = [f"Story {letter}" for letter in "ABCDEFG"]
    await salon.collection("Space", *titles, description="All that flies")
    text = text_of(parts(await salon.share()))
    assert "## Space" in text
    assert f"A collection by <@{salon.fan.id}> · 7 stories" in text
    assert "All that flies" in text
    assert "[Story G](https://gazette.example/Story-G) · Reel Gazette" in text
    assert "[Story B]" not in text
    assert "and 2 more" in text


async def test_a_shared_collection_has_a_collage_with_words_and_credits(salon: Salon):
    await salon.collection(photos=(STILL,))
    message = await salon.share()
    [picture] = photos_of(parts(message))
    assert picture["media"]["url"].endswith("/collection.jpg")
    assert "A lighthouse — Photo: Lantern Pictures" in picture["description"]
    assert text_of(parts(message)).endswith("-# 📷 Lantern Pictures")


async def test_a_shared_collection_without_photos_has_no_picture(salon: Salon):
    await salon.collection()
    assert photos_of(parts(await salon.share())) == []


async def test_a_hidden_photo_is_not_shown_openly(salon: Salon):
    await salon.collection(photos=(Photo(url=STILL.url, credit="Lantern", sensitive=True),))
    message = await salon.share()
    assert photos_of(parts(message)) == []
    assert "Lantern" not in text_of(parts(message))


async def test_a_shared_collection_pings_nobody(salon: Salon):
    await salon.collection()
    await salon.share()
    [sent] = [r for r in salon.env.http_requests if r.path.endswith(f"{salon.news.id}/messages")]
    assert sent.json["allowed_mentions"] == {"parse": []}


async def test_what_people_wrote_can_do_no_harm(salon: Salon):
    """S46."""
    evil = "@everyone **x** [y](https://evil.example)"
    await salon.collection(evil, evil, description=evil)
    text = text_of(parts(await salon.share(evil)))
    assert "@everyone" not in text
    assert "**x**" not in text
    assert "](https://evil.example)" not in text


async def test_the_longest_texts_fit(salon: Salon):
    """M48."""
    long = {"photos": (Photo(url=STILL.url, credit="*" * 400, caption="_" * 2_000),)}
    titles = [letter + "*" * 400 for letter in "ABCDEFGHI"]
    await salon.collection("*" * 60, *titles, description="*" * 300, **long)
    message = await salon.share("*" * 60)
    [picture] = photos_of(parts(message))
    assert len(text_of(parts(message))) <= 4_000
    assert len(picture["description"]) <= 1_024


async def test_a_story_from_a_file_shows_where_its_link_leads(salon: Salon):
    """S46: a file may name any outlet."""
    file = (
        b'{"name":"Space","stories":[{"title":"A","link":"https://a.example/1","outlet":"Reel"}]}'
    )
    await salon.run("import", file=("space.json", file))
    await salon.run("public", collection="Space")
    text = text_of(parts(await salon.share()))
    assert "[A](https://a.example/1) · a.example" in text


async def test_a_shared_collection_is_taken_for_no_storys_card(salon: Salon):
    await salon.collection()
    assert story_ids((await salon.share()).components) == set()


# Whether it may be shared


async def test_a_private_collection_is_asked_about_first(salon: Salon):
    made = await salon.collection(public=False)
    asked = await salon.run("share", collection="space")
    assert answer(asked).ephemeral
    assert "**Space** is private" in said(asked)
    assert salon.shared() == []
    assert not (await salon.collecting.get(salon.fan.id, made.id)).public


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_private_collection_is_made_public_and_shared(salon: Salon, restarted: bool):
    """M54."""
    made = await salon.collection(public=False)
    asked = await salon.run("share", collection="Space")
    if restarted:
        await salon.restart()
    result = await salon.fan.click(answer(asked).message, label=PUBLISH)
    assert "in this channel" in said(result)
    assert len(salon.shared()) == 1
    assert (await salon.collecting.get(salon.fan.id, made.id)).public


async def test_a_private_collection_stays_private(salon: Salon):
    made = await salon.collection(public=False)
    asked = await salon.run("share", collection="Space")
    result = await salon.fan.click(answer(asked).message, label=KEEP)
    assert "still private" in said(result)
    assert salon.shared() == []
    assert not (await salon.collecting.get(salon.fan.id, made.id)).public


async def test_a_question_can_be_answered_once(salon: Salon):
    await salon.collection(public=False)
    asked = await salon.run("share", collection="Space")
    result = await salon.fan.click(answer(asked).message, label=PUBLISH)
    assert labels_of(answer(result).components) == []


async def test_a_collection_that_is_gone_is_not_shared(salon: Salon):
    made = await salon.collection(public=False)
    asked = await salon.run("share", collection="Space")
    await salon.collecting.delete(salon.fan.id, made.id)
    result = await salon.fan.click(answer(asked).message, label=PUBLISH)
    assert said(result) == NOT_THERE
    assert salon.shared() == []


async def test_a_collection_of_somebody_else_is_not_shared(salon: Salon):
    await salon.collection()
    result = await salon.run("share", salon.friend, collection="Space")
    assert "You have no collection named “Space”" in said(result)


async def test_an_empty_collection_is_not_shared(salon: Salon):
    await salon.collecting.create(salon.fan.id, "Space")
    assert "nothing in **Space** yet" in said(await salon.run("share", collection="Space"))


async def test_what_moderators_hid_is_not_shared(salon: Salon):
    made = await salon.collection()
    await salon.collecting.hide(salon.guild.id, made.id, salon.moderator.id)
    assert "hidden in this server" in said(await salon.run("share", collection="Space"))
    assert salon.shared() == []


async def test_what_was_made_private_meanwhile_is_not_shared(salon: Salon):
    made = await salon.collection(photos=(STILL,))
    salon.drawer.meanwhile = lambda: salon.collecting.set_public(
        salon.fan.id, made.id, public=False
    )
    assert "is private now" in said(await salon.run("share", collection="Space"))
    assert salon.shared() == []


async def test_what_moderators_hid_is_not_made_public_for_nothing(salon: Salon):
    made = await salon.collection(public=False)
    await salon.collecting.set_public(salon.fan.id, made.id, public=True)
    await salon.collecting.hide(salon.guild.id, made.id, salon.moderator.id)
    await salon.collecting.set_public(salon.fan.id, made.id, public=False)
    result = await salon.fan.click(
        (await salon.run("share", collection="Space")).response, label=PUBLISH
    )
    assert "is hidden in this server" in said(result)
    assert not (await salon.collecting.get(salon.fan.id, made.id)).public


async def test_who_may_not_write_shares_nothing(salon: Salon):
    made = await salon.collection(public=False)
    rules = salon.closed(salon.fan, send_messages=False)
    result = await salon.run("share", channel=rules, collection="Space")
    assert "You can’t write in this channel" in said(result)
    assert salon.shared(rules) == []
    assert not (await salon.collecting.get(salon.fan.id, made.id)).public


async def test_who_may_no_longer_write_makes_nothing_public(salon: Salon):
    made = await salon.collection(public=False)
    asked = await salon.run("share", collection="Space")
    place = salon.bot.get_channel(salon.news.id)
    assert isinstance(place, discord.TextChannel)
    await place.set_permissions(place.guild.default_role, send_messages=False)
    result = await salon.fan.click(answer(asked).message, label=PUBLISH)
    assert "You can’t write in this channel" in said(result)
    assert not (await salon.collecting.get(salon.fan.id, made.id)).public


@pytest.mark.parametrize(
    ("lacking", "named"),
    [("view_channel", "**View Channel**"), ("send_messages", "**Send Messages**")],
)
async def test_what_the_bot_lacks_is_named(salon: Salon, lacking: str, named: str):
    await salon.collection()
    rules = salon.closed(salon.guild.me, **{lacking: False})
    result = await salon.run("share", channel=rules, collection="Space")
    assert named in said(result)
    assert salon.shared(rules) == []


@pytest.mark.parametrize(("who", "named"), [("fan", "you can’t"), ("bot", "I can’t")])
async def test_without_attach_files_there_is_no_collage(salon: Salon, who: str, named: str):
    await salon.collection(photos=(STILL,))
    bare = salon.closed(salon.fan if who == "fan" else salon.guild.me, attach_files=False)
    result = await salon.run("share", channel=bare, collection="Space")
    [message] = salon.shared(bare)
    assert photos_of(parts(message)) == []
    assert "Lantern Pictures" not in text_of(parts(message))
    assert f"{named} attach files here" in said(result)


async def test_in_a_direct_message_nothing_is_shared(salon: Salon):
    await salon.collection()
    result = await salon.fan.user.slash("collection share", collection="Space")
    assert said(result) == "This works in a server only."


async def test_a_collection_is_shared_in_a_thread(salon: Salon):
    await salon.collection()
    thread = await salon.thread(discord.ChannelType.public_thread)
    await salon.run("share", channel=thread, collection="Space")
    assert "## Space" in text_of(parts(salon.shared(thread)[-1]))
