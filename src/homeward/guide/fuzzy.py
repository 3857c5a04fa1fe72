"""The known stem a misspelt one stands for (GUIDE 7.3): a common beginning, or one or two slips of the pen."""

from __future__ import annotations

from collections.abc import Iterable

BEGINNING, ONE_SLIP, TWO_SLIPS = 900, 800, 650


def nearest(stems: Iterable[str], bare: str) -> tuple[str, int]:
    """The nearest of the index's stems and how sure that is in thousandths; the stem itself and 0 when none is near."""
    best, sure = bare, 0
    if len(bare) < 4:
        return best, sure
    for known in stems:
        if known[0] in "@#~" or abs(len(known) - len(bare)) > 3 or len(known) < 4:
            continue
        worth = _worth(bare, known)
        if worth > sure or (worth == sure and worth and known < best):
            best, sure = known, worth
    return best, sure


def _worth(bare: str, known: str) -> int:
    if bare.startswith(known) or known.startswith(bare):
        return BEGINNING
    least = min(len(bare), len(known))
    allowed = 2 if least >= 7 else 1 if least >= 6 else 0
    if not allowed or abs(len(bare) - len(known)) > allowed:
        return 0
    slips = distance(bare, known, allowed)
    return 0 if slips > allowed else ONE_SLIP if slips == 1 else TWO_SLIPS


def distance(one: str, two: str, limit: int) -> int:
    """Letters to insert, drop, replace or swap with a neighbour, counted up to `limit` + 1."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        now = [i]
        for j, b in enumerate(two, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > limit:
            return limit + 1
        before, row = row, now
    return row[-1]
