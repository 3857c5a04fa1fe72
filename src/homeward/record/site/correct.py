"""The correction form for relatives: what it asks, and sealing to the desk's key in the page (RECORD, 'Site', 5).

Without a script, or without a desk key in the release, the same form is filled in and printed. Nothing is sent anywhere by the page:
it gives a file, and its owner chooses how it travels.
"""

from __future__ import annotations

from importlib import resources

from .published import Published

# Name and whether the answer is long. Never the asker's name: only how they are related.
FIELDS = (("person", False), ("relation", False), ("wanted", True), ("grounds", True), ("answer", False))
DESK_KEY = "desk.pub"


def desk_key(p: Published) -> str:
    """The desk's public sealing key as text, when the release carries one."""
    path = p.folder / DESK_KEY
    return path.read_text("ascii").strip() if path.exists() else ""


def correction_script() -> str:
    """The bundled script, or nothing where this copy was built without it."""
    found = resources.files(__package__) / "static" / "correction.js"
    return found.read_text("utf-8").strip() if found.is_file() else ""
