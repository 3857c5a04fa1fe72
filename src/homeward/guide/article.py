"""Articles (GUIDE 6): a title, headings, paragraphs and items, each of the latter ending with the claims it states."""

from __future__ import annotations

import re

from msgspec import Struct

from .problem import Problem

_CLAIMS = re.compile(r"\s*\[\[([^\[\]]*)\]\]$")


class Part(Struct, frozen=True):
    """One block in one language: `kind` is title, heading, para or item; `claims` is empty for `[[-]]` and headings."""

    kind: str
    text: str
    claims: list[str]
    line: int


def read_article(text: str, file: str) -> tuple[list[Part], list[Problem]]:
    """The parts of an article and what is wrong with them."""
    parts: list[Part] = []
    problems: list[Problem] = []
    for line, chunk in _chunks(text):
        kind, body = _kind(chunk)
        if kind in ("title", "heading"):
            parts.append(Part(kind, body, [], line))
            continue
        found = _CLAIMS.search(body)
        if not found:
            problems.append(Problem(file, line, "paragraph-without-claim", {"start": body[:40]}))
            continue
        names = [n.strip() for n in found[1].split(",")]
        parts.append(Part(kind, body[: found.start()], [] if names == ["-"] else names, line))
    if not parts or parts[0].kind != "title" or any(p.kind == "title" for p in parts[1:]):
        problems.append(Problem(file, 1, "article-title"))
    return parts, problems


def _kind(chunk: str) -> tuple[str, str]:
    for mark, kind in (("## ", "heading"), ("# ", "title"), ("- ", "item")):
        if chunk.startswith(mark):
            return kind, chunk[len(mark) :].strip()
    return "para", chunk


def _chunks(text: str) -> list[tuple[int, str]]:
    """Lines joined to paragraphs; a heading or an item begins a chunk of its own. Pairs of line (from 1) and text."""
    chunks: list[tuple[int, str]] = []
    fresh = True
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line:
            fresh = True
            continue
        if fresh or line.startswith(("# ", "## ", "- ")):
            chunks.append((number, line))
        else:
            at, before = chunks[-1]
            chunks[-1] = (at, f"{before} {line}")
        fresh = line.startswith(("# ", "## "))
    return chunks
