"""LS541: definitions that nothing reads."""

import pytest

from tests.unit.checks.told import places

DATA = "profile:\n    size  number\nevent visit:\n    pages  number\nlet big = size > 5\n"


def test_a_let_that_nothing_names() -> None:
    """It is told at its name."""
    assert places("unused_lets", DATA) == ["big"]


def test_a_let_that_only_an_unused_one_reads() -> None:
    """One finding for what is left over in a row."""
    assert places("unused_lets", DATA + "let very_big = big and size > 50\n") == ["very_big"]


@pytest.mark.parametrize(
    "rules",
    [
        "score s:\n    +1 while big\n",
        "score s:\n    +1 on each visit where big and pages > 2\n",
        'grade g:\n    "A" when big\n    "B" otherwise\n',
        "selection s:\n    where big\n",
        'followup f:\n    when big\n    add tag "x"\n',
        'followup f:\n    on visit\n    cancel when big\n    wait 1 day\n    add tag "x"\n',
        'test "t":\n    expect not big\n',
    ],
)
def test_a_let_that_is_used(rules: str) -> None:
    """Every place in which a name can stand is a use."""
    assert places("unused_lets", DATA + rules) == []


def test_silence_while_rules_are_broken() -> None:
    """What cannot be read may use it."""
    assert places("unused_lets", DATA, whole=False) == []
