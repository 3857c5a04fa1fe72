"""Every class of answers a set of conditions can tell apart (GUIDE 5.1, 8.3): a few values a name instead of all.

Numbers and days need only the constants they are compared with and their neighbours, since conditions know nothing else of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from .conditions import Kind, Tree, names_in

MOST = 200_000


class TooMany(Exception):
    """The conditions tell apart more classes than can be tried."""


def values_of(name: str, kind: Kind, trees: Iterable[Tree], bounds: tuple[int, int] = (0, 36500)) -> list[Any]:
    """Values of a name, one a class, in order: booleans, keys, or the constants it meets with their neighbours."""
    if kind.base == "boolean":
        return [False, True]
    if kind.base == "choice":
        return list(kind.keys)
    met: set[Any] = set()
    for tree in trees:
        _meet(tree, name, met)
    if kind.base == "number":
        near = {n + d for n in met if isinstance(n, int) for d in (-1, 0, 1)} | {bounds[0]}
        return sorted(n for n in near if bounds[0] <= n <= bounds[1])
    days = {str(d) for d in met if isinstance(d, str)} or {"2020-06-15"}
    near_days = {(date.fromisoformat(d) + timedelta(days=k)).isoformat() for d in days for k in (-1, 0, 1)}
    near_days |= {
        (date.fromisoformat(d) + timedelta(days=k)).isoformat()
        for d in days
        for n in met
        if isinstance(n, int)
        for k in (n, n + 1, -n, -n - 1)
    }
    return sorted(near_days)


def every_class(trees: list[Tree], names: Mapping[str, Kind], bounds: Mapping[str, tuple[int, int]]) -> Iterator[dict[str, Any]]:
    """Every combination of the values of the names in `trees`. Raises TooMany beyond MOST."""
    used = sorted(set().union(*(names_in(t) for t in trees))) if trees else []
    columns = [values_of(n, names[n], trees, bounds.get(n, (0, 36500))) for n in used]
    total = 1
    for column in columns:
        total *= len(column)
    if total > MOST:
        raise TooMany(str(total))
    for row in itertools.product(*columns):
        yield dict(zip(used, row, strict=True))


def _meet(tree: Tree, name: str, met: set[Any]) -> None:
    if not isinstance(tree, list):
        return
    operands = tree[1:]
    if tree[0] == "in":
        operands = [tree[1], *tree[2]]
    if name in set().union(*(names_in(o) for o in operands)):
        met.update(o for o in operands if isinstance(o, int | str) and not isinstance(o, bool))
        met.update(o for inner in operands if isinstance(inner, list) and inner[0] == "days" for o in inner[1:] if isinstance(o, str))
    for operand in tree[1:] if tree[0] != "in" else tree[1:2]:
        _meet(operand, name, met)
