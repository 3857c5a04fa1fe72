"""Multiple systems estimation against published tables, known truth, and the refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from homeward.record.estimate.bounds import chao
from homeward.record.estimate.draws import through_links
from homeward.record.estimate.errors import OverlapsUnreadable, TooManyLists
from homeward.record.estimate.fit import fit
from homeward.record.estimate.latent import diagnose, latent_classes
from homeward.record.estimate.models import alive, design, hierarchical, spell, terms
from homeward.record.estimate.overlaps import Overlaps, empty_pairs, from_members, read_overlaps
from homeward.record.estimate.together import best_total, estimate

from .tables import kosovo, simulated, table, united_kingdom, united_kingdom_six


def test_kosovo_as_published() -> None:
    found = estimate(kosovo(), latent=False)
    assert found.observed == 4_400 and found.fitted == 113 and found.refused is None
    best = found.best_bic
    assert best is not None and best.model == "[123,14,34]"
    assert best.estimate == pytest.approx(10_356.5, abs=0.1) and best.bic == pytest.approx(203.03, abs=0.01)
    assert best.low == pytest.approx(8_994, rel=0.01) and best.high == pytest.approx(12_110, rel=0.01)
    step = next(m for m in found.models if m.method == "stepwise")
    assert step.estimate == pytest.approx(14_342, rel=0.001)


def test_kosovo_by_latent_classes() -> None:
    found = latent_classes(kosovo())
    assert 10_300 <= found.mean <= 11_000
    assert found.r_hat < 1.1 and found.effective > 100
    assert (latent_classes(kosovo(), kept=20, burn=20).draws == latent_classes(kosovo(), kept=20, burn=20).draws).all()


def test_united_kingdom_as_published() -> None:
    found = estimate(united_kingdom(), latent=False)
    assert found.observed == 2_744 and found.refused is None
    step = next(m for m in found.models if m.method == "stepwise")
    assert step.estimate == pytest.approx(11_313, rel=0.001)
    assert step.low == pytest.approx(9_884, rel=0.02) and step.high == pytest.approx(13_027, rel=0.02)
    assert [n.lists for n in found.warnings if n.name == "empty-overlap"] == [("LA", "GP")]


def test_six_lists_are_built_up_step_by_step() -> None:
    found = estimate(united_kingdom_six(), latent=False)
    step = next(m for m in found.models if m.method == "stepwise")
    assert step.estimate == pytest.approx(11_418, rel=0.001) and found.fitted <= 2


def test_typed_tables_are_the_files(outside: Path) -> None:
    for mine, name in ((kosovo(), "kosovo1999_4lists"), (united_kingdom(), "SparseMSE_UKdat_5"), (united_kingdom_six(), "SparseMSE_UKdat")):
        theirs = read_overlaps((outside / "overlaps" / f"{name}.csv").read_text("utf-8"))
        assert theirs.lists == mine.lists and (theirs.counts == mine.counts).all()


def test_how_many_models_there_are() -> None:
    for lists, count in ((2, 1), (3, 8), (4, 113), (5, 6_893)):
        every = hierarchical(lists, [t for t in terms(lists) if t.bit_count() > 1])
        assert len(every) == len(np.unique(every, axis=0)) == count


def test_the_fit_solves_the_likelihood_equations() -> None:
    data, columns = kosovo(), design(4)
    models = hierarchical(4, alive(data))
    found = fit(columns, data.counts, models)
    slope = ((data.counts - found.mean) @ columns) * models
    assert np.abs(slope).max() < 1e-4
    assert spell(4, models[0]) == "[1,2,3,4]"


def test_known_truth_is_inside() -> None:
    inside = 0
    for seed in range(12):
        best = estimate(simulated(5_000, (0.35, 0.3, 0.25, 0.2), seed), latent=False).best_bic
        assert best is not None and best.low is not None and best.high is not None
        inside += best.low <= 5_000 <= best.high
    assert inside >= 9


def test_a_list_that_follows_another_is_seen_through() -> None:
    """Half of those on A are passed on to B: without the term of both, the total would be far too low."""
    rng = np.random.default_rng(8)
    member = rng.uniform(size=(8_000, 4)) < (0.3, 0.15, 0.25, 0.25)
    member[:, 1] |= member[:, 0] & (rng.uniform(size=8_000) < 0.5)
    data = from_members(("A", "B", "C", "D"), member[member.any(axis=1)])
    found = estimate(data, latent=False)
    assert found.best_bic is not None and found.best_bic.estimate == pytest.approx(8_000, rel=0.06)
    assert "12" in found.best_bic.model
    independent = next(m for m in found.models if m.model == "[1,2,3,4]")
    assert independent.estimate < 7_300


def test_latent_classes_find_truth_where_people_differ() -> None:
    inside = sum(
        p.low <= 4_000 <= p.high for p in (latent_classes(simulated(4_000, (0.4, 0.3, 0.3, 0.25), s, 0.7), 8, 200, 150) for s in range(4))
    )
    assert inside >= 3


def test_the_lower_bound_lies_below_where_people_differ() -> None:
    bound = chao(simulated(5_000, (0.3, 0.3, 0.3, 0.3), 4, 1.0))
    assert bound is not None and bound.total < 5_000
    assert chao(table("A B C", "100 5,010 5,001 5")) is None


def _copy_of_first() -> Overlaps:
    base = simulated(3_000, (0.3, 0.3), 2)
    counts = np.zeros(7)
    for pattern, count in enumerate(base.counts, 1):
        counts[(pattern | (4 if pattern & 1 else 0)) - 1] += count
    return Overlaps(("A", "B", "copy"), counts)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (table("A B", "10 50,01 40,11 20"), "few-lists"),
        (table("A B C", "100 50,010 40,110 20"), "few-lists"),
        (table("A B C D", "1000 50,0100 40,1100 20,0010 30,1010 9,0110 8"), "empty-list"),
        (table("A B C D", "1000 50,0100 40,1100 20,0010 30,1010 9,0110 8,0001 40"), "no-overlap"),
        (table("A B C D", "1000 50,0100 40,1100 20,0010 30,0001 40,0011 9"), "split"),
        (_copy_of_first(), "copies"),
        (table("A B C", "100 400,010 380,001 420,110 1,101 1,011 1"), "runaway"),
    ],
)
def test_lists_that_do_not_carry_it_are_refused(data: Overlaps, reason: str) -> None:
    found = estimate(data, latent=False)
    assert found.refused is not None and found.refused.name == reason
    assert found.best_bic is None and found.range is None


def test_one_empty_overlap_is_a_warning_and_its_term_is_dropped() -> None:
    data = table("A B C D", "1000 300,0100 250,0010 200,0001 180,1100 60,0110 50,0011 40,1001 45,0101 35,1110 9,0111 7")
    assert empty_pairs(data) == [(0, 2)] or data.shared([0, 2]) > 0
    lonely = table("A B C D", "1000 300,0100 250,0010 200,0001 180,1100 60,0110 50,0011 40,1001 45,0101 35,0111 7,1101 8")
    found = estimate(lonely, latent=False)
    assert found.refused is None and [n.lists for n in found.warnings if n.name == "empty-overlap"] == [("A", "C")]
    assert not any("13" in term for m in found.models if m.method == "loglinear" for term in m.model.strip("[]").split(","))


@pytest.mark.parametrize(
    "text", ["", "A,B\n1,0\n", "A,B,count\n2,0,5\n", "A,B,count\n1,0,x\n", "A,B,count\n1,0,5\n1,0,6\n", "A,B,count\n0,0,5\n"]
)
def test_unreadable_tables_are_refused(text: str) -> None:
    with pytest.raises(OverlapsUnreadable):
        read_overlaps(text)
    with pytest.raises(TooManyLists):
        read_overlaps(",".join([*"ABCDEFGHIJK", "count"]) + "\n")


def test_dropping_a_list_keeps_the_others_people() -> None:
    data = kosovo()
    for gone in range(4):
        left = data.without(gone)
        assert left.observed == data.observed - int(data.counts[(1 << gone) - 1])
        assert left.lists == tuple(n for i, n in enumerate(data.lists) if i != gone)


def test_diagnosis_tells_stuck_chains_from_mixed() -> None:
    rng = np.random.default_rng(0)
    mixed = rng.normal(size=(8, 400))
    stuck = mixed + np.arange(8)[:, None]
    assert diagnose(mixed)[0] < 1.02 and diagnose(mixed)[1] > 2_000
    assert diagnose(stuck)[0] > 1.5 and diagnose(stuck)[1] < 100


def test_doubt_about_links_widens_the_estimate() -> None:
    rng = np.random.default_rng(3)
    people = 3_000
    member = rng.uniform(size=(people, 3)) < 0.35
    reports = [(p, j) for p in range(people) for j in range(3) if member[p, j]]
    of = {pair: i for i, pair in enumerate(reports)}
    pairs = np.array([(of[p, a], of[p, b]) for p in range(people) for a in range(3) for b in range(a) if member[p, a] and member[p, b]])
    list_of = np.array([j for _, j in reports])
    sure = through_links(("A", "B", "C"), list_of, pairs, np.ones(len(pairs)), best_total, draws=3)
    unsure = through_links(("A", "B", "C"), list_of, pairs, np.where(rng.uniform(size=len(pairs)) < 0.3, 0.6, 1.0), best_total, draws=20)
    assert sure.spread[0] == sure.spread[1] == pytest.approx(people, rel=0.15)
    assert unsure.spread[1] - unsure.spread[0] > 50 and unsure.totals.mean() > sure.totals.mean()
