"""Annotations of GitHub Actions: escaped, the worst first, counted, and the summary of a job."""

import re
from dataclasses import replace

from lsdsl.diagnostics import Severity, finding, github
from lsdsl.source import Source, Span
from tests.unit.diagnostics.examples import SOURCE, SOURCES, SUPPRESSED, similar_tag, span_of, unknown_name


def test_an_annotation_names_place_code_message_and_help() -> None:
    """GitHub shows it beside the line."""
    assert github.render([unknown_name()], SOURCES) == (
        "::error file=leads.lsdsl,line=5,endLine=5,col=15,endColumn=21,title=LS200 unknown-name"
        "::unknown name `cuntry`%0Ahelp: did you mean `country`?\n"
        "1 error in 1 file\n"
    )


def test_errors_come_first() -> None:
    """Of the few that GitHub shows, none is a warning while there is an error; notices come last."""
    notice = replace(similar_tag(), level=Severity.INFO)
    rendered = github.render([notice, similar_tag(), unknown_name()], SOURCES)
    assert re.findall(r"^::(\w+)", rendered, re.MULTILINE) == ["error", "warning", "notice"]


def test_nothing_in_a_rule_file_can_end_an_annotation() -> None:
    """Percent signs and line ends are escaped everywhere, colons and commas in properties too."""
    path = "a,b:c%\n::error::x.lsdsl"
    source = Source(path, SOURCE.text)
    one = finding("LS200", span_of(source, "cuntry"), name="100%\r\n::warning::forged", quotes="a")
    rendered = github.render([one], {path: source})
    assert rendered.count("\n") == 2
    assert "file=a%2Cb%3Ac%25<U+000A>%3A%3Aerror%3A%3Ax.lsdsl,line=" in rendered
    assert "100%25<U+000D><U+000A>::warning::forged" in rendered


def test_places_over_lines_have_no_columns() -> None:
    """GitHub refuses columns of a place that spans lines; a file without text has no line at all."""
    wide = finding("LS200", SOURCE.span(0, len(SOURCE.text)), name="a", quotes="a")
    assert "file=leads.lsdsl,line=1,endLine=6,title=" in github.render([wide], SOURCES)
    lost = finding("LS001", Span("lost.lsdsl", 0, 0), offset=4, byte="0xFC")
    assert "file=lost.lsdsl,title=" in github.render([lost], SOURCES)


def test_the_last_line_says_when_github_shows_only_a_part() -> None:
    """More than ten of a kind are not all shown, and a reader should know."""
    assert github.render([unknown_name()] * 10, SOURCES).endswith("\n10 errors in 1 file\n")
    last = github.render([unknown_name()] * 11, SOURCES).splitlines()[-1]
    assert last.startswith("11 errors in 1 file; GitHub shows only about 10 annotations of each kind")
    assert github.render([], SOURCES, suppressed=SUPPRESSED) == "no findings, 2 kept quiet\n"


def test_the_summary_of_a_job_is_a_table() -> None:
    """A row for each finding, with code as code."""
    lines = github.job_summary([similar_tag(), unknown_name()], SOURCES, suppressed=SUPPRESSED).splitlines()
    assert lines[:6] == [
        "### lsdsl check",
        "",
        "1 error, 1 warning in 1 file, 2 kept quiet.",
        "",
        "| Level | Place | Code | Finding |",
        "| --- | --- | --- | --- |",
    ]
    place, said = "leads.lsdsl&#58;5&#58;15", "unknown name <code>cuntry</code><br>did you mean <code>country</code>?"
    assert lines[6] == f"| error | {place} | LS200 unknown-name | {said} |"
    assert lines[7].startswith("| warning | leads.lsdsl&#58;5&#58;25 | LS250 similar-tag | ")


def test_nothing_in_a_rule_file_is_markup_in_the_summary() -> None:
    """Bars, backticks, links and HTML of a rule file are shown as they are."""
    one = finding("LS200", span_of(SOURCE, "cuntry"), name="a`|<img src=x>[b](http://c) **d**\n| e |", quotes="a")
    row = github.job_summary([one], SOURCES).splitlines()[6]
    assert row.count("|") == 5
    for sign in ("<img", "[b]", "**", "`", "http://"):
        assert sign not in row


def test_a_long_summary_is_cut() -> None:
    """GitHub refuses a summary of more than a megabyte."""
    lines = github.job_summary([unknown_name()] * 1_500, SOURCES).splitlines()
    assert len(lines) < 1_010
    assert lines[-2] == "... and 500 findings more."
