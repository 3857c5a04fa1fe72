"""The peer: Splink out of the box, as its own tutorial sets it up, on the same rows."""

from __future__ import annotations

import logging
import time

import numpy as np
import pyarrow as pa

NAMES = ("surname", "given", "patronymic", "given_name", "name", "en_name")
PLAIN = ("region", "home", "suburb", "postcode", "state", "sex", "address_1")
DATES = ("born", "date_of_birth")


def out_of_the_box(rows: list[dict[str, str]], sources: list[int], truth: set[tuple[int, int]]) -> str:
    """F1 at .5, best, precision, recall and seconds, as printed."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    started = time.monotonic()
    present = [c for c in (*NAMES, *PLAIN, *DATES) if any(row.get(c) for row in rows)]
    columns = {c: pa.array([_said(row.get(c, ""), c) for row in rows], pa.string()) for c in present}
    table = pa.table({"unique_id": np.arange(len(rows)), "source_dataset": pa.array([str(s) for s in sources]), **columns})
    names, dates = [c for c in present if c in NAMES], [c for c in present if c in DATES]
    compare = [cl.NameComparison(c) for c in names]
    compare += [cl.DateOfBirthComparison(c, input_is_string=True, datetime_format="%Y-%m-%d") for c in dates]
    compare += [cl.ExactMatch(c).configure(term_frequency_adjustments=True) for c in present if c in PLAIN]
    blocks = [block_on(*names[:2])] + [block_on(d) for d in dates] + [block_on(n, p) for n in names for p in present if p in PLAIN[:1]]
    both = len(set(sources)) == 2
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=compare,
        blocking_rules_to_generate_predictions=blocks,
        additional_columns_to_retain=["source_dataset"],
    )
    linker = Linker(DuckDBAPI().register(table, dataset_display_name="reports"), settings, log_level=logging.CRITICAL)
    linker.training.estimate_probability_two_random_records_match([block_on(*present[:4])], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for block in blocks[:2] if len(blocks) > 1 else [block_on(present[-1])]:
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    found = linker.inference.predict(threshold_match_probability=0.01).as_pyarrow_table()
    left, right = found.column("unique_id_l").to_numpy(), found.column("unique_id_r").to_numpy()
    chance = found.column("match_probability").to_numpy()
    number = np.array(sources)
    if both:
        across = number[left] != number[right]
        left, right, chance = left[across], right[across], chance[across]
    low, high = np.minimum(left, right).tolist(), np.maximum(left, right).tolist()
    hit = np.array([pair in truth for pair in zip(low, high, strict=True)])
    half = chance >= 0.5
    tp = int(hit[half].sum())
    order = np.argsort(-chance, kind="stable")
    f1s = 2 * np.cumsum(hit[order]) / (np.arange(1, len(order) + 1) + len(truth))
    score = 2 * tp / (int(half.sum()) + len(truth))
    precision, recall = tp / max(1, int(half.sum())), tp / len(truth)
    return f"{score:7.4f} {f1s.max():7.4f} {precision:9.4f} {recall:7.4f} {time.monotonic() - started:6.1f} s"


def _said(text: str, column: str) -> str | None:
    text = text.strip()
    if column == "date_of_birth" and len(text) == 8:
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if column in DATES and len(text) != 10:
        return None
    return text or None
