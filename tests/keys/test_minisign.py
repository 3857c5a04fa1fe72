"""minisign's files: our own round trip, its published key and signature, and the real program where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from homeward.keys import minisign as m
from homeward.keys.errors import KeyFileBroken, KeyLocked

KEY = m.SecretKey(b"\x01\x02\x03\x04\x05\x06\x07\x08", b"\x07" * 32)


def test_sign_and_verify_and_nothing_else() -> None:
    text = m.sign(KEY, b"hello", "a comment")
    signature = m.signature_from(text)
    assert signature.trusted == "a comment"
    assert m.signed_by(KEY.public, signature, b"hello")
    assert not m.signed_by(KEY.public, signature, b"hellp")
    assert not m.signed_by(m.new_key().public, signature, b"hello")
    assert not m.signed_by(KEY.public, m.signature_from(text.replace("a comment", "b comment")), b"hello")


def test_a_secret_key_behind_a_passphrase() -> None:
    text = m.secret_file(KEY, "слово")
    assert m.is_locked(text)
    assert m.secret_from(text, "слово") == KEY
    with pytest.raises(KeyLocked):
        m.secret_from(text, "другое")
    bare = m.secret_file(KEY, "")
    assert not m.is_locked(bare)
    assert m.secret_from(bare, "") == KEY


@pytest.mark.parametrize("text", ["", "x", "untrusted comment: x\nAAAA\n", "untrusted comment: x\nRWQ\ntrusted comment: y\nzz\n"])
def test_other_files_are_refused(text: str) -> None:
    for reader in (m.signature_from, m.public_from, lambda t: m.secret_from(t, "")):
        with pytest.raises(KeyFileBroken):
            reader(text)


def test_a_comment_is_one_line() -> None:
    with pytest.raises(KeyFileBroken):
        m.sign(KEY, b"x", "one\ntwo")


@pytest.mark.skipif(not shutil.which("minisign"), reason="the program minisign is not installed")
def test_the_real_program_agrees(tmp_path: Path) -> None:
    file, pub, sec = tmp_path / "file", tmp_path / "k.pub", tmp_path / "k.key"
    file.write_bytes(b"hello")
    pub.write_text(m.public_file(KEY.public))
    (tmp_path / "file.minisig").write_text(m.sign(KEY, b"hello", "ours"))
    subprocess.run(["minisign", "-V", "-q", "-p", pub, "-m", file], check=True)
    sec.write_text(m.secret_file(KEY, "pass"))
    subprocess.run(["minisign", "-S", "-s", sec, "-m", file, "-t", "theirs"], input=b"pass\n", check=True, capture_output=True)
    made = m.signature_from((tmp_path / "file.minisig").read_text())
    assert made.trusted == "theirs"
    assert m.signed_by(KEY.public, made, b"hello")
    subprocess.run(["minisign", "-G", "-W", "-p", tmp_path / "n.pub", "-s", tmp_path / "n.key"], check=True, capture_output=True)
    theirs = m.secret_from((tmp_path / "n.key").read_text(), "")
    assert theirs.public == m.public_from((tmp_path / "n.pub").read_text())
    subprocess.run(
        ["minisign", "-S", "-l", "-s", tmp_path / "n.key", "-m", file, "-x", tmp_path / "l.sig"], check=True, capture_output=True
    )
    legacy = m.signature_from((tmp_path / "l.sig").read_text())
    assert legacy.algorithm == b"Ed"
    assert m.signed_by(theirs.public, legacy, b"hello")
