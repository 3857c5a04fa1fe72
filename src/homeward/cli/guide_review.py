"""`homeward guide review | diff`: what lawyers read and compare."""

from __future__ import annotations

from pathlib import Path

import click

from homeward.guide.compile import open_pack
from homeward.guide.difference import Change, differences
from homeward.guide.review import review_page
from homeward.guide.tell import in_words
from homeward.schema.guide_bundle import Bundle

from .guide_common import PACK, today_is
from .speak import emit, json_option
from .words import chosen_language, w


@click.command("review", help=w("cmd-guide-review"))
@PACK
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help=w("opt-guide-out-review"))
@click.option("--today", help=w("opt-guide-today"))
@json_option
def review_command(pack: Path, out: Path, today: str | None, as_json: bool) -> None:
    """See `cmd-guide-review`."""
    page = review_page(open_pack(pack), today or today_is(), chosen_language(), w)
    out.write_text(page, "utf-8")
    emit(as_json, {"written": str(out), "bytes": len(page.encode())}, w("guide-written", file=str(out)))


@click.command("diff", help=w("cmd-guide-diff"))
@click.argument("old", type=click.Path(path_type=Path, exists=True))
@click.argument("new", type=click.Path(path_type=Path, exists=True))
@click.option("--today", help=w("opt-guide-today"))
@json_option
def diff_command(old: Path, new: Path, today: str | None, as_json: bool) -> None:
    """See `cmd-guide-diff`."""
    before, after = open_pack(old), open_pack(new)
    changes = differences(before, after, today or today_is())
    emit(as_json, {"changes": changes}, *(_line(before, after, c) for c in changes), w("guide-diff-count", count=len(changes)))


def _line(old: Bundle, new: Bundle, change: Change) -> str:
    language = chosen_language()
    side = new if change.threat in new.threats else old
    statuses = {**old.pack.statuses, **new.pack.statuses}
    until = w("guide-until-open") if change.until == "open" else change.until
    answers = ", ".join(f"{k} = {'|'.join(map(str, v))}" for k, v in change.answers.items())
    people = ", ".join(in_words(statuses[s], language) for s in change.statuses)
    where = w(f"guide-diff-{change.axis}", status=people, first=change.first, until=until)
    what = w("guide-diff-words", verdict=_short(change.after)) if change.words else f"{_short(change.before)} → {_short(change.after)}"
    return f"{in_words(side.threats[change.threat].title, language)} [{change.threat}] {where}{f' ({answers})' if answers else ''}: {what}"


def _short(verdict: str) -> str:
    if not verdict:
        return w("guide-diff-missing")
    kind, _, years = verdict.partition(" ")
    return f"{w('guide-short-' + kind.replace('_', '-'))} {years}".rstrip()
