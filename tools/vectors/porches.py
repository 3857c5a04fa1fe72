"""Classes link, words, knock, door-message: the door (PROTOCOL 6.14, 8)."""

from __future__ import annotations

from typing import Any

import msgspec

from homeward.circle import door
from homeward.circle.errors import DoorRefused
from homeward.circle.naming import chain_words
from homeward.keys import words
from homeward.keys.errors import BadWords
from homeward.schema import base64url
from homeward.schema.door import InviterCard, Knock, Link
from homeward.schema.state import RelayAddress

from .carried import card
from .case import Case, Cases, b64, draw, refused
from .cast import RELAYS, Base, bases, keys_of
from .sealed import kept


def cases() -> Cases:
    """All of them."""
    base = bases()["pair"]
    yield from _links()
    yield from _words(base)
    yield from _knocks(base)
    yield from _messages()


def _link(*relays: RelayAddress) -> Link:
    return Link(secret=draw("link secret"), card_hash=draw("card hash"), lane=draw("door lane"), relays=list(relays))


def _shown(link: Link) -> dict[str, Any]:
    return {
        "secret": b64(link.secret),
        "card_hash": b64(link.card_hash),
        "lane": b64(link.lane),
        "relays": msgspec.to_builtins(link.relays),
    }


def _links() -> Cases:
    second = RelayAddress(relay=b64(draw("relay two", 16)), url="http://xn--relay.invalid:8600/х")
    for name, link in (("one-relay", _link(*RELAYS)), ("two-relays", _link(*RELAYS, second))):
        text = door.write_link("https://app.invalid/", link)
        yield Case("link", name, "an invitation link there and back", {"link": text, "app": "https://app.invalid/"}, _shown(link))
    text = door.write_link("", _link(*RELAYS))
    yield Case(
        "link",
        "white-space",
        "white space around a copied link does not matter",
        {"link": f"  {text}\n", "app": ""},
        _shown(_link(*RELAYS)),
    )
    raw = base64url.decode(text[1:])
    bad = {
        "empty": ("", "nothing"), "no-fragment": ("https://app.invalid/", "an address without its fragment"), "cut-off": (f"#{b64(raw[:90])}", "cut off"),
        "cut-off-url": (f"#{b64(raw[:-3])}", "cut off inside the address of a relay"), "trailing": (f"#{b64(raw + b'x')}", "something behind the end"),
        "version": (f"#{b64(bytes([2]) + raw[1:])}", "a newer version"), "no-relays": (f"#{b64(raw[:97] + bytes(1))}", "no relay"),
        "count": (f"#{b64(raw[:97] + bytes([2]) + raw[98:])}", "a relay is missing"), "not-base64": (f"#{text[1:-1]}!", "a character changed"),
        "utf8": (f"#{b64(raw[:-1] + bytes([0xFF]))}", "an address that is not text"),
    }  # fmt: skip
    for name, (link_text, says) in bad.items():
        try:
            door.read_link(link_text)
        except DoorRefused as error:
            assert error.reason == "link", name
            yield Case("link", f"bad-{name}", says, {"link": link_text}, refused("link"))
            continue
        raise AssertionError(name)


def _words(base: Base) -> Cases:
    for name, data in {"zeros": bytes(32), "ones": b"\xff" * 32, "any": draw("words")}.items():
        found = {g: list(words.words(data, 6, g)) for g in ("ru", "en")}
        yield Case(
            "words",
            name,
            "the first 66 bits as six words",
            {"bytes": b64(data), "count": 6},
            {"indices": list(words.indices(data, 6)), **found},
        )
    yield Case("words", "chain", "four words of a history", {"tip": base.id}, {g: list(chain_words(base.id, g)) for g in ("ru", "en")})
    six = words.words(draw("words"), 6, "ru")
    typed = {
        "as-shown": " ".join(six), "capitals": " ".join(w.upper() for w in six), "punctuation": ", ".join(six) + ".", "first-four": " ".join(w[:4] for w in six),
        "numbered": " ".join(f"{i}) {w}" for i, w in enumerate(six, 1)), "lines": "\n".join(six), "english": " ".join(words.words(draw("words"), 6, "en")),
    }  # fmt: skip
    for name, text in typed.items():
        yield Case(
            "words", f"typed-{name}", "what a person types", {"typed": text, "count": 6}, {"indices": list(words.parse_words(text, 6))}
        )
    bad = {
        "five": " ".join(six[:5]),
        "seven": " ".join([*six, six[0]]),
        "unknown": " ".join([*six[:5], "щщщщщ"]),
        "mixed": " ".join([*six[:5], "apple"]),
        "empty": "",
    }
    for name, text in bad.items():
        try:
            words.parse_words(text, 6)
        except BadWords:
            yield Case("words", f"typed-bad-{name}", "not six words of one list", {"typed": text, "count": 6}, refused("words"))
            continue
        raise AssertionError(name)


