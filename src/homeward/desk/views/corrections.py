"""What relatives ask to correct, each followed from received to an answer (RECORD, 'Desk', 6)."""

from __future__ import annotations

from starlette.responses import Response

from homeward.record.errors import NumberMissing
from homeward.schema.record import Correction, CorrectionState, Field

from ..asked import Asked, go
from ..differ import ORDER

ANSWERS = frozenset({CorrectionState.ACCEPTED, CorrectionState.PARTLY, CorrectionState.DECLINED, CorrectionState.WITHDRAWN})
LONGEST = 4_000


def show(asked: Asked) -> Response:
    """Open ones first, oldest first: nobody is forgotten."""
    return _page(asked, [], {})


def add(asked: Asked) -> Response:
    """Enter a request that came by letter or call; never the asker's name."""
    form = {name: value[:LONGEST] for name, value in asked.form.items()}
    wrong = [name for name in ("relation", "wanted", "grounds") if not form.get(name)]
    person, field = form.get("person", ""), form.get("field", "")
    if person:
        try:
            asked.desk.store.links.current(int(person) if person.isascii() and person.isdecimal() and len(person) < 10 else 0)
        except NumberMissing:
            wrong.append("person")
    if field and field not in {f.value for f in Field}:
        wrong.append("field")
    if wrong:
        return _page(asked, wrong, form, 422)
    asked.desk.store.public.ask(
        Correction(
            person=int(person) if person else None,
            relation=form["relation"],
            field=Field(field) if field else None,
            wanted=form["wanted"],
            grounds=form["grounds"],
        )
    )
    return go("/corrections")


def step(asked: Asked) -> Response:
    """Move a request; an answer needs words."""
    state, answer = asked.form.get("state", ""), asked.form.get("answer", "")[:LONGEST]
    if state not in {s.value for s in CorrectionState} or (CorrectionState(state) in ANSWERS and not answer):
        return _page(asked, ["answer"], {}, 422)
    asked.desk.store.public.step(asked.path("number"), CorrectionState(state), by=asked.by, answer=answer)
    return go("/corrections")


def _page(asked: Asked, wrong: list[str], given: dict[str, str], status: int = 200) -> Response:
    everything = asked.desk.store.public.corrections()
    steps = {c.number: asked.desk.store.public.steps(c.number) for c in everything}
    ordered = sorted(everything, key=lambda c: (c.state in ANSWERS, c.number))
    return asked.page(
        "corrections",
        status,
        corrections=ordered,
        steps=steps,
        answers=ANSWERS,
        states=list(CorrectionState),
        fields=ORDER,
        wrong=wrong,
        given=given,
    )
