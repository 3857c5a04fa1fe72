"""PROTOCOL 1.4, 1.5: whatever bytes arrive, the only outcomes are the value and NotCanonical."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from homeward.schema import base64url, canonical
from homeward.schema.errors import NotCanonical
from homeward.schema.state import Policy

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-canonical.MAX_INTEGER, canonical.MAX_INTEGER) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=20,
)


def _depth(value: object) -> int:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max((_depth(v) for v in inner), default=0)


@given(_VALUES)
def test_every_value_comes_back(value: object) -> None:
    data = canonical.encode(value)
    if _depth(value) > canonical.MAX_DEPTH:
        with pytest.raises(NotCanonical):
            canonical.decode_any(data, limit=len(data))
        return
    assert canonical.decode_any(data, limit=len(data)) == value
    assert json.loads(data) == value
    with pytest.raises(NotCanonical):
        canonical.decode_any(data, limit=len(data) - 1)


@given(st.binary(max_size=200))
@example(b'"\\ud800"')
@example(b"\xff")
@example(b'{"a":1,"a":2}')
def test_random_bytes_are_a_value_or_not_canonical(data: bytes) -> None:
    try:
        value = canonical.decode_any(data, limit=1_000)
    except NotCanonical:
        return
    assert canonical.encode(value) == data


@given(_VALUES, st.data())
def test_one_changed_byte_is_another_value_or_refused(value: object, data: st.DataObject) -> None:
    raw = bytearray(canonical.encode(value))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    try:
        found = canonical.decode_any(bytes(raw), limit=len(raw))
    except NotCanonical:
        return
    assert canonical.encode(found) == bytes(raw)
    assert found != value or type(found) is not type(value)


@pytest.mark.parametrize("data", [b"[" * 10**6, b'{"a":' * 10**6, b"[" * 10**6 + b"]" * 10**6, b'"[' * 10**5, b"[]" * 10**6])
def test_a_million_levels_are_refused_without_falling_over(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        canonical.decode_any(data, limit=10**8)


def test_shapes_are_strict() -> None:
    good = {"kind": "circle", "vouchers": 2, "talk_days": 30, "turn_days": 7, "probation_days": 14}
    assert canonical.decode(canonical.encode(good), Policy, limit=200).vouchers == 2
    for bad in ({**good, "vouchers": "2"}, {**good, "extra": 0}, {**good, "kind": "club"}, {**good, "vouchers": True}):
        with pytest.raises(NotCanonical):
            canonical.decode(canonical.encode(bad), Policy, limit=200)


@given(st.binary(max_size=100))
def test_base64url_is_the_standard_without_padding(data: bytes) -> None:
    text = base64url.encode(data)
    assert text == base64.urlsafe_b64encode(data).decode().rstrip("=")
    assert base64url.decode(text, size=len(data)) == data


@given(st.text(max_size=50))
def test_any_text_is_bytes_in_one_spelling_or_refused(text: str) -> None:
    try:
        data = base64url.decode(text)
    except NotCanonical:
        return
    assert base64url.encode(data) == text


def test_ids() -> None:
    assert base64url.id_bytes("") == bytes(32)
    assert base64url.id_bytes(base64url.encode(b"\x01" * 32)) == b"\x01" * 32
    with pytest.raises(NotCanonical):
        base64url.id_bytes("AAAA")
