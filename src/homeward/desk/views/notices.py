"""Pasted notices: what the machine read is highlighted; a reviewer makes a report of it or sets it aside (RECORD, 'Desk', 8)."""

from __future__ import annotations

import hashlib

from starlette.responses import Response

from homeward.record.errors import NumberMissing
from homeward.schema.record import Field, Notice, Saying, Suggestion

from ..asked import Asked, go
from ..differ import ORDER

LONGEST = 500


def show_all(asked: Asked) -> Response:
    """Notices that wait."""
    waiting = asked.desk.store.notices.waiting()
    return asked.page("notices", notices=[(n, n.text[:160]) for n in waiting])


def show(asked: Asked) -> Response:
    """One notice beside the form its suggestions fill."""
    notice = _notice(asked)
    found = asked.desk.store.notices.suggestions(notice.number)
    given: dict[Field, str] = {}
    for suggestion in found:
        given.setdefault(suggestion.field, suggestion.value)
    return asked.page("notice", notice=notice, pieces=pieces(notice.text, found), given=given, fields=ORDER)


def answer(asked: Asked) -> Response:
    """Keep the reviewer's values as a report of the notice's source, or set it aside with a reason."""
    notice = _notice(asked)
    store = asked.desk.store
    values = {f: v[:LONGEST] for f in Field if (v := asked.form.get(f.value))}
    if asked.form.get("aside") == "1" or not values:
        store.notices.answer(notice.number, None, by=asked.by, why=asked.form.get("why", ""))
        return go("/notices")
    with store.transaction():
        key = f"notice-{notice.number}"
        archive = hashlib.sha256(notice.text.encode()).hexdigest()
        store.reports.add(notice.source, archive, [Saying(key=key, row=1, said={"text": notice.text}, values=values)])
        row = store.database.rows("SELECT number FROM report WHERE source = ? AND key = ?", (notice.source, key))
        store.notices.answer(notice.number, int(row[0][0]), by=asked.by, why=asked.form.get("why", ""))
    return go("/notices")


def pieces(text: str, found: list[Suggestion]) -> list[tuple[str, str]]:
    """(piece, field or ""): the text cut at the suggestions; of two that overlap the earlier, longer one is marked. Pure."""
    cut, at = [], 0
    for s in sorted(found, key=lambda s: (s.start, -s.end)):
        if at <= s.start < s.end <= len(text):
            cut += [(text[at : s.start], ""), (text[s.start : s.end], s.field.value)]
            at = s.end
    return [(piece, field) for piece, field in [*cut, (text[at:], "")] if piece]


def _notice(asked: Asked) -> Notice:
    number = asked.path("number")
    for notice in asked.desk.store.notices.all():
        if notice.number == number:
            return notice
    raise NumberMissing(str(number))
