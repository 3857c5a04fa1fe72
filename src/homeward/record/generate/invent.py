"""The invented record: men, what six sources say of them, and the truth that joins the rows (RECORD 9)."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .population import LAST_REPORT, Man, population
from .sources import HABITS, Row, copied, write_down


@dataclass(frozen=True)
class Invented:
    """`rows` by source id; `truth` says which man a (source, key) speaks of; men nobody reported are in `men` only."""

    men: list[Man]
    rows: dict[str, list[Row]]
    truth: dict[tuple[str, str], int]

    @property
    def reports(self) -> int:
        """How many rows in all."""
        return len(self.truth)


def invent(people: int, seed: int) -> Invented:
    """`people` men from a seed; about 2.2 rows a man, in an order that tells nothing. The same arguments give the same rows."""
    rng = random.Random(f"homeward:{people}:{seed}")
    men = population(people, rng)
    rows: dict[str, list[Row]] = {habit.source.id: [] for habit in HABITS}
    of_row: dict[str, list[int]] = {habit.source.id: [] for habit in HABITS}
    for man in men:
        heard: dict[str, Row] = {}
        for habit in HABITS:
            if habit.copies:
                if habit.copies in heard and rng.random() < habit.hears:
                    heard[habit.source.id] = copied(heard[habit.copies], habit, "", rng)
            elif rng.random() < min(0.97, habit.hears * man.known):
                heard[habit.source.id] = write_down(man, habit, "", rng)
                again = write_down(man, habit, "", rng) if rng.random() < 0.004 else None  # a source that lists a man twice
                if again and again["reported"] <= LAST_REPORT.isoformat():
                    rows[habit.source.id].append(again)
                    of_row[habit.source.id].append(man.number)
        for source, row in heard.items():
            if row["reported"] > LAST_REPORT.isoformat():
                continue
            rows[source].append(row)
            of_row[source].append(man.number)
    truth: dict[tuple[str, str], int] = {}
    for source in rows:
        order = list(range(len(rows[source])))
        rng.shuffle(order)
        rows[source] = [{**rows[source][at], "key": f"{source[0]}{place:07d}"} for place, at in enumerate(order, start=1)]
        truth |= {(source, row["key"]): of_row[source][at] for row, at in zip(rows[source], order, strict=True)}
    return Invented(men, rows, truth)
