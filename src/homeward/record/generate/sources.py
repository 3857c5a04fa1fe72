"""Six invented sources and what each makes of a man it hears of: fields, forms, slips, lateness, copying (RECORD 9.2)."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from homeward.schema.record import Grade, Source, SourceKind

from .noise import genitive, hyphen, latin, russified, slipped_date, typo
from .population import Man

Row = dict[str, str]


@dataclass(frozen=True)
class Habit:
    """How a source hears and writes. Shares are probabilities; `born` is (full date, year only, age only), the rest gives nothing."""

    source: Source
    hears: float
    born: tuple[float, float, float]
    patronymic: float
    initials: float
    region: float
    home: float
    died: tuple[float, float]
    rank: float
    unit_type: float
    slips: float
    native: float
    delay: float
    declined: float = 0.0
    latin: bool = False
    copies: str | None = None
    columns: dict[str, str] = field(default_factory=dict)


def _source(identity: str, kind: SourceKind, grade: Grade, title: str, group: str | None = None) -> Source:
    return Source(id=identity, kind=kind, grade=grade, group=group or identity, licence="CC0-1.0 (invented)", title=title)


HABITS = (
    Habit(_source("volunteers", SourceKind.VOLUNTEERS, Grade.B, "Добровольцы (вымышлены)"),
          0.60, (0.50, 0.25, 0.10), 0.80, 0.02, 0.95, 0.60, (0.70, 0.20), 0.7, 0.75, 0.06, 0.35, 45),
    Habit(_source("press", SourceKind.PRESS, Grade.C, "Местная печать (вымышлена)"),
          0.45, (0.22, 0.13, 0.55), 0.55, 0.04, 0.95, 0.80, (0.45, 0.35), 0.6, 0.45, 0.07, 0.30, 20, declined=0.05),
    Habit(_source("graves", SourceKind.MEMORIAL, Grade.B, "Кладбища и доски памяти (вымышлены)"),
          0.34, (0.88, 0.05, 0.0), 0.75, 0.08, 0.70, 0.30, (0.88, 0.05), 0.3, 0.10, 0.06, 0.40, 150),
    Habit(_source("register", SourceKind.OFFICIAL, Grade.A, "Реестр (вымышлен)"),
          0.25, (0.95, 0.0, 0.0), 0.96, 0.0, 0.90, 0.20, (0.90, 0.05), 0.5, 0.20, 0.02, 0.10, 220),
    Habit(_source("abroad", SourceKind.FOREIGN, Grade.C, "Foreign list (invented)"),
          0.36, (0.55, 0.20, 0.12), 0.62, 0.05, 0.85, 0.35, (0.50, 0.30), 0.4, 0.40, 0.05, 0.60, 70, latin=True),
    Habit(_source("reposts", SourceKind.PRESS, Grade.D, "Перепечатки (вымышлены)"),
          0.32, (0.0, 0.0, 0.0), 1.0, 0.0, 1.0, 1.0, (1.0, 0.0), 1.0, 1.0, 0.01, 1.0, 6, copies="volunteers"),
)  # fmt: skip


def write_down(man: Man, habit: Habit, key: str, rng: random.Random) -> Row:
    """One row of a source on a man: its columns are `homeward.schema.record.Field` names, plus `key`."""
    surname, given, patronymic = (russified(n, rng, habit.native) for n in (man.surname, man.given, man.patronymic))
    surname, given = hyphen(surname, rng), hyphen(given, rng)
    if rng.random() < 0.5:
        surname, given, patronymic = (n.replace("ё", "е").replace("Ё", "Е") for n in (surname, given, patronymic))
    if rng.random() < habit.declined:
        surname, given = genitive(surname, given)
    if habit.latin:
        scheme, native = rng.choices(range(6), (40, 22, 8, 5, 5, 20))[0], rng.choices(range(3), (70, 15, 15))[0]
        surname, given, patronymic = (latin(n, scheme, native) for n in (surname, given, patronymic))
    surname, given, patronymic = (typo(n, rng) if rng.random() < habit.slips else n for n in (surname, given, patronymic))
    if rng.random() >= habit.patronymic:
        patronymic = ""
    if rng.random() < habit.initials:
        given, patronymic = given[0] + ".", patronymic[0] + "." if patronymic else ""
    if rng.random() < 0.01:
        surname, given = given, surname
    row = {"key": key, "surname": surname, "given": given, "patronymic": patronymic, **_dates(man, habit, rng)}
    row["region"] = (man.region if rng.random() > 0.02 else "RU-MOS") if rng.random() < habit.region else ""
    home = latin(man.home, 0, 0) if habit.latin else man.home
    row["home"] = (typo(home, rng) if rng.random() < habit.slips else home) if rng.random() < habit.home else ""
    row["rank"] = man.rank if rng.random() < habit.rank else ""
    row["unit_type"] = man.unit_type if rng.random() < habit.unit_type else ""
    return row


def copied(row: Row, habit: Habit, key: str, rng: random.Random) -> Row:
    """A copy of another source's row: word for word but for a rare slip, and a little later."""
    again = {**row, "key": key}
    if rng.random() < habit.slips:
        again["surname"] = typo(row["surname"], rng)
    again["reported"] = (date.fromisoformat(row["reported"]) + timedelta(days=int(rng.expovariate(1 / habit.delay)))).isoformat()
    return again


def _dates(man: Man, habit: Habit, rng: random.Random) -> Row:
    full, year, age = habit.born
    drawn, row = rng.random(), {"born": "", "age": "", "died": ""}
    if drawn < full:
        row["born"] = slipped_date(man.born, rng)
    elif drawn < full + year:
        row["born"] = str(man.born.year + (rng.choice((-1, 1)) if rng.random() < 0.03 else 0))
    elif drawn < full + year + age:
        years = man.died.year - man.born.year - ((man.died.month, man.died.day) < (man.born.month, man.born.day))
        row["age"] = str(years + (rng.choice((-1, 1)) if rng.random() < 0.08 else 0))
    day, month = habit.died
    drawn = rng.random()
    if drawn < day:
        row["died"] = slipped_date(man.died, rng) if rng.random() < 0.9 else (man.died + timedelta(days=rng.randint(1, 6))).isoformat()
    elif drawn < day + month:
        row["died"] = man.died.isoformat()[:7]
    slow = 1.0 if rng.random() < 0.7 else 4.0
    row["reported"] = (man.died + timedelta(days=3 + int(rng.expovariate(1 / (habit.delay * slow))))).isoformat()
    return row
