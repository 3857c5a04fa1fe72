"""PROTOCOL 1.7: the declared pattern of a name and the rule of turn validity are one rule, code point by code point."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from homeward.circle import names
from homeward.schema.text import NAME_PATTERN

_PATTERN = re.compile(NAME_PATTERN)


def test_every_code_point() -> None:
    differ = [f"U+{n:04X}" for n in range(0x110000) if (_PATTERN.search(f"а{chr(n)}а") is not None) is not names.valid(f"а{chr(n)}а")]
    assert not differ


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(" \n\u200b"), max_size=45))
def test_every_text(text: str) -> None:
    assert (_PATTERN.search(text) is not None) is names.valid(text)


def test_names_people_may_choose_are_visible_and_normal() -> None:
    assert names.proper("Аяна")
    assert not names.proper("и\u0306ва")  # decomposed: allowed in a turn, not proposed by a client
    assert not names.proper("А\u0378")  # unassigned
    assert names.folded("Аянa") == names.folded("АЯНА")
