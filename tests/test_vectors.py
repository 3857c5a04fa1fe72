"""The code against spec/vectors, and spec/vectors against its generator and its page."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from homeward.circle.errors import BlockRefused, DoorRefused, EntryRefused, SlotWrong, TurnRefused, TwoHistories
from homeward.keys.errors import BadCost, BadWords, CannotOpen
from homeward.schema.errors import HomewardError, NotCanonical, WireMalformed
from tests.vectors import run_bytes, run_circle, run_door
from tests.vectors.load import PLACE, classes, names, vector

RUN = {**run_bytes.RUN, **run_circle.RUN, **run_door.RUN}
REASONS: dict[type[HomewardError], str] = {
    NotCanonical: "not-canonical",
    WireMalformed: "malformed",
    CannotOpen: "cannot-open",
    SlotWrong: "slot",
    BadCost: "cost",
    BadWords: "words",
    TwoHistories: "two-histories",
}


def outcome(kind: str, name: str, given: dict[str, Any]) -> Any:
    try:
        return RUN[kind](name, given)
    except (TurnRefused, EntryRefused, DoorRefused) as error:
        return {"refused": error.reason}
    except BlockRefused:
        return {"refused": "object" if kind == "object" else "block"}
    except tuple(REASONS) as error:
        return {"refused": REASONS[type(error)]}


@pytest.mark.parametrize("kind", classes())
def test_every_vector_of(kind: str) -> None:
    wrong = []
    for name in names(kind):
        case = vector(kind, name)
        assert (case["class"], case["name"]) == (kind, name)
        found = outcome(kind, name, case["input"])
        if found != case["expect"]:
            wrong.append((name, found, case["expect"]))
    assert not wrong, wrong[:3]


def test_the_page_names_every_class() -> None:
    listed = set(re.findall(r"^\| `([a-z0-9-]+)` \|", (PLACE / "README.md").read_text("utf-8"), re.MULTILINE))
    assert listed == set(classes()) == set(RUN)


def test_every_reason_of_a_turn_has_a_vector() -> None:
    source = "".join(
        (Path(__file__).parents[1] / "src/homeward/circle" / f"{m}.py").read_text("utf-8") for m in ("apply", "decisions", "form")
    )
    raised = set(re.findall(r'TurnRefused\(\s*"([a-z-]+)"', source))
    held = {vector(kind, name)["expect"].get("refused") for kind in ("turn", "genesis") for name in names(kind)}
    assert raised == held - {None}


def test_every_kind_of_entry_has_a_vector() -> None:
    from homeward.schema.events import BODIES

    assert {f"kind-{k.replace('.', '-').replace('_', '-')}" for k in BODIES} <= set(names("entry"))


def test_they_are_what_the_generator_makes_and_small() -> None:
    tool = Path(__file__).parents[1] / "tools" / "make_vectors.py"
    done = subprocess.run([sys.executable, str(tool), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert sum(p.stat().st_size for p in PLACE.rglob("*") if p.relative_to(PLACE).parts[0] != "guide") < 1_500_000
