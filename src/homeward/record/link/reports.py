"""The record's own model: what is compared between reports, in which blocks, with what weights (RECORD 5.8)."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from .config import Compare, Habit, Kind, MatchConfig, Weights

COMPARE = [
    Compare("surname", Kind.PART, swap="given"),
    Compare("given", Kind.PART),
    Compare("patronymic", Kind.PART, father=True),
    Compare("born", Kind.DATE, left_age="age", left_at="died,reported"),
    Compare("died", Kind.DATE),
    Compare("region", Kind.EXACT, habit=Habit.PLAIN),
    Compare("home", Kind.TEXT),
    Compare("rank", Kind.EXACT, habit=Habit.PLAIN),
    Compare("unit_type", Kind.EXACT, habit=Habit.PLAIN),
]
# `given_j` is there only where the given name is an initial; it meets `given_i`, the first sound of any.
BLOCK = [
    ["surname_k", "given_k", "region"],
    ["surname_k", "given_k", "died_m"],
    ["surname_k", "given_k", "patronymic_k"],
    ["surname_k", "given_k", "born_lo"],
    ["surname_k", "given_k", "born_lo+1"],
    ["surname_k", "given_k", "born_hi"],
    ["surname_s", "given_s", "home_s"],
    ["surname_s", "given_s", "rank", "unit_type"],
    ["surname_k", "given_j=given_i", "region"],
    ["surname_k", "given_i=given_j", "region"],
    ["surname_k", "given_j=given_i", "died_m"],
    ["surname_k", "given_i=given_j", "died_m"],
    ["surname_k", "given_j=given_i", "born_lo"],
    ["surname_k", "given_i=given_j", "born_lo"],
    ["surname_p", "given_k", "region"],
    ["surname_e", "given_k", "region"],
    ["surname_p", "given_k", "patronymic_k"],
    ["surname_e", "given_k", "patronymic_k"],
    ["surname_p", "given_k", "died_m"],
    ["surname_p", "given_k", "born_lo"],
    ["surname_k", "region", "born_lo"],
    ["surname_k", "region", "died_m"],
    ["surname_k", "patronymic_k", "region"],
    ["born", "given_k"],
    ["born", "surname_p"],
    ["born", "died_m"],
    ["died", "surname_p"],
    ["died", "given_k", "region"],
    ["surname_k=given_k", "given_k=surname_k"],
    ["given_k", "patronymic_k", "region", "died_m"],
    ["given_k", "patronymic_k", "region", "born_lo"],
]


@cache
def report_model() -> MatchConfig:
    """The model with the weights that ship with it."""
    text = (resources.files(__package__) / "weights.json").read_bytes()
    return MatchConfig(COMPARE, BLOCK, weights=msgspec.json.decode(text, type=Weights))


def untrained_model() -> MatchConfig:
    """The model without weights."""
    return MatchConfig(COMPARE, BLOCK)
