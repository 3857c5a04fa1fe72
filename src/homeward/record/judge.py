"""From pairs and judgements to people: judgements as edges, stable numbers, agreement between reviewers (RECORD 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from homeward.schema.record import Judgement, Verdict

from .second import holds
from .store import Store, standing_of

LINK = 0.5
BAND = (0.05, 0.95)


def clusters(
    reports: Iterable[int],
    edges: Sequence[tuple[int, int, float]],
    decisions: Mapping[tuple[int, int], Verdict],
    source: Mapping[int, str],
    *,
    link: float = LINK,
) -> dict[int, list[int]]:
    """Report numbers joined: lowest member to all members.

    People's `same` first, always; then the machine's edges from the surest down to `link`, each only where it puts no two reports of one
    source together (one-to-one per source) and no two reports somebody judged `different`; `unsure` pairs are not joined by the machine.
    """
    parent = {number: number for number in sorted(reports)}
    sources = {number: {source[number]} for number in parent}
    apart: dict[int, set[int]] = defaultdict(set)

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def join(left: int, right: int) -> None:
        kept, gone = min(left, right), max(left, right)
        parent[gone] = kept
        sources[kept] |= sources.pop(gone)
        for other in apart.pop(gone, set()):
            apart[other].discard(gone)
            apart[other].add(kept)
            apart[kept].add(other)

    for (left, right), verdict in sorted(decisions.items()):
        if verdict == Verdict.SAME and left in parent and right in parent:
            a, b = root(left), root(right)
            if a != b:
                join(a, b)
    for (left, right), verdict in decisions.items():
        if verdict in (Verdict.DIFFERENT, Verdict.UNSURE) and left in parent and right in parent:
            a, b = root(left), root(right)
            if a != b:
                apart[a].add(b)
                apart[b].add(a)
    for left, right, probability in sorted(edges, key=lambda e: (-e[2], e[0], e[1])):
        if probability < link:
            break
        if left not in parent or right not in parent:
            continue
        a, b = root(left), root(right)
        if a == b or b in apart.get(a, ()) or sources[a] & sources[b]:
            continue
        join(a, b)
    found: dict[int, list[int]] = defaultdict(list)
    for number in parent:
        found[root(number)].append(number)
    return dict(found)


def numbers(groups: Mapping[int, list[int]], before: Mapping[int, int], next_number: int) -> tuple[dict[int, int], dict[int, int]]:
    """(report to person, moved number to the number that took over). A number stays with most of its reports;
    ties: where it is the only number, then with the lowest report.

    Joined people keep the lowest number; the other numbers point to it and are never given again. New people get the next numbers in
    order of their lowest report.
    """
    claims: list[tuple[int, int, int, int]] = []
    for lowest, members in groups.items():
        held: dict[int, int] = defaultdict(int)
        for report in members:
            if report in before:
                held[before[report]] += 1
        claims += [(-count, len(held), lowest, person) for person, count in held.items()]
    owner: dict[int, int] = {}
    owned: dict[int, list[int]] = defaultdict(list)
    for _, _, lowest, person in sorted(claims):
        if person not in owner:
            owner[person] = lowest
            owned[lowest].append(person)
    belongs: dict[int, int] = {}
    moved: dict[int, int] = {}
    for lowest in sorted(groups):
        if owned[lowest]:
            person = min(owned[lowest])
            moved |= {other: person for other in owned[lowest] if other != person}
        else:
            person, next_number = next_number, next_number + 1
        belongs |= dict.fromkeys(groups[lowest], person)
    return belongs, moved


def settle(store: Store) -> dict[int, int]:
    """Work the people out anew from the last linkage's pairs and all judgements; report to person. Quick: no comparison is made."""
    with store.transaction():
        belongs, moved = plan(store, store.links.edges(LINK))
        store.links.reassign(belongs, moved)
    return belongs


def plan(store: Store, edges: Sequence[tuple[int, int, float]]) -> tuple[dict[int, int], dict[int, int]]:
    """`numbers` for the store's reports and these edges, without keeping them."""
    rows: list[tuple[int, str]] = store.database.rows("SELECT number, source FROM report")  # type: ignore[assignment]
    source = dict(rows)
    before = store.links.belongs()
    highest = store.database.rows("SELECT coalesce(max(number), 0) FROM person")[0][0]
    groups = clusters(source, edges, holds(store), source)
    return numbers(groups, before, highest + 1)


@dataclass(frozen=True)
class Agreement:
    """How far two or more reviewers agree on the pairs they both judged: share alike, Cohen's kappa averaged over reviewers."""

    pairs: int
    alike: float | None
    kappa: float | None
    blind_pairs: int


def agreement(judgements: list[Judgement]) -> Agreement:
    """Agreement over standing judgements; None where fewer than two reviewers share a pair, kappa None where chance explains everything."""
    by_pair: dict[tuple[int, int], dict[str, Judgement]] = defaultdict(dict)
    for (left, right, by), judgement in standing_of(judgements).items():
        by_pair[left, right][by] = judgement
    shared: dict[tuple[str, str], list[tuple[Verdict, Verdict]]] = defaultdict(list)
    blind = 0
    for said in by_pair.values():
        for a, b in combinations(sorted(said), 2):
            shared[a, b].append((said[a].verdict, said[b].verdict))
            blind += said[a].blind and said[b].blind
    total = sum(map(len, shared.values()))
    if not total:
        return Agreement(0, None, None, 0)
    alike = sum(a == b for pairs in shared.values() for a, b in pairs) / total
    weighed = [(len(pairs), kappa) for pairs in shared.values() if (kappa := _kappa(pairs)) is not None]
    size = sum(n for n, _ in weighed)
    return Agreement(total, alike, sum(n * k for n, k in weighed) / size if size else None, blind)


def _kappa(pairs: list[tuple[Verdict, Verdict]]) -> float | None:
    total = len(pairs)
    seen = sum(a == b for a, b in pairs) / total
    chance = sum(sum(a == v for a, _ in pairs) * sum(b == v for _, b in pairs) for v in Verdict) / total**2
    return None if chance == 1 else (seen - chance) / (1 - chance)
