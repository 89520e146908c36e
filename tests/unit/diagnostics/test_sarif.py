"""The SARIF log: valid by the official schema, with what services need to recognise, show and mend findings."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from lsdsl.diagnostics import Related, Severity, finding, sarif
from lsdsl.diagnostics.pages import page_of
from lsdsl.runner.ruleset import check
from lsdsl.source import Source, Span
from tests.unit.diagnostics.examples import SOURCE, SOURCES, SUPPRESSED, mended, similar_tag, span_of, unknown_name

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
FOLDERS = sorted(path.name for path in GOLDEN.iterdir() if (path / "input.lsdsl").exists())


@cache
def schema() -> Draft4Validator:
    """The official schema of SARIF 2.1.0."""
    text = (Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")
    Draft4Validator.check_schema(json.loads(text))
    return Draft4Validator(json.loads(text))


def run_of(*arguments: Any, **options: Any) -> dict[str, Any]:
    """The one run of a log, which is valid."""
    log = json.loads(sarif.render(*arguments, tool="1.2.3", **options))
    assert [error.message for error in schema().iter_errors(log)] == []
    (run,) = log["runs"]
    return dict(run)


def test_the_schema_refuses_what_is_no_sarif() -> None:
    """The schema is one that can say no."""
    assert not schema().is_valid({"version": "2.1.0", "runs": [{"results": []}]})


def test_a_log_of_everything_is_valid() -> None:
    """Related places, fixes, suppressions, and files without text are all as the standard has them."""
    lost = finding("LS001", Span("lost.lsdsl", 0, 0), offset=4, byte="0xFC")
    related = Related(span_of(SOURCE, "country"), "other")
    run = run_of([mended(), similar_tag(related), lost], SOURCES, suppressed=SUPPRESSED)
    assert [one["ruleId"] for one in run["results"]] == ["LS200", "LS250", "LS001", "LS250", "LS250"]
    assert [one["id"] for one in run["tool"]["driver"]["rules"]] == ["LS001", "LS200", "LS250"]
    assert all(run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])


@pytest.mark.parametrize("name", FOLDERS)
def test_the_log_of_each_finding_is_valid(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever check finds makes a valid log."""
    monkeypatch.chdir(GOLDEN / name)
    report = check(".")
    assert len(run_of(report.diagnostics, report.sources)["results"]) == len(report.diagnostics)


def test_a_clean_run_has_no_results() -> None:
    """An empty list says that nothing was found; without a list nothing was looked for."""
    assert run_of([], SOURCES)["results"] == []


def test_places_are_lines_and_code_points() -> None:
    """The region ends after the last character, and counts characters beyond the first plane once."""
    source = Source("x.lsdsl", "\t漢\U0001f600here\n")
    run = run_of([unknown_name(source, "here")], {"x.lsdsl": source})
    assert run["columnKind"] == "unicodeCodePoints"
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 8}


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("rules/web.lsdsl", "rules/web.lsdsl"),
        ("rules\\web.lsdsl", "rules/web.lsdsl"),
        ("./rules//web.lsdsl", "rules/web.lsdsl"),
        ("Regeln für Österreich.lsdsl", "Regeln%20f%C3%BCr%20%C3%96sterreich.lsdsl"),
        ("a:b#c?.lsdsl", "a%3Ab%23c%3F.lsdsl"),
        ("\udcff.lsdsl", "%FF.lsdsl"),
        ("/srv/rules/web.lsdsl", "file:///srv/rules/web.lsdsl"),
        ("C:\\rules\\web.lsdsl", "file:///C:/rules/web.lsdsl"),
    ],
)
def test_paths_are_uris(path: str, uri: str) -> None:
    """Relative paths stay relative, with forward slashes; what no URI may hold is escaped."""
    assert sarif.uri_of(path) == uri


def test_levels_are_those_in_effect() -> None:
    """A level from the settings counts for the result, that of the catalogue for the rule."""
    run = run_of([replace(unknown_name(), level=Severity.INFO)], SOURCES)
    assert run["results"][0]["level"] == "note"
    assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"level": "error", "enabled": True}


def test_rules_have_their_page_as_help() -> None:
    """What a service shows beside a finding is the page of its code."""
    page = page_of("LS200")
    assert page is not None
    (rule,) = run_of([unknown_name()], SOURCES)["tool"]["driver"]["rules"]
    assert rule["name"] == "unknown-name"
    assert rule["fullDescription"]["text"] == page.paragraphs[0]
    assert rule["help"]["markdown"] == page.text


def test_fingerprints_survive_moved_lines() -> None:
    """A service takes a finding that moved for the one that it knows."""
    moved = Source(SOURCE.path, f"# above\n\n{SOURCE.text}")
    prints = [
        run_of([unknown_name(source)], {source.path: source})["results"][0]["partialFingerprints"] for source in (SOURCE, moved)
    ]
    assert prints[0] == prints[1]
    assert list(prints[0]) == ["lsdslFinding/v1"]


def test_fixes_are_replacements_by_file() -> None:
    """All edits of a fix to one file stand together, in their order."""
    (fix,) = run_of([mended(safe=False)], SOURCES)["results"][0]["fixes"]
    assert fix["properties"] == {"applicability": "unsafe"}
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"] == {"uri": "leads.lsdsl"}
    assert [one["insertedContent"]["text"] for one in change["replacements"]] == ["country", '"BE"']
    assert change["replacements"][0]["deletedRegion"] == {"startLine": 5, "startColumn": 15, "endLine": 5, "endColumn": 21}


def test_suppressed_findings_are_results_with_their_reason() -> None:
    """Each result says whether it is suppressed; a comment and a baseline are told apart."""
    results = run_of([unknown_name()], SOURCES, suppressed=SUPPRESSED)["results"]
    assert [one["suppressions"] for one in results] == [
        [],
        [{"kind": "inSource", "status": "accepted", "justification": "the old export spells it so"}],
        [{"kind": "external", "status": "accepted"}],
    ]


def test_the_log_is_plain_ascii() -> None:
    """No encoding can spoil the log, and no terminal obeys what stands in it."""
    source = Source("\udcff\u202e.lsdsl", "größe\x1b[0m")
    rendered = sarif.render([unknown_name(source, "größe\x1b[0m")], {source.path: source}, tool="1.2.3")
    assert rendered.isascii()
    assert "\x1b" not in rendered
