"""Classes base64url, canonical, derive: how bytes and values stand (PROTOCOL 1)."""

from __future__ import annotations

from typing import Any

from homeward.keys import derive
from homeward.schema import base64url, canonical
from homeward.schema.errors import NotCanonical

from .case import Case, Cases, b64, draw, refused

_GOOD_TEXT = {
    "empty": b"",
    "one-byte": b"\x00",
    "two-bytes": b"\xff\xfe",
    "three-bytes": b"abc",
    "both-special": b"\xfb\xff\xbf",
    "id": bytes(range(32)),
}
_BAD_TEXT = {
    "padding": ("AA==", "padding is refused"),
    "standard-alphabet": ("+/+/", "plus and slash belong to another alphabet"),
    "spare-bits": ("AB", "the four spare bits of two characters must be zero"),
    "spare-bits-three": ("AAB", "the two spare bits of three characters must be zero"),
    "one-character": ("A", "one character carries no byte"),
    "five-characters": ("AAAAA", "a rest of one character carries no byte"),
    "space": ("AA AA", "white space is not skipped"),
    "newline": ("AAAA\n", "a line end is not skipped"),
    "not-ascii": ("ААAA", "Cyrillic А looks like Latin A"),
    "only-padding": ("====", "padding alone is refused"),
}  # fmt: skip

_GOOD_JSON: dict[str, tuple[Any, str]] = {
    "null": (None, "null"), "true": (True, "a boolean"), "zero": (0, "zero"), "negative": (-17, "a negative integer"),
    "largest": (2**53 - 1, "the largest integer"), "smallest": (-(2**53) + 1, "the smallest integer"),
    "empty-string": ("", "an empty string"), "empty-object": ({}, "an empty object"), "empty-list": ([], "an empty list"),
    "cyrillic": ("Круг у реки", "letters stand as they are"),
    "short-escapes": ("\"\\\b\t\n\f\r", "the seven short escapes"),
    "other-controls": ("\x00\x01\x0b\x1f", "other controls are \\u00xx with lower-case hex"),
    "delete-and-separators": ("\x7f\u2028\u2029/", "U+007F, U+2028, U+2029 and / are not escaped"),
    "astral": ("😀𐍈", "code points beyond U+FFFF stand as four bytes"),
    "noncharacter": ("\ufffe\uffff", "noncharacters are ordinary code points"),
    "not-normalised": ("e\u0301", "no normalisation takes place"),
    "sorted-keys": ({"b": 1, "a": 2, "": 3, "aa": 4}, "keys in byte order, the empty key first"),
    "astral-key-after-bmp": ({"\uffff": 1, "\U00010000": 2}, "byte order, not UTF-16 order: U+FFFF before U+10000"),
    "case-and-digits": ({"a": 1, "B": 2, "1": 3, "_": 4}, "digits before capitals before _ before small letters"),
    "nested-16": (eval("[" * 16 + "]" * 16), "sixteen levels are allowed"),
    "proto-key": ({"__proto__": 1, "constructor": 2}, "keys that are special in JavaScript are ordinary"),
    "brackets-in-string": ("[" * 40, "brackets inside a string are no nesting"),
}  # fmt: skip

