"""What the guide's commands have in common: the PACK argument and the day of reading."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

PACK = click.argument("pack", type=click.Path(path_type=Path))


def today_is() -> str:
    """Today on this machine, "YYYY-MM-DD"."""
    return datetime.datetime.now().astimezone().date().isoformat()
