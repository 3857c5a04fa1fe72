"""Papers, articles and words of a pack (GUIDE 6, 9): places that exist, paragraphs that name claims, languages that say the same."""

from __future__ import annotations

from collections.abc import Iterator

from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message

from homeward.schema import guide as g

from .check_names import unknown
from .load import Draft
from .places import BadPlace, names
from .problem import Path, Problem

BLOCKS = ("heading", "para", "label", "rows", "sign")


def documents(draft: Draft) -> Iterator[Problem]:
    """Blocks of two kinds or none, places nobody asks for, papers that do not say how to prove filing."""
    at = draft.places.problem
    for i, document in draft.documents.items():
        if not document.proof:
            yield at(("documents", i), "no-proof")
        for n, block in enumerate(document.blocks):
            path: Path = ("documents", i, "blocks", n)
            if [bool(getattr(block, kind)) for kind in BLOCKS].count(True) != 1:
                yield at(path, "block-one-of")
            for text in _texts(block):
                yield from _places(draft, path, text)


def _texts(block: g.Block) -> Iterator[dict[str, str]]:
    for kind in ("heading", "para", "label", "sign"):
        yield getattr(block, kind)
    for row in block.rows:
        yield row.text


def _places(draft: Draft, path: Path, text: dict[str, str]) -> Iterator[Problem]:
    used: dict[str, set[str]] = {}
    for language, sentence in text.items():
        try:
            used[language] = set(names(sentence))
        except BadPlace as bad:
            yield draft.places.problem(path, "bad-place", found=str(bad))
            continue
        for name in sorted(used[language] - set(draft.questions) - {"today"}):
            yield draft.places.problem(path, "unknown-place", name=name)
    if len({tuple(sorted(u)) for u in used.values()}) > 1:
        yield draft.places.problem(path, "places-differ", found="; ".join(f"{k}: {', '.join(sorted(v))}" for k, v in used.items()))


def articles(draft: Draft) -> Iterator[Problem]:
    """Articles in every language, with the same blocks and claims."""
    for i, versions in draft.articles.items():
        for language in draft.languages:
            if language not in versions:
                yield draft.places.problem(("articles", i, next(iter(versions))), "article-language", language=language)
        for language in set(versions) - set(draft.languages):
            yield draft.places.problem(("articles", i, language), "article-unknown-language", language=language)
        first_language = next((x for x in draft.languages if x in versions), "")
        first = versions.get(first_language, [])
        for language, parts in versions.items():
            for n, part in enumerate(parts):
                yield from unknown(draft, ("articles", i, language, n), "claims", part.claims)
                if n < len(first) and (part.kind, part.claims) != (first[n].kind, first[n].claims):
                    yield draft.places.problem(("articles", i, language, n), "article-differs", language=first_language, line=first[n].line)
                    break
            if len(parts) != len(first):
                yield draft.places.problem(
                    ("articles", i, language), "article-length", language=first_language, here=len(parts), there=len(first)
                )


def words(draft: Draft) -> Iterator[Problem]:
    """Fluent files that do not parse or lack a message."""
    found: dict[str, set[str]] = {}
    for language, text in draft.words.items():
        body = FluentParser().parse(text).body
        found[language] = {entry.id.name for entry in body if isinstance(entry, Message)}
        for entry in body:
            if isinstance(entry, Junk):
                yield Problem(f"i18n/{language}.ftl", text[: entry.span.start if entry.span else 0].count("\n") + 1, "not-fluent")
    everything = set().union(*found.values()) if found else set()
    for language in draft.languages if found else []:
        missing = everything - found.get(language, set())
        if missing:
            yield Problem(f"i18n/{language}.ftl", 1, "words-missing", {"names": ", ".join(sorted(missing))})
