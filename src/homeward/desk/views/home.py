"""The desk's first page: what waits, and where to go (RECORD, 'Desk', 2)."""

from __future__ import annotations

from starlette.responses import Response

from ..asked import Asked
from .corrections import ANSWERS


def show(asked: Asked) -> Response:
    """Numbers of what waits."""
    store = asked.desk.store
    lane = asked.desk.lane(asked.by, asked.blind)
    asking = [c for c in store.public.corrections() if c.state not in ANSWERS]
    return asked.page(
        "home",
        waiting=lane.waiting(),
        second=lane.second(),
        corrections=len(asking),
        notices=len(store.notices.waiting()),
        reports=store.reports.count(),
        run=store.links.last_run(),
    )
