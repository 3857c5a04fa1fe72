"""What happens to a name and a date on the way into a source. The rates stand in docs/methods/invented-people.md (RECORD 9.2).

The transliterations here are written from the public schemes and share nothing with `names.py`: the linkage is not tested on its own table.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

_CYRILLIC = "абвгдежзийклмнопрстуфхцчшыэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_NEAR = {
    "а": "о",
    "о": "а",
    "е": "и",
    "и": "е",
    "т": "д",
    "д": "т",
    "б": "п",
    "п": "б",
    "г": "к",
    "в": "ф",
    "з": "с",
    "ш": "щ",
    "ы": "и",
    "я": "е",
}
_NATIVE = {"ү": "у", "ө": "о", "ң": "н", "һ": "х"}
_BASE = dict(
    zip(
        "абвгдзиклмнопрстуфъь",
        ["a", "b", "v", "g", "d", "z", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "", ""],
        strict=True,
    )
)
# passport (ICAO 9303), press (BGN/PCGN), scholarly without marks, German habit, French habit, casual
_SCHEMES = tuple(
    dict(zip("еёжйхцчшщъыэюя", scheme.split(), strict=True)) | dict(also)
    for scheme, also in (
        ("e e zh i kh ts ch sh shch ie y e iu ia", ()),
        ("ye yo zh y kh ts ch sh shch ' y e yu ya", ()),
        ("e e z j h c c s sc ' y e ju ja", ()),
        ("e jo sch j ch z tsch sch schtsch ' y e ju ja", (("в", "w"), ("з", "s"))),
        ("e io j i kh ts tch ch chtch ' y e iou ia", (("у", "ou"),)),
        ("e e zh y h ts ch sh sch ' i e yu ya", ()),
    )
)
_NATIVE_LATIN = (
    {"ү": "u", "ө": "o", "ң": "n", "һ": "h"},
    {"ү": "ue", "ө": "oe", "ң": "ng", "һ": "kh"},
    {"ү": "y", "ө": "o", "ң": "n", "һ": "g"},
)


def latin(name: str, scheme: int, native: int) -> str:
    """A Cyrillic name in one of six schemes and one of three habits for ү ө ң һ."""
    table = _BASE | _SCHEMES[scheme] | _NATIVE_LATIN[native]
    out = []
    lower = name.lower()
    for at, letter in enumerate(lower):
        put = table.get(letter, letter)
        if scheme == 1 and letter == "е" and at and lower[at - 1] not in "аеёиоуыэюяьъ- ":
            put = "e"
        out.append(put)
    text = "".join(out)
    return "-".join(part[:1].upper() + part[1:] for part in text.split("-"))


def russified(name: str, rng: random.Random, keep: float) -> str:
    """ү ө ң һ kept with probability `keep`, else written with the nearest Russian letters (һ as х or г)."""
    if rng.random() < keep:
        return name
    table = _NATIVE | ({"һ": "г"} if rng.random() < 0.3 else {})
    return _cased(name, "".join(table.get(letter, letter) for letter in name.lower()))


def typo(name: str, rng: random.Random) -> str:
    """One slip: a near or wrong letter, one dropped, doubled, or two swapped."""
    if len(name) < 4:
        return name
    at, kind = rng.randrange(1, len(name)), rng.random()
    letter = name[at].lower()
    if kind < 0.45:
        put = _NEAR.get(letter) or rng.choice(_CYRILLIC if letter in _CYRILLIC else _LATIN)
        return name[:at] + put + name[at + 1 :]
    if kind < 0.65:
        return name[:at] + name[at + 1 :]
    if kind < 0.8:
        return name[:at] + letter + name[at:]
    return name[: at - 1] + name[at].lower() + name[at - 1].lower() + name[at + 1 :] if at > 1 else name


def hyphen(name: str, rng: random.Random) -> str:
    """Чүргүй-оол, Чүргүй оол, Чүргүйоол."""
    return name.replace("-", rng.choice(("-", "-", " ", ""))) if "-" in name else name


def genitive(surname: str, given: str) -> tuple[str, str]:
    """Both in the genitive, as notices have them after «памяти»: Доржиева Баира."""
    return _genitive(surname, ("ов", "ев", "ин", "ын")), _genitive(given, ())


def _genitive(name: str, _endings: tuple[str, ...]) -> str:
    last = name[-1]
    if last == "й" or last == "ь":
        return name[:-1] + "я"
    if last in "аяоиеүэы":
        return name
    return name + "а"


def slipped_date(day: date, rng: random.Random) -> str:
    """A full date, sometimes wrong: day and month swapped, a digit off, the year off by one, the first of January."""
    kind = rng.random()
    if kind < 0.015 and day.day <= 12:
        return date(day.year, day.day, day.month).isoformat()
    if kind < 0.035:
        return (day + timedelta(days=rng.choice((-1, 1, 10, -10)))).isoformat()
    if kind < 0.05:
        return f"{day.year + rng.choice((-1, 1))}{day.isoformat()[4:]}"
    if kind < 0.055:
        return f"{day.year}-01-01"
    return day.isoformat()


def _cased(original: str, lower: str) -> str:
    return "".join(new.upper() if old.isupper() else new for old, new in zip(original, lower, strict=True))
