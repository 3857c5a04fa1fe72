"""One reviewer's queue, in memory: which pair comes next, in what order, and how many wait (RECORD, 'Desk', 2).

Doubtful pairs first (nearest to even odds); blind reviewers get an order that tells nothing of the probabilities. Pairs that wait for a
second reviewer come before all. Loaded once a linkage; a decision takes no look at the others.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable

from homeward.record.judge import BAND
from homeward.record.second import alone, why_two
from homeward.record.store import Store, standing_of
from homeward.schema.record import Judgement, Verdict

Pair = tuple[int, int]


class Lane:
    """Pairs a reviewer has not judged. `run` is the linkage it was loaded for."""

    def __init__(self, store: Store, by: str, blind: bool) -> None:
        run = store.links.last_run()
        self.run, self.blind, self.by = run.number if run else 0, blind, by
        judgements = store.judgements.all()
        mine = {(low, high) for low, high, who in standing_of(judgements) if who == by}
        self._store, self._mine, self._seen = store, mine, max((j.number for j in judgements), default=0)
        pairs = [(low, high, p) for low, high, p in store.links.edges(BAND[0]) if p < BAND[1] and (low, high) not in mine]
        pairs.sort(key=(lambda e: (_shuffled(e[0], e[1]), 0)) if blind else (lambda e: (abs(e[2] - 0.5), e[0])))  # type: ignore[arg-type, return-value]
        self._second = _waiting_for_second(store, judgements, by, mine)
        first = set(self._second)
        self._queue: deque[Pair] = deque([*self._second, *((low, high) for low, high, _ in pairs if (low, high) not in first)])
        self._open = set(self._queue)

    def next(self) -> Pair | None:
        """The pair to show; None when all is done."""
        self._catch_up()
        while self._queue and self._queue[0] not in self._open:
            self._queue.popleft()
        return self._queue[0] if self._queue else None

    def waiting(self) -> int:
        """How many pairs are left."""
        return len(self._open)

    def second(self) -> int:
        """How many of them wait for a second reviewer."""
        return sum(pair in self._open for pair in self._second)

    def is_second(self, pair: Pair) -> bool:
        """Whether another reviewer has judged this sensitive pair already."""
        return pair in self._second

    def done(self, pair: Pair) -> None:
        """Judged."""
        self._mine.add(pair)
        self._open.discard(pair)

    def later(self, pair: Pair) -> None:
        """To the end of the queue."""
        if pair in self._open:
            self._queue = deque(p for p in self._queue if p != pair)
            self._queue.append(pair)

    def again(self, pair: Pair) -> None:
        """Undone, or new: it comes next."""
        self._mine.discard(pair)
        self._open.add(pair)
        self._queue.appendleft(pair)

    def _catch_up(self) -> None:
        """Take in what was judged since, here or at another desk over the same record."""
        rows = self._store.database.rows(
            "SELECT number, low, high, verdict, by FROM judgement WHERE number > ? ORDER BY number", (self._seen,)
        )
        for number, low, high, verdict, by in rows:
            self._seen = number
            if by != self.by:
                self._offer((low, high))
            elif verdict == Verdict.WITHDRAWN:
                self.again((low, high))
            else:
                self.done((low, high))

    def _offer(self, pair: Pair) -> None:
        """Another reviewer has judged this pair: if it is sensitive and not judged here, it comes next."""
        if pair in self._mine or pair in self._second:
            return
        reports = self._store.reports.some(pair)
        if len(reports) == 2 and why_two(reports[pair[0]], reports[pair[1]], {s.id: s for s in self._store.reports.sources()}):
            self._second.append(pair)
            self.again(pair)


def _waiting_for_second(store: Store, judgements: list[Judgement], by: str, mine: Iterable[Pair]) -> list[Pair]:
    judged = set(mine)
    found = {pair: j for pair, j in alone(judgements).items() if j.by != by and pair not in judged}
    reports = store.reports.some({n for pair in found for n in pair})
    sources = {s.id: s for s in store.reports.sources()}
    return [pair for pair in sorted(found) if all(n in reports for n in pair) and why_two(reports[pair[0]], reports[pair[1]], sources)]


def _shuffled(low: int, high: int) -> str:
    return hashlib.sha256(f"{low}:{high}".encode()).hexdigest()
