"""The figures of the site in their order: words, chart in two widths, table, citation (RECORD, 'Site', 2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from homeward.record.counted import NOT_RECORDED, UNCLEAR
from homeward.record.disclose.tables import Table

from . import charts
from .charts import NARROW, WIDE, number, region_name
from .published import Published
from .svg import Drawing

Words = Callable[..., str]
RANKED = 25


@dataclass
class Shown:
    """One figure as the template wants it."""

    id: str
    heading: str
    lead: str
    cite: str
    caption: str = ""
    wide: str = ""
    narrow: str = ""
    alone: str = ""
    notes: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    numeric: set[int] = field(default_factory=set)
    data: str = ""
    refused: str = ""
    invented: bool = False


def figures(p: Published, say: Words, language: str) -> list[Shown]:
    """All that this release has material for."""
    made = [
        *_regions(p, say, language),
        _time(p, say, language),
        *_delay(p, say),
        _unseen(p, say, language),
        *_returns(p, say, language),
    ]
    made += [_single(p, say, language, name) for name in ("unit", "age", "rank", "support") if p.table("deaths", name)]
    for number_, shown in enumerate(made, start=1):
        shown.cite = cite(p, say, f"{say('site-figure', number=number_)}. {shown.heading}")
        shown.invented = p.invented
    return made


def cite(p: Published, say: Words, what: str) -> str:
    """What to write beside a figure that is used elsewhere."""
    demo = f" {say('site-invented')}" if p.invented else ""
    return say("site-citation", title=p.title or say("release-untitled"), what=what, version=p.version, day=p.day, hash=p.hash[:16]) + demo


def _draw(shown: Shown, draw: Callable[[float], Drawing]) -> Shown:
    wide = draw(WIDE)
    shown.wide, shown.narrow, shown.alone = wide.inline("wide"), draw(NARROW).inline("narrow"), wide.alone()
    return shown


def _regions(p: Published, say: Words, language: str) -> list[Shown]:
    if not p.rates:
        return []
    hidden = 85 - len(p.rates)
    shown_map = _draw(
        Shown("map", say("site-map"), say("site-map-lead"), "", caption=say("site-map-caption"), data="data/rates-by-region"),
        lambda width: charts.tile_map(p.rates, say, language, width),
    )
    if hidden:
        shown_map.notes.append(say("site-map-hidden", count=hidden))
    rank = _draw(
        Shown(
            "ranking",
            say("site-ranking"),
            say("site-ranking-lead"),
            "",
            caption=say("site-ranking-caption", count=min(RANKED, len(p.rates))),
            data="data/rates-by-region",
        ),
        lambda width: charts.ranking(p.rates[:RANKED], say, language, width),
    )
    rank.columns = [say(f"site-column-{c}") for c in ("region", "deaths", "men", "rate", "interval", "rank", "ranks")]
    rank.numeric = {1, 2, 3, 4, 5, 6}
    rank.rows = [
        [
            region_name(r.region, language),
            number(r.deaths, language),
            number(r.men, language),
            number(r.rate, language),
            f"{number(r.low, language)}–{number(r.high, language)}",
            str(r.rank) if r.ranked else "—",
            f"{r.rank_low}–{r.rank_high}",
        ]
        for r in p.rates
    ]
    return [shown_map, rank]


def _time(p: Published, say: Words, language: str) -> Shown:
    table = p.table("deaths", "month")
    months = _trimmed([(key[0], n) for key, n in sorted(table.counts.items()) if key[0] not in (NOT_RECORDED, UNCLEAR)] if table else [])
    shown = Shown("time", say("site-time"), say("site-time-lead"), "", caption=say("site-time-caption"), data="data/deaths-by-month")
    if not p.unseen.coming:
        shown.refused = say("site-nowcast-refused")
    expected = {c.month: c for c in p.unseen.coming}
    shown.columns = [say(f"site-column-{c}") for c in ("month", "deaths", "expected", "interval90")]
    shown.numeric = {1, 2, 3}
    for month, n in months:
        c = expected.get(month)
        shown.rows.append(
            [
                month,
                say("site-hidden-short") if n is None else number(n, language),
                number(c.median, language) if c else "",
                f"{number(c.low, language)}–{number(c.high, language)}" if c else "",
            ]
        )
    return _draw(shown, lambda width: charts.time_line(months, p.unseen.coming, say, language, width)) if months else shown


def _trimmed(months: list[tuple[str, int | None]]) -> list[tuple[str, int | None]]:
    """Without the hidden or empty months at both ends: slips of the pen, in the main."""
    solid = [i for i, (_, n) in enumerate(months) if n]
    return months[solid[0] : solid[-1] + 1] if solid else []


def _delay(p: Published, say: Words) -> list[Shown]:
    if len(p.unseen.delay) < 4:
        return []
    shown = Shown("delay", say("site-delay"), say("site-delay-lead"), "", caption=say("site-delay-caption"), data="data/delay")
    shown.columns, shown.numeric = [say("site-column-months"), say("site-column-share")], {0, 1}
    shown.rows = [[str(n), f"{s * 100:.0f} %"] for n, s in enumerate(p.unseen.delay)]
    return [_draw(shown, lambda width: charts.delay_curve(p.unseen.delay, say, width))]


def _unseen(p: Published, say: Words, language: str) -> Shown:
    found = p.unseen.estimate
    shown = Shown("estimates", say("site-estimates"), say("site-estimates-lead"), "", caption=say("site-estimates-caption"))
    if found is None or found.refused:
        shown.refused = say("site-estimates-refused", reason=found.refused.name if found and found.refused else "too-few")
        if found is None or not found.models:
            return shown
    rows = charts.estimate_rows(p.unseen, say)
    shown.notes = [say("site-warning", name=note.name, lists=", ".join(note.lists)) for note in found.warnings]
    shown.columns, shown.numeric = [say(f"site-column-{c}") for c in ("model", "estimate", "interval")], {1, 2}
    shown.rows = [
        [
            name,
            number(round(value), language),
            "" if low is None else f"{number(round(low), language)}–{number(round(high), language) if high else '?'}",
        ]
        for name, value, low, high in rows
    ]
    return _draw(shown, lambda width: charts.estimates(p.unseen, say, language, width))


def _returns(p: Published, say: Words, language: str) -> list[Shown]:
    names = [m for m in p.measures() if m.startswith("refusals-")]
    if not names:
        return []
    shown = Shown("returns", say("site-returns"), say("site-returns-lead"), "", data=f"data/{names[0]}-by-region")
    tables = {name: t for name in names if (t := p.table(name, "region"))}
    places = sorted(
        {key[0] for t in tables.values() for key in t.counts}, key=lambda r: (r in ("other", NOT_RECORDED), region_name(r, language))
    )
    shown.columns = [say("site-column-region"), *(say(f"site-{name}") for name in tables)]
    shown.numeric = set(range(1, len(tables) + 1))
    shown.rows = [[_category(place, say, language), *(_count(t, place, say, language) for t in tables.values())] for place in places]
    totals = [t.counts.get(()) if (t := p.table(name)) else None for name in tables]
    shown.rows.append([say("site-all"), *(say("site-hidden-short") if n is None else number(n, language) for n in totals)])
    return [shown]


def _single(p: Published, say: Words, language: str, dimension: str) -> Shown:
    table = p.table("deaths", dimension)
    assert table is not None
    shown = Shown(f"by-{dimension}", say(f"site-by-{dimension}"), say(f"site-by-{dimension}-lead"), "", data=f"data/deaths-by-{dimension}")
    shown.columns, shown.numeric = (
        [say("site-column-rank-group" if dimension == "rank" else f"site-column-{dimension}"), say("site-column-deaths")],
        {1},
    )
    shown.rows = [[_category(key[0], say, language), _count(table, key[0], say, language)] for key in sorted(table.counts)]
    bars = [(_category(key[0], say, language), n) for key, n in sorted(table.counts.items())]
    return _draw(shown, lambda width: charts.bars(bars, shown.heading, say, language, width))


def _count(table: Table, place: str, say: Words, language: str) -> str:
    count: Any = table.counts.get((place,), 0)
    return say("site-hidden-short") if count is None else number(count, language)


def _category(name: str, say: Words, language: str) -> str:
    known = region_name(name, language)
    return known if known != name else say(f"site-cat-{name}")


def heads(p: Published, say: Words, language: str) -> Sequence[dict[str, str]]:
    """The few numbers at the top, each with how it is known."""
    total = p.table("deaths")
    made = []
    if total and (n := total.counts.get(())) is not None:
        made.append({"value": number(n, language), "words": say("site-head-listed"), "how": say("site-head-listed-how")})
    if p.unseen.coming:
        more = sum(c.median for c in p.unseen.coming) - sum(c.listed for c in p.unseen.coming)
        made.append({"value": f"+{number(max(0, more), language)}", "words": say("site-head-coming"), "how": say("site-head-coming-how")})
    found = p.unseen.estimate
    if found and found.range and not found.refused:
        low, high = found.range
        made.append(
            {
                "value": f"{number(round(low), language)}–{number(round(high), language) if high else '?'}",
                "words": say("site-head-range"),
                "how": say("site-head-range-how"),
            }
        )
    if p.rates and p.rates[0].ranked:
        r = p.rates[0]
        made.append(
            {
                "value": number(r.rate, language),
                "words": say("site-head-first", region=region_name(r.region, language)),
                "how": say("site-head-first-how", low=number(r.low, language), high=number(r.high, language)),
            }
        )
    return made
