"""Random steps of two people against a plain model of their collections (V63)."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from bot.domain.collection import Order, free_name, name_key
from bot.domain.error import UserError
from tests.services.keepers import FAN, OTHER, SECOND, Keepers, found

STORIES = {number: found(number) for number in range(1, 7)}
NAMES = ("A", "a", "Stills", "STILLS ", "Posters")
STEPS = 60


@dataclass
class Shelf:
    """What one person has: by id, a name and the stories in their own order."""

    names: dict[int, str] = field(default_factory=dict)
    stories: dict[int, list[int]] = field(default_factory=dict)

    def taken(self) -> set[str]:
        return {name_key(name) for name in self.names.values()}


class Model:
    """The real collecting and the model of it, walked side by side."""

    def __init__(self, keepers: Keepers, seed: int) -> None:
        self.keepers, self.collecting = keepers, keepers.collecting
        self.random = random.Random(seed)
        self.shelves = {FAN: Shelf(), OTHER: Shelf()}

    async def step(self) -> None:
        user = self.random.choice([FAN, OTHER])
        shelf = self.shelves[user]
        steps = [self.create]
        if shelf.names:
            steps += [self.add, self.add, self.add, self.choose, self.drop, self.rename]
            steps += [self.remove, self.move, self.shift, self.delete]
        self.keepers.later(SECOND)
        await self.random.choice(steps)(user, shelf)

    def some(self, shelf: Shelf) -> int:
        return self.random.choice(list(shelf.names))

    def one(self) -> int:
        return self.random.choice(list(STORIES))

    async def create(self, user: int, shelf: Shelf) -> None:
        name = self.random.choice(NAMES)
        if name_key(name) in shelf.taken():
            with pytest.raises(UserError, match="already"):
                await self.collecting.create(user, name)
            return
        made = await self.collecting.create(user, name)
        await self.collecting.set_order(user, made.id, Order.OWN)
        shelf.names[made.id], shelf.stories[made.id] = made.name, []

    async def add(self, user: int, shelf: Shelf) -> None:
        where, story = self.some(shelf), self.one()
        fresh = story not in shelf.stories[where]
        assert await self.collecting.add(user, where, STORIES[story]) is fresh
        shelf.stories[where] += [story] * fresh

    async def drop(self, user: int, shelf: Shelf) -> None:
        where, story = self.some(shelf), self.one()
        there = story in shelf.stories[where]
        assert await self.collecting.take_out(user, where, story) is there
        if there:
            shelf.stories[where].remove(story)

    async def choose(self, user: int, shelf: Shelf) -> None:
        story = self.one()
        offered = self.random.sample(list(shelf.names), self.random.randint(0, len(shelf.names)))
        wanted = self.random.sample(offered, self.random.randint(0, len(offered)))
        await self.collecting.choose(user, STORIES[story], frozenset(wanted), frozenset(offered))
        for where in offered:
            kept = [one for one in shelf.stories[where] if one != story]
            held = story in shelf.stories[where]
            if where not in wanted:
                shelf.stories[where] = kept
            elif not held:
                shelf.stories[where].append(story)

    async def rename(self, user: int, shelf: Shelf) -> None:
        where, name = self.some(shelf), self.random.choice(NAMES)
        others = shelf.taken() - {name_key(shelf.names[where])}
        if name_key(name) in others:
            with pytest.raises(UserError, match="already"):
                await self.collecting.rename(user, where, name)
            return
        shelf.names[where] = (await self.collecting.rename(user, where, name)).name

    async def remove(self, user: int, shelf: Shelf) -> None:
        """Remove a story, and put it back half of the time."""
        where = self.some(shelf)
        if not (stories := shelf.stories[where]):
            return
        story = self.random.choice(stories)
        saved = await self.keepers.saved_id(where, STORIES[story].article.title, user)
        await self.collecting.remove(user, saved)
        if self.random.random() < 0.5:
            await self.collecting.put_back(user, saved, collection_id=where)
        else:
            stories.remove(story)

    async def move(self, user: int, shelf: Shelf) -> None:
        where, target = self.some(shelf), self.some(shelf)
        if not shelf.stories[where]:
            return
        story = self.random.choice(shelf.stories[where])
        saved = await self.keepers.saved_id(where, STORIES[story].article.title, user)
        if where != target and story in shelf.stories[target]:
            with pytest.raises(UserError, match="holds this story already"):
                await self.collecting.move(user, saved, to_collection=target)
            return
        await self.collecting.move(user, saved, to_collection=target)
        if where != target:
            shelf.stories[where].remove(story)
            shelf.stories[target].append(story)

    async def shift(self, user: int, shelf: Shelf) -> None:
        where, by = self.some(shelf), self.random.randint(-3, 3)
        if not (stories := shelf.stories[where]):
            return
        story = self.random.choice(stories)
        saved = await self.keepers.saved_id(where, STORIES[story].article.title, user)
        start = stories.index(story)
        end = max(0, min(start + by, len(stories) - 1))
        assert await self.collecting.shift(user, saved, by) is (start != end)
        stories.insert(end, stories.pop(start))

    async def delete(self, user: int, shelf: Shelf) -> None:
        """Delete a collection, and restore it most of the time, its name taken or not."""
        where = self.some(shelf)
        await self.collecting.delete(user, where)
        name, stories = shelf.names.pop(where), shelf.stories.pop(where)
        await self.create(user, shelf)
        if self.random.random() < 0.8:
            restored = await self.collecting.restore(user, where)
            assert restored.name == free_name(name, shelf.taken())
            shelf.names[where], shelf.stories[where] = restored.name, stories

    async def check(self) -> None:
        for user, shelf in self.shelves.items():
            there = await self.collecting.shelf(user)
            assert {one.id: one.name for one in there} == shelf.names
            for where, stories in shelf.stories.items():
                page = await self.collecting.page(user, where, scope=None, size=99)
                assert [entry.saved.story_id for entry in page.entries] == stories
            for story in STORIES:
                held = {where for where, stories in shelf.stories.items() if story in stories}
                assert await self.collecting.holding(user, story) == held


@pytest.mark.parametrize("seed", range(3))
async def test_collections_are_what_the_steps_made_of_them(keepers: Keepers, seed: int) -> None:
    """V63."""
    model = Model(keepers, seed)
    for _ in range(STEPS):
        await model.step()
        await model.check()
