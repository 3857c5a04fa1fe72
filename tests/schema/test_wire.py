"""PROTOCOL 10: any bytes are a request or WireMalformed, and every request comes back as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.schema import wire
from homeward.schema.errors import WireMalformed

_SHAPES: tuple[Any, ...] = (wire.Create, wire.Append, wire.Appended, wire.Read, wire.Blocks, wire.Index, wire.Status, wire.Close)
_ID = st.binary(min_size=32, max_size=32)
_LANES = st.lists(_ID, min_size=16, max_size=16).map(tuple) | st.just(()) | st.tuples(_ID)
_BLOCKS = st.lists(st.sampled_from([b"s" * wire.SMALL, b"L" * wire.LARGE]), min_size=1, max_size=64).map(tuple)
_U64 = st.integers(0, 2**64 - 1)
_REQUESTS = st.one_of(
    st.builds(
        wire.Create, st.just(b"") | _ID, _LANES, _ID, _U64, st.text(max_size=60).filter(lambda t: len(t.encode("utf-8", "ignore")) < 256)
    ),
    st.builds(wire.Append, _ID, st.integers(0, 16), st.binary(min_size=64, max_size=64), _BLOCKS),
    st.builds(wire.Appended, st.lists(_U64, max_size=64).map(tuple), _U64, _ID),
    st.builds(wire.Read, _ID, _ID, st.integers(-1, 2**63), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)),
    st.builds(wire.Blocks, _U64, _ID, _U64, st.booleans(), _BLOCKS),
    st.builds(wire.Status, _U64, _U64, st.booleans(), _ID),
    st.builds(wire.Close, _ID, st.integers(0, 16), st.binary(min_size=64, max_size=64)),
)


@given(_REQUESTS.filter(lambda r: not isinstance(r, wire.Create) or r.writer or r.lanes), st.integers(0, 40))
def test_there_and_back_and_never_cut_off(value: Any, short: int) -> None:
    data = value.encode()
    assert type(value).decode(data) == value
    for wrong in (data + b"\0", data[: -1 - short]):
        with pytest.raises(WireMalformed):
            type(value).decode(wrong)


@given(st.sampled_from(_SHAPES), st.binary(max_size=400))
def test_random_bytes_are_a_request_or_malformed(shape: Any, data: bytes) -> None:
    try:
        value = shape.decode(data)
    except WireMalformed:
        return
    assert value.encode() == data


def test_an_append_of_the_most_blocks_fits_the_largest_body() -> None:
    most = wire.Append(bytes(32), 0, bytes(64), (b"L" * wire.LARGE,) * wire.MAX_APPEND_BLOCKS)
    assert len(most.encode()) <= wire.MAX_BODY
