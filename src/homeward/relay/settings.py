"""How an operator sets up a relay."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from . import limits


@dataclass(frozen=True)
class Settings:
    """`codes`: whether creating a log needs a code. Days and bits as in PROTOCOL 11."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8600
    keep_days: int = limits.KEEP_DAYS
    work_bits: int = limits.WORK_BITS
    codes: bool = False
    max_bytes: int = limits.RELAY_BYTES
    max_logs: int = limits.RELAY_LOGS
    reserve: int = limits.DISK_RESERVE
