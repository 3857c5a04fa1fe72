"""Hypothesis profiles, the folder of outside data, and skips that speak."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("dev", max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
settings.register_profile("long", max_examples=int(os.environ.get("HOMEWARD_HISTORIES", "500")), deadline=None,
                          suppress_health_check=list(HealthCheck), database=None)  # fmt: skip
settings.load_profile(os.environ.get("HOMEWARD_PROFILE", "dev"))


@pytest.fixture
def outside() -> Path:
    """The folder of outside test data named by HOMEWARD_DATA; the test is skipped, with this line, where it is absent."""
    folder = os.environ.get("HOMEWARD_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("HOMEWARD_DATA names no folder of outside test data (Wycheproof and speccheck sets are not run)")
    return Path(folder)
