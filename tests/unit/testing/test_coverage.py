"""What tests have seen of the rules, and how that is reported."""

import json
from pathlib import Path

import lsdsl
from lsdsl.testing import run_tests
from lsdsl.testing.coverage import Coverage, json_report, lcov, measure, table
from lsdsl.testing.coverage.measure import Share
from tests.unit.testing.rules import ruleset

ALL = """\
test "visits":
    on page_visit path = "/jobs"
    on page_visit path = "/pricing"
    expect engagement == 20 and not good
    on form_submit
    on purchase amount = 4, items = 2
    after 2 days
    expect did(notify) == 2
    after 30 days
    expect good or fit == 0

test "at home":
    given country = "NL", employees = 500, contacted = "yes"
    expect not good
    on page_visit path = "/pricing"
    after 2 days
    expect good and tags contains "called"

test "small":
    given employees = 3
    on page_visit path = "/pricing"
    expect ran(tell_sales) == 0

test "middle":
    given employees = 70, country = "NL"
    expect fit == 30 and not good
"""


def coverage(folder: Path, tests: str) -> tuple[lsdsl.Ruleset, Coverage]:
    """The coverage of the rules by these tests."""
    rules = ruleset(folder, tests)
    return rules, measure(rules.model, run_tests(rules))


def missing(folder: Path, tests: str) -> list[str]:
    """What is never seen, by line."""
    (file,) = coverage(folder, tests)[1].files
    return [f"{one}: {one.title}" if one.title else str(one) for one in file.missing]


def test_tests_that_see_everything_cover_everything(tmp_path: Path) -> None:
    """Rules, both outcomes of conditions, rows, follow-ups and steps of each branch."""
    _, found = coverage(tmp_path, ALL)
    assert [str(one) for file in found.files for one in file.missing] == []
    assert found.percent == 100
    assert found.idle == []


def test_what_is_never_seen_is_told_by_line(tmp_path: Path) -> None:
    """A line says what is missing of it, and which of its conditions it is."""
    told = missing(tmp_path, 'test "a":\n    on page_visit path = "/pricing"\n    expect engagement == 20\n')
    assert '24 never false: path starts with "/pricing"' in told
    assert "25 never awarded: first form_submit" in told
    assert '17 never true: country in ("NL", "BE")' in told
    assert "38 never tried: fit > 30" in told
    assert "33 never awarded: employees from 500" in told
    assert any(one.endswith('never reached: add tag "called"') for one in told)


def test_without_tests_nothing_is_covered(tmp_path: Path) -> None:
    """Zero of all goals, and each rule is idle."""
    _, found = coverage(tmp_path, "")
    assert found.percent == 0
    assert [title for _, _, title in found.idle][:2] == ["Looks at prices", "first form_submit"]
    assert len(found.idle) == 7


def test_what_is_switched_off_is_no_goal(tmp_path: Path) -> None:
    """No test can see a disabled score or follow-up at work."""
    rules = (
        "event visit\n\nscore a:\n    enabled false\n    +5  on each visit\n\n"
        'followup b:\n    on visit\n    enabled false\n    do notify "x", to: "a@example.com"\n'
    )
    loaded = ruleset(tmp_path, "", rules)
    assert measure(loaded.model, []).files == ()
    assert measure(loaded.model, []).percent == 100


def test_the_table_has_a_line_for_each_file_and_for_all(tmp_path: Path) -> None:
    """Counts by kind, the share, and what is missing below."""
    _, found = coverage(tmp_path, 'test "a":\n    on page_visit path = "/pricing"\n    expect engagement == 20\n')
    text = table.render(found, colour=False)
    head, file, together, *_ = text.splitlines()
    assert head.split() == ["rules", "conditions", "table", "rows", "follow-ups", "steps", "covered"]
    assert "rules.lsdsl" in file
    assert together.split()[:4] == ["all", "files", "1/5", *file.split()[2:3]]
    assert file.split()[1:] == together.split()[2:]
    assert f"{found.percent:g}%" in together
    assert "never awarded: first form_submit" in text


def test_lcov_is_what_coverage_services_read(tmp_path: Path) -> None:
    """Lines, branches for both outcomes, and follow-ups as functions; the sums agree with the lines."""
    _, found = coverage(tmp_path, 'test "a":\n    on page_visit path = "/pricing"\n    expect engagement == 20\n')
    lines = lcov.render(found).splitlines()
    assert lines[0] == "TN:"
    assert lines[1].startswith("SF:")
    assert lines[1].endswith("rules.lsdsl")
    assert lines[-1] == "end_of_record"
    assert "DA:24,1" in lines
    assert "DA:25,0" in lines
    assert "BRDA:24,0,0,1" in lines
    assert "BRDA:24,0,1,0" in lines
    assert "BRDA:38,0,0,-" in lines
    assert any(line.startswith("FNDA:1,tell_sales") for line in lines)
    hits = [line.partition(":")[2].split(",") for line in lines if line.startswith("DA:")]
    assert f"LF:{len(hits)}" in lines
    assert f"LH:{sum(int(count) > 0 for _, count in hits)}" in lines
    branches = [line.rpartition(",")[2] for line in lines if line.startswith("BRDA:")]
    assert f"BRF:{len(branches)}" in lines
    assert f"BRH:{sum(count not in {'-', '0'} for count in branches)}" in lines


def test_json_has_the_same_numbers(tmp_path: Path) -> None:
    """Shares of all files and of each, with what is missing."""
    _, found = coverage(tmp_path, ALL + '\ntest "more":\n    expect fit == 0\n')
    told = json.loads(json_report.render(found, tool="1"))
    assert told["percent"] == found.percent == 100
    assert told["totals"]["rows"] == {"covered": 2, "total": 2}
    assert told["files"][0]["missing"] == []


def test_percents_are_never_rounded_up() -> None:
    """Something missing never looks like nothing missing."""
    assert Share(9999, 10000).percent == 99.9
    assert Share(10000, 10000).percent == 100
    assert Share(0, 0).percent == 100
