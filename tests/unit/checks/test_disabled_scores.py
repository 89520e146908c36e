"""LS547: scores that are switched off while others still read them."""

import pytest

from tests.unit.checks.told import findings, places

DATA = """\
profile:
    size    number
    points  number
event visit
score fit:
    enabled false
    ideal 10
    field points
    range low
    range high  from 10
    +1 while size > 3
"""


@pytest.mark.parametrize(
    ("rules", "place"),
    [
        ("score total = fit + 5\n", "fit"),
        ("let good = points > 3\n", "points"),
        ("selection s:\n    where fit is high\n", "fit is high"),
        ("selection s:\n    where flames(fit) > 3\n", "flames(fit)"),
        ("selection s:\n    where gained(fit within 1 day) > 3\n", "gained(fit within 1 day)"),
        ('followup f:\n    when fit changes\n    add tag "x"\n', "when fit changes"),
        ('followup f:\n    when fit gains fewer than 3 points within 9 days\n    add tag "x"\n', None),
    ],
)
def test_what_reads_a_score_that_is_off(rules: str, place: str | None) -> None:
    """The place that reads it is told."""
    place = place or "when fit gains fewer than 3 points within 9 days"
    assert places("disabled_scores", DATA + rules) == [place]


def test_one_finding_for_all_places() -> None:
    """The first place is told, with how many there are."""
    (found,) = findings("disabled_scores", DATA + "score total = fit + 5\nlet good = fit > 3\n")
    assert found.arguments["count"] == "2"


@pytest.mark.parametrize(
    "rules",
    [
        "",
        "selection s:\n    where fit is missing or fit > 3\n",
        'followup f:\n    on visit\n    where fit > 3\n    enabled false\n    add tag "x"\n',
        "score other:\n    enabled false\n    +1 while fit > 3\n",
        'test "t":\n    expect not (fit > 3)\n',
    ],
)
def test_scores_that_nobody_misses(rules: str) -> None:
    """Silence where nothing at work reads the score, or where its author has thought of its being missing."""
    assert places("disabled_scores", DATA + rules) == []


def test_a_score_that_is_on() -> None:
    """What is switched on has a value."""
    assert places("disabled_scores", DATA.replace("    enabled false\n", "") + "score total = fit + 5\n") == []
