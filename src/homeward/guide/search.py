"""From what somebody heard to the entry of the pack (GUIDE 7): spelling, concepts, weights, and "not in the guide" when nothing fits.

`index` compiles the phrases of a pack; `find` needs only that. No model, no network. The same in TypeScript
(`web/src/guide/search.ts`), held together by `spec/vectors/guide/search.json`.
"""

from __future__ import annotations

import math
from typing import Any

from msgspec import Struct

from homeward.schema.guide import Synonyms, Threat
from homeward.schema.guide_bundle import SearchIndex

from .fuzzy import nearest
from .numbers import number_of
from .spelling import stem, tokens

UNKNOWN_WORD, STOP_WORD, FEWEST_LETTERS = 3000, 150, 3
THRESHOLD = 330
_STOP = frozenset(
    [
        "и",
        "в",
        "во",
        "на",
        "не",
        "что",
        "то",
        "с",
        "со",
        "а",
        "как",
        "я",
        "ты",
        "он",
        "она",
        "оно",
        "мы",
        "вы",
        "они",
        "по",
        "за",
        "от",
        "до",
        "из",
        "у",
        "о",
        "об",
        "же",
        "бы",
        "ли",
        "если",
        "к",
        "ко",
        "мне",
        "меня",
        "тебе",
        "тебя",
        "его",
        "ее",
        "их",
        "ему",
        "ей",
        "нам",
        "нас",
        "вам",
        "вас",
        "это",
        "этот",
        "эта",
        "эти",
        "так",
        "вот",
        "ну",
        "да",
        "нет",
        "уже",
        "еще",
        "только",
        "там",
        "тут",
        "здесь",
        "для",
        "при",
        "или",
        "но",
        "ни",
        "сказал",
        "сказали",
        "говорит",
        "говорят",
        "был",
        "была",
        "были",
        "быть",
        "будет",
        "будут",
        "будешь",
        "мой",
        "моя",
        "твой",
        "муж",
        "мужа",
        "сын",
        "сына",
        "брат",
        "брата",
        "командир",
        "командиры",
        "the",
        "a",
        "an",
        "to",
        "of",
        "in",
        "on",
        "for",
        "and",
        "or",
        "is",
        "are",
        "be",
        "will",
        "you",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "his",
        "her",
        "him",
        "your",
        "my",
        "me",
        "that",
        "this",
        "with",
        "at",
        "if",
        "as",
        "not",
        "no",
        "do",
        "does",
        "did",
        "was",
        "were",
        "they",
        "said",
        "say",
        "says",
        "told",
        "tell",
        "just",
        "so",
        "what",
        "can",
    ]
)


class Found(Struct, frozen=True):
    """One candidate and how well it fits, in thousandths."""

    threat: str
    score: int


def features(text: str, stems: dict[str, str]) -> list[str]:
    """The words of a text as the index knows them, each once: concepts, numbers, stems."""
    found: list[str] = []
    for token in tokens(text):
        number = number_of(token)
        bare = f"#{number}" if number is not None else stem(token)
        found.append(stems.get(bare, bare))
    return list(dict.fromkeys(found))


def index(threats: dict[str, Threat], synonyms: dict[str, Synonyms]) -> SearchIndex:
    """The compiled index of a pack's phrases, titles included."""
    stems = {s: f"@{i}" for i, group in sorted(synonyms.items()) for words in group.values() for w in words for s in [stem(w)]}
    phrases: list[list[Any]] = []
    for i, threat in sorted(threats.items()):
        texts = [*threat.title.values(), *(p for language in sorted(threat.phrases) for p in threat.phrases[language])]
        lists = {tuple(sorted(features(text, stems))) for text in texts}
        phrases += [[i, *words] for words in sorted(lists) if words]
    return SearchIndex(stems=stems, phrases=phrases, weights=_weights(phrases, len(threats)))


def _weights(phrases: list[list[Any]], threats: int) -> dict[str, int]:
    where: dict[str, set[str]] = {}
    for threat, *words in phrases:
        for word in words:
            where.setdefault(word, set()).add(threat)
    stop = {stem(word) for word in _STOP}
    weights = {word: round(1000 * math.log((threats + 1) / (len(there) + 0.3))) for word, there in where.items()}
    weights = {word: max(200, weight // 2 if word.startswith("#") else weight) for word, weight in weights.items()}
    return dict.fromkeys(sorted(stop), STOP_WORD) | {
        word: STOP_WORD if word in stop else weight for word, weight in sorted(weights.items())
    }


def find(index: SearchIndex, text: str, most: int = 3) -> list[Found]:
    """The best entries for a sentence, best first; none when nothing fits well enough ("not in the guide")."""
    asked = _asked(index, text)
    total = sum(weight for weight, _ in asked.values())
    if not total:
        return []
    best: dict[str, int] = {}
    union: dict[str, int] = {}
    for threat, *words in index.phrases:
        met = 0
        for word in words:
            if word in asked:
                met += asked[word][0] * asked[word][1] // 1000
                union[threat] = union.get(threat, 0) | 1 << list(asked).index(word)
        size = sum(index.weights[word] for word in words)
        score = met * 1000 // max(1, math.isqrt(total * size))
        best[threat] = max(best.get(threat, 0), score)
    covered = {threat: _covered(asked, bits) * 1000 // total for threat, bits in union.items()}
    scores = {threat: (6 * best[threat] + 4 * covered.get(threat, 0)) // 10 for threat in best}
    ranked = sorted((Found(threat, score) for threat, score in scores.items() if score >= THRESHOLD), key=lambda f: (-f.score, f.threat))
    return ranked[:most]


def _asked(index: SearchIndex, text: str) -> dict[str, tuple[int, int]]:
    """Each feature of a sentence with its weight and how surely it was read, in thousandths."""
    asked: dict[str, tuple[int, int]] = {}
    for token in tokens(text):
        number = number_of(token)
        bare = f"#{number}" if number is not None else stem(token)
        sure = 1000
        word = index.stems.get(bare, bare)
        if word not in index.weights and number is None:
            near, sure = nearest(index, bare)
            word = index.stems.get(near, near)
        weight = index.weights.get(word, UNKNOWN_WORD if len(bare) >= FEWEST_LETTERS else STOP_WORD)
        if word not in asked or asked[word][1] < sure:
            asked[word] = (weight, sure)
    return asked


def _covered(asked: dict[str, tuple[int, int]], bits: int) -> int:
    return sum(weight * sure // 1000 for at, (weight, sure) in enumerate(asked.values()) if bits >> at & 1)
