"""The built app as a folder of files, each with its media type and whether its name already says its content.

Reads nothing else and knows nobody: a host needs only this folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib import resources
from pathlib import Path

from .errors import AppMissing

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".gz": "application/octet-stream",
}


@dataclass(frozen=True)
class Asset:
    """One file of the app: its path below the app's address ("" for the entry page), and its bytes."""

    path: str
    data: bytes

    @property
    def media_type(self) -> str:
        """The Content-Type to serve it with."""
        return TYPES[Path(self.path or "index.html").suffix]

    @property
    def lasting(self) -> bool:
        """Whether the name changes with the content, so that it may be cached for good."""
        return self.path.startswith("assets/")

    @cached_property
    def digest(self) -> str:
        """SHA-256 in hexadecimal."""
        return sha256(self.data).hexdigest()


def released(folder: Path | None = None) -> dict[str, Asset]:
    """Every file of the built app by path, sorted; the entry page is "". Raises AppMissing when it was not built."""
    root = folder or Path(str(resources.files("homeward") / "_web"))
    if not (root / "index.html").is_file():
        raise AppMissing(str(root))
    found = {}
    for file in sorted(p for p in root.rglob("*") if p.is_file()):
        path = file.relative_to(root).as_posix()
        name = "" if path == "index.html" else path
        found[name] = Asset(name, file.read_bytes())
    return found
