"""The published schema of ``check --format json`` describes what is written, and nothing else."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from lsdsl.diagnostics import Related, finding, json_report
from lsdsl.runner.ruleset import check
from lsdsl.source import Span
from tests.unit.diagnostics.examples import SOURCE, SOURCES, SUPPRESSED, mended, similar_tag, span_of, unknown_name

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = sorted(path.name for path in (ROOT / "tests" / "golden").iterdir() if (path / "input.lsdsl").exists())


@cache
def schema() -> Draft202012Validator:
    """The published schema."""
    text = json.loads((ROOT / "docs" / "schemas" / "check.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(text)
    return Draft202012Validator(text)


def errors_of(report: dict[str, Any]) -> list[str]:
    """What is wrong with a report."""
    return [f"{error.json_path}: {error.message}" for error in schema().iter_errors(report)]


def full_report() -> dict[str, Any]:
    """A report in which each key has a value somewhere."""
    lost = finding("LS001", Span("lost.lsdsl", 0, 0), offset=4, byte="0xFC")
    found = [mended(), unknown_name(), similar_tag(Related(span_of(SOURCE, "country"), "other")), lost]
    report: dict[str, Any] = json.loads(json_report.render(found, SOURCES, tool="1.2.3", suppressed=SUPPRESSED))
    return report


def test_a_report_of_everything_fits() -> None:
    """Fixes, related places, suppressed findings and files without text are described."""
    assert errors_of(full_report()) == []


@pytest.mark.parametrize("name", FOLDERS)
def test_the_report_of_each_finding_fits(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever check finds is described, mistakes of syntax included."""
    monkeypatch.chdir(ROOT / "tests" / "golden" / name)
    report = check(".")
    assert errors_of(json.loads(json_report.render(report.diagnostics, report.sources, tool="1.2.3"))) == []


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of each key of each object below a value."""
    match value:
        case dict():
            return [one for key, below in value.items() for one in ((*path, key), *places(below, (*path, key)))]
        case list():
            return [one for index, below in enumerate(value) for one in places(below, (*path, index))]
        case _:
            return []


@pytest.mark.parametrize("path", places(full_report()), ids=lambda path: ".".join(map(str, path)))
def test_no_key_may_be_missing_or_unknown(path: tuple[str | int, ...]) -> None:
    """The schema notices each key that is missing, and each beside it that it does not know."""
    report = full_report()
    holder: Any = report
    for part in path[:-1]:
        holder = holder[part]
    value = holder.pop(path[-1])
    assert errors_of(report) != []
    holder |= {path[-1]: value, "unheard_of": 1}
    assert errors_of(report) != []
