"""Keys of a log, and the signed requests of a member, for tests of a relay."""

from __future__ import annotations

import os

from homeward.keys import derive
from homeward.keys.sign import SigningKey
from homeward.schema import wire

BEFORE_FIRST = -1


def small() -> bytes:
    """A small block nobody has."""
    return os.urandom(wire.SMALL)


def large() -> bytes:
    """A large one."""
    return os.urandom(wire.LARGE)


class KeyedLog:
    """A log's keys on the relay with id `relay`: a writer (or none) and lanes."""

    def __init__(self, relay: bytes, *, writer: bool = True, lanes: int = 16) -> None:
        self.relay, self.token = relay, os.urandom(32)
        self.write = SigningKey.generate() if writer else None
        self.lanes = [SigningKey.generate() for _ in range(lanes)]
        self.reader = derive.sha256(self.token)
        publics = b"".join(k.public for k in self.lanes)
        self.address = derive.hash_of("homeward/address/v1", relay, self.writer, publics, self.reader)

    @property
    def writer(self) -> bytes:
        """The writer's public key, or nothing."""
        return self.write.public if self.write else b""

    def create(self, bits: int = 0, code: str = "", nonce: int | None = None) -> bytes:
        """A create with its work done."""
        if nonce is None:
            nonce = 0
            while wire.work_bits(derive.preimage("homeward/work/v1", self.address, nonce.to_bytes(8, "big"))) < bits:
                nonce += 1
        return wire.Create(self.writer, tuple(k.public for k in self.lanes), self.reader, nonce, code).encode()

    def append(self, *blocks: bytes, key: int = 0, by: SigningKey | None = None, relay: bytes | None = None) -> bytes:
        """An append; `by` and `relay` forge."""
        signer = by or (self.lanes[key - 1] if key else self.write)
        assert signer
        message = wire.append_message(relay or self.relay, self.address, [derive.sha256(b) for b in blocks])
        return wire.Append(self.address, key, signer.sign(derive.preimage(*message)), blocks).encode()

    def close(self, key: int = 1, by: SigningKey | None = None) -> bytes:
        """A close."""
        signer = by or self.lanes[key - 1]
        return wire.Close(self.address, key, signer.sign(derive.preimage(*wire.close_message(self.relay, self.address)))).encode()

    def ask(self, position: int = BEFORE_FIRST, amount: int = 1 << 20, offset: int = 0, token: bytes | None = None) -> bytes:
        """A read, index, fetch, wait or status."""
        return wire.Read(self.address, token or self.token, position, amount, offset).encode()
