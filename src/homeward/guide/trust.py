"""Which bundle may be used (GUIDE 10.2, 10.3): enough keys signed it, and it is no older than what is here."""

from __future__ import annotations

from msgspec import Struct

from homeward.keys import minisign
from homeward.keys.errors import KeyFileBroken
from homeward.schema.guide import Pack
from homeward.schema.guide_bundle import Bundle

from .compile import unpack
from .errors import RolledBack, SignatureMissing


class Trusted(Struct, frozen=True):
    """A bundle with the names of the keys that signed it, and whether it has expired on the day asked for."""

    bundle: Bundle
    signers: list[str]
    expired: bool


def comment_for(pack: Pack) -> str:
    """The trusted comment of a pack's signatures."""
    return f"guide:{pack.id} version:{pack.version} expires:{pack.expires}"


def file_name(pack: Pack) -> str:
    """The name of a bundle: no path, no surprises."""
    return f"{pack.id.replace('/', '-')}-{pack.version}.guide"


def accept(
    data: bytes, signatures: list[str], keys: list[minisign.PublicKey], threshold: int, today: str, here: bytes | None = None
) -> Trusted:
    """The bundle of `data`, if `threshold` different keys of `keys` signed it and it does not go back behind `here`.

    Raises BundleDamaged, SignatureMissing, RolledBack. Signature files of keys nobody asked for are passed over, broken ones too.
    """
    bundle = unpack(data)
    signers: dict[bytes, str] = {}
    for text in signatures:
        try:
            signature = minisign.signature_from(text)
        except KeyFileBroken:
            continue  # somebody's broken file must not stop the good ones
        for key in keys:
            if signature.trusted == comment_for(bundle.pack) and minisign.signed_by(key, signature, data):
                signers[key.key] = key.name
    if threshold < 1 or len(signers) < threshold:
        raise SignatureMissing(f"{len(signers)} / {max(threshold, 1)}")
    if here is not None:
        _refuse_older(bundle, data, here)
    return Trusted(bundle, sorted(signers.values()), today > bundle.pack.expires)


def _refuse_older(bundle: Bundle, data: bytes, here: bytes) -> None:
    old = unpack(here).pack
    new = bundle.pack
    if new.id != old.id or new.version < old.version or (new.version == old.version and data != here):
        raise RolledBack(f"{old.id} {old.version} → {new.id} {new.version}")
