"""The charts of the site, each from published figures, in a wide and a narrow form (RECORD, 'Site', 2)."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources

from homeward.record.regions import regions
from homeward.record.release.figures import RegionRate
from homeward.record.release.unseen import Coming, Unseen

from .svg import Drawing

Words = Callable[..., str]
WIDE, NARROW = 720.0, 340.0
CLASSES = 6
_CODES = {"UA-40": "SEV", "UA-43": "CRI"}


@cache
def tiles() -> dict[str, tuple[int, int]]:
    """Column and row of each region's tile: all are equally large, for each is as many families as it is."""
    text = (resources.files(__package__) / "tiles.csv").read_text("utf-8")
    return {r["iso"]: (int(r["column"]), int(r["row"])) for r in csv.DictReader(text.splitlines())}


def tile_map(rates: Sequence[RegionRate], say: Words, language: str, width: float) -> Drawing:
    """Rate classes by sixths of the regions; hidden ones dashed, never coloured as if they were low."""
    side, legend = width / 16, 34.0
    sheet = Drawing(width, side * 9 + legend, say("site-map"))
    known = {r.region: r for r in rates}
    steps = class_ends([r.rate for r in rates])
    for iso, (column, row) in sorted(tiles().items()):
        name, x, y = region_name(iso, language), column * side, row * side
        found = known.get(iso)
        tip = f"{name}: {say('site-hidden')}"
        kind = "hidden"
        if found:
            level = sum(found.rate > end for end in steps)
            kind, tip = (
                f"q{level}",
                f"{name}: {number(found.rate, language)} ({number(found.low, language)}–{number(found.high, language)})",
            )
        sheet.rect(x + 1, y + 1, side - 2, side - 2, kind, tip=tip, round_=side / 8)
        dark = found is not None and sum(found.rate > end for end in steps) >= 4
        size = "code" if width == WIDE else "xs"
        sheet.text(
            x + side / 2,
            y + side / 2 + (4 if width == WIDE else 3),
            _CODES.get(iso, iso.partition("-")[2]),
            f"mid {size}{' inv' if dark else ''}",
        )
    y, step = side * 9 + 10, min(64.0, width / 7)
    for level in range(CLASSES):
        sheet.rect(level * step, y, step - 2, 9, f"q{level}", round_=2)
        if level < len(steps):
            sheet.text((level + 1) * step - 1, y + 21, number(steps[level], language), "s mid")
    sheet.rect(CLASSES * step + 8, y, 14, 9, "hidden", round_=2)
    sheet.text(CLASSES * step + 8, y + 21, say("site-hidden-short"), "s")
    return sheet


