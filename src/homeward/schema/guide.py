"""The shapes of a guide pack as its authors write it (GUIDE 2): one struct a kind of entry, field names as in the files.

It knows no dates, no law and no rules between entries; those are `homeward.guide.check`. Days are text "YYYY-MM-DD", periods half-open
`[from, until)`, `until: "open"` while nothing newer is known. `Text` maps a language of the pack to a sentence.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

Text = dict[str, str]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Until = Annotated[str, Meta(pattern=r"^(open|\d{4}-\d{2}-\d{2})$")]

Verdict = Literal["true", "partly", "mostly_false", "false", "contested", "unlawful_by_them", "ask_a_lawyer", "unknown"]
Certainty = Literal["high", "medium", "low"]
SourceKind = Literal["official", "mirror", "press", "lawyer", "rights_group", "digest", "paper"]
Risk = Literal["none", "foreign_agent", "undesirable", "unknown"]
QuestionKind = Literal["yes_no", "choice", "number", "date", "line", "text"]


class Review(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who checked a sentence, when, and the day after which the app greys it. `by` is the pseudonym of a reviewer."""

    state: Literal["draft", "reviewed", "contested"]
    recheck_by: Day
    by: str = ""
    on: Day = ""


class Keys(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Public keys (base64, minisign form) that may sign this pack, and how many of them must."""

    threshold: int
    public: list[str]


class Pack(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`pack.yaml`: what the pack is, to which day it knows the law, and until when it may be used without a warning."""

    id: str
    format: Literal[1]
    version: int
    title: Text
    jurisdiction: str
    languages: list[str]
    begins: Day
    known_to: Day
    searched_on: Day
    expires: Day
    statuses: dict[str, Text]
    review: Review
    about: Text = field(default_factory=dict)
    keys: Keys | None = None


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a claim comes from. `seen` is the day it was read; `risk` what opening the link may mean for the reader, as of `risk_on`."""

    title: str
    url: str
    kind: SourceKind
    date: str = ""
    seen: Day = ""
    archive_sha256: str = ""
    risk: Risk = "none"
    risk_on: Day = ""


class Penalty(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Imprisonment in whole years; 0 and 0 when the provision knows none. `other` names milder kinds in words."""

    min_years: int
    max_years: int
    other: Text = field(default_factory=dict)


class NormVersion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A provision in one period. `absent: true` is a period in which it did not exist."""

    id: str
    from_: Day = field(name="from")
    until: Until
    cite: Text
    text: Text
    sources: list[str]
    penalty: Penalty | None = None
    absent: bool = False


class Norm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A provision with its versions, which cover every day from the pack's `begins`."""

    title: Text
    versions: list[NormVersion]


class Claim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One sentence of law or reported practice. `norm` is "norm-id@version-id"; `check` is what a lawyer still has to confirm."""

    says: Text
    sources: list[str]
    certainty: Certainty
    norm: str = ""
    cite: Text = field(default_factory=dict)
    check: Text = field(default_factory=dict)
    review: Review | None = None


class ThreatVersion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is true of a threat for some statuses in one period under one condition.

    `aside: true` holds a branch aside: it decides only when its condition is known to hold, and is `unsettled` while that is unknown.
    `verdict: by_years` compares the years threatened (the question `years`) with the penalty of the norm named by `law`.
    """

    id: str
    status: list[str]
    from_: Day = field(name="from")
    until: Until
    verdict: Verdict | Literal["by_years"]
    claims: list[str]
    when: str = ""
    aside: bool = False
    law: str = ""
    now: list[Text] = field(default_factory=list)


class Gap(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Statuses and days about which the pack declares that it says nothing: the answer there is "ask a lawyer"."""

    status: list[str]
    from_: Day = field(name="from")
    until: Until
    why: Text


Synonyms = dict[str, list[str]]
"""Words by language that mean the same to the search, in any form: `prison: {ru: [тюрьма, посадят, срок], en: [jail]}`."""


class Threat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A sentence people hear. Versions and gaps together cover every status of the pack on every day from `begins`."""

    title: Text
    phrases: dict[str, list[str]]
    axis: Literal["act", "today"]
    versions: list[ThreatVersion]
    gaps: list[Gap] = field(default_factory=list)
    covers: list[str] = field(default_factory=list)
    begins: Day = ""
    now: list[Text] = field(default_factory=list)
    lawyer: Text = field(default_factory=dict)
    articles: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)


class Implies(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An answer that settles another question unless that one was answered itself."""

    when: str
    question: str
    value: Any


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One question, one screen. "I do not know" is always offered and never decides."""

    kind: QuestionKind
    ask: Text
    help: Text = field(default_factory=dict)
    choices: dict[str, Text] = field(default_factory=dict)
    least: int = 0
    most: int = 36500
    blank: Text = field(default_factory=dict)
    implies: list[Implies] = field(default_factory=list)


class Notice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A danger or a remark that must be read before going on."""

    level: Literal["danger", "note"]
    says: Text
    claims: list[str]


class Outcome(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a path of an interview ends: what to do, which papers, and whether a lawyer comes first."""

    says: Text
    claims: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    lawyer_first: bool = False


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Exactly one of `ask` (a question id), `gate`, `end`. A question or gate shows unless `when` is false; an end needs it true."""

    ask: str = ""
    gate: Notice | None = None
    end: Outcome | None = None
    when: str = ""
    id: str = ""


class Interview(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Questions in order. The last step is an `end` without `when`, so every path ends."""

    title: Text
    intro: Text
    steps: list[Step]


class Item(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line of a list in a paper."""

    text: Text
    when: str = ""


class Block(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One block of a paper: exactly one of the five kinds. `{name}` is a place filled with the answer to that question."""

    heading: Text = field(default_factory=dict)
    para: Text = field(default_factory=dict)
    label: Text = field(default_factory=dict)
    rows: list[Item] = field(name="list", default_factory=list)
    sign: Text = field(default_factory=dict)
    when: str = ""


class Document(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A paper. `languages` are those it can be handed in; `danger` gates are shown first; `proof` says how to prove it was filed."""

    title: Text
    about: Text
    blocks: list[Block]
    proof: list[Text]
    refused: list[Text] = field(default_factory=list)
    danger: list[Gate] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    interview: str = ""


class Gate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A danger shown before a paper, unless `when` is known to be false."""

    says: Text
    claims: list[str]
    when: str = ""


class Address(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whom to turn to. `risk` is what the state calls them, as of `risk_on`: a link itself can be a risk."""

    name: Text
    helps: Text
    reach: list[str]
    sources: list[str]
    checked: Day
    kind: Literal["authority", "rights_group", "lawyer", "court", "hotline"]
    risk: Risk = "none"
    risk_on: Day = ""
    risk_note: Text = field(default_factory=dict)


class Expect(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a case must give; only what is written is compared. `penalty` is "5-10", "0-0" or "none"."""

    verdict: Verdict | None = None
    threat: str | None = None
    penalty: str | None = None
    claims: list[str] | None = None
    unsettled: list[str] | None = None
    questions: list[str] | None = None
    end: str | None = None
    papers: list[str] | None = None
    gates: int | None = None
    contains: list[str] | None = None
    lacks: list[str] | None = None
    blanks: list[str] | None = None


class Case(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A test a lawyer can write: facts and what must come out. Exactly one of `threat` (id or words heard), `interview`, `paper`."""

    expect: Expect
    threat: str = ""
    interview: str = ""
    paper: str = ""
    language: str = ""
    status: str = ""
    act: Day = ""
    act_until: Day = ""
    days_absent: int | None = None
    today: Day = ""
    said: Day = ""
    answers: dict[str, Any] = field(default_factory=dict)
