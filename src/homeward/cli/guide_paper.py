"""`homeward guide paper`: a paper as text to copy by hand, DOCX without metadata, or a page to print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from homeward.guide.check_names import fits
from homeward.guide.compile import open_pack
from homeward.guide.errors import AnswerRefused
from homeward.guide.handout import handout
from homeward.guide.paper import Paper, written
from homeward.guide.tell import in_words
from homeward.schema.guide_bundle import Bundle

from .guide_common import PACK, today_is
from .speak import emit, json_option
from .words import chosen_language, w, words_in


@click.command("paper", help=w("cmd-guide-paper"))
@PACK
@click.argument("document", required=False)
@click.option("--answers", type=click.Path(path_type=Path, exists=True, dir_okay=False), help=w("opt-guide-answers"))
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help=w("opt-guide-out-paper"))
@click.option("--in", "language", help=w("opt-guide-in"))
@click.option("--understood", is_flag=True, help=w("opt-guide-understood"))
@json_option
@click.pass_context
def paper_command(
    ctx: click.Context, pack: Path, document: str | None, answers: Path | None, out: Path | None, language: str | None, understood: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """See `cmd-guide-paper`."""
    bundle = open_pack(pack)
    if document is None:
        rows = [{"id": i, "title": in_words(d.title, chosen_language())} for i, d in sorted(bundle.documents.items())]
        emit(as_json, {"papers": rows}, *(f"{r['id']}: {r['title']}" for r in rows))
        return
    given = _answers(bundle, answers)
    status = str(given.pop("status", "") or "")
    paper = written(
        bundle, document, given, language or bundle.pack.languages[0], status=status, today=str(given.pop("today", "") or today_is())
    )
    if paper.dangers and not understood:
        spoken = chosen_language() if chosen_language() in bundle.pack.languages else paper.language
        lines = [f"!! {d.says}" for d in written(bundle, document, given, spoken, status=status).dangers]
        emit(as_json, {"dangers": [line[3:] for line in lines], "written": None}, *lines, w("guide-paper-stop"))
        ctx.exit(3)
    frame = frame_of(bundle, paper)
    if out is None:
        text = handout(paper, frame)
        emit(as_json, {"text": text, "blanks": paper.blanks, "questions": paper.questions}, text.rstrip("\n"))
        return
    out.write_bytes(formed(paper, frame, out.suffix))
    emit(as_json, {"written": str(out), "blanks": paper.blanks, "questions": paper.questions}, w("guide-written", file=str(out)))


def formed(paper: Paper, frame: dict[str, str], suffix: str) -> bytes:
    """The paper's bytes in the form its file name asks for: .txt, .docx or .html."""
    from homeward.guide.page import print_page
    from homeward.guide.word import docx

    match suffix:
        case ".docx":
            return docx(paper)
        case ".html":
            return print_page(paper, frame).encode()
        case ".txt":
            return handout(paper, frame).encode()
        case _:
            raise click.UsageError(w("guide-paper-forms"))


def frame_of(bundle: Bundle, paper: Paper) -> dict[str, str]:
    """The words around a paper, in the paper's language where we speak it."""
    say = words_in(paper.language if paper.language in ("ru", "en") else "en")
    asked = "; ".join(in_words(bundle.questions[b].ask, paper.language) for b in paper.blanks if b in bundle.questions)
    return {
        "copy": say("guide-frame-copy"), "danger": say("guide-frame-danger"), "proof": say("guide-frame-proof"),
        "refused": say("guide-frame-refused"), "blanks": say("guide-frame-blanks", names=asked),
    }  # fmt: skip


def _answers(bundle: Bundle, file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        found = msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise AnswerRefused(f"{file.name}: {error}") from error
    for name, answer in found.items():
        if name in ("status", "today") or answer is None:
            continue
        if name not in bundle.questions or not fits(bundle.questions[name], answer):
            raise AnswerRefused(f"{name}: {answer}")
    return found
