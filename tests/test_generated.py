"""Generated files are what their makers make, and the TypeScript checker says of every value what Python says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from homeward.schema import canonical, entry, events, state, turn
from homeward.schema.errors import NotCanonical
from tests.vectors.load import document, join, names, vector

ROOT = Path(__file__).parents[1]
_NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
_READ = """
import { misfit } from '%s'
let text = ''
for await (const part of process.stdin) text += part
process.stdout.write(JSON.stringify(JSON.parse(text).map(([name, value]) => misfit(name, value))))
"""


def test_nothing_generated_is_stale() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "make_schema.py"), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_checker_in_typescript_agrees_with_python() -> None:
    if _NODE is None:
        pytest.skip("no node: ./test installs one")
    asked = [(shape, value) for shape, base in _samples() for value in (base, *_broken(base))]
    program = _READ % (ROOT / "web" / "src" / "gen" / "check.ts").as_uri()
    told = subprocess.run(
        [_NODE, "--input-type=module", "-e", program],
        input=json.dumps([(shape.__name__, value) for shape, value in asked]),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(told.stdout)
    assert len(answers) == len(asked) > 1_000
    wrong = [(s.__name__, v, a) for (s, v), a in zip(asked, answers, strict=True) if _fits(s, v) is not (a == "")]
    assert not wrong, wrong[:2]
    assert {True, False} == {a == "" for a in answers}


def _samples() -> list[tuple[type[msgspec.Struct], Any]]:
    found: list[tuple[type[msgspec.Struct], Any]] = [(state.State, document(name)["state"]) for name in ("pair", "restoring")]
    found += [(turn.SignedTurn, vector("turn", name)["input"]["turn"]) for name in ("admit", "evidence-adoptions", "rotate")]
    for name in names("entry"):
        data = join(vector("entry", name)["input"]["parts"])
        try:
            signed = canonical.decode_any(data, limit=2**20)
        except NotCanonical:
            continue
        found.append((entry.Signed, signed))
        shape = events.BODIES.get(signed["entry"].get("kind", ""))
        if shape:
            found.append((shape, signed["entry"]["body"]))
    found += [(events.NOTES["link"], vector("note", "open")["expect"]["note"])]
    return found


def _broken(value: Any) -> list[Any]:
    """`value` with one thing changed, at the top and one level below."""
    if not isinstance(value, dict):
        return []
    others: tuple[Any, ...] = (None, True, 5, -1, "", "x", "а" * 5_000, [], {}, [None], 2**53 - 1)
    made: list[Any] = [{k: v for k, v in value.items() if k != left} for left in value]
    made += [{**value, "extra": 1}]
    made += [{**value, key: other} for key in value for other in others]
    made += [{**value, key: inner} for key, v in value.items() if isinstance(v, dict) and len(v) < 12 for inner in _broken(v)[:40]]
    return made


def _fits(shape: type[msgspec.Struct], value: Any) -> bool:
    try:
        msgspec.convert(value, shape, strict=True)
    except msgspec.ValidationError:
        return False
    return True
