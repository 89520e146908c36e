"""How a failed test is explained."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lsdsl.diagnostics import words_of
from lsdsl.testing import report, run_tests
from lsdsl.testing.findings import findings
from lsdsl.testing.json_report import render as as_json
from lsdsl.testing.junit import render as as_junit
from tests.unit.testing.rules import RULES, only, ruleset

FAILING = """\
test "a pricing visitor warms up and cools down":
    given country = "NL", employees = 120
    on page_visit path = "/pricing"
    after 2 days on form_submit form = "demo"
    expect engagement == 22 and fit == 30
    after 5 weeks
    expect engagement == 22 and fit == 30
    expect did(notify) == 3
    expect good
"""

EXPECTED = """\
error[LS701]: test "a pricing visitor warms up and cools down" fails at 2026-02-07T00:00Z
 --> tests.lsdsl:7:12
  |
6 |     after 5 weeks
7 |     expect engagement == 22 and fit == 30
  |            ^^^^^^^^^^^^^^^^ `engagement` is 15, 7 less than 22
  |                                 --------- `fit` is 30
  |
  = help: if the rules are right, expect `engagement == 15`
  = engagement: 15
      2026-01-01 00:00  +20  Looks at prices                              rules.lsdsl:24  on page_visit
      2026-01-03 00:00   +2  first form_submit                            rules.lsdsl:25  on form_submit
      2026-01-31 00:00   -2  first form_submit (expired)                  rules.lsdsl:25  as time passed
      2026-01-31 00:00   -5  every 30 days without page_visit (state on)  rules.lsdsl:27  as time passed

error[LS701]: test "a pricing visitor warms up and cools down" fails at 2026-02-07T00:00Z
 --> tests.lsdsl:8:12
  |
7 |     expect engagement == 22 and fit == 30
8 |     expect did(notify) == 3
  |            ^^^^^^^^^^^^^^^^ `did(notify)` is 2, 1 less than 3
  |
  = help: if the rules are right, expect `did(notify) == 2`
  = asked for
      2026-01-01 00:00  notify "warm"  by tell_sales
      2026-01-03 00:00  notify "nobody called"  by tell_sales
"""


def test_a_failure_shows_parts_ledger_and_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The expression with the value of each part, how far it is from what was expected, and what led there."""
    ruleset(tmp_path, FAILING)
    monkeypatch.chdir(tmp_path)
    rules = ruleset(Path(), FAILING)
    text = report.failures(run_tests(rules), rules.model, colour=False, width=100)
    assert text.startswith(EXPECTED)
    assert "`good` does not hold" in text
    assert "`fit` is 30" in text.split("`good` does not hold")[1]
    assert "`engagement` is 15, which is cold" in text.split("`good` does not hold")[1]
    assert "= engagement: 15, as told above" in text
    assert "+20  at_home (state on)            rules.lsdsl:30  from the start\n" in text


def test_colours_are_only_where_they_are_wanted(tmp_path: Path) -> None:
    """The same text with and without colours."""
    rules = ruleset(tmp_path, FAILING)
    found = run_tests(rules)
    plain = report.failures(found, rules.model, colour=False, width=100)
    coloured = report.failures(found, rules.model, colour=True, width=100)
    assert "\x1b[" not in plain
    assert "\x1b[32m" in coloured or "\x1b[1;32m" in coloured


SAID = {
    "fit > 30": "`fit` is 0, 30 less than 30",
    "fit between 10 and 20": "`fit` is 0, 10 less than 10",
    "engagement is warm": "`engagement` is 0, which is cold",
    'country is "NL"': "`country` is missing",
    'country in ("NL", "BE")': "`country` is missing",
    'contacted is "yes"': '`contacted` is "no"',
    "fit == total + 2": "`fit` is 0, `total + 2` is 2 (`total` 0): 2 less",
    "age(created) >= 2 days": "`age(created)` is 0 seconds, 2 days less than 2 days",
    "not (fit == 0)": "`fit` is 0",
    "seen(page_visit)": "`seen(page_visit)` is false",
    "ran(tell_sales) == 1": "`ran(tell_sales)` is 0, 1 less than 1",
    'tags contains "vip"': "`tags` is ()",
    "country is not missing": "`country` is missing",
    "flames(total) == 3": "`flames(total)` is 0, 3 less than 3",
    "`total` is 2": "`total` is 0, 2 less than 2",
}


