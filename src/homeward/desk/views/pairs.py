"""The queue and the pair: two reports side by side, a verdict, the next (RECORD, 'Desk', 2 and 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.responses import Response

from homeward.record.errors import NumberMissing
from homeward.record.second import why_two
from homeward.schema.record import Report, Source, Verdict

from ..asked import Asked, go
from ..differ import compare
from ..evidence import chance_words, evidence
from ..told import all_told

VERDICTS = (Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE)
LONGEST_WHY = 2_000


@dataclass(frozen=True)
class Side:
    """One of the two reports, with its source and what was said word for word."""

    report: Report
    source: Source | None
    person: int | None
    said: list[tuple[str, int, dict[str, str], str]]


def next_pair(asked: Asked) -> Response:
    """The pair whose turn it is, or word that all is done."""
    lane = asked.desk.lane(asked.by, asked.blind)
    with asked.desk.lock:
        pair = lane.next()
    return _show(asked, pair) if pair else asked.page("done", run=asked.desk.store.links.last_run())


def one_pair(asked: Asked) -> Response:
    """A pair by its numbers."""
    return _show(asked, _numbers(asked))


def judge(asked: Asked) -> Response:
    """Keep a verdict; the next pair follows."""
    pair = _numbers(asked)
    try:
        verdict = Verdict(asked.form.get("verdict", ""))
    except ValueError:
        return _show(asked, pair, missing=True)
    if verdict not in VERDICTS:
        return _show(asked, pair, missing=True)
    with asked.desk.lock:
        asked.desk.store.judgements.add(*pair, verdict, by=asked.by, why=asked.form.get("why", "")[:LONGEST_WHY], blind=asked.blind)
        asked.desk.dirty = True
    return go(f"/pairs?after={pair[0]}-{pair[1]}")


def later(asked: Asked) -> Response:
    """To the end of the queue, undecided."""
    pair = _numbers(asked)
    with asked.desk.lock:
        asked.desk.lane(asked.by, asked.blind).later(pair)
    return go("/pairs")


def undo(asked: Asked) -> Response:
    """Withdraw this reviewer's last judgement and show that pair again."""
    with asked.desk.lock:
        withdrawn = asked.desk.store.judgements.undo(asked.by, asked.say("desk-undone-why"))
        if withdrawn is None:
            return go("/pairs")
        asked.desk.dirty = True
    return go(f"/pairs/{withdrawn.left}/{withdrawn.right}")


def _numbers(asked: Asked) -> tuple[int, int]:
    left, right = sorted((asked.path("left"), asked.path("right")))
    return left, right


def _show(asked: Asked, pair: tuple[int, int], missing: bool = False) -> Response:
    store = asked.desk.store
    found = store.reports.some(pair)
    if len(found) != 2:
        raise NumberMissing(" ".join(map(str, pair)))
    sources = {s.id: s for s in store.reports.sources()}
    left, right = (_side(asked, found[n], sources) for n in pair)
    compared = store.links.pair(*pair)
    judgements = store.judgements.of_pair(*pair)
    mine = [j for j in judgements if j.by == asked.by]
    decided = bool(mine) and mine[-1].verdict != Verdict.WITHDRAWN
    lane = asked.desk.lane(asked.by, asked.blind)
    lane.next()
    values: dict[str, Any] = {}
    if compared and not asked.blind:
        values = {
            "chance": compared.probability,
            "chance_words": chance_words(compared.probability),
            "evidence": evidence(compared.weights),
        }
    return asked.page(
        "pair",
        422 if missing else 200,
        pair=pair,
        left=left,
        right=right,
        rows=compare(*(all_told(found[n].values, asked.say, asked.language) for n in pair)),
        missing=missing,
        two=why_two(left.report, right.report, sources),
        second=lane.is_second(pair),
        waiting=lane.waiting(),
        second_waiting=lane.second(),
        history=judgements if decided else mine,
        others=len(judgements) - len(mine),
        decided=decided,
        verdicts=VERDICTS,
        compared=compared is not None,
        after=asked.request.query_params.get("after", ""),
        **({"chance": None, "evidence": [], "chance_words": ""} | values),
    )


def _side(asked: Asked, report: Report, sources: dict[str, Source]) -> Side:
    history = asked.desk.store.links.history(report.number)
    said = [
        (a, line, msgspec.json.decode(text, type=dict[str, str]), at) for a, line, text, at in asked.desk.store.reports.said(report.number)
    ]
    return Side(report, sources.get(report.source), history[-1][0] if history else None, said)
