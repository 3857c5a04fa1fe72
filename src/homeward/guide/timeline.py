"""What was true before and after (GUIDE 5.9): the verdict of one threat in every stretch of time, for the same status and answers."""

from __future__ import annotations

from msgspec import Struct, structs

from homeward.schema.guide_bundle import Bracket, Bundle, Facts

from .evaluate import ask
from .periods import Period, pieces


class Stretch(Struct, frozen=True):
    """`[from, until)` with the verdict, penalty and claims of an act (or a reading, on axis today) in it."""

    first: str
    until: str
    verdict: str
    penalty: Bracket | None
    claims: list[str]


def timeline(bundle: Bundle, threat_id: str, facts: Facts) -> list[Stretch]:
    """The stretches from the threat's beginning on, neighbours that say the same joined."""
    threat = bundle.threats[threat_id]
    periods: list[Period] = [*threat.versions, *threat.gaps]
    for law in sorted({v.law for v in threat.versions if v.law}):
        periods += bundle.norms[law].versions
    found: list[Stretch] = []
    for first, until in pieces(threat.begins or bundle.pack.begins, periods):
        if threat.axis == "act":
            moved = structs.replace(facts, act_from=first, act_until=first, said="")
        else:
            moved = structs.replace(facts, today=first, said="")
        answer = ask(bundle, threat_id, moved)
        stretch = Stretch(first, until, answer.verdict, answer.penalty, answer.claims)
        if found and (found[-1].verdict, found[-1].penalty, found[-1].claims) == (stretch.verdict, stretch.penalty, stretch.claims):
            found[-1] = structs.replace(found[-1], until=until)
        else:
            found.append(stretch)
    return found
