"""From a pasted Russian notice to suggestions with their places in the text (RECORD 3.5). Suggestions wait for a reviewer, always."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from homeward.record.regions import find_region, regions, spoken_names
from homeward.schema.record import Field, Suggestion

from .dates import parse_date
from .russian import entities, lemmas, nominative, place_name
from .vocabulary import RANK_WORDS, RANKS

_DATE = re.compile(
    r"\b(?:\d{1,2}\s+(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)\s+\d{4}|\d{1,2}\.\d{1,2}\.\d{4}|"
    r"(?:19|20)\d{2}(?=\s*(?:г\.?\s*р|года?\s+рожд))|"
    r"(?:январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре|ноябре|декабре)\s+\d{4})",
    re.IGNORECASE,
)
_BORN = re.compile(r"родил|рожден|г\.?\s*р\.?", re.IGNORECASE)
_DIED = re.compile(r"погиб|убит|скончал|умер|гибел|смерт", re.IGNORECASE)
_BURIED = re.compile(r"похорон|прощан|простил|проводил|отпева|панихид", re.IGNORECASE)
_AGE = (
    re.compile(r"\b(\d{2})-летн", re.IGNORECASE),
    re.compile(r"\b(?:было|исполнилось|возрасте|на)\s+(\d{2})(?:-м)?\s*(?:лет|года?|году)", re.IGNORECASE),
)
_TYPE = r"(?:с\.|сел[оаеу]|г\.|город[аеу]?|посёл\w+|посел\w+|пос\.|пгт|деревн\w+|д\.|станиц\w+|улус\w*|аул\w*|хутор\w*)"
_HOME = re.compile(
    rf"(?:уроженец|уроженца|родом|родился|жител[ья]|вырос|жил|проживал)\s+(?:из\s+|в\s+|во\s+)?(?:{_TYPE}\s*)?([А-ЯЁҮӨҢҺ][\w-]+(?:\s(?!Республ|Кра[йя]|Област|Район)[А-ЯЁ][\w-]+)?)"
)
_PLACE = re.compile(rf"(?:под|около|у|близ|возле|в районе|за)\s+(?:{_TYPE}\s*)?([А-ЯЁ][\w-]+)")
_RANKS = {
    re.compile(r"\b" + re.sub(r"ший\b", r"ш\\w{2,3}", re.sub(r"ой$", r"\\w{2,3}", rank)) + r"\w{0,2}\b", re.IGNORECASE): rank
    for rank in sorted(RANKS, key=len, reverse=True)
} | {
    re.compile(r"\b" + re.escape(word) + r"\w{0,2}\b", re.IGNORECASE): rank for word, rank in RANK_WORDS.items() if re.match("[а-я]", word)
}
_UNIT_STEMS = {
    "контракт": "professional",
    "контрактник": "professional",
    "срочник": "conscript",
    "призывник": "conscript",
    "мобилизовать": "mobilised",
    "мобилизованный": "mobilised",
    "мобилизация": "mobilised",
    "доброволец": "volunteer",
    "чвк": "private-company",
    "вагнер": "private-company",
    "заключённый": "inmate",
    "заключенный": "inmate",
    "осуждённый": "inmate",
    "осужденный": "inmate",
    "росгвардия": "national-guard",
    "омон": "national-guard",
}


def suggest(text: str) -> list[Suggestion]:
    """What the machine reads, in order of the text. Several people or dates give several suggestions; the reviewer chooses."""
    found = [*_people(text), *_dates(text), *_ages(text), *_places(text), *_regions(text), *_ranks(text), *_units(text)]
    unique = {(s.field, s.start, s.end): s for s in found}
    return sorted(unique.values(), key=lambda s: (s.start, s.end, s.field.value))


def segments(text: str, suggestions: list[Suggestion]) -> list[tuple[str, Suggestion | None]]:
    """The text in pieces with the suggestion each piece gave, for highlighting; overlapping suggestions: the earlier, then the longer."""
    pieces: list[tuple[str, Suggestion | None]] = []
    at = 0
    for suggestion in sorted(suggestions, key=lambda s: (s.start, -s.end, s.field.value)):
        if suggestion.start < at or suggestion.end <= suggestion.start:
            continue
        if suggestion.start > at:
            pieces.append((text[at : suggestion.start], None))
        pieces.append((text[suggestion.start : suggestion.end], suggestion))
        at = suggestion.end
    if at < len(text):
        pieces.append((text[at:], None))
    return pieces


def _people(text: str) -> Iterator[Suggestion]:
    for kind, start, end in entities(text):
        if kind == "PER" and " " in text[start:end].strip():
            yield Suggestion(field=Field.NAME, value=nominative(" ".join(text[start:end].split())), start=start, end=end)


def _dates(text: str) -> Iterator[Suggestion]:
    for match in _DATE.finditer(text):
        told = re.sub(
            r"(январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр)е(?=\s)", r"\1я", match[0], flags=re.IGNORECASE
        )
        value = parse_date(told, [])
        field = _matter(text, match.start(), match.end())
        if value and field:
            yield Suggestion(field=field, value=value, start=match.start(), end=match.end())


def _matter(text: str, start: int, end: int) -> Field | None:
    """What a date is about: the nearest word that says so, before it in its sentence, or right behind it."""
    if re.match(r"\s*(?:г\.?\s*р|года?\s+рожд)", text[end:], re.IGNORECASE):
        return Field.BORN
    begin = max((m.end() for m in re.finditer(r"[.!?]\s+(?=[А-ЯЁ])|\n", text[:start])), default=0)
    sentence = text[begin:start]
    nearest = {field: max((m.start() for m in word.finditer(sentence)), default=-1) for field, word in _WORDS.items()}
    best = max(nearest, key=lambda field: nearest[field])
    if nearest[best] >= 0:
        return Field(best) if best in (Field.BORN, Field.DIED) else None
    behind = re.split(r"[.!?](?:\s|$)|\n", text[end : end + 120])[0]
    if _BURIED.search(behind):
        return None
    return Field.DIED if _DIED.search(behind) else Field.BORN if _BORN.search(behind) else None


_WORDS = {Field.BORN.value: _BORN, Field.DIED.value: _DIED, "buried": _BURIED}


def _ages(text: str) -> Iterator[Suggestion]:
    for pattern in _AGE:
        for match in pattern.finditer(text):
            yield Suggestion(field=Field.AGE, value=match[1], start=match.start(1), end=match.end(1))


def _places(text: str) -> Iterator[Suggestion]:
    for match in _HOME.finditer(text):
        yield Suggestion(field=Field.HOME, value=place_name(match[1]), start=match.start(1), end=match.end(1))
    for match in _PLACE.finditer(text):
        begin = max((m.end() for m in re.finditer(r"[.!?]\s+(?=[А-ЯЁ])|\n", text[: match.start()])), default=0)
        if _DIED.search(text[begin : match.start()]):
            yield Suggestion(field=Field.PLACE, value=place_name(match[1]), start=match.start(1), end=match.end(1))


@cache
def _region_lemmas() -> dict[str, str]:
    """Region names as dictionary forms: «свердловский область», «северный осетия»."""
    found = {}
    for iso, region in regions().items():
        for name in (region.ru, *spoken_names(iso)):
            told = " ".join(lemma for lemma, _, _ in lemmas(name))
            if told and find_region(name) == iso:
                found[told] = iso
    return found


def _regions(text: str) -> Iterator[Suggestion]:
    words, at = lemmas(text), 0
    while at < len(words):
        for length in (4, 3, 2, 1):
            taken = words[at : at + length]
            told = " ".join(lemma for lemma, _, _ in taken)
            iso = _region_lemmas().get(told) if len(taken) == length else None
            if iso and (length > 1 or text[taken[0][1]].isupper()):
                yield Suggestion(field=Field.REGION, value=iso, start=taken[0][1], end=taken[-1][2])
                at += length - 1
                break
        at += 1


def _ranks(text: str) -> Iterator[Suggestion]:
    taken: list[tuple[int, int]] = []
    for pattern, rank in _RANKS.items():
        for match in pattern.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end in taken):
                taken.append(match.span())
                yield Suggestion(field=Field.RANK, value=rank, start=match.start(), end=match.end())


def _units(text: str) -> Iterator[Suggestion]:
    for lemma, start, end in lemmas(text):
        kind = _UNIT_STEMS.get(lemma)
        if kind:
            yield Suggestion(field=Field.UNIT_TYPE, value=kind, start=start, end=end)
