"""LS603: follow-ups that ask for an action each time they start."""

import pytest

from tests.unit.checks.told import places

DATA = """\
profile:
    email  text
    sent   boolean = false
event visit
score points:
    +1 on each visit
let waiting = not sent
"""
MAIL = '    do send_email "hello"\n'


@pytest.mark.parametrize(
    "header",
    ["on visit", "on visit\n    where points > 3", "when points > 3", "on profile modified", "on profile created or visit"],
)
def test_a_follow_up_without_limit(header: str) -> None:
    """It is told at its name."""
    assert places("unlimited_followups", f"{DATA}followup f:\n    {header}\n{MAIL}") == ["f"]


@pytest.mark.parametrize(
    ("header", "steps"),
    [
        ("on visit\n    limit once", MAIL),
        ("on visit\n    limit 5 per 1 day overall", MAIL),
        ("on profile created", MAIL),
        ("when points > 3\n    again when points < 1", MAIL),
        ("when points gains fewer than 2 points within 90 days", MAIL),
        ("on visit\n    where waiting", MAIL + "    set sent to true\n"),
        ('on visit\n    where not (tags contains "mailed")', MAIL + '    add tag "mailed"\n'),
        ("on visit\n    enabled false", MAIL),
        ("on visit", '    add tag "x"\n'),
        ("on visit", MAIL + "    script:\n        profile.fields.sent = True\n"),
    ],
)
def test_a_follow_up_that_is_held_back(header: str, steps: str) -> None:
    """A limit, a guard that it sets itself, an event that happens once; or nothing that reaches anybody."""
    assert places("unlimited_followups", f"{DATA}followup f:\n    {header}\n{steps}") == []
