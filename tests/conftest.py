"""Where tests find the shared corpus, which users do not have; the same examples on every run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("fresh", deadline=None)  # pytest --hypothesis-profile=fresh looks for new ones
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Root of the shared corpus: MOU_CORPUS, or ``../shared`` beside the checkout."""
    path = Path(os.environ.get("MOU_CORPUS", ROOT.parent / "shared"))
    if not (path / "truth" / "salary_rates.csv").is_file():
        pytest.skip(f"no shared corpus at {path} (set MOU_CORPUS)")
    return path
