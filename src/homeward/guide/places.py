"""Places in the text of a paper (GUIDE 9.1): `{question}`; `{{` and `}}` are braces."""

from __future__ import annotations

import re

_PIECE = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)\}|[{}]")


class BadPlace(Exception):
    """A brace that opens no place."""


def split(text: str) -> list[tuple[str, bool]]:
    """Pieces of a text, in order: words (False) and names of places (True). Raises BadPlace for a lone brace."""
    pieces: list[tuple[str, bool]] = []
    last = 0
    for found in _PIECE.finditer(text):
        if found.start() > last:
            pieces.append((text[last : found.start()], False))
        if found[1]:
            pieces.append((found[1], True))
        elif found[0] in ("{{", "}}"):
            pieces.append((found[0][0], False))
        else:
            raise BadPlace(text[found.start() : found.start() + 20])
        last = found.end()
    if last < len(text):
        pieces.append((text[last:], False))
    return pieces


def names(text: str) -> list[str]:
    """The places of a text, in order."""
    return [piece for piece, is_place in split(text) if is_place]
