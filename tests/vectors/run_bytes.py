"""Vectors of bytes, keys and blocks."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from homeward.circle import boxes, names
from homeward.circle.block import Assembly, Frame, frames_of, open_block, pack, unpack
from homeward.circle.epoch import LogKeys, Secrets, address_of, commitment, talk_log, turn_log
from homeward.circle.objects import open_object
from homeward.circle.slots import open_slot
from homeward.circle.transfer import read_file
from homeward.keys import derive, passphrase, seal, sign
from homeward.schema import base64url, canonical
from homeward.schema.events import ObjectRef, Sealed
from homeward.schema.turn import Turn
from tests.vectors.load import b64, join, raw


def base64url_(_: str, given: dict[str, Any]) -> Any:
    data = base64url.decode(given["text"], size=given.get("size"))
    assert base64url.encode(data) == given["text"]
    return {"hex": data.hex()}


def canonical_(_: str, given: dict[str, Any]) -> Any:
    data = raw(given["bytes"])
    value = canonical.decode_any(data, limit=given.get("limit", 2**20))
    assert canonical.encode(value) == data
    return {"value": value}


def derive_(_: str, given: dict[str, Any]) -> Any:
    label, parts = given["label"], [raw(p) for p in given["parts"]]
    found = derive.preimage(label, *parts), derive.hash_of(label, *parts), derive.derive(raw(given["secret"]), label, *parts)
    return dict(zip(("preimage", "hash", "derived"), map(b64, found), strict=True))


def name(_: str, given: dict[str, Any]) -> Any:
    return {"valid": names.valid(given["name"])}


def sign_(case: str, given: dict[str, Any]) -> Any:
    if case == "make":
        key = sign.SigningKey.from_seed(raw(given["seed"]))
        return {"public": b64(key.public), "signature": b64(key.sign(raw(given["message"])))}
    return {"valid": sign.verify(raw(given["public"]), raw(given["signature"]), raw(given["message"]))}


def seal_(case: str, given: dict[str, Any]) -> Any:
    key = seal.SealingKey.from_private(raw(given["private"]))
    return {"public": b64(key.public)} if case == "public-key" else {"plain": b64(key.open(raw(given["info"]), raw(given["sealed"])))}


def sealing_key(_: str, given: dict[str, Any]) -> Any:
    return {"usable": seal.usable_public(raw(given["public"]))}


def signing_key(_: str, given: dict[str, Any]) -> Any:
    return {"usable": sign.usable_public(raw(given["public"]))}


def epoch(_: str, given: dict[str, Any]) -> Any:
    secrets = Secrets(raw(given["e"]), raw(given["l"]), 3, raw(given["lane_seed"]))
    lanes = tuple(map(raw, given["lanes"]))
    talk, turns = (
        talk_log(raw(given["relay"]), raw(given["turn"]), secrets, lanes),
        turn_log(raw(given["relay"]), secrets.d, lanes, secrets),
    )
    assert talk.write and talk.lane and turns.lane and turns.write is None and turns.writer == b""
    both = {"read_token": "token", "content_key": "content", "address": "address"}
    return {
        "d": b64(secrets.d), "commit": b64(commitment(secrets.e, secrets.l, raw(given["circle"]), raw(given["parent"]))),
        "talk": {"write_seed": b64(talk.write.seed), "writer": b64(talk.writer), "lane_public": b64(talk.lane.public), **_of(talk, both)},
        "turn_log": {"lane_public": b64(turns.lane.public), **_of(turns, both)},
    }  # fmt: skip


def _of(log: LogKeys, fields: dict[str, str]) -> dict[str, str]:
    return {k: b64(getattr(log, v)) for k, v in fields.items()}


def address(_: str, given: dict[str, Any]) -> Any:
    lanes = tuple(map(raw, given["lanes"]))
    return {"address": b64(address_of(raw(given["relay"]), raw(given["writer"]), lanes, raw(given["reader"])))}


def block(_: str, given: dict[str, Any]) -> Any:
    log = LogKeys(bytes(16), raw(given["address"]), b"", (), bytes(32), raw(given["key"]), None, None, -1)
    plain = open_block(log, join(given["parts"]))
    done = [Assembly().add(f) for f in unpack(plain)]
    return {"sha256": hashlib.sha256(plain).hexdigest(), "records": [[k, b64(r)] for k, r in filter(None, done)]}


def frames(_: str, given: dict[str, Any]) -> Any:
    return {"frames": [[f.kind, b64(f.id), f.index, f.count, b64(f.data)] for f in unpack(join(given["parts"]))]}


def record(_: str, given: dict[str, Any]) -> Any:
    assembly = Assembly()
    done = [assembly.add(Frame(k, raw(i), index, count, raw(data))) for k, i, index, count, data in given["frames"]]
    return {"records": [[k, b64(r)] for k, r in filter(None, done)]}


def pack_(_: str, given: dict[str, Any]) -> Any:
    plains = pack(frames_of(given["kind"], join(given["parts"])))
    return {"plains": [{"size": len(p), "sha256": hashlib.sha256(p).hexdigest()} for p in plains]}


def object_(_: str, given: dict[str, Any]) -> Any:
    return {"plain": b64(open_object(msgspec.convert(given["reference"], ObjectRef), raw(given["cipher"])))}


def file(_: str, given: dict[str, Any]) -> Any:
    lines = read_file(join(given["parts"]))
    return {"blocks": [{"log": log, "address": b64(where), "size": len(data)} for log, where, data in lines]}


def slot(_: str, given: dict[str, Any]) -> Any:
    rest = {
        "v": 1,
        "day": 0,
        "state": None,
        "roster": "",
        **{k: [] for k in ("proposals", "approvals", "vetoes", "rotations", "evidence", "frontier", "slots", "logs")},
    }
    turn = msgspec.convert({**rest, **{k: given[k] for k in ("circle", "parent", "epoch", "author", "commit")}}, Turn)
    found = open_slot(turn, given["seat"], seal.SealingKey.from_private(raw(given["private"])), raw(given["sealed"]))
    return {"e": b64(found.e), "l": b64(found.l), "lane": found.lane, "lane_seed": b64(found.lane_seed)}


def note(_: str, given: dict[str, Any]) -> Any:
    key = seal.SealingKey.from_private(raw(given["private"]))
    found = boxes.open_note(Sealed(boxes=given["boxes"], data=given["data"]), given["circle"], given["turn"], given["author"], key)
    if found is None:
        raise seal.CannotOpen
    return {"note": msgspec.to_builtins(found)}


def passphrase_(_: str, given: dict[str, Any]) -> Any:
    cost = passphrase.Cost(given["memory_kib"], given["passes"], given["lanes"])
    return {"key": b64(passphrase.stretch(given["passphrase"], raw(given["salt"]), cost))}


def head(_: str, given: dict[str, Any]) -> Any:
    from homeward.relay.log import EMPTY_HEAD, next_head

    heads, at = [], EMPTY_HEAD
    for one in given["hashes"]:
        at = next_head(at, raw(one))
        heads.append(b64(at))
    return {"heads": heads}


RUN = {
    "base64url": base64url_, "canonical": canonical_, "derive": derive_, "name": name, "sign": sign_, "seal": seal_, "sealing-key": sealing_key, "signing-key": signing_key,
    "epoch": epoch, "address": address, "block": block, "frames": frames, "record": record, "pack": pack_, "object": object_, "file": file,
    "slot": slot, "note": note, "passphrase": passphrase_, "head": head,
}  # fmt: skip
