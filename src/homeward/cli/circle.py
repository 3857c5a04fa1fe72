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


def act(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command of the group: opens the session, closes the vault, help from `cmd-circle-NAME`."""

    def make(run: Callable[..., None]) -> click.Command:
        @functools.wraps(run)
        def with_session(home: Path, title: str, as_json: bool, **arguments: Any) -> None:
            session = Session(home, title, as_json)
            try:
                run(session, **arguments)
            finally:
                session.close()

        options: list[Callable[[Any], Any]] = [
            json_option,
            click.option("--circle", "title", default="", help=w("opt-circle")),
            click.option("--home", type=click.Path(path_type=Path), default=HOME, envvar="HOMEWARD_HOME", help=w("opt-home")),
        ]
        decorated: Any = with_session
        for option in options:
            decorated = option(decorated)
        return circle.command(name, help=w(f"cmd-circle-{name}"))(decorated)

    return make


def _load() -> None:
    from . import circle_admin, circle_door, circle_talk  # noqa: F401  (each registers its commands)


_load()
