"""Kinds of text with a limit, as annotations (PROTOCOL 1.7, EVENTS.md). Lengths are in Unicode code points.

The patterns are written in what Python's and JavaScript's regular expressions share, so that the generated checkers read the same rule.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

_END = r"(?![\s\S])"
_ID = "[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"
# Fixed ranges, the same as homeward.circle.names: nothing here may depend on a version of Unicode.
_REFUSED = (
    r"\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufe00-\ufe0f\ufeff\ufff0-\uffff"
    r"\U000e0000-\U0010ffff"
)
NAME_PATTERN = f"^(?! )(?![\\s\\S]* {_END})[^{_REFUSED}]{{1,40}}{_END}"

Id = Annotated[str, Meta(pattern=f"^{_ID}{_END}", description="32 bytes in base64url")]
MaybeId = Annotated[str, Meta(pattern=f"^(?:{_ID})?{_END}", description="32 bytes in base64url, or empty for none")]
Name = Annotated[str, Meta(pattern=NAME_PATTERN, description="a pseudonym, title or code name by rule 1.7")]
Words = Annotated[str, Meta(max_length=4_000)]
Note = Annotated[str, Meta(max_length=500)]
Label = Annotated[str, Meta(min_length=1, max_length=100)]
Media = Annotated[str, Meta(min_length=1, max_length=100)]
FileName = Annotated[str, Meta(max_length=200)]
Wave = Annotated[str, Meta(pattern=f"^[A-Za-z0-9_-]{{0,86}}{_END}", description="up to 64 loudness values in base64url, or empty")]

Seat = Annotated[int, Meta(ge=0, le=2**32 - 1)]
Day = Annotated[int, Meta(ge=0, le=100_000, description="days since 1970-01-01 UTC")]
Bytes = Annotated[int, Meta(ge=0, le=2_000_000)]
Pixels = Annotated[int, Meta(ge=1, le=16_384)]
Milliseconds = Annotated[int, Meta(ge=1, le=60_000)]

_UNSAFE = frozenset({*range(0x7F, 0xA0), *range(0x200E, 0x2010), *range(0x2028, 0x202F), *range(0x2066, 0x206A)})


def clean(text: str) -> str:
    """`text` without control characters, direction overrides and terminal escapes, at most 4,000 code points."""
    return "".join(c for c in text[:4_000] if c in "\n\t" or (ord(c) >= 0x20 and ord(c) not in _UNSAFE))
