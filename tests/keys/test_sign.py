"""PROTOCOL 2.1: one rule for every engine. Attack C4."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from homeward.keys import sign

_P = 2**255 - 19
_D = -121665 * pow(121666, _P - 2, _P) % _P
Point = tuple[int, int]


def _x_of(y: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    x = x if x * x % _P == square else x * pow(2, (_P - 1) // 4, _P) % _P
    return x if x * x % _P == square else None


def _add(a: Point, b: Point) -> Point:
    t = _D * a[0] * b[0] * a[1] * b[1] % _P
    x = (a[0] * b[1] + a[1] * b[0]) * pow(1 + t, _P - 2, _P) % _P
    return x, (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, _P - 2, _P) % _P


def _multiple(times: int, of: Point) -> Point:
    found, power = (0, 1), of
    while times:
        found = _add(found, power) if times & 1 else found
        power, times = _add(power, power), times >> 1
    return found


def _small_order() -> set[int]:
    """y of every point of order 1, 2, 4 or 8: what is left of random points after the prime order is multiplied away."""
    order = 2**252 + 27742317777372353535851937790883648493
    found: set[int] = set()
    y = 2
    while len(found) < 5:
        x = _x_of(y)
        if x is not None:
            rest = _multiple(order, (x, y))
            found.add(rest[1])
        y += 1
    return found


def test_exactly_the_points_of_small_order_are_refused_as_keys() -> None:
    small = _small_order()
    assert len(small) == 5
    assert all(not sign.usable_public((y | bit << 255).to_bytes(32, "little")) for y in small for bit in (0, 1))
    assert sign.usable_public(_P.to_bytes(32, "little")) is False
    assert all(sign.usable_public(y.to_bytes(32, "little")) for y in range(2, 1_000))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100))
def test_own_signatures_hold_and_changed_ones_do_not(seed: bytes, message: bytes) -> None:
    key = sign.SigningKey.from_seed(seed)
    good = key.sign(message)
    assert sign.verify(key.public, good, message)
    assert not sign.verify(key.public, good, message + b"x")
    assert not sign.verify(key.public, good[:40] + bytes([good[40] ^ 4]) + good[41:], message)


@given(st.binary(max_size=70), st.binary(max_size=70), st.binary(max_size=10))
def test_random_bytes_are_no_signature_and_no_crash(public: bytes, signature: bytes, message: bytes) -> None:
    assert not sign.verify(public, signature, message)


def test_published_edge_cases(outside: Path) -> None:
    cases = json.loads((outside / "vectors" / "ed25519_speccheck_cases.json").read_text())
    found = [sign.verify(*(bytes.fromhex(c[k]) for k in ("pub_key", "signature", "message"))) for c in cases]
    assert found == [False, False, False, True, False, False, False, False, False, False]


def test_wycheproof(outside: Path) -> None:
    file = json.loads((outside / "vectors" / "ed25519_test.json").read_text())
    count = 0
    for group in file["testGroups"]:
        public = bytes.fromhex(group["publicKey"]["pk"])
        for case in group["tests"]:
            held = sign.verify(public, bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"]))
            assert held is (case["result"] == "valid"), case["tcId"]
            count += 1
    assert count == file["numberOfTests"]
