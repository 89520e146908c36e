"""LS543: fields that are carried along and that no rule looks at."""

import pytest

from lsdsl.analysis.subject import BoxWork
from tests.unit.checks.told import places

DATA = "profile:\n    email  text\n    size  number\nevent visit\n"
BOX = "followup f:\n    on visit\n    script:\n        profile.fields.size = 1\n"


def test_fields_that_nothing_names() -> None:
    """Each is told at its name."""
    assert places("unused_fields", DATA) == ["email", "size"]


@pytest.mark.parametrize(
    "rules",
    [
        "score s:\n    +1 while size > 3\n",
        "score s:\n    field size\n    +1 on each visit\n",
        "score s:\n    +1 on each profile modified where changed(size)\n",
        "score s:\n    +1 on each profile modified where old(size) > 3\n",
        "followup f:\n    on visit\n    set size to 3\n",
        'test "t":\n    given size = 3\n    expect tags contains none ("x")\n',
        'test "t":\n    on profile modified size = 3\n    expect tags contains none ("x")\n',
    ],
)
def test_a_field_that_is_used(rules: str) -> None:
    """Who reads, writes or tests a field uses it."""
    assert places("unused_fields", DATA + rules) == ["email"]


def test_the_address_of_a_mail() -> None:
    """A mail without `to` goes to the field `email`."""
    assert places("unused_fields", DATA + 'followup f:\n    on visit\n    do send_email "hello"\n') == ["size"]


@pytest.mark.parametrize("box", [BoxWork(reads=("size",)), BoxWork(writes=("size",))])
def test_a_box_that_uses_a_field(box: BoxWork) -> None:
    """What boxes read and write is used."""
    assert places("unused_fields", DATA + BOX, box=box) == ["email"]


def test_silence_while_rules_are_broken() -> None:
    """What cannot be read may use it."""
    assert places("unused_fields", DATA, whole=False) == []
