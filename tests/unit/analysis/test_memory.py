"""Answers about a model are kept while the checks look at it, and no longer."""

from collections.abc import Callable

from lsdsl.analysis.memory import remembered, remembering
from lsdsl.model.declarations import Model
from tests.unit.checks.scoring import subject_of

FIRST = subject_of("profile:\n    a number\n").model
SECOND = subject_of("profile:\n    b number\n").model


def counted() -> tuple[list[object], Callable[[Model, list[int]], int]]:
    """A question, and what it was asked."""
    asked: list[object] = []

    @remembered
    def question(model: Model, numbers: list[int]) -> int:
        asked.append(model)
        return sum(numbers)

    return asked, question


def test_the_same_question_is_answered_once() -> None:
    """A question about the same model with the same objects is worked out once."""
    asked, question = counted()
    numbers = [1, 2]
    with remembering(FIRST):
        assert [question(FIRST, numbers), question(FIRST, numbers)] == [3, 3]
    assert asked == [FIRST]


def test_another_question_is_another() -> None:
    """Other objects, another question and another model have answers of their own."""
    asked, question = counted()
    others, other = counted()
    with remembering(FIRST):
        assert [question(FIRST, [1]), question(FIRST, [2]), other(FIRST, [4]), question(SECOND, [3])] == [1, 2, 4, 3]
    assert (len(asked), len(others)) == (3, 1)


def test_nothing_is_kept_afterwards() -> None:
    """Without somebody who wants them kept, answers are worked out each time."""
    asked, question = counted()
    numbers = [1]
    with remembering(FIRST):
        question(FIRST, numbers)
    question(FIRST, numbers)
    question(FIRST, numbers)
    assert len(asked) == 3
