"""LS540: lists that no condition looks into."""

import pytest

from tests.unit.checks.told import places

DATA = 'profile:\n    country  text\n    langs  list\nevent visit:\n    path  text\nlist free = ("a.com", "b.com")\n'


def test_a_list_that_nothing_names() -> None:
    """It is told at its name."""
    assert places("unused_lists", DATA) == ["free"]


@pytest.mark.parametrize(
    "rules",
    [
        "score s:\n    +1 while country in free\n",
        "score s:\n    +1 while country not in free\n",
        "score s:\n    +1 while country contains any free\n",
        "score s:\n    +1 while langs contains none free\n",
        "score s:\n    +1 on each visit where path starts with any free\n",
        "score s:\n    +1 while seen(visit where path in free)\n",
        "let known = country in free\n",
        'followup f:\n    on visit\n    if country in free:\n        add tag "x"\n',
        'test "t":\n    expect not (country in free)\n',
    ],
)
def test_a_list_that_is_used(rules: str) -> None:
    """Every place in which a list can stand is a use, one in a test too."""
    assert places("unused_lists", DATA + rules) == []


def test_silence_while_rules_are_broken() -> None:
    """What cannot be read may use it."""
    assert places("unused_lists", DATA, whole=False) == []
