"""People from pairs and judgements: pure rules, stable numbers, agreement."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from homeward.record.judge import agreement, clusters, numbers
from homeward.schema.record import Judgement, Verdict

S, D, U = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE


def _said(number: int, left: int, right: int, verdict: Verdict, by: str, blind: bool = False) -> Judgement:
    return Judgement(number=number, left=left, right=right, verdict=verdict, by=by, why="", blind=blind, at="")


def test_one_report_of_a_source_in_a_person() -> None:
    source = {1: "a", 2: "b", 3: "b"}
    assert clusters(source, [(1, 2, 0.8), (1, 3, 0.9)], {}, source) == {1: [1, 3], 2: [2]}


def test_a_reviewer_may_join_two_of_one_source() -> None:
    source = {1: "a", 2: "a"}
    assert clusters(source, [], {(1, 2): S}, source) == {1: [1, 2]}


def test_different_keeps_whole_groups_apart() -> None:
    source = {n: str(n) for n in range(1, 5)}
    edges = [(1, 2, 0.99), (3, 4, 0.99), (2, 3, 0.9), (1, 4, 0.9)]
    assert clusters(source, edges, {(1, 4): D}, source) == {1: [1, 2], 3: [3, 4]}


def test_unsure_is_not_joined_by_the_machine() -> None:
    source = {1: "a", 2: "b"}
    assert clusters(source, [(1, 2, 0.99)], {(1, 2): U}, source) == {1: [1], 2: [2]}


def test_numbers_stay_and_are_not_given_twice() -> None:
    belongs, moved = numbers({1: [1, 2], 3: [3]}, {1: 7, 2: 9, 3: 8}, 10)
    assert (belongs, moved) == ({1: 7, 2: 7, 3: 8}, {9: 7})
    belongs, moved = numbers({1: [1], 2: [2, 3, 4]}, dict.fromkeys((1, 2, 3, 4), 5), 10)
    assert belongs == {1: 10, 2: 5, 3: 5, 4: 5}
    assert numbers({4: [4], 6: [6]}, {}, 3) == ({4: 3, 6: 4}, {})


@given(st.data())
def test_relinking_the_same_groups_changes_nothing(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 12))
    home = {report: data.draw(st.integers(1, 5)) for report in range(1, count + 1)}
    groups: dict[int, list[int]] = {}
    for report, group in home.items():
        groups.setdefault(min(r for r, g in home.items() if g == group), []).append(report)
    first, _ = numbers(groups, {}, 1)
    again, moved = numbers(groups, first, 100)
    assert again == first
    assert not moved


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9), st.floats(0, 1)), max_size=30), st.integers(1, 4))
def test_clusters_part_all_reports_and_hold_one_of_each_source(pairs: list[tuple[int, int, float]], sources: int) -> None:
    source = {n: str(n % sources) for n in range(1, 10)}
    edges = [(min(a, b), max(a, b), p) for a, b, p in pairs if a != b]
    groups = clusters(source, edges, {}, source)
    assert sorted(r for g in groups.values() for r in g) == list(range(1, 10))
    assert all(len({source[r] for r in g}) == len(g) for g in groups.values())
    assert groups == clusters(source, list(reversed(edges)), {}, source)


def test_agreement_between_reviewers() -> None:
    said = [_said(i, 1, i + 2, v, "а", True) for i, v in enumerate([S, S, D, D])] + [
        _said(9 + i, 1, i + 2, v, "б", True) for i, v in enumerate([S, S, D, S])
    ]
    found = agreement(said)
    assert (found.pairs, found.alike, found.blind_pairs) == (4, 0.75, 4)
    assert found.kappa is not None
    assert abs(found.kappa - 0.5) < 1e-9
    assert agreement(said[:4]).alike is None
