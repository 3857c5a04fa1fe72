"""A small SVG writer: shapes with classes, every text escaped, numbers rounded. Colours live in chart.css (RECORD, 'Site', 2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from importlib import resources

_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")
LIGHT = {
    "paper": "#fbf8f3",
    "card": "#ffffff",
    "ink": "#26231f",
    "soft": "#6a645b",
    "line": "#e0d8ca",
    "accent": "#2f6b5e",
    "warm": "#985020",
    "q0": "#eef1ea",
    "q1": "#cfe0d3",
    "q2": "#a3c9b6",
    "q3": "#6aa893",
    "q4": "#3b8071",
    "q5": "#1d5549",
    "on-dark": "#ffffff",
}


@dataclass
class Drawing:
    """Shapes on a sheet `width` by `height` pixels, with a title for those who do not see it."""

    width: float
    height: float
    title: str
    parts: list[str] = field(default_factory=list)

    def rect(self, x: float, y: float, width: float, height: float, kind: str, *, tip: str = "", round_: float = 0) -> None:
        """A box; `tip` is shown to a pointer."""
        inside = f"<title>{escape(tip)}</title>" if tip else ""
        self.parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" rx="{_n(round_)}" class="{kind}">{inside}</rect>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        """A straight line."""
        self.parts.append(f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" class="{kind}"/>')

    def circle(self, x: float, y: float, radius: float, kind: str, *, tip: str = "") -> None:
        """A dot."""
        inside = f"<title>{escape(tip)}</title>" if tip else ""
        self.parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" class="{kind}">{inside}</circle>')

    def path(self, points: list[tuple[float, float]], kind: str) -> None:
        """A line through points."""
        text = " ".join(f"{'L' if i else 'M'}{_n(x)} {_n(y)}" for i, (x, y) in enumerate(points))
        self.parts.append(f'<path d="{text}" class="{kind}"/>')

    def text(self, x: float, y: float, words: str, kind: str = "t") -> None:
        """Words at a point; classes `end` and `mid` set where the point is."""
        self.parts.append(f'<text x="{_n(x)}" y="{_n(y)}" class="{kind}">{escape(words)}</text>')

    def inline(self, extra: str = "") -> str:
        """For a page, which brings the colours."""
        return self._wrap(f'class="chart {extra}"', "")

    def alone(self) -> str:
        """A file of its own, in light colours on paper."""
        style = f"<style>{_VARIABLE.sub(lambda m: LIGHT[m[1]], chart_css())}</style>"
        ground = f'<rect width="{_n(self.width)}" height="{_n(self.height)}" fill="{LIGHT["card"]}"/>'
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + self._wrap('class="chart"', style + ground) + "\n"

    def _wrap(self, attributes: str, before: str) -> str:
        size = f'viewBox="0 0 {_n(self.width)} {_n(self.height)}" width="{_n(self.width)}" height="{_n(self.height)}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(self.title)}" {size} {attributes}>'
        return f"{head}{before}{''.join(self.parts)}</svg>"


def chart_css() -> str:
    """The classes charts use."""
    return (resources.files(__package__) / "static" / "chart.css").read_text("utf-8")


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
