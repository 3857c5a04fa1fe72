"""Name rules taken away one at a time, to see what each is worth. Each changes the rules of this process only."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from homeward.record import names
from homeward.record.link import features
from homeward.record.link.config import MatchConfig


def _clear() -> None:
    for function in (names.plain, names.sound, names.skeleton, names.father):
        function.cache_clear()


def _letters(config: MatchConfig) -> MatchConfig:
    names._FOLD = {}
    _clear()
    return config


def _scripts(config: MatchConfig) -> MatchConfig:
    features.sound = names.plain
    features.skeleton = lambda text: names.plain(text)[:1] + re.sub("[аеиоуыэюяaeiouy]", "", names.plain(text)[1:])
    return config


def _joined(config: MatchConfig) -> MatchConfig:
    names._CYRILLIC["х"] = "h"
    names._LATIN_RUNS = tuple(
        (re.compile("kh"), "h") if p.pattern.startswith("kh") else (re.compile("(?!)"), "") if p.pattern == "[hg]" else (p, put)
        for p, put in names._LATIN_RUNS
    )
    _clear()
    return config


def _skeletons(config: MatchConfig) -> MatchConfig:
    features.skeleton = names.sound
    return config


def _initials(config: MatchConfig) -> MatchConfig:
    features.is_initial = lambda _: False
    return config


def _patronymic(config: MatchConfig) -> MatchConfig:
    block = [line for line in config.block if "patronymic_k" not in line]
    return msgspec.structs.replace(config, compare=[c for c in config.compare if c.name != "patronymic"], block=block)


def _fathers(config: MatchConfig) -> MatchConfig:
    features.father = names.plain
    return config


def _swaps(config: MatchConfig) -> MatchConfig:
    block = [line for line in config.block if "surname_k=given_k" not in line]
    return msgspec.structs.replace(config, compare=[msgspec.structs.replace(c, swap="") for c in config.compare], block=block)


ABLATIONS: dict[str, Callable[[MatchConfig], MatchConfig]] = {
    "ё=е, ү=у, ө=о, ң=н, һ=х": _letters,
    "one key for both scripts": _scripts,
    "г, х, h joined": _joined,
    "consonant skeleton": _skeletons,
    "initials": _initials,
    "the patronymic": _patronymic,
    "the father's name in the patronymic": _fathers,
    "surname and given name exchanged": _swaps,
}
