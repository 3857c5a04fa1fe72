"""Refusals of disclosure control. Words: `i18n/*/figures.ftl`."""

from __future__ import annotations

from homeward.schema.errors import HomewardError


class NotProtectable(HomewardError):
    """These tables cannot be published so that nobody is exposed."""

    hint = "Publish fewer tables, or wider groups: districts for regions, quarters for months."


class ReleaseUnreadable(HomewardError):
    """This folder is not a release the attacker can read."""

    hint = "It needs a datapackage.json or CSV tables with a column of counts."


class TablesDisagree(HomewardError):
    """The tables of this release contradict each other, so no attack on them means anything."""

    hint = "Margins must be the sums of their cells. Find the table that was made from other data."


class TooManyCells(HomewardError):
    """These tables cross too many categories to be attacked."""

    hint = "Cross fewer dimensions in one table; a table of every person by everything is a list of persons."
