"""Overlap tables of published studies (cells are published aggregates), and simulated ones with known truth."""

from __future__ import annotations

import numpy as np

from homeward.record.estimate.overlaps import Overlaps, from_members, read_overlaps

# Ball and others, report to the ICTY, 3 January 2002 (columns: interviews of the defence and refugees' lawyers, OSCE, HRW).
_KOSOVO = (
    "1000 1131,0100 845,1100 177,0010 936,1010 228,0110 217,1110 181,0001 306,1001 106,0101 31,1101 18,0011 123,1011 42,0111 32,1111 27"
)
# Silverman, Home Office 2014, six lists LA NG PF GO GP NCA; the five-list form joins PF and NCA.
_UK = (
    "100000 54,010000 463,001000 907,000100 695,000010 316,000001 57,110000 15,101000 19,100100 3,011000 56,010100 19,010010 1,010001 3,"
    "001100 69,001010 10,001001 31,000110 8,000101 6,000011 1,111000 1,110100 1,011100 4,011001 3,001101 1,111100 1"
)


def table(names: str, cells: str) -> Overlaps:
    """From `pattern count, pattern count`."""
    rows = [cell.split() for cell in cells.split(",")]
    return read_overlaps("\n".join([",".join([*names.split(), "count"]), *(",".join([*p, n]) for p, n in rows)]))


def kosovo() -> Overlaps:
    """Four lists, 4,400 people."""
    return table("EXH ABA OSCE HRW", _KOSOVO)


def united_kingdom() -> Overlaps:
    """Five lists, 2,744 people: PF and NCA as one."""
    six = table("LA NG PF GO GP NCA", _UK)
    joined = np.zeros(31)
    for pattern, count in enumerate(six.counts, 1):
        joined[((pattern & 31) | (4 if pattern & 32 else 0)) - 1] += count
    return Overlaps(("LA", "NG", "PFNCA", "GO", "GP"), joined)


def united_kingdom_six() -> Overlaps:
    """Six lists."""
    return table("LA NG PF GO GP NCA", _UK)


def simulated(people: int, chances: tuple[float, ...], seed: int, shift: float = 0.0) -> Overlaps:
    """Lists that find people independently, or, with `shift`, a half of the people more easily than the other."""
    rng = np.random.default_rng(seed)
    odds = np.log(np.array(chances) / (1 - np.array(chances)))
    easy = rng.integers(0, 2, people) * 2 - 1
    chance = 1 / (1 + np.exp(-(odds[None] + shift * easy[:, None])))
    member = rng.uniform(size=chance.shape) < chance
    return from_members(tuple("ABCDEFGHIJ"[: len(chances)]), member[member.any(axis=1)])
