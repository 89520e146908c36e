"""LS542: events that are accepted and change nothing."""

import pytest

from tests.unit.checks.told import places

DATA = 'event visit:\n    pages  number\nscore other:\n    +1 while tags contains "x"\n'


def test_an_event_that_nothing_names() -> None:
    """It is told at its name."""
    assert places("unused_events", DATA) == ["visit"]


@pytest.mark.parametrize(
    "rules",
    [
        "score s:\n    +1 on each visit\n",
        "score s:\n    -1 for every 30 days without visit\n",
        "score s:\n    +1 while count(visit within 7 days) > 3\n",
        "score s:\n    +1 while sum(pages of visit) > 3\n",
        'followup f:\n    on visit\n    add tag "x"\n',
        'test "t":\n    on visit pages = 3\n    expect tags contains none ("x")\n',
    ],
)
def test_an_event_that_is_used(rules: str) -> None:
    """Rules, look-backs, follow-ups and tests use events."""
    assert places("unused_events", DATA + rules) == []


def test_a_ruleset_that_is_only_begun() -> None:
    """Where nothing but data is declared, the rules are still to come."""
    assert places("unused_events", "event visit\n") == []


def test_rows_of_a_collection() -> None:
    """The events of a collection come with it: they are no declarations that could be taken away."""
    assert places("unused_events", DATA + "collection orders:\n    amount  number\nscore more:\n    +1 on each visit\n") == []


def test_silence_while_rules_are_broken() -> None:
    """What cannot be read may use it."""
    assert places("unused_events", DATA, whole=False) == []
