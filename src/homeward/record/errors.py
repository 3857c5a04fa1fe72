"""Every refusal of the record: words, hint. Ids in `i18n/*/errors.ftl` and `record.ftl`."""

from __future__ import annotations

from homeward.schema.errors import HomewardError


class RecordError(HomewardError):
    """The record cannot do that."""


class RecordMissing(RecordError):
    """There is no record in this folder."""

    hint = "Make one with `homeward record init FOLDER`, or name the right folder."


class RecordExists(RecordError):
    """There is a record in this folder already."""

    hint = "Use it as it is, or name an empty folder."


class StoreUnusable(RecordError):
    """The record's database cannot be used."""

    hint = "Do not delete it. Check the disk, or the address of the PostgreSQL server, and try again."


class SourceUnknown(RecordError):
    """No such source was declared."""

    hint = "Put its declaration (YAML or JSON) beside the file, or name it with --mapping."


class MappingWrong(RecordError):
    """The declaration of this source is not right."""

    hint = "See spec/RECORD.md, part 3, for what a declaration holds."


class FileUnreadable(RecordError):
    """This file cannot be read as CSV, XLSX or JSON."""

    hint = "Save it as CSV in UTF-8 with a heading line, and try again."


class NumberMissing(RecordError):
    """There is no such number in this record."""

    hint = "Look it up again; numbers are never used twice."


class PairOfOne(RecordError):
    """A judgement needs two different reports."""

    hint = "Choose two different reports."


class ReviewerMissing(RecordError):
    """A decision needs the name of who decided."""

    hint = "Say who you are, with a name or a pseudonym your team knows."


class CodebookIncomplete(RecordError):
    """A field or a column has no definition, so no methodology can be written."""

    hint = "Define it in the words (record.ftl) or behind its column, then try again."


class MatchConfigWrong(RecordError):
    """The configuration of this match is not right."""

    hint = "See spec/RECORD.md, part 5, for what it may hold."


class EngineMissing(RecordError):
    """The engine asked for is not on this machine."""

    hint = "Install it, or leave out --engine to use DuckDB."


class SubmissionUnreadable(RecordError):
    """This submission cannot be opened with this desk's key."""

    hint = "It was sealed to another key or changed on its way. Ask for it again, with the key of this desk."