@pytest.mark.parametrize(("condition", "said"), SAID.items(), ids=SAID)
def test_each_kind_of_condition_tells_its_values(condition: str, said: str, tmp_path: Path) -> None:
    """What stands beside the caret names what was found."""
    rules = RULES.replace("score total = fit + engagement\n", "score total = fit + engagement:\n    ideal 100\n")
    (diagnostic,) = findings(only(tmp_path, f"expect {condition}", rules))
    assert diagnostic.code == "LS701"
    assert words_of(diagnostic).label == said


def test_a_clamp_is_told(tmp_path: Path) -> None:
    """Where a maximum makes the value, the ledger says what its entries add up to."""
    lines = "".join('on page_visit path = "/pricing"\nafter 7 days\n' for _ in range(6)) + "expect engagement == 120"
    rules = ruleset(tmp_path, 'test "a":\n' + "".join(f"    {line}\n" for line in lines.splitlines()))
    text = report.failures(run_tests(rules), rules.model, colour=False, width=100)
    assert "engagement: 100 (its entries add up to 120; its minimum or maximum" in text


def test_an_event_that_cannot_happen_and_what_goes_wrong_are_told(tmp_path: Path) -> None:
    """Both point at the line of the test; what goes wrong also at the rule."""
    (refused,) = findings(only(tmp_path, 'on orders removed id = "7"\nexpect fit == 0'))
    assert refused.code == "LS702"
    assert refused.arguments["event"] == "`orders removed`"
    (wrong,) = findings(only(tmp_path, "on purchase amount = 1, items = 0\nexpect fit == 0"))
    assert wrong.code == "LS703"
    assert wrong.related[0].span.path.endswith("rules.lsdsl")
    assert "LS851" in words_of(wrong).help


def test_json_holds_all_that_is_told(tmp_path: Path) -> None:
    """A program gets parts, scores, ledger and actions as values."""
    rules = ruleset(tmp_path, FAILING)
    told = json.loads(as_json([(rules.model, run_tests(rules))], [("a.lsdsl", 3, "x")], seconds=0.5, tool="1"))
    assert told["summary"] == {"tests": 1, "passed": 0, "failed": 1, "seconds": 0.5}
    problem = told["tests"][0]["problems"][0]
    assert (problem["code"], problem["line"], problem["time"]) == ("LS701", 7, "2026-02-07T00:00:00Z")
    assert problem["parts"][0] == {"text": "engagement == 22", "holds": False, "found": "`engagement` is 15, 7 less than 22"}
    assert problem["scores"] == {"engagement": 15}
    assert [entry["points"] for entry in problem["ledger"]] == [20, 2, -2, -5]
    assert told["tests"][0]["problems"][1]["asked"][0]["followup"] == "tell_sales"
    assert told["never_awarded"] == [{"path": "a.lsdsl", "line": 3, "title": "x"}]


def test_junit_has_a_case_for_each_test(tmp_path: Path) -> None:
    """Services show the failure with its whole explanation, and the tests that pass."""
    rules = ruleset(tmp_path, FAILING + '\ntest "a < b & c":\n    expect fit == 0\n')
    root = ET.fromstring(as_junit([(rules.model, run_tests(rules))], seconds=0.5))  # noqa: S314 - our own text
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    cases = root.findall("./testsuite/testcase")
    assert [case.get("name") for case in cases] == ["a pricing visitor warms up and cools down", "a < b & c"]
    failure = cases[0].find("failure")
    assert failure is not None
    assert "7 less than 22" in str(failure.get("message"))
    assert "Looks at prices" in str(failure.text)
    assert cases[1].find("failure") is None
