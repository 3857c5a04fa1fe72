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


# The one setting that says where outside test data lie: published vectors and lists that this repository does not carry.
OUTSIDE = Path(os.environ.get("HOMEWARD_DATA", Path(__file__).parents[2] / "shared" / "data"))


@pytest.fixture(scope="session")
def outside() -> Path:
    """The folder of outside test data; the test is skipped, with this line, where it is absent."""
    if not OUTSIDE.is_dir():
        pytest.skip("no folder of outside test data: set HOMEWARD_DATA to one (docs/testing.md says what it holds)")
    return OUTSIDE
