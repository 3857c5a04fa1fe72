"""Key and signature files of minisign (https://jedisct1.github.io/minisign/): the files that sign guides and releases.

Written: prehashed signatures (`ED`, BLAKE2b-512). Read: these and the legacy kind (`Ed`, over the whole message). Secret keys are read and
written in minisign's own form, bare or behind a passphrase (scrypt). It knows files and bytes, not what is signed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets

from msgspec import Struct

from .errors import KeyFileBroken, KeyLocked
from .sign import SigningKey, verify

_LEGACY, _PREHASHED, _CHECKSUM = b"Ed", b"ED", b"B2"
_SCRYPT, _BARE = b"Sc", b"\0\0"
# scrypt with N = 2^16, r = 8, p = 1 in libsodium's terms: operations and bytes of memory.
_OPERATIONS, _MEMORY = 2_097_152, 67_108_864
_MOST_MEMORY = 2**30


class PublicKey(Struct, frozen=True):
    """A public key: its 8-byte id and the 32 bytes of Ed25519."""

    id: bytes
    key: bytes

    @property
    def name(self) -> str:
        """The id as minisign shows it: sixteen hexadecimal digits."""
        return self.id[::-1].hex().upper()

    def text(self) -> str:
        """The one line that stands in a pack or a key file."""
        return base64.b64encode(_LEGACY + self.id + self.key).decode()


class SecretKey(Struct, frozen=True):
    """A secret key: its 8-byte id and the 32-byte seed."""

    id: bytes
    seed: bytes

    @property
    def public(self) -> PublicKey:
        """The public half."""
        return PublicKey(self.id, SigningKey.from_seed(self.seed).public)


class Signature(Struct, frozen=True):
    """A signature file taken apart. `trusted` is the comment that is signed too."""

    algorithm: bytes
    key_id: bytes
    signature: bytes
    trusted: str
    over_comment: bytes


def new_key() -> SecretKey:
    """A key from the system's randomness."""
    return SecretKey(secrets.token_bytes(8), secrets.token_bytes(32))


def public_from(text: str) -> PublicKey:
    """A public key from its line or from a whole key file. Raises KeyFileBroken."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("untrusted comment:")]
    raw = _decoded(lines[0] if lines else "", 42)
    if raw[:2] != _LEGACY:
        raise KeyFileBroken
    return PublicKey(raw[2:10], raw[10:])


def public_file(key: PublicKey) -> str:
    """The text of a .pub file."""
    return f"untrusted comment: minisign public key {key.name}\n{key.text()}\n"


def secret_file(key: SecretKey, passphrase: str) -> str:
    """The text of a .key file; an empty passphrase leaves it bare."""
    inner = key.id + key.seed + key.public.key
    inner += hashlib.blake2b(_LEGACY + inner, digest_size=32).digest()
    salt = secrets.token_bytes(32)
    kdf, numbers = (_SCRYPT, (_OPERATIONS, _MEMORY)) if passphrase else (_BARE, (0, 0))
    if passphrase:
        inner = _mask(inner, passphrase, salt, *numbers)
    head = _LEGACY + kdf + _CHECKSUM + salt + b"".join(n.to_bytes(8, "little") for n in numbers)
    return f"untrusted comment: minisign secret key {key.public.name}\n{base64.b64encode(head + inner).decode()}\n"


def secret_from(text: str, passphrase: str) -> SecretKey:
    """A secret key from its file. Raises KeyFileBroken, or KeyLocked for the wrong passphrase."""
    lines = text.splitlines()
    raw = _decoded(lines[1] if len(lines) > 1 else "", 158)
    kdf, salt, inner = raw[2:4], raw[6:38], raw[54:]
    if raw[:2] != _LEGACY or raw[4:6] != _CHECKSUM or kdf not in (_SCRYPT, _BARE):
        raise KeyFileBroken
    if kdf == _SCRYPT:
        inner = _mask(inner, passphrase, salt, int.from_bytes(raw[38:46], "little"), int.from_bytes(raw[46:54], "little"))
    body, checksum = inner[:72], inner[72:]
    key = SecretKey(body[:8], body[8:40])
    whole = kdf == _BARE or hashlib.blake2b(_LEGACY + body, digest_size=32).digest() == checksum  # minisign leaves a bare key's empty
    if not whole or key.public.key != body[40:]:
        raise KeyLocked
    return key


def is_locked(text: str) -> bool:
    """Whether a secret key file asks for a passphrase. Raises KeyFileBroken."""
    lines = text.splitlines()
    return _decoded(lines[1] if len(lines) > 1 else "", 158)[2:4] == _SCRYPT


def sign(key: SecretKey, message: bytes, trusted: str) -> str:
    """The text of a .minisig file over `message`; `trusted` is one line that is signed too."""
    if "\n" in trusted or "\r" in trusted:
        raise KeyFileBroken(trusted)
    signer = SigningKey.from_seed(key.seed)
    made = signer.sign(hashlib.blake2b(message).digest())
    over = signer.sign(made + trusted.encode())
    line = base64.b64encode(_PREHASHED + key.id + made).decode()
    return f"untrusted comment: signature from {key.public.name}\n{line}\ntrusted comment: {trusted}\n{base64.b64encode(over).decode()}\n"


def signature_from(text: str) -> Signature:
    """A signature file taken apart. Raises KeyFileBroken."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0].startswith("untrusted comment:") or not lines[2].startswith("trusted comment: "):
        raise KeyFileBroken
    raw, over = _decoded(lines[1].rstrip("\r"), 74), _decoded(lines[3].rstrip("\r"), 64)
    if raw[:2] not in (_LEGACY, _PREHASHED):
        raise KeyFileBroken
    return Signature(raw[:2], raw[2:10], raw[10:], lines[2].removeprefix("trusted comment: ").rstrip("\r"), over)


def signed_by(key: PublicKey, signature: Signature, message: bytes) -> bool:
    """Whether `key` made this signature over `message` and its trusted comment."""
    if signature.key_id != key.id:
        return False
    digest = hashlib.blake2b(message).digest() if signature.algorithm == _PREHASHED else message
    over = signature.signature + signature.trusted.encode()
    return verify(key.key, signature.signature, digest) and verify(key.key, signature.over_comment, over)


def _decoded(line: str, size: int) -> bytes:
    try:
        raw = base64.b64decode(line.strip().encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise KeyFileBroken from error
    if len(raw) != size:
        raise KeyFileBroken
    return raw


def _mask(inner: bytes, passphrase: str, salt: bytes, operations: int, memory: int) -> bytes:
    """`inner` under the key stream of a passphrase; how libsodium turns its two limits into N, r and p is part of minisign's form."""
    if not 32_768 <= operations <= 2**32 or not 2**20 <= memory <= _MOST_MEMORY:
        raise KeyFileBroken
    r = 8
    most_n = operations // (r * 4) if operations < memory // 32 else memory // (r * 128)
    log_n = next(k for k in range(1, 63) if 2**k > most_n // 2)
    p = 1 if operations < memory // 32 else max(1, (operations // 4) // 2**log_n // r)
    stream = hashlib.scrypt(passphrase.encode(), salt=salt, n=2**log_n, r=r, p=p, maxmem=2 * _MOST_MEMORY - 2, dklen=len(inner))
    return bytes(a ^ b for a, b in zip(inner, stream, strict=True))
