"""Class wire: every request and answer of a relay, bit by bit, and malformed ones (PROTOCOL 10)."""

from __future__ import annotations

import dataclasses
from typing import Any

from homeward.keys import derive
from homeward.schema import wire
from homeward.schema.errors import WireMalformed

from .case import Case, Cases, b64, draw, parts, refused

_SMALL, _LARGE = b"s" * wire.SMALL, b"L" * wire.LARGE
_A, _T, _S, _H = draw("address"), draw("token"), draw("signature", 64), draw("head")
_LANES = tuple(draw(f"public lane {i}") for i in range(16))


def cases() -> Cases:
    """All of them."""
    yield from _good()
    yield from _bad()
    yield from _signed()


def _good() -> Cases:
    made: dict[str, Any] = {
        "create-talk": wire.Create(draw("writer"), _LANES, draw("reader"), 77, ""),
        "create-turn": wire.Create(b"", _LANES, draw("reader"), 2**64 - 1, "код"),
        "create-door": wire.Create(draw("writer"), _LANES[:1], draw("reader"), 0, "code"),
        "append-small": wire.Append(_A, 0, _S, (_SMALL,)),
        "append-both": wire.Append(_A, 16, _S, (_SMALL, _LARGE)),
        "appended": wire.Appended((5, 6), 7, _H),
        "read-all": wire.Read(_A, _T, -1, 65_536),
        "read-after": wire.Read(_A, _T, 41, 1_048_576),
        "fetch-part": wire.Read(_A, _T, 41, 6_000, 4_096),
        "blocks-none": wire.Blocks(9, _H, 9, True, ()),
        "blocks-two": wire.Blocks(3, _H, 5, False, (_LARGE, _SMALL)),
        "index": wire.Index(((3, 0, draw("one")), (4, 1, draw("two")))),
        "index-none": wire.Index(()),
        "status": wire.Status(12, 4, False, _H),
        "close": wire.Close(_A, 1, _S),
    }
    for name, value in made.items():
        data = value.encode()
        assert type(value).decode(data) == value, name
        says = f"a {type(value).__name__}, there and back"
        yield Case("wire", name, says, {"shape": type(value).__name__, "parts": _parts(data)}, {"fields": _fields(value)})


def _fields(value: Any) -> dict[str, Any]:
    return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"byte": value[0], "size": len(value)} if value in (_SMALL, _LARGE) else b64(value)
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53 else value


def _parts(data: bytes) -> list[Any]:
    found = [p for _, p in sorted((data.find(p), p) for p in (_SMALL, _LARGE) if p in data)]
    return parts(data, *found)


