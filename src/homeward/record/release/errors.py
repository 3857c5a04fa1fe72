"""Refusals of releasing and of the site. Words: `i18n/*/site.ftl`."""

from __future__ import annotations

from homeward.record.errors import RecordError


class NothingToRelease(RecordError):
    """There are no people in this record yet."""

    hint = "Import and link first: `homeward record import`, `homeward record link`."


class ReleaseFolderTaken(RecordError):
    """This folder holds something that is not a release."""

    hint = "Name an empty folder, or one that holds earlier releases of this record."


class ReleaseBroken(RecordError):
    """This release is not as it was signed."""

    hint = "A file is missing or was changed. Take the release again from where it was published."


class VersionTaken(RecordError):
    """There is a release of that version already."""

    hint = "Choose another version; a published one is never replaced."
