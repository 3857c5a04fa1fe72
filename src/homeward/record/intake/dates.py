"""Dates as people write them, in Russian and otherwise, as ISO texts of as much as is known (RECORD 3.3). Never guesses a day."""

from __future__ import annotations

import re
from datetime import date, datetime

MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_WORDY = re.compile(r"(?:(\d{1,2})\s+)?([а-яё]+)\s+(\d{4})(?:\s*г(?:ода?|\.)?)?")
_POINTED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_YEAR = re.compile(r"(\d{4})(?:\s*г(?:ода?|\.)?)?(?:\s*р(?:ождения|\.)?)?")
_PART = re.compile(r"(\d{4})-(\d{2})")


def parse_date(text: str, forms: list[str]) -> str | None:
    """`2022-03-14`, `2022-03` or `2022`; None when it is no date. With `forms` (as in strptime) only those are tried."""
    told = re.sub(r"\s+", " ", text.strip().lower())
    if forms:
        return next((found for form in forms if (found := _by_form(told, form))), None)
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[t ].*)?", told):
        return _iso(int(match[1]), int(match[2]), int(match[3]))
    if match := _PART.fullmatch(told):
        return told if 1 <= int(match[2]) <= 12 and _plausible(int(match[1])) else None
    if match := _POINTED.fullmatch(told):
        return _iso(int(match[3]), int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(\d{1,2})\.(\d{4})", told):
        return f"{match[2]}-{int(match[1]):02d}" if 1 <= int(match[1]) <= 12 and _plausible(int(match[2])) else None
    if match := _YEAR.fullmatch(told):
        return match[1] if _plausible(int(match[1])) else None
    if (match := _WORDY.fullmatch(told)) and (month := month_of(match[2])):
        return _iso(int(match[3]), month, int(match[1])) if match[1] else f"{match[3]}-{month:02d}"
    return None


def month_of(word: str) -> int | None:
    """1 to 12 for a Russian month in any case, or None."""
    for number, stem in enumerate(MONTHS, start=1):
        if word.startswith(stem) and word[len(stem) :] in ("ь", "я", "е", "ем", "ю", "", "а", "у", "ом", "й"):
            return number
    return None


def _by_form(text: str, form: str) -> str | None:
    try:
        found = datetime.strptime(text, form)
    except ValueError:
        return None
    if not _plausible(found.year):
        return None
    return found.strftime("%Y-%m-%d" if "%d" in form else "%Y-%m" if "%m" in form or "%b" in form.lower() else "%Y")


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if _plausible(year) else None
    except ValueError:
        return None


def _plausible(year: int) -> bool:
    return 1900 <= year <= 2100
