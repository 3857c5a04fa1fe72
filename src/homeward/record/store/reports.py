"""Sources, archives, reports and statements: what was said, by whom, and what was taken out of it (RECORD 2)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from homeward.record.errors import NumberMissing, ReviewerMissing, SourceUnknown
from homeward.schema.record import Archive, Exclusion, Extracted, Field, Report, Saying, Source, Statement

from .database import Database, following, one

_SOURCE = "number, id, kind, grade, independence, licence, title, address, note, at"
_STATEMENT = "number, report, saying, field, value, extracted, by, why, at"
T = TypeVar("T")
_ORDER = {Extracted.SAID: 0, Extracted.MACHINE: 1, Extracted.REVIEWER: 2}


class Reports:
    """Reading and adding. `clock` gives the instant written beside every row."""

    def __init__(self, database: Database, clock: Callable[[], str]) -> None:
        self._db, self._clock = database, clock

    def declare(self, source: Source) -> Source:
        """Declare a source, or declare it anew; the same declaration twice adds nothing."""
        with self._db.transaction():
            known = {s.id: s for s in self.sources()}.get(source.id)
            if known and msgspec.structs.replace(known, number=0, at="") == msgspec.structs.replace(source, number=0, at=""):
                return known
            kept = msgspec.structs.replace(source, number=following(self._db, "source"), at=self._clock())
            row = (kept.number, kept.id, kept.kind, kept.grade, kept.group, kept.licence, kept.title, kept.address, kept.note, kept.at)
            self._db.insert("source", _SOURCE.split(", "), [row])
        return kept

    def sources(self) -> list[Source]:
        """All sources as last declared, by id."""
        found = self._db.rows(
            f"SELECT {_SOURCE} FROM source s WHERE number = (SELECT max(number) FROM source t WHERE t.id = s.id) ORDER BY id"
        )
        names = ("number", "id", "kind", "grade", "group", "licence", "title", "address", "note", "at")
        return [msgspec.convert(dict(zip(names, row, strict=True)), Source) for row in found]

    def source(self, identity: str) -> Source:
        """One source. Raises SourceUnknown."""
        for found in self.sources():
            if found.id == identity:
                return found
        raise SourceUnknown(identity)

    def archives(self) -> list[Archive]:
        """All files taken in, oldest first."""
        found = self._db.rows("SELECT hash, source, name, size, row_count, at FROM archive ORDER BY at, hash")
        return [Archive(hash=h, source=s, name=n, size=b, rows=r, at=a) for h, s, n, b, r, a in found]

    def keep_archive(self, hash_: str, source: str, name: str, size: int, rows: int) -> None:
        """Note a file that was read to its end; the same file twice is one."""
        with self._db.transaction():
            if one(self._db, "SELECT 1 FROM archive WHERE hash = ?", (hash_,)) is None:
                self._db.insert(
                    "archive", ("hash", "source", "name", "size", "row_count", "at"), [(hash_, source, name, size, rows, self._clock())]
                )

    def add(self, source: str, archive: str, sayings: Sequence[Saying]) -> tuple[int, int]:
        """Keep a batch in one transaction: how many new reports, how many known ones that say something new. Known words add nothing."""
        at, new_reports, new_sayings, statements = self._clock(), [], [], []
        with self._db.transaction():
            known = self._known(source, [s.key for s in sayings])
            number, said, place = following(self._db, "report"), following(self._db, "saying"), following(self._db, "statement")
            for saying in sayings:
                text = msgspec.json.encode(saying.said, order="sorted").decode()
                digest = hashlib.sha256(text.encode() + msgspec.json.encode(saying.values, order="sorted")).hexdigest()
                report, last = known.get(saying.key, (0, ""))
                if last == digest:
                    continue
                if not report:
                    report, number = number, number + 1
                    new_reports.append((report, source, saying.key, at))
                known[saying.key] = (report, digest)
                new_sayings.append((said, report, archive, saying.row, digest, text, at))
                for field, value in saying.values.items():
                    statements.append((place, report, said, field.value, value, Extracted.SAID.value, None, None, at))
                    place += 1
                said += 1
            self._db.insert("report", ("number", "source", "key", "at"), new_reports)
            self._db.insert("saying", ("number", "report", "archive", "line", "hash", "said", "at"), new_sayings)
            self._db.insert("statement", _STATEMENT.split(", "), statements)
        return len(new_reports), len(new_sayings) - len(new_reports)

    def state(self, report: int, field: Field, value: str, *, by: str | None = None, why: str | None = None) -> int:
        """Add a value beside those said: a reviewer's when `by` is given, else a machine's. Raises NumberMissing, ReviewerMissing."""
        if by is not None and not by.strip():
            raise ReviewerMissing
        with self._db.transaction():
            if one(self._db, "SELECT 1 FROM report WHERE number = ?", (report,)) is None:
                raise NumberMissing(str(report))
            number = following(self._db, "statement")
            extracted = Extracted.MACHINE if by is None else Extracted.REVIEWER
            row = (number, report, None, field.value, value, extracted.value, by, why, self._clock())
            self._db.insert("statement", _STATEMENT.split(", "), [row])
        return number

    def exclude(self, report: int, reason: str, by: str, *, lifted: bool = False) -> None:
        """Leave a report out of every count, or take it back in. Raises ReviewerMissing."""
        if not by.strip() or not reason.strip():
            raise ReviewerMissing
        with self._db.transaction():
            row = (following(self._db, "exclusion"), report, int(lifted), reason, by, self._clock())
            self._db.insert("exclusion", ("number", "report", "lifted", "reason", "by", "at"), [row])

    def exclusions(self) -> list[Exclusion]:
        """All, oldest first; the last on a report counts."""
        found = self._db.rows("SELECT number, report, lifted, reason, by, at FROM exclusion ORDER BY number")
        return [Exclusion(number=n, report=r, lifted=bool(u), reason=w, by=b, at=a) for n, r, u, w, b, a in found]

    def excluded(self) -> dict[int, Exclusion]:
        """Reports left out at present, with the exclusion."""
        last = {e.report: e for e in self.exclusions()}
        return {number: e for number, e in last.items() if not e.lifted}

    def statements(self, reports: Iterable[int]) -> list[Statement]:
        """Everything ever stated in these reports, oldest first: older sayings and machine's values too."""
        found = []
        for batch in _batches(list(reports)):
            found += self._db.rows(
                f"SELECT {_STATEMENT} FROM statement WHERE report IN ({', '.join('?' * len(batch))}) ORDER BY number", batch
            )
        names = _STATEMENT.split(", ")
        return [msgspec.convert(dict(zip(names, row, strict=True)), Statement) for row in sorted(found, key=lambda row: row[0])]

    def said(self, report: int) -> list[tuple[str, int, str, str]]:
        """Each saying of a report, oldest first: (archive hash, line, JSON as said, when)."""
        found = self._db.rows("SELECT archive, line, said, at FROM saying WHERE report = ? ORDER BY number", (report,))
        return [(archive, line, said, at) for archive, line, said, at in found]

    def report(self, number: int) -> Report:
        """One report. Raises NumberMissing."""
        for found in self._read("WHERE r.number = ?", (number,)):
            return found
        raise NumberMissing(str(number))

    def some(self, numbers: Iterable[int]) -> dict[int, Report]:
        """Reports by number."""
        found: dict[int, Report] = {}
        for batch in _batches(sorted(set(numbers))):
            found |= {r.number: r for r in self._read(f"WHERE r.number IN ({', '.join('?' * len(batch))})", batch)}
        return found

    def all(self) -> Iterator[Report]:
        """Every report with its current values, by number; excluded ones too."""
        return self._read("", ())

    def count(self) -> int:
        """How many reports."""
        return int(self._db.rows("SELECT count(*) FROM report")[0][0])

    def _read(self, where: str, values: Sequence[object]) -> Iterator[Report]:
        """Values of each report's last saying, then machine's, then reviewers' (a later one over an earlier)."""
        statement = (
            "SELECT r.number, r.source, r.key, r.at, s.field, s.value, s.extracted FROM report r"
            " LEFT JOIN statement s ON s.report = r.number"
            " AND (s.saying IS NULL OR s.saying = (SELECT max(y.number) FROM saying y WHERE y.report = r.number))"
            f" {where} ORDER BY r.number, s.number"
        )
        current: tuple[int, str, str, str] | None = None
        found: list[tuple[str, str, str]] = []
        for number, source, key, at, field, value, extracted in self._db.stream(statement, values):
            if current is not None and current[0] != number:
                yield _report(current, found)
                found = []
            current = (number, source, key, at)
            if field is not None:
                found.append((field, value, extracted))
        if current is not None:
            yield _report(current, found)

    def _known(self, source: str, keys: Sequence[str]) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}
        for batch in _batches(list(keys)):
            marks = ", ".join("?" * len(batch))
            rows = self._db.rows(
                "SELECT r.key, r.number, s.hash FROM report r JOIN saying s ON s.report = r.number"
                f" WHERE r.source = ? AND r.key IN ({marks}) ORDER BY s.number",
                (source, *batch),
            )
            found |= {key: (number, digest) for key, number, digest in rows}
        return found


def _report(head: tuple[int, str, str, str], found: list[tuple[str, str, str]]) -> Report:
    ordered = sorted(found, key=lambda statement: _ORDER[Extracted(statement[2])])
    values = {Field(field): value for field, value, _ in ordered}
    return Report(number=head[0], source=head[1], key=head[2], first_at=head[3], values={f: v for f, v in values.items() if v})


def _batches(values: list[T], size: int = 500) -> Iterator[list[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
