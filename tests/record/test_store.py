"""The contract of the store, the same for SQLite and PostgreSQL."""

from __future__ import annotations

import pytest

from homeward.record.errors import NumberMissing, PairOfOne, ReviewerMissing
from homeward.record.generate.fill import fill
from homeward.record.generate.invent import invent
from homeward.record.judge import settle
from homeward.record.people import machine_values, people, person
from homeward.record.store import Store
from homeward.schema.record import (
    Claim,
    Correction,
    CorrectionState,
    Field,
    Grade,
    Pair,
    Resolution,
    ResolvedBy,
    Saying,
    Source,
    SourceKind,
    Status,
    Verdict,
)  # fmt: skip


def _source(identity: str, grade: Grade = Grade.B, group: str | None = None) -> Source:
    return Source(id=identity, kind=SourceKind.PRESS, grade=grade, group=group or identity, licence="CC0", title=identity)


def _saying(key: str, **values: str) -> Saying:
    return Saying(key=key, row=1, said=dict(values), values={Field(k): v for k, v in values.items()})


def _three(store: Store) -> None:
    for identity, grade in (("one", Grade.A), ("two", Grade.C), ("three", Grade.D)):
        store.reports.declare(_source(identity, grade))
        store.reports.add(identity, "0" * 64, [_saying("k", surname="Өлзыев", died="2022-05" if identity == "one" else "2022-05-03")])


def test_the_same_file_twice_adds_nothing(store: Store) -> None:
    store.reports.declare(_source("one"))
    assert store.reports.add("one", "0" * 64, [_saying("k", surname="Доржиев"), _saying("l", surname="Сат")]) == (2, 0)
    assert store.reports.add("one", "1" * 64, [_saying("k", surname="Доржиев"), _saying("l", surname="Сат")]) == (0, 0)
    assert store.reports.count() == 2


def test_new_words_replace_the_value_and_the_old_ones_stay(store: Store) -> None:
    store.reports.declare(_source("one"))
    for archive, age in (("0" * 64, "23"), ("1" * 64, "24"), ("2" * 64, "23")):
        store.reports.add("one", archive, [_saying("k", surname="Сат", age=age)])
    assert store.reports.report(1).values == {Field.SURNAME: "Сат", Field.AGE: "23"}
    assert [s.value for s in store.reports.statements([1]) if s.field == Field.AGE] == ["23", "24", "23"]


def test_machine_and_reviewer_are_both_kept(store: Store) -> None:
    _three(store)
    store.reports.state(1, Field.AGE, "31")
    store.reports.state(1, Field.AGE, "32", by="судья", why="видно на доске")
    assert store.reports.report(1).values[Field.AGE] == "32"
    assert machine_values(store, 1) == [(Field.AGE, "31", "32")]
    with pytest.raises(ReviewerMissing):
        store.reports.state(1, Field.AGE, "33", by=" ")


def test_a_source_declared_anew_counts_from_then(store: Store) -> None:
    store.reports.declare(_source("one"))
    store.reports.declare(_source("one"))
    store.reports.declare(_source("one", Grade.D))
    assert [(s.id, s.grade, s.number) for s in store.reports.sources()] == [("one", Grade.D, 2)]


def test_rows_are_never_changed_nor_removed(store: Store) -> None:
    _three(store)
    for statement in ("UPDATE report SET key = 'x'", "DELETE FROM saying", "DELETE FROM statement"):
        with pytest.raises(Exception, match="append-only"):
            store.database.execute(statement)
    assert store.reports.count() == 3


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        _three(store)
        raise RuntimeError
    assert store.reports.count() == 0
    _three(store)
    assert store.reports.count() == 3


def test_judgements_join_part_and_are_undone(store: Store) -> None:
    _three(store)
    pairs = [Pair(left=1, right=2, probability=0.9, weights={"name": 7.0}), Pair(left=2, right=3, probability=0.4, weights={})]
    store.links.complete("model", pairs, {1: 1, 2: 2, 3: 3}, {})
    assert settle(store) == {1: 1, 2: 1, 3: 3}
    assert store.links.current(2) == 1
    store.judgements.add(2, 3, Verdict.SAME, by="а")
    store.judgements.add(1, 2, Verdict.DIFFERENT, by="а", blind=True)
    assert settle(store) == {1: 1, 2: 3, 3: 3}
    store.judgements.undo("а", "ошиблась")
    store.judgements.undo("а")
    assert settle(store) == {1: 1, 2: 1, 3: 3}
    assert len(store.judgements.all()) == 4
    assert [person for person, _ in store.links.history(2)] == [2, 1, 3, 1]
    assert store.judgements.undo("а") is None


