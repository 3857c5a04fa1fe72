"""Classes epoch, seal, slot, note, object, passphrase: what opens with which key (PROTOCOL 2, 3, 4.3, 6.6, 7.7)."""

from __future__ import annotations

from typing import Any

import msgspec

from homeward.circle.boxes import seal_note
from homeward.circle.epoch import Secrets, commitment, lane_key, talk_log, turn_log
from homeward.circle.objects import seal_object
from homeward.circle.slots import seal_slot, slot_info
from homeward.keys import derive, passphrase, seal
from homeward.schema import base64url
from homeward.schema.events import LinkNote, ObjectRef
from homeward.schema.turn import Turn

from .carried import turn
from .case import Case, Cases, b64, draw, refused, stream
from .cast import Base, bases
from .sealed import KEEPER, kept


def cases() -> Cases:
    """All of them."""
    base = bases()["pair"]
    yield from _epoch(base)
    yield from _seal()
    yield from _slots(base)
    yield from _notes(base)
    yield from _objects()
    yield from _passphrases()


def _epoch(base: Base) -> Cases:
    secrets = Secrets(draw("E"), draw("L"), 3, draw("lane seed"))
    for name, relay in (("first-relay", draw("relay one", 16)), ("second-relay", draw("relay two", 16))):
        turn_id, lanes = base64url.decode(base.id), tuple(draw(f"public lane {i}") for i in range(16))
        talk, turns = talk_log(relay, turn_id, secrets, lanes), turn_log(relay, secrets.d, lanes, secrets)
        assert talk.write and talk.lane and turns.lane
        asked = {"e": b64(secrets.e), "l": b64(secrets.l), "lane_seed": b64(secrets.lane_seed), "relay": b64(relay), "turn": base.id,
                 "lanes": [b64(x) for x in lanes], "circle": base.state.circle, "parent": base.state.recent[0]}  # fmt: skip
        commit = commitment(secrets.e, secrets.l, base64url.decode(base.state.circle), base64url.decode(base.state.recent[0]))
        found = {
            "d": b64(secrets.d), "commit": b64(commit),
            "talk": {"write_seed": b64(talk.write.seed), "writer": b64(talk.writer), "read_token": b64(talk.token), "content_key": b64(talk.content),
                     "lane_public": b64(lane_key(secrets.lane_seed, relay, "talk").public), "address": b64(talk.address)},
            "turn_log": {"read_token": b64(turns.token), "content_key": b64(turns.content),
                         "lane_public": b64(lane_key(secrets.lane_seed, relay, "turn").public), "address": b64(turns.address)},
        }  # fmt: skip
        yield Case("epoch", name, "everything the secrets of an epoch lead to on one relay", asked, found)


def _seal() -> Cases:
    key, info, plain = seal.SealingKey.from_private(draw("seal")), b"homeward/test/v1", "для вас".encode()
    sealed = KEEPER.seal(key.public, info, plain)
    yield Case(
        "seal",
        "public-key",
        "a 32-byte private key gives this X-Wing public key",
        {"private": b64(key.private)},
        {"public": b64(key.public)},
    )

    def opened(name: str, says: str, private: bytes, about: bytes, data: bytes, expect: Any) -> Case:
        try:
            assert seal.SealingKey.from_private(private).open(about, data) == plain and "plain" in expect, name
        except seal.CannotOpen:
            assert "refused" in expect, name
        return Case("seal", name, says, {"private": b64(private), "info": b64(about), "sealed": b64(data)}, expect)

    no = refused("cannot-open")
    yield opened("open", "enc and ciphertext, opened", key.private, info, sealed, {"plain": b64(plain)})
    yield opened("other-info", "sealed for another purpose", key.private, info + b"x", sealed, no)
    yield opened("other-key", "sealed to another key", draw("other seal"), info, sealed, no)
    yield opened("changed-tag", "the last byte changed", key.private, info, sealed[:-1] + bytes([sealed[-1] ^ 1]), no)
    yield opened("changed-lattice", "the first byte of enc changed", key.private, info, bytes([sealed[0] ^ 1]) + sealed[1:], no)
    yield opened(
        "changed-curve", "the last byte of enc changed", key.private, info, sealed[:1119] + bytes([sealed[1119] ^ 1]) + sealed[1120:], no
    )
    yield opened("cut-off", "shorter than an encapsulation", key.private, info, sealed[:1119], no)
    yield opened("empty", "nothing", key.private, info, b"", no)
    usable = {"good": key.public, "short": key.public[:-1], "curve-zero": key.public[:-32] + bytes(32), "curve-one": key.public[:-32] + (1).to_bytes(32, "little"),
              "lattice-not-reduced": b"\xff\xff\xff" + key.public[3:]}  # fmt: skip
    for name, public in usable.items():
        assert seal.usable_public(public) is (name == "good"), name
        says = "whether these bytes may be seated as a sealing key: ML-KEM coefficients below q, X25519 point not of small order"
        yield Case("sealing-key", name, says, {"public": b64(public)}, {"usable": name == "good"})


