"""A paper as text to copy by hand (GUIDE 9.5): short numbered lines, no tables, read aloud without trouble."""

from __future__ import annotations

import textwrap

from .paper import Line, Paper

WIDTH = 60


def numbered(lines: list[Line]) -> list[str]:
    """The lines of a paper, at most WIDTH characters each, with their number and two spaces before each; items are counted "1) "."""
    flat: list[str] = []
    item = 0
    for line in lines:
        item = item + 1 if line.kind == "item" else 0
        text = f"{item}) {line.text}" if item else line.text
        if line.kind == "heading":
            text = text.upper()
        flat += wrapped(text)
    size = len(str(len(flat)))
    return [f"{number:>{size}}  {text}" for number, text in enumerate(flat, 1)]


def wrapped(text: str) -> list[str]:
    """Lines of at most WIDTH characters, broken at spaces; a longer word is cut. Nothing becomes one empty line."""
    rows: list[str] = []
    for word in text.split(" "):
        rest = word
        if rows and len(rows[-1]) + 1 + len(rest) <= WIDTH:
            rows[-1] += f" {rest}"
            continue
        while len(rest) > WIDTH:
            rows.append(rest[:WIDTH])
            rest = rest[WIDTH:]
        rows.append(rest)
    return rows or [""]


def handout(paper: Paper, frame: dict[str, str]) -> str:
    """The whole sheet as text. `frame` has the words around the paper: copy, danger, proof, refused, blanks, blank_names."""
    parts = [paper.title, ""]
    for danger in paper.dangers:
        parts += [*textwrap.wrap(f"!! {frame['danger']}: {danger.says}", WIDTH + 4), ""]
    parts += [frame["copy"], "", *numbered(paper.lines), ""]
    if paper.blanks:
        parts += [*textwrap.wrap(frame["blanks"], WIDTH + 4), ""]
    for title, steps in ((frame["proof"], paper.proof), (frame["refused"], paper.refused)):
        if steps:
            parts.append(title)
            for step in steps:
                parts += textwrap.wrap(f"- {step}", WIDTH + 4, subsequent_indent="  ")
            parts.append("")
    return "\n".join(parts).rstrip() + "\n"
