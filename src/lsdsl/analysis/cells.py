"""Cells: the values of a variable, parted so that within one cell every question has one answer.

A cell is the row of answers. What no value can answer has no cell; where that cannot be told, there may be a cell too many but
never one too few, so "in no cell" and "in every cell" are proofs.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product
from math import ceil, floor
from typing import Final

from lsdsl.analysis.questions import Among, Known, Ordered, Part, Present, Question, answer, has_part
from lsdsl.analysis.variables import Variable, can_be, can_have

Cell = tuple[bool, ...]
"""The answers to the questions, in their order."""

MOST_CELLS: Final = 600
MOST_SPELLINGS: Final = 8
KEPT: Final = 500
"""Of so many variables and questions the cells are kept: rules like to ask for the same list."""


class TooManyError(Exception):
    """There are more cells than are worth looking at."""


def cells(variable: Variable, questions: Sequence[Question]) -> tuple[Cell, ...]:
    """The cells of a variable, each once. Raises :class:`TooManyError`."""
    known = variable.options, variable.low, variable.high, variable.step, variable.shape
    return _cells(Variable("", variable.kind, variable.may_miss, *known), tuple(questions))


@lru_cache(KEPT)
def _cells(variable: Variable, questions: tuple[Question, ...]) -> tuple[Cell, ...]:
    """The same, whatever the variable is called and needs."""
    found: dict[Cell, None] = {}
    if variable.may_miss:
        found[(False,) * len(questions)] = None
    for cell in _present(variable, questions):
        found.setdefault(cell)
        if len(found) > MOST_CELLS:
            raise TooManyError
    return tuple(found)


def _present(variable: Variable, questions: Sequence[Question]) -> Iterable[Cell]:
    match variable.kind:
        case "ordered":
            return _answers(_of_order(variable, questions), questions)
        case "finite":
            return _answers(variable.options, questions)
        case "text":
            return _of_text(variable, questions)
        case "item":
            return _of_item(questions)
        case _:
            return [tuple(isinstance(one, Present) for one in questions)]


def _answers(values: Iterable[Known], questions: Sequence[Question]) -> Iterator[Cell]:
    for value in values:
        yield tuple(answer(question, value) for question in questions)


# --- numbers, dates, durations --------------------------------------------------------------------------------------------


def _of_order(variable: Variable, questions: Sequence[Question]) -> Iterator[Fraction]:
    """The points at which an answer changes, and a value of each gap between them, within the bounds."""
    low = None if variable.low is None else Fraction(variable.low)
    high = None if variable.high is None else Fraction(variable.high)
    limits = {one for one in (low, high) if one is not None}
    for question in questions:
        if isinstance(question, Ordered):
            limits.add(Fraction(question.limit))
        elif isinstance(question, Among):
            limits.update(Fraction(item) for item in question.items)
    points = sorted(limits)
    values = [*points, *_between(points, variable.step)]
    for value in values:
        if (low is None or value >= low) and (high is None or value <= high) and not (variable.step and value % variable.step):
            yield value


def _between(points: Sequence[Fraction], step: int) -> Iterator[Fraction]:
    """A value of each gap, below and above all points too; with a step one of its multiples, if there is any."""
    if not points:
        yield Fraction(0)
        return
    unit = step or 1
    yield Fraction(ceil(points[0] / unit) - 1) * unit
    yield Fraction(floor(points[-1] / unit) + 1) * unit
    for left, right in pairwise(points):
        middle = (left + right) / 2 if not step else Fraction(floor(left / step) + 1) * step
        if middle < right:
            yield middle


# --- items of lists -------------------------------------------------------------------------------------------------------


def _of_item(questions: Sequence[Question]) -> Iterator[Cell]:
    """A list holds one item in any of its spellings; it holds it ignoring case if it does in one of them."""
    if len(questions) > MOST_SPELLINGS:
        raise TooManyError
    for row in product((True, False), repeat=len(questions)):
        told = list(zip(questions, row, strict=True))
        spelt = any(truth for one, truth in told if isinstance(one, Among) and not one.folded)
        folded = [truth for one, truth in told if isinstance(one, Among) and one.folded]
        if all(truth for one, truth in told if isinstance(one, Present)) and (not spelt or all(folded)):
            yield row


# --- texts ----------------------------------------------------------------------------------------------------------------


def _of_text(variable: Variable, questions: Sequence[Question]) -> Iterator[Cell]:
    """First the texts that are named, then those that are a named one but for their case, then all others."""
    named = {str(item) for one in questions if isinstance(one, Among) and not one.folded for item in one.items}
    yield from _answers((text for text in sorted(named) if can_be(variable.shape, text, folded=False)), questions)
    folds = {str(item) for one in questions if isinstance(one, Among) and one.folded for item in one.items}
    for fold in sorted(folds):
        if can_be(variable.shape, fold, folded=True):
            yield from _unnamed(variable, questions, fold)
    yield from _unnamed(variable, questions, None)


def _unnamed(variable: Variable, questions: Sequence[Question], fold: str | None) -> Iterator[Cell]:
    """The cells of texts that are none of the named ones; their fold is the given one, or that of no named one."""
    rows: list[tuple[bool, ...]] = [()]
    for index, question in enumerate(questions):
        possible = [one for one in (True, False) if _may_be(question, one, variable, fold)]
        rows = [(*row, one) for row in rows for one in possible if _agrees(questions, row, index, one)]
        if len(rows) > MOST_CELLS:
            raise TooManyError
    yield from rows


def _may_be(question: Question, truth: bool, variable: Variable, fold: str | None) -> bool:
    """Whether an unnamed text may answer a question like that."""
    match question:
        case Present():
            return truth
        case Among(folded=False):
            return not truth
        case Among(items=items):
            return truth == (fold in items)
        case Part(operator=operator, operand=operand, folded=folded):
            if not operand:
                return truth
            if fold is not None and folded:
                return truth == has_part(operator, fold, operand)
            fits = can_have(variable.shape, operand, folded) and (fold is None or has_part(operator, fold, operand.casefold()))
            return fits or not truth
        case _:
            return True


def _agrees(questions: Sequence[Question], row: Cell, index: int, truth: bool) -> bool:
    """Whether an answer goes with those before it."""
    return not any(
        _contradict(questions[before], told, questions[index], truth)
        or _contradict(questions[index], truth, questions[before], told)
        for before, told in enumerate(row)
    )


def _contradict(one: Question, one_is: bool, other: Question, other_is: bool) -> bool:
    """Whether a yes to the first is seen to exclude an answer to the second."""
    if not one_is or not isinstance(one, Part) or not isinstance(other, Part):
        return False
    if other_is:
        folded = one.folded or other.folded
        texts = [part.operand.casefold() if folded else part.operand for part in (one, other)]
        return one.operator == other.operator and _clash(one.operator, *texts)
    if one.folded and not other.folded:
        return False
    text = one.operand.casefold() if other.folded else one.operand
    return other.operator in (one.operator, "contains") and has_part(other.operator, text, other.operand)


def _clash(operator: str, one: str, other: str) -> bool:
    """Whether no text can start (or end) with both."""
    return operator != "contains" and not has_part(operator, one, other) and not has_part(operator, other, one)
