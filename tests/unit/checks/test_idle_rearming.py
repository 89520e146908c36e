"""LS501: ``again when`` that holds nothing back."""

import pytest

from tests.unit.checks.told import places

DATA = "profile:\n    size  number\nevent visit\nscore s:\n    +5 on each visit\n"


def followup(when: str, again: str) -> str:
    """A follow-up that is armed again."""
    return f'{DATA}followup f:\n    when {when}\n    again when {again}\n    do start_workflow "x"\n'


@pytest.mark.parametrize("again", ["s > 20", "s > 50", "s >= 50 or size > 5"])
def test_true_whenever_the_trigger_is(again: str) -> None:
    """It arms the trigger in the moment in which it has fired."""
    assert places("idle_rearming", followup("s > 50", again)) == [again]


@pytest.mark.parametrize("again", ["s < 20", "s <= 50", "size > 5", "s > 60"])
def test_what_holds_back(again: str) -> None:
    """Something has to happen before it is true."""
    assert places("idle_rearming", followup("s > 50", again)) == []
