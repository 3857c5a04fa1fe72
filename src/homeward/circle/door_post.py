"""Reading and writing one door's log: stateless, because a door is small and short-lived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from homeward.keys import sign
from homeward.schema import base64url, canonical
from homeward.schema.door import DoorMessage, Link
from homeward.schema.errors import NotCanonical, WireMalformed

from .block import DOOR, Assembly, frames_of, open_block, pack, seal_block, unpack
from .door import MAX_MESSAGE, door_log
from .errors import BlockRefused, DoorRefused
from .mailbox import LogClosed, LogUnknown, Mailbox, RelayRefused, RelayUnreachable

PAGE_BYTES = 1_048_576


@dataclass(frozen=True)
class Seen:
    """What a door holds: messages in order of arrival, whether any relay answered, whether it was closed."""

    messages: tuple[DoorMessage, ...]
    answered: bool
    closed: bool
    missing: bool


def read_door(link: Link, mailboxes: Mapping[str, Mailbox]) -> Seen:
    """All messages at a door, united over its relays, each once."""
    found: dict[bytes, DoorMessage] = {}
    answered = closed = False
    missing = 0
    for name in (r.relay for r in link.relays if r.relay in mailboxes):
        keys = door_log(base64url.decode(name), link.secret, link.lane)
        assembly, at = Assembly(), -1
        try:
            while True:
                page = mailboxes[name].read(keys, at, PAGE_BYTES)
                answered, closed = True, closed or page.closed
                for block in page.blocks:
                    for record in _records(open_block, keys, block, assembly):
                        message = _message(record)
                        if message:
                            found.setdefault(record, message)
                at = page.first + len(page.blocks) - 1
                if not page.blocks or at + 1 >= page.next:
                    break
        except LogUnknown:
            answered, missing = True, missing + 1
        except (RelayUnreachable, RelayRefused, WireMalformed):
            continue
    return Seen(tuple(found.values()), answered, closed, answered and missing == len(link.relays))


def post_door(
    link: Link,
    mailboxes: Mapping[str, Mailbox],
    records: Iterable[bytes],
    random: Callable[[int], bytes],
    lane: sign.SigningKey | None = None,
) -> None:
    """Put messages at every relay of the door that answers. Raises RelayUnreachable when none does, DoorRefused when it is shut."""
    frames = [f for record in records for f in frames_of(DOOR, record)]
    posted, shut, last = 0, False, ""
    for name in (r.relay for r in link.relays if r.relay in mailboxes):
        keys = door_log(base64url.decode(name), link.secret, link.lane, lane)
        blocks = [seal_block(keys, plain, random) for plain in pack(frames)]
        try:
            try:
                mailboxes[name].append(keys, blocks, by_lane=False)
            except LogUnknown:
                mailboxes[name].create(keys)
                mailboxes[name].append(keys, blocks, by_lane=False)
            posted += 1
        except LogClosed:
            shut = True
        except (RelayUnreachable, RelayRefused, WireMalformed) as error:
            last = str(error)
    if not posted:
        if shut:
            raise DoorRefused("closed")
        raise RelayUnreachable(last)


def close_door(link: Link, mailboxes: Mapping[str, Mailbox], lane: sign.SigningKey) -> None:
    """Shut the door for good on every relay that answers; only the inviter's lane can."""
    for name in (r.relay for r in link.relays if r.relay in mailboxes):
        try:
            mailboxes[name].close(door_log(base64url.decode(name), link.secret, link.lane, lane))
        except (RelayUnreachable, RelayRefused, WireMalformed):
            continue


def _records(opener: Callable[..., bytes], keys: object, block: bytes, assembly: Assembly) -> list[bytes]:
    try:
        done = [assembly.add(f) for f in unpack(opener(keys, block))]
    except BlockRefused:
        return []
    return [record for kind, record in filter(None, done) if kind == DOOR]


def _message(record: bytes) -> DoorMessage | None:
    try:
        return canonical.decode(record, DoorMessage, limit=MAX_MESSAGE)
    except NotCanonical:
        return None
