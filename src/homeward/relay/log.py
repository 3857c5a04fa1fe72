"""The rules of one log (PROTOCOL 10.3-10.6). Pure: state in, decision out. It never learns what a block holds."""

from __future__ import annotations

from msgspec import Struct

from homeward.keys import derive

from . import errors
from .limits import LANE_QUOTA, LOG_BLOCKS, WRITER_QUOTA

EMPTY_HEAD = bytes(32)


class Log(Struct, frozen=True, gc=False):
    """What a relay knows of a log. `lanes` are 0, 1 or 16 public keys, `writer` 32 bytes or empty; `next` is the next free
    position, `kept` how many blocks have not expired."""

    number: int
    address: bytes
    writer: bytes
    lanes: tuple[bytes, ...]
    reader: bytes
    next: int
    head: bytes
    closed: bool
    kept: int = 0


def key_of(log: Log, key: int) -> bytes:
    """The public key with that index: 0 the writer, 1.. the lanes. Raises SignatureWrong when the log has none."""
    if key == 0 and log.writer:
        return log.writer
    if 1 <= key <= len(log.lanes):
        return log.lanes[key - 1]
    raise errors.SignatureWrong


def check_append(log: Log, key: int, fresh: int, used: int) -> None:
    """Whether key `key`, which used `used` blocks today, may add `fresh` new blocks to `log`."""
    if key == 0 and log.closed and fresh:
        raise errors.Closed
    if fresh and used + fresh > (WRITER_QUOTA if key == 0 else LANE_QUOTA):
        raise errors.QuotaUsed
    if fresh and log.kept + fresh > LOG_BLOCKS:
        raise errors.LogFull


def next_head(head: bytes, block_hash: bytes) -> bytes:
    """The running head after one more block."""
    return derive.hash_of("homeward/head/v1", head, block_hash)


def address(relay: bytes, writer: bytes, lanes: tuple[bytes, ...], reader: bytes) -> bytes:
    """The address that belongs to these keys on this relay (PROTOCOL 3.3): nobody can take another's."""
    return derive.hash_of("homeward/address/v1", relay, writer, b"".join(lanes), reader)
