"""`homeward guide`: check, build, sign, verify, test, review, diff, ask and paper. Arguments and words only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from homeward.guide.check import check as check_pack
from homeward.guide.errors import PackBroken
from homeward.guide.load import Draft, load
from homeward.guide.problem import Problem

from .guide_ask import ask_command
from .guide_common import PACK, today_is
from .guide_paper import paper_command
from .guide_publish import build_command, sign_command, test_command, verify_command
from .guide_review import diff_command, review_command
from .speak import EXIT_REFUSED, Group, emit, json_option
from .words import chosen_language, w


class _Guide(Group):
    """A group that shows every problem of a broken pack before the refusal itself."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run; a pack with mistakes lists them."""
        try:
            return super(Group, self).invoke(ctx)
        except PackBroken as broken:
            for problem in broken.problems:
                click.echo(line_of(problem), err=True)
            raise


@click.group(cls=_Guide, help=w("cmd-guide"))
def guide() -> None:
    """See `cmd-guide`."""


@guide.command(help=w("cmd-guide-check"))
@PACK
@json_option
@click.pass_context
def check(ctx: click.Context, pack: Path, as_json: bool) -> None:
    """See `cmd-guide-check`."""
    draft = load(pack)
    problems = check_pack(draft)
    if problems:
        emit(as_json, {"problems": [_plain(p) for p in problems]}, *(line_of(p) for p in problems))
        ctx.exit(EXIT_REFUSED)
    emit(as_json, {"problems": []}, *_good(draft))


def line_of(problem: Problem) -> str:
    """One problem as `file:line: what is wrong. What to do.`"""
    return w("guide-bad-line", file=problem.file, line=str(problem.line), says=w(f"guide-bad-{problem.kind}", **problem.values))


def _plain(problem: Problem) -> dict[str, object]:
    return {"file": problem.file, "line": problem.line, "kind": problem.kind, "says": w(f"guide-bad-{problem.kind}", **problem.values)}


def _good(draft: Draft) -> list[str]:
    assert draft.pack is not None
    pack, claims = draft.pack, draft.claims
    reviews = [c.review or pack.review for c in claims.values()]
    drafts = sum(r.state != "reviewed" for r in reviews)
    overdue = sum(r.recheck_by < today_is() for r in reviews)
    title = pack.title.get(chosen_language()) or next(iter(pack.title.values()))
    counts = {"threats": len(draft.threats), "claims": len(claims), "papers": len(draft.documents), "articles": len(draft.articles)}
    lines = [w("guide-check-good", title=title, known_to=pack.known_to, **counts)]
    if drafts:
        lines.append(w("guide-check-drafts", count=drafts, all=len(claims)))
    if overdue:
        lines.append(w("guide-check-overdue", count=overdue))
    return lines


for _command in (ask_command, build_command, sign_command, verify_command, test_command, paper_command, review_command, diff_command):
    guide.add_command(_command)
