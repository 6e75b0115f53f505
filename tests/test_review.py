"""mou waive: what a person accepted is written where the next run finds it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_set import sample_results

from pipeline import query
from pipeline.errors import UsageError, WaiverError
from pipeline.use.review import format_waiver, waive
from pipeline.validate.validate_set import validate_published
from pipeline.validate.waivers import Waiver
from pipeline.write import publish


@pytest.fixture
def published(tmp_path: Path) -> Path:
    publish(sample_results(), tmp_path / "set")
    return tmp_path / "set"


def findings(published: Path) -> list[str]:
    return [str(row[0]) for row in query("SELECT finding_id FROM findings ORDER BY 1", published).rows]


def test_what_was_waived_no_longer_fails(published: Path, tmp_path: Path) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text("# accepted\n", "utf-8")
    first, second = findings(published)
    waive(first, 'the agreement prints "7073"\nthere', published, path=path)
    marked = {f.finding_id: f.waiver_reason for f in validate_published(published, waivers=path).findings if f.waived}
    assert marked[first] == 'the agreement prints "7073" there'
    assert second not in marked
    waive(second, "so does this", published, path=path)
    assert path.read_text("utf-8").startswith("# accepted\n\n[[waiver]]\n")
    assert len(tomllib.loads(path.read_text("utf-8"))["waiver"]) == 2


def test_a_waiver_is_written_once(published: Path, tmp_path: Path) -> None:
    path, [first, *_] = tmp_path / "waivers.toml", findings(published)
    waive(first, "as printed", published, path=path)
    with pytest.raises(UsageError, match="already"):
        waive(first, "as printed", published, path=path)


@pytest.mark.parametrize(
    ("finding", "reason", "error"), [("nothing:like/it", "why", UsageError), (None, "  ", WaiverError)]
)
def test_what_makes_no_sense_is_not_written(
    published: Path, tmp_path: Path, finding: str | None, reason: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        waive(finding or findings(published)[0], reason, published, path=tmp_path / "waivers.toml")
    assert not (tmp_path / "waivers.toml").exists()


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(texts, texts, texts, st.none() | texts)
def test_any_text_comes_back_from_toml(check: str, key: str, reason: str, column: str | None) -> None:
    told = tomllib.loads(format_waiver(Waiver(check, key, "0" * 64, reason, column)))["waiver"]
    assert [Waiver(**table) for table in told] == [Waiver(check, key, "0" * 64, reason, column)]
