"""The claims board: what others assert, entered with scope, day, method and source; never merged (RECORD, 'Desk', 5)."""

from __future__ import annotations

from starlette.responses import Response

from homeward.record.claims import board
from homeward.record.regions import find_region
from homeward.schema.record import Claim

from ..asked import Asked, go

TEXTS = ("who", "what", "scope", "method", "cited")
LONGEST = 1_000


def show(asked: Asked) -> Response:
    """Entered and shipped claims, side by side."""
    return asked.page("claims", board=board(asked.desk.store.public.claims(), {}, asked.language), wrong=[], given={}, texts=TEXTS)


def add(asked: Asked) -> Response:
    """Enter a claim; what is missing is named, what was typed stays."""
    form = {name: value[:LONGEST] for name, value in asked.form.items()}
    wrong = [name for name in TEXTS if not form.get(name)]
    low, high, as_of = form.get("low", ""), form.get("high", ""), form.get("as_of", "")
    region = find_region(form["region"]) if form.get("region") else None
    wrong += ["low"] if not _whole(low) else []
    wrong += ["high"] if high and (not _whole(high) or (_whole(low) and int(high) < int(low))) else []
    wrong += ["as_of"] if not (len(as_of) == 10 and as_of[:4].isdecimal() and as_of[4] == as_of[7] == "-") else []
    wrong += ["region"] if form.get("region") and region is None else []
    if wrong:
        return asked.page(
            "claims", 422, board=board(asked.desk.store.public.claims(), {}, asked.language), wrong=wrong, given=form, texts=TEXTS
        )
    asked.desk.store.public.claim(
        Claim(
            who=form["who"],
            what=form["what"],
            scope=form["scope"],
            method=form["method"],
            cited=form["cited"],
            low=int(low),
            high=int(high) if high else None,
            region=region,
            as_of=as_of,
        )
    )
    return go("/claims")


def _whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 12
