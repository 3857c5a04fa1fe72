"""Published results that this program's methods are checked against (docs/methods)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """A published figure with its interval, and where it was published."""

    what: str
    value: float
    low: float | None
    high: float | None
    cited: str


CHECKS = (
    Check("Kosovo 1999, killed Kosovar Albanians, four lists", 10_356, 9_002, 12_122,
          "Ball, Betts, Scheuren, Dudukovich, Asher: Killings and Refugee Flow in Kosovo, report to the ICTY, 3 January 2002"),
    Check("United Kingdom 2013, potential victims of trafficking", 11_500, 10_000, 13_000,
          "Silverman: Modern slavery, an application of multiple systems estimation, Home Office, November 2014"),
    Check("Russia, excess deaths of men aged 15 to 49, 2022 and 2023", 58_500, 56_000, 61_000,
          "Kobak and others, Demography 62(2), 2025, 335-347"),
)  # fmt: skip