def _slots(base: Base) -> Cases:
    signed = turn(base, 0, "slots").turn
    secrets = Secrets(draw("slot E"), draw("slot L"), 2, draw("slot lane"))
    commit = b64(commitment(secrets.e, secrets.l, base64url.decode(signed.circle), base64url.decode(signed.parent)))
    head = msgspec.structs.replace(signed, commit=commit)

    def case(name: str, says: str, of: Turn, seat: int, sealed: bytes, expect: Any) -> Case:
        fields = {k: getattr(of, k) for k in ("circle", "parent", "epoch", "author", "commit")}
        return Case("slot", name, says, {**fields, "seat": seat, "private": b64(base.sealing[4].private), "sealed": b64(sealed)}, expect)

    kem = base.state.seats[4].kem
    with kept("slots"):
        good = seal_slot(head, 4, kem, secrets)
        bare = seal_slot(head, 4, kem, Secrets(secrets.e, secrets.l, -1, b""))
        wrong = seal_slot(head, 4, kem, Secrets(draw("another E"), secrets.l, -1, b""))
        short = KEEPER.seal(base64url.decode(kem), slot_info(head, 4, kem), bytes(96))
    both = {"e": b64(secrets.e), "l": b64(secrets.l)}
    yield case("with-lane", "a lane holder's slot", head, 4, good, {**both, "lane": 2, "lane_seed": b64(secrets.lane_seed)})
    yield case("without-lane", "a member's slot: lane 255 and a seed of zeros", head, 4, bare, {**both, "lane": -1, "lane_seed": ""})
    yield case("other-seat", "sealed for another seat", head, 5, good, refused("slot"))
    yield case("other-author", "sealed by another author", msgspec.structs.replace(head, author=1), 4, good, refused("slot"))
    yield case("other-epoch", "sealed for another epoch", msgspec.structs.replace(head, epoch=9), 4, good, refused("slot"))
    yield case("other-parent", "sealed for another parent", msgspec.structs.replace(head, parent=b64(draw("p"))), 4, good, refused("slot"))
    yield case("wrong-secret", "opens, but is not what the turn promised", head, 4, wrong, refused("slot"))
    yield case("short", "opens to 96 bytes", head, 4, short, refused("slot"))


