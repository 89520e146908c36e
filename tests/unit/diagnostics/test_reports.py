"""Findings for editors and programs, and how they are counted."""

import json
from dataclasses import replace

from lsdsl.diagnostics import Related, Severity, concise, finding, full, json_report
from lsdsl.diagnostics.fingerprint import fingerprints
from lsdsl.diagnostics.summary import counted, footer, statistics
from lsdsl.source import Source, Span
from tests.unit.diagnostics.examples import SOURCE, SOURCES, SUPPRESSED, mended, similar_tag, span_of, unknown_name


def test_concise_is_one_line_for_each_finding() -> None:
    """Editors find path, line and column at the start of each line."""
    assert concise.render([unknown_name(), similar_tag()], SOURCES) == (
        "leads.lsdsl:5:15: error[LS200]: unknown name `cuntry`\n"
        "leads.lsdsl:5:25: warning[LS250]: the tag `NL` looks like `nl`, spelt differently\n"
    )


def test_concise_stays_on_one_line() -> None:
    """A line end in a name cannot forge a finding."""
    one = finding("LS200", span_of(SOURCE, "cuntry"), name="a\nb.lsdsl:1:1: error", quotes="a")
    assert concise.render([one], SOURCES).count("\n") == 1


def test_json_holds_what_a_program_needs() -> None:
    """The report has its version, the tool, the counts and each finding with its places."""
    related = Related(span_of(SOURCE, "country"), "other")
    report = json.loads(json_report.render([unknown_name(), similar_tag(related)], SOURCES, tool="1.2.3"))
    assert report["version"] == 1
    assert report["tool"] == {"name": "lsdsl", "version": "1.2.3"}
    assert report["summary"] == {"errors": 1, "warnings": 1, "infos": 0, "files": 1, "suppressed": 0}
    assert report["suppressed"] == []
    fingerprint = report["diagnostics"][0].pop("fingerprint")
    assert fingerprint == fingerprints([unknown_name()], SOURCES)[0]
    assert report["diagnostics"][0] == {
        "code": "LS200",
        "slug": "unknown-name",
        "severity": "error",
        "message": "unknown name `cuntry`",
        "help": "did you mean `country`?",
        "path": "leads.lsdsl",
        "start": {"line": 5, "column": 15},
        "end": {"line": 5, "column": 21},
        "related": [],
        "fix": None,
    }
    assert report["diagnostics"][1]["related"] == [
        {
            "message": "the other spelling is here",
            "path": "leads.lsdsl",
            "start": {"line": 2, "column": 5},
            "end": {"line": 2, "column": 12},
        }
    ]


def test_json_has_the_edits_of_a_fix() -> None:
    """An editor can apply a fix from the report, and knows whether it is safe."""
    report = json.loads(json_report.render([mended(safe=False)], SOURCES, tool="1.2.3"))
    fix = report["diagnostics"][0]["fix"]
    assert fix["applicability"] == "unsafe"
    assert fix["edits"][0] == {
        "path": "leads.lsdsl",
        "start": {"line": 5, "column": 15},
        "end": {"line": 5, "column": 21},
        "text": "country",
    }
    assert [edit["text"] for edit in fix["edits"]] == ["country", '"BE"']


def test_json_tells_of_suppressed_findings() -> None:
    """They stand apart from the findings that count, each with what keeps it quiet."""
    report = json.loads(json_report.render([unknown_name()], SOURCES, tool="1.2.3", suppressed=SUPPRESSED))
    assert [one["code"] for one in report["diagnostics"]] == ["LS200"]
    assert [one["suppression"] for one in report["suppressed"]] == [
        {"kind": "inSource", "reason": "the old export spells it so"},
        {"kind": "external", "reason": None},
    ]


def test_levels_from_the_settings_are_shown_everywhere() -> None:
    """A warning that the settings make an error is an error in each format, and in the counts."""
    raised = replace(similar_tag(), level=Severity.ERROR)
    assert concise.render([raised], SOURCES).startswith("leads.lsdsl:5:25: error[LS250]: ")
    assert json.loads(json_report.render([raised], SOURCES, tool="1.2.3"))["diagnostics"][0]["severity"] == "error"
    rendered = full.render([raised], SOURCES)
    assert rendered.startswith("error[LS250]: ")
    assert rendered.endswith("\n1 error in 1 file\n")


def test_json_of_no_findings() -> None:
    """A clean ruleset has a report too."""
    report = json.loads(json_report.render([], {}, tool="1.2.3"))
    assert report["diagnostics"] == []
    assert report["summary"] == {"errors": 0, "warnings": 0, "infos": 0, "files": 0, "suppressed": 0}


def test_json_counts_columns_in_code_points() -> None:
    """A tab, a wide character and a character beyond the first plane are one column each."""
    source = Source("x.lsdsl", "\t漢\U0001f600here")
    report = json.loads(json_report.render([unknown_name(source, "here")], {"x.lsdsl": source}, tool="1.2.3"))
    assert report["diagnostics"][0]["start"] == {"line": 1, "column": 4}


def test_json_is_plain_ascii() -> None:
    """No encoding can spoil the report, and no terminal obeys what stands in it."""
    path = "\udcff\u202e.lsdsl"
    source = Source(path, "größe\x1b[0m")
    rendered = json_report.render([unknown_name(source, "größe\x1b[0m")], {path: source}, tool="1.2.3")
    assert rendered.isascii()
    assert "\x1b" not in rendered
    assert json.loads(rendered)["diagnostics"][0]["path"] == path


def test_a_file_without_text_is_reported_at_its_beginning() -> None:
    """Programs get a line and a column even where there is no text."""
    one = finding("LS001", Span("leads.lsdsl", 0, 0), offset=4, byte="0xFC")
    assert concise.render([one], {}).startswith("leads.lsdsl:1:1: error[LS001]: ")
    assert json.loads(json_report.render([one], {}, tool="1.2.3"))["diagnostics"][0]["end"] == {"line": 1, "column": 1}


def test_the_footer_counts_in_words() -> None:
    """Only what there is is counted, with the right number of each noun."""
    elsewhere = finding("LS001", Span("other.lsdsl", 0, 0), offset=4, byte="0xFC")
    assert footer([unknown_name()]) == "1 error in 1 file"
    assert footer([unknown_name(), elsewhere, similar_tag()]) == "2 errors, 1 warning in 2 files"
    assert footer([]) == "no findings"
    assert counted(1200, "rule") == "1,200 rules"


def test_statistics_are_by_frequency() -> None:
    """The most frequent code comes first; equal ones in the order of the codes."""
    assert statistics([similar_tag(), unknown_name(), similar_tag()]) == "2  LS250  similar-tag\n1  LS200  unknown-name\n"
    assert statistics([]) == ""
