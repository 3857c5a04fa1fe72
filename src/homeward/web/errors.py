"""What can go wrong when the app is served or checked. Docstrings are the sentences for people; words in i18n/*/errors.ftl."""

from __future__ import annotations

from homeward.schema.errors import HomewardError


class WebError(HomewardError):
    """The web app cannot be served or checked."""

    hint = "Read the message and try again."


class AppMissing(WebError):
    """The web app has not been built in this installation."""

    hint = "Build it: `just web-build`, or install a release, which contains it."


class HostUnreachable(WebError):
    """That server does not answer."""

    hint = "Check the address and the network, and try again."


class NotAnApp(WebError):
    """At that address there is no Homeward app."""

    hint = "Give the address of the entry page, with https:// and a slash at the end."
