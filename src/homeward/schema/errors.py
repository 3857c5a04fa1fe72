"""The root of every error a person may see. Words: `i18n/*/errors.ftl`, ids `error-<Class>` and `hint-<Class>`."""

from __future__ import annotations


class HomewardError(Exception):
    """Something went wrong that a person can act on."""

    hint = "See what the message says and try again."


class NotCanonical(HomewardError):
    """These bytes are not in the canonical form."""

    hint = "They were damaged, or made by another program. Ask the sender to send them again."


class WireMalformed(HomewardError):
    """This is not a request or an answer a relay understands."""

    hint = "One of the two programs is too old or broken. Update both."