def _bad() -> Cases:
    create, append = wire.Create(draw("writer"), _LANES[:1], draw("reader"), 7, "c").encode(), wire.Append(_A, 0, _S, (_SMALL,)).encode()
    large = wire.Append(_A, 0, _S, (_LARGE,)).encode()
    many = wire.Blocks(3, _H, 5, False, (_LARGE,)).encode()
    blocks = wire.Blocks(3, _H, 5, False, (_SMALL,)).encode()
    index = wire.Index(((3, 0, draw("one")),)).encode()
    bad: dict[str, tuple[Any, bytes, str]] = {
        "create-two-writers": (wire.Create, bytes([2]) + create[1:], "two writers"),
        "create-two-lanes": (wire.Create, bytes([1, 2]) + create[2:], "two lanes"),
        "create-nobody": (wire.Create, bytes([0, 0]) + create[2:], "neither writer nor lane"),
        "create-cut-off": (wire.Create, create[:-1], "cut off"),
        "create-trailing": (wire.Create, create + b"x", "a byte too many"),
        "create-code": (wire.Create, create[:-1] + b"\xff", "a code that is not text"),
        "create-empty": (wire.Create, b"", "nothing"),
        "append-none": (wire.Append, append[:97] + bytes(1), "no block"),
        "append-sixty-five": (wire.Append, append[:97] + bytes([65]) + append[98:], "65 blocks"),
        "append-key": (wire.Append, append[:32] + bytes([17]) + append[33:], "key 17"),
        "append-class": (wire.Append, append[:98] + bytes([2]) + append[99:], "a size class nobody knows"),
        "append-class-large": (wire.Append, large[:98] + bytes([2]) + large[99:], "a size class nobody knows, before a large block"),
        "blocks-class-large": (wire.Blocks, many[:53] + bytes([2]) + many[54:], "a size class nobody knows, before a large block"),
        "append-cut-off": (wire.Append, append[:-1], "the block is cut off"),
        "append-trailing": (wire.Append, append + b"x", "a byte too many"),
        "appended-cut-off": (wire.Appended, wire.Appended((5,), 7, _H).encode()[:-1], "cut off"),
        "read-cut-off": (wire.Read, wire.Read(_A, _T, 4, 5).encode()[:-1], "cut off"),
        "read-trailing": (wire.Read, wire.Read(_A, _T, 4, 5).encode() + b"x", "a byte too many"),
        "blocks-cut-off": (wire.Blocks, blocks[:-1], "cut off"),
        "blocks-trailing": (wire.Blocks, blocks + b"x", "a byte too many"),
        "blocks-class": (wire.Blocks, blocks[:53] + bytes([2]) + blocks[54:], "a size class nobody knows"),
        "blocks-closed": (wire.Blocks, blocks[:48] + bytes([2]) + blocks[49:], "neither open nor closed"),
        "index-cut-off": (wire.Index, index[:-1], "cut off"),
        "index-count": (wire.Index, b"\xff\xff\xff\xff" + index[4:], "more lines promised than sent"),
        "index-class": (wire.Index, index[:12] + bytes([2]) + index[13:], "a size class nobody knows"),
        "status-cut-off": (wire.Status, wire.Status(12, 4, False, _H).encode()[:-1], "cut off"),
        "status-closed": (wire.Status, wire.Status(12, 4, False, _H).encode()[:16] + bytes([2]) + _H, "neither open nor closed"),
        "close-cut-off": (wire.Close, wire.Close(_A, 1, _S).encode()[:-1], "cut off"),
        "close-trailing": (wire.Close, wire.Close(_A, 1, _S).encode() + b"x", "a byte too many"),
    }  # fmt: skip
    for name, (shape, data, says) in bad.items():
        try:
            shape.decode(data)
        except WireMalformed:
            yield Case("wire", f"bad-{name}", says, {"shape": shape.__name__, "parts": _parts(data)}, refused("malformed"))
            continue
        raise AssertionError(name)


def _signed() -> Cases:
    relay, hashes = draw("relay one", 16), [draw("hash one"), draw("hash two")]
    append = derive.preimage(*wire.append_message(relay, _A, hashes))
    close = derive.preimage(*wire.close_message(relay, _A))
    asked = {"relay": b64(relay), "address": b64(_A), "hashes": [b64(h) for h in hashes]}
    yield Case(
        "signed",
        "append-and-close",
        "what the signatures of an append and a close are over",
        asked,
        {"append": b64(append), "close": b64(close)},
    )
    for nonce in (0, 12_345, 2**64 - 1):
        work = derive.preimage("homeward/work/v1", _A, nonce.to_bytes(8, "big"))
        yield Case(
            "work",
            str(nonce),
            "how many zero bits a proof of work has",
            {"address": b64(_A), "nonce": str(nonce)},
            {"bits": wire.work_bits(work)},
        )
    nonce = next(n for n in range(2**20) if wire.work_bits(derive.preimage("homeward/work/v1", _A, n.to_bytes(8, "big"))) >= 12)
    work = derive.preimage("homeward/work/v1", _A, nonce.to_bytes(8, "big"))
    yield Case(
        "work",
        "twelve",
        "the first proof of at least twelve bits",
        {"address": b64(_A), "nonce": str(nonce)},
        {"bits": wire.work_bits(work)},
    )