def _notes(base: Base) -> Cases:
    note = LinkNote(type="link", circle_kind="case", title="Комната", link="#AAAA", roles=["lawyer"])
    circle, kems = base.state.circle, [base.state.seats[4].kem]
    with kept("notes"):
        sealed = seal_note(note, circle, base.id, 0, kems, stream("note"))

    def case(name: str, says: str, seat: int, author: int, boxes: list[str], data: str, expect: Any) -> Case:
        asked = {
            "circle": circle,
            "turn": base.id,
            "author": author,
            "private": b64(base.sealing[seat].private),
            "boxes": boxes,
            "data": data,
        }
        return Case("note", name, says, asked, expect)

    yield case("open", "one of four boxes is for this seat", 4, 0, sealed.boxes, sealed.data, {"note": msgspec.to_builtins(note)})
    yield case("not-for-me", "none of the boxes opens", 5, 0, sealed.boxes[:1], sealed.data, refused("cannot-open"))
    mine = [b for b in sealed.boxes if _opens(base, b)]
    yield case("other-author", "the box is bound to its author", 4, 1, mine, sealed.data, refused("cannot-open"))
    data = base64url.decode(sealed.data)
    yield case("changed", "the box opens, the note does not", 4, 0, mine, b64(data[:-1] + bytes([data[-1] ^ 1])), refused("cannot-open"))
    with kept("notes-unknown"):
        unknown = seal_note(_Unknown(type="riddle"), circle, base.id, 0, kems, stream("unknown"))
    yield case(
        "unknown-type",
        "a note of a type this version does not know is left alone",
        4,
        0,
        [b for b in unknown.boxes if _opens(base, b)],
        unknown.data,
        refused("cannot-open"),
    )


class _Unknown(msgspec.Struct):
    type: str


def _opens(base: Base, box: str) -> bool:
    kem = base.state.seats[4].kem
    parts = (base64url.decode(base.state.circle), base64url.decode(base.id), derive.u32(0), derive.sha256(base64url.decode(kem)))
    try:
        base.sealing[4].open(derive.preimage("homeward/box/v1", *parts), base64url.decode(box))
    except seal.CannotOpen:
        return False
    return True


def _objects() -> Cases:
    reference, cipher = seal_object("сын дома".encode(), "text/plain", "записка", stream("object"))

    def case(name: str, says: str, ref: ObjectRef, data: bytes, expect: Any) -> Case:
        return Case("object", name, says, {"reference": msgspec.to_builtins(ref), "cipher": b64(data)}, expect)

    yield case("open", "an object under its file key", reference, cipher, {"plain": b64("сын дома".encode())})
    swap = msgspec.structs.replace
    yield case("other-key", "another file key", swap(reference, key=b64(draw("k"))), cipher, refused("object"))
    yield case("other-hash", "not what the author signed", swap(reference, hash=b64(draw("h"))), cipher, refused("object"))
    yield case("other-size", "another size than she signed", swap(reference, size=reference.size + 1), cipher, refused("object"))
    yield case("changed", "a byte changed", reference, cipher[:-1] + bytes([cipher[-1] ^ 1]), refused("object"))
    yield case("cut-off", "shorter than a nonce and a tag", reference, cipher[:20], refused("object"))


def _passphrases() -> Cases:
    salt, cost = draw("salt", 16), passphrase.Cost(memory_kib=1024, passes=2, lanes=1)
    given = {"ascii": "quiet river", "cyrillic": "у реки тихо", "decomposed": "реки\u0306", "composed": "рекй", "compatibility": "ﬁve ①"}
    for name, words in given.items():
        asked = {"passphrase": words, "salt": b64(salt), "memory_kib": cost.memory_kib, "passes": cost.passes, "lanes": cost.lanes}
        yield Case("passphrase", name, "Argon2id of the NFKC form in UTF-8", asked, {"key": b64(passphrase.stretch(words, salt, cost))})
    bad = {"memory": (2**20 + 1, 2, 1), "no-memory": (4, 2, 1), "passes": (1024, 17, 1), "no-passes": (1024, 0, 1), "lanes": (1024, 2, 9)}
    for name, (memory, passes, lanes) in bad.items():
        asked = {"passphrase": "x", "salt": b64(salt), "memory_kib": memory, "passes": passes, "lanes": lanes}
        yield Case("passphrase", f"bad-{name}", "more or less than any device should spend", asked, refused("cost"))
    yield Case(
        "passphrase",
        "bad-salt",
        "a salt of 15 bytes",
        {"passphrase": "x", "salt": b64(salt[:15]), "memory_kib": 1024, "passes": 2, "lanes": 1},
        refused("cost"),
    )
