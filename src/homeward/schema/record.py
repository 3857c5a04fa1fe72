"""The record's shapes (RECORD 1): sources, reports, statements, judgements, people, claims, releases, corrections. No behaviour.

Dates are ISO texts (`2022-06-30`, or a bare year or month where no more is known); instants are UTC texts.
Regions are ISO 3166-2 codes.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class SourceKind(StrEnum):
    """What sort of source speaks."""

    OFFICIAL = "official"
    PRESS = "press"
    MEMORIAL = "memorial"
    RELATIVES = "relatives"
    VOLUNTEERS = "volunteers"
    FOREIGN = "foreign"
    CIRCLE = "circle"
    SUBMISSION = "submission"


class Grade(StrEnum):
    """How far a source is trusted: A it knows and has been right, B usually right, C unproven, D has been wrong."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Extracted(StrEnum):
    """Who took a value out of what was said."""

    SAID = "said"
    MACHINE = "machine"
    REVIEWER = "reviewer"


class Verdict(StrEnum):
    """What a judgement says of two reports; `withdrawn` undoes what the same person said before."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


class Status(StrEnum):
    """How well a person's entry is supported, computed from independent sources (RECORD 4)."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"


class ResolvedBy(StrEnum):
    """How conflicting values of one field were resolved."""

    AGREED = "agreed"
    MAJORITY = "majority"
    HIERARCHY = "hierarchy"
    RANGE = "range"
    REVIEWER = "reviewer"


class CorrectionState(StrEnum):
    """Where a relative's request stands; the last four are answers."""

    RECEIVED = "received"
    CHECKING = "checking"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class UnitType(StrEnum):
    """How somebody came to serve. Never which unit, nor where."""

    PROFESSIONAL = "professional"
    CONSCRIPT = "conscript"
    MOBILISED = "mobilised"
    VOLUNTEER = "volunteer"
    PRIVATE_COMPANY = "private-company"
    INMATE = "inmate"
    NATIONAL_GUARD = "national-guard"


class Fate(StrEnum):
    """What is said to have become of somebody."""

    DIED = "died"
    MISSING = "missing"
    CAPTURED = "captured"


class Field(StrEnum):
    """What a statement can be about; words and definitions: `field-<name>` in the words. Anything else is refused at intake."""

    NAME = "name"
    SURNAME = "surname"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    SEX = "sex"
    BORN = "born"
    AGE = "age"
    FATE = "fate"
    DIED = "died"
    REPORTED = "reported"
    REGION = "region"
    HOME = "home"
    PLACE = "place"
    RANK = "rank"
    UNIT = "unit"
    UNIT_TYPE = "unit_type"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A source as last declared. Sources of one `group` copy or feed each other and count once."""

    id: str
    kind: SourceKind
    grade: Grade
    group: str
    licence: str
    title: str
    address: str | None = None
    note: str | None = None
    number: int = 0
    at: str = ""


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """One file taken in: `hash` is SHA-256 of its bytes, kept under that name in the workspace's `archive` folder."""

    hash: str
    source: str
    name: str
    size: int
    rows: int
    at: str


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """One report as a file gave it, before it is kept: `key` names it within its source for ever; `said` is the row as said."""

    key: str
    row: int
    said: dict[str, str]
    values: dict[Field, str]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What one source said of one person: current values by field (reviewer's over machine's over said)."""

    number: int
    source: str
    key: str
    first_at: str
    values: dict[Field, str]


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One value of one field, with where it comes from. `saying` is null for a reviewer's own."""

    number: int
    report: int
    field: Field
    value: str
    extracted: Extracted
    saying: int | None = None
    by: str | None = None
    why: str | None = None
    at: str = ""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody decided of two reports (`left` < `right`); never changed, only followed by a later one."""

    number: int
    left: int
    right: int
    verdict: Verdict
    by: str
    why: str
    blind: bool
    at: str


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two reports the machine compared: probability 0..1 that they speak of one person, and the weights (bits) by comparison."""

    left: int
    right: int
    probability: float
    weights: dict[str, float]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One completed linkage: what model, over how many reports."""

    number: int
    model: str
    reports: int
    pairs: int
    people: int
    at: str


class Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a person: the value shown, how it was resolved, and every (value, report) said."""

    value: str | None
    by: ResolvedBy
    said: list[tuple[str, int]]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the record: stable public number, the reports that speak of them, status, and each field as resolved."""

    number: int
    reports: list[int]
    sources: list[str]
    groups: list[str]
    status: Status
    first_at: str
    fields: dict[Field, Resolved]

    def value(self, field: Field) -> str | None:
        """The resolved value of a field, or None."""
        found = self.fields.get(field)
        return found.value if found else None


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A total somebody asserted: a number or a range, of what and where, as of a date, by what method, said where."""

    number: int = 0
    who: str
    what: str
    low: int
    high: int | None
    scope: str
    region: str | None
    as_of: str
    method: str
    cited: str
    at: str = ""


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """One published version: hash of its files, the rules it obeyed, what was suppressed, and what changed since the last."""

    number: int = 0
    version: str
    hash: str
    rules: str
    suppressed: str
    changes: str
    by: str
    at: str = ""


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """A change asked for, usually by a relative; never the asker's name, only how they are related."""

    number: int = 0
    person: int | None
    relation: str
    field: Field | None
    wanted: str
    grounds: str
    state: CorrectionState = CorrectionState.RECEIVED
    at: str = ""


class CorrectionStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a correction on its way to an answer."""

    number: int = 0
    correction: int
    state: CorrectionState
    by: str
    answer: str
    at: str = ""


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """A report left out of every count, or (`lifted`) taken back in, with the reason; the report itself is kept."""

    number: int = 0
    report: int
    lifted: bool
    reason: str
    by: str
    at: str = ""


class Resolution(msgspec.Struct, frozen=True, kw_only=True):
    """A reviewer's decision on one field of a person; `value` null means: show none."""

    number: int = 0
    person: int
    field: Field
    value: str | None
    by: str
    why: str
    at: str = ""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A circle's own figure: how many were filed, held, released or home in a region up to a day."""

    number: int = 0
    source: str
    what: str
    region: str | None
    value: int
    as_of: str
    at: str = ""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A pasted text waiting for a reviewer."""

    number: int = 0
    source: str
    hash: str
    text: str
    at: str = ""


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """What the machine read in a notice: `text[start:end]` gave `value`. Never a statement until a reviewer says so."""

    field: Field
    value: str
    start: int
    end: int
