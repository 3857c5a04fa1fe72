"""Linkage of invented people (docs/methods/invented-people.md): quality on blind seeds, what each name rule is worth, cost by size.

`python bench/linkage_invented.py [--reports 100000] [--seeds 1001,1002] [--peer] [--ablate] [--curve] [--learn]`
--learn rewrites the weights that ship with the record, from seed 1 only. Reports are scored as they come from the generator; F1 is over
pairs of reports of one person, after people were worked out. Two threads.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import msgspec
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.linkage_ablations import ABLATIONS
from homeward.record.generate.invent import invent
from homeward.record.judge import clusters
from homeward.record.link.config import MatchConfig
from homeward.record.link.learn import learn
from homeward.record.link.match import match, reports_table
from homeward.record.link.reports import report_model, untrained_model

A_MAN = 2.05  # reports a man
Rows = list[dict[str, str]]


def rows_of(reports: int, seed: int) -> tuple[Rows, list[int], list[int]]:
    """Rows, source numbers, men."""
    invented = invent(round(reports / A_MAN), seed)
    rows: Rows = []
    sources: list[int] = []
    men: list[int] = []
    for number, (source, found) in enumerate(sorted(invented.rows.items())):
        rows += found
        sources += [number] * len(found)
        men += [invented.truth[source, row["key"]] for row in found]
    return rows, sources, men


def true_pairs(men: list[int]) -> set[tuple[int, int]]:
    """Row numbers of all pairs of one man."""
    of: dict[int, list[int]] = defaultdict(list)
    for at, man in enumerate(men):
        of[man].append(at)
    return {(a, b) for rows in of.values() for place, a in enumerate(rows) for b in rows[place + 1 :]}


def f1(groups: dict[int, list[int]], men: list[int]) -> tuple[float, float, float]:
    """F1, precision, recall over pairs."""
    pairs = lambda counts: sum(n * (n - 1) // 2 for n in counts)  # noqa: E731
    said, wanted = pairs(map(len, groups.values())), pairs(Counter(men).values())
    hit = sum(pairs(Counter(men[m] for m in members).values()) for members in groups.values())
    return 2 * hit / (said + wanted), hit / max(1, said), hit / wanted


def once(reports: int, seed: int, config: MatchConfig, label: str) -> float:
    """Link one invented record and print a line; F1 at .5."""
    rows, sources, men = rows_of(reports, seed)
    started, spent = time.monotonic(), time.process_time()
    table = reports_table(rows, sources, config)
    keyed = time.monotonic()
    done = match(table, config, threads=2)
    scored = time.monotonic()
    keep = done.chance >= 0.02
    left, right, chance = done.scored.left[keep], done.scored.right[keep], done.chance[keep]
    edges = list(zip(np.minimum(left, right).tolist(), np.maximum(left, right).tolist(), chance.tolist(), strict=True))
    named = dict(enumerate(map(str, sources)))
    groups = clusters(named, edges, {}, named)
    finished, spent = time.monotonic(), time.process_time() - spent
    half = f1(groups, men)
    best = (
        max((f1(clusters(named, edges, {}, named, link=t), men)[0], t) for t in (0.2, 0.35, 0.65, 0.8))
        if reports <= 200_000
        else (half[0], 0.5)
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    times = f"{keyed - started:6.1f} + {scored - keyed:6.1f} + {finished - scored:6.1f} = {finished - started:6.1f} s (cpu {spent:.0f} s)"
    print(
        f"{label:40} {len(rows):9,} {half[0]:7.4f} {max(best[0], half[0]):7.4f} {half[1]:9.4f} {half[2]:7.4f} {times} {memory:5.1f} GiB",
        flush=True,
    )
    return half[0]


def main() -> None:
    """Print the tables asked for."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--reports", type=int, default=100_000)
    arguments.add_argument("--seeds", default="1001,1002,1003")
    for flag in ("--peer", "--ablate", "--curve", "--learn"):
        arguments.add_argument(flag, action="store_true")
    asked = arguments.parse_args()
    if asked.learn:
        rows, sources, men = rows_of(40_000, 1)
        config = untrained_model()
        learnt = learn(
            reports_table(rows, sources, config), config, true_pairs(men), across=True, named="invented people, 40,000 reports, seed 1"
        )
        path = Path(__file__).parents[1] / "src/homeward/record/link/weights.json"
        path.write_bytes(msgspec.json.format(msgspec.json.encode(learnt.weights), indent=1) + b"\n")
        report_model.cache_clear()
    print(f"{'':40} {'reports':>9} {'F1 .5':>7} {'best':>7} {'precision':>9} {'recall':>7}   keys +  score + people")
    seeds = [int(seed) for seed in asked.seeds.split(",")]
    if asked.curve:
        for reports in (10_000, 30_000, 100_000, 300_000, 1_000_000):
            _apart(once, reports, seeds[0], report_model(), f"cost curve, seed {seeds[0]}")
        return
    for seed in seeds:
        once(asked.reports, seed, report_model(), f"blind seed {seed}")
        if asked.peer:
            from bench.peer_splink import out_of_the_box

            rows, sources, men = rows_of(asked.reports, seed)
            print(f"{f'Splink as is, seed {seed}':40} {len(rows):9,} {out_of_the_box(rows, sources, true_pairs(men))}", flush=True)
    if asked.ablate:
        for name in ("every rule", *ABLATIONS):
            _apart(_ablated, min(asked.reports, 20_000), seeds[0], name)


def _ablated(reports: int, seed: int, name: str) -> None:
    config = ABLATIONS[name](untrained_model()) if name in ABLATIONS else untrained_model()
    rows, sources, men = rows_of(reports, 1)
    once(
        reports, seed, learn(reports_table(rows, sources, config), config, true_pairs(men), across=True, named="seed 1"), f"without: {name}"
    )


def _apart(function: object, *values: object) -> None:
    """In a process of its own, so that memory and changed rules stay there."""
    process = multiprocessing.get_context("spawn").Process(target=function, args=values)  # type: ignore[arg-type]
    process.start()
    process.join()


if __name__ == "__main__":
    main()
