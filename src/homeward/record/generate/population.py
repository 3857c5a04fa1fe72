"""The truth: who was, where from, who died when. Rates by region differ as they do in life (RECORD 9.1)."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from homeward.record.regions import regions
from homeward.schema.record import UnitType

from . import names

FIRST_DAY, LAST_DAY = date(2022, 2, 24), date(2023, 12, 31)
LAST_REPORT = date(2024, 6, 30)  # what would be reported later is not known yet
# Relative risk of a man of 16-61.5 by region; 1 where not named.
RISK = {
    "RU-TY": 4.4,
    "RU-BU": 4.0,
    "RU-NEN": 3.4,
    "RU-AL": 2.9,
    "RU-ZAB": 2.8,
    "RU-SE": 2.6,
    "RU-SAK": 2.4,
    "RU-MAG": 2.3,
    "RU-KOS": 1.8,
    "RU-PSK": 1.8,
    "RU-YEV": 2.0,
    "RU-CHU": 2.1,
    "RU-KL": 1.6,
    "RU-MOW": 0.15,
    "RU-SPE": 0.25,
    "RU-MOS": 0.4,
    "RU-CE": 0.6,
    "RU-IN": 0.6,
}
MIX = {
    "RU-BU": ("buryat", 0.5),
    "RU-TY": ("tuvan", 0.9),
    "RU-DA": ("caucasian", 0.95),
    "RU-CE": ("caucasian", 0.97),
    "RU-IN": ("caucasian", 0.97),
    "RU-KB": ("caucasian", 0.8),
    "RU-KC": ("caucasian", 0.7),
    "RU-SE": ("ossetian", 0.8),
    "RU-TA": ("tatar", 0.6),
    "RU-BA": ("tatar", 0.55),
    "RU-ZAB": ("buryat", 0.12),
    "RU-IRK": ("buryat", 0.06),
    "RU-STA": ("caucasian", 0.12),
    "RU-KHM": ("tatar", 0.12),
}
UNIT_TYPES = tuple(kind.value for kind in UnitType)
RANKS = (
    "рядовой",
    "ефрейтор",
    "младший сержант",
    "сержант",
    "старший сержант",
    "старшина",
    "прапорщик",
    "лейтенант",
    "старший лейтенант",
    "капитан",
    "майор",
    "подполковник",
)
_RANK_WEIGHTS = (42, 14, 9, 9, 5, 3, 4, 4, 4, 3, 2, 1)
_SETTLEMENTS = (
    "Ивановка Покровское Никольское Михайловка Александровка Берёзовка Сосновка Октябрьский Первомайское Красное Заречный Луговое "
    "Каменка Ольховка Знаменка Троицкое Горный Степное Озёрное Лесной Петровское Новосёлово Ключи Верхний Нижний Усть-Кут Речной "
    "Дальний Солнечный Мирный"
).split()


@dataclass(frozen=True)
class Man:
    """An invented man: nominative names in Cyrillic (native letters kept), days, places, rank, kind of unit."""

    number: int
    people: str
    surname: str
    given: str
    patronymic: str
    born: date
    region: str
    home: str
    died: date
    rank: str
    unit_type: str
    known: float  # how well known he is: multiplies every source's chance to hear of him


def population(people: int, rng: random.Random) -> list[Man]:
    """`people` men. The same generator state gives the same men."""
    weighed = [(iso, region.men * RISK.get(iso, 1.0)) for iso, region in sorted(regions().items())]
    codes, weights = [iso for iso, _ in weighed], [weight for _, weight in weighed]
    return [_man(number, rng.choices(codes, weights)[0], rng) for number in range(1, people + 1)]


def _man(number: int, region: str, rng: random.Random) -> Man:
    people, share = MIX.get(region, ("russian", 1.0))
    if rng.random() >= share:
        people = "russian"
    elif people == "russian" and rng.random() < 0.05:
        people = rng.choice(("tatar", "caucasian", "buryat"))
    surname, given, father = _names(people, rng)
    died = _day(rng)
    unit_type = _unit_type(died, rng)
    age = min(61, max(18, int(rng.gammavariate(4.5, 3.4) + 17 + (6 if unit_type in ("mobilised", "inmate", "volunteer") else 0))))
    if unit_type == "conscript":
        age = rng.randint(18, 27)
    born = died - timedelta(days=int(age * 365.25) + rng.randint(0, 364))
    home = rng.choice(_SETTLEMENTS) if rng.random() < 0.6 else f"{rng.choice(_SETTLEMENTS)} {rng.randint(1, 3)}"
    rank = rng.choices(RANKS, _RANK_WEIGHTS)[0]
    known = rng.gammavariate(6, 1 / 6) * (1.15 if region in ("RU-BU", "RU-TY") else 1.0)
    return Man(number, people, surname, given, names.patronymic(father), born, region, home, died, rank, unit_type, known)


def _names(people: str, rng: random.Random) -> tuple[str, str, str]:
    russian = names.RUSSIAN_GIVEN, names.RUSSIAN_FATHERS
    if people == "buryat":
        given = rng.choice(names.BURYAT_GIVEN) if rng.random() < 0.6 else names.zipf(rng, russian[0])
        father = rng.choice(names.BURYAT_GIVEN) if rng.random() < 0.6 else names.zipf(rng, russian[1])
        return names.buryat_surname(rng), given, father
    if people == "tuvan":
        given = rng.choice(names.TUVAN_GIVEN) if rng.random() < 0.75 else names.zipf(rng, russian[0])
        father = rng.choice(names.TUVAN_GIVEN) if rng.random() < 0.5 else names.zipf(rng, russian[1])
        return names.zipf(rng, names.TUVAN_SURNAMES), given, father
    if people in ("caucasian", "ossetian"):
        given, father = names.zipf(rng, names.CAUCASIAN_GIVEN), names.zipf(rng, names.CAUCASIAN_GIVEN)
        return names.caucasian_surname(rng, people == "ossetian"), given, father
    if people == "tatar":
        return names.tatar_surname(rng), names.zipf(rng, names.TATAR_GIVEN), names.zipf(rng, names.TATAR_GIVEN)
    return names.russian_surname(rng), names.zipf(rng, russian[0]), names.zipf(rng, russian[1])


def _day(rng: random.Random) -> date:
    """Three waves over a steady ground."""
    span = (LAST_DAY - FIRST_DAY).days
    wave = rng.random()
    if wave < 0.18:
        offset = rng.gammavariate(2, 18)
    elif wave < 0.45:
        offset = rng.gauss(340, 45)
    else:
        offset = rng.uniform(0, span)
    return FIRST_DAY + timedelta(days=int(min(span, max(0, offset))))


def _unit_type(died: date, rng: random.Random) -> str:
    if died < date(2022, 9, 21):
        return rng.choices(UNIT_TYPES, (60, 6, 0, 18, 8, 2, 6))[0]
    return rng.choices(UNIT_TYPES, (28, 2, 26, 14, 8, 20, 2))[0]
