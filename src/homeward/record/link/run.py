"""Linking a store: every report compared, people worked out, all kept in one transaction (RECORD 5.8, 6.2).

What was scored is written to the work folder first, under a fingerprint of reports and model: a run that was killed goes on from there.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from homeward.record.judge import LINK, clusters, plan
from homeward.record.store import Store
from homeward.schema.record import Field, Pair, Run

from .config import MatchConfig
from .match import match, reports_table
from .reports import report_model

KEEP = 0.02  # pairs below this chance are not kept
_FIELDS = tuple(Field(name) for name in "surname given patronymic born age died reported region home rank unit_type".split())


class Linked(msgspec.Struct, frozen=True):
    """What a linkage found; `review` counts pairs of the review band."""

    run: Run
    reports: int
    pairs: int
    review: int
    people: int


class Truth(msgspec.Struct, frozen=True):
    """People against a truth: pairs of reports joined rightly or wrongly, at .5 and at the best of nine thresholds."""

    true_pairs: int
    precision: float
    recall: float
    f1: float
    best_f1: float
    best_threshold: float


def link_store(store: Store, work: Path, *, engine: str = "duckdb", progress: Callable[[str, int], None] = lambda *_: None) -> Linked:
    """Link every report of the store. `progress(step, count)` tells where it is. Raises EngineMissing."""
    model = report_model()
    progress("read", store.reports.count())
    numbers, rows, sources = _rows(store)
    path = work / f"pairs-{_fingerprint(store, model, engine)}.npz"
    if not path.exists():
        progress("compare", len(numbers))
        _score(rows, sources, model, engine, path)
    pairs = dict(np.load(path, allow_pickle=False))
    progress("keep", len(pairs["chance"]))
    at = np.array(numbers, dtype=np.int64)
    low, high = at[pairs["left"]], at[pairs["right"]]
    with store.transaction():
        edges = [(int(a), int(b), float(p)) for a, b, p in zip(low, high, pairs["chance"], strict=True) if p >= LINK]
        belongs, moved = plan(store, edges)
        described = msgspec.json.encode({"weights": model.weights, "block": model.block}).decode()
        run = store.links.complete(described, _pairs(low, high, pairs), belongs, moved)
    for old in work.glob("pairs-*.npz"):
        if old != path:
            old.unlink()
    review = int(((pairs["chance"] >= 0.05) & (pairs["chance"] < 0.95)).sum())
    return Linked(run, len(numbers), run.pairs, review, len(set(belongs.values())))


def against(store: Store, person: dict[int, str]) -> Truth:
    """How the people of the store, by its last linkage and judgements, stand against the truth (report number to any name of a person)."""
    edges = store.links.edges(KEEP)
    decisions = store.judgements.decisions()
    source: dict[int, str] = {
        number: identity for number, identity in store.database.rows("SELECT number, source FROM report") if number in person
    }
    wanted = _pairs_in(_grouped({n: person[n] for n in source}))
    results = {}
    for threshold in (0.5, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9):
        groups = clusters(source, edges, decisions, source, link=threshold)
        said = sum(len(g) * (len(g) - 1) // 2 for g in groups.values())
        hit = sum(_pairs_in(_grouped({n: person[n] for n in g})) for g in groups.values() if len(g) > 1)
        results[threshold] = (2 * hit / max(1, said + wanted), hit / max(1, said), hit / max(1, wanted))
    f1, precision, recall = results[0.5]
    best = max(results, key=lambda t: results[t][0])
    return Truth(wanted, precision, recall, f1, results[best][0], best)


def _rows(store: Store) -> tuple[list[int], list[dict[str, str]], list[int]]:
    numbers, rows, sources = [], [], []
    place = {identity: at for at, identity in enumerate(sorted({s.id for s in store.reports.sources()}))}
    for report in store.reports.all():
        numbers.append(report.number)
        sources.append(place[report.source])
        rows.append({field.value: report.values[field] for field in _FIELDS if field in report.values})
    return numbers, rows, sources


def _score(rows: list[dict[str, str]], sources: list[int], model: MatchConfig, engine: str, path: Path) -> None:
    found: dict[str, Any] = {"left": np.zeros(0, np.int64), "right": np.zeros(0, np.int64), "chance": np.zeros(0)}
    if len(set(sources)) > 1:
        matched = match(reports_table(rows, sources, model), model, engine=engine)
        kept = matched.chance >= KEEP
        scored = matched.scored
        swap = scored.left > scored.right
        found["left"] = np.where(swap, scored.right, scored.left)[kept]
        found["right"] = np.where(swap, scored.left, scored.right)[kept]
        found["chance"] = matched.chance[kept]
        for name in scored.parts:
            found["w_" + name] = np.round(scored.parts[name] + scored.rarity[name], 2)[kept]
    draft = path.with_suffix(".part.npz")
    np.savez(draft, **found)
    draft.replace(path)


def _pairs(low: Any, high: Any, found: dict[str, Any]) -> Iterator[Pair]:
    names = [name for name in found if name.startswith("w_")]
    weights = np.column_stack([found[name] for name in names]).tolist() if names else [[]] * len(low)
    short = [name[2:] for name in names]
    for a, b, p, w in zip(low.tolist(), high.tolist(), found["chance"].tolist(), weights, strict=True):
        yield Pair(left=a, right=b, probability=round(p, 6), weights=dict(zip(short, w, strict=True)))


def _fingerprint(store: Store, model: MatchConfig, engine: str) -> str:
    highest = [
        store.database.rows(f"SELECT count(*), coalesce(max(number), 0) FROM {table}")[0] for table in ("report", "saying", "statement")
    ]
    return hashlib.sha256(msgspec.json.encode([highest, model, engine])).hexdigest()[:16]


def _grouped(person: dict[int, str]) -> list[int]:
    sizes: dict[str, int] = defaultdict(int)
    for name in person.values():
        sizes[name] += 1
    return list(sizes.values())


def _pairs_in(sizes: list[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)
