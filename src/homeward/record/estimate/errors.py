"""Refusals of the estimate. Words: `i18n/*/figures.ftl`."""

from __future__ import annotations

from homeward.schema.errors import HomewardError


class OverlapsUnreadable(HomewardError):
    """This is not a table of overlaps."""

    hint = "Columns are lists with 0 or 1, the last is named count; each pattern once, whole numbers, no person on no list."


class TooManyLists(HomewardError):
    """More lists than this estimate can hold."""

    hint = "Merge lists that come from one source; at most ten remain."
