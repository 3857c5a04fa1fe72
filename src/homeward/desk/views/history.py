"""Everything anybody did, newest first, and how far reviewers agree (RECORD, 'Desk', 7)."""

from __future__ import annotations

from typing import NamedTuple

from starlette.responses import Response

from homeward.record.judge import agreement

from ..asked import Asked

PAGE = 100


class Deed(NamedTuple):
    """When, what kind (names its words), who, about what, why, and a link."""

    at: str
    number: int
    kind: str
    by: str
    about: str
    why: str
    link: str


def show(asked: Asked) -> Response:
    """A page of deeds."""
    store = asked.desk.store
    judgements = store.judgements.all()
    deeds = [
        Deed(j.at, j.number, f"verdict-{j.verdict.value}", j.by, f"{j.left} · {j.right}", j.why, f"/pairs/{j.left}/{j.right}")
        for j in judgements
    ]
    deeds += [
        Deed(r.at, r.number, "resolved", r.by, f"{r.person} · {r.field.value} → {r.value or '—'}", r.why, f"/people/{r.person}")
        for r in store.public.resolutions()
    ]
    deeds += [
        Deed(e.at, e.number, "taken-back" if e.lifted else "excluded", e.by, str(e.report), e.reason, "")
        for e in store.reports.exclusions()
    ]
    deeds += [
        Deed(s.at, s.number, f"correction-{s.state.value}", s.by, str(s.correction), s.answer, "/corrections") for s in store.public.steps()
    ]
    deeds += [Deed(c.at, c.number, "claim", c.who, str(c.low), c.method, "/claims") for c in store.public.claims()]
    deeds += [Deed(r.at, r.number, "release", r.by, r.version, r.hash[:16], "") for r in store.public.releases()]
    deeds += [Deed(a.at, 0, "import", a.source, a.name, a.hash[:16], "") for a in store.reports.archives()]
    if run := store.links.last_run():
        deeds.append(Deed(run.at, run.number, "linkage", "homeward", f"{run.reports} → {run.people}", "", ""))
    deeds.sort(key=lambda d: (d.at, d.number), reverse=True)
    asked_page = asked.request.query_params.get("page", "1")
    number = max(1, int(asked_page)) if asked_page.isascii() and asked_page.isdecimal() and len(asked_page) < 6 else 1
    start = (number - 1) * PAGE
    return asked.page(
        "history", deeds=deeds[start : start + PAGE], number=number, more=start + PAGE < len(deeds), agreement=agreement(judgements)
    )
