"""`homeward story`: plays the demonstration and narrates it."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import click

from homeward.story.narrator import Broken, Story
from homeward.story.sabotage import NAMES

from .speak import EXIT_REFUSED, emit, json_option
from .words import w


@click.command(help=w("cmd-story"))
@click.option("--sabotage", type=click.Choice(NAMES), default=None, help=w("opt-sabotage"))
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), default=None, help=w("opt-keep"))
@json_option
@click.pass_context
def story(ctx: click.Context, sabotage: str | None, keep: Path | None, as_json: bool) -> None:
    """See `cmd-story`."""

    def say(step: str, ok: bool, detail: str) -> None:
        text = w(f"story-{step.replace('_', '-')}")
        emit(as_json, {"step": step, "ok": ok, "detail": detail}, w("story-ok" if ok else "story-broken", text=text, detail=detail))

    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="homeward-story-") as temporary:
        play = Story(keep or Path(temporary), say, sabotage or "")
        try:
            play.play()
        except Broken:
            ctx.exit(EXIT_REFUSED)
        finally:
            play.stop()
    if not as_json:
        click.echo(w("story-end", seconds=round(time.monotonic() - started)))
