"""Refusals of the nowcast. Words: `i18n/*/figures.ftl`."""

from __future__ import annotations

from homeward.schema.errors import HomewardError


class TooFewVersions(HomewardError):
    """There are too few versions to learn how late reports come."""

    hint = "Keep monthly versions of the list; at least eight in a row are needed."


class VersionUnreadable(HomewardError):
    """This version of a list cannot be read."""

    hint = (
        "The name must hold the date of the version (2024-05-31), the table a column of dates, and counts in `change` or one row a death."
    )
