"""Each format holds every finding, escapes what documents print, and is what its readers expect."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from sample_set import agreement, range_code_finding

from pipeline.findings import Finding
from pipeline.validate.formats import RENDERERS, Format, render_report
from pipeline.validate.formats.github import render_summary
from pipeline.validate.report import HeldCheck, ValidationReport, order_findings

ERROR = range_code_finding(agreement("mou91.txt", "91").rates[0])
WARNING = replace(ERROR, severity="warning", check="contents", origin="printed", proposed=None)
WAIVED = replace(ERROR, check="total", waived=True, waiver_reason="as printed")
EVIL = replace(
    ERROR,
    check="period_identity",
    document_id="evil\n::error::<b>.pdf",
    key="a|b`c<script>\x1b[31m\u202e]]>%0A",
    message="first\r\nsecond ::error file=x::injected \ufffe\x00",
)


def report(*findings: Finding) -> ValidationReport:
    documents = {"mou91.txt": "raw/mou91.txt", "evil\n::error::<b>.pdf": "raw/evil\n::error::<b>.pdf"}
    return ValidationReport("set", documents, order_findings(findings), (HeldCheck("published_digest", "", 12),))


@pytest.mark.parametrize("form", RENDERERS)
@pytest.mark.parametrize("findings", [(), (ERROR, WARNING, WAIVED, EVIL)], ids=["clean", "findings"])
def test_no_format_lets_control_characters_through(form: Format, findings: tuple[Finding, ...]) -> None:
    text = render_report(report(*findings), form, verbose=True)
    assert text.endswith("\n")
    text.encode("utf-8")
    assert not [char for char in text if char != "\n" and not char.isprintable()]


@pytest.mark.parametrize("form", RENDERERS)
def test_every_finding_is_told_with_its_key(form: Format) -> None:
    text = render_report(report(ERROR, WARNING, WAIVED), form)
    assert text.count("2022-06-19/3180-1/3479/base/1/HR") >= (2 if form == "github" else 3)
    assert "7073" in text
    assert "6735" in text


@pytest.mark.parametrize("width", [40, 80, 120])
def test_text_is_wrapped_to_a_terminal_and_to_nothing_else(width: int) -> None:
    """A key has no room to be broken: it is copied. Every other line ends before the edge."""
    shown = render_report(report(ERROR, WARNING, WAIVED), "text", verbose=True, width=width)
    straight = render_report(report(ERROR, WARNING, WAIVED), "text", verbose=True)
    assert shown.split() == [word for word in straight.split() if word != "-"]
    keys = [line for line in shown.splitlines() if "3180-1" in line]
    assert len(keys) == 3
    assert all(len(line) <= width or line in keys for line in shown.splitlines())
    assert all(line.startswith(("error", "warning", "waived", "held", "set:", " ")) for line in shown.splitlines())
    wide = render_report(report(ERROR, WARNING, WAIVED), "text", verbose=True, width=400)
    assert wide == straight


@pytest.mark.parametrize("form", RENDERERS)
def test_what_max_findings_leaves_out_is_counted(form: Format) -> None:
    many = [replace(ERROR, key=f"key{number:03}") for number in range(40)]
    text = render_report(report(*many), form, max_findings=3)
    assert "key002" in text
    assert "key003" not in text
    assert "37" in text or (form == "junit" and "40 findings" in text)


def test_exit_code_is_by_severity_of_open_findings() -> None:
    assert report().exit_code("warning") == 0
    assert report(WAIVED).exit_code("warning") == 0
    assert report(WARNING).exit_code("error") == 0
    assert report(WARNING).exit_code("warning") == 1
    assert report(ERROR, WAIVED).exit_code("error") == 1


def test_text_shows_open_findings_first_one_per_row_and_counts_last() -> None:
    lines = render_report(report(WAIVED, WARNING, ERROR, EVIL), "text").splitlines()
    assert [line.split()[0] for line in lines[:4]] == ["error", "error", "warning", "waived"]
    assert "page 7 (1, 2, 3, 4)" in lines[1]
    assert lines[-1].endswith("2 errors, 1 warning, 0 infos, 1 waived")


def test_text_names_the_document_of_a_finding_whose_key_does_not() -> None:
    """Keys of articles and tables hold no document: in a set of many the reader must know whose they are."""
    contents = replace(WARNING, key="section/5.1", table="articles", column="title")
    lines = render_report(report(contents, replace(ERROR, key="mou91.txt"), ERROR), "text").splitlines()
    line = next(line for line in lines if "section" in line)
    assert "mou91.txt: section/5.1" in line
    assert [line.count("mou91.txt") for line in lines[:-1]] == [1, 1, 1]


def test_json_keeps_every_value() -> None:
    content = json.loads(render_report(report(ERROR), "json"))
    [finding] = content["findings"]
    assert Decimal(finding["proposed"]) == 6735
    assert (finding["key"], finding["x1"], finding["waived"]) == (ERROR.key, 3.0, False)
    assert content["counts"] == {"error": 1, "warning": 0, "info": 0, "waived": 0}


def test_junit_has_one_case_per_check_and_document() -> None:
    root = ET.fromstring(render_report(report(ERROR, ERROR, WARNING, WAIVED, EVIL), "junit"))
    cases = {(case.get("classname"), case.get("name")): case for case in root.iter("testcase")}
    assert cases["mou91.txt", "range_code"].find("failure") is not None
    assert cases["mou91.txt", "total"].find("skipped") is not None
    assert cases["mou91.txt", "contents"].find("failure") is None
    assert len(cases["published set", "published_digest"]) == 0
    assert root.get("failures") == str(len(root.findall(".//failure"))) == "2"
    assert root.get("tests") == str(len(cases))


def test_junit_fails_warnings_when_asked() -> None:
    root = ET.fromstring(render_report(report(WARNING), "junit", fail_on="warning"))
    assert root.get("failures") == "1"


def test_junit_is_read_by_a_parser_of_such_files() -> None:
    junitparser = pytest.importorskip("junitparser", reason="junitparser reads JUnit files as CI systems do")
    xml = junitparser.JUnitXml.fromstring(render_report(report(ERROR, WAIVED, EVIL), "junit").encode())
    assert sum(suite.failures for suite in xml) == 2
    assert all(isinstance(case.time, float) for suite in xml for case in suite)


def test_sarif_has_what_the_standard_requires() -> None:
    """SARIF 2.1.0, sections 3.13, 3.14, 3.19, 3.27, 3.28, 3.35: what a log, run, tool and result must hold."""
    log = json.loads(render_report(report(ERROR, WARNING, WAIVED, EVIL), "sarif"))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "mou"
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert not set(uri) & set(' \n\\"<>^`{|}')
    assert "page 7 (1, 2, 3, 4)" in run["results"][1]["message"]["text"]
    assert [result.get("suppressions", [{}])[0].get("justification") for result in run["results"]][3] == "as printed"


def test_sarif_is_read_by_a_model_of_the_standard() -> None:
    sarif = pytest.importorskip("sarif_pydantic", reason="sarif-pydantic is a model of SARIF 2.1.0")
    log = sarif.Sarif.model_validate_json(render_report(report(ERROR, WARNING, WAIVED, EVIL), "sarif"))
    assert [result.level.value for result in log.runs[0].results] == ["error", "error", "warning", "error"]


def test_github_annotates_ten_of_a_kind_and_counts_the_rest() -> None:
    many = [replace(ERROR, key=f"key{number:03}") for number in range(25)]
    text = render_report(report(*many, WARNING, WAIVED), "github")
    lines = text.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == ["::error"] * 10 + ["::warning"]
    assert lines[0].startswith("::error file=raw/mou91.txt,title=range_code key000::")
    assert "15 more" in lines[-1]


def test_github_commands_cannot_be_injected() -> None:
    [command, _] = render_report(report(EVIL), "github").splitlines()
    properties, message = command.removeprefix("::error ").split("::", 1)
    assert properties.count(",") == 1
    assert properties.count("=") == 2
    assert "%0A" not in message
    assert "%250A" in properties


def test_summary_stays_below_one_mebibyte_and_is_plain() -> None:
    many = [replace(EVIL, key=f"{EVIL.key}{number}" * 20) for number in range(20_000)]
    text = render_summary(report(*many))
    assert 900_000 < len(text.encode()) < 1 << 20
    assert text.rstrip().rsplit("and ", 1)[1].endswith("more")
    assert "<script>" not in text
    assert not [
        line for line in text.splitlines() if line.startswith("| evil") and line.replace("\\|", "").count("|") != 5
    ]
