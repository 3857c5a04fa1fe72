"""Numbers as people say them (GUIDE 7.5, 7.6): "восемь", "двадцать пять", "8", "eight"; years threatened, and how long something lasted.

Works on plain tokens of `spelling.tokens`; the same table in TypeScript (`web/src/guide/search.ts`) comes from the shared vectors.
"""

from __future__ import annotations

_SAID = """
1 один одного одному одна одну one
2 два двух двум две двое пару пара two
3 три трех трем трое несколько three tri
4 четыре четырех четырем четверо four chetyre
5 пять пяти пятью пятеро пятерик пятеру five pyat
6 шесть шести шестью six shest
7 семь семи семью seven sem
8 восемь восьми восемью восьмерик восьмеру eight vosem
9 девять девяти девятью nine devyat
10 десять десяти десятью десятку десятка десяточку червонец ten desyat
11 одиннадцать одиннадцати eleven odinnadcat
12 двенадцать двенадцати twelve dvenadcat
13 тринадцать тринадцати thirteen
14 четырнадцать четырнадцати fourteen
15 пятнадцать пятнадцати пятнашку пятнашка пятнаху fifteen pyatnadcat pyatnadtsat
16 шестнадцать шестнадцати sixteen
17 семнадцать семнадцати seventeen
18 восемнадцать восемнадцати eighteen
19 девятнадцать девятнадцати nineteen
20 двадцать двадцати двадцатку двадцатка двадцаточку twenty dvadcat dvadtsat
25 четвертак
30 тридцать тридцати thirty tridcat tridtsat
"""
# Days in a unit of time, by the beginning of its word; how long an absence was tells threats apart more than any other word.
_UNITS_SAID = (
    "час 0 hour 0 ночь 1 ночи 1 night 1 день 1 дня 1 дней 1 дне 1 сутк 1 суток 1 day 1 dney 1 sutok 1 "
    "недел 7 week 7 nedel 7 месяц 30 месец 30 month 30 mesyac 30 полгода 180 полмесяц 15"
)
_UNITS = dict(zip(_UNITS_SAID.split()[::2], map(int, _UNITS_SAID.split()[1::2]), strict=True))
_LASTED = ((2, "~2"), (10, "~10"), (31, "~31"))
_YEARS = frozenset("лет год года году годов годик годиков годы летов years year yrs let god goda godov".split(" "))
_SLANG = frozenset(
    "пятерик пятеру восьмерик восьмеру десятку десяточку червонец пятнашку пятнаху двадцатку двадцаточку четвертак".split(" ")
)
WORDS: dict[str, int] = {w: int(n) for n, *words in map(str.split, _SAID.strip().splitlines()) for w in words}


def number_of(token: str) -> int | None:
    """The number a token says, below 1000; None for any other word."""
    if token.isascii() and token.isdigit() and len(token) < 4:
        return int(token)
    return WORDS.get(token)


def years_in(tokens: list[str]) -> int | None:
    """The years a sentence threatens: a number beside a word for years, or slang that means years; the largest, if there are several."""
    found: list[int] = []
    for at, token in enumerate(tokens):
        number = number_of(token)
        if number is None:
            continue
        following = tokens[at + 1] if at + 1 < len(tokens) else ""
        before = tokens[at - 1] if at else ""
        unit = number_of(following)
        if number in (20, 30) and unit is not None and unit < 10:
            number, following = number + unit, tokens[at + 2] if at + 2 < len(tokens) else ""
        elif number < 10 and number_of(before) in (20, 30):
            continue
        if following in _YEARS or before in _YEARS or token in _SLANG:
            found.append(number)
    return max(found, default=None)


def lasted(tokens: list[str], at: int) -> str:
    """Of a token that is a unit of time: how long, with the number before it, as "~2", "~10", "~31", "~more" (days, at most); else ""."""
    unit = next((days for start, days in _UNITS.items() if tokens[at].startswith(start)), None)
    if unit is None:
        return ""
    before = tokens[at - 1] if at else ""
    number = number_of(before)
    if before in ("полтора", "полторы"):
        unit += unit // 2
    days = unit * number if number else unit
    return next((name for most, name in _LASTED if days <= most), "~more")
