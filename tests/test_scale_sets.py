"""Sets of part files are used as sets of one machine are: validated, queried, and refused when damaged."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import PublishedSetError
from pipeline.published.manifest import MANIFEST, read_manifest
from pipeline.published.tables import open_table
from pipeline.run import extract, validate
from pipeline.scale.engine import extract_at_scale, run_here

ROOT = Path(__file__).resolve().parents[1]
AGREEMENTS = {"a.txt": "mou28-2022.txt", "c.txt": "mou30-2010.txt"}
"""Copies under names that the hash puts into different shards."""
RATES = 132 + 2676
"""Amounts printed in the salary appendices of the two agreements."""


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sets")
    raw = folder / "raw"
    raw.mkdir()
    for name, agreement in AGREEMENTS.items():
        shutil.copy(ROOT / "raw" / agreement, raw / name)
    extract([raw], folder / "one")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.scale.shards.SHARD_SIZE", 1)
        extract_at_scale([raw], folder / "parts", run_here)
    return folder


@pytest.fixture
def parts(sets: Path, tmp_path: Path) -> Path:
    """A set of part files to spoil."""
    return shutil.copytree(sets / "parts", tmp_path / "parts")


def test_a_set_of_parts_is_validated_as_one_of_whole_tables(sets: Path) -> None:
    one, several = (validate(sets / name, expectations=False) for name in ("one", "parts"))
    assert len(read_manifest(sets / "parts")["salary_rates"].parts) == len(AGREEMENTS)
    assert several.findings == one.findings
    assert [check.check for check in several.held] == [check.check for check in one.held]


def test_tables_in_parts_are_opened_as_one(sets: Path) -> None:
    assert open_table(sets / "parts", "salary_rates").count_rows() == RATES


def test_an_amount_changed_in_a_part_is_named(parts: Path) -> None:
    path = sorted((parts / "salary_rates.parquet").iterdir())[-1]
    table = pq.read_table(path)
    amounts = table.column("amount").to_pylist()
    amounts[7] += Decimal("0.01")
    kind = table.schema.field("amount").type
    place = table.schema.get_field_index("amount")
    pq.write_table(table.set_column(place, "amount", pa.array(amounts, kind)), path)
    errors = [finding for finding in validate(parts, expectations=False).findings if finding.severity == "error"]
    assert table.column("rate_id")[7].as_py() in {finding.key for finding in errors}
    digest = next(finding for finding in errors if finding.check == "published_digest")
    assert digest.key == path.relative_to(parts).as_posix()


def test_a_part_that_is_missing_is_no_set(parts: Path) -> None:
    next(iter((parts / "clauses.parquet").iterdir())).unlink()
    with pytest.raises(PublishedSetError, match="missing"):
        validate(parts, expectations=False)
    with pytest.raises(PublishedSetError, match="missing"):
        open_table(parts, "clauses")


@pytest.mark.parametrize("path", ["../salary_rates.parquet", "salary_rates.parquet/../x", "/tmp/x.parquet"])
def test_a_manifest_that_points_out_of_its_set_is_malformed(parts: Path, path: str) -> None:
    package = json.loads((parts / MANIFEST).read_text("utf-8"))
    rates = next(resource for resource in package["resources"] if resource["name"] == "salary_rates")
    rates["path"][0] = path
    (parts / MANIFEST).write_text(json.dumps(package), "utf-8")
    with pytest.raises(PublishedSetError, match="malformed"):
        read_manifest(parts)
