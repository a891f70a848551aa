"""JSON in steps says what the standard library's decoder says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.json_steps import MAX_ITEMS, loads

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
)


@given(values, st.sampled_from([None, 1]), st.integers(0, 4))
def test_what_is_json_is_read_as_it_is(value: object, indent: int | None, depth: int) -> None:
    assert loads(json.dumps(value, indent=indent), depth=depth) == value


@given(st.text(alphabet='[]{}:,"1 \nan', max_size=12))
def test_what_is_no_json_is_refused_as_it_is_by_the_standard_library(text: str) -> None:
    def read(reader: object) -> object:
        try:
            return reader(text)  # type: ignore[operator]
        except ValueError:
            return ValueError

    assert read(loads) == read(json.loads)


def test_a_list_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        loads("[" + "1," * MAX_ITEMS + "1]")
