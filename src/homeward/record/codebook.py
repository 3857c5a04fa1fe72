"""The codebook: every table and column of the live schema with its comment, every field with its definition (RECORD 8.4).

Refuses to be incomplete: a column without a comment or a field without a definition is an error, not a gap.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from homeward.schema.record import CorrectionState, Extracted, Fate, Field, Grade, ResolvedBy, SourceKind, Status, UnitType, Verdict

from .errors import CodebookIncomplete
from .store import Store

VOCABULARIES = {
    "field": Field, "kind": SourceKind, "grade": Grade, "extracted": Extracted, "verdict": Verdict, "status": Status,
    "resolved": ResolvedBy, "correction": CorrectionState, "unit-type": UnitType, "fate": Fate,
}  # fmt: skip


class Column(msgspec.Struct, frozen=True):
    """One column and its meaning."""

    table: str
    column: str
    meaning: str


class Term(msgspec.Struct, frozen=True):
    """One category of one vocabulary and its definition."""

    vocabulary: str
    term: str
    meaning: str


class Codebook(msgspec.Struct, frozen=True):
    """What a release carries. `sources` counts by kind and grade; never who they are."""

    columns: list[Column]
    terms: list[Term]
    sources: list[tuple[str, str, int]]
    model: str | None


def codebook(store: Store, words: Callable[[str], str]) -> Codebook:
    """The codebook of a live record; `words("record-field-born")` gives a definition or raises KeyError. Raises CodebookIncomplete."""
    columns = []
    for table, described in store.database.tables():
        for column, meaning in described:
            if not meaning:
                raise CodebookIncomplete(f"{table}.{column}")
            columns.append(Column(table, column, meaning))
    terms = []
    for name, vocabulary in VOCABULARIES.items():
        for term in vocabulary:
            try:
                terms.append(Term(name, term.value, words(f"record-{name}-{term.value.replace('_', '-').lower()}")))
            except KeyError as absent:
                raise CodebookIncomplete(str(absent)) from absent
    counted: dict[tuple[str, str], int] = {}
    for source in store.reports.sources():
        key = (source.kind.value, source.grade.value)
        counted[key] = counted.get(key, 0) + 1
    run = store.links.last_run()
    return Codebook(columns, terms, [(*key, n) for key, n in sorted(counted.items())], run.model if run else None)
