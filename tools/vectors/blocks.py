"""Classes block, frames, record, file: from a relay's bytes to records (PROTOCOL 4, 9.4)."""

from __future__ import annotations

import hashlib
from typing import Any

from homeward.circle.block import (
    DOOR,
    ENTRY,
    HEADER,
    LARGE,
    NONCE,
    OBJECT,
    SMALL,
    TAG,
    Frame,
    frames_of,
    pack,
    seal_block,
)
from homeward.circle.epoch import LogKeys
from homeward.keys import derive

from .case import Case, Cases, b64, draw, parts, refused, stream

_LOG = LogKeys(draw("relay one", 16), draw("address"), b"", (), draw("token"), draw("content"), None, None, -1)
_ROOM = LARGE - NONCE - TAG - HEADER


def cases() -> Cases:
    """All of them."""
    yield from _blocks()
    yield from _plains()
    yield from _records()
    yield from _files()


def _blocks() -> Cases:
    plain = pack(frames_of(ENTRY, b"a record"))[0]
    block = seal_block(_LOG, plain, stream("block"))
    elsewhere = seal_block(
        LogKeys(_LOG.relay, draw("elsewhere"), b"", (), _LOG.token, _LOG.content, None, None, -1), plain, stream("block")
    )

    def case(name: str, says: str, data: bytes, expect: Any) -> Case:
        shown = parts(data) if len(data) <= SMALL else parts(data, data)
        return Case("block", name, says, {"key": b64(_LOG.content), "address": b64(_LOG.address), "parts": shown}, expect)

    yield case(
        "small",
        "a small block with one record",
        block,
        {"sha256": hashlib.sha256(plain).hexdigest(), "records": [[ENTRY, b64(b"a record")]]},
    )
    no = refused("block")
    yield case("changed", "a byte of the ciphertext changed", block[:100] + bytes([block[100] ^ 1]) + block[101:], no)
    yield case("changed-nonce", "a byte of the nonce changed", bytes([block[0] ^ 1]) + block[1:], no)
    yield case("elsewhere", "made for another log with the same key", elsewhere, no)
    yield case("short", "4,095 bytes", block[:-1], no)
    yield case("long", "4,097 bytes", b"\0" * (SMALL + 1), no)
    yield case("zeros", "a large block of zeros", b"\0" * LARGE, no)


def _plains() -> Cases:
    def raw(kind: int, identity: bytes, index: int, count: int, data: bytes, length: int | None = None) -> bytes:
        numbers = (index, count, len(data) if length is None else length)
        return bytes([kind]) + identity + b"".join(n.to_bytes(2, "big") for n in numbers) + data

    def case(name: str, says: str, plain: bytes, expect: Any) -> Case:
        zeros = len(plain) - len(plain.rstrip(b"\0"))
        return Case(
            "frames", name, says, {"parts": parts(plain[: len(plain) - zeros]) + [{"byte": 0, "size": zeros}] * bool(zeros)}, expect
        )

    one, two = derive.sha256(b"one"), derive.sha256(b"two")
    room = SMALL - NONCE - TAG
    pad = lambda data: data.ljust(room, b"\0")  # noqa: E731
    frame = lambda kind, i, index, count, data: [kind, b64(i), index, count, b64(data)]  # noqa: E731
    yield case(
        "two",
        "two frames and zeros",
        pad(raw(1, one, 0, 1, b"one") + raw(7, two, 3, 5, b"two")),
        {"frames": [frame(1, one, 0, 1, b"one"), frame(7, two, 3, 5, b"two")]},
    )
    yield case("none", "zeros alone carry nothing", bytes(room), {"frames": []})
    yield case(
        "unknown-kind",
        "a kind of a newer version is a frame like any other",
        pad(raw(99, one, 0, 1, b"one")),
        {"frames": [frame(99, one, 0, 1, b"one")]},
    )
    full = b"x" * (room - HEADER)
    yield case("full", "a frame that fills the block exactly", raw(1, one, 0, 1, full), {"frames": [frame(1, one, 0, 1, full)]})
    no = refused("block")
    yield case("padding", "padding that is not zero", pad(raw(1, one, 0, 1, b"one"))[:-1] + b"\x01", no)
    yield case("zero-then-frame", "a frame behind the end", pad(raw(1, one, 0, 1, b"one") + b"\0" + raw(1, two, 0, 1, b"two")), no)
    yield case("overrun", "a frame longer than the block", pad(raw(1, one, 0, 1, b"one", length=room)), no)
    yield case(
        "header-overrun", "a header that runs over the end", b"\0" * 0 + raw(1, one, 0, 1, b"x" * (room - HEADER - 10)) + b"\x01" * 10, no
    )
    yield case("empty-frame", "a frame without bytes", pad(raw(1, one, 0, 1, b"")), no)
    yield case("index", "part 2 of 2 counts from zero", pad(raw(1, one, 2, 2, b"one")), no)
    yield case("count-zero", "part 0 of 0", pad(raw(1, one, 0, 0, b"one")), no)


