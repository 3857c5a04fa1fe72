"""Pasted notices with the machine's suggestions, and sealed submissions, both waiting for a reviewer (RECORD 3.5, 3.6)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec

from homeward.record.errors import NumberMissing, ReviewerMissing
from homeward.schema.record import Notice, Suggestion

from .database import Database, following, one


class Notices:
    """Adding and reading. Nothing here becomes a report by itself."""

    def __init__(self, database: Database, clock: Callable[[], str]) -> None:
        self._db, self._clock = database, clock

    def add(self, source: str, text: str, suggestions: list[Suggestion]) -> Notice:
        """Keep a notice; the same text from the same source is kept once."""
        digest = hashlib.sha256(f"{source}\0{text}".encode()).hexdigest()
        with self._db.transaction():
            for known in self.all():
                if known.hash == digest:
                    return known
            kept = Notice(number=following(self._db, "notice"), source=source, hash=digest, text=text, at=self._clock())
            said = msgspec.json.encode(suggestions).decode()
            row = (kept.number, source, digest, text, said, kept.at)
            self._db.insert("notice", ("number", "source", "hash", "text", "suggestions", "at"), [row])
        return kept

    def all(self) -> list[Notice]:
        """Every notice, oldest first."""
        rows = self._db.rows("SELECT number, source, hash, text, at FROM notice ORDER BY number")
        return [Notice(number=n, source=s, hash=h, text=t, at=a) for n, s, h, t, a in rows]

    def waiting(self) -> list[Notice]:
        """Notices no reviewer has answered."""
        answered = {row[0] for row in self._db.rows("SELECT notice FROM notice_answer")}
        return [n for n in self.all() if n.number not in answered]

    def suggestions(self, notice: int) -> list[Suggestion]:
        """What the machine read in a notice. Raises NumberMissing."""
        row = one(self._db, "SELECT suggestions FROM notice WHERE number = ?", (notice,))
        if row is None:
            raise NumberMissing(str(notice))
        return msgspec.json.decode(row[0], type=list[Suggestion])

    def answer(self, notice: int, report: int | None, *, by: str, why: str = "") -> None:
        """Say what a reviewer made of a notice: a report, or nothing. Raises ReviewerMissing."""
        if not by.strip():
            raise ReviewerMissing
        with self._db.transaction():
            row = (following(self._db, "notice_answer"), notice, report, by, why, self._clock())
            self._db.insert("notice_answer", ("number", "notice", "report", "by", "why", "at"), [row])

    def receive(self, sealed: bytes) -> int:
        """Keep a sealed submission as it came; its number. The time kept is the day only."""
        digest = hashlib.sha256(sealed).hexdigest()
        with self._db.transaction():
            known = one(self._db, "SELECT number FROM submission WHERE hash = ?", (digest,))
            if known is not None:
                return int(known[0])
            number = following(self._db, "submission")
            self._db.insert("submission", ("number", "hash", "sealed", "at"), [(number, digest, sealed, self._clock()[:10])])
        return number

    def submissions(self) -> list[tuple[int, bytes, str]]:
        """(number, sealed bytes, day) of every submission."""
        return [(n, bytes(sealed), day) for n, sealed, day in self._db.rows("SELECT number, sealed, at FROM submission ORDER BY number")]
