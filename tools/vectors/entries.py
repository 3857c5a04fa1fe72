"""Classes entry and name: which signed entries a member accepts, and as what (PROTOCOL 1.7, 7.1-7.3)."""

from __future__ import annotations

from typing import Any

import msgspec

from homeward.circle import names
from homeward.circle.entry import check_author, entry_id, parse
from homeward.circle.errors import EntryRefused
from homeward.schema import canonical
from homeward.schema.entry import Signed
from homeward.schema.errors import NotCanonical

from .carried import entry
from .case import Case, Cases, b64, draw, parts, refused
from .cast import Base, bases
from .kinds import BAD, GOOD


def cases() -> Cases:
    """All of them."""
    base = bases()["frozen"]
    yield from _accepted(base)
    yield from _refused(base)
    yield from _names()


def _case(base: Base, name: str, says: str, record: bytes, reason: str = "") -> Case:
    try:
        signed = parse(record)
        check_author(base.state, signed)
        assert not reason, name
        expect: Any = {"id": entry_id(base.state.circle, signed.entry)}
    except (EntryRefused, NotCanonical) as error:
        found = error.reason if isinstance(error, EntryRefused) else "not-canonical"
        assert found == reason, (name, error)
        expect = refused(reason)
    tail = len(record) - len(record.rstrip(b" "))
    shown = parts(record[: len(record) - tail]) + [{"byte": 32, "size": tail}] * bool(tail)
    return Case("entry", name, says, {"base": base.name, "parts": shown}, expect)


def _accepted(base: Base) -> Cases:
    for kind, (says, body) in GOOD.items():
        name = "kind-" + kind.replace(".", "-").replace("_", "-")
        yield _case(base, name, says, canonical.encode(entry(base, 2, kind.partition("+")[0], body)))
    seen = [b64(draw(f"seen {n}")) for n in range(16)]
    said = GOOD["talk.said.v1"][1]
    yield _case(base, "seen-sixteen", "sixteen heads", canonical.encode(entry(base, 2, "talk.said.v1", said, seen=seen)))
    yield _case(
        base,
        "unknown-kind",
        "a kind of a newer version is kept",
        canonical.encode(entry(base, 2, "future.thing.v7", {"any": [1, {"x": None}]})),
    )
    yield _case(base, "future-day", "no date makes an entry invalid", canonical.encode(entry(base, 2, "talk.said.v1", said, day=10**9)))


def _refused(base: Base) -> Cases:
    good = entry(base, 2, "talk.said.v1", GOOD["talk.said.v1"][1])
    document = msgspec.to_builtins(good)

    def put(**fields: Any) -> bytes:
        kind = fields.pop("kind", "talk.said.v1")
        return canonical.encode(entry(base, 2, kind, document["entry"]["body"], **fields))

    def raw(**fields: Any) -> bytes:
        return canonical.encode({**document, "entry": {**document["entry"], **fields}})

    yield _case(
        base,
        "bad-signature",
        "signed by another seat",
        canonical.encode(entry(base, 2, "talk.said.v1", document["entry"]["body"], key=base.signing[3])),
        "signature",
    )
    yield _case(base, "bad-signature-text", "a signature that is none", canonical.encode(Signed(entry=good.entry, sig="x")), "signature")
    yield _case(base, "bad-changed", "a word changed after signing", raw(body={**document["entry"]["body"], "text": "другое"}), "signature")
    yield _case(base, "bad-turn", "moved to another turn", raw(turn=b64(draw("elsewhere"))), "signature")
    yield _case(base, "bad-turn-text", "a turn that is no id", raw(turn="x"), "signature")
    yield _case(base, "bad-seat", "a seat that does not exist", raw(seat=40), "seat")
    yield _case(base, "bad-frozen", "a frozen seat", canonical.encode(entry(base, 4, "talk.said.v1", document["entry"]["body"])), "seat")
    yield _case(base, "bad-version", "another version of the envelope", put(v=2), "fields")
    yield _case(base, "bad-n", "entries are counted from one", put(n=0), "fields")
    yield _case(base, "bad-kind-empty", "no kind", put(kind=""), "fields")
    yield _case(base, "bad-kind-long", "65 code points", put(kind="a" * 65), "fields")
    yield _case(base, "bad-seen", "seventeen heads", put(seen=[b64(draw(f"seen {n}")) for n in range(17)]), "fields")
    yield _case(base, "bad-unknown-field", "a field this envelope does not have", raw(extra=1), "not-canonical")
    yield _case(
        base,
        "bad-missing-field",
        "a field is missing",
        canonical.encode({**document, "entry": {k: v for k, v in document["entry"].items() if k != "again"}}),
        "not-canonical",
    )
    yield _case(base, "bad-day-text", "a number as text", raw(day="20000"), "not-canonical")
    yield _case(base, "bad-space", "white space", canonical.encode(good) + b" ", "not-canonical")
    yield _case(
        base,
        "bad-float",
        "a number with a fraction in a body of an unknown kind",
        canonical.encode(good).replace(b'"reply":""', b'"reply":1.5'),
        "not-canonical",
    )
    yield _case(base, "bad-too-large", "more than 65,536 bytes", put(kind="future.thing.v7") + b" " * 65_536, "not-canonical")
    for name, (kind, says, body) in BAD.items():
        yield _case(base, "bad-body-" + name, says, canonical.encode(entry(base, 2, kind, body)), "body")


def _names() -> Cases:
    good = {
        "cyrillic": "Аяна",
        "one": "А",
        "forty": "ө" * 40,
        "emoji": "Мама 🌊",
        "inner-space": "Анна Б",
        "hyphen": "Анна-Мария",
        "decomposed": "и\u0306",
    }
    bad = {"empty": "", "long": "а" * 41, "leading-space": " Аяна", "trailing-space": "Аяна ", "tab": "А\tа", "newline": "А\nа", "null": "А\0", "delete": "А\x7f",
           "c1": "А\x85", "soft-hyphen": "А\xad", "zero-width": "А\u200b", "joiner": "А\u200d", "direction": "А\u202e", "isolate": "А\u2066", "word-joiner": "А\u2060",
           "variation": "А\ufe0f", "bom": "А\ufeff", "private": "А\ue000", "object": "А\ufffc", "tag": "А\U000e0041", "plane-16": "А\U00100000", "mongolian": "А\u180e",
           "arabic-mark": "А\u061c", "line-separator": "А\u2028"}  # fmt: skip
    for name, text in {**good, **{f"bad-{k}": v for k, v in bad.items()}}.items():
        valid = not name.startswith("bad-")
        assert names.valid(text) is valid, name
        yield Case("name", name, "whether a pseudonym or title may stand in a state", {"name": text}, {"valid": valid})
