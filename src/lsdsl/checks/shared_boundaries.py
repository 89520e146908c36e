"""LS509: two rules of a score for two stretches of one value that share the number at which they meet."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from lsdsl.analysis.subject import Subject
from lsdsl.analysis.words import words_at
from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Diagnostic, Edit, Related, finding
from lsdsl.model.canonical import canonical
from lsdsl.model.declarations import EventRule, Model, Rule, StateRule
from lsdsl.model.expressions import Between, Comparison, Constant, Expression, Logical

Number = int | float


@dataclass(frozen=True, slots=True)
class End:
    """An end of a stretch: the constant, whether it belongs to the stretch, and the test that says so."""

    constant: Constant
    closed: bool
    test: Expression

    @property
    def number(self) -> Number:
        """The constant as a number."""
        value = self.constant.value
        assert isinstance(value, int | float)
        return value


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a rule is for: a stretch of one value. ``rest`` is what else its condition asks for."""

    rule: EventRule | StateRule
    value: Expression
    low: End | None
    high: End | None
    rest: frozenset[str]


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One finding for each pair of rules that follow each other; in tables and grades one row counts, so nothing is shared."""
    for score in subject.model.scores.values():
        stretches = [one for rule in score.rules for one in _stretches(rule)]
        for one, other in combinations(stretches, 2):
            for below, above in ((one, other), (other, one)):
                if _meet(below, above):
                    yield _finding(below, above, subject.model)


def _finding(below: Stretch, above: Stretch, model: Model) -> Diagnostic:
    high, low = below.high, above.low
    assert high is not None
    assert low is not None
    value, boundary = (words_at(span, model, most=100_000) for span in (below.value.span, high.constant.span))
    half = f"{value} < {boundary}"
    start = "" if not isinstance(high.test, Between) else f"{value} >= {words_at(high.test.low.span, model, most=100_000)} and "
    line = model.sources[low.test.span.path].position(low.test.span.start).line
    return finding(
        "LS509", high.constant.span, Related(low.constant.span, "other"), value=value, boundary=boundary, half=half, line=line
    ).with_fix(Edit(high.test.span, start + half), safe=False)


def _meet(below: Stretch, above: Stretch) -> bool:
    """Whether one stretch ends where the other begins, and both mean the number itself, under the same circumstances."""
    high, low = below.high, above.low
    if high is None or low is None or high.number != low.number or not (high.closed and low.closed):
        return False
    if below.low is not None and below.low.number >= high.number:
        return False
    if above.high is not None and above.high.number <= low.number:
        return False
    if canonical(below.value) != canonical(above.value) or below.rest != above.rest:
        return False
    match below.rule, above.rule:
        case StateRule(), StateRule():
            return True
        case EventRule(events=events), EventRule(events=others):
            return bool({*events} & {*others})
        case _:
            return False


def _stretches(rule: Rule) -> Iterator[Stretch]:
    """The stretches that the condition of a rule is made of, one for each value that it asks for in order."""
    match rule:
        case StateRule(condition=condition):
            tests = [*_conjuncts(condition)]
        case EventRule(where=condition) if condition is not None:
            tests = [*_conjuncts(condition)]
        case _:
            return
    by_value: dict[str, list[tuple[Expression, Expression, End | None, End | None]]] = {}
    for test in tests:
        ends = _ends(test)
        if ends is not None:
            by_value.setdefault(canonical(ends[0]), []).append((test, *ends))
    for found in by_value.values():
        lows = [low for _, _, low, _ in found if low is not None]
        highs = [high for _, _, _, high in found if high is not None]
        if len(lows) > 1 or len(highs) > 1:
            continue
        used = [test for test, *_ in found]
        rest = frozenset(canonical(test) for test in tests if test not in used)
        yield Stretch(rule, found[0][1], lows[0] if lows else None, highs[0] if highs else None, rest)


def _conjuncts(condition: Expression) -> Iterable[Expression]:
    match condition:
        case Logical(operator="and", operands=operands):
            return [inner for one in operands for inner in _conjuncts(one)]
        case _:
            return [condition]


def _ends(test: Expression) -> tuple[Expression, End | None, End | None] | None:
    """The value that a test is about and the ends that it sets: below and above."""
    match test:
        case Between(value=value, low=Constant(value=int() | float()) as low, high=Constant(value=int() | float()) as high):
            return value, End(low, closed=True, test=test), End(high, closed=True, test=test)
        case Comparison(operator=">" | ">=" as operator, left=value, right=Constant(value=int() | float()) as limit):
            return value, End(limit, operator == ">=", test), None
        case Comparison(operator="<" | "<=" as operator, left=value, right=Constant(value=int() | float()) as limit):
            return value, None, End(limit, operator == "<=", test)
        case _:
            return None
