"""What can go wrong in a circle, in words for people. Ids `error-<Class>`, `hint-<Class>` in `i18n/*/errors.ftl`."""

from __future__ import annotations

from homeward.schema.errors import HomewardError


class CircleError(HomewardError):
    """The circle cannot do that."""

    hint = "Read the message; nothing was changed."


class TurnRefused(CircleError):
    """A change of the circle breaks its rules and was refused."""

    hint = "Call another coordinator and compare the four chain words. Do not trust the person who sent it until it is explained."

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class EntryRefused(CircleError):
    """A message in the circle is not valid and was left out."""

    hint = "Ask its author to sync and send it again."

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class BlockRefused(CircleError):
    """A block could not be read: damaged, foreign, or made by another program."""

    hint = "Nothing is lost: sync again, or from another relay."


class DoorRefused(CircleError):
    """The invitation or the knock cannot be accepted."""

    hint = "Ask the person who invited you for a new invitation, and compare the words on the phone."

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class WordsDiffer(CircleError):
    """The six words are not the ones this device shows. Somebody else may have used the invitation."""

    hint = "Nobody was admitted and the invitation is cancelled. Call her on the phone and make a new one."


class SlotWrong(CircleError):
    """A change of the circle came without a usable key for this seat."""

    hint = "Call a coordinator: she can send the key again. Tell the others who made the change."


class TwoHistories(CircleError):
    """Two different histories of the circle are both confirmed. Somebody is deceiving part of it."""

    hint = "Stop. Call the others, compare the four chain words, and found a new circle without the deceiver."


class NotAllowed(CircleError):
    """Your seat may not do this in this circle."""

    hint = "Ask a coordinator."


class TurnUnderWay(CircleError):
    """This device has already made the next change of the circle; it waits for a relay or for the others."""

    hint = "Sync. When the change has arrived, you can make another."


class TooMuch(CircleError):
    """This does not fit into one message: it is too long, or has more parts than a message may."""

    hint = "A message has at most 4,000 characters and eight files, a note 500. Send it in parts."


class NotFound(CircleError):
    """There is no such thing here."""

    hint = "List what there is and use the number shown."


class Expelled(CircleError):
    """This seat is no longer in the circle."""

    hint = "You can still read what this device kept. To come back, ask for a new invitation."


class CircleClosed(CircleError):
    """The circle was closed and its keys are destroyed."""

    hint = "Found a new circle if you need one."


class VaultMissing(CircleError):
    """There is no vault in this folder yet."""

    hint = "Create a circle or knock at an invitation first, or name the right folder with --home."


class VaultExists(CircleError):
    """There is already a vault in this folder."""

    hint = "Use it, or name another folder with --home."


class VaultLocked(CircleError):
    """The passphrase does not open this vault."""

    hint = "Check the keyboard layout and try again. Nobody can recover a forgotten passphrase; friends can restore your seat."


class VaultBusy(CircleError):
    """Another program is using this vault."""

    hint = "Wait until it has finished, or stop it."


class VaultFull(CircleError):
    """The disk refused to keep this: it is full, read-only or failing."""

    hint = "Nothing is half kept. Free some space and do it again."


class VaultDamaged(CircleError):
    """The vault cannot be read: it is damaged, cut off, or from a newer version."""

    hint = "Do not delete it. Try a newer version of the program; else knock again to have your seat restored."
