"""Which pairs are compared at all: lines of columns that must be alike (RECORD 5.3)."""

from __future__ import annotations

import re

from homeward.record.errors import MatchConfigWrong

_NAME = re.compile(r"([a-z_][a-z0-9_]*)(?:(=)([a-z_][a-z0-9_]*)|([+-]\d))?")


def rule(line: list[str], across: bool) -> str:
    """SQL of one line: `surname_k` alike on both sides, `surname_k=given_k` crosswise, `born_lo+1` one more on the right.

    `across`: only pairs of two sources. Raises MatchConfigWrong.
    """
    conditions = []
    for term in line:
        match = _NAME.fullmatch(term)
        if match is None:
            raise MatchConfigWrong(f"block: {term}")
        column, crossed, other, step = match.groups()
        conditions.append(
            f"l.{column} = r.{other}" if crossed else f"l.{column} {step or '+0'} = r.{column}" if step else f"l.{column} = r.{column}"
        )
    return " AND ".join([*conditions, "l.source <> r.source"] if across else conditions)
