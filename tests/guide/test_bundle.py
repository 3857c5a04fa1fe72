"""Bundles: the same bytes twice, nothing else accepted, signed by enough keys, never rolled back."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from homeward.guide.compile import open_pack, pack_bytes, unpack
from homeward.guide.errors import BundleDamaged, RolledBack, SignatureMissing
from homeward.guide.trust import accept, comment_for, file_name
from homeward.keys import minisign
from homeward.schema.guide_bundle import Bundle

from .conftest import MINI

KEYS = [minisign.SecretKey(bytes([n]) * 8, bytes([n]) * 32) for n in range(1, 5)]
PUBLIC = [k.public for k in KEYS[:3]]
DATA = pack_bytes(open_pack(MINI))
COMMENT = comment_for(open_pack(MINI).pack)


def signed(*keys: minisign.SecretKey, data: bytes = DATA, comment: str = COMMENT) -> list[str]:
    return [minisign.sign(key, data, comment) for key in keys]


def test_two_builds_are_the_same_bytes_in_other_processes(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from homeward.guide.compile import open_pack, pack_bytes; "
        "sys.stdout.buffer.write(pack_bytes(open_pack(pathlib.Path(sys.argv[1]))))"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        made = subprocess.run([sys.executable, "-c", script, str(MINI)], capture_output=True, check=True, env=environment)
        assert made.stdout == DATA


def test_entries_may_move_between_files(copy: Path) -> None:
    whole = (copy / "claims" / "all.yaml").read_text("utf-8")
    at = whole.index("report-must-be-taken:")
    (copy / "claims" / "all.yaml").write_text(whole[at:], "utf-8")
    (copy / "claims" / "more.yaml").write_text(whole[:at], "utf-8")
    assert pack_bytes(open_pack(copy)) == DATA


def test_a_bundle_comes_back_as_it_was(mini: Bundle) -> None:
    assert unpack(DATA) == mini
    assert file_name(mini.pack) == "lugovia-refusal-1.guide"


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_a_changed_byte_is_damage_or_unsigned(at: int, mask: int) -> None:
    spoiled = DATA[:at] + bytes([DATA[at] ^ mask]) + DATA[at + 1 :]
    with pytest.raises((BundleDamaged, SignatureMissing)):
        accept(spoiled, signed(*KEYS[:2]), PUBLIC, 2, "2026-02-01")


@pytest.mark.parametrize(
    "data",
    [b"", b"\x1f\x8b", DATA[:-1], DATA + b"\0", DATA + DATA, gzip.compress(b"{}"), gzip.compress(b"null"), gzip.compress(b'{"format":2}')],
)
def test_other_bytes_are_damage(data: bytes) -> None:
    with pytest.raises(BundleDamaged):
        unpack(data)


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(BundleDamaged):
        unpack(gzip.compress(b" " * 200_000_000, 1))


def test_two_of_three_keys() -> None:
    assert accept(DATA, signed(*KEYS[:2]), PUBLIC, 2, "2026-02-01").signers == sorted(k.public.name for k in KEYS[:2])
    for few in (signed(KEYS[0]), signed(KEYS[0], KEYS[0]), signed(KEYS[0], KEYS[3]), [], ["rubbish", *signed(KEYS[1])]):
        with pytest.raises(SignatureMissing):
            accept(DATA, few, PUBLIC, 2, "2026-02-01")


def test_one_key_under_two_names_is_one_key() -> None:
    twin = minisign.SecretKey(b"othernam", KEYS[0].seed)
    with pytest.raises(SignatureMissing):
        accept(DATA, signed(KEYS[0], twin), [KEYS[0].public, twin.public], 2, "2026-02-01")


def test_a_comment_that_tells_another_story_does_not_count() -> None:
    with pytest.raises(SignatureMissing):
        accept(DATA, signed(*KEYS[:2], comment=COMMENT.replace("version:1", "version:9")), PUBLIC, 2, "2026-02-01")


def test_an_older_pack_never_replaces_a_newer(mini: Bundle) -> None:
    newer = structs.replace(mini, pack=structs.replace(mini.pack, version=2))
    new, same = pack_bytes(newer), pack_bytes(structs.replace(mini, pack=structs.replace(mini.pack, expires="2027-03-01")))
    with pytest.raises(RolledBack):
        accept(DATA, signed(*KEYS[:2]), PUBLIC, 2, "2026-02-01", new)
    accept(new, signed(*KEYS[:2], data=new, comment=comment_for(newer.pack)), PUBLIC, 2, "2026-02-01", DATA)
    accept(DATA, signed(*KEYS[:2]), PUBLIC, 2, "2026-02-01", DATA)
    with pytest.raises(RolledBack):
        accept(DATA, signed(*KEYS[:2]), PUBLIC, 2, "2026-02-01", same)


def test_expiry_is_said() -> None:
    assert not accept(DATA, signed(*KEYS[:2]), PUBLIC, 2, "2027-02-10").expired
    assert accept(DATA, signed(*KEYS[:2]), PUBLIC, 2, "2027-02-11").expired