def _records() -> Cases:
    def shown(frames: list[Frame]) -> list[Any]:
        return [[f.kind, b64(f.id), f.index, f.count, b64(f.data)] for f in frames]

    def case(name: str, says: str, frames: list[Frame], done: list[tuple[int, bytes]]) -> Case:
        return Case("record", name, says, {"frames": shown(frames)}, {"records": [[k, b64(r)] for k, r in done]})

    def cut_up(kind: int, record: bytes, size: int) -> list[Frame]:
        cut = [record[i : i + size] for i in range(0, len(record), size)]
        return [Frame(kind, derive.sha256(record), i, len(cut), part) for i, part in enumerate(cut)]

    three = cut_up(ENTRY, b"a record in three parts", 8)
    yield case("one-part", "a record in one frame", frames_of(ENTRY, b"whole"), [(ENTRY, b"whole")])
    yield case("three-parts", "in order", three, [(ENTRY, b"a record in three parts")])
    yield case("backwards", "in any order", three[::-1], [(ENTRY, b"a record in three parts")])
    yield case("repeated", "a part twice changes nothing", [three[0], three[0], *three[1:]], [(ENTRY, b"a record in three parts")])
    yield case("missing", "a part is missing", three[:2], [])
    other = cut_up(OBJECT, b"another record, two", 10)
    mixed = [three[0], other[0], three[1], other[1], three[2]]
    yield case("mixed", "two records at once", mixed, [(OBJECT, b"another record, two"), (ENTRY, b"a record in three parts")])
    wrong = Frame(ENTRY, derive.sha256(b"other"), 0, 1, b"whole")
    yield case("hash", "bytes that are not what the id promises", [wrong], [])
    false = [Frame(f.kind, f.id, f.index, f.count, b"XXXXXXXX" if f.index == 1 else f.data) for f in three]
    yield case(
        "hash-of-parts", "a changed part spoils the record, and it may come again", [*false, *three], [(ENTRY, b"a record in three parts")]
    )
    count = Frame(ENTRY, three[0].id, 1, 4, three[1].data)
    yield case("counts-differ", "a part that says four is dropped", [three[0], count, *three[1:]], [(ENTRY, b"a record in three parts")])
    kind = Frame(OBJECT, three[0].id, 1, 3, three[1].data)
    yield case("kinds-differ", "a part of another kind is dropped", [three[0], kind, *three[1:]], [(ENTRY, b"a record in three parts")])
    yield case("unknown-kind", "a kind nobody knows is dropped", [Frame(99, derive.sha256(b"x"), 0, 1, b"x")], [])
    yield case("too-many-parts", "an entry never has 66 parts", [Frame(ENTRY, derive.sha256(b"x"), 0, 66, b"x")], [])
    layout = {
        "one-small": 100,
        "fits-small": SMALL - NONCE - TAG - HEADER,
        "needs-large": SMALL - NONCE - TAG - HEADER + 1,
        "fits-large": _ROOM,
        "two-frames": _ROOM + 1,
    }
    for name, size in layout.items():
        record = b"R" * size
        plains = pack(frames_of(DOOR, record))
        found = {"plains": [{"size": len(p), "sha256": hashlib.sha256(p).hexdigest()} for p in plains]}
        yield Case(
            "pack",
            name,
            "one record in the fewest blocks, each padded to 4,068 or 12,260 bytes",
            {"kind": DOOR, "parts": parts(record, record)},
            found,
        )


def _files() -> Cases:
    small = b"B" * SMALL
    line = bytes([1]) + _LOG.address + bytes([0]) + small
    magic = b"HOMEWARD\x01"

    def case(name: str, says: str, data: bytes, expect: Any) -> Case:
        return Case("file", name, says, {"parts": parts(data, small)}, expect)

    block = {"log": 1, "address": b64(_LOG.address), "size": SMALL}
    yield case("empty", "a file without blocks", magic, {"blocks": []})
    yield case("one", "one block of a turn log", magic + line, {"blocks": [block]})
    no = refused("block")
    yield case("nothing", "no bytes", b"", no)
    yield case("magic", "another kind of file", b"HOMEWARX\x01" + line, no)
    yield case("version", "a newer version", b"HOMEWARD\x02" + line, no)
    yield case("class", "a size class nobody knows", magic + bytes([1]) + _LOG.address + bytes([2]) + small, no)
    yield case("log", "a log kind nobody knows", magic + bytes([2]) + line[1:], no)
    yield case("cut-off", "the block is cut off", magic + line[:-1], no)
    yield case("cut-off-head", "the head of a block is cut off", magic + line + bytes(33), no)
