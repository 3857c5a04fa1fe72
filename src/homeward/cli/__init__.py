"""The `homeward` command: arguments and words only. Every action lives in the package it belongs to."""

from __future__ import annotations

from importlib import import_module

import click

from .speak import Group
from .words import w

_PARTS = {
    "relay": ".relay", "circle": ".circle", "guide": ".guide", "record": ".record", "story": ".story", "web": ".web",
}  # fmt: skip


class _Lazy(Group):
    """Loads a part only when it is asked for, so that a member's device needs no relay and a relay no circle."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all parts."""
        return list(_PARTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The part of that name."""
        if cmd_name not in _PARTS:
            return None
        found: click.Command = getattr(import_module(_PARTS[cmd_name], __name__), cmd_name)
        return found


@click.group(cls=_Lazy, help=w("cmd-homeward"))
@click.version_option(package_name="homeward", help=w("opt-version"))
@click.help_option(help=w("opt-help"))
@click.option("--lang", type=click.Choice(["ru", "en"]), expose_value=False, help=w("opt-lang"))
def main() -> None:
    """See `cmd-homeward` in the words."""
