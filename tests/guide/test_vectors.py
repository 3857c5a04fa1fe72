"""The vectors TypeScript is held to are what Python says now."""

from __future__ import annotations

import importlib.util

import msgspec
import pytest

from homeward.guide.compile import open_pack
from homeward.guide.evaluate import ask
from homeward.schema.guide_bundle import Facts

from .conftest import MINI, ROOT


@pytest.mark.parametrize(("tool", "folder"), [("guide_vectors", "vectors"), ("guide_schema", "schema")])
def test_what_tools_write_is_up_to_date(tool: str, folder: str) -> None:
    spec = importlib.util.spec_from_file_location(tool, ROOT / "tools" / f"{tool}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, data in module.files().items():
        assert (ROOT / "spec" / folder / "guide" / name).read_bytes() == data, f"run tools/{tool}.py ({name})"


def test_the_answers_reach_every_verdict_and_every_doubt() -> None:
    rows = msgspec.json.decode((ROOT / "spec" / "vectors" / "guide" / "answers.json").read_bytes())
    assert {"true", "partly", "mostly_false", "false", "contested", "unlawful_by_them", "ask_a_lawyer", "unknown"} == {
        a["verdict"] for a in rows["answers"]
    }
    whys = {o["why"] for a in rows["answers"] for o in a["unsettled"]}
    assert whys == {"aside", "boundary", "gap", "milder", "check", "contested", "said", "after_known_to", "recheck", "expired", "continues"}
    bundle = open_pack(MINI)
    threat, facts, at, _ = rows["facts"][7]
    assert msgspec.to_builtins(ask(bundle, threat, msgspec.convert(facts, Facts)))["verdict"] == rows["answers"][at]["verdict"]
