"""How commands talk: one JSON object a line with --json, else words; every refusal as what happened and what to do."""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Callable
from typing import Any

import click
import msgspec

from homeward.schema.errors import HomewardError
from homeward.schema.text import clean

from .words import chosen_language, w, words_in

EXIT_REFUSED, EXIT_BROKEN = 1, 70


def emit(as_json: bool, data: Any, *lines: str) -> None:
    """Print `data` as one line of JSON, or the lines."""
    if as_json:
        click.echo(msgspec.json.encode(data).decode())
    else:
        for line in lines:
            click.echo(shown(line))


def shown(text: str) -> str:
    """`text` as it may stand on a terminal: no control characters or direction overrides, and only its first line at the margin,
    so that nobody's words command the terminal or pass for a line of somebody else."""
    return clean(text).replace("\n", "\n        ")


def explain(error: HomewardError) -> tuple[str, str]:
    """What happened, with its detail, and what to do, in the language of this run."""
    spoken = words_in(chosen_language())
    kind = next(c.__name__ for c in type(error).__mro__ if spoken.has(f"error-{c.__name__}"))
    code = getattr(error, "reason", "") or str(error)
    if spoken.has(f"why-{code}"):
        return w(f"why-{code}"), w(f"do-{code}" if spoken.has(f"do-{code}") else f"hint-{kind}")
    return w(f"error-{kind}") + (f" ({shown(str(error))})" if str(error) else ""), w(f"hint-{kind}")


class Group(click.Group):
    """A group whose commands never show a traceback: refusals are two lines, surprises one and a file."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run, and turn errors into words."""
        try:
            return super().invoke(ctx)
        except HomewardError as error:
            happened, hint = explain(error)
            if "--json" in sys.argv:
                click.echo(msgspec.json.encode({"error": type(error).__name__, "says": happened, "hint": hint}).decode())
            else:
                click.echo(happened, err=True)
                click.echo(hint, err=True)
            ctx.exit(EXIT_REFUSED)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception:  # the last line of defence: never a traceback with secrets on a screen
            with tempfile.NamedTemporaryFile("w", prefix="homeward-", suffix=".txt", delete=False) as report:
                report.write("".join(traceback.format_exc(limit=-6)))
            click.echo(w("error-surprise", file=report.name), err=True)
            ctx.exit(EXIT_BROKEN)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--json` and `--lang`, on every command."""
    command = click.option("--lang", type=click.Choice(["ru", "en"]), expose_value=False, help=w("opt-lang"))(command)
    return click.option("--json", "as_json", is_flag=True, help=w("opt-json"))(command)
