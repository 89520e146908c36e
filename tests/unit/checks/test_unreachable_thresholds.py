"""LS523: thresholds that what a score can be has decided for every lead."""

from typing import Final

import pytest

from lsdsl.checks.unreachable_thresholds import check
from tests.unit.checks.scoring import findings_of, places_of

DATA: Final = """\
profile:
    employees  number
event visit
event form
score engagement:
    initial 5
    ideal 100
    +20 on first form
    +10 on first 2 visit
score open_ended:
    +1 on each visit
score bounded:
    minimum 0
    maximum 30
    +1 on each visit
score total = engagement + bounded
score shaky = engagement / employees
"""


def selected(condition: str) -> str:
    """A selection by a condition."""
    return f"{DATA}selection chosen:\n    where {condition}\n"


@pytest.mark.parametrize(
    "condition",
    [
        *("engagement > 45", "engagement >= 46", "46 <= engagement", "engagement is 46", "engagement < 5", "engagement <= 4"),
        *("engagement between 46 and 90", "engagement between 1 and 4", "engagement * 2 > 90", "total > 75", "-engagement > 0"),
        *("flames(engagement) >= 3", "gained(engagement within 1 day) > 40"),
    ],
)
def test_no_lead_meets_it(condition: str) -> None:
    """What is beyond all that the rules can give is never true."""
    (found,) = findings_of(check, selected(condition))
    assert found.arguments.get("never") == "yes"


@pytest.mark.parametrize(
    "condition", ["engagement >= 5", "engagement <= 45", "engagement < 46", "engagement is not 46", "total > 4"]
)
def test_every_lead_meets_it(condition: str) -> None:
    """What all leads have from the start is always true."""
    (found,) = findings_of(check, selected(condition))
    assert found.arguments.get("always") == "yes"


@pytest.mark.parametrize(
    "condition",
    [
        *("engagement >= 45", "engagement > 5", "engagement is 5", "engagement between 5 and 90", "engagement <= 44"),
        *("open_ended > 1000", "bounded > 30", "bounded >= 0", "employees > 5", "flames(engagement) >= 2"),
        *("gained(engagement within 1 day) > 39", "gained(open_ended within 1 day) > 39", "count(visit) > 100"),
        *("total > engagement", "shaky <= 100", "engagement is not missing"),
    ],
)
def test_undecided(condition: str) -> None:
    """What some lead may meet and another may not is no finding, nor is what a declared maximum decides already."""
    assert places_of(check, selected(condition)) == []


@pytest.mark.parametrize(
    "more",
    [
        "let busy = engagement > 50\nselection chosen:\n    where busy\n",
        'grade priority:\n    "a" when engagement > 50\n    "b" otherwise\n',
        'followup call:\n    when engagement > 50\n    do notify "call"\n',
        'followup call:\n    on visit\n    where engagement > 50\n    do notify "call"\n',
        'followup call:\n    on visit\n    if engagement > 50:\n        do notify "call"\n',
        "score other:\n    +5 while engagement > 50\n",
        "score other:\n    +5 on each visit where engagement > 50\n",
    ],
)
def test_wherever_it_stands(more: str) -> None:
    """Conditions of all kinds are looked at, each once."""
    assert places_of(check, DATA + more) == ["engagement > 50"]


def test_rows_of_a_table() -> None:
    """A row that begins above what the score can be never counts."""
    table = "score other:\n    by engagement:\n        +1 from 0\n        +5 from 40\n        +9 from 50\n"
    assert places_of(check, DATA + table) == ["+9 from 50"]
    assert places_of(check, DATA + table.replace("engagement", "bounded")) == ["+9 from 50", "+5 from 40"]
    assert places_of(check, DATA + table.replace("engagement", "bounded + 0")) == []


def test_tests_in_rules_are_left_alone() -> None:
    """An expectation may look at whatever its author wants to be sure of."""
    assert places_of(check, DATA + 'test "t":\n    on form\n    expect engagement < 100\n') == []


def test_corrections_and_parts() -> None:
    """Where corrections are expected, or rules with errors are left out, nothing is told."""
    text = selected("engagement > 50")
    assert places_of(check, text, whole=False) == []
    assert places_of(check, text + 'followup note:\n    on points adjusted\n    do notify "corrected"\n') == []


@pytest.mark.parametrize(
    ("rule", "told"), [("+5 while size > 3", True), ("+4 on first visit", True), ("+5 on first visit", False)]
)
def test_cold_triggers_that_always_fire(rule: str, told: bool) -> None:
    """``gains fewer than N`` where the rules on events can never give N is true for every lead."""
    rules = (
        f"profile:\n    size  number\nevent visit\nscore s:\n    {rule}\nfollowup quiet:\n"
        '    when s gains fewer than 5 points within 90 days\n    do start_workflow "call"\n'
    )
    found = [one.arguments.get("gains") for one in findings_of(check, rules)]
    assert (found != []) is told
    assert None not in found
