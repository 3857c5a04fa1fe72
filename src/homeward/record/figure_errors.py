"""Refusals of the record's figures: rates, claims, excess, tables of counts. Words: `i18n/*/figures.ftl`."""

from __future__ import annotations

from homeward.schema.errors import HomewardError


class RateImpossible(HomewardError):
    """No rate can be made of these figures."""

    hint = "Deaths must be a whole number, none or more, and the population larger than it. Smoothing needs three regions and a death."


class TableUnreadable(HomewardError):
    """This table lacks a column or a value that the method needs."""

    hint = "See docs/methods for the columns expected, and correct the file; nothing was guessed."


class RegionUnknown(HomewardError):
    """A region is not in the table of denominators."""

    hint = "Use the name or code of docs/methods/rates.md, or leave the region empty: unknown is allowed, a wrong name is not."


class BaselineTooShort(HomewardError):
    """There are too few years before the period to draw a line through."""

    hint = "Give at least three full years of deaths by age and sex from before."
