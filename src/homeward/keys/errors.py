"""What can go wrong with keys. Ids `error-<Class>`, `hint-<Class>` in `i18n/*/errors.ftl`."""

from __future__ import annotations

from homeward.schema.errors import HomewardError


class CannotOpen(HomewardError):
    """This was encrypted for somebody else, or was changed on the way."""

    hint = "Ask the sender to send it again."


class BadCost(HomewardError):
    """The vault asks for more memory or time than any device should spend on a passphrase."""

    hint = "The file was changed by somebody. Use a copy you trust."


class BadWords(HomewardError):
    """These are not words from the list."""

    hint = "Have them read again, slowly; each word is in the list shown by your device."


class KeyFileBroken(HomewardError):
    """This is not a minisign key or signature file."""

    hint = "Give the file that minisign or `homeward guide sign --new-key` wrote."


class KeyLocked(HomewardError):
    """The passphrase does not open this key."""

    hint = "Type it again. Nobody can recover it."
