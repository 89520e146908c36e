"""LS501 to LS503: the event that happens is among those that a look back counts."""

import pytest

import lsdsl
from tests.unit.checks.told import findings, places

DATA = """\
event visit
event purchase:
    product  text
    amount   number
let bought = seen(purchase)
"""


def rule(where: str) -> str:
    """A rule on purchases with this condition."""
    return f"{DATA}score s:\n    +5 on each purchase where {where}\n"


def followup(*lines: str) -> str:
    """A follow-up on purchases with these lines."""
    return f"{DATA}followup f:\n    on purchase\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("where", "code", "late"),
    [
        ("seen(purchase)", "LS501", False),
        ("bought", "LS501", False),
        ("count(purchase) > 0", "LS501", False),
        ("1 <= count(purchase)", "LS501", False),
        ("amount > 5 and seen(purchase)", "LS501", False),
        ("not seen(purchase) or amount > 5", "LS501", False),
        ("amount > 20 and seen(purchase where amount > 10)", "LS501", False),
        ("last(purchase) is not missing", "LS501", False),
        ("last(purchase) is missing", "LS502", False),
        ("count(purchase within 30 days) >= 1", "LS501", True),
        ("age(last(purchase)) < 30 days", "LS501", True),
        ("age(last(purchase)) > 30 days", "LS502", True),
        ("30 days < age(last(purchase))", "LS502", True),
    ],
)
def test_what_the_event_decides(where: str, code: str, late: bool) -> None:
    """It is told once; a window leaves a way out for events that come late."""
    (one,) = findings("counted_events", rule(where))
    assert (one.code, "late" in one.arguments) == (code, late)
    assert [
        one.code for one in lsdsl.check("rules.lsdsl", text=rule(where)).diagnostics if one.code not in {"LS541", "LS542"}
    ] == [code]


@pytest.mark.parametrize(
    "where",
    [
        "count(purchase) > 1",
        "count(purchase) is 1",
        'seen(purchase where product is "a")',
        "seen(visit)",
        "sum(amount of purchase) > 100",
        "age(last(visit)) > 30 days",
        "seen(purchase where amount > 10) and amount > 5",
        "not seen(purchase)",
    ],
)
def test_what_can_be_meant(where: str) -> None:
    """Earlier events, other ones, and what is told as a rule that never fires."""
    assert findings("counted_events", rule(where)) == []


@pytest.mark.parametrize("occurrence", ["each purchase or visit", "each visit", "each profile created"])
def test_other_events(occurrence: str) -> None:
    """Another event decides nothing, and of several it may be another."""
    assert findings("counted_events", f"{DATA}score s:\n    +5 on {occurrence} where seen(purchase)\n") == []


WAIT = ("wait 3 days", 'do start_workflow "x"')


@pytest.mark.parametrize(
    "lines",
    [
        ("cancel when seen(purchase)", *WAIT),
        ("cancel when seen(visit) or bought", *WAIT),
        ("where amount > 10", "cancel when seen(purchase where amount > 5)", *WAIT),
    ],
)
def test_cancelled_by_itself(lines: tuple[str, ...]) -> None:
    """A ``cancel when`` that the starting event makes true drops every run."""
    assert [one.code for one in findings("counted_events", followup(*lines))] == ["LS503"]


@pytest.mark.parametrize(
    "lines",
    [
        ("cancel when seen(visit)", *WAIT),
        ("cancel when count(purchase) > 1", *WAIT),
        ("cancel when seen(purchase where amount > 5)", *WAIT),
        ("cancel when seen(purchase) and seen(visit)", *WAIT),
        ("cancel when seen(purchase)", 'do start_workflow "x"'),
    ],
)
def test_not_cancelled_by_itself(lines: tuple[str, ...]) -> None:
    """Other conditions may still turn true."""
    assert places("counted_events", followup(*lines)) == []
