"""From what somebody heard to the entry of the pack (GUIDE 7): spelling, concepts, weights, and "not in the guide" when nothing fits.

`index` compiles the phrases of a pack; `find` needs only that. No model, no network. The same in TypeScript
(`web/src/guide/search.ts`), held together by `spec/vectors/guide/search.json`.
"""

from __future__ import annotations

import math

from msgspec import Struct

from homeward.schema.guide import Synonyms, Threat
from homeward.schema.guide_bundle import SearchIndex

from .fuzzy import nearest
from .numbers import lasted, number_of
from .spelling import stem, tokens

STOP_WORD, FEWEST_LETTERS = 150, 3
# In thousandths of the rarest word's weight: what a word nobody wrote down weighs, and how much must be in common.
UNKNOWN_WORD, LEAST_EVIDENCE = 700, 1050
# Seven words in a row are judged together, so that one sentence is found in a long story; the whole text counts too.
WINDOW, BY_WINDOW, BY_PHRASE = 7, 6, 7
THRESHOLD, SURE = 400, 800
_STOP_WORDS = (
    "и в во на не что то с со а как я ты он она оно мы вы они по за от до из у о об же бы ли если к ко мне меня тебе тебя его ее их "
    "ему ей нам нас вам вас это этот эта эти так вот ну да нет уже еще только там тут здесь для при или но ни сказал сказали говорит "
    "говорят был была были быть будет будут будешь мой моя твой муж мужа сын сына брат брата командир командиры the a an to of in on "
    "for and or is are be will you he she it they we i his her him your my me that this with at if as not no do does did was were "
    "they said say says told tell just so what can"
)
_STOP = frozenset(_STOP_WORDS.split(" "))


class Found(Struct, frozen=True):
    """One candidate and how well it fits, in thousandths."""

    threat: str
    score: int


class Word(Struct, frozen=True):
    """One word of a sentence as the index knows it: its weight and how surely it was read, in thousandths."""

    feature: str
    weight: int
    sure: int


def features(text: str, stems: dict[str, str]) -> list[str]:
    """The words of a text as the index knows them, each once: concepts, numbers, lengths of time, stems."""
    words = tokens(text)
    found: list[str] = []
    for at, token in enumerate(words):
        number = number_of(token)
        bare = f"#{number}" if number is not None else stem(token)
        found += [stems.get(bare, bare), lasted(words, at)]
    return [word for word in dict.fromkeys(found) if word]


def index(threats: dict[str, Threat], synonyms: dict[str, Synonyms], more: dict[str, Synonyms]) -> SearchIndex:
    """The compiled index of a pack's phrases, titles included."""
    stems = {s: f"@{i}" for i, group in sorted(synonyms.items()) for words in group.values() for w in words for s in [stem(w)]}
    phrases: list[str] = []
    for i, threat in sorted(threats.items()):
        texts = [*threat.title.values(), *(p for phrases in (threat.phrases, more.get(i, {})) for many in phrases.values() for p in many)]
        phrases += sorted({" ".join([i, *sorted(words)]) for text in texts if (words := features(text, stems))})
    idf = [round(1000 * math.log((len(threats) + 1) / (n + 0.3))) for n in range(1, len(threats) + 1)]
    return SearchIndex(stems=stems, phrases=phrases, idf=idf, stops=" ".join(sorted({stem(word) for word in _STOP})))


class Ready(Struct, frozen=True):
    """What is worked out of an index once: its phrases taken apart, and the weight of every feature."""

    stems: dict[str, str]
    phrases: list[tuple[str, list[str]]]
    weights: dict[str, int]


def ready(index: SearchIndex) -> Ready:
    """An index ready to be searched."""
    phrases = [(threat, words) for threat, *words in (phrase.split(" ") for phrase in index.phrases)]
    where: dict[str, set[str]] = {}
    for threat, words in phrases:
        for word in words:
            where.setdefault(word, set()).add(threat)
    weights = dict.fromkeys(index.stops.split(" "), STOP_WORD)
    for word, there in where.items():
        weight = index.idf[len(there) - 1]
        weights.setdefault(word, max(200, weight // 2 if word[0] in "#~" else weight))
    return Ready(index.stems, phrases, weights)


def find(index: SearchIndex, text: str, most: int = 3) -> list[Found]:
    """The best entries for a sentence, best first; none when nothing fits well enough ("not in the guide")."""
    known = ready(index)
    rarest = max(known.weights.values())
    words = _read(known, text, rarest)
    heard = {word.feature for word in words}
    phrases = [(threat, phrase) for threat, phrase in known.phrases if not heard.isdisjoint(phrase)]
    best: dict[str, int] = {}
    evidence: dict[str, int] = {}
    for at in range(max(1, len(words) - WINDOW + 1)):
        for threat, (score, met) in _fit(known, words[at : at + WINDOW], phrases).items():
            best[threat] = max(best.get(threat, 0), score)
            evidence[threat] = max(evidence.get(threat, 0), met)
    found = []
    for threat, (score, _) in _fit(known, words, phrases).items():
        total = (BY_WINDOW * best[threat] + (10 - BY_WINDOW) * score) // 10
        enough = evidence[threat] * 1000 >= LEAST_EVIDENCE * rarest or best[threat] >= SURE
        if total >= THRESHOLD and enough:
            found.append(Found(threat, total))
    return sorted(found, key=lambda f: (-f.score, f.threat))[:most]


def _read(index: Ready, text: str, rarest: int) -> list[Word]:
    words: list[Word] = []
    plain = tokens(text)
    for at, token in enumerate(plain):
        number = number_of(token)
        bare = f"#{number}" if number is not None else stem(token)
        feature, sure = index.stems.get(bare, bare), 1000
        if feature not in index.weights and number is None:
            near, sure = nearest((*index.stems, *index.weights), bare)
            feature = index.stems.get(near, near)
        unknown = UNKNOWN_WORD * rarest // 1000 if len(bare) >= FEWEST_LETTERS else STOP_WORD
        words.append(Word(feature, index.weights.get(feature, unknown), sure))
        length = lasted(plain, at)
        if length in index.weights:
            words.append(Word(length, index.weights[length], 1000))
    return words


def _fit(index: Ready, words: list[Word], phrases: list[tuple[str, list[str]]]) -> dict[str, tuple[int, int]]:
    """For each threat with a word in common: how well these words fit it, in thousandths, and the weight of what they have in common."""
    asked: dict[str, Word] = {}
    for word in words:
        if word.feature not in asked or asked[word.feature].sure < word.sure:
            asked[word.feature] = word
    total = max(1, sum(word.weight for word in asked.values()))
    best: dict[str, int] = {}
    common: dict[str, set[str]] = {}
    for threat, phrase in phrases:
        met = [word for word in phrase if word in asked]
        if met:
            size = sum(index.weights[word] for word in phrase)
            score = sum(_worth(asked[word]) for word in met) * 1000 // max(1, math.isqrt(total * size))
            best[threat] = max(best.get(threat, 0), score)
            common.setdefault(threat, set()).update(met)
    fits: dict[str, tuple[int, int]] = {}
    for threat, score in best.items():
        met_weight = sum(_worth(asked[word]) for word in common[threat])
        fits[threat] = ((BY_PHRASE * score + (10 - BY_PHRASE) * (met_weight * 1000 // total)) // 10, met_weight)
    return fits


def _worth(word: Word) -> int:
    return word.weight * word.sure // 1000
