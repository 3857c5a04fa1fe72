"""Deciding pairs: order, blindness, undo, the second reviewer."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from homeward.desk.differ import compare
from homeward.desk.lane import Lane
from homeward.record.judge import settle
from homeward.record.second import holds, why_two
from homeward.record.workspace import Workspace
from homeward.schema.record import Field, Grade, Report, Source, SourceKind, Verdict

from .conftest import client_of

BAND = (0.05, 0.95)


def _shown(text: str) -> tuple[int, int]:
    found = re.search(r'action="/pairs/(\d+)/(\d+)"', text)
    assert found, text
    return int(found[1]), int(found[2])


def test_a_verdict_is_kept_and_the_next_pair_follows(desk: TestClient, record: Workspace) -> None:
    pair = _shown(desk.get("/pairs").text)
    before = record.store.links.waiting("Аня", BAND)
    answer = desk.post(f"/pairs/{pair[0]}/{pair[1]}", data={"verdict": "different", "why": "другой год"})
    assert _shown(answer.text) != pair
    [kept] = record.store.judgements.all()
    assert (kept.left, kept.right, kept.verdict, kept.by, kept.why, kept.blind) == (*pair, Verdict.DIFFERENT, "Аня", "другой год", False)
    assert record.store.links.waiting("Аня", BAND) == before - 1


def test_the_queue_ends(desk: TestClient, record: Workspace) -> None:
    waiting = record.store.links.waiting("Аня", BAND)
    text = desk.get("/pairs").text
    for _ in range(waiting):
        left, right = _shown(text)
        text = desk.post(f"/pairs/{left}/{right}", data={"verdict": "unsure"}).text
    assert "Всё разобрано" in text
    assert len(record.store.judgements.decisions()) == waiting


def test_no_verdict_is_no_decision(desk: TestClient, record: Workspace) -> None:
    pair = _shown(desk.get("/pairs").text)
    for data in ({}, {"verdict": "maybe"}, {"verdict": "withdrawn"}):
        answer = desk.post(f"/pairs/{pair[0]}/{pair[1]}", data=data)
        assert answer.status_code == 422
        assert _shown(answer.text) == pair
    assert record.store.judgements.all() == []


def test_undo_brings_the_pair_back(desk: TestClient, record: Workspace) -> None:
    pair = _shown(desk.get("/pairs").text)
    desk.post(f"/pairs/{pair[0]}/{pair[1]}", data={"verdict": "same"})
    assert _shown(desk.post("/undo").text) == pair
    assert _shown(desk.get("/pairs").text) == pair
    assert record.store.judgements.decisions() == {}
    assert [j.verdict for j in record.store.judgements.all()] == [Verdict.SAME, Verdict.WITHDRAWN]


def test_later_goes_to_the_end(desk: TestClient, record: Workspace) -> None:
    pair = _shown(desk.get("/pairs").text)
    assert _shown(desk.post(f"/pairs/{pair[0]}/{pair[1]}/later").text) != pair
    assert record.store.judgements.all() == []


def test_blind_hides_what_the_machine_thinks_and_says_so_in_the_judgement(desk: TestClient, record: Workspace) -> None:
    pair = record.store.links.queue("Аня", BAND, 1)[0]
    path = f"/pairs/{pair.left}/{pair.right}"
    seen = desk.get(path).text
    assert "бит" in seen and f"{pair.probability * 100:.1f}".replace(".", ",") in seen.replace(".", ",")
    desk.post("/blind")
    hidden = desk.get(path).text
    assert "бит" not in hidden
    assert "Человек №" not in hidden
    assert f"{pair.probability * 100:.1f}" not in hidden.replace(",", ".")
    desk.post(path, data={"verdict": "same"})
    assert record.store.judgements.all()[-1].blind


def test_a_blind_order_tells_nothing_of_the_probabilities(record: Workspace) -> None:
    def order(lane: Lane) -> list[tuple[int, int]]:
        found = []
        while (pair := lane.next()) is not None:
            found.append(pair)
            lane.done(pair)
        return found

    open_, blind = order(Lane(record.store, "а", False)), order(Lane(record.store, "а", True))
    chance = {pair: abs(record.store.links.pair(*pair).probability - 0.5) for pair in open_}  # type: ignore[union-attr]
    assert open_ != blind
    assert sorted(open_) == sorted(blind)
    assert [chance[p] for p in open_] == sorted(chance.values())


def test_another_reviewer_does_not_see_the_first_verdict_before_deciding(desk: TestClient, record: Workspace) -> None:
    pair = _shown(desk.get("/pairs").text)
    path = f"/pairs/{pair[0]}/{pair[1]}"
    desk.post(path, data={"verdict": "same", "why": "тайное слово"})
    second = client_of(record, "Зоя")
    assert "тайное слово" not in second.get(path).text
    second.post(path, data={"verdict": "same"})
    assert "тайное слово" in second.get(path).text


def test_a_sensitive_pair_waits_for_two(record: Workspace) -> None:
    store = record.store
    pair = next(p for p in store.links.queue("Аня", BAND, 500) if store.links.belongs()[p.left] != store.links.belongs()[p.right])
    store.reports.state(pair.left, Field.FATE, "missing", by="Аня", why="так сказали")
    first, second = client_of(record), client_of(record, "Зоя")
    first.post(f"/pairs/{pair.left}/{pair.right}", data={"verdict": "same"})
    assert holds(store)[pair.left, pair.right] == Verdict.UNSURE
    assert settle(store)[pair.left] != settle(store)[pair.right]
    text = second.get("/pairs").text
    assert _shown(text) == (pair.left, pair.right)
    assert "не зная его ответа" in text
    second.post(f"/pairs/{pair.left}/{pair.right}", data={"verdict": "same"})
    belongs = settle(store)
    assert belongs[pair.left] == belongs[pair.right]


def test_whose_pairs_need_two() -> None:
    def report(**values: str) -> Report:
        return Report(number=1, source="s", key="k", first_at="", values={Field(n): v for n, v in values.items()})

    press = Source(id="s", kind=SourceKind.PRESS, grade=Grade.C, group="s", licence="", title="")
    family = Source(id="s", kind=SourceKind.RELATIVES, grade=Grade.C, group="s", licence="", title="")
    plain = report(surname="Сат", age="31")
    assert why_two(plain, plain, {"s": press}) is None
    assert why_two(plain, report(fate="captured"), {"s": press}) == "living"
    assert why_two(plain, plain, {"s": family}) == "family"
    assert why_two(report(age="19"), plain, {"s": press}) == "young"
    assert why_two(plain, report(unit_type="conscript"), {"s": press}) == "young"


def test_marks() -> None:
    def mark(field: Field, left: str, right: str) -> str:
        [row] = compare({field: left}, {field: right})
        return row.mark

    assert mark(Field.SURNAME, "Өлзыев", "Олзыев") == "folded"
    assert mark(Field.SURNAME, "Доржиев", "Доржыев") == "alike"
    assert mark(Field.SURNAME, "Доржиев", "Dorzhiev") == "script"
    assert mark(Field.SURNAME, "Доржиев", "Сат") == "differs"
    assert mark(Field.BORN, "1990", "1990-05-03") == "finer"
    assert mark(Field.BORN, "1990-05-04", "1990-05-03") == "differs"
    assert mark(Field.GIVEN, "Иван", "") == "one"
