"""Hostile words in every field stay words on every page."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.desk.differ import compare
from homeward.desk.evidence import evidence
from homeward.desk.views.notices import pieces
from homeward.record.judge import settle
from homeward.record.workspace import init_workspace
from homeward.schema.record import Correction, Field, Grade, Pair, Saying, Source, SourceKind, Suggestion

from .conftest import client_of

NASTY = "\"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}{% raw %}\u202e javascript:alert(3) ' OR 1=1 --"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str | None] = []
        self.handlers: list[str] = []
        self.images = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.scripts.append(dict(attrs).get("src"))
        self.images += tag == "img"
        self.handlers += [name for name, value in attrs if name.startswith("on") or (value or "").strip().lower().startswith("javascript:")]


@pytest.mark.parametrize("nasty", [NASTY, "я" * 20_000, "́" * 500, "=cmd|' /C calc'!A0"])
def test_nothing_said_becomes_markup(tmp_path: Path, nasty: str) -> None:
    with init_workspace(tmp_path / "r") as record:
        store = record.store
        for identity in ("one", "two"):
            store.reports.declare(
                Source(
                    id=identity,
                    kind=SourceKind.PRESS,
                    grade=Grade.C,
                    group=nasty[:50],
                    licence=nasty,
                    title=nasty,
                    note=nasty,
                    address=nasty,
                )
            )
            values = dict.fromkeys(Field, nasty)
            store.reports.add(identity, "0" * 64, [Saying(key=nasty[:200], row=1, said={nasty[:99]: nasty}, values=values)])
        store.links.complete("{}", [Pair(left=1, right=2, probability=0.6, weights={nasty[:99]: 3.0})], {}, {})
        settle(store)
        store.public.ask(Correction(person=1, relation=nasty, field=None, wanted=nasty, grounds=nasty))
        store.notices.add("one", nasty, [Suggestion(field=Field.NAME, value=nasty, start=0, end=3)])
        desk = client_of(record, nasty[:60].replace("\u202e", ""))
        desk.post("/pairs/1/2", data={"verdict": "unsure", "why": nasty[:1500]})
        claim = {"who": nasty, "what": nasty, "low": "3", "scope": nasty, "as_of": "2022-01-01", "method": nasty, "cited": nasty}
        desk.post("/claims", data={n: v[:900] for n, v in claim.items()})
        for path in ("/", "/pairs/1/2", "/people/1", "/people/2", "/claims", "/corrections", "/notices", "/notices/1", "/history"):
            answer = desk.get(path)
            assert answer.status_code == 200, path
            tags = _Tags()
            tags.feed(answer.text)
            assert tags.scripts == ["/static/desk.js"], path
            assert not tags.handlers, path
            assert not tags.images, path
        assert ("{{7*7}}" in nasty) == ("{{7*7}}" in desk.get("/people/1").text)


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_differences_lose_no_letter(left: str, right: str) -> None:
    for row in compare({Field.SURNAME: left}, {Field.SURNAME: right}):
        assert "".join(text for text, _ in row.left) == left
        assert "".join(text for text, _ in row.right) == right
        assert (row.mark == "same") == (left == right)


@settings(max_examples=60)
@given(st.text(max_size=80), st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=8))
def test_a_highlighted_notice_is_the_same_text(text: str, places: list[tuple[int, int]]) -> None:
    found = [Suggestion(field=Field.NAME, value="x", start=a, end=b) for a, b in places]
    assert "".join(piece for piece, _ in pieces(text, found)) == text


@given(st.dictionaries(st.text(min_size=1, max_size=10), st.floats(-1e6, 1e6), max_size=8))
def test_evidence_is_strongest_first_and_never_overflows(weights: dict[str, float]) -> None:
    told = evidence(weights)
    assert sorted((abs(w) for w in weights.values()), reverse=True) == [abs(weights[e.name]) for e in told]
    assert all(e.side == ("neither" if e.strength == "none" else "for" if weights[e.name] > 0 else "against") for e in told)
