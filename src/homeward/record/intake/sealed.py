"""Submissions sealed to a desk: HPKE to its public key; opened only in memory, kept sealed (RECORD 3.6).

A submission holds what the sender wants to say and nothing of who they are; the desk keeps the day of arrival only.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from homeward.keys.errors import CannotOpen
from homeward.keys.seal import SealingKey, seal
from homeward.record.errors import SubmissionUnreadable
from homeward.schema.record import Correction, Field

INFO = b"homeward record submission 1"
PADDED = 4_096  # plaintexts are padded to a multiple of this, so that length tells little


class Submission(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="submission", forbid_unknown_fields=True):
    """What a sealed message says: a correction to a person's entry, or a notice in free words."""

    text: str
    relation: str = ""
    person: int | None = None
    field: Field | None = None
    grounds: str = ""


def desk_key(folder: Path) -> SealingKey:
    """The desk's key in a record's folder; made on first use, readable by its owner only."""
    path = folder / "desk.key"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as opened:
            opened.write(SealingKey.generate().private)
    return SealingKey.from_private(path.read_bytes())


def seal_submission(public: bytes, submission: Submission) -> bytes:
    """Sealed bytes for a desk's public key (1,216 bytes). Raises keys' CannotOpen for an unusable key."""
    plain = msgspec.json.encode(submission)
    size = -(-(len(plain) + 4) // PADDED) * PADDED
    return seal(public, INFO, len(plain).to_bytes(4, "big") + plain + bytes(size - 4 - len(plain)))


def open_submission(key: SealingKey, sealed: bytes) -> Submission:
    """What was sealed. Raises SubmissionUnreadable."""
    try:
        padded = key.open(INFO, sealed)
        length = int.from_bytes(padded[:4], "big")
        if len(padded) < 4 or len(padded) % PADDED or length > len(padded) - 4 or any(padded[4 + length :]):
            raise SubmissionUnreadable
        return msgspec.json.decode(padded[4 : 4 + length], type=Submission)
    except (CannotOpen, msgspec.DecodeError) as error:
        raise SubmissionUnreadable from error


def as_correction(submission: Submission) -> Correction:
    """The request a relative's submission makes."""
    return Correction(
        person=submission.person,
        relation=submission.relation or "?",
        field=submission.field,
        wanted=submission.text,
        grounds=submission.grounds,
    )
