"""Pages made of templates: a paper to print and the lawyers' review. Self-contained, no script from anywhere, every word escaped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from .paper import Paper

Say = Callable[..., str]


def environment() -> Environment:
    """Templates that escape everything and refuse names nobody gave them."""
    return Environment(
        loader=PackageLoader("homeward.guide", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def print_page(paper: Paper, frame: dict[str, str]) -> str:
    """The print page of a paper; `frame` as in `handout`."""
    return environment().get_template("paper.html").render(paper=paper, frame=frame)


def rendered(template: str, **values: Any) -> str:
    """A page from a template."""
    return environment().get_template(template).render(**values)
