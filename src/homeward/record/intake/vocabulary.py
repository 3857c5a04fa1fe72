"""Words of ranks, kinds of service and fates as Russian sources write them, and the categories they stand for (RECORD 3.4)."""

from __future__ import annotations

import re

from homeward.schema.record import Fate, UnitType

RANKS = (
    "рядовой",
    "ефрейтор",
    "младший сержант",
    "сержант",
    "старший сержант",
    "старшина",
    "прапорщик",
    "старший прапорщик",
    "младший лейтенант",
    "лейтенант",
    "старший лейтенант",
    "капитан",
    "майор",
    "подполковник",
    "полковник",
    "генерал-майор",
    "матрос",
    "старший матрос",
    "мичман",
    "капитан-лейтенант",
    "курсант",
)
RANK_WORDS = {
    "мл. сержант": "младший сержант",
    "мл сержант": "младший сержант",
    "ст. сержант": "старший сержант",
    "ст сержант": "старший сержант",
    "мл. лейтенант": "младший лейтенант",
    "ст. лейтенант": "старший лейтенант",
    "ст лейтенант": "старший лейтенант",
    "старлей": "старший лейтенант",
    "ст. прапорщик": "старший прапорщик",
    "гв. рядовой": "рядовой",
    "гвардии рядовой": "рядовой",
    "private": "рядовой",
    "sergeant": "сержант",
    "junior sergeant": "младший сержант",
    "senior sergeant": "старший сержант",
    "lieutenant": "лейтенант",
    "captain": "капитан",
    "major": "майор",
}
UNIT_WORDS = {
    UnitType.PROFESSIONAL: ("контрактник", "по контракту", "военнослужащий по контракту", "контракт", "professional army", "professional"),
    UnitType.CONSCRIPT: ("срочник", "призывник", "по призыву", "срочная служба", "conscripted", "conscript"),
    UnitType.MOBILISED: ("мобилизованный", "мобилизован", "мобилизация", "mobilised", "mobilized"),
    UnitType.VOLUNTEER: ("доброволец", "добровольцы", "бармм", "барс", "volunteers", "volunteer"),
    UnitType.PRIVATE_COMPANY: ("чвк", "частная военная компания", "чвк вагнер", "вагнер", "private military company", "private company"),
    UnitType.INMATE: ("заключённый", "заключенный", "осуждённый", "осужденный", "зк", "шторм z", "inmates", "inmate"),
    UnitType.NATIONAL_GUARD: (
        "росгвардия",
        "нацгвардия",
        "полиция",
        "фсб",
        "омон",
        "собр",
        "police / national guard / fsb",
        "national guard",
    ),
}
FATE_WORDS = {
    Fate.DIED: ("погиб", "убит", "умер", "скончался", "погибший", "died", "killed", "dead"),
    Fate.MISSING: ("пропал без вести", "пропал", "без вести", "missing"),
    Fate.CAPTURED: ("в плену", "пленный", "пленён", "captured", "prisoner"),
}


def find_rank(text: str) -> str | None:
    """The rank that a word stands for, or None."""
    told = _plain(text)
    return told if told in RANKS else RANK_WORDS.get(told)


def find_unit_type(text: str) -> str | None:
    """The kind of service that a word stands for, or None."""
    return _category(text, {k.value: v for k, v in UNIT_WORDS.items()})


def find_fate(text: str) -> str | None:
    """The fate that a word stands for, or None."""
    return _category(text, {k.value: v for k, v in FATE_WORDS.items()})


def find_sex(text: str) -> str | None:
    """`m` or `f`, or None."""
    return {"м": "m", "муж": "m", "мужской": "m", "m": "m", "male": "m", "ж": "f", "жен": "f", "женский": "f", "f": "f", "female": "f"}.get(
        _plain(text)
    )


def _category(text: str, words: dict[str, tuple[str, ...]]) -> str | None:
    told = _plain(text)
    return next((category for category, known in words.items() if told == category or told in known), None)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip().lower())
