"""One mistake in a pack: where, what, and (in the words, `guide-bad-<kind>`) what to do."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

Path = tuple[str | int, ...]


class Problem(Struct, frozen=True, order=True):
    """A mistake in `file` at `line` (from 1; 0 when the file itself is missing). `values` fill the words of its kind."""

    file: str
    line: int
    kind: str
    values: dict[str, str] = field(default_factory=dict)


class Places:
    """Where everything stands: path of an entry ("claims", id, "says") to file and line; a path not known falls back to its parent."""

    def __init__(self) -> None:
        self._at: dict[Path, tuple[str, int]] = {}

    def put(self, path: Path, file: str, line: int) -> None:
        """Remember where `path` stands."""
        self._at[path] = (file, line)

    def of(self, path: Path) -> tuple[str, int]:
        """File and line of `path` or of the nearest parent known."""
        while path and path not in self._at:
            path = path[:-1]
        return self._at.get(path, ("pack.yaml", 0))

    def problem(self, path: Path, kind: str, /, **values: Any) -> Problem:
        """A problem at `path`."""
        file, line = self.of(path)
        return Problem(file, line, kind, {k: str(v) for k, v in values.items()})
