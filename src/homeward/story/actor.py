"""One invented woman's device as a process: reads one JSON order a line, answers one JSON line. Speaks the real protocol only.

`python -m homeward.story.actor FOLDER` opens or makes the vault in FOLDER.
"""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from homeward.circle import door, inviting, knocking, transfer
from homeward.circle.block import ENTRY, frames_of, open_block, pack, seal_block, unpack
from homeward.circle.circle import Circle
from homeward.circle.device import Device
from homeward.circle.entry import sign_entry
from homeward.circle.errors import BlockRefused, VaultMissing
from homeward.circle.naming import chain_words
from homeward.circle.reading import conversation
from homeward.circle.relay_client import RelayClient
from homeward.circle.vault import Vault
from homeward.circle.writing import own_head, unsent, write
from homeward.keys.passphrase import Cost
from homeward.keys.sign import SigningKey
from homeward.schema import base64url, canonical
from homeward.schema.entry import Entry
from homeward.schema.errors import HomewardError
from homeward.schema.events import Said
from homeward.schema.state import RelayAddress

from .sabotage import sabotage

_CHEAP = Cost(memory_kib=64, passes=1)  # the story opens many vaults; a person's device uses the full cost


class Actor:
    """The orders a device understands. Every method name is an order; its arguments are the order's fields."""

    def __init__(self, folder: Path) -> None:
        try:
            vault = Vault.open(folder, folder.name)
        except VaultMissing:
            vault = Vault.create(folder, folder.name, _CHEAP)
        self.device = Device(vault)
        self.memory: list[Any] = []

    @property
    def circle(self) -> Circle:
        """The newest circle of this device."""
        return self.device.circles()[-1]

    def found(self, title: str, name: str, relays: list[str]) -> dict[str, Any]:
        """Found a circle on the relays at these addresses."""
        known = [RelayAddress(relay=base64url.encode(RelayClient(u).relay), url=u) for u in relays]
        made = self.device.found(title, name, known)
        self.device.sync(made)
        return self.look()

    def invite(self) -> dict[str, Any]:
        """Open a door."""
        made, link = inviting.invite(self.circle, self._boxes(), "https://homeward.invalid/")
        return {"id": made.id, "link": link}

    def knock(self, link: str, name: str, purpose: str = "admit") -> dict[str, Any]:
        """Knock; carried on by `step`."""
        self.device.knock(link, name, purpose)  # type: ignore[arg-type]
        return self.step()

    def step(self) -> dict[str, Any]:
        """Carry a knock on; the words so far, in Russian, by voucher's seat."""
        inside = self.device.knock_step(self.circle)
        under_way = knocking.current(self.circle)
        sessions = under_way.sessions if under_way else []
        spoken = {str(s.voucher): " ".join(door.six_words(s.transcript, "ru")) for s in sessions if s.transcript}
        return {"inside": inside, "words": spoken}

    def knocks(self) -> list[dict[str, Any]]:
        """Who knocks, and what this device would show as her words."""
        self.device.sync(self.circle)
        return [
            {
                "n": k.number, "name": k.note.name, "state": k.state,
                "words": " ".join(door.six_words(k.transcript, "ru")) if k.transcript else "",
            }
            for k in inviting.knocks(self.circle)
        ]  # fmt: skip

    def vouch(self, n: int, words: str) -> dict[str, Any]:
        """The words as they were read on the phone."""
        done = inviting.vouch(self.circle, self._boxes(), n, words)
        self.device.sync(self.circle)
        return {"state": done.state}

    def say(self, text: str) -> dict[str, Any]:
        """Write, and try to send."""
        identity = write(self.circle, "talk.said.v1", Said(text=text, reply="", objects=[]))
        self.device.sync(self.circle)
        return {"id": identity, "sent": identity not in unsent(self.circle)}

    def sync(self) -> dict[str, Any]:
        """Exchange."""
        report = self.device.sync(self.circle)
        return {"received": report.received, "failed": report.failed}

    def propose(self, action: str, seat: int, role: str = "") -> dict[str, Any]:
        """Propose or support."""
        self.device.sync(self.circle)
        made = self.device.propose(self.circle, action, seat, role=role)
        self.device.sync(self.circle)
        return {"complete": made.complete if made else False}

    def approve(self) -> dict[str, Any]:
        """Support everything open that this seat may support."""
        self.device.sync(self.circle)
        mine = self.circle.me.seat
        done = [
            self.device.approve(self.circle, p.id).complete
            for p in self.device.proposals(self.circle)
            if mine not in p.approvers and p.proposal.target != mine
        ]
        self.device.sync(self.circle)
        return {"approved": len(done), "complete": all(done)}

    def turn(self) -> dict[str, Any]:
        """Make a turn."""
        self.device.sync(self.circle)
        self.device.turn(self.circle)
        self.device.sync(self.circle)
        return self.look()

    def look(self) -> dict[str, Any]:
        """What this person sees."""
        mine = self.circle
        if mine.tree is None:
            return {"status": mine.me.status}
        lines = [{"by": x.name, "text": x.text, "day": x.day} for x in conversation(mine)]
        seats = [{"seat": s.seat, "name": s.name, "roles": s.roles, "state": s.state} for s in mine.state.seats]
        return {
            "status": mine.me.status, "title": mine.state.title, "epoch": mine.state.epoch, "seat": mine.me.seat, "seats": seats,
            "said": lines, "chain": " ".join(chain_words(mine.here.id, "ru")), "alarms": [a.kind for a in mine.alarms],
        }  # fmt: skip

    def remember(self) -> dict[str, Any]:
        """A thief's or spy's copy: every key this device has now, kept beyond any erasure."""
        mine = self.circle
        self.memory = [(t, r.relay) for t in mine.keys for r in mine.state.relays]
        self.memory_logs = [k for t, r in self.memory for k in (mine.talk_keys(t, r), mine.turn_keys(t, r)) if k]
        self.memory_me, self.memory_turn, self.memory_circle = mine.me, mine.here.id, mine.state.circle
        self.memory_head = own_head(mine)
        return {"keys": len(self.memory_logs)}

    def pry(self, blocks: list[str]) -> dict[str, Any]:
        """Try every remembered key on every block a colluding relay hands over; texts found."""
        found = []
        for raw in map(base64.b64decode, blocks):
            for keys in self.memory_logs:
                try:
                    found += [f.data.decode("utf-8", "replace") for f in unpack(open_block(keys, raw)) if f.kind == ENTRY]
                except BlockRefused:
                    continue
        return {"texts": found}

    def forge(self, text: str) -> dict[str, Any]:
        """With the remembered keys: sign one more entry in the old epoch and seal it for the old log."""
        n, prev = self.memory_head
        body = {"text": text, "reply": "", "objects": []}
        entry = Entry(
            v=1, kind="talk.said.v1", turn=self.memory_turn, seat=self.memory_me.seat, n=n + 1, prev=prev, seen=[], again="", day=20_000,
            body=body,
        )  # fmt: skip
        signed = sign_entry(self.memory_circle, entry, SigningKey.from_seed(self.memory_me.sign))
        talk = next(k for k in reversed(self.memory_logs) if k.writer)
        plains = pack(frames_of(ENTRY, canonical.encode(signed)))
        return {"address": talk.address.hex(), "blocks": [base64.b64encode(seal_block(talk, p, os.urandom)).decode() for p in plains]}

    def swallow(self, address: str, blocks: list[str]) -> dict[str, Any]:
        """Take blocks of one log as a relay would deliver them."""
        data = transfer.MAGIC + b"".join(
            b"\0" + bytes.fromhex(address) + bytes([len(raw) > 4096]) + raw for raw in map(base64.b64decode, blocks)
        )
        got = transfer.import_(self.circle, data)
        return {"ours": got.ours}

    def _boxes(self) -> Any:
        return self.device.mailboxes(self.circle.state.relays)


def main() -> None:
    """Serve orders until the input ends."""
    actor = Actor(Path(sys.argv[1]))
    sabotage(os.environ.get("HOMEWARD_UNSAFE_SABOTAGE", ""), Path(sys.argv[1]).name)
    for line in sys.stdin:
        order = msgspec.json.decode(line)
        method: Callable[..., Any] = getattr(actor, order.pop("do"))
        try:
            answer = {"ok": method(**order)}
        except HomewardError as error:
            answer = {"error": type(error).__name__, "detail": str(error)}
        sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
