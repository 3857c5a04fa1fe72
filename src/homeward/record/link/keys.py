"""Keys of whole Arabic names, in their script and in any romanisation, and of plain words (RECORD 5.1)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from homeward.record.names import plain

from .config import Habit

_ARABIC_JOIN = ((re.compile(r"\bعبد "), "عبد"), (re.compile(r"\bابو "), "ابو"), (re.compile(r"\bال ?"), ""))
_LATIN_JOIN = (
    (re.compile(r"\b(?:a[lnrszdt]|el|ash)-"), " "),
    (re.compile(r"-"), " "),
    (re.compile(r"\b(?:al|el) "), " "),
    (re.compile(r"\b(?:abd|abdul|abdel|abed|abdal) (?:al |el |ul |ar |as |er |es )?"), " abd"),
    (re.compile(r"\b(?:abu|abo) "), " abu"),
)
_GLUED = re.compile(r"^(?:al|el|a([srnzdt])(?=\1))(?=\w{3})")
_LATIN_SOUND = (
    ("sh|ch", "$"), ("kh|gh|g", "g"), ("th", "t"), ("dh|z", "d"), ("ph|v", "f"), ("q|c", "k"), ("[aeiouy]+", ""), ("w", ""), ("h", ""),
    ("(?<=.)t$", ""), (r"(.)\1+", r"\1"),
)  # fmt: skip


def parts_of(name: str, habit: Habit) -> list[str]:
    """A name's parts with articles gone and compounds (Abd al-…, Abu …) joined."""
    if habit == Habit.ARABIC:
        text = plain(name)
        for pattern, put in _ARABIC_JOIN:
            text = pattern.sub(put, text)
        return text.split()
    if habit == Habit.ARABIC_LATIN:
        decomposed = unicodedata.normalize("NFKD", name.lower())
        text = re.sub("['`’‘]", "", "".join(c for c in decomposed if not unicodedata.combining(c)))
        for pattern, put in _LATIN_JOIN:
            text = pattern.sub(put, text)
        return [_GLUED.sub("", part) if at else part for at, part in enumerate(text.split())]
    return plain(name).split()


@lru_cache(maxsize=400_000)
def part_key(part: str, habit: Habit) -> str:
    """The consonants of a part, under which its spellings meet."""
    if habit == Habit.ARABIC:
        return part[:1] + re.sub("[اويه]", "", part[1:])
    heard = part
    for pattern, put in _LATIN_SOUND:
        heard = re.sub(pattern, put, heard)
    return ("*" if part[:1] in "aeiouy" else "") + heard
