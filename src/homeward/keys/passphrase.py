"""From a passphrase to a key: Argon2id (RFC 9106)."""

from __future__ import annotations

import unicodedata

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from msgspec import Struct

from .errors import BadCost


class Cost(Struct, frozen=True):
    """Argon2id parameters; stored beside what they protect. The default takes about 0.2 s on a laptop."""

    memory_kib: int = 65_536
    passes: int = 3
    lanes: int = 1


def stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes from a passphrase (NFKC) and a 16-byte salt. Raises BadCost for absurd parameters, e.g. from a changed file."""
    if not (8 <= cost.memory_kib <= 1_048_576 and 1 <= cost.passes <= 16 and 1 <= cost.lanes <= 8 and len(salt) == 16):
        raise BadCost(str(cost))
    kdf = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return kdf.derive(unicodedata.normalize("NFKC", passphrase).encode())
