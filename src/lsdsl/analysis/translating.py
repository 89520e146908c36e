"""From conditions of the model to formulas: which question about which variable each test is."""

from collections.abc import Iterable
from math import isfinite
from typing import Final, Literal

from lsdsl.analysis.formulas import FALSE, TRUE, All, Ask, Formula, Opposite, Some
from lsdsl.analysis.questions import Among, Found, Known, Ordered, Part, Present, Question, answer
from lsdsl.analysis.variables import Shape, Variable
from lsdsl.analysis.world import World
from lsdsl.model import expressions as model
from lsdsl.model.canonical import canonical
from lsdsl.model.types import DAY, Kind, Value

Order = Literal["<", "<=", ">", ">="]
ORDERED: Final = frozenset({Kind.NUMBER, Kind.DATE, Kind.DATETIME, Kind.DURATION})
TURNED: Final[dict[str, Order]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
RELATIONS: Final[dict[str, frozenset[Known]]] = {
    "==": frozenset({"equal"}),
    "<": frozenset({"less"}),
    "<=": frozenset({"less", "equal"}),
    ">": frozenset({"more"}),
    ">=": frozenset({"more", "equal"}),
}
BOTH: Final = (True, False)
TOTAL: Final = frozenset({"abs", "round", "min", "max", "length", "lower", "upper", "trim"})
SHAPES: Final[dict[str, Shape]] = {"lower": "lower", "upper": "upper", "domain": "domain", "host": "host"}
MOST_PIECES: Final = 400
MOST_ITEMS: Final = 30
"""So many items of ``contains any`` are looked at one by one."""


class UnclearError(Exception):
    """A condition is too large, or has an error."""


class Translation:
    """Formulas that share their variables."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.variables: dict[str, Variable] = {}
        self._pieces = 0

    # --- conditions ---------------------------------------------------------------------------------------------------

    def formula(self, condition: model.Expression) -> Formula:
        """The formula of a condition. Raises :class:`UnclearError`."""
        self._pieces += 1
        if self._pieces > MOST_PIECES or condition.type.kind is not Kind.BOOLEAN:
            raise UnclearError
        match condition:
            case model.Constant(value=value):
                return TRUE if value is True else FALSE
            case model.Not(operand=operand):
                return Opposite(self.formula(operand))
            case model.Logical(operator="and", operands=operands):
                return All(tuple(self.formula(one) for one in operands))
            case model.Logical(operands=operands):
                return Some(tuple(self.formula(one) for one in operands))
            case model.LetRead() | model.SelectionRead():
                inner = self._meant(condition)
                return self._free(condition) if inner is condition else self.formula(inner)
            case model.RangeTest():
                return self._range(condition)
            case model.Comparison(left=left, right=right):
                return self._comparison(condition, self._meant(left), self._meant(right))
            case model.Between(value=value_, low=low, high=high, span=span):
                lower = model.Comparison(">=", value_, low, False, span)
                return All((self.formula(lower), self.formula(model.Comparison("<=", value_, high, False, span))))
            case model.Missing(value=value_, negated=negated):
                present = self._ask(self._meant(value_), Present())
                return present if negated else Opposite(present)
            case model.HistoryRead(function="seen"):
                return self._ask(condition, Ordered(">", 0))
            case model.FieldRead() | model.AttributeRead() | model.OldRead():
                return self._ask(condition, Among(frozenset({True})))
            case _:
                return self._about_texts(condition)

    def _about_texts(self, condition: model.Expression) -> Formula:
        match condition:
            case model.Membership(value=value, items=items, negated=negated, ignoring_case=folded):
                if not items:
                    return self._free(condition)
                found = self._ask(self._meant(value), among(items, folded))
                return Opposite(found) if negated else found
            case model.TextTest(operator=operator, value=value, operand=model.Constant(value=str() as wanted)):
                return self._part(operator, value, wanted, condition.ignoring_case)
            case model.TextTestAgainst(operator=operator, value=value, items=items) if 0 < len(items) <= MOST_ITEMS:
                tests = [self._part(operator, value, item, condition.ignoring_case) for item in items]
                return quantified(condition.quantifier, tests)
            case model.ListContains(value=value, operand=model.Constant(value=str() as wanted)):
                return self._item(value, wanted, condition.ignoring_case)
            case model.ListContainsAgainst(value=value, items=items) if 0 < len(items) <= MOST_ITEMS:
                return quantified(condition.quantifier, [self._item(value, item, condition.ignoring_case) for item in items])
            case model.Matches(value=value, pattern=pattern, ignoring_case=folded):
                return self._ask(self._meant(value), Found(pattern, folded))
            case _:
                return self._free(condition)

    def _range(self, test: model.RangeTest) -> Formula:
        score = self.world.model.scores.get(test.score)
        if score is None:
            raise UnclearError
        starts = [one.start for one in score.ranges]
        value = model.ScoreRead(test.score, test.span)
        start = starts[test.index]
        reached = self._ask(value, Present() if start is None else Ordered(">=", start))
        match test.relation:
            case "at least":
                return reached
            case "below":
                return FALSE if start is None else self._ask(value, Ordered("<", start))
            case _:
                above = starts[test.index + 1] if test.index + 1 < len(starts) else None
                inside = reached if above is None else All((reached, self._ask(value, Ordered("<", above))))
                return inside if test.relation == "is" else Opposite(inside)

    def _comparison(self, test: model.Comparison, left: model.Expression, right: model.Expression) -> Formula:
        if any(isinstance(side, model.Constant) and side.value is None for side in (left, right)):
            raise UnclearError  # something there has an error
        if test.operator == "!=":
            return Opposite(self._comparison(model.Comparison("==", left, right, test.ignoring_case, test.span), left, right))
        operator = test.operator
        if isinstance(left, model.Constant) and not isinstance(right, model.Constant):
            left, right, operator = right, left, TURNED.get(operator, operator)
        if not isinstance(right, model.Constant):
            return self._pair(operator, left, right, test.ignoring_case)
        question: Question
        if right.value is not None and operator == "==":
            question = among((right.value,), test.ignoring_case)
        elif isinstance(right.value, int | float) and operator in TURNED:
            question = Ordered(TURNED[TURNED[operator]], right.value)
        else:
            raise UnclearError
        if isinstance(left, model.Constant):
            return TRUE if not isinstance(left.value, tuple) and answer(question, left.value) else FALSE
        if isinstance(left, model.LetRead):
            return self._free(test)
        if left.type.kind is Kind.BOOLEAN and not isinstance(left, model.FieldRead | model.AttributeRead | model.OldRead):
            return self.formula(left) if right.value is True else Opposite(self.formula(left))
        return self._ask(left, question)

    # --- questions about values ---------------------------------------------------------------------------------------

    def _ask(self, value: model.Expression, question: Question) -> Formula:
        return Ask(self.variable(value), question)

    def _part(
        self, operator: Literal["contains", "starts with", "ends with"], value: model.Expression, wanted: str, folded: bool
    ) -> Formula:
        return self._ask(self._meant(value), Part(operator, wanted.casefold() if folded else wanted, folded))

    def _item(self, value: model.Expression, wanted: str, folded: bool) -> Formula:
        """Whether a list holds an item: a variable for each item, in all its spellings."""
        base = self.variable(self._meant(value))
        key = f"{base} holds {wanted.casefold()!r}"
        self._add(Variable(key, "item", needs=(base,), total=True))
        return Ask(key, among((wanted,), folded))

    def _pair(self, operator: str, left: model.Expression, right: model.Expression, folded: bool) -> Formula:
        """Two values that are both unknown: less, equal or more."""
        one, other = self.variable(left), self.variable(right)
        if one > other:
            left, right, one, other, operator = right, left, other, one, TURNED.get(operator, operator)
        key = f"{one} against {other} {folded}"
        options: list[Known] = ["equal"]
        if one != other:
            below, above = self.variables[one], self.variables[other]
            apart = below.low is not None and above.high is not None and below.low > above.high
            under = below.high is not None and above.low is not None and below.high < above.low
            options = [*(["less"] if not apart else []), *(["equal"] if not apart and not under else [])]
            options += [] if under else ["more"]
        self._add(Variable(key, "finite", options=tuple(options), needs=tuple(dict.fromkeys((one, other))), total=True))
        return Ask(key, Among(RELATIONS[operator]))

    def _free(self, condition: model.Expression) -> Formula:
        """A test that is not looked into: true or false, whatever else holds."""
        key = f"whether {canonical(condition)}"
        self._add(Variable(key, "finite", may_miss=False, options=BOTH))
        return Ask(key, Among(frozenset({True})))

    # --- variables ----------------------------------------------------------------------------------------------------

    def variable(self, value: model.Expression) -> str:
        """The key of the variable that a value is. Raises :class:`UnclearError`."""
        self._pieces += 1
        value = self._meant(value)
        if self._pieces > MOST_PIECES or value.type.kind is Kind.ERROR:
            raise UnclearError
        match value:
            case model.Elapsed(moment=moment):
                return self._derived(value, (moment,), total=True, step=1)
            case model.Negative(operand=operand):
                return self._derived(value, (operand,), total=True)
            case model.Arithmetic(left=left, right=right):
                return self._derived(value, (left, right), total=value.type.kind is Kind.TEXT)
            case model.FunctionCall(function=function, arguments=arguments):
                return self._derived(
                    value,
                    arguments,
                    total=function in TOTAL,
                    step=1 if function == "length" else 0,
                    shape=SHAPES.get(function, ""),
                )
            case model.HistoryRead(history=history, within=within, function="count" | "seen"):
                key = f"count {canonical((history, within))}"
                return self._add(Variable(key, "ordered", may_miss=False, low=0, step=1))
            case _:
                return self._read(value)

    def _derived(
        self, value: model.Expression, parts: Iterable[model.Expression], *, total: bool, step: int = 0, shape: Shape = ""
    ) -> str:
        needs = tuple(dict.fromkeys(self.variable(one) for one in parts if not isinstance(self._meant(one), model.Constant)))
        low, high = self._bounds(value)
        kind: Literal["ordered", "text"] = "ordered" if value.type.kind in ORDERED else "text"
        return self._add(
            Variable(
                canonical(value),
                kind,
                low=low,
                high=high,
                step=step,
                shape=shape,
                needs=needs,
                total=total,
                may_miss=bool(needs) or not total,
            )
        )

    def _read(self, value: model.Expression) -> str:
        low, high = self._bounds(value)
        kind, options, step = _kind(value), tuple[Known, ...](value.type.options), _step(value)
        match value:
            case model.GradeRead(grade=name) if name in self.world.model.grades:
                kind, options = "finite", tuple(dict.fromkeys(row.text for row in self.world.model.grades[name].rows))
            case model.FieldRead(field=name) | model.OldRead(field=name) if options and name in self.world.loose:
                kind, options = "text", ()
            case _ if value.type.kind is Kind.BOOLEAN:
                options = BOTH
            case _:
                pass
        variable = Variable(_key(value), kind, may_miss=self._may_miss(value), options=options, low=low, high=high, step=step)
        return self._add(variable)

    def _add(self, variable: Variable) -> str:
        self.variables.setdefault(variable.key, variable)
        return variable.key

    def _bounds(self, value: model.Expression) -> tuple[float | None, float | None]:
        if value.type.kind is not Kind.NUMBER:
            return None, None
        found = self.world.numbers.of(value)
        return (found.low if isfinite(found.low) else None, found.high if isfinite(found.high) else None)

    def _may_miss(self, value: model.Expression) -> bool:
        match value:
            case model.FieldRead(field=name, default=default):
                return default is None and name not in ("id", "created", "tags")
            case model.AttributeRead(default=default):
                return default is None
            case model.Flames(score=name) if (known := self.world.model.scores.get(name)) is None or known.ideal is None:
                return True
            case model.ScoreRead(score=name) | model.Flames(score=name):
                score = self.world.model.scores.get(name)
                return score is None or not score.enabled or score.expression is not None
            case model.GradeRead() | model.Gained() | model.HistoryRead(function="sum"):
                return False
            case _:
                return True

    def _meant(self, value: model.Expression) -> model.Expression:
        """What a name stands for, where it may be looked through."""
        while True:
            match value:
                case model.LetRead(let=name) if ("let", name) not in self.world.opaque and name in self.world.model.lets:
                    value = self.world.model.lets[name].value
                case model.SelectionRead(selection=name) if (
                    "selection",
                    name,
                ) not in self.world.opaque and name in self.world.model.selections:
                    value = self.world.model.selections[name].condition
                case _:
                    return value


def among(items: tuple[Value, ...], folded: bool) -> Among:
    """The question for the items of a list."""
    if not folded and {*map(type, items)} == {str}:
        return Among(frozenset(items), folded)  # type: ignore[arg-type]  # for lists of thousands of texts
    known = [one for one in items if isinstance(one, str | int | float)]
    return Among(frozenset(one.casefold() if folded and isinstance(one, str) else one for one in known), folded)


def quantified(quantifier: Literal["any", "all", "none"], tests: Iterable[Formula]) -> Formula:
    """``any``, ``all`` or ``none`` of some tests."""
    match quantifier:
        case "any":
            return Some(tuple(tests))
        case "all":
            return All(tuple(tests))
        case "none":
            return Opposite(Some(tuple(tests)))


def _kind(value: model.Expression) -> Literal["ordered", "text", "finite", "other"]:
    if value.type.kind in ORDERED:
        return "ordered"
    if value.type.kind is Kind.BOOLEAN or value.type.options:
        return "finite"
    return "text" if value.type.kind is Kind.TEXT else "other"


def _key(value: model.Expression) -> str:
    """A text that is the same for the same value; the plain reads, of which most conditions consist, have short ones."""
    match value:
        case model.FieldRead(field=name):
            return f"field {name}"
        case model.AttributeRead(attribute=name):
            return f"attribute {name}"
        case model.ScoreRead(score=name):
            return f"score {name}"
        case _:
            return canonical(value)


def _step(value: model.Expression) -> int:
    match value.type.kind:
        case Kind.DATE:
            return DAY
        case Kind.DATETIME:
            return 1
        case _:
            return 1 if isinstance(value, model.Flames) else 0
