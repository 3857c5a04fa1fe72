"""What the normative pages say in numbers and names is what the code does."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest

import homeward.circle
from homeward.circle import block
from homeward.relay import errors, limits
from homeward.schema import canonical, wire
from homeward.schema.events import BODIES, NOTES

SPEC = Path(__file__).parents[1] / "spec"
PROTOCOL = (SPEC / "PROTOCOL.md").read_text("utf-8")
EVENTS = (SPEC / "EVENTS.md").read_text("utf-8")
_LIMIT = re.compile(r"^\| (wire|records|circle|relay) \| `([A-Z_]+)` \| (\d+) \|", re.MULTILINE)
LIMITS = [(where, name, int(value)) for where, name, value in _LIMIT.findall(PROTOCOL)]
# Labels that never leave the device that uses them.
_LOCAL = ("homeward/vault", "homeward/decoy")


def _constants(name: str) -> set[Any]:
    modules = [importlib.import_module(m.name) for m in pkgutil.iter_modules(homeward.circle.__path__, "homeward.circle.")]
    return {vars(m)[name] for m in [*modules, canonical] if isinstance(vars(m).get(name), int)}


@pytest.mark.parametrize(("where", "name", "value"), LIMITS, ids=[f"{w}-{n}" for w, n, _ in LIMITS])
def test_every_limit_is_the_codes(where: str, name: str, value: int) -> None:
    if where == "relay":
        assert getattr(limits, name) == value
    elif where == "wire":
        assert getattr(wire, name) == value
    elif where == "records":
        assert block.RECORD_LIMIT[getattr(block, name)] == value
    else:
        assert _constants(name) == {value}


def test_no_limit_is_left_out() -> None:
    listed = {(where, name) for where, name, _ in LIMITS}
    assert {("relay", n) for n in vars(limits) if n.isupper()} == {x for x in listed if x[0] == "relay"}
    assert {("wire", n) for n, v in vars(wire).items() if n.isupper() and isinstance(v, int) and n[0] != "_"} == {
        x for x in listed if x[0] == "wire"
    }
    assert len([x for x in listed if x[0] == "records"]) == len(block.RECORD_LIMIT)
    assert len(listed) == len(LIMITS)


def test_every_refusal_of_a_relay_stands_in_the_table() -> None:
    rows = re.findall(r"^\| (\d{3}) \| ((?:`[a-z_]+`(?:, )?)+) \|", PROTOCOL, re.MULTILINE)
    listed = {(int(status), name) for status, names in rows for name in re.findall(r"`([a-z_]+)`", names)}
    assert listed == {(e.status, e.name) for e in errors.RelayError.__subclasses__()}


def test_every_label_of_the_code_stands_in_the_protocol() -> None:
    source = "".join(
        p.read_text("utf-8") for part in ("circle", "relay", "schema") for p in (SPEC.parent / "src/homeward" / part).glob("*.py")
    )
    used = {label for label in re.findall(r'"(homeward/[a-z-]+/v1)"', source) if not label.startswith(_LOCAL)}
    assert used == set(re.findall(r'"(homeward/[a-z-]+/v1)"', PROTOCOL))


def _rows(text: str) -> dict[str, str]:
    return dict(re.findall(r"^\| `([a-z0-9._]+)` \| (.*?) \| [^|]+ \| [^|]+ \|$", text, re.MULTILINE))


def test_every_kind_of_entry_stands_in_the_page_with_its_fields() -> None:
    rows = _rows(EVENTS)
    kinds = {name: body for name, body in rows.items() if name.endswith(".v1")}
    assert kinds.keys() == BODIES.keys()
    for kind, shape in BODIES.items():
        missing = [f for f in shape.__struct_fields__ if not re.search(rf"\b{f}\b", kinds[kind])]
        assert not missing, (kind, missing)
    assert rows.keys() - kinds.keys() == NOTES.keys()
    for name, note in NOTES.items():
        assert re.findall(r"[a-z_]+(?=[,:`])", rows[name].replace("`", ",")) or not note.__struct_fields__
        assert all(re.search(rf"\b{f}\b", rows[name]) for f in note.__struct_fields__ if f != "type"), name


def test_every_section_is_numbered_without_holes() -> None:
    heads = [int(n) for n in re.findall(r"^## (\d+)\. ", PROTOCOL, re.MULTILINE)]
    assert heads == list(range(1, 16))
    for section in heads:
        rules = [int(b) for a, b in re.findall(r"^(\d+)\.(\d+) ", PROTOCOL, re.MULTILINE) if int(a) == section]
        assert rules == list(range(1, len(rules) + 1)), section


def test_every_rule_the_code_cites_exists() -> None:
    rules = {f"{a}.{b}" for a, b in re.findall(r"^(\d+)\.(\d+) ", PROTOCOL, re.MULTILINE)}
    sections = {str(n) for n in range(1, 16)}
    for place in (SPEC.parent / "src" / "homeward").rglob("*.py"):
        for cited in re.findall(r"PROTOCOL (\d+(?:\.\d+)?)", place.read_text("utf-8")):
            assert cited in rules | sections, (place.name, cited)
