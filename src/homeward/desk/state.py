"""What the running desk holds beside the record: reviewers' queues, whether decisions wait to be worked in (RECORD, 'Desk', 2)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jinja2 import Environment, PackageLoader, StrictUndefined

from homeward.record.judge import settle
from homeward.record.store import Store

from .lane import Lane

Words = Callable[..., str]


@dataclass
class Desk:
    """One desk over one record. Requests are served by several threads; `lock` keeps a queue and its judgement together."""

    store: Store
    title: str
    words: Mapping[str, Words]
    key: str
    invented: bool = False
    lanes: dict[tuple[str, bool], Lane] = field(default_factory=dict)
    dirty: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.pages = Environment(
            loader=PackageLoader("homeward.desk", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def lane(self, by: str, blind: bool) -> Lane:
        """The reviewer's queue, loaded anew after a new linkage."""
        with self.lock:
            found = self.lanes.get((by, blind))
            run = self.store.links.last_run()
            if found is None or found.run != (run.number if run else 0):
                found = self.lanes[by, blind] = Lane(self.store, by, blind)
            return found

    def settle(self) -> None:
        """Work waiting decisions into the people; quick when none wait (`dirty` is set by whoever judges)."""
        with self.lock:
            if self.dirty:
                settle(self.store)
                self.dirty = False
