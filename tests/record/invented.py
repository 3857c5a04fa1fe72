"""A small invented record for the tests of what follows linkage: linked by its own truth, with doubtful pairs around it."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

from homeward.record.generate.fill import fill
from homeward.record.generate.invent import invent
from homeward.record.judge import settle
from homeward.record.store import Store
from homeward.record.workspace import Settings, Workspace, init_workspace
from homeward.schema.record import Figure, Pair


def linked(folder: Path, people: int = 400, seed: int = 7) -> Workspace:
    """A record of invented people whose pairs are what an able linkage would have left."""
    workspace = init_workspace(folder, Settings(title="Показ", about="Тесты", scope="Вымышленные люди"))
    truth = fill(workspace.store, invent(people, seed))
    pairs_from_truth(workspace.store, truth, seed)
    return workspace


def pairs_from_truth(store: Store, truth: dict[int, int], seed: int) -> None:
    """Pairs of one man are sure or doubtful, pairs of neighbours in the list unlikely or doubtful."""
    rng = random.Random(seed)
    of_man: dict[int, list[int]] = defaultdict(list)
    for report, man in sorted(truth.items()):
        of_man[man].append(report)
    pairs = []
    for reports in of_man.values():
        for left, right in zip(reports, reports[1:], strict=False):
            sure = rng.random() < 0.8
            chance = 0.97 + 0.02 * rng.random() if sure else 0.5 + 0.4 * rng.random()
            pairs.append(
                Pair(left=left, right=right, probability=chance, weights={"name": 6.1 if sure else 3.2, "born": 2.5, "home": -0.7})
            )
    men = sorted(of_man)
    for a, b in zip(men, men[1:], strict=False):
        if rng.random() < 0.2:
            left, right = sorted((of_man[a][0], of_man[b][0]))
            pairs.append(Pair(left=left, right=right, probability=0.06 + 0.4 * rng.random(), weights={"name": 1.4, "patronymic": -4.0}))
    store.links.complete("{}", pairs, {}, {})
    settle(store)


def circles(store: Store) -> None:
    """Figures of five circles: three of them speak of Buryatia, one of Tyva."""
    for source, region, filed, home in (
        ("c1", "RU-BU", 60, 40),
        ("c2", "RU-BU", 55, 51),
        ("c3", "RU-BU", 35, 59),
        ("c4", "RU-TY", 29, 14),
        ("c5", "RU-DA", 4, 2),
    ):
        for what, value in (("filed", filed), ("home", home)):
            store.public.figure(Figure(source=source, what=what, region=region, value=value, as_of="2022-07-11"))
