"""What the record says outward and what is asked of it: claims, resolutions, corrections, figures, releases (RECORD 7 and 8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from homeward.record.errors import NumberMissing, ReviewerMissing
from homeward.schema.record import Claim, Correction, CorrectionState, CorrectionStep, Field, Figure, Release, Resolution

from .database import Database, following, one

S = TypeVar("S", bound=msgspec.Struct)


class Public:
    """Adding and reading; every `add` gives back the row as kept, with its number."""

    def __init__(self, database: Database, clock: Callable[[], str]) -> None:
        self._db, self._clock = database, clock

    def claim(self, claim: Claim) -> Claim:
        """Keep a claim; one entered before in the same words stays one."""
        with self._db.transaction():
            for known in self.claims():
                if msgspec.structs.replace(known, number=0, at="") == msgspec.structs.replace(claim, number=0, at=""):
                    return known
            return self._keep("claim", claim)

    def claims(self) -> list[Claim]:
        """All claims in order of entry; never merged."""
        return self._all("claim", Claim)

    def resolve(self, resolution: Resolution) -> Resolution:
        """Keep a reviewer's decision on one field of a person. Raises ReviewerMissing."""
        if not resolution.by.strip():
            raise ReviewerMissing
        return self._keep("resolution", resolution)

    def resolutions(self) -> list[Resolution]:
        """All, oldest first; the last on a person's field counts."""
        return self._all("resolution", Resolution)

    def standing(self) -> dict[tuple[int, Field], Resolution]:
        """The resolution that counts, by person and field."""
        return {(r.person, r.field): r for r in self.resolutions()}

    def ask(self, correction: Correction) -> Correction:
        """Keep a relative's request; it stands at `received`."""
        with self._db.transaction():
            kept = self._keep("correction", correction, leave=("state",))
            state, at = CorrectionState.RECEIVED, kept.at
            self._keep("correction_step", CorrectionStep(correction=kept.number, state=state, by="homeward", answer="", at=at))
        return kept

    def step(self, correction: int, state: CorrectionState, *, by: str, answer: str) -> CorrectionStep:
        """Move a request on. Raises NumberMissing, ReviewerMissing."""
        if not by.strip():
            raise ReviewerMissing
        if one(self._db, "SELECT 1 FROM correction WHERE number = ?", (correction,)) is None:
            raise NumberMissing(str(correction))
        return self._keep("correction_step", CorrectionStep(correction=correction, state=state, by=by, answer=answer))

    def corrections(self) -> list[Correction]:
        """All requests with where they stand, oldest first."""
        last = {step.correction: step.state for step in self.steps()}
        asked = self._all("correction", Correction, leave=("state",))
        return [msgspec.structs.replace(c, state=last.get(c.number, c.state)) for c in asked]

    def steps(self, correction: int | None = None) -> list[CorrectionStep]:
        """All steps, of one request or of all, oldest first."""
        return [s for s in self._all("correction_step", CorrectionStep) if correction in (None, s.correction)]

    def figure(self, figure: Figure) -> Figure:
        """Keep a circle's figure; the same one twice is one."""
        with self._db.transaction():
            for known in self._all("figure", Figure):
                if msgspec.structs.replace(known, number=0, at="") == msgspec.structs.replace(figure, number=0, at=""):
                    return known
            return self._keep("figure", figure)

    def figures(self) -> list[Figure]:
        """The last figure of each source, matter and region."""
        return list({(f.source, f.what, f.region): f for f in self._all("figure", Figure)}.values())

    def release(self, release: Release) -> Release:
        """Keep a release."""
        return self._keep("release", release)

    def releases(self) -> list[Release]:
        """All releases, oldest first."""
        return self._all("release", Release)

    def _keep(self, table: str, value: S, leave: tuple[str, ...] = ()) -> S:
        with self._db.transaction():
            kept = msgspec.structs.replace(value, number=following(self._db, table), at=self._clock())
            columns = [name for name in type(value).__struct_fields__ if name not in leave]
            self._db.insert(table, columns, [[getattr(kept, name) for name in columns]])
        return kept

    def _all(self, table: str, shape: type[S], leave: tuple[str, ...] = ()) -> list[S]:
        columns = [name for name in shape.__struct_fields__ if name not in leave]
        rows = self._db.rows(f"SELECT {', '.join(columns)} FROM {table} ORDER BY number")
        return [msgspec.convert(dict(zip(columns, row, strict=True)), shape) for row in rows]