def class_ends(rates: Sequence[float]) -> list[float]:
    """Upper ends of the first five of six classes of equally many regions."""
    ordered = sorted(rates)
    return [ordered[min(len(ordered) - 1, len(ordered) * i // CLASSES)] for i in range(1, CLASSES)] if ordered else []


def ranking(rates: Sequence[RegionRate], say: Words, language: str, width: float) -> Drawing:
    """A line a region: rank with its interval, rate with its exact interval. Hollow where chance decides the rank."""
    wide = width == WIDE
    row, top, name_width, rank_width = 22.0, 26.0, (230.0 if wide else 0.0), (86.0 if wide else 78.0)
    if not wide:
        row = 36.0
    sheet = Drawing(width, top + row * len(rates) + 8, say("site-ranking"))
    most = max((r.high for r in rates), default=1.0)
    left, right = name_width + 4, width - rank_width
    scale = (right - left) / most
    for tick in ticks(most, 5 if wide else 3):
        x = left + tick * scale
        sheet.line(x, top - 8, x, sheet.height - 8, "grid")
        sheet.text(x, top - 13, number(tick, language), "s mid" if tick else "s")
    sheet.text(width, top - 13, say("site-rank-short"), "s end")
    for i, r in enumerate(rates):
        y = top + row * i + (row / 2 if wide else 26)
        name = region_name(r.region, language)
        sheet.text(
            0 if not wide else name_width - 6, y - 13 if not wide else y + 4, short(name, 30 if wide else 36), "b" if not wide else "end"
        )
        kind = "" if r.ranked else " faint"
        sheet.line(left + r.low * scale, y, left + r.high * scale, y, f"span{kind}")
        tip = f"{name}: {number(r.rate, language)} ({number(r.low, language)}–{number(r.high, language)}), {r.deaths}/{r.men}"
        sheet.circle(left + r.rate * scale, y, 4.5, "dot" if r.ranked else "dot hollow", tip=tip)
        rank = f"{r.rank} ({r.rank_low}–{r.rank_high})" if r.ranked else f"— ({r.rank_low}–{r.rank_high})"
        sheet.text(width, y + 4, rank, "end" if r.ranked else "s end")
    return sheet


def time_line(months: Sequence[tuple[str, int | None]], coming: Sequence[Coming], say: Words, language: str, width: float) -> Drawing:
    """Bars of deaths by month as listed, ghosts of those expected within a year with a 90 % whisker."""
    expected = {c.month: c for c in coming}
    height, left, bottom, top = (280.0 if width == WIDE else 220.0), 40.0, 26.0, 12.0
    sheet = Drawing(width, height, say("site-time"))
    most = max([n or 0 for _, n in months] + [c.high for c in coming] + [1])
    scale = (height - bottom - top) / most
    step = (width - left) / max(1, len(months))
    for tick in ticks(most, 4):
        y = height - bottom - tick * scale
        sheet.line(left, y, width, y, "grid")
        sheet.text(left - 6, y + 4, number(tick, language), "s end")
    every = max(1, math.ceil(len(months) / (width / 56)))
    for i, (month, count) in enumerate(months):
        x, base = left + i * step, height - bottom
        if (c := expected.get(month)) and c.median > (count or 0):
            sheet.rect(
                x + step * 0.15,
                base - c.median * scale,
                step * 0.7,
                c.median * scale,
                "ghost",
                tip=f"{month}: {c.median} ({c.low}–{c.high})",
            )
        if count:
            sheet.rect(x + step * 0.15, base - count * scale, step * 0.7, count * scale, "bar", tip=f"{month}: {count}")
        elif count is None:
            sheet.text(x + step / 2, base - 4, "×", "s mid")
        if c and c.high > c.low:
            middle = x + step / 2
            sheet.line(middle, base - c.low * scale, middle, base - c.high * scale, "whisker")
        if i % every == 0 and i + every / 2 <= len(months):
            sheet.text(x + step / 2, height - 8, f"{month[5:7]}.{month[2:4]}", "s mid")
    return sheet


def delay_curve(shares: Sequence[float], say: Words, width: float) -> Drawing:
    """Share listed by months after the month of death."""
    height, left, bottom, top = 220.0, 44.0, 34.0, 12.0
    sheet = Drawing(width, height, say("site-delay"))
    across, up = (width - left - 8) / max(1, len(shares) - 1), height - bottom - top
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = height - bottom - tick * up
        sheet.line(left, y, width, y, "grid")
        sheet.text(left - 6, y + 4, f"{tick * 100:.0f} %", "s end")
    for n in range(0, len(shares), 3 if width == WIDE else 6):
        sheet.text(left + n * across, height - bottom + 15, str(n), "s mid")
    sheet.text(width, height - 4, say("site-delay-axis"), "s end")
    sheet.path([(left + n * across, height - bottom - min(1.0, s) * up) for n, s in enumerate(shares)], "curve")
    return sheet


def estimates(unseen: Unseen, say: Words, language: str, width: float) -> Drawing:
    """Models side by side, none of them crowned; an interval that does not close runs off the sheet."""
    rows = estimate_rows(unseen, say)
    row, top, wide = 40.0, 26.0, width == WIDE
    left = 210.0 if wide else 4.0
    sheet = Drawing(width, top + row * len(rows) + 6, say("site-estimates"))
    most = max([high or 0 for *_, high in rows] + [value for _, value, *_ in rows] + [1.0]) * 1.05
    scale = (width - left - 10) / most
    for tick in ticks(most, 5 if wide else 3):
        sheet.line(left + tick * scale, top - 8, left + tick * scale, sheet.height, "grid")
        sheet.text(left + tick * scale, top - 13, number(tick, language), "s mid" if tick else "s")
    for i, (name, value, low, high) in enumerate(rows):
        y = top + row * i + (row / 2 if wide else 28)
        sheet.text(left - 10 if wide else 0, y + 4 if wide else y - 12, name, "end" if wide else "b")
        if low is not None:
            sheet.line(left + low * scale, y, left + (high or most) * scale, y, "span" if high else "span faint")
        sheet.circle(left + value * scale, y, 5, "dot", tip=f"{name}: {number(value, language)}")
    return sheet


def estimate_rows(unseen: Unseen, say: Words) -> list[tuple[str, float, float | None, float | None]]:
    """(name, estimate, low, high): counted, best by BIC, best by AIC, stepwise, latent classes, the least."""
    found = unseen.estimate
    if found is None:
        return []
    rows: list[tuple[str, float, float | None, float | None]] = [(say("site-counted"), float(found.observed), None, None)]
    step = next((m for m in found.models if m.method == "stepwise"), None)
    for name, model in (("bic", found.best_bic), ("aic", found.best_aic), ("stepwise", step), ("least", found.least)):
        if model:
            rows.append((say(f"site-model-{name}"), model.estimate, model.low, model.high))
    if found.lcmcr:
        rows.append((say("site-model-latent"), found.lcmcr.mean, found.lcmcr.low, found.lcmcr.high))
    return rows


def ticks(most: float, about: int) -> list[float]:
    """Round numbers from 0 to `most`."""
    raw = most / max(1, about)
    power = 10 ** math.floor(math.log10(raw)) if raw > 0 else 1
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw)
    return [step * i for i in range(int(most / step) + 1)]


def number(value: float, language: str) -> str:
    """12 345 and 16,25 in Russian; 12,345 and 16.25 in English; one decimal below 100, none for whole numbers."""
    text = f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.1f}"
    return text.replace(",", "\u00a0").replace(".", ",") if language == "ru" else text


def region_name(iso: str, language: str) -> str:
    """A region's name, or the code itself."""
    found = regions().get(iso)
    return iso if found is None else found.ru if language == "ru" else found.en


def short(name: str, most: int) -> str:
    """A long region's name, with the usual abbreviations, then cut."""
    for long, brief in (
        ("Республика ", ""),
        ("автономный округ", "АО"),
        ("автономная область", "АО"),
        ("область", "обл."),
        (" (Якутия)", ""),
        ("Кабардино-Балкарская", "Кабардино-Балкария"),
        ("Карачаево-Черкесская", "Карачаево-Черкесия"),
        ("Удмуртская", "Удмуртия"),
        ("Чеченская", "Чечня"),
        ("Чувашская", "Чувашия"),
        (" Республика", ""),
    ):
        name = name.replace(long, brief)
    return name if len(name) <= most else name[: most - 1] + "…"


def bars(rows: Sequence[tuple[str, int | None]], title: str, say: Words, language: str, width: float) -> Drawing:
    """A bar a category with its number; hidden ones say so."""
    wide, row = width == WIDE, (28.0 if width == WIDE else 42.0)
    left = 230.0 if wide else 2.0
    sheet = Drawing(width, row * len(rows) + 4, title)
    most = max([n or 0 for _, n in rows] + [1])
    scale = (width - left - 70) / most
    for i, (name, count) in enumerate(rows):
        y = row * i + (6 if wide else 20)
        sheet.text(left - 10 if wide else 2, y + 13 if wide else y - 6, name, "end" if wide else "t")
        if count is None:
            sheet.rect(left, y, 40, 17, "hidden", round_=3)
            sheet.text(left + 48, y + 13, say("site-hidden-short"), "s")
        else:
            sheet.rect(left, y, max(1.0, count * scale), 17, "bar", round_=3)
            sheet.text(left + count * scale + 7, y + 13, number(count, language), "b")
    return sheet
