"""PROTOCOL 2: sealing, content encryption, passphrases."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.keys import aead, derive, passphrase, seal
from homeward.keys.errors import BadCost, CannotOpen
from homeward.schema.errors import NotCanonical

KEY = seal.SealingKey.from_private(b"k" * 32)


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_only_the_receiver_opens_and_only_for_the_same_purpose(plain: bytes, info: bytes) -> None:
    sealed = seal.seal(KEY.public, info, plain)
    assert len(sealed) == len(plain) + seal.OVERHEAD
    assert seal.open_(KEY, info, sealed) == plain
    for key, about in ((KEY, info + b"x"), (seal.SealingKey.from_private(b"o" * 32), info)):
        with pytest.raises(CannotOpen):
            key.open(about, sealed)


@given(st.integers(0, seal.OVERHEAD + 9), st.integers(1, 255))
def test_any_changed_byte_spoils_it(place: int, change: int) -> None:
    sealed = bytearray(seal.seal(KEY.public, b"i", b"ten bytes!"))
    sealed[place] ^= change
    with pytest.raises(CannotOpen):
        KEY.open(b"i", bytes(sealed))


@given(st.binary(max_size=1_300))
@settings(max_examples=60)
def test_random_bytes_never_open_and_are_no_key(data: bytes) -> None:
    with pytest.raises(CannotOpen):
        KEY.open(b"i", data)
    if not seal.usable_public(data):
        with pytest.raises(CannotOpen):
            seal.seal(data, b"i", b"x")


def test_two_seals_of_one_text_differ() -> None:
    assert seal.seal(KEY.public, b"i", b"x") != seal.seal(KEY.public, b"i", b"x")
    assert seal.SealingKey.generate().public != seal.SealingKey.generate().public


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=12, max_size=12), st.binary(max_size=60), st.binary(max_size=20))
def test_aead(key: bytes, nonce: bytes, plain: bytes, aad: bytes) -> None:
    cipher = aead.encrypt(key, nonce, plain, aad)
    assert aead.decrypt(key, nonce, cipher, aad) == plain
    for wrong in (
        (key, nonce, cipher, aad + b"x"),
        (key, nonce, cipher[:-1], aad),
        (key[::-1] + b"", nonce, cipher + b"x", aad),
        (key, b"", cipher, aad),
    ):
        with pytest.raises(CannotOpen):
            aead.decrypt(*wrong)


def test_published_aes_gcm(outside: Path) -> None:
    file = json.loads((outside / "vectors" / "aes_gcm_test.json").read_text())
    count = 0
    for case in (c for g in file["testGroups"] if g["keySize"] == 256 and g["ivSize"] == 96 for c in g["tests"]):
        key, nonce, aad, text, cipher, tag = (bytes.fromhex(case[k]) for k in ("key", "iv", "aad", "msg", "ct", "tag"))
        if case["result"] == "valid":
            assert aead.encrypt(key, nonce, text, aad) == cipher + tag
            assert aead.decrypt(key, nonce, cipher + tag, aad) == text
        else:
            with pytest.raises(CannotOpen):
                aead.decrypt(key, nonce, cipher + tag, aad)
        count += 1
    assert count > 50


@given(st.lists(st.binary(max_size=8), max_size=4), st.lists(st.binary(max_size=8), max_size=4))
def test_no_two_lists_of_parts_have_one_preimage(first: list[bytes], second: list[bytes]) -> None:
    assert (derive.preimage("homeward/x/v1", *first) == derive.preimage("homeward/x/v1", *second)) is (first == second)


@pytest.mark.parametrize("number", [-1, 2**32, 2**70])
def test_numbers_that_do_not_fit(number: int) -> None:
    with pytest.raises(NotCanonical):
        derive.u32(number)
    assert derive.u32(2**32 - 1) == b"\xff" * 4


def test_passphrases_are_the_same_however_they_were_typed() -> None:
    cost = passphrase.Cost(memory_kib=64, passes=1)
    given_ = [unicodedata.normalize(form, "й ё ﬁ") for form in ("NFC", "NFD", "NFKC", "NFKD")]
    assert len({passphrase.stretch(text, b"s" * 16, cost) for text in given_}) == 1
    assert passphrase.stretch("й ё fi", b"s" * 16, cost) != passphrase.stretch("й е fi", b"s" * 16, cost)
    for bad in (passphrase.Cost(memory_kib=2**21), passphrase.Cost(passes=0), passphrase.Cost(lanes=100)):
        with pytest.raises(BadCost):
            passphrase.stretch("x", b"s" * 16, bad)
    with pytest.raises(BadCost):
        passphrase.stretch("x", b"s", cost)
