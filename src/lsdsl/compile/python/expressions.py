"""Expressions of the model as Python expressions, with the meaning that the reference gives them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, assert_never

from lsdsl.compile import points
from lsdsl.compile.patterns import pattern
from lsdsl.compile.plan import Indexes
from lsdsl.compile.python.writer import Code, Function
from lsdsl.model import expressions as model
from lsdsl.model.declarations import Grade, Model
from lsdsl.model.types import Kind, Value

_OPERATIONS: Final = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
_NULLABLE_FUNCTIONS: Final = {"domain", "host", "path", "query", "number"}


@dataclass(frozen=True, slots=True)
class Sources:
    """The Python of what expressions read most often."""

    fields: str = "turn.fields"
    tags: str = "turn.tags"
    identifier: str = "turn.identifier"
    created: str = "turn.created"
    now: str = "turn.now"


OF_TURN: Final = Sources()

Shared = Callable[[model.Expression | Grade], str]
"""Gives the name of a function that evaluates an expression or a grade for all who share it."""


class Expressions:
    """Writes expressions into one function."""

    def __init__(self, ruleset: Model, indexes: Indexes, function: Function, shared: Shared, sources: Sources = OF_TURN) -> None:
        self._ruleset = ruleset
        self._indexes = indexes
        self._function = function
        self._constants = function.constants
        self._shared = shared
        self._sources = sources

    def truth(self, expression: model.Expression) -> str:
        """Python that is true exactly when the condition holds."""
        code = self.value(expression)
        return f"({code.text} is True)" if code.missing else code.text

    def value(self, expression: model.Expression) -> Code:
        """Python for the value of an expression."""
        match expression:
            case model.Constant(value=value):
                return Code(self._constants.literal(value), missing=False, simple=True)
            case model.FieldRead(field=name, default=default):
                return self._field(name, default)
            case model.AttributeRead(attribute=name, default=default):
                fallback = None if default is None else self._constants.literal(default)
                local = self._function.read("a", f"data.get({self._constants.name(name)})", fallback)
                return Code(local, missing=default is None, simple=True)
            case model.OldRead(field=name, default=default):
                key = self._constants.name(name)
                fallback = None if default is None else self._constants.literal(default)
                source = f"turn.old[{key}] if {key} in turn.old else (data or {self._sources.fields}).get({key})"
                return Code(self._function.read("o", source, fallback), missing=default is None, simple=True)
            case model.Changed(field=name):
                return Code(f"({self._constants.name(name)} in turn.old)", missing=False)
            case model.ScoreRead(score=name):
                return Code(f"score_number(turn, {self._indexes.scores[name]})", missing=True)
            case model.GradeRead(grade=name):
                return Code(f"{self._shared(self._ruleset.grades[name])}(turn, data)", missing=False, fallible=True)
            case model.SelectionRead(selection=name):
                condition = self._ruleset.selections[name].condition
                return Code(f"({self._shared(condition)}(turn, data) is True)", missing=False, fallible=True)
            case model.LetRead(let=name):
                return Code(f"{self._shared(self._ruleset.lets[name].value)}(turn, data)", missing=True, fallible=True)
            case model.RangeTest():
                return self._range_test(expression)
            case model.Not(operand=operand):
                return self._condition(f"(not {self.truth(operand)})", operand)
            case model.Logical(operator=operator, operands=operands):
                return self._condition("(" + f" {operator} ".join(self.truth(one) for one in operands) + ")", *operands)
            case model.Negative(operand=operand):
                guards, (name,), fallible = self._operands(operand)
                return self._guarded(guards, f"(-{name})", fallible)
            case model.Arithmetic():
                return self._arithmetic(expression)
            case model.Comparison():
                return self._comparison(expression)
            case model.Between(value=value_, low=low, high=high):
                guards, names, fallible = self._operands(value_, low, high)
                return self._all([*guards, f"{names[1]} <= {names[0]} <= {names[2]}"], fallible)
            case model.Membership():
                return self._membership(expression)
            case model.TextTest() | model.ListContains():
                return self._contains(expression)
            case model.TextTestAgainst():
                return self._text_against(expression)
            case model.ListContainsAgainst():
                return self._list_against(expression)
            case model.Matches(value=value_, pattern=source, ignoring_case=ignoring_case):
                guards, (name,), fallible = self._operands(value_)
                search = self._constants.name(pattern(source, ignoring_case).search)
                return self._all([*guards, f"{search}({name}) is not None"], fallible)
            case model.Missing(value=value_, negated=negated):
                code = self.value(value_)
                if code.simple and not code.missing:  # a literal, perhaps: Python warns of `5 is None`
                    return Code(str(negated), missing=False)
                return Code(f"({code.text} is {'not ' if negated else ''}None)", missing=False, fallible=code.fallible)
            case model.FunctionCall(function=name, arguments=arguments):
                guards, names, fallible = self._operands(*arguments)
                return self._guarded(guards, f"f_{name}({', '.join(names)})", fallible, name in _NULLABLE_FUNCTIONS)
            case model.Flames(score=name):
                return self._flames(name)
            case model.HistoryRead():
                return self._history(expression)
            case model.Gained(scores=scores, within=within):
                numbers = self._constants.name(tuple(self._indexes.scores[name] for name in scores))
                return Code(f"gained(turn, {numbers}, {within})", missing=False)
            case model.Elapsed(function=function, moment=moment):
                guards, (name,), fallible = self._operands(moment)
                now = self._sources.now
                text = f"({now} - {name})" if function == "age" else f"({name} - {now})"
                return self._guarded(guards, text, fallible)
            case model.RunCount() | model.ActionCount():
                msg = "tests count runs and actions themselves"
                raise AssertionError(msg)
            case _:
                assert_never(expression)

    # --- operands -----------------------------------------------------------------------------------------------------

    def _operands(self, *expressions: model.Expression) -> tuple[list[str], list[str], bool]:
        """Guards that hold when no operand is missing, the operands' texts to use behind the guards, and whether any is fallible.

        The reference evaluates all operands before it looks whether one is missing; that matters only where one that may record a
        problem would be skipped, and there all are evaluated first.
        """
        codes = [self.value(one) for one in expressions]
        fallible = any(code.fallible for code in codes)
        if _skips_a_problem(codes):
            names = [self._function.temporary() for _ in codes]
            evaluated = ", ".join(f"({name} := {code.text})" for name, code in zip(names, codes, strict=True))
            missing = [f"{name} is not None" for name, code in zip(names, codes, strict=True) if code.missing]
            return [f"({evaluated},)", *missing], names, fallible
        guards, names = [], []
        for code in codes:
            if not code.missing:
                names.append(code.text)
            elif code.simple:
                guards.append(f"{code.text} is not None")
                names.append(code.text)
            else:
                temporary = self._function.temporary()
                guards.append(f"({temporary} := {code.text}) is not None")
                names.append(temporary)
        return guards, names, fallible

    def _all(self, conditions: list[str], fallible: bool) -> Code:
        text = " and ".join(conditions)
        return Code(f"({text})", missing=False, fallible=fallible)

    def _guarded(self, guards: list[str], text: str, fallible: bool, missing: bool = False) -> Code:
        if not guards:
            return Code(text, missing=missing, fallible=fallible)
        return Code(f"({text} if {' and '.join(guards)} else None)", missing=True, fallible=fallible)

    def _condition(self, text: str, *operands: model.Expression) -> Code:
        return Code(text, missing=False, fallible=any(self._fallible(one) for one in operands))

    def _fallible(self, expression: model.Expression) -> bool:
        shared = isinstance(
            expression, model.LetRead | model.GradeRead | model.SelectionRead | model.Arithmetic | model.HistoryRead
        )
        return shared or any(self._fallible(part) for part in model.parts(expression))

    # --- reads --------------------------------------------------------------------------------------------------------

    def _field(self, name: str, default: Value) -> Code:
        if name == "tags":
            return Code(self._function.read("p", f"tuple({self._sources.tags})"), missing=False, simple=True)
        if name in ("id", "created"):
            source = self._sources.identifier if name == "id" else self._sources.created
            return Code(self._function.read("p", source), missing=False, simple=True)
        key = self._constants.name(name)
        if default is None:
            return Code(self._function.read("p", f"{self._sources.fields}.get({key})"), missing=True, simple=True)
        source = f"{self._sources.fields}.get({key}, {self._constants.literal(default)})"
        return Code(self._function.read("p", source), missing=False, simple=True)

    def _range_test(self, test: model.RangeTest) -> Code:
        starts = [points.from_number(one.start) for one in self._ruleset.scores[test.score].ranges if one.start is not None]
        score = f"turn.score({self._indexes.scores[test.score]})"
        name = self._function.temporary()
        above = [] if test.index == 0 else [f"{name} >= {starts[test.index - 1]}"]
        below = [] if test.index >= len(starts) else [f"{name} < {starts[test.index]}"]
        present = f"({name} := {score}) is not None"
        match test.relation:
            case "is":
                return self._all([present, *above, *below], fallible=False)
            case "is not":
                return Code(f"(not ({' and '.join([present, *above, *below])}))", missing=False)
            case "at least":
                return self._all([present, *above], fallible=False)
            case "below":
                under = [f"{name} < {starts[test.index - 1]}"] if test.index else ["False"]
                return self._all([present, *under], fallible=False)
            case _:
                assert_never(test.relation)

    def _flames(self, name: str) -> Code:
        ideal = self._ruleset.scores[name].ideal
        if ideal is None:
            return Code("None", missing=True, simple=True)
        return Code(f"score_flames(turn, {self._indexes.scores[name]}, {points.from_number(ideal)})", missing=True)

    def _history(self, read: model.HistoryRead) -> Code:
        history = read.history
        if history.collection:
            return self._rows(read)
        index = self._indexes.history(history)
        if read.within is None:
            place = {"count": "[0]", "seen": "[0] > 0", "last": "[2]"}.get(read.function)
            text = f"number_of(turn.life({index})[1])" if place is None else f"(turn.life({index}){place})"
            return Code(text, missing=read.function == "last")
        times = f"turn.times({index}, {read.within})"
        match read.function:
            case "count":
                return Code(f"len({times})", missing=False)
            case "seen":
                return Code(f"(len({times}) > 0)", missing=False)
            case _:
                return Code(f"total({times})", missing=False)

    def _rows(self, read: model.HistoryRead) -> Code:
        history = read.history
        where = "None" if history.where is None else self._shared(history.where)
        value = "None" if history.value is None else self._shared(history.value)
        rows = f"rows(turn, {self._constants.name(history.event)}, {read.within}, {where}, {value})"
        match read.function:
            case "count":
                return Code(f"len({rows})", missing=False, fallible=True)
            case "seen":
                return Code(f"(len({rows}) > 0)", missing=False, fallible=True)
            case "sum":
                return Code(f"total({rows})", missing=False, fallible=True)
            case _:
                return Code(f"latest({rows})", missing=True, fallible=True)

    # --- operators ----------------------------------------------------------------------------------------------------

    def _arithmetic(self, expression: model.Arithmetic) -> Code:
        guards, (left, right), _ = self._operands(expression.left, expression.right)
        if expression.type.kind is Kind.TEXT:
            return self._guarded(guards, f"({left} + {right})", fallible=True)
        place = self._constants.name(expression.span)
        text = f"{_OPERATIONS[expression.operator]}(turn, {left}, {right}, {place})"
        return self._guarded(guards, text, fallible=True, missing=True)

    def _folded(self, name: str, ignoring_case: bool) -> str:
        return f"{name}.casefold()" if ignoring_case else name

    def _comparison(self, expression: model.Comparison) -> Code:
        score, number = expression.left, _small_number(expression.right)
        if isinstance(score, model.ScoreRead) and number is not None and expression.operator not in ("==", "!="):
            name = self._function.temporary()
            read = f"({name} := turn.score({self._indexes.scores[score.score]})) is not None"
            return self._all([read, f"{name} {expression.operator} {number * points.POINT}"], fallible=False)
        guards, (left, right), fallible = self._operands(expression.left, expression.right)
        ignoring_case = expression.ignoring_case
        compared = f"{self._folded(left, ignoring_case)} {expression.operator} {self._folded(right, ignoring_case)}"
        if expression.operator != "!=" or not guards:
            return self._all([*guards, compared], fallible)
        opposite = [*guards, compared.replace(" != ", " == ", 1)]
        return Code(f"(not ({' and '.join(opposite)}))", missing=False, fallible=fallible)

    def _membership(self, expression: model.Membership) -> Code:
        guards, (name,), fallible = self._operands(expression.value)
        items = frozenset(_folded_text(item) if expression.ignoring_case else item for item in expression.items)
        inside = [*guards, f"{self._folded(name, expression.ignoring_case)} in {self._constants.name(items)}"]
        if not expression.negated:
            return self._all(inside, fallible)
        return Code(f"(not ({' and '.join(inside)}))", missing=False, fallible=fallible)

    def _contains(self, expression: model.TextTest | model.ListContains) -> Code:
        guards, (value, wanted), fallible = self._operands(expression.value, expression.operand)
        wanted = self._folded(wanted, expression.ignoring_case)
        if isinstance(expression, model.ListContains):
            present = f"[one.casefold() for one in {value}]" if expression.ignoring_case else value
            return self._all([*guards, f"{wanted} in {present}"], fallible)
        return self._all(
            [*guards, _text_test(expression.operator, self._folded(value, expression.ignoring_case), wanted)], fallible
        )

    def _text_against(self, expression: model.TextTestAgainst) -> Code:
        guards, (value,), fallible = self._operands(expression.value)
        value = self._folded(value, expression.ignoring_case)
        items = tuple(_folded_text(item) if expression.ignoring_case else item for item in expression.items)
        if not items:
            return Code("True" if expression.quantifier in ("all", "none") else "False", missing=False)
        if expression.operator != "contains" and expression.quantifier != "all":
            method = "startswith" if expression.operator == "starts with" else "endswith"
            found = f"{value}.{method}({self._constants.name(items)})"
        else:
            quantifier = "all" if expression.quantifier == "all" else "any"
            folded = self._function.temporary()
            guards.append(f"({folded} := {value}) is not None")
            found = " or ".join(_text_test(expression.operator, folded, self._constants.name(item)) for item in items)
            if quantifier == "all":
                found = " and ".join(_text_test(expression.operator, folded, self._constants.name(item)) for item in items)
            found = f"({found})"
        return self._quantified(expression.quantifier, guards, found, fallible)

    def _list_against(self, expression: model.ListContainsAgainst) -> Code:
        guards, (value,), fallible = self._operands(expression.value)
        items = frozenset(_folded_text(item) if expression.ignoring_case else item for item in expression.items)
        if not items:
            return Code("True" if expression.quantifier in ("all", "none") else "False", missing=False)
        present = f"[one.casefold() for one in {value}]" if expression.ignoring_case else value
        if expression.quantifier == "all":
            return self._all([*guards, f"{self._constants.name(items)}.issubset({present})"], fallible)
        found = f"(not {self._constants.name(items)}.isdisjoint({present}))"
        return self._quantified(expression.quantifier, guards, found, fallible)

    def _quantified(self, quantifier: str, guards: list[str], found: str, fallible: bool) -> Code:
        if quantifier != "none":
            return self._all([*guards, found], fallible)
        return Code(f"(not ({' and '.join([*guards, found])}))", missing=False, fallible=fallible)


def _small_number(expression: model.Expression) -> int | None:
    """A whole number with which millionths of points compare as points do: larger ones are beyond what floats tell apart."""
    if isinstance(expression, model.Constant) and type(expression.value) is int and abs(expression.value) <= 1_000_000_000:
        return expression.value
    return None


def _skips_a_problem(codes: list[Code]) -> bool:
    """Whether guards in order, and the operands without one after them, could leave out one that may record a problem."""
    for place, code in enumerate(codes):
        before = codes[:place] if code.missing else [*codes[:place], *codes[place + 1 :]]
        chained = place == 2 and not code.missing  # the last operand of `between` is not looked at where the first two decide
        if code.fallible and (chained or any(one.missing for one in before)):
            return True
    return False


def _folded_text(item: Value) -> Value:
    return item.casefold() if isinstance(item, str) else item


def _text_test(operator: str, value: str, wanted: str) -> str:
    match operator:
        case "contains":
            return f"{wanted} in {value}"
        case "starts with":
            return f"{value}.startswith({wanted})"
        case _:
            return f"{value}.endswith({wanted})"
