"""HPKE draws its own randomness, so sealed bytes cannot be made again: they are kept in spec/vectors/base/sealed.json and reused.

`kept` replaces seal.seal by a look-up that seals only what is not there yet; `faked` gives bytes of the right length for turns
whose slots nobody opens.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from homeward.keys import derive, seal
from homeward.schema import base64url

from .case import draw, stream

_PLACE = Path(__file__).parents[2] / "spec" / "vectors" / "base" / "sealed.json"
_real = seal.seal


class Keeper:
    """What was sealed before, and what this run used of it."""

    def __init__(self) -> None:
        self.known: dict[str, str] = json.loads(_PLACE.read_text()) if _PLACE.is_file() else {}
        self.used: dict[str, str] = {}

    def seal(self, public: bytes, info: bytes, plaintext: bytes) -> bytes:
        """As seal.seal, but the same bytes every run."""
        name = base64url.encode(derive.hash_of("homeward/vectors-sealed/v1", public, info, plaintext))[:22]
        if name not in self.known:
            self.known[name] = base64url.encode(_real(public, info, plaintext))
        self.used[name] = self.known[name]
        return base64url.decode(self.known[name])

    def text(self) -> str:
        """The file for the next run, with what was used only."""
        return json.dumps(self.used, indent=0, sort_keys=True) + "\n"


KEEPER = Keeper()


@contextmanager
def kept(label: str) -> Iterator[None]:
    """Seal for real, once; dummies' keys come from `label`."""
    with _sealing(KEEPER.seal, label):
        yield


@contextmanager
def faked(label: str) -> Iterator[None]:
    """Do not seal: give bytes that depend on what would be sealed."""
    with _sealing(lambda p, i, t: draw("fake/" + derive.sha256(p + i + t).hex(), len(t) + seal.OVERHEAD), label):
        yield


@contextmanager
def _sealing(how: object, label: str) -> Iterator[None]:
    random = stream("dummies/" + label)
    with ExitStack() as stack:
        stack.enter_context(patch.object(seal, "seal", how))
        stack.enter_context(patch.object(seal.SealingKey, "generate", classmethod(lambda cls: cls(random(32)))))
        yield
