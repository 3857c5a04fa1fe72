"""How the record's figures read in a terminal. Numbers come in, lines of words go out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from homeward.record.nowcast.triangle import month_name
from homeward.record.regions import regions

from .words import chosen_language, w, words_in

if TYPE_CHECKING:  # the shapes come from modules that load heavy libraries
    from homeward.record.claims import Beside
    from homeward.record.disclose.audit import Audit, Found
    from homeward.record.estimate.together import Estimate, Model
    from homeward.record.excess import Excess
    from homeward.record.nowcast.backtest import Backtest
    from homeward.record.nowcast.effort import Forecast
    from homeward.record.rate_table import Rate, Share

SHOWN_MODELS = 5
SHOWN_FINDINGS = 10


def category_name(by: str, name: str) -> str:
    """A category in words; months and unknown names stay as they are."""
    region = regions().get(name)
    if region:
        return region.ru if chosen_language() == "ru" else region.en
    identity = f"category-{by}-{name}" if name not in ("not-recorded", "unclear") else f"category-{name}"
    return w(identity) if words_in(chosen_language()).has(identity) else name


def region_lines(rates: Sequence[Rate], elsewhere: int) -> list[str]:
    """The ranking: place, interval of the place, rate, interval, deaths, name. A place that chance decides is not printed."""
    lines = [w("rates-head")]
    for r in rates:
        place = str(r.rank) if r.ranked else "–"
        span = f"{place:>4} ({r.rank_low}–{r.rank_high})"
        lines.append(f"{span:<13} {r.rate:8.1f} ({r.low:.1f}–{r.high:.1f})".ljust(41) + f"{r.deaths:>6}  {r.name}")
    if not all(r.ranked for r in rates):
        lines.append(w("rates-not-ranked"))
    if elsewhere:
        lines.append(w("rates-elsewhere", count=elsewhere))
    return [*lines, w("rates-denominator", source=rates[0].denominator)]


def category_lines(shares: Sequence[Share], by: str) -> list[str]:
    """Deaths, share, rate of all men, category."""
    lines = [w("shares-head")]
    lines += [
        f"{s.deaths:>7} {100 * s.share:6.1f} %  {s.rate:8.2f} ({s.low:.2f}–{s.high:.2f})  {category_name(by, s.category)}" for s in shares
    ]
    return [*lines, w("shares-denominator", source=shares[0].denominator)] if shares else lines


def estimate_lines(found: Estimate) -> list[str]:
    """Observed, the models side by side, the latent classes, warnings, or the refusal."""
    lines = [w("estimate-observed", observed=found.observed, lists=", ".join(found.lists))]
    if found.models:
        fitted = [m for m in found.models if m.method == "loglinear"][:SHOWN_MODELS]
        lines += [w("estimate-models", fitted=found.fitted), *(_model(m) for m in fitted)]
        lines += [_model(m) for m in found.models if m.method != "loglinear"]
    if found.lcmcr:
        p = found.lcmcr
        lines.append(
            w("estimate-latent", mean=round(p.mean), low=round(p.low), high=round(p.high), rhat=f"{p.r_hat:.2f}", draws=round(p.effective))
        )
    lines += [w(f"estimate-warning-{n.name}", lists=", ".join(n.lists)) for n in found.warnings]
    if found.refused:
        return [*lines, w("estimate-refused", reason=w(f"estimate-refusal-{found.refused.name}", lists=", ".join(found.refused.lists)))]
    if found.range:
        low, high = found.range
        lines.append(w("estimate-range", low=round(low), high=round(high)) if high else w("estimate-range-open", low=round(low)))
    return lines


def estimate_json(found: Estimate, doubt: tuple[float, float] | None) -> dict[str, Any]:
    """The estimate as data: `refused` is null or the reason in words, `refusal` its name; warnings likewise with `says`."""
    plain: dict[str, Any] = msgspec.to_builtins(found)
    for note in plain["warnings"]:
        note["says"] = w(f"estimate-warning-{note['name']}", lists=", ".join(note["lists"]))
    plain["refusal"] = plain["refused"]
    if found.refused:
        plain["refused"] = w(f"estimate-refusal-{found.refused.name}", lists=", ".join(found.refused.lists))
    return plain | {"links": doubt}


def _model(m: Model) -> str:
    name = f"{w(f'estimate-method-{m.method}')} {m.model}".strip()
    interval = f"{m.low or 0:,.0f}–{m.high:,.0f}" if m.high is not None else f"{m.low or 0:,.0f}–∞"
    return (
        f"  {m.estimate:>12,.0f}  ({interval})".ljust(40).replace(",", "\u202f")
        + (f"BIC {m.bic:8.1f}  " if m.bic is not None else " " * 14)
        + name
    )


def nowcast_rows(found: Forecast) -> list[dict[str, Any]]:
    """Months with what is listed now and what will be."""
    return [
        {"month": month_name(int(m)), "listed": int(n), "median": round(float(mid)), "low": round(float(a)), "high": round(float(b))}
        for m, n, mid, a, b in zip(found.months, found.listed, found.median, found.low, found.high, strict=True)
    ]


def nowcast_lines(found: Forecast, tested: Backtest) -> list[str]:
    """The last two years of months, and how the method did before."""
    lines = [w("nowcast-head", ahead=found.ahead)]
    lines += [f"{r['month']}  {r['listed']:>7}  {r['median']:>7}  ({r['low']}–{r['high']})" for r in nowcast_rows(found)[-24:]]
    m, c = tested.model, tested.chain_ladder
    lines.append(
        w("nowcast-tested", cases=m.cases, held=f"{100 * m.coverage:.0f}", score=round(m.interval_score), chain=round(c.interval_score))
    )
    return [*lines, w("nowcast-caution")]


def excess_lines(found: Excess) -> list[str]:
    """By year and in all."""
    lines = [f"{y.year}  {y.excess:>9,.0f} ± {y.error:,.0f}".replace(",", "\u202f") for y in found.years]
    lines.append(w("excess-total", total=round(found.total), error=round(found.error_shared)))
    return [*lines, w("excess-hiv" if found.hiv_left_out else "excess-no-hiv"), w("excess-meaning")]


def claim_lines(found: Sequence[Beside]) -> list[str]:
    """Each claim as a small card; no sum at the end, ever."""
    lines = []
    for b in found:
        c = b.claim
        figure = f"{c.low:,}".replace(",", "\u202f") + (f"–{c.high:,}".replace(",", "\u202f") if c.high and c.high != c.low else "")
        figure = w("claim-at-least", figure=figure) if c.high is None else figure
        lines += [f"{figure} · {c.who} · {c.as_of}", f"    {c.what}; {c.scope}", f"    {w('claim-method', method=c.method)}"]
        if b.rate:
            lines.append("    " + w("claim-rate", rate=f"{b.rate.rate:.1f}", low=f"{b.rate.low:.1f}", high=f"{b.rate.high:.1f}"))
        if b.counted is not None:
            lines.append("    " + w("claim-counted", counted=b.counted))
        lines.append("    " + w("claim-cited", cited=c.cited))
    return [*lines, w("claims-never-merged")]


def audit_lines(found: Audit) -> list[str]:
    """What the attacker got."""
    lines = [w("audit-read", versions=found.versions, tables=found.tables, cells=found.cells, hidden=found.hidden)]
    lines.append(w("audit-recovered", count=len(found.recovered)) if found.recovered else w("audit-nothing"))
    lines += [_finding(f) for f in found.recovered[:SHOWN_FINDINGS]]
    if found.narrow:
        lines += [w("audit-narrow", count=len(found.narrow)), *(_finding(f) for f in found.narrow[:SHOWN_FINDINGS])]
    if found.small_shown:
        lines.append(w("audit-small", count=found.small_shown))
    lines += [w("audit-people", table=table, unique=n) for table, n in found.person_rows.items()]
    if not found.complete:
        lines.append(w("audit-incomplete"))
    return lines


def _finding(f: Found) -> str:
    where = ", ".join(f"{d}={c}" for d, c in f.cell.items()) or w("record-whole")
    span = str(f.low) if f.low == f.high else f"{f.low}–{f.high}"
    return f"    {f.version} {f.measure}: {where} → {span}".replace("  ", " ") + (f" ({w('audit-together')})" if f.together else "")
