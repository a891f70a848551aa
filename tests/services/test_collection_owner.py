"""Whose a collection is: nobody else changes it, or learns that a private one is there (V63)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.collection import Order
from bot.domain.error import UserError
from bot.services.collecting import NOT_IN_IT, NOT_THERE, TOO_LATE
from tests.services.keepers import ELSEWHERE, FAN, OTHER, Keepers, found, refusal

ONE, TWO = found(1), found(2)

Call = Callable[[Keepers, int, int], Awaitable[object]]
OF_A_COLLECTION: dict[str, Call] = {
    "get": lambda k, user, id_: k.collecting.get(user, id_),
    "rename": lambda k, user, id_: k.collecting.rename(user, id_, "Mine"),
    "describe": lambda k, user, id_: k.collecting.describe(user, id_, "mine"),
    "publish": lambda k, user, id_: k.collecting.set_public(user, id_, True),
    "order": lambda k, user, id_: k.collecting.set_order(user, id_, Order.OWN),
    "delete": lambda k, user, id_: k.collecting.delete(user, id_),
    "add": lambda k, user, id_: k.collecting.add(user, id_, TWO),
    "take out": lambda k, user, id_: k.collecting.take_out(user, id_, 1),
    "choose": lambda k, user, id_: k.collecting.choose(
        user, TWO, frozenset({id_}), frozenset({id_})
    ),
    "page": lambda k, user, id_: k.page(id_, user),
    "copy": lambda k, user, id_: k.collecting.copy(user, id_, guild_id=None),
    "export": lambda k, user, id_: k.collecting.export(user, id_, "json"),
    "hide": lambda k, user, id_: k.collecting.hide(700, id_, user),
    "unhide": lambda k, user, id_: k.collecting.unhide(700, id_, user),
}


@pytest.mark.parametrize("name", OF_A_COLLECTION)
async def test_a_private_collection_can_not_be_told_from_one_that_is_not_there(
    keepers: Keepers, name: str
) -> None:
    """V63."""
    private = await keepers.collection(ONE)
    deleted = await keepers.collection(name="Gone", public=True, user=OTHER)
    await keepers.collecting.delete(OTHER, deleted.id)
    call = OF_A_COLLECTION[name]
    said = {await refusal(call(keepers, OTHER, id_)) for id_ in (private.id, deleted.id, ELSEWHERE)}
    assert said == {NOT_THERE}


@pytest.mark.parametrize("name", OF_A_COLLECTION)
async def test_who_is_refused_has_changed_nothing(keepers: Keepers, name: str) -> None:
    """V63."""
    private = await keepers.collection(ONE)
    with pytest.raises(UserError):
        await OF_A_COLLECTION[name](keepers, OTHER, private.id)
    assert await keepers.collecting.get(FAN, private.id) == private


CHANGES = [
    "rename",
    "describe",
    "publish",
    "order",
    "delete",
    "add",
    "take out",
    "choose",
    "export",
]


@pytest.mark.parametrize("name", CHANGES)
async def test_a_public_collection_is_changed_by_its_owner_alone(
    keepers: Keepers, name: str
) -> None:
    """V63."""
    public = await keepers.collection(ONE, public=True)
    assert await refusal(OF_A_COLLECTION[name](keepers, OTHER, public.id)) == NOT_THERE
    assert await keepers.collecting.get(FAN, public.id) == public


async def test_nobody_restores_the_collection_of_another(keepers: Keepers) -> None:
    """V63."""
    made = await keepers.collection()
    await keepers.collecting.delete(FAN, made.id)
    said = {await refusal(keepers.collecting.restore(OTHER, id_)) for id_ in (made.id, ELSEWHERE)}
    assert said == {TOO_LATE}


OF_A_STORY: dict[str, Call] = {
    "saved": lambda k, user, id_: k.collecting.saved(user, id_),
    "remove": lambda k, user, id_: k.collecting.remove(user, id_),
    "note": lambda k, user, id_: k.collecting.note(user, id_, "mine"),
    "move": lambda k, user, id_: k.collecting.move(user, id_, to_collection=1),
    "shift": lambda k, user, id_: k.collecting.shift(user, id_, 1),
}


@pytest.mark.parametrize("name", OF_A_STORY)
async def test_a_story_of_anothers_collection_can_not_be_told_from_none(
    keepers: Keepers, name: str
) -> None:
    """V63."""
    made = await keepers.collection(ONE, public=True)
    saved = await keepers.saved_id(made.id, "Film 1")
    said = {await refusal(OF_A_STORY[name](keepers, OTHER, id_)) for id_ in (saved, ELSEWHERE)}
    assert said == {NOT_IN_IT}
    assert (await keepers.collecting.saved(FAN, saved)).note == ""


async def test_nobody_puts_back_what_another_removed(keepers: Keepers) -> None:
    """V63."""
    made = await keepers.collection(ONE)
    saved = await keepers.saved_id(made.id, "Film 1")
    await keepers.collecting.remove(FAN, saved)
    mine = await keepers.collection(user=OTHER)
    said = await refusal(keepers.collecting.put_back(OTHER, saved, collection_id=mine.id))
    assert said == TOO_LATE


async def test_a_story_moves_only_to_ones_own(keepers: Keepers) -> None:
    """V63."""
    made, others = await keepers.collection(ONE), await keepers.collection(user=OTHER)
    saved = await keepers.saved_id(made.id, "Film 1")
    assert await refusal(keepers.collecting.move(FAN, saved, to_collection=others.id)) == NOT_THERE


async def test_a_choice_never_touches_the_collection_of_another(keepers: Keepers) -> None:
    """V63."""
    others = await keepers.collection(ONE, user=OTHER)
    await keepers.collecting.choose(FAN, ONE, frozenset(), frozenset({others.id}))
    assert await keepers.collecting.holding(OTHER, 1) == {others.id}
