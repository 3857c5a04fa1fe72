"""What is counted and under which threshold: deaths (5), the missing (10), refusals and returns from circles (10).

Figures of circles speak of living men: their threshold is the stricter one, a change smaller than it is hidden too, and regions
that fewer than three circles speak of are counted together as `other` (spec/RECORD.md, 'Release', 2). Earlier versions, as they were
published, are part of what the attacker knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from homeward.record.counted import NOT_RECORDED
from homeward.record.disclose.audit import Audit, audit
from homeward.record.disclose.errors import NotProtectable
from homeward.record.disclose.protect import protect
from homeward.record.disclose.release_format import Measure, ReadRelease
from homeward.record.disclose.tables import Coarser, Table, tabulate
from homeward.schema.record import Figure

from .grain import graded
from .whitelist import DEATH_TABLES, LIVING_TABLES

K_DEATHS, K_LIVING, LEAST_CIRCLES = 5, 10, 3
REFUSALS = ("filed", "held", "released", "home")
OTHER = "other"


class Counted(msgspec.Struct, frozen=True):
    """One measure, made safe: how many of its non-empty cells are small, hidden besides, shown."""

    measure: Measure
    primary: int
    secondary: int
    shown: int


def deaths(rows: Sequence[Mapping[str, str]], past: Sequence[ReadRelease], grain: str) -> Counted:
    """Tables of the dead, crossed with regions by this grain of time. Raises NotProtectable."""
    graded_rows, coarser = graded(rows, grain)
    extra = () if grain == "month" else ((grain,),)
    sets = [*(tuple(grain if d == "month" and len(dims) > 1 else d for d in dims) for dims in DEATH_TABLES), *extra]
    return _counted("deaths", K_DEATHS, tabulate(graded_rows, sets), past, living=False, coarser=coarser)


def missing(rows: Sequence[Mapping[str, str]], past: Sequence[ReadRelease]) -> Counted:
    """Tables of the missing and captured. Raises NotProtectable."""
    return _counted("missing", K_LIVING, tabulate(rows, LIVING_TABLES), past, living=True)


def refusals(figures: Sequence[Figure], past: Sequence[ReadRelease]) -> list[Counted]:
    """A measure for each matter circles gave figures on. Raises NotProtectable."""
    made = []
    for what in REFUSALS:
        said = [f for f in figures if f.what == what]
        if said:
            made.append(_counted(f"refusals-{what}", K_LIVING, circle_tables(said), past, living=True))
    return made


def circle_tables(figures: Sequence[Figure]) -> list[Table]:
    """By region and in all, regions of fewer than three circles taken together."""
    circles: dict[str, set[str]] = defaultdict(set)
    for f in figures:
        circles[f.region or NOT_RECORDED].add(f.source)
    regions: dict[tuple[str, ...], int | None] = {}
    for f in figures:
        name = f.region or NOT_RECORDED
        key = (name if len(circles[name]) >= LEAST_CIRCLES else OTHER,)
        regions[key] = (regions.get(key) or 0) + f.value
    total = sum(f.value for f in figures)
    return [Table((), {(): total}), Table(("region",), dict(sorted(regions.items())))]


def attacked(version: str, counted: Sequence[Counted], past: Sequence[ReadRelease]) -> Audit:
    """The attacker's last word, over this version and every earlier one. Raises NotProtectable if she learns anything."""
    found = audit([*past, ReadRelease(version, tuple(c.measure for c in counted))])
    if not found.safe:
        raise NotProtectable(str([f.cell for f in found.recovered[:3]]))
    return found


def _counted(
    name: str, k: int, tables: Sequence[Table], past: Sequence[ReadRelease], *, living: bool, coarser: Sequence[Coarser] = ()
) -> Counted:
    before = [m.tables for release in past for m in release.measures if m.name == name]
    safe = protect(tables, k, coarser, past=before, shield_changes=living)
    return Counted(Measure(name, k, safe.tables, tuple(coarser), zeros_shown=True), safe.primary, safe.secondary, safe.shown)
