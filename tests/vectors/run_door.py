"""Vectors of the door and of the relay's bytes."""

from __future__ import annotations

import dataclasses
from typing import Any

import msgspec

from homeward.circle import door, linking
from homeward.circle.naming import chain_words
from homeward.keys import derive, seal, words
from homeward.schema import canonical, wire
from homeward.schema.door import DoorMessage, InviterCard, Knock
from homeward.schema.state import NewcomerCard
from tests.vectors.load import b64, join, raw


def link(case: str, given: dict[str, Any]) -> Any:
    read = door.read_link(given["link"])
    if case != "white-space":
        assert door.write_link(given["app"], read) == given["link"]
    return {
        "secret": b64(read.secret),
        "card_hash": b64(read.card_hash),
        "lane": b64(read.lane),
        "relays": msgspec.to_builtins(read.relays),
    }


def words_(_: str, given: dict[str, Any]) -> Any:
    if "typed" in given:
        return {"indices": list(words.parse_words(given["typed"], given["count"]))}
    if "tip" in given:
        return {g: list(chain_words(given["tip"], g)) for g in ("ru", "en")}
    data, count = raw(given["bytes"]), given["count"]
    return {"indices": list(words.indices(data, count)), **{g: list(words.words(data, count, g)) for g in ("ru", "en")}}


def knock(case: str, given: dict[str, Any]) -> Any:
    if case == "log":
        log = door.door_log(raw(given["relay"]), raw(given["secret"]), raw(given["lane"]))
        assert log.write
        return {
            "write_seed": b64(log.write.seed),
            "read_token": b64(log.token),
            "content_key": b64(log.content),
            "address": b64(log.address),
        }
    inviter, newcomer = msgspec.convert(given["inviter"], InviterCard), msgspec.convert(given["newcomer"], NewcomerCard)
    nonce_v, nonce_n = raw(given["nonce_v"]), raw(given["nonce_n"])
    promised = door.commitment(newcomer, nonce_n)
    found = door.transcript(
        given["purpose"], given["circle"], given["turn"], given["roster"], raw(given["secret"]), inviter, given["voucher"], given["voucher_ed"],
        newcomer, promised, nonce_v, nonce_n,
    )  # fmt: skip
    return {
        "card_hash": b64(door.card_hash(inviter)), "commitment": b64(promised), "transcript": b64(found),
        "words": {g: list(door.six_words(found, g)) for g in ("ru", "en")},
        "vouch": b64(door.vouch_commitment(found, given["voucher"], raw(given["vouch_nonce"]))),
        "nonce_preimage": b64(door.nonce_preimage(given["session"], b64(promised), given["nonce_v"], given["turn"], given["roster"])),
    }  # fmt: skip


def door_message(_: str, given: dict[str, Any]) -> Any:
    message = canonical.decode(raw(given["record"]), DoorMessage, limit=door.MAX_MESSAGE)
    found = door.open_message(message, seal.SealingKey.from_private(raw(given["private"])), Knock)
    if found is None:
        raise seal.CannotOpen
    return {"content": msgspec.to_builtins(found)}


def wire_(_: str, given: dict[str, Any]) -> Any:
    data = join(given["parts"])
    value = getattr(wire, given["shape"]).decode(data)
    assert value.encode() == data
    return {"fields": {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"byte": value[0], "size": len(value)} if len(value) >= wire.SMALL else b64(value)
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return str(value) if type(value) is int and abs(value) >= 2**53 else value


def signed(case: str, given: dict[str, Any]) -> Any:
    if case == "clone":
        return {"clone": b64(linking.clone_message(given["genesis"], given["origin"]))}
    relay, address = raw(given["relay"]), raw(given["address"])
    append = derive.preimage(*wire.append_message(relay, address, list(map(raw, given["hashes"]))))
    return {"append": b64(append), "close": b64(derive.preimage(*wire.close_message(relay, address)))}


def work(_: str, given: dict[str, Any]) -> Any:
    nonce = int(given["nonce"]).to_bytes(8, "big")
    return {"bits": wire.work_bits(derive.preimage("homeward/work/v1", raw(given["address"]), nonce))}


RUN = {"link": link, "words": words_, "knock": knock, "door-message": door_message, "wire": wire_, "signed": signed, "work": work}
