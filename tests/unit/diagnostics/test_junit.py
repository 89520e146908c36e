"""JUnit XML: well-formed whatever a rule file holds, with a case for each finding and for each clean file."""

from xml.etree import ElementTree as ET

from lsdsl.diagnostics import finding, junit
from lsdsl.source import Source, Span
from tests.unit.diagnostics.examples import SOURCE, SOURCES, SUPPRESSED, similar_tag, span_of, unknown_name


def report_of(text: str) -> ET.Element:
    """The report, read by a real reader of XML."""
    return ET.fromstring(text)  # noqa: S314 - it is our own


def test_a_suite_for_each_file_and_a_case_for_each_finding() -> None:
    """Names are different, and counts are those of the cases."""
    other = Source("other.lsdsl", "event page_visit\n")
    report = report_of(junit.render([unknown_name(), similar_tag()], {**SOURCES, other.path: other}))
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in report] == [
        ("leads.lsdsl", "2", "2"),
        ("other.lsdsl", "1", "0"),
    ]
    assert (report.get("tests"), report.get("failures")) == ("3", "2")
    assert [case.get("name") for case in report.iter("testcase")] == [
        "LS200 unknown-name at 5:15",
        "LS250 similar-tag at 5:25",
        "no findings",
    ]
    failures = list(report.iter("failure"))
    assert [one.get("type") for one in failures] == ["error", "warning"]
    assert failures[0].get("message") == "unknown name `cuntry`"
    assert failures[0].text == "leads.lsdsl:5:15: unknown name `cuntry`\nhelp: did you mean `country`?"


def test_a_clean_run_has_a_case_that_passes() -> None:
    """A service does not take a clean run for one without tests."""
    (suite,) = report_of(junit.render([], SOURCES))
    (case,) = suite
    assert case.get("file") == "leads.lsdsl"
    assert list(case) == []


def test_only_files_that_were_to_be_checked_pass() -> None:
    """Another file of the ruleset, of which nothing is reported, is not said to be clean."""
    other = Source("other.lsdsl", "event page_visit\n")
    report = report_of(junit.render([], {**SOURCES, other.path: other}, files={"other.lsdsl"}))
    assert [suite.get("name") for suite in report] == ["other.lsdsl"]


def test_no_files_are_an_empty_report() -> None:
    """Without any file there is nothing to tell, in good XML."""
    assert report_of(junit.render([], {})).get("tests") == "0"


def test_suppressed_findings_are_skipped_with_their_reason() -> None:
    """They are neither failures nor forgotten."""
    report = report_of(junit.render([unknown_name()], SOURCES, suppressed=SUPPRESSED))
    assert (report.get("tests"), report.get("failures"), report.get("skipped")) == ("3", "1", "2")
    assert [one.get("message") for one in report.iter("skipped")] == [
        "kept quiet by a comment: the old export spells it so",
        "in the baseline",
    ]


def test_a_file_without_text_has_its_failure() -> None:
    """What could not be read at all is in the report."""
    lost = finding("LS001", Span("lost.lsdsl", 0, 0), offset=4, byte="0xFC")
    assert [one.get("name") for one in report_of(junit.render([lost], {})).iter("testcase")] == ["LS001 not-utf8 at 1:1"]


def test_no_character_of_a_rule_file_breaks_the_xml() -> None:
    """Markup is escaped; what XML cannot hold at all is written out by its number."""
    every = "".join(map(chr, [*range(0x20), 0x7F, 0x85, 0xD800, 0xFFFE, 0xFFFF, 0x2028]))
    name = f"<&>\"' ]]> {every}"
    path = f"{name}.lsdsl"
    source = Source(path, SOURCE.text)
    one = finding("LS200", span_of(source, "cuntry"), name=name, quotes="a")
    rendered = junit.render([one], {path: source}, suppressed=SUPPRESSED)
    (failure,) = report_of(rendered.encode().decode()).iter("failure")
    assert "<&>\"' ]]> <U+0000><U+0001>" in (failure.get("message") or "")
    assert "<U+D800><U+FFFE><U+FFFF><U+2028>" in (failure.get("message") or "")
