"""Building a model term by term where all models are too many, or beside them (RECORD-FIGURES 6.3)."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy import special

from ..arrays import Flags
from .fit import fit
from .models import design, terms
from .overlaps import Overlaps

ENTRY_P = 0.02
Rule = Literal["p", "aic", "bic"]


def stepwise(table: Overlaps, allowed: list[int], rule: Rule = "p", largest: int = 2) -> Flags:
    """Forward from independence: add the interaction that lowers the deviance most, while it passes the rule.

    `p` asks for p < 0.02 of the deviance test (Chan, Silverman and Vincent 2021); `aic` and `bic` for a lower criterion.
    Terms of more than `largest` lists are not tried; a term of three enters after its pairs. One row of flags is returned.
    """
    order = terms(len(table.lists))
    columns = design(len(table.lists))
    price = {"p": float(special.chdtri(1, ENTRY_P)), "aic": 2.0, "bic": float(np.log(max(table.observed, 2)))}[rule]
    model = np.array([True, *(t.bit_count() == 1 for t in order)])
    reached = float(fit(columns, table.counts, model[None]).loglik[0])
    while True:
        have = {t for t, on in zip(order, model[1:], strict=True) if on}
        able = [t for t in allowed if t not in have and t.bit_count() <= largest and _parts(t) <= have]
        if not able:
            return model
        trial = np.tile(model, (len(able), 1))
        trial[np.arange(len(able)), [1 + order.index(t) for t in able]] = True
        gained = fit(columns, table.counts, trial).loglik
        best = int(gained.argmax())
        if 2 * (gained[best] - reached) <= price:
            return model
        model, reached = trial[best], float(gained[best])


def _parts(term: int) -> set[int]:
    return {term & ~(1 << j) for j in range(term.bit_length()) if term >> j & 1 and term.bit_count() > 1}
