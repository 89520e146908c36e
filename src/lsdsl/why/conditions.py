"""Conditions taken apart: what each part reads now, and what would make it hold or not hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lsdsl.compile.reference import Scope, evaluate, truth
from lsdsl.model import expressions as model
from lsdsl.model.types import BOOLEAN, TEXT, Kind, Value
from lsdsl.why.proof import Obstacle
from lsdsl.why.redaction import Redaction
from lsdsl.why.wording import HIDDEN, MOST_NAMED, duration_text, listed, text_text, value_of_score, value_text, without_literals
from lsdsl.why.wording import written as source_of

AT_LEAST: Final = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than", "==": "", "!=": "anything but"}
OPPOSITE: Final = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "=="}
VERBS: Final = {"contains": "contain", "starts with": "start with", "ends with": "end with"}


@dataclass(frozen=True, slots=True)
class Sight:
    """Where conditions are looked at: the profile now, and what of it is not to be seen."""

    scope: Scope
    redaction: Redaction

    def now(self, expression: model.Expression) -> str:
        """What an expression is now, in words."""
        if self.redaction.hides(expression, self.scope.ruleset):
            return HIDDEN
        value = evaluate(expression, self.scope)
        return value_of_score(value) if _is_points(expression, value) else value_text(expression.type, value)  # type: ignore[arg-type]

    def written(self, expression: model.Expression) -> str:
        """An expression as it stands in the rules; without its literals where it reads what is hidden."""
        text = source_of(expression, self.scope.ruleset)
        return without_literals(text) if self.redaction.hides(expression, self.scope.ruleset) else text

    def literal(self, text: str, *read: model.Expression) -> str:
        """Words about what is compared with expressions, or nothing of them when one is hidden."""
        return HIDDEN if any(self.redaction.hides(one, self.scope.ruleset) for one in read) else text


def obstacles(condition: model.Expression, sight: Sight, *, wanted: bool = True) -> tuple[Obstacle, ...]:
    """What keeps a condition from being true (or, with ``wanted`` false, from being false): only the parts that do."""
    if truth(condition, sight.scope) == wanted:
        return ()
    ruleset = sight.scope.ruleset
    match condition:
        case model.Not(operand=operand):
            return obstacles(operand, sight, wanted=not wanted)
        case model.Comparison(left=left) if _is_test(condition):
            return obstacles(left, sight, wanted=wanted)
        case model.LetRead(let=name):
            return obstacles(ruleset.lets[name].value, sight, wanted=wanted)
        case model.SelectionRead(selection=name):
            return obstacles(ruleset.selections[name].condition, sight, wanted=wanted)
        case model.Logical(operator=operator, operands=operands):
            ways = tuple(obstacles(one, sight, wanted=wanted) for one in operands)
            if (operator == "and") == wanted:
                return tuple(one for way in ways for one in way)
            return (_one_of(ways),)
        case _:
            return (_part(condition, sight, wanted=wanted),)


def together(known: Iterable[Obstacle]) -> str:
    """Obstacles that all have to go, as one text."""
    return " · ".join(one.text for one in known)


def facts(condition: model.Expression, sight: Sight, *, held: bool = True) -> Iterator[str]:
    """What a condition that holds rests on: each part that counts, with what it is now."""
    ruleset = sight.scope.ruleset
    if truth(condition, sight.scope) != held:
        return
    match condition:
        case model.Not(operand=operand):
            yield from facts(operand, sight, held=not held)
        case model.Comparison(left=left) if _is_test(condition):
            yield from facts(left, sight, held=held)
        case model.LetRead(let=name):
            yield from facts(ruleset.lets[name].value, sight, held=held)
        case model.SelectionRead(selection=name):
            yield from facts(ruleset.selections[name].condition, sight, held=held)
        case model.Logical(operands=operands):
            for one in operands:
                yield from facts(one, sight, held=held)
        case model.Constant():
            pass
        case _:
            what, now, _ = _reading(condition, sight, wanted=not held)
            yield f"{what} is {now}" if now else what


def _is_test(condition: model.Comparison) -> bool:
    """Whether this is how the name of a condition, or another condition, stands alone: ``while is_student``."""
    return (
        condition.operator == "=="
        and isinstance(condition.right, model.Constant)
        and condition.right.value is True
        and isinstance(condition.left, model.LetRead | model.SelectionRead | model.HistoryRead | model.Logical | model.Not)
    )


def _one_of(ways: tuple[tuple[Obstacle, ...], ...]) -> Obstacle:
    known = tuple(dict.fromkeys(ways))
    if len(known) == 1 and len(known[0]) == 1:
        return known[0][0]
    return Obstacle("one of: " + " · or ".join(" and ".join(one.text for one in way) for way in known), one_of=known)


def _part(condition: model.Expression, sight: Sight, *, wanted: bool) -> Obstacle:
    what, now, needs = _reading(condition, sight, wanted=wanted)
    text = f"{what} is {now}; needs {needs}" if now else f"{what}; needs {needs}"
    return Obstacle(text, what, now, needs)


def _reading(condition: model.Expression, sight: Sight, *, wanted: bool) -> tuple[str, str, str]:
    """What a simple condition reads, what that is now, and what it has to be to be true (or false)."""
    no = "" if wanted else "not "
    match condition:
        case model.Comparison():
            return _comparison(condition, sight, wanted=wanted)
        case model.Between(value=value, low=low, high=high):
            ends = f"{no}to be between {sight.now(low)} and {sight.now(high)}"
            return sight.written(value), sight.now(value), sight.literal(ends, value)
        case model.Membership(value=value, items=items, negated=negated, named=named):
            said = _items(items, value, named, "or")
            needs = said if negated != wanted else f"anything but {said}"
            return sight.written(value), sight.now(value), sight.literal(needs, value)
        case model.TextTest(operator=operator, value=value, operand=operand):
            needs = f"{no}to {VERBS[operator]} {sight.now(operand)}"
            return sight.written(value), sight.now(value), sight.literal(needs, value)
        case model.ListContains(value=value, operand=operand):
            needs = f"{no}to contain {sight.now(operand)}"
            return sight.written(value), sight.now(value), sight.literal(needs, value)
        case model.TextTestAgainst(value=value, quantifier=quantifier, items=items, named=named):
            needs = _against(VERBS[condition.operator], quantifier, _items(items, value, named, "or"), wanted=wanted)
            return sight.written(value), sight.now(value), sight.literal(needs, value)
        case model.ListContainsAgainst(value=value, quantifier=quantifier, items=items, named=named):
            needs = _against(
                "contain", quantifier, _items(items, value, named, "and" if quantifier == "all" else "or"), wanted=wanted
            )
            return sight.written(value), sight.now(value), sight.literal(needs, value)
        case model.Matches(value=value, pattern=pattern):
            return sight.written(value), sight.now(value), sight.literal(f"{no}to match /{pattern}/", value)
        case model.Missing(value=value, negated=negated):
            return sight.written(value), sight.now(value), "a value" if negated == wanted else "to be missing"
        case model.RangeTest():
            return _range(condition, sight, wanted=wanted)
        case model.HistoryRead(function="seen"):
            what = sight.written(condition).removeprefix("seen(").removesuffix(")")
            return (f"no {what}", "", "one") if wanted else (f"there was a {what}", "", "none")
        case model.FieldRead() | model.AttributeRead():
            return sight.written(condition), sight.now(condition), sight.literal("true" if wanted else "not true", condition)
        case model.Constant():
            return f"the rule says {sight.now(condition)}", "", "another rule"
        case _:
            return sight.written(condition), sight.now(condition), "true" if wanted else "false"


def _comparison(condition: model.Comparison, sight: Sight, *, wanted: bool) -> tuple[str, str, str]:
    left, right = condition.left, condition.right
    operator: str = condition.operator
    if isinstance(left, model.Constant) and not isinstance(right, model.Constant):
        left, right, operator = right, left, model.TURNED[operator]
    if not wanted:
        operator = OPPOSITE[operator]
    bound = _bound(left, right, sight) if isinstance(right, model.Constant) else f"{sight.written(right)} ({sight.now(right)})"
    return sight.written(left), sight.now(left), sight.literal(f"{AT_LEAST[operator]} {bound}".strip(), left, right)


def _bound(left: model.Expression, right: model.Constant, sight: Sight) -> str:
    if left.type.kind is Kind.DURATION and isinstance(right.value, int):
        return duration_text(right.value)
    return sight.now(right)


def _range(test: model.RangeTest, sight: Sight, *, wanted: bool) -> tuple[str, str, str]:
    scope = sight.scope
    score = scope.ruleset.scores[test.score]
    value = evaluate(model.ScoreRead(test.score, test.span), scope)
    assert not isinstance(value, str | tuple)
    aim = score.ranges[test.index]
    present = next(
        (one for one in reversed(score.ranges) if value is not None and (one.start is None or value >= one.start)), None
    )
    now = "missing" if present is None else f"{present.name} ({value_of_score(value)})"
    begin = "" if aim.start is None else f" (from {value_of_score(aim.start)})"
    relation = {"is": "", "is not": "anything but", "at least": "at least", "below": "below"}[test.relation]
    if not wanted:
        relation = {"is": "anything but", "is not": "", "at least": "below", "below": "at least"}[test.relation]
    return test.score, now, f"{relation} {aim.name}{begin}".strip()


def _against(verb: str, quantifier: str, said: str, *, wanted: bool) -> str:
    if quantifier == "all":
        return f"to {verb} {said}" if wanted else f"not to {verb} all of {said}"
    positive = (quantifier == "any") == wanted
    return f"to {verb} {said}" if positive else f"to {verb} none of {said}"


def _items(items: tuple[Value, ...], value: model.Expression, named: str | None, conjunction: str) -> str:
    kind = TEXT if value.type.kind is Kind.LIST else value.type
    if len(items) <= MOST_NAMED:
        return listed([text_text(one) if isinstance(one, str) else value_text(kind, one) for one in items], conjunction)
    return f"one of the {len(items):,} in {named}" if named else f"one of {len(items):,} values"


def _is_points(expression: model.Expression, value: Value) -> bool:
    return isinstance(expression, model.ScoreRead) and expression.type != BOOLEAN and isinstance(value, int | float)
