"""Words for people to read to each other: eleven bits a word, from lists that are part of the spec (`spec/words/`)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources
from pathlib import Path

from .errors import BadWords

LANGUAGES = ("ru", "en")
_BITS = 11


@cache
def word_list(language: str) -> tuple[str, ...]:
    """The 2,048 words of a language."""
    packaged = resources.files("homeward") / "_words" / f"{language}.txt"
    checkout = Path(__file__).parents[3] / "spec" / "words" / f"{language}.txt"
    text = packaged.read_text("utf-8") if packaged.is_file() else checkout.read_text("utf-8")
    return tuple(text.split())


def indices(data: bytes, count: int) -> tuple[int, ...]:
    """The first `count` × 11 bits of `data` as numbers below 2,048."""
    number = int.from_bytes(data, "big") >> (len(data) * 8 - count * _BITS)
    return tuple(number >> (_BITS * (count - 1 - i)) & 0x7FF for i in range(count))


def words(data: bytes, count: int, language: str) -> tuple[str, ...]:
    """The first `count` × 11 bits of `data` as words of `language` ("ru" or "en")."""
    return tuple(word_list(language)[i] for i in indices(data, count))


def parse_words(text: str, count: int) -> tuple[int, ...]:
    """The places in their list of `count` words as a person typed them, in either language; case, ё, punctuation and all
    beyond the first four letters do not matter. Raises BadWords naming the word that is in no list."""
    typed = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text).casefold().replace("ё", "е"))
    if len(typed) != count:
        raise BadWords(f"{len(typed)} of {count}")
    for language in LANGUAGES:
        exact = {w: i for i, w in enumerate(word_list(language))}
        short = {w[:4]: i for w, i in exact.items()}
        found = [exact.get(w, short.get(w[:4], -1)) for w in typed]
        if -1 not in found:
            return tuple(found)
    missing = [w for w in typed if not any(w[:4] in {x[:4] for x in word_list(g)} for g in LANGUAGES)]
    raise BadWords(", ".join(missing or typed))
