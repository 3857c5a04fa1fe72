"""`kill -9` of a member's program at a write step: nothing she was told is sent is lost, no turn is half made, nothing is said twice."""

from __future__ import annotations

import random
from pathlib import Path

from homeward.circle.device import Device
from homeward.circle.vault import Vault
from homeward.circle.writing import unsent, write
from homeward.faults import MEMBER_PLACES
from homeward.keys.passphrase import Cost
from homeward.schema.events import Said
from tests.cast import AYANA, SAYANA
from tests.circle.world import heard
from tests.crowd import OverHttp
from tests.kills.child import Tell, killed_at

WORDS = "река лодка берег"


class Pair:
    """Ayana's device on disk, which is killed; Sayana's in memory, who hears."""

    def __init__(self, folder: Path, world: OverHttp) -> None:
        self.folder, self.world = folder, world
        vault = Vault.create(folder, WORDS, Cost(memory_kib=64, passes=1))
        device = Device(vault, connect=world._connect)
        world.devices[AYANA.key] = device
        ayana = device.found("Круг у реки", AYANA.name, [r.address for r in world.relays])
        device.sync(ayana)
        self.sayana = world.admit(ayana, SAYANA)
        vault.close()
        del world.devices[AYANA.key]
        self.told: list[str] = []

    def once(self, seed: int) -> bool:
        """One kill, drawn from `seed`. Whether she died. Raises AssertionError when a promise broke."""
        draw = random.Random(seed)
        place = MEMBER_PLACES[seed % len(MEMBER_PLACES)]
        passes = draw.randrange(12) if place.startswith("vault") else draw.randrange(3)
        died, told = killed_at(place, passes, lambda tell: self._work(seed, tell))
        self._check(dict(told), seed)
        return died

    def _work(self, seed: int, tell: Tell) -> None:
        device = self._open()
        ayana = device.circle()
        for number in range(2):
            text = f"{seed}:{number}"
            identity = write(ayana, "talk.said.v1", Said(text=text, reply="", objects=[]))
            tell((text, False))
            device.sync(ayana)
            if identity not in unsent(ayana):
                tell((text, True))
        if seed % 3 == 0:
            device.turn(ayana)
            device.sync(ayana)
        device.vault.close()

    def _check(self, told: dict[str, bool], seed: int) -> None:
        sayana_device = self.world.of(self.sayana)
        sayana_device.sync(self.sayana)
        sent = [text for text, on_relay in told.items() if on_relay]
        assert set(sent) <= set(heard(self.sayana)), "something that was sent is lost"
        device = self._open()
        try:
            ayana = device.circle()
            assert set(told) <= set(heard(ayana)), "something she wrote is lost on her own device"
            for _ in range(2):
                device.sync(ayana)
                sayana_device.sync(self.sayana)
            assert ayana.me.status == self.sayana.me.status == "active"
            assert ayana.me.tip == self.sayana.me.tip and not unsent(ayana), "a turn is half made"
            mine, hers = heard(ayana), heard(self.sayana)
            self.told += [t for t in hers if t.startswith(f"{seed}:")]
            assert mine == hers and len(set(hers)) == len(hers), "something is said twice"
            assert set(told) <= set(hers) and set(self.told) <= set(hers)
        finally:
            device.vault.close()

    def _open(self) -> Device:
        return Device(Vault.open(self.folder, WORDS), connect=self.world._connect)