def test_reviewers_who_differ_leave_a_pair_open(store: Store) -> None:
    _three(store)
    store.judgements.add(1, 2, Verdict.SAME, by="а")
    store.judgements.add(1, 2, Verdict.DIFFERENT, by="б")
    assert store.judgements.decisions() == {(1, 2): Verdict.UNSURE}
    store.judgements.add(2, 1, Verdict.SAME, by="б")
    assert store.judgements.decisions() == {(1, 2): Verdict.SAME}


def test_judgements_refuse_nonsense(store: Store) -> None:
    _three(store)
    with pytest.raises(PairOfOne):
        store.judgements.add(1, 1, Verdict.SAME, by="а")
    with pytest.raises(ReviewerMissing):
        store.judgements.add(1, 2, Verdict.SAME, by="")
    with pytest.raises(NumberMissing):
        store.judgements.add(1, 99, Verdict.SAME, by="а")


def test_the_queue_hides_what_this_reviewer_judged(store: Store) -> None:
    _three(store)
    pairs = [Pair(left=1, right=2, probability=0.7, weights={}), Pair(left=1, right=3, probability=0.6, weights={})]
    store.links.complete("model", pairs, {1: 1, 2: 2, 3: 3}, {})
    band = (0.05, 0.95)
    assert [(p.left, p.right) for p in store.links.queue("а", band, 9)] == [(1, 2), (1, 3)]
    store.judgements.add(1, 2, Verdict.SAME, by="а")
    assert [(p.left, p.right) for p in store.links.queue("а", band, 9)] == [(1, 3)]
    assert store.links.waiting("а", band) == 1
    assert store.links.waiting("б", band) == 2
    store.judgements.undo("а")
    assert store.links.waiting("а", band) == 2


def test_a_person_has_status_and_resolved_fields(store: Store) -> None:
    _three(store)
    store.links.complete("model", [], {1: 1, 2: 1, 3: 1}, {})
    found = person(store, 1)
    assert (found.status, found.groups) == (Status.CONFIRMED, ["one", "three", "two"])
    assert found.fields[Field.DIED].value == "2022-05-03"
    assert found.fields[Field.DIED].by == ResolvedBy.AGREED
    store.public.resolve(Resolution(person=1, field=Field.DIED, value="2022-05-04", by="а", why="справка"))
    assert person(store, 1).fields[Field.DIED].by == ResolvedBy.REVIEWER
    store.reports.exclude(1, "не о том", "а")
    assert person(store, 1).status == Status.REPORTED
    assert [p.reports for p in people(store)] == [[2, 3]]
    store.reports.exclude(1, "всё же о том", "а", lifted=True)
    assert person(store, 1).reports == [1, 2, 3]


def test_claims_and_corrections(store: Store) -> None:
    claim = Claim(
        who="министерство",
        what="killed",
        low=1351,
        high=None,
        scope="военные",
        region=None,
        as_of="2022-03-25",
        method="отчёты",
        cited="брифинг",
    )
    assert store.public.claim(claim) == store.public.claim(claim)
    assert len(store.public.claims()) == 1
    asked = store.public.ask(Correction(person=None, relation="сестра", field=Field.AGE, wanted="23", grounds="паспорт"))
    assert store.public.corrections()[0].state == CorrectionState.RECEIVED
    store.public.step(asked.number, CorrectionState.ACCEPTED, by="а", answer="исправлено")
    assert store.public.corrections()[0].state == CorrectionState.ACCEPTED
    with pytest.raises(NumberMissing):
        store.public.step(99, CorrectionState.CHECKING, by="а", answer="")


def test_an_invented_record_fills_any_store(store: Store) -> None:
    invented = invent(300, 1)
    truth = fill(store, invented)
    assert len(truth) == invented.reports == store.reports.count()
    assert fill(store, invented) == truth
