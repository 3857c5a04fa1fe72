"""Judgements: who decided what of two reports, and what follows from all of them (RECORD 6)."""

from __future__ import annotations

from collections.abc import Callable

from homeward.record.errors import NumberMissing, PairOfOne, ReviewerMissing
from homeward.schema.record import Judgement, Verdict

from .database import Database, following, one

_COLUMNS = ("number", "low", "high", "verdict", "by", "why", "blind", "at")


class Judgements:
    """Adding and reading. A judgement is never changed: who errs says so in a later one."""

    def __init__(self, database: Database, clock: Callable[[], str]) -> None:
        self._db, self._clock = database, clock

    def add(self, left: int, right: int, verdict: Verdict, *, by: str, why: str = "", blind: bool = False) -> Judgement:
        """Keep a decision. Raises PairOfOne, ReviewerMissing, NumberMissing."""
        if left == right:
            raise PairOfOne
        if not by.strip():
            raise ReviewerMissing
        low, high = sorted((left, right))
        with self._db.transaction():
            for number in (low, high):
                if one(self._db, "SELECT 1 FROM report WHERE number = ?", (number,)) is None:
                    raise NumberMissing(str(number))
            at = self._clock()
            kept = Judgement(
                number=following(self._db, "judgement"), left=low, right=high, verdict=verdict, by=by, why=why, blind=blind, at=at
            )
            self._db.insert("judgement", _COLUMNS, [(kept.number, low, high, verdict.value, by, why, int(blind), at)])
        return kept

    def undo(self, by: str, why: str = "") -> Judgement | None:
        """Withdraw this reviewer's last standing judgement; None when there is none."""
        standing = standing_of([j for j in self.all() if j.by == by])
        if not standing:
            return None
        last = max(standing.values(), key=lambda j: j.number)
        return self.add(last.left, last.right, Verdict.WITHDRAWN, by=by, why=why)

    def all(self) -> list[Judgement]:
        """Every judgement ever, oldest first."""
        return self._read("", ())

    def of_pair(self, left: int, right: int) -> list[Judgement]:
        """Every judgement on a pair, oldest first."""
        return self._read("WHERE low = ? AND high = ?", (min(left, right), max(left, right)))

    def of_report(self, report: int) -> list[Judgement]:
        """Every judgement that touches a report, oldest first."""
        return self._read("WHERE low = ? OR high = ?", (report, report))

    def decisions(self) -> dict[tuple[int, int], Verdict]:
        """The verdict that holds for each judged pair; see `decided`."""
        return decided(self.all())

    def _read(self, where: str, values: tuple[int, ...]) -> list[Judgement]:
        rows = self._db.rows(f"SELECT {', '.join(_COLUMNS)} FROM judgement {where} ORDER BY number", values)
        return [
            Judgement(number=n, left=low, right=high, verdict=Verdict(v), by=by, why=why, blind=bool(blind), at=at)
            for n, low, high, v, by, why, blind, at in rows
        ]


def standing_of(judgements: list[Judgement]) -> dict[tuple[int, int, str], Judgement]:
    """Each reviewer's last word on each pair, withdrawn ones left out."""
    last = {(j.left, j.right, j.by): j for j in judgements}
    return {key: j for key, j in last.items() if j.verdict != Verdict.WITHDRAWN}


def decided(judgements: list[Judgement]) -> dict[tuple[int, int], Verdict]:
    """What holds for each pair: what all its reviewers say who were sure; where they differ, or none was sure, `unsure`."""
    said: dict[tuple[int, int], set[Verdict]] = {}
    for (low, high, _), judgement in standing_of(judgements).items():
        said.setdefault((low, high), set()).add(judgement.verdict)
    holds = {}
    for pair, verdicts in said.items():
        sure = verdicts - {Verdict.UNSURE}
        holds[pair] = next(iter(sure)) if len(sure) == 1 else Verdict.UNSURE
    return holds
