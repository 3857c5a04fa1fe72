"""Match weights in words: how much each comparison speaks for or against one person (RECORD, 'Desk', 3). Pure.

A weight of w bits makes "one person" 2^w times likelier against "two people" than before. Words follow the size, numbers stand beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STEPS = ((6.0, "very-strong"), (3.0, "strong"), (1.0, "some"), (0.25, "weak"))


@dataclass(frozen=True)
class Evidence:
    """One comparison: its name, `for` or `against` or `neither`, how strongly, and bits."""

    name: str
    side: str
    strength: str
    bits: float


def evidence(weights: Mapping[str, float]) -> list[Evidence]:
    """Strongest first."""
    return [_one(name, bits) for name, bits in sorted(weights.items(), key=lambda item: (-abs(item[1]), item[0]))]


def chance_words(probability: float) -> str:
    """A name for a probability: almost-sure, likely, even, unlikely."""
    return "almost-sure" if probability >= 0.9 else "likely" if probability >= 0.65 else "even" if probability > 0.35 else "unlikely"


def _one(name: str, bits: float) -> Evidence:
    strength = next((word for least, word in STEPS if abs(bits) >= least), "none")
    side = "neither" if strength == "none" else "for" if bits > 0 else "against"
    return Evidence(name, side, strength, round(bits, 1))
