"""What every circle command starts with: the vault opened, the circle found, seats and proposals by the names people use."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from homeward.circle.circle import Circle
from homeward.circle.device import Device
from homeward.circle.errors import NotFound, VaultMissing
from homeward.circle.sync import Report
from homeward.circle.vault import Vault
from homeward.keys.passphrase import Cost

from .speak import emit, shown
from .words import w

HOME = Path.home() / ".homeward"


def passphrase(*, new: bool = False) -> str:
    """From HOMEWARD_PASSPHRASE, or asked for; a new one is asked for twice."""
    given = os.environ.get("HOMEWARD_PASSPHRASE")
    return given or str(click.prompt(w("ask-passphrase"), hide_input=True, confirmation_prompt=new))


def _cost() -> Cost:
    # Tests and the demonstration open dozens of vaults a minute; a person opens one a day.
    cheap = os.environ.get("HOMEWARD_UNSAFE_FAST_VAULT") == "1"
    return Cost(memory_kib=64, passes=1) if cheap else Cost()


@dataclass
class Session:
    """One run of one command."""

    home: Path
    title: str
    as_json: bool

    @cached_property
    def device(self) -> Device:
        """The device, its vault opened. Raises VaultMissing, VaultLocked, VaultBusy, VaultDamaged."""
        return Device(Vault.open(self.home, passphrase()))

    def device_or_new(self) -> Device:
        """The device; a new vault where there is none."""
        try:
            return self.device
        except VaultMissing:
            self.__dict__["device"] = Device(Vault.create(self.home, passphrase(new=True), _cost()))
            return self.device

    @cached_property
    def circle(self) -> Circle:
        """The circle the command is about."""
        return self.device.circle(self.title)

    def say(self, data: Any, *lines: str) -> None:
        """Answer the person."""
        emit(self.as_json, data, *lines)

    def sync(self, circle: Circle | None = None) -> Report:
        """Exchange with the relays; tell of every relay that fails and of every new alarm."""
        circle = circle or self.circle
        known = len(circle.alarms)
        report = self.device.sync(circle)
        if self.as_json:
            return report
        for name, why in sorted(report.failed.items()):
            click.echo(shown(w("relay-failed", relay=name[:6], why=why)), err=True)
        for alarm in circle.alarms[known:]:
            click.echo(shown(w(f"alarm-{alarm.kind}", detail=alarm.detail)), err=True)
        if circle.me.status not in ("active", "knocking"):
            click.echo(w(f"status-{circle.me.status}"), err=True)
        return report

    def seat(self, name: str) -> int:
        """A seat by number or pseudonym. Raises NotFound."""
        found = [s.seat for s in self.circle.state.seats if name in (str(s.seat), s.name)]
        if len(found) != 1:
            raise NotFound(name)
        return found[0]

    def close(self) -> None:
        """Let other processes use the vault."""
        if "device" in self.__dict__:
            self.device.vault.close()
            del self.__dict__["device"]
            self.__dict__.pop("circle", None)
