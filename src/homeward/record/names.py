"""Names across scripts: one readable transliteration, and keys under which different spellings of one name meet (RECORD 5.1).

`plain` folds what is only orthography (ё=е, ү=у, ө=о, ң=н, һ=х, case, marks). `latin` is for people to read. `sound` keeps three
vowels and joins letters that transliterations exchange (г/х/h, с/з/ц/ч/ш/щ/ж, в/ф/w); `skeleton` drops the vowels too.
Knows nothing of who bears a name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FOLD = str.maketrans(
    {"ё": "е", "ү": "у", "ұ": "у", "ө": "о", "ң": "н", "һ": "х", "ғ": "г", "қ": "к", "ҡ": "к", "ә": "а", "і": "и", "ѣ": "е"}
)
_READABLE = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщыэюяүөңһәҡғҙҫ",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch y e iu ia u o n h a k g z s".split(),
        strict=True,
    )
) | {"ъ": "", "ь": ""}
# Cyrillic straight to sounds, so that no ambiguity of a Latin scheme gets in.
_CYRILLIC = dict(
    zip("абвгдежзийклмнопрстуфхцчшщыэюя", "a b v g d i s s i i k l m n a p r s t u v g s s s s i i u a".split(), strict=True)
) | {"ъ": "", "ь": ""}
_LATIN_RUNS = (
    (re.compile(r"iou|yu|iu|ju|ou|oo"), "u"),
    (re.compile(r"ya|ia|ja"), "a"),
    (re.compile(r"yo|jo|io(?!r)|ye|je|ie"), "i"),
    (re.compile(r"kh|gh|gu(?=e)"), "g"),
    (re.compile(r"ph"), "v"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"(?:t?[szc]h?)+"), "s"),
    (re.compile(r"[hg]"), "g"),
    (re.compile(r"[wf]"), "v"),
    (re.compile(r"q"), "k"),
    (re.compile(r"[eyij]+"), "i"),
    (re.compile(r"[oa]+"), "a"),
)
_ARABIC = (
    (re.compile("[\u064b-\u065f\u0670\u0640]"), ""),
    (re.compile("[أإآٱ]"), "ا"),
    (re.compile("[ىئ]"), "ي"),
    (re.compile("ؤ"), "و"),
    (re.compile("ة"), "ه"),
    (re.compile("ء"), ""),
)
_FATHER = re.compile(r"(?:иевич|ьевич|ович|евич|ич|овна|евна|ична|инична|оглы|оглу|улы|кызы)[аеу]?$")
_FATHER_LATIN = re.compile(r"(?:[iyj]?[eo]v[iy](?:t?s?ch|c)|[eo]w[iy]tsch|[iy](?:t?ch)|[eo]vna|ogly|oglu)$")
PATRONYMIC = re.compile(r"(?:вич|ьич|лич|тич|мич|вна|чна|оглы|кызы|v[iy]t?s?ch|v[iy]c|witsch)$", re.IGNORECASE)


@lru_cache(maxsize=400_000)
def plain(text: str) -> str:
    """Lower case, folded letters, words by single blanks, hyphens gone: `Чүргүй-оол` and `Чургуй оол` are `чургуйоол` and `чургуй оол`."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
    for pattern, put in _ARABIC:
        lowered = pattern.sub(put, lowered)
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered.replace("й", "\0")) if not unicodedata.combining(c)).replace("\0", "й")
    return " ".join(re.sub(r"[^\w\s]|_", "", bare.replace("-", "")).split())


@lru_cache(maxsize=400_000)
def latin(text: str) -> str:
    """A readable Latin form by ICAO 9303 with ү u, ө o, ң n, һ h: Чүргүй → Churgui, Айдың → Aidyn, Һандама → Handama."""
    out = []
    for letter in text:
        lower = letter.lower()
        put = _READABLE.get(lower, lower)
        out.append(put[:1].upper() + put[1:] if letter != lower and put else put)
    return "".join(out)


@lru_cache(maxsize=400_000)
def sound(text: str) -> str:
    """The three-vowel key of one name part, the same for Cyrillic and any usual Latin spelling, as near as may be."""
    folded = plain(text).replace(" ", "")
    if not folded:
        return ""
    if re.search("[а-я]", folded):
        heard = "".join(_CYRILLIC.get(c, c) for c in folded)
        heard = re.sub("i(?=[au])|(?<=[au])i(?=[au])", "", heard)
    else:
        heard = folded
        for pattern, put in _LATIN_RUNS:
            heard = pattern.sub(put, heard)
        heard = re.sub("i(?=[au])", "", heard)
    heard = heard.replace("ng", "n").replace("ts", "s")
    return re.sub(r"(.)\1+", r"\1", heard)


@lru_cache(maxsize=400_000)
def skeleton(text: str) -> str:
    """Consonants of `sound`, with a star for a vowel at the start: Егор, Yegor and Jegor are `*gr`."""
    heard = sound(text)
    if not heard:
        return ""
    bare = re.sub("[aiu]", "", heard)
    return ("*" if heard[0] in "aiu" else "") + bare


@lru_cache(maxsize=100_000)
def father(patronymic: str) -> str:
    """The father's name inside a patronymic, folded: Өлчеевич → олче, Olcheevich → olche."""
    folded = plain(patronymic).replace(" ", "")
    return _FATHER.sub("", folded) if re.search("[а-я]", folded) else _FATHER_LATIN.sub("", folded)


def is_initial(text: str) -> bool:
    """Whether a part is an initial: one letter (or Ю., Sh.)."""
    return bool(re.fullmatch(r"\w{1,2}\.|\w", text.strip()))


def split_name(text: str) -> tuple[str, str, str] | None:
    """(surname, given, patronymic) of a name said in one piece, any of them may be ''; None when it cannot be told.

    «Доржиев Баир Цыренович», «Баир Цыренович Доржиев», «Доржиев Б. Ц.», «Б.Ц. Доржиев», «ДОРЖИЕВ Баир».
    """
    parts = re.sub(r"\.(?=\w)", ". ", text.replace(",", " ")).split()
    if not 1 <= len(parts) <= 4:
        return None
    if len(parts) == 4:
        if parts[3].casefold() not in ("оглы", "кызы", "ogly", "kyzy", "оол", "ool"):
            return None
        parts = [*parts[:2], " ".join(parts[2:])]
    short = [is_initial(p) for p in parts]
    if len(parts) == 1:
        return parts[0], "", ""
    if short[0] and not short[-1]:
        return parts[-1], parts[0], parts[1] if len(parts) == 3 else ""
    if len(parts) == 2:
        if parts[1].isupper() and not parts[0].isupper() and not short[1]:
            return parts[1], parts[0], ""
        return parts[0], parts[1], ""
    if PATRONYMIC.search(parts[1]) and not PATRONYMIC.search(parts[2]):
        return parts[2], parts[0], parts[1]
    return parts[0], parts[1], parts[2]