_BAD_JSON: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "nothing is no value"),
    "duplicate-key": (b'{"a":1,"a":1}', "a key twice, even with the same value"),
    "unsorted-keys": (b'{"b":1,"a":2}', "keys out of order"),
    "utf16-order": ('{"\U00010000":2,"\uffff":1}'.encode(), "sorted by UTF-16 units instead of bytes"),
    "space-after-colon": (b'{"a": 1}', "white space"),
    "leading-space": (b" 1", "white space in front"),
    "trailing-newline": (b"1\n", "white space behind"),
    "trailing-data": (b"1 2", "two values"),
    "trailing-byte": (b"{}x", "a byte behind the value"),
    "byte-order-mark": (b"\xef\xbb\xbf1", "a byte order mark"),
    "float": (b"1.5", "a fraction"),
    "float-whole": (b"1.0", "a fraction that is whole"),
    "exponent": (b"1e3", "an exponent"),
    "minus-zero": (b"-0", "minus zero"),
    "leading-zero": (b"01", "a leading zero"),
    "plus": (b"+1", "a plus sign"),
    "two-to-53": (b"9007199254740992", "2^53 is beyond the largest integer"),
    "minus-two-to-53": (b"-9007199254740992", "-2^53 is beyond the smallest integer"),
    "huge-integer": (b"1" + b"0" * 400, "four hundred digits"),
    "nan": (b"NaN", "not a number is not JSON"),
    "infinity": (b"Infinity", "infinity is not JSON"),
    "single-quotes": (b"'a'", "single quotes"),
    "comment": (b"{}//", "a comment"),
    "trailing-comma": (b"[1,]", "a trailing comma"),
    "capital-true": (b"True", "a capital letter"),
    "cut-off-string": (b'"ab', "a string that does not end"),
    "cut-off-list": (b"[1", "a list that does not end"),
    "escaped-slash": (b'"\\/"', "a slash needs no escape"),
    "escaped-letter": (b'"\\u0061"', "a letter needs no escape"),
    "escaped-cyrillic": (b'"\\u041a"', "a Cyrillic letter needs no escape"),
    "escaped-astral": (b'"\\ud83d\\ude00"', "a surrogate pair instead of the code point"),
    "escaped-delete": (b'"\\u007f"', "U+007F needs no escape"),
    "long-newline": (b'"\\u000a"', "a newline has a short escape"),
    "capital-hex": (b'"\\u001F"', "hex digits in capitals"),
    "raw-control": (b'"\x01"', "a control character without an escape"),
    "raw-newline": (b'"\n"', "a raw newline"),
    "lone-high-surrogate": (b'"\\ud800"', "half a surrogate pair"),
    "lone-low-surrogate": (b'"\\udc00"', "half a surrogate pair"),
    "swapped-surrogates": (b'"\\ude00\\ud83d"', "a surrogate pair in the wrong order"),
    "raw-surrogate": (b'"\xed\xa0\x80"', "a surrogate as three bytes is not UTF-8"),
    "overlong": (b'"\xc0\xaf"', "an overlong form is not UTF-8"),
    "latin1": (b'"\xe4"', "a byte that is not UTF-8"),
    "above-unicode": (b'"\xf4\x90\x80\x80"', "beyond U+10FFFF"),
    "bad-escape": (b'"\\x41"', "an escape JSON does not have"),
    "nested-17": (b"[" * 17 + b"]" * 17, "seventeen levels"),
    "nested-17-mixed": (b'{"a":' * 9 + b"[" * 8 + b"]" * 8 + b"}" * 9, "seventeen levels of both kinds"),
    "nested-20000": (b"[" * 20_000, "a reader that recurses would fall over"),
    "key-not-string": (b"{1:2}", "a key that is not a string"),
}  # fmt: skip


def cases() -> Cases:
    """All of them."""
    for name, data in _GOOD_TEXT.items():
        yield Case("base64url", name, f"{len(data)} bytes there and back", {"text": base64url.encode(data)}, {"hex": data.hex()})
    for name, (text, says) in _BAD_TEXT.items():
        _must_refuse(lambda text=text: base64url.decode(text))
        yield Case("base64url", name, says, {"text": text}, refused("not-canonical"))
    yield Case("base64url", "wrong-size", "31 bytes where 32 are wanted", {"text": b64(bytes(31)), "size": 32}, refused("not-canonical"))
    for name, (value, says) in _GOOD_JSON.items():
        data = canonical.encode(value)
        yield Case("canonical", name, says, {"bytes": b64(data)}, {"value": value})
    for name, (data, says) in _BAD_JSON.items():
        _must_refuse(lambda data=data: canonical.decode_any(data, limit=2**20))
        yield Case("canonical", "bad-" + name, says, {"bytes": b64(data)}, refused("not-canonical"))
    yield Case(
        "canonical",
        "bad-over-limit",
        "more bytes than the reader's limit",
        {"bytes": b64(b'"abcdef"'), "limit": 7},
        refused("not-canonical"),
    )
    yield from _derive()


def _derive() -> Cases:
    parts = {
        "no-parts": (),
        "one-part": (b"abc",),
        "empty-part": (b"",),
        "two-parts": (b"ab", b"c"),
        "other-cut": (b"a", b"bc"),
        "long": (draw("part", 300),),
    }
    for name, given in parts.items():
        label, secret = "homeward/test/v1", draw("secret")
        asked = {"label": label, "parts": [b64(p) for p in given], "secret": b64(secret)}
        found = {
            "preimage": b64(derive.preimage(label, *given)),
            "hash": b64(derive.hash_of(label, *given)),
            "derived": b64(derive.derive(secret, label, *given)),
        }
        yield Case("derive", name, "preimage, SHA-256 of it, HKDF-SHA256 with it as info", asked, found)
    short = draw("short secret", 64)
    found = {
        "preimage": b64(derive.preimage("homeward/a/v1")),
        "hash": b64(derive.hash_of("homeward/a/v1")),
        "derived": b64(derive.derive(short, "homeward/a/v1")),
    }
    yield Case("derive", "secret-of-64", "a secret of 64 bytes", {"label": "homeward/a/v1", "parts": [], "secret": b64(short)}, found)


def _must_refuse(attempt: Any) -> None:
    try:
        attempt()
    except NotCanonical:
        return
    raise AssertionError("accepted what must be refused")
