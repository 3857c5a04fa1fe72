"""`homeward circle`: everything a member can do, without a screen. Arguments and words only."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from .session import HOME, Session
from .speak import Group, json_option
from .words import w


@click.group(cls=Group, help=w("cmd-circle"))
def circle() -> None:
    """See `cmd-circle`."""


_BY_ID = frozenset({"approve", "cancel", "edit", "retract", "save", "veto"})


def act(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command of the group: opens the session, closes the vault, help from `cmd-circle-NAME`."""

    def make(run: Callable[..., None]) -> click.Command:
        @functools.wraps(run)
        def with_session(home: Path, which: str, as_json: bool, **arguments: Any) -> None:
            session = Session(home, which, as_json)
            try:
                run(session, **arguments)
            finally:
                session.close()

        options: list[Callable[[Any], Any]] = [
            json_option,
            click.option("--circle", "which", default="", help=w("opt-circle")),
            click.option("--home", type=click.Path(path_type=Path), default=HOME, envvar="HOMEWARD_HOME", help=w("opt-home")),
        ]
        decorated: Any = with_session
        for option in options:
            decorated = option(decorated)
        # What is named by its id may begin with a dash, and is no option then.
        settings = {"ignore_unknown_options": name in _BY_ID}
        return circle.command(name, help=w(f"cmd-circle-{name}"), context_settings=settings)(decorated)

    return make


def _load() -> None:
    from . import circle_admin, circle_door, circle_talk  # noqa: F401  (each registers its commands)


_load()
