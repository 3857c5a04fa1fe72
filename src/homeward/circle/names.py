"""What a pseudonym or a title may be (PROTOCOL 1.7).

Two rules on purpose. `valid` decides whether a turn is valid, so it may depend on nothing that differs between Unicode
versions: fixed ranges only. `proper` and `folded` are stricter and only guide what a client proposes or warns of.
"""

from __future__ import annotations

import unicodedata

MAX_NAME = 40
_REFUSED_RANGES = (
    (0x00, 0x1F),  # C0 controls
    (0x7F, 0x9F),  # delete and C1 controls
    (0xAD, 0xAD),  # soft hyphen
    (0x061C, 0x061C),  # Arabic letter mark
    (0x180E, 0x180E),  # Mongolian vowel separator
    (0x200B, 0x200F),  # zero width and direction marks
    (0x2028, 0x202E),  # line and paragraph separators, direction overrides
    (0x2060, 0x206F),  # invisible operators, direction isolates
    (0xD800, 0xF8FF),  # surrogates and private use
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # zero width no-break space
    (0xFFF0, 0xFFFF),  # specials
    (0xE0000, 0x10FFFF),  # tags, variation selectors, private use
)
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LOOKALIKES = str.maketrans("асеорухкмтвнізјѕё", "aceopyxkmtbhi3jse")


def valid(name: str) -> bool:
    """1-40 code points, none in a refused range, no space at either end: the rule of turn validity."""
    if not 1 <= len(name) <= MAX_NAME or name[0] == " " or name[-1] == " ":
        return False
    return not any(low <= ord(c) <= high for c in name for low, high in _REFUSED_RANGES)


def proper(name: str) -> bool:
    """`valid`, in NFC, and without any character this Unicode version does not know as visible: what clients propose."""
    return (
        valid(name)
        and name == name.strip()
        and unicodedata.is_normalized("NFC", name)
        and not any(unicodedata.category(c) in _REFUSED_CATEGORIES for c in name)
    )


def folded(name: str) -> str:
    """`name` without case, width and the differences between look-alike Latin and Cyrillic letters, to warn of twins."""
    return unicodedata.normalize("NFKC", name).casefold().translate(_LOOKALIKES)
