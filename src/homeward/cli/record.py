"""`homeward record`: the group; each command is loaded only when it is asked for, since some need heavy libraries."""

from __future__ import annotations

from importlib import import_module

import click

from .speak import Group
from .words import w

# Command: (module, name in it).
_COMMANDS = {
    "counts": ("record_figures", "counts"),
    "rates": ("record_figures", "rates"),
    "estimate": ("record_figures", "estimates"),
    "nowcast": ("record_figures", "nowcasts"),
    "excess": ("record_figures", "excess"),
    "claims": ("record_figures", "claims"),
    "audit": ("record_public", "audit"),
}


class _Commands(Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, in the order of the work."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        found: click.Command = getattr(import_module(f".{module}", __package__), name)
        return found


@click.group(cls=_Commands, help=w("cmd-record"))
def record() -> None:
    """See `cmd-record`."""
