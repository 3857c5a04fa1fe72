"""Adversarial test 18 for a device: full disk, read-only, busy, truncated, empty, foreign and future vaults. Words, and no loss."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sqlite3
from pathlib import Path

import pytest

from homeward.circle.errors import VaultBusy, VaultDamaged, VaultExists, VaultFull, VaultLocked, VaultMissing
from homeward.circle.vault import Vault
from homeward.keys.passphrase import Cost

CHEAP = Cost(memory_kib=64, passes=1)
WORDS = "лодка на берегу"


def made(folder: Path) -> Path:
    """A closed vault that holds something."""
    vault = Vault.create(folder, WORDS, CHEAP)
    with vault.write():
        vault.put("kept", "one", "слово")
    vault.close()
    return folder / "vault.db"


def test_a_vault_is_one_and_its_passphrase_is_needed(tmp_path: Path) -> None:
    with pytest.raises(VaultMissing):
        Vault.open(tmp_path, WORDS)
    made(tmp_path)
    with pytest.raises(VaultExists):
        Vault.create(tmp_path, WORDS, CHEAP)
    with pytest.raises(VaultLocked):
        Vault.open(tmp_path, "другие слова")


def test_two_programs_do_not_share_a_vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path)
    monkeypatch.setattr("homeward.circle.vault.time.sleep", lambda _: None)
    vault = Vault.open(tmp_path, WORDS)
    with pytest.raises(VaultBusy):
        Vault.open(tmp_path, WORDS)
    vault.close()
    Vault.open(tmp_path, WORDS).close()


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:5_000],
        lambda raw: b"not a vault " * 1_000,
        lambda raw: raw[:100] + bytes(4_000) + raw[4_100:],
        lambda raw: raw[:60] + (9).to_bytes(4, "big") + raw[64:],
    ],
    ids=["zero bytes", "truncated", "foreign", "overwritten", "future"],
)
def test_a_broken_vault_is_named_and_left_alone(tmp_path: Path, damage: object) -> None:
    path = made(tmp_path)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    before = path.read_bytes()
    with pytest.raises(VaultDamaged):
        Vault.open(tmp_path, WORDS)
    assert path.read_bytes() == before


def test_a_changed_value_is_named(tmp_path: Path) -> None:
    path = made(tmp_path)
    database = sqlite3.connect(path)
    database.execute("UPDATE item SET value = zeroblob(60)")
    database.commit()
    database.close()
    vault = Vault.open(tmp_path, WORDS)
    with pytest.raises(VaultDamaged):
        vault.get("kept", "one", str)
    vault.close()


def test_a_full_disk_undoes_the_whole_change_and_keeps_what_was(tmp_path: Path) -> None:
    made(tmp_path)
    context = multiprocessing.get_context("fork")
    child = context.Process(target=_fill, args=(tmp_path,))
    child.start()
    child.join(60)
    assert child.exitcode == 0
    vault = Vault.open(tmp_path, WORDS)
    assert vault.get("kept", "one", str) == "слово"
    whole = [name for name, _ in vault.scan("big", bytes)]
    assert len(whole) % 2 == 0 and whole  # both halves of every change, or neither
    with vault.write():
        vault.put("kept", "two", "есть место")
    vault.close()


def _fill(folder: Path) -> None:
    vault = Vault.open(folder, WORDS)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    for number in range(200):
        try:
            with vault.write():
                vault.put("big", f"{number} a", os.urandom(20_000))
                vault.put("big", f"{number} b", os.urandom(20_000))
        except VaultFull:
            os._exit(0)
    os._exit(1)
