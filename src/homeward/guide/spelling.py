"""One spelling for what is heard, typed or dictated (GUIDE 7.1, 7.2): Russian, Latin letters, misspelt or inflected.

A word becomes a *skeleton* in Latin letters, in which spellings that sound alike are one (о/а, е/и, double letters, soft signs, "sch"/"щ"),
and then loses its ending. It is no dictionary and knows no meaning. Written so that TypeScript can do exactly the same: plain
replacements in a fixed order, no locale.
"""

from __future__ import annotations

import re
import unicodedata

_TOKEN = re.compile(r"[a-zа-яіїєґ]+|[0-9]+")
_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ"
_SOUNDS = "a b v g d e q z i i k l m n o p r s t u f h c x w w - i - e u a i i e g"
_CYRILLIC = dict(zip(_LETTERS, _SOUNDS.split(), strict=True))
# Latin spellings of Russian sounds, replaced in this order; letters that stand for other sounds above are moved away first.
_LATIN = [
    tuple(pair.split(">"))
    for pair in (
        [
            "w>v",
            "x>h",
            "q>k",
            "shch>w",
            "sch>w",
            "sh>w",
            "ch>x",
            "zh>q",
            "kh>h",
            "ts>c",
            "tz>c",
            "ya>a",
            "ja>a",
            "yu>u",
            "ju>u",
            "yo>e",
            "jo>e",
            "ye>e",
            "je>e",
            "iy>i",
            "ij>i",
            "yi>i",
            "y>i",
            "j>i",
        ]
    )
]
_ENDINGS_RU = (
    "а я о е и ы у ю ь й ам ям ах ях ами ями ов ев ей ой ий ый ая яя ое ее ие ые ого его ому ему ым им ом ем ою ею их ых ую юю "
    "ия ию иям иях ти ет ит ут ют ат ят ешь ишь ете ите ла ло ли ал ала али ил ила или ел ели ять ить еть ать уть ай айте йте "
    "нный нная нные ного ну нут нешь"
)
_ENDINGS_EN = "s es ed ing ly d"
SHORTEST = 3


def tokens(text: str) -> list[str]:
    """Words and numbers of a text, lower-case, without stress marks and apostrophes; everything else parts them."""
    plain = unicodedata.normalize("NFC", text).lower().replace("ё", "е").replace("\u0301", "")
    for mark in ("'", "’", "`", "ʼ"):
        plain = plain.replace(mark, "")
    return _TOKEN.findall(plain)


def skeleton(word: str) -> str:
    """A word by its sound, in Latin letters."""
    if word.isascii():
        for spelling, code in _LATIN:
            word = word.replace(spelling, code)
    else:
        word = "".join(_CYRILLIC.get(letter, letter) for letter in word).replace("-", "")
    word = word.replace("o", "a").replace("e", "i")
    kept = [letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1]]
    return "".join(kept)


def _skeletons(endings: str) -> tuple[str, ...]:
    made = {skeleton(e) for e in endings.split()} - {""}
    return tuple(sorted(made, key=lambda e: (-len(e), e)))


_RU, _EN = _skeletons(_ENDINGS_RU), _skeletons(f"{_ENDINGS_RU} {_ENDINGS_EN}")
_REFLEXIVE = ("sa", "s")


def stem(word: str) -> str:
    """The skeleton of a word without its ending; at least SHORTEST letters remain."""
    bare = skeleton(word)
    if not word.isascii():
        for tail in _REFLEXIVE:
            if bare.endswith(tail) and len(bare) - len(tail) > SHORTEST:
                bare = bare[: -len(tail)]
                break
    elif bare.endswith("sa") and len(bare) > SHORTEST + 2:
        bare = bare[:-2]
    for ending in _EN if word.isascii() else _RU:
        if bare.endswith(ending) and len(bare) - len(ending) >= SHORTEST:
            return bare[: -len(ending)]
    return bare
