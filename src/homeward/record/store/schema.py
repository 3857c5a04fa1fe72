"""The numbered SQL files, what their comments say, and the same text for PostgreSQL (RECORD 2.2)."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_COLUMN = re.compile(r"^ {4}([a-z_]+) [A-Z].* -- (.+)$", re.MULTILINE)
_TABLE = re.compile(r"CREATE TABLE (\w+) \(\n(.*?)\n\) STRICT;", re.DOTALL)
_TYPES = (("INTEGER", "BIGINT"), ("BLOB", "BYTEA"), ("REAL", "DOUBLE PRECISION"), (") STRICT;", ");"))

# Tables by the script that makes them whose rows are never changed nor removed. `pair` holds what can be computed again.
APPEND_ONLY: dict[int, tuple[str, ...]] = {
    1: (
        "source",
        "archive",
        "report",
        "saying",
        "statement",
        "judgement",
        "run",
        "person",
        "membership",
        "redirect",
        "exclusion",
        "resolution",
        "claim",
        "release",
        "correction",
        "correction_step",
        "figure",
        "notice",
        "notice_answer",
        "submission",
    ),
}


@cache
def scripts() -> list[str]:
    """The SQL files in order."""
    folder = resources.files(__package__) / "sql"
    return [f.read_text("utf-8") for f in sorted(folder.iterdir(), key=lambda f: f.name) if f.name.endswith(".sql")]


def comments(text: str) -> dict[str, str]:
    """Column name to comment, of one CREATE TABLE."""
    return {match[1]: match[2] for match in _COLUMN.finditer(text)}


def for_postgres(script: str) -> list[str]:
    """The script's statements in PostgreSQL's types, with the comments as COMMENT ON COLUMN."""
    described = [
        f"COMMENT ON COLUMN {table[1]}.{column} IS '{said.replace(chr(39), chr(39) * 2)}'"
        for table in _TABLE.finditer(script)
        for column, said in comments(table[2]).items()
    ]
    text = re.sub(r"--.*", "", script)
    for ours, theirs in _TYPES:
        text = re.sub(rf"\b{ours}\b", theirs, text) if ours.isalpha() else text.replace(ours, theirs)
    return [s.strip() for s in text.split(";") if s.strip()] + described
