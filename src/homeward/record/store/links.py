"""What linkage left behind: pairs with probabilities, people with stable numbers (RECORD 5 and 6).

A completed linkage is one transaction: a process killed before it leaves the last one whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from homeward.record.errors import NumberMissing
from homeward.schema.record import Pair, Run

from .database import Database, Row, following, one

_PAIR = "low, high, probability, weights"


class Links:
    """Reading and replacing."""

    def __init__(self, database: Database, clock: Callable[[], str]) -> None:
        self._db, self._clock = database, clock

    def complete(
        self, model: str, pairs: Iterable[Pair], belongs: dict[int, int], redirects: dict[int, int], *, replace: bool = True
    ) -> Run:
        """Keep a whole linkage: its pairs (instead of the last one's when `replace`), who belongs to whom, and numbers that moved."""
        at = self._clock()
        with self._db.transaction():
            number = following(self._db, "run")
            if replace:
                self._db.execute("DELETE FROM pair")
            encode = msgspec.json.Encoder().encode
            rows = [(number, p.left, p.right, p.probability, encode(p.weights).decode()) for p in pairs]
            if not replace:
                for row in rows:
                    self._db.execute("DELETE FROM pair WHERE low = ? AND high = ?", row[1:3])
            self._db.insert("pair", ("run", *_PAIR.split(", ")), rows)
            self._assign(belongs, redirects, at)
            people = self._db.rows("SELECT count(*) FROM person")[0][0] - len(self.redirects())
            reports = self._db.rows("SELECT count(*) FROM report")[0][0]
            kept = Run(number=number, model=model, reports=reports, pairs=len(rows), people=people, at=at)
            self._db.insert(
                "run", ("number", "model", "reports", "pairs", "people", "at"), [(number, model, reports, len(rows), people, at)]
            )
        return kept

    def reassign(self, belongs: dict[int, int], redirects: dict[int, int]) -> None:
        """Keep who belongs to whom after judgements, without a new linkage."""
        with self._db.transaction():
            self._assign(belongs, redirects, self._clock())

    def last_run(self) -> Run | None:
        """The last completed linkage."""
        row = one(self._db, "SELECT number, model, reports, pairs, people, at FROM run ORDER BY number DESC LIMIT 1")
        return None if row is None else Run(number=row[0], model=row[1], reports=row[2], pairs=row[3], people=row[4], at=row[5])

    def pair(self, left: int, right: int) -> Pair | None:
        """One compared pair, or None when the machine never compared the two."""
        row = one(self._db, f"SELECT {_PAIR} FROM pair WHERE low = ? AND high = ?", (min(left, right), max(left, right)))
        return None if row is None else _pair(row)

    def pairs(self, at_least: float = 0.0, below: float = 2.0) -> Iterator[Pair]:
        """Pairs with probability in [at_least, below), by report numbers."""
        statement = f"SELECT {_PAIR} FROM pair WHERE probability >= ? AND probability < ? ORDER BY low, high"
        return map(_pair, self._db.stream(statement, (at_least, below)))

    def edges(self, at_least: float) -> list[tuple[int, int, float]]:
        """(left, right, probability) of pairs at or above a probability; weights left out, so it is light."""
        rows = self._db.rows("SELECT low, high, probability FROM pair WHERE probability >= ? ORDER BY low, high", (at_least,))
        return [(low, high, float(p)) for low, high, p in rows]

    def queue(self, by: str, band: tuple[float, float], limit: int, skip: Sequence[tuple[int, int]] = ()) -> list[Pair]:
        """Pairs of the review band this reviewer has not judged, likeliest first; `skip` leaves out some."""
        rows = self._db.rows(
            f"SELECT {_PAIR} FROM pair p WHERE probability >= ? AND probability < ?"
            " AND coalesce((SELECT j.verdict FROM judgement j WHERE j.low = p.low AND j.high = p.high AND j.by = ?"
            " ORDER BY j.number DESC LIMIT 1), 'withdrawn') = 'withdrawn'"
            " ORDER BY probability DESC, low, high LIMIT ?",
            (*band, by, limit + len(skip)),
        )
        hidden = set(skip)
        return [pair for pair in map(_pair, rows) if (pair.left, pair.right) not in hidden][:limit]

    def waiting(self, by: str, band: tuple[float, float]) -> int:
        """How many pairs of the band this reviewer has not judged."""
        row = self._db.rows(
            "SELECT count(*) FROM pair p WHERE probability >= ? AND probability < ?"
            " AND coalesce((SELECT j.verdict FROM judgement j WHERE j.low = p.low AND j.high = p.high AND j.by = ?"
            " ORDER BY j.number DESC LIMIT 1), 'withdrawn') = 'withdrawn'",
            (*band, by),
        )[0]
        return int(row[0])

    def belongs(self) -> dict[int, int]:
        """Report number to person number, at present."""
        rows = self._db.stream("SELECT report, person FROM membership ORDER BY number")
        return dict(rows)  # type: ignore[arg-type]

    def history(self, report: int) -> list[tuple[int, str]]:
        """Every (person, since) of a report, oldest first."""
        rows = self._db.rows("SELECT person, at FROM membership WHERE report = ? ORDER BY number", (report,))
        return [(person, at) for person, at in rows]

    def members(self, person: int) -> list[int]:
        """Reports that speak of a person at present."""
        rows = self._db.rows(
            "SELECT m.report FROM membership m WHERE m.person = ?"
            " AND m.number = (SELECT max(n.number) FROM membership n WHERE n.report = m.report) ORDER BY m.report",
            (person,),
        )
        return [row[0] for row in rows]

    def redirects(self) -> dict[int, int]:
        """Numbers nobody belongs to any more, and the number that took over."""
        rows = self._db.rows("SELECT person, target FROM redirect ORDER BY number")
        return {person: target for person, target in rows if person != target}

    def current(self, person: int) -> int:
        """The number under which a person is found today. Raises NumberMissing."""
        if one(self._db, "SELECT 1 FROM person WHERE number = ?", (person,)) is None:
            raise NumberMissing(str(person))
        moved, seen = self.redirects(), set()
        while person in moved and person not in seen:
            seen.add(person)
            person = moved[person]
        return person

    def _assign(self, belongs: dict[int, int], redirects: dict[int, int], at: str) -> None:
        before, known = self.belongs(), {row[0] for row in self._db.rows("SELECT number FROM person")}
        fresh = sorted(set(belongs.values()) - known)
        self._db.insert("person", ("number", "at"), [(number, at) for number in fresh])
        moved = sorted((report, person) for report, person in belongs.items() if before.get(report) != person)
        place = following(self._db, "membership")
        self._db.insert("membership", ("number", "report", "person", "at"), [(place + i, *row, at) for i, row in enumerate(moved)])
        standing, place = self.redirects(), following(self._db, "redirect")
        changed = [(p, t) for p, t in sorted(redirects.items()) if standing.get(p) != t]
        # A number that has members again points to itself: the redirect is over.
        changed += [(p, p) for p in sorted(set(standing) & set(belongs.values()))]
        self._db.insert("redirect", ("number", "person", "target", "at"), [(place + i, *row, at) for i, row in enumerate(changed)])


def _pair(row: Row) -> Pair:
    return Pair(left=row[0], right=row[1], probability=float(row[2]), weights=msgspec.json.decode(row[3], type=dict[str, float]))
