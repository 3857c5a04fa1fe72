"""Hashes and the signature of a release: SHA256SUMS, signed in minisign's form (spec/RECORD.md, 'Release', 6)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from homeward.keys import minisign
from homeward.keys.errors import KeyFileBroken

from .errors import ReleaseBroken

SUMS, SIGNATURE, PUBLIC = "SHA256SUMS", "SHA256SUMS.minisig", "release.pub"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def release_key(folder: Path) -> minisign.SecretKey:
    """The record's release key, made at its first release and readable by its owner only. Raises KeyFileBroken."""
    path = folder / "keys" / "release.key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.touch(0o600)
        draft.write_text(minisign.secret_file(minisign.new_key(), ""))
        draft.replace(path)
    return minisign.secret_from(path.read_text(), "")


def sealed(files: Mapping[str, bytes], key: minisign.SecretKey, version: str) -> dict[str, bytes]:
    """The files with their public key, hashes and signature. The same files and key give the same bytes."""
    listed = {**files, PUBLIC: minisign.public_file(key.public).encode()}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(listed.items())).encode()
    return {**listed, SUMS: sums, SIGNATURE: minisign.sign(key, sums, f"release {version}").encode()}


def verify_release(folder: Path, public: minisign.PublicKey | None = None) -> str:
    """The name of the key that signed the release in a folder. Raises ReleaseBroken where a hash, the signature or the key differs."""
    try:
        sums = (folder / SUMS).read_bytes()
        key = public or minisign.public_from((folder / PUBLIC).read_text())
        signature = minisign.signature_from((folder / SIGNATURE).read_text())
        for line in sums.decode().splitlines():
            match = _LINE.fullmatch(line)
            if not match or hashlib.sha256((folder / match[2]).read_bytes()).hexdigest() != match[1]:
                raise ReleaseBroken(match[2] if match else line[:40])
    except (OSError, KeyFileBroken, UnicodeDecodeError) as error:
        raise ReleaseBroken(str(error)) from error
    if not minisign.signed_by(key, signature, sums):
        raise ReleaseBroken(SIGNATURE)
    return key.name
