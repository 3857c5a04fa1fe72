"""Russian word forms and names in running text: natasha's recogniser, pymorphy3's dictionary (RECORD 3.5).

natasha 1.6 asks for pymorphy2, whose last release needs `inspect.getargspec` and `pkg_resources`, both gone from Python. pymorphy3 is its
maintained continuation with the same interface; it stands in under the old name before natasha is imported.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib import import_module
from typing import Any

from homeward.record.names import PATRONYMIC

_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


@cache
def morph() -> Any:
    """The dictionary; loaded once."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@cache
def _recogniser() -> tuple[Any, Any]:
    for name in ("", ".analyzer", ".units", ".units.base"):
        sys.modules.setdefault("pymorphy2" + name, import_module("pymorphy3" + name))
    from natasha import NewsEmbedding, NewsNERTagger, Segmenter

    return Segmenter(), NewsNERTagger(NewsEmbedding())


def entities(text: str) -> list[tuple[str, int, int]]:
    """(`PER` or `LOC` or `ORG`, start, end) in order; people's spans reach over a patronymic natasha does not know."""
    from natasha import Doc

    segmenter, tagger = _recogniser()
    doc = Doc(text)
    doc.segment(segmenter)
    doc.tag_ner(tagger)
    found = []
    for span in doc.spans:
        end = span.stop
        if span.type == "PER":
            after = re.match(r"\s+([А-ЯЁҮӨҢҺ][\w-]+)", text[end:])
            if after and PATRONYMIC.search(_nominative_patronymic(after[1])):
                end += after.end()
        found.append((span.type, span.start, end))
    return found


def nominative(name: str) -> str:
    """A man's name in the nominative: Баира Доржиева → Баир Доржиев. Left as it is where the dictionary does not know the words."""
    words = name.split()
    parses = [[p for p in morph().parse(word) if {"Name", "Surn", "Patr"} & set(p.tag.grammemes) and "femn" not in p.tag] for word in words]
    for case in _CASES:
        fitting = [next((p for p in known if case in p.tag and "sing" in p.tag), None) for known in parses]
        if any(fitting) and all(p is not None or not known for p, known in zip(fitting, parses, strict=True)):
            return " ".join(_inflected(word, p) for word, p in zip(words, fitting, strict=True))
    return name


def lemmas(text: str) -> list[tuple[str, int, int]]:
    """(dictionary form, start, end) of each word."""
    return [(morph().parse(m[0])[0].normal_form, m.start(), m.end()) for m in re.finditer(r"[А-Яа-яЁёҮүӨөҢңҺһ-]+", text)]


def place_name(text: str) -> str:
    """A place in the nominative: Улан-Удэ, Кызыле → Кызыл; of several words only single geographical ones are turned."""
    if " " in text.strip():
        return text.strip()
    for parse in morph().parse(text.strip()):
        if "Geox" in parse.tag:
            turned = parse.inflect({"nomn"})
            if turned:
                return _like(text.strip(), turned.word)
    return text.strip()


def _inflected(word: str, parse: Any) -> str:
    turned = parse.inflect({"nomn", "sing"}) if parse is not None else None
    return _like(word, turned.word) if turned else word


def _like(word: str, turned: str) -> str:
    """With the capitals of the word, and its ё as written."""
    if turned.replace("ё", "е") == word.lower().replace("ё", "е"):
        return word
    capital = "-".join(part[:1].upper() + part[1:] for part in turned.split("-")) if word[:1].isupper() else turned
    return capital if "ё" in word.lower() else capital.replace("ё", "е").replace("Ё", "Е")


def _nominative_patronymic(word: str) -> str:
    return re.sub("(?<=ич)(?:а|у|ем|е)$", "", word.lower())
