"""Linkage: which reports speak of one person (RECORD 5). Splink on DuckDB, or on Spark beyond one machine; the rules around it are ours."""
