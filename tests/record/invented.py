"""A small invented record for the tests of what follows linkage: linked by its own truth, with doubtful pairs around it."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from homeward.record.generate.fill import fill
from homeward.record.generate.invent import invent
from homeward.record.judge import settle
from homeward.record.store import Store
from homeward.record.workspace import Settings, Workspace, init_workspace
from homeward.schema.record import Field, Figure, Grade, Pair, Saying, Source, SourceKind


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


def few_regions(folder: Path) -> Workspace:
    """Ten regions with 20 to 47 dead each over a year, told by two sources: quick to protect, rich enough for every chart."""
    rng = random.Random(5)
    workspace = init_workspace(folder, Settings(title="Показ", about="Тесты", scope="Вымышленные люди"))
    store, men = workspace.store, []
    for at, region in enumerate(("RU-BU", "RU-TY", "RU-SE", "RU-DA", "RU-ZAB", "RU-IRK", "RU-PSK", "RU-KOS", "RU-MOW", "RU-ALT")):
        for _ in range(20 + 3 * at):
            day = date(2022, 3, 1) + timedelta(days=rng.randrange(360))
            values = {
                Field.SURNAME: rng.choice(("Вымышленников", "Придуманцев", "Небывалов")),
                Field.GIVEN: rng.choice(("Баир", "Олег", "Сайын")),
                Field.REGION: region,
                Field.DIED: day.isoformat(),
                Field.AGE: str(rng.randint(19, 45)),
                Field.RANK: rng.choice(("рядовой", "сержант")),
                Field.UNIT_TYPE: rng.choice(("professional", "mobilised")),
                Field.REPORTED: (day + timedelta(days=int(rng.expovariate(1 / 60)))).isoformat(),
            }
            men.append(values)
    belongs: dict[int, int] = {}
    for name, grade, share in (("one", Grade.B, 1.0), ("two", Grade.A, 0.5)):
        store.reports.declare(Source(id=name, kind=SourceKind.PRESS, grade=grade, group=name, licence="CC0", title=f"Источник {name}"))
        told = [(n, man) for n, man in enumerate(men, start=1) if rng.random() < share]
        store.reports.add(name, "0" * 64, [Saying(key=str(n), row=n, said={}, values=man) for n, man in told])
        belongs |= {len(belongs) + i: n for i, (n, _) in enumerate(told, start=1)}
    first = {person: report for report, person in reversed(belongs.items())}
    pairs = [Pair(left=first[p], right=r, probability=0.99, weights={"surname": 6.0}) for r, p in belongs.items() if first[p] != r]
    store.links.complete("{}", pairs, {}, {})
    settle(store)
    return workspace
