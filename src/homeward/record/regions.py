"""The 85 regions in the sources (Crimea and Sevastopol among them): names, codes, men of 16 to 61.5.

`regions.csv`: men aged 16 to 61.5 years, census of 2021 (Rosstat), as tabulated by A. Bessudnov, Demographic Research 48(31), 2023,
replication data (CC BY 3.0 DE); codes ISO 3166-2. A region is found by any usual name; an unknown name is None, never a guess.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

CITATION = "Rosstat, census 2021; table in Bessudnov 2023, Demographic Research 48(31), CC BY 3.0 DE"
_KIND = re.compile(
    r"\b(республика|респ|область|обл|край|автономный округ|автономная область|ао|аобл|город|г|югра|алания|якутия|"
    r"republic|oblast|krai|kray|region|okrug|autonomous|of|the|city)\b"
)
# Names in use that are neither the full name nor the English one of the table, by the part that remains when the kind is taken off.
_ALSO = {
    "RU-TY": ("тыва", "тува", "tyva", "tuva"), "RU-BU": ("бурятия", "buriatia", "buryat"), "RU-SA": ("саха", "якутия", "yakutia"),
    "RU-SE": ("северная осетия", "рсо", "осетия", "ossetia", "north ossetia"), "RU-CE": ("чечня", "чеченская", "chechen"),
    "RU-TA": ("татарстан", "татария"), "RU-BA": ("башкортостан", "башкирия", "bashkiria"), "RU-CU": ("чувашия", "чувашская"),
    "RU-UD": ("удмуртия", "удмуртская"), "RU-KB": ("кабардино балкария", "кабардино балкарская", "кбр"),
    "RU-KC": ("карачаево черкесия", "карачаево черкесская", "кчр"), "RU-AL": ("алтай", "горный алтай", "altai republic"),
    "RU-ALT": ("алтайский", "altai"), "RU-MOW": ("москва",), "RU-SPE": ("санкт петербург", "петербург", "спб", "saint petersburg"),
    "RU-KHM": ("ханты мансийский", "хмао"), "RU-YAN": ("ямало ненецкий", "янао"), "RU-ZAB": ("забайкальский", "забайкалье", "transbaikal"),
    "RU-YEV": ("еврейская", "еао", "jewish"), "RU-ME": ("марий эл",), "RU-KK": ("хакасия", "khakassia", "khakasia"), "UA-43": ("крым",),
    "RU-KEM": ("кемеровская", "кузбасс"), "RU-MO": ("мордовия",), "RU-KO": ("коми",), "RU-MOS": ("московская", "moscow oblast"),
}  # fmt: skip


@dataclass(frozen=True)
class Region:
    """One region; `men` counts men aged 16 to 61.5 years, census 2021."""

    iso: str
    ru: str
    en: str
    men: int


@cache
def regions() -> dict[str, Region]:
    """All 85, by ISO code."""
    text = (resources.files(__package__) / "regions.csv").read_text("utf-8")
    return {
        row["iso"]: Region(row["iso"], row["name_ru"], row["name_en"], int(row["men_16_61"])) for row in csv.DictReader(text.splitlines())
    }


def spoken_names(iso: str) -> tuple[str, ...]:
    """Short names in use beside the full ones."""
    return _ALSO.get(iso, ())


def find_region(text: str) -> str | None:
    """ISO code of a region's name, Russian or English, with or without its kind; None when unknown or of two regions."""
    wanted = text.strip()
    if wanted.upper() in regions():
        return wanted.upper()
    names = _names()
    return names.get(_plain(wanted)) or names.get(_bare(wanted))


@cache
def _names() -> dict[str, str | None]:
    found: dict[str, set[str]] = {}
    for iso, region in regions().items():
        for name in {_plain(region.ru), _plain(region.en), _bare(region.ru), *_ALSO.get(iso, ())}:
            if name:
                found.setdefault(name, set()).add(iso)
    # A bare name of two regions (Алтай, Московская) belongs to the one that lists it as its own.
    chosen: dict[str, str | None] = {}
    for name, codes in found.items():
        own = {iso for iso in codes if name in _ALSO.get(iso, ())} or codes
        chosen[name] = next(iter(own)) if len(own) == 1 else None
    return chosen


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^a-zа-я]+", " ", name.lower().replace("ё", "е")).split())


def _bare(name: str) -> str:
    return " ".join(_KIND.sub(" ", _plain(name)).split())
