"""Where tests find the shared corpus, which users do not have."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Root of the shared corpus: MOU_CORPUS, or ``../shared`` beside the checkout."""
    path = Path(os.environ.get("MOU_CORPUS", ROOT.parent / "shared"))
    if not (path / "truth" / "salary_rates.csv").is_file():
        pytest.skip(f"no shared corpus at {path} (set MOU_CORPUS)")
    return path
