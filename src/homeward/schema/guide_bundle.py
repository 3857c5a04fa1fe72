"""The shapes of a compiled pack and of its answers (GUIDE 5.8, 10): what a phone loads and what it says. No behaviour."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, field

from .guide import Address, Claim, Document, Interview, Norm, Pack, Question, Source, Text, Threat


class ArticlePart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One block of an article in every language. `kind`: title, heading, para, item."""

    kind: str
    text: Text
    claims: list[str] = field(default_factory=list)


class SearchIndex(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The compiled index of GUIDE 7: concept stems; phrases, each a threat and its features; stop words.

    `idf` is the weight (thousandths) of a feature that so many threats have, from one on.
    """

    stems: dict[str, str]
    phrases: list[str]
    idf: list[int]
    stops: str


class Bundle(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A whole pack. `conditions` maps the text of each condition to its tree (GUIDE 4.4)."""

    format: Literal[1]
    pack: Pack
    sources: dict[str, Source]
    norms: dict[str, Norm]
    claims: dict[str, Claim]
    questions: dict[str, Question]
    threats: dict[str, Threat]
    interviews: dict[str, Interview]
    documents: dict[str, Document]
    addresses: dict[str, Address]
    articles: dict[str, list[ArticlePart]]
    words: dict[str, str]
    conditions: dict[str, Any]
    search: SearchIndex


class Facts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What somebody knows. Empty text and null are "I do not know"."""

    status: str = ""
    act_from: str = ""
    act_until: str = ""
    today: str = ""
    said: str = ""
    answers: dict[str, Any] = field(default_factory=dict)


class Bracket(Struct, frozen=True, kw_only=True):
    """Imprisonment, whole years."""

    min_years: int
    max_years: int


class Open(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is not settled: `why` as in GUIDE 5.8, the branch or gap it speaks of, its claims, and what would settle it."""

    why: str
    version: str = ""
    gap: int = -1
    since: str = ""
    verdict: str = ""
    claims: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)


class AsOf(Struct, frozen=True, kw_only=True):
    """The three dates of an answer; `act` is "from/until" for an act of several days."""

    act: str
    today: str
    said: str


class Answer(Struct, frozen=True, kw_only=True):
    """What the pack says: ids only, words come from the pack in the reader's language."""

    verdict: str
    threat: str
    versions: list[str]
    penalty: Bracket | None
    claims: list[str]
    as_of: AsOf
    known_to: str
    unsettled: list[Open]
    questions: list[str]
