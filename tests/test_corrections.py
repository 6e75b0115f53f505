"""mou accept: the accepted amount stands beside the printed one, never over it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sample_set import agreement

from pipeline import corrections, query
from pipeline.corrections import apply_corrections, load_corrections
from pipeline.errors import UsageError, WaiverError
from pipeline.models import BBox
from pipeline.published.rows import finding_row, rows_of
from pipeline.results import DocumentResult
from pipeline.run.keeping import keep_result
from pipeline.run.together import bring_together
from pipeline.use.review import accept, format_correction
from pipeline.validate.shape.rosters import find
from pipeline.write import publish, publish_blocks

ASK = """
    SELECT rate_id, amount, amount_orig, accepted_amount, accepted_reason
    FROM salary_rates WHERE accepted_amount IS NOT NULL
"""


def misprinted() -> DocumentResult:
    """The sample agreement with its first rate, 34.79, printed as 34.97, and a finding that says so."""
    result = agreement("mou91.txt", "91")
    wrong = replace(result.rates[0], amount=3497, amount_orig="$34.97", status="suspect")
    told = find(wrong, "period_identity", "error", "BW = HR x 80 does not hold", "amount")
    told = replace(told, proposed=Decimal("34.79"), printed="34.97", bbox=BBox(1, 2, 3, 4))
    return replace(result, rates=(wrong, *result.rates[1:]), findings=(*result.findings, told))


@pytest.fixture
def published(tmp_path: Path) -> Path:
    publish([misprinted()], tmp_path / "set")
    return tmp_path / "set"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corrections.toml"


FINDING = "period_identity:mou91.txt/A/2022-06-19/3180-1/3479/base/1/HR:amount"


def publish_again(out: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    monkeypatch.setattr(corrections, "DEFAULT_CORRECTIONS", path)
    result = misprinted()
    publish_blocks(bring_together({result.document.document_id: keep_result(result)}).blocks, out)
    return query(ASK, out).rows


def test_the_next_run_publishes_both_amounts(published: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    accept(FINDING, "the digits  are swapped", published, path=path)
    assert publish_again(published, path, monkeypatch) == [
        (FINDING.split(":")[1], Decimal("34.97"), "$34.97", Decimal("34.79"), "the digits are swapped")
    ]
    assert query("SELECT count(*) FROM findings WHERE finding_id LIKE 'period%'", published).rows == [(1,)]


def test_another_value_may_be_given(published: Path, path: Path) -> None:
    correction = accept(FINDING, "seen on the page", published, value="$1,034.79", path=path)
    assert (correction.accepted, correction.page, correction.printed) == (Decimal("1034.79"), 7, "$34.97")
    assert load_corrections(path) == (correction,)


def test_a_correction_that_fits_nothing_is_an_error(
    published: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    correction = accept(FINDING, "why", published, path=path)
    path.write_text(format_correction(replace(correction, printed="$35.00")), "utf-8")
    assert publish_again(published, path, monkeypatch) == []
    rows = query("SELECT severity, key FROM findings WHERE \"check\" = 'unused_correction'", published).rows
    assert rows == [("error", correction.key)]


def test_a_new_edition_is_looked_at_again(published: Path, path: Path) -> None:
    correction = accept(FINDING, "why", published, path=path)
    rows = rows_of(misprinted())
    document = rows["documents"][0] | {"sha256": "f" * 64}
    rates, findings = apply_corrections(rows["salary_rates"], document, [correction])
    assert findings == []
    assert {rate["accepted_amount"] for rate in rates} == {None}


@pytest.mark.parametrize(
    ("finding", "told", "error"),
    [
        ("nothing", {}, UsageError),
        ("range_code:mou91.txt/A/2022-06-19/3180-1/3479/base/1/HR:range_code", {}, UsageError),
        (FINDING, {"value": "much"}, WaiverError),
        (FINDING, {"value": "34.795"}, WaiverError),
        (FINDING, {"value": "99999999999"}, WaiverError),
        (FINDING, {"reason": " "}, WaiverError),
    ],
)
def test_what_makes_no_sense_is_not_written(
    published: Path, path: Path, finding: str, told: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        accept(finding, **({"reason": "why"} | told), directory=published, path=path)  # type: ignore[arg-type]
    assert not path.exists()


def test_a_correction_is_written_once(published: Path, path: Path) -> None:
    accept(FINDING, "why", published, path=path)
    with pytest.raises(UsageError, match="already"):
        accept(FINDING, "why", published, path=path)


@pytest.mark.parametrize(
    "text",
    [
        "[[correction]]\nkey = 'a'",
        "[[waiver]]",
        "correction = 1",
        "[[correction]]\nkey='a'\nsha256='b'\nprinted='c'\naccepted='d'\nreason='e'",
        "[[correction]]\nkey='a'\nsha256='b'\nprinted='c'\naccepted='1.00'\nreason='e'\npage='7'",
        "[",
    ],
)
def test_malformed_files_are_named(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    with pytest.raises(WaiverError, match=r"corrections\.toml"):
        load_corrections(path)


def test_the_file_of_the_project_is_well_formed() -> None:
    assert tomllib.loads(corrections.DEFAULT_CORRECTIONS.read_text("utf-8")).keys() <= {"correction"}
    assert isinstance(load_corrections(), tuple)


def test_findings_come_with_their_amount(published: Path) -> None:
    assert finding_row(misprinted().findings[-1])["finding_id"] == FINDING
