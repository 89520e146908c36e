"""LS503: rules and follow-ups that nothing can set off."""

import pytest

import lsdsl
from lsdsl.checks.never_firing import check
from lsdsl.model import check_text
from lsdsl.runner.ruleset import Ruleset
from tests.unit.checks.conditions import DATA, found, told

SCORE = "score fit:\n    +10 on each page_visit\n"


def rule(where: str) -> str:
    """A rule on page visits."""
    return f"score fit:\n    +10 on each page_visit where {where}\n"


def followup(*lines: str) -> str:
    """A follow-up beside a score."""
    return SCORE + "followup one:\n" + "".join(f"    {line}\n" for line in lines) + '    do notify "m", to: "a@example.com"\n'


NEVER = [
    rule("not seen(page_visit)"),
    rule("count(page_visit) is 0 and pages > 5"),
    rule('path is "/pricing" and not seen(page_visit where path is "/pricing")'),
    rule('path is "/pricing" and not seen(page_visit where path starts with "/p")'),
    "let first_time = not seen(page_visit)\n" + rule("first_time"),
]
SOMETIMES = [
    rule("count(page_visit) is 1"),
    rule('not seen(page_visit where path is "/pricing")'),
    rule("not seen(form_submit)"),
    rule('path starts with "/p" and not seen(page_visit where path is "/pricing")'),
]


@pytest.mark.parametrize("rules", NEVER)
def test_event_that_counts_itself(rules: str) -> None:
    """A rule that wants an event never to have been seen is told of, when it is a rule on that event."""
    assert [code for code, _ in told(check, rules)] == ["LS503"]


@pytest.mark.parametrize("rules", SOMETIMES)
def test_event_that_counts_something_else(rules: str) -> None:
    """Other looks back may be true or false."""
    assert told(check, rules) == []


@pytest.mark.parametrize(("rules", "awards"), [*((one, False) for one in NEVER), *((one, True) for one in SOMETIMES)])
def test_engine_agrees(rules: str, awards: bool) -> None:
    """What is told of awards nothing, whatever happens first; the others award something."""
    model, _ = check_text(rules + DATA)
    assert model is not None
    points = []
    for path in ("/pricing", "/people", "/about"):
        engine = lsdsl.Engine(Ruleset(model))
        data = {"path": path, "pages": 9}
        for number in range(2):
            event = {"id": str(number), "type": "page_visit", "profile": "p", "time": f"2026-01-0{number + 1}", "data": data}
            result = engine.process(event)
            assert result.reject is None
            points += [entry for entry in result.entries if entry.points]
    assert bool(points) is awards


def test_a_window_may_be_missed_by_a_late_event() -> None:
    """With a window the finding says that late events are another matter."""
    (one,) = found(check, rule("not seen(page_visit within 7 days)"))
    assert one.arguments["late"] == "late"


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (followup("when fit >= 50", "where fit < 20"), "fit < 20"),
        (
            followup("when fit gains fewer than 2 points within 90 days", "where gained(fit within 90 days) > 5"),
            "gained(fit within 90 days) > 5",
        ),
        (
            followup("on page_visit", 'where status is "won"', 'cancel when status is not "new"', "wait 2 days"),
            'status is not "new"',
        ),
        (followup("when employees > 100", "cancel when employees > 50", "wait 2 days"), "employees > 50"),
    ],
)
def test_followup_told(rules: str, words: str) -> None:
    """A trigger that excludes the condition, and a condition that brings the cancellation with it, are told of."""
    assert told(check, rules) == [("LS503", words)]


@pytest.mark.parametrize(
    "rules",
    [
        followup("when fit >= 50", "where fit < 80"),
        followup("when fit gains fewer than 2 points within 90 days", "where gained(fit within 30 days) < 2"),
        followup("on page_visit", 'where status is "won"', 'cancel when status is "lost"', "wait 2 days"),
        followup("on page_visit", 'where status is "won"', 'cancel when status is "won"'),
        followup("on page_visit", 'where status is "won"', 'cancel when status is "won"', 'set status to "new"', "wait 2 days"),
        followup("when employees > 100", "where employees < 50")
        + "followup other:\n    when employees > 90\n    set employees to 10\n",
    ],
)
def test_followup_not_told(rules: str) -> None:
    """What may fire is no finding: also where a step, of its own or of another follow-up, changes what is asked for."""
    assert told(check, rules) == []
