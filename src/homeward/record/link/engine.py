"""The same model on DuckDB or Spark: tables in, compared pairs out (RECORD 5.4). The only place that knows Splink."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from homeward.record.errors import EngineMissing

from .blocks import rule
from .config import MatchConfig, Weights
from .levels import MISSING, UNIT, Comparison, comparisons, settings

FLOOR = -12.0  # pairs below these bits are not kept: one in 4,000


@dataclass(frozen=True)
class Scored:
    """Compared pairs: row numbers left and right, bits in all, bits by comparison, rarity bits by comparison."""

    left: np.ndarray[Any, Any]
    right: np.ndarray[Any, Any]
    bits: np.ndarray[Any, Any]
    parts: dict[str, np.ndarray[Any, Any]]
    rarity: dict[str, np.ndarray[Any, Any]]


def score(
    table: pa.Table, config: MatchConfig, *, across: bool, engine: str = "duckdb", floor: float = FLOOR, threads: int | None = None
) -> Scored:
    """Compare the rows of a table (columns `unique_id`, `source` and features). Raises EngineMissing, MatchConfigWrong."""
    spark = engine == "spark"
    compared = comparisons(config, spark)
    with _quiet(), _api(engine, threads) as api:
        linker = _linker(api, table, config, compared, across)
        if config.weights is None:
            _train(linker, config, across)
        # With weights, Splink's own prior is one to one and ours is added after: it may be anything.
        prior = config.weights.prior - float(np.log2(max(2, table.num_rows))) if config.weights else 0.0
        return _collect(linker.inference.predict(threshold_match_weight=floor - prior), compared, prior)


def _linker(api: Any, table: pa.Table, config: MatchConfig, compared: list[Comparison], across: bool) -> Any:
    from splink import Linker, SettingsCreator
    from splink.blocking_rule_library import CustomRule

    made = SettingsCreator(
        link_type="dedupe_only",
        comparisons=settings(compared, config.weights),
        blocking_rules_to_generate_predictions=[CustomRule(rule(line, across)) for line in config.block],
        probability_two_random_records_match=0.5 if config.weights else 1.0 / max(2, table.num_rows),
        retain_intermediate_calculation_columns=True,
        retain_matching_columns=False,
    )
    registered = api.register(table.to_pandas() if type(api).__name__ == "SparkAPI" else table, dataset_display_name="reports")
    return Linker(registered, made, log_level=None)


def _train(linker: Any, config: MatchConfig, across: bool) -> None:
    from splink.blocking_rule_library import CustomRule

    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for line in config.train or config.block[:2]:
        linker.training.estimate_parameters_using_expectation_maximisation(CustomRule(rule(line, across)), fix_u_probabilities=True)
    for comparison in linker._settings_obj.comparisons:
        levels = [level for level in comparison.comparison_levels if not level.is_null_level]
        for level in levels:  # nothing is impossible: what training never met keeps a chance
            level.m_probability = 0.98 * (level.m_probability or 0.0) + 0.02 / len(levels)


def _collect(found: Any, compared: list[Comparison], prior: float) -> Scored:
    got = found.as_pyarrow_table()
    columns = set(got.column_names)

    def column(name: str) -> np.ndarray[Any, Any]:
        return got.column(name).to_numpy(zero_copy_only=False) if name in columns else np.zeros(got.num_rows)

    return Scored(
        left=column("unique_id_l").astype(np.int64),
        right=column("unique_id_r").astype(np.int64),
        bits=column("match_weight").astype(np.float64) + prior,
        parts={c.name: np.nan_to_num(column(f"mw_{c.name}").astype(np.float64)) for c in compared},
        rarity={c.name: np.nan_to_num(column(f"mw_tf_adj_{c.name}").astype(np.float64)) for c in compared},
    )


@contextlib.contextmanager
def _api(engine: str, threads: int | None) -> Iterator[Any]:
    if engine == "spark":
        session = _session()
        try:
            from splink import SparkAPI

            make: Any = SparkAPI
            yield make(spark_session=session, break_lineage_method="persist", num_partitions_on_repartition=4)
        finally:
            session.stop()
        return
    import duckdb
    from splink import DuckDBAPI

    connection = duckdb.connect(":memory:")
    try:
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = false")
        if threads:
            connection.execute(f"SET threads = {int(threads)}")
        yield DuckDBAPI(connection=connection)
    finally:
        connection.close()


def _session() -> Any:
    try:
        from pyspark.sql import SparkSession
        from splink.internals.spark.jar_location import similarity_jar_location
    except ImportError as absent:
        raise EngineMissing("pyspark") from absent
    build = SparkSession.builder.master("local[2]").appName("homeward").config("spark.jars", similarity_jar_location())
    build = (
        build.config("spark.ui.enabled", "false").config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    )
    build = build.config("spark.sql.shuffle.partitions", "4").config("spark.default.parallelism", "4").config("spark.driver.memory", "2g")
    return build.getOrCreate()


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    import splink  # noqa: F401 (it sets its logger up when first imported)

    logger = logging.getLogger("splink")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)


def blank(compared: list[Comparison]) -> Weights:
    """Weights that say nothing: used while weights are learnt."""
    return Weights({c.name: {} for c in compared}, {c.name: 1.0 for c in compared if any(level.rarity for level in c.levels)}, 0.0, "")


__all__ = ["FLOOR", "MISSING", "UNIT", "Scored", "blank", "score"]
