"""`homeward record`: the group; each command is loaded only when it is asked for, since some need heavy libraries."""

from __future__ import annotations

from importlib import import_module

import click

from .speak import Group
from .words import w

# Commands that live in modules of their own, loaded only when asked for.
_ELSEWHERE = {
    ".record_figures": ("counts", "rates", "estimate", "nowcast", "excess", "claims"),
    ".record_public": ("audit",),
}


class _Commands(Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, in the order of the work."""
        return [name for names in _ELSEWHERE.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        for module, names in _ELSEWHERE.items():
            if cmd_name in names:
                found: click.Command = getattr(import_module(module, __package__), cmd_name)
                return found
        return None


@click.group(cls=_Commands, help=w("cmd-record"))
def record() -> None:
    """See `cmd-record`."""