def _knocks(base: Base) -> Cases:
    ed, kem = keys_of("inviter")
    inviter = InviterCard(v=1, circle=base.state.circle, seat=0, name="Аяна", ed=b64(ed.public), kem=b64(kem.public))
    for purpose, newcomer, voucher in (
        ("admit", card("knock"), 0),
        ("restore", card("knock back", 4), 1),
        ("thaw", card("knock thaw", 4), 1),
    ):
        nonce_v, nonce_n, secret, roster = draw("nonce v"), draw("nonce n"), draw("door secret"), b64(draw("roster"))
        promised, voucher_ed = door.commitment(newcomer, nonce_n), b64(base.signing[voucher].public)
        transcript = door.transcript(
            purpose, base.state.circle, base.id, roster, secret, inviter, voucher, voucher_ed, newcomer, promised, nonce_v, nonce_n
        )
        asked = {
            "purpose": purpose, "circle": base.state.circle, "turn": base.id, "roster": roster, "secret": b64(secret), "inviter": msgspec.to_builtins(inviter),
            "voucher": voucher, "voucher_ed": voucher_ed, "newcomer": msgspec.to_builtins(newcomer), "nonce_v": b64(nonce_v), "nonce_n": b64(nonce_n),
            "session": b64(draw("session", 16)), "vouch_nonce": b64(draw("vouch")),
        }  # fmt: skip
        found = {
            "card_hash": b64(door.card_hash(inviter)), "commitment": b64(promised), "transcript": b64(transcript),
            "words": {g: list(door.six_words(transcript, g)) for g in ("ru", "en")},
            "vouch": b64(door.vouch_commitment(transcript, voucher, draw("vouch"))),
            "nonce_preimage": b64(door.nonce_preimage(asked["session"], b64(promised), asked["nonce_v"], base.id, roster)),
        }  # fmt: skip
        yield Case("knock", purpose, "everything both sides of a door compute", asked, found)
    relay = draw("relay one", 16)
    log = door.door_log(relay, draw("door secret"), draw("door lane"))
    assert log.write
    found = {"write_seed": b64(log.write.seed), "read_token": b64(log.token), "content_key": b64(log.content), "address": b64(log.address)}
    yield Case(
        "knock",
        "log",
        "the door's log on a relay",
        {"relay": b64(relay), "secret": b64(draw("door secret")), "lane": b64(draw("door lane"))},
        found,
    )


def _messages() -> Cases:
    _, kem = keys_of("reply")
    content = Knock(purpose="admit", name="Новая", reply=b64(keys_of("other reply")[1].public))
    with kept("door"):
        record = door.seal_message("knock", "session-1", content, kem.public)
        another = door.seal_message("offer", "session-1", content, kem.public)

    def case(name: str, says: str, data: bytes, private: bytes, expect: Any) -> Case:
        return Case("door-message", name, says, {"record": b64(data), "private": b64(private), "shape": "Knock"}, expect)

    yield case("open", "a knock, opened", record, kem.private, {"content": msgspec.to_builtins(content)})
    yield case("other-key", "sealed to somebody else", record, draw("other reply key"), refused("cannot-open"))
    swapped = another.replace(b'"type":"offer"', b'"type":"knock"')
    yield case("other-type", "sealed as an offer, shown as a knock", swapped, kem.private, refused("cannot-open"))
    yield case("other-session", "moved to another session", record.replace(b"session-1", b"session-2"), kem.private, refused("cannot-open"))
    yield case(
        "unknown-type",
        "a type of a newer version",
        record.replace(b'"type":"knock"', b'"type":"riddle"'),
        kem.private,
        refused("not-canonical"),
    )
    yield case("space", "white space", record + b" ", kem.private, refused("not-canonical"))
