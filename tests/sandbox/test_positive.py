"""Boxes that people really write: each is accepted without a finding and does exactly what it should."""

from pathlib import Path

import pytest

import lsdsl
from tests.sandbox.positive.case import Positive, live, written
from tests.sandbox.positive.effects import EFFECTS
from tests.sandbox.positive.lists import LISTS
from tests.sandbox.positive.numbers import NUMBERS
from tests.sandbox.positive.texts import TEXTS

BOXES = (*NUMBERS, *TEXTS, *LISTS, *EFFECTS)


def test_there_are_enough_boxes() -> None:
    """At least sixty boxes, each with a name of its own, a sentence and an example."""
    assert len(BOXES) >= 60
    assert len({box.id for box in BOXES}) == len(BOXES)
    assert all(box.says.endswith(".") and box.examples for box in BOXES)


@pytest.mark.parametrize("box", BOXES, ids=lambda box: box.id)
def test_box_is_accepted_and_right(box: Positive, tmp_path: Path) -> None:
    """The checker has nothing to say, and fields, tags, points and actions are exactly those of the examples."""
    report = lsdsl.check(written(tmp_path, box))
    assert [(one.code, dict(one.arguments)) for one in report.diagnostics if not one.code.startswith("LS5")] == []
    assert report.ruleset is not None
    for example in box.examples:
        assert live(report.ruleset, example, box.trigger.split(" or ")[0]) == example
