"""Methodology and codebook of a release, from the live schema and the rules this release obeyed (RECORD, 'Release', 3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from homeward.record.codebook import Codebook
from homeward.record.workspace import Settings

from .measures import K_DEATHS, K_LIVING, LEAST_CIRCLES, Counted

Words = Callable[..., str]
SECTIONS = ("model", "status", "linkage", "conflicts", "counts", "disclosure", "unseen", "claims", "limits", "corrections")


def methodology(book: Codebook, settings: Settings, version: str, grain: str, counted: Sequence[Counted], say: Words) -> bytes:
    """Markdown in the language of `say`. What a maker withheld is said to be withheld, not left out."""
    withheld = say("release-withheld")
    lines = [
        f"# {settings.title or say('release-untitled')}: {say('release-method')}",
        "",
        say("release-method-version", version=version),
        "",
        f"- {say('release-about')}: {settings.about or withheld}",
        f"- {say('release-scope')}: {settings.scope or withheld}",
        "",
    ]
    for section in SECTIONS:
        text = say(f"release-{section}", deaths=K_DEATHS, living=K_LIVING, circles=LEAST_CIRCLES, grain=say(f"release-grain-{grain}"))
        lines += [f"## {say(f'release-{section}-title')}", "", text, ""]
    lines += [
        f"## {say('release-sources-title')}",
        "",
        say("release-sources"),
        "",
        f"| {say('release-kind')} | {say('release-grade')} | {say('release-count')} |",
        "|---|---|---|",
    ]
    lines += [f"| {say(f'label-kind-{kind}')} | {grade} | {n} |" for kind, grade, n in book.sources]
    lines += [
        "",
        f"## {say('release-hidden-title')}",
        "",
        f"| {say('release-measure')} | k | {say('release-shown')} | {say('release-primary')} | {say('release-secondary')} |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {c.measure.name} | {c.measure.k} | {c.shown} | {c.primary} | {c.secondary} |" for c in counted]
    lines += ["", f"## {say('release-terms-title')}", ""]
    for vocabulary in dict.fromkeys(term.vocabulary for term in book.terms):
        lines += [f"### {vocabulary}", ""] + [f"- `{t.term}`: {t.meaning}" for t in book.terms if t.vocabulary == vocabulary] + [""]
    return "\n".join(lines).encode()


def codebook_columns(book: Codebook) -> dict[str, list[object]]:
    """Every column of every table of the record's store, and every category, with its meaning."""
    rows = [("column", f"{c.table}.{c.column}", c.meaning) for c in book.columns]
    rows += [("category", f"{t.vocabulary}.{t.term}", t.meaning) for t in book.terms]
    return {name: [row[i] for row in rows] for i, name in enumerate(("kind", "name", "meaning"))}
