"""Membership as a state machine: concurrent, offline, reordered, on two relays, with restarts. However a history goes, once everybody
has exchanged everything there is one roster and one conversation (PROTOCOL 5-7)."""

from __future__ import annotations

import contextlib
import os

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from homeward.circle.circle import Circle
from homeward.circle.errors import CircleError
from homeward.circle.roster import seat_of
from homeward.circle.writing import write
from homeward.schema.events import Said
from tests.circle.histories import FOUNDERS, MEMBERS, check, circle_of, restart, settle_all, started

WOMEN = tuple(p.key for p in (*FOUNDERS, *MEMBERS))
who = st.sampled_from(WOMEN)
chair = st.sampled_from([p.key for p in FOUNDERS])


class Membership(RuleBasedStateMachine):
    """Honest women, bad luck."""

    def __init__(self) -> None:
        super().__init__()
        self.world = started(seed=11)
        self.start = self.world.day
        self.said: dict[str, int] = {}
        self.frozen: set[int] = set()

    def of(self, key: str) -> Circle:
        """Her circle."""
        return circle_of(self.world, key)

    @rule(key=who)
    def says(self, key: str) -> None:
        """She writes, online or not."""
        circle = self.of(key)
        text = f"слово {len(self.said)} от {key}"
        with contextlib.suppress(CircleError):
            write(circle, "talk.said.v1", Said(text=text, reply="", objects=[]))
            self.said[text] = circle.me.seat

    @rule(key=who)
    def syncs(self, key: str) -> None:
        """Her device exchanges with whatever answers."""
        self.world.of(self.of(key)).sync(self.of(key))

    @rule(key=who, whom=who, action=st.sampled_from(["expel", "freeze", "promote", "demote", "confirm"]))
    def proposes(self, key: str, whom: str, action: str) -> None:
        """She proposes something about somebody."""
        seat = self.of(whom).me.seat
        role = "coordinator" if action in ("promote", "demote") else ""
        self._propose(key, action, seat, role=role)

    @rule(key=chair, word=st.sampled_from(["Тихий круг", "Круг у озера"]))
    def renames(self, key: str, word: str) -> None:
        """A coordinator proposes another title."""
        self._propose(key, "title", -1, title=word)

    @rule(key=who)
    def leaves(self, key: str) -> None:
        """She wants to go."""
        self._propose(key, "leave", self.of(key).me.seat)

    def _propose(self, key: str, action: str, target: int, **fields: str) -> None:
        circle = self.of(key)
        if action == "freeze":
            self.frozen.add(target)
        with contextlib.suppress(CircleError):
            self.world.of(circle).propose(circle, action, target, **fields)

    @rule(key=who, which=st.integers(0, 3))
    def approves(self, key: str, which: int) -> None:
        """She supports one of the open proposals she knows of."""
        circle = self.of(key)
        device = self.world.of(circle)
        with contextlib.suppress(CircleError):
            open_ = [p for p in device.proposals(circle) if circle.me.seat not in p.approvers]
            if open_:
                device.approve(circle, open_[which % len(open_)].id)

    @rule(key=who)
    def turns(self, key: str) -> None:
        """She makes a turn, whether or not others do the same."""
        circle = self.of(key)
        with contextlib.suppress(CircleError):
            self.world.of(circle).turn(circle)

    @rule(which=st.integers(0, 1), down=st.booleans())
    def relay(self, which: int, down: bool) -> None:
        """A relay goes or comes back."""
        self.world.relays[which].down = down

    @rule(key=who)
    def restarts(self, key: str) -> None:
        """Her program is killed between two actions."""
        restart(self.world, key)

    @rule(days=st.integers(1, 3))
    def days_pass(self, days: int) -> None:
        """Time goes on."""
        self.world.day = min(self.world.day + days, self.start + 12)

    @rule(key=chair)
    def admits(self, key: str) -> None:
        """Somebody new is seated by the whole routine of the door, while others may be away."""
        host = self.of(key)
        others = [c for p in FOUNDERS if (c := self.of(p.key)) is not host]
        vouchers = [host, *others][:2]
        name = f"Новая{len(self.world.devices)}"
        if len(self.world.devices) >= 8 or any(r.down for r in self.world.relays):
            return
        if any(c.me.status != "active" or (s := seat_of(c.state, c.me.seat)) is None or "coordinator" not in s.roles for c in vouchers):
            return
        self.world.sync(*vouchers, *vouchers)
        if len({c.me.tip for c in vouchers}) > 1 or any(c.me.status != "active" for c in vouchers):
            return
        with contextlib.suppress(CircleError, IndexError, StopIteration):
            mine = self.world.knock(host, name, name, vouchers)
            for voucher in vouchers:
                self.world.vouch(mine, voucher)
            self.world.sync(*vouchers)
        # Whether she is let in is decided by turns to come, like everything else.

    def teardown(self) -> None:
        """Whatever happened: peace afterwards."""
        for key, device in list(self.world.devices.items()):
            if device.circles()[0].tree is None:
                device.circles()[0].change_me(status="left")
                del self.world.devices[key]
        check(settle_all(self.world), self.said, self.frozen)


def play(histories: int, from_seed: int | None = None) -> None:
    """That many histories; the same ones again for the same seed."""
    phases = [Phase.generate]  # a shrunk history costs more time than reading a long one
    run = settings(max_examples=histories, stateful_step_count=30, phases=phases, deadline=None, database=None,
                   suppress_health_check=list(HealthCheck))  # fmt: skip
    machine = type("Membership", (Membership,), {})
    run_state_machine_as_test(machine if from_seed is None else seed(from_seed)(machine), settings=run)


def test_membership() -> None:
    """A short run; `just long` plays ten thousand histories."""
    play(int(os.environ.get("HOMEWARD_HISTORIES", "60")))
