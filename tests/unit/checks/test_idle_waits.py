"""LS518, LS519 and LS530: waits for nothing, nothing to cancel, and steps that no run gets to."""

import pytest

from tests.unit.checks.told import findings

HEADER = "event visit:\n    size  number\nfollowup f:\n    on visit\n"
DO = '    do start_workflow "x"\n'
IF = "    if size > 5:\n        stop\n"


@pytest.mark.parametrize(
    ("steps", "code", "place"),
    [
        (DO + "    wait 2 days\n", "LS518", "wait 2 days"),
        (DO + "    if size > 5:\n        wait 2 days\n", "LS518", "wait 2 days"),
        ("    cancel when size_now > 5\n" + DO, "LS519", "size_now > 5"),
        ("    stop\n" + DO, "LS530", DO.strip()),
        (IF + "    else:\n        stop\n" + DO, "LS530", DO.strip()),
        ("    if size > 5:\n        stop\n    " + DO, "LS530", DO.strip()),
    ],
)
def test_idle(steps: str, code: str, place: str) -> None:
    """Each is told once, at what is idle."""
    rules = "profile:\n    size_now  number\n" + HEADER + steps
    assert [(one.code, rules[one.span.start : one.span.end]) for one in findings("idle_waits", rules)] == [(code, place)]


@pytest.mark.parametrize(
    "steps",
    [
        "    wait 2 days\n" + DO,
        "    cancel when size_now > 5\n    if size > 5:\n        wait 2 days\n" + DO,
        IF + DO,
        IF + "    else:\n" + DO.replace("    do", "        do") + DO,
        DO + "    stop\n",
    ],
)
def test_what_is_done(steps: str) -> None:
    """What comes after a wait, and after an ``if`` that does not always end the run."""
    assert findings("idle_waits", "profile:\n    size_now  number\n" + HEADER + steps) == []
