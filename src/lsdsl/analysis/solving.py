"""Whether a formula can come out true: a search over the cells of its variables, in three-valued logic.

Each variable has a set of cells that are still open, as the bits of a number. An undecided question splits the set of its
variable in two; what is decided by then is not looked at any further. The search is exact for variables that have nothing to do
with each other, and errs to the side of "it can" elsewhere.
"""

from collections.abc import Iterable, Mapping
from typing import Final, assert_never

from lsdsl.analysis.cells import TooManyError, cells
from lsdsl.analysis.formulas import All, Ask, Formula, Opposite, Some, questions
from lsdsl.analysis.questions import Present, Question
from lsdsl.analysis.variables import Variable

MOST_SPLITS: Final = 2_000
"""Conditions of people need a handful."""


def satisfiable(formula: Formula, variables: Mapping[str, Variable]) -> bool | None:
    """Whether something makes the formula true; None where that would take too long to find out."""
    try:
        return _Search(formula, variables).run(formula)
    except TooManyError:
        return None


def verdict(formula: Formula, variables: Mapping[str, Variable]) -> bool | None:
    """What the formula always is; None where it may be both, or where that would take too long to find out."""
    try:
        search = _Search(formula, variables)
        if not search.run(formula):
            return False
        return None if search.run(Opposite(formula)) else True
    except TooManyError:
        return None


class _Search:
    """The cells of the variables of a formula, in which it and what is made of it can be looked for."""

    def __init__(self, formula: Formula, variables: Mapping[str, Variable]) -> None:
        asked: dict[str, list[Question]] = {}
        waiting = [one.variable for one in questions(formula)]
        for key in waiting:
            if key not in asked:
                asked[key] = [Present()]
                waiting.extend(variables[key].needs)
        for one in questions(formula):
            if one.question not in asked[one.variable]:
                asked[one.variable].append(one.question)
        self._masks: dict[tuple[str, Question], int] = {}
        self._open: dict[str, int] = {}
        for key, wanted in asked.items():
            rows = cells(variables[key], wanted)
            self._open[key] = (1 << len(rows)) - 1
            for index, question in enumerate(wanted):
                self._masks[key, question] = sum(1 << place for place, row in enumerate(rows) if row[index])
        self._derived = [variables[key] for key in asked if variables[key].needs]
        self._splits = 0

    def run(self, formula: Formula) -> bool:
        """Whether a formula of the same questions can be true."""
        start = self._consistent(self._open)
        waiting = [] if start is None else [start]
        while waiting:
            present = waiting.pop()
            truth, undecided = self._truth(formula, present)
            if truth is True:
                return True
            if undecided is None:
                continue
            self._splits += 1
            if self._splits > MOST_SPLITS:
                raise TooManyError
            mask = self._masks[undecided.variable, undecided.question]
            for half in (~mask, mask):
                narrower = {**present, undecided.variable: present[undecided.variable] & half}
                consistent = self._consistent(narrower)
                if consistent is not None:
                    waiting.append(consistent)
        return False

    def _truth(self, formula: Formula, state: Mapping[str, int]) -> tuple[bool | None, Ask | None]:
        """What the formula is in a state; if that is open yet, a question that it hangs on."""
        match formula:
            case Ask(variable=key, question=question):
                mask = self._masks[key, question]
                if not state[key] & ~mask:
                    return True, None
                return (False, None) if not state[key] & mask else (None, formula)
            case Opposite(part=part):
                truth, undecided = self._truth(part, state)
                return (None if truth is None else not truth), undecided
            case All(parts=parts):
                return self._joined(parts, state, neutral=True)
            case Some(parts=parts):
                return self._joined(parts, state, neutral=False)
            case _:
                assert_never(formula)

    def _joined(self, parts: Iterable[Formula], state: Mapping[str, int], *, neutral: bool) -> tuple[bool | None, Ask | None]:
        first: Ask | None = None
        for part in parts:
            truth, undecided = self._truth(part, state)
            if truth is (not neutral):
                return truth, None
            first = first or undecided
        return (neutral, None) if first is None else (None, first)

    def _consistent(self, state: Mapping[str, int]) -> Mapping[str, int] | None:
        """The state after what is missing has made missing what needs it, and the other way round; None if nothing is left."""
        narrowed = dict(state)
        changed = True
        while changed:
            if not all(narrowed.values()):
                return None
            changed = False
            for one in self._derived:
                for key, mask in self._told(one, narrowed):
                    if narrowed[key] & mask != narrowed[key]:
                        narrowed[key] &= mask
                        changed = True
        return narrowed

    def _told(self, derived: Variable, state: Mapping[str, int]) -> Iterable[tuple[str, int]]:
        present = self._masks[derived.key, Present()]
        given = [(key, self._masks[key, Present()]) for key in derived.needs]
        if not state[derived.key] & ~present:
            yield from given
        if any(not state[key] & mask for key, mask in given):
            yield derived.key, ~present
        if derived.total and all(not state[key] & ~mask for key, mask in given):
            yield derived.key, present
