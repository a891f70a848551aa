"""All that the bot says is said in all its languages."""

from __future__ import annotations

import asyncio

import pytest
from babel.messages.catalog import Catalog

from tests.words.catalogues import TRANSLATED, read, template
from tests.words.check import faults, key_of


@pytest.fixture(scope="module")
def said() -> Catalog:
    return asyncio.run(template())


@pytest.mark.parametrize("language", TRANSLATED)
def test_all_that_is_said_is_in_the_catalogue(said: Catalog, language: str):
    """Where this fails: make words."""
    wanted = {key_of(one) for one in said if one.id}
    there = {key_of(one) for one in read(language) if one.id}
    assert (wanted - there, there - wanted) == (set(), set())
    assert read(language).obsolete == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_all_is_translated_as_it_should_be(language: str):
    """Translated, surely, with the same places, markup and commands, and short enough."""
    catalog = read(language)
    assert [str(fault) for one in catalog if one.id for fault in faults(one, catalog)] == []
