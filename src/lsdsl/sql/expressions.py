"""Expressions of the model as SQL, with the meaning of :mod:`lsdsl.compile.reference` to the letter.

A condition of the language is never missing, one of SQL may be NULL. :meth:`Translator.holds` gives a test in which NULL means
false, which is what ``CASE`` and ``AND`` want; :meth:`Translator.surely` gives one that is never NULL, for where it is negated or
compared. What the step would record as a failure, or compute in another way than SQL, is collected in ``problems``: tests that
are true where the result must not be used.
"""

from typing import Final, Literal, Protocol, assert_never

from sqlglot import exp

from lsdsl.compile import points
from lsdsl.model import expressions as model
from lsdsl.model.declarations import Model
from lsdsl.model.types import Kind, Type, Value
from lsdsl.sql import terms
from lsdsl.sql.problems import NotSqlError
from lsdsl.sql.terms import Term

EXACT: Final = 2**53
"""Beyond this a float leaves out whole numbers, which the step does not."""
RE2: Final = ("duckdb", "bigquery")
"""The dialects whose patterns are those of the language."""
PRINTABLE: Final = "^[ -~]*$"
WITHOUT_BLANKS: Final = "^[!-~]*$"
WILD: Final = frozenset("%_\\")

Test = Literal["contains", "starts with", "ends with"]


class Sight(Protocol):
    """What an expression sees where it stands; what it cannot see raises ``NotSqlError``."""

    def field(self, name: str, kind: Type) -> Term:
        """A field of the profile, NULL while it is missing."""

    def attribute(self, name: str, kind: Type) -> Term:
        """An attribute of the event, NULL while it is missing."""

    def score(self, name: str) -> Term:
        """The value of a score in millionths."""

    def history(self, read: model.HistoryRead) -> Term:
        """What is remembered of events: a count, a sum in millionths, or a moment."""

    def now(self) -> Term:
        """The present moment in microseconds."""


class Translator:
    """Turns expressions that stand in one place into SQL."""

    def __init__(self, ruleset: Model, sight: Sight, dialect: str) -> None:
        self.ruleset = ruleset
        self._sight = sight
        self._dialect = dialect
        self.problems: list[Term] = []

    # --- conditions ---------------------------------------------------------------------------------------------------

    def holds(self, condition: model.Expression) -> Term:
        """Whether a condition is true; NULL where it is not."""
        match condition:
            case model.LetRead(let=name):
                return self.holds(self.ruleset.lets[name].value)
            case model.SelectionRead(selection=name):
                return self.holds(self.ruleset.selections[name].condition)
            case model.Logical(operator="and", operands=operands):
                return terms.every([self.holds(one) for one in operands])
            case model.Logical(operands=operands):
                return terms.some([self.holds(one) for one in operands])
            case model.Not(operand=operand):
                return terms.opposite(self.surely(operand))
            case model.Comparison():
                return self._comparison(condition)
            case model.Between(value=value, low=low, high=high):
                found, least, most = (self.value(one) for one in (value, low, high))
                return exp.Between(this=found, low=least, high=most)
            case model.Membership():
                return self._membership(condition)
            case model.TextTest() | model.TextTestAgainst():
                return self._text_test(condition)
            case model.ListContains() | model.ListContainsAgainst():
                return self._list_test(condition)
            case model.Matches():
                return self._matches(condition)
            case model.Missing(value=value, negated=negated):
                missing = terms.is_null(self.value(value))
                return terms.opposite(missing) if negated else missing
            case model.RangeTest():
                return self._range_test(condition)
            case model.Changed():
                raise NotSqlError("`changed` asks what an event has changed")
            case _:
                return self.value(condition)

    def surely(self, condition: model.Expression) -> Term:
        """Whether a condition is true, never NULL."""
        test = self.holds(condition)
        return test if isinstance(test, exp.Boolean | exp.Coalesce | exp.Not) else terms.surely(test)

    def _comparison(self, test: model.Comparison) -> Term:
        if Kind.LIST in (test.left.type.kind, test.right.type.kind):
            raise NotSqlError("lists are compared as a whole")
        left, right = self._folded(test.left, test.ignoring_case), self._folded(test.right, test.ignoring_case)
        match test.operator:
            case "==":
                return terms.binary(exp.EQ, left, right)
            case "!=":
                return terms.or_else(terms.binary(exp.NEQ, left, right), exp.true())
            case "<":
                return terms.binary(exp.LT, left, right)
            case "<=":
                return terms.binary(exp.LTE, left, right)
            case ">":
                return terms.binary(exp.GT, left, right)
            case ">=":
                return terms.binary(exp.GTE, left, right)
            case _:
                assert_never(test.operator)

    def _membership(self, test: model.Membership) -> Term:
        if test.value.type.kind is Kind.LIST:
            raise NotSqlError("lists are compared as a whole")
        items = [terms.constant(_fold(item) if test.ignoring_case else item) for item in test.items]
        if not items:
            return exp.true() if test.negated else exp.false()
        inside = exp.In(this=self._folded(test.value, test.ignoring_case), expressions=items)
        return terms.or_else(terms.opposite(inside), exp.true()) if test.negated else inside

    def _text_test(self, test: model.TextTest | model.TextTestAgainst) -> Term:
        value = self._folded(test.value, test.ignoring_case)
        if isinstance(test, model.TextTest):
            operand = self._constant(test.operand)
            if operand is None:
                return exp.false()
            return _test_of(test.operator, value, str(_fold(operand) if test.ignoring_case else operand))
        tests = [_test_of(test.operator, value.copy(), _fold_text(item, test.ignoring_case)) for item in test.items]
        return _quantified(test.quantifier, tests)

    def _list_test(self, test: model.ListContains | model.ListContainsAgainst) -> Term:
        if test.ignoring_case:
            raise NotSqlError("`ignoring case` on a list has no equal in SQL")
        value = self.value(test.value)
        if isinstance(test, model.ListContains):
            return exp.ArrayContains(this=value, expression=self.value(test.operand))
        items: list[Term] = [exp.ArrayContains(this=value.copy(), expression=terms.text(item)) for item in test.items]
        return _quantified(test.quantifier, items)

    def _matches(self, test: model.Matches) -> Term:
        if self._dialect not in RE2:
            raise NotSqlError(f"patterns mean something else in {self._dialect}")
        pattern = f"(?i){test.pattern}" if test.ignoring_case else test.pattern
        return exp.RegexpLike(this=self.value(test.value), expression=terms.text(pattern))

    def _range_test(self, test: model.RangeTest) -> Term:
        value, ranges = self._sight.score(test.score), self.ruleset.scores[test.score].ranges
        starts = [None if one.start is None else points.from_number(one.start) for one in ranges]
        start = starts[test.index]
        reached: Term = exp.not_(terms.is_null(value)) if start is None else terms.binary(exp.GTE, value, terms.whole(start))
        match test.relation:
            case "at least":
                return reached
            case "below":
                return exp.false() if start is None else terms.binary(exp.LT, value.copy(), terms.whole(start))
            case "is" | "is not":
                following = starts[test.index + 1] if test.index + 1 < len(starts) else None
                inside = [reached]
                if following is not None:
                    inside.append(terms.binary(exp.LT, value.copy(), terms.whole(following)))
                there = terms.every(inside)
                return there if test.relation == "is" else terms.opposite(terms.surely(there))
            case _:
                assert_never(test.relation)

    # --- values -------------------------------------------------------------------------------------------------------

    def value(self, expression: model.Expression) -> Term:
        """The value of an expression, NULL while it is missing."""
        match expression:
            case model.Constant(value=value):
                return terms.constant(value)
            case model.FieldRead(field=name, type=kind, default=default):
                return _or_default(self._sight.field(name, kind), default)
            case model.AttributeRead(attribute=name, type=kind, default=default):
                return _or_default(self._sight.attribute(name, kind), default)
            case model.LetRead(let=name):
                return self.value(self.ruleset.lets[name].value)
            case model.ScoreRead(score=name):
                return terms.in_points(self._sight.score(name))
            case model.GradeRead(grade=name):
                return self.grade(name)
            case model.Negative(operand=operand):
                return exp.Neg(this=exp.paren(self.value(operand)))
            case model.Arithmetic():
                return self._arithmetic(expression)
            case model.FunctionCall():
                return self._function(expression)
            case model.Flames(score=name):
                return self._flames(name)
            case model.HistoryRead(function=function):
                found = self._sight.history(expression)
                match function:
                    case "seen":
                        return terms.binary(exp.GT, found, terms.whole(0))
                    case "sum":
                        return terms.in_points(found)
                    case _:
                        return found
            case model.Elapsed(function=function, moment=moment):
                now, then = self._sight.now(), self.value(moment)
                return terms.binary(exp.Sub, now, then) if function == "age" else terms.binary(exp.Sub, then, now)
            case model.Gained():
                raise NotSqlError("`gained` asks for points as they were awarded, one by one")
            case model.OldRead():
                raise NotSqlError("`old` asks for what was before an event")
            case _ if expression.type.kind is Kind.BOOLEAN:
                return self.surely(expression)
            case _:
                raise NotSqlError("it counts what follow-ups do")

    def grade(self, name: str) -> Term:
        """The text of a grade."""
        rows = self.ruleset.grades[name].rows
        branches = [(self.holds(row.condition), terms.text(row.text)) for row in rows if row.condition is not None]
        last = next(terms.text(row.text) for row in rows if row.condition is None)
        return terms.case(branches, last) if branches else last

    def _folded(self, expression: model.Expression, ignoring_case: bool) -> Term:
        """A text as it is compared: in lower case, which is folded case as long as it is plain."""
        if not ignoring_case or expression.type.kind is not Kind.TEXT:
            return self.value(expression)
        if isinstance(expression, model.Constant):
            return terms.constant(_fold(expression.value))
        return exp.Lower(this=self._plain(self.value(expression), PRINTABLE))

    def _plain(self, value: Term, pattern: str) -> Term:
        """The same text, with a problem where it holds characters of which libraries think differently."""
        self.problems.append(exp.not_(exp.RegexpLike(this=value.copy(), expression=exp.Literal.string(pattern))))
        return value

    def _constant(self, expression: model.Expression) -> Value:
        while isinstance(expression, model.LetRead):
            expression = self.ruleset.lets[expression.let].value
        if not isinstance(expression, model.Constant):
            raise NotSqlError("a text is searched for another one that is not always the same")
        return expression.value

    def _arithmetic(self, expression: model.Arithmetic) -> Term:
        left, right = self.value(expression.left), self.value(expression.right)
        if expression.type.kind is Kind.TEXT:
            return terms.binary(exp.DPipe, left, right)
        if expression.type.kind is not Kind.NUMBER:
            return terms.binary(exp.Add if expression.operator == "+" else exp.Sub, left, right)
        left, right = terms.among_doubles(left, right)
        result: Term
        match expression.operator:
            case "+":
                result = terms.binary(exp.Add, left, right)
            case "-":
                result = terms.binary(exp.Sub, left, right)
            case "*":
                result = terms.binary(exp.Mul, left, right)
            case "/":
                if not _is_number(expression.right):
                    self.problems.append(terms.binary(exp.EQ, right.copy(), terms.whole(0)))
                    right = exp.Nullif(this=right, expression=terms.whole(0))
                result = terms.divided(left, right)
            case _:
                assert_never(expression.operator)
        if not _is_small(expression):
            self.problems.append(terms.binary(exp.GT, exp.Abs(this=result.copy()), terms.whole(EXACT)))
        return result

    def _function(self, call: model.FunctionCall) -> Term:
        values = [self.value(one) for one in call.arguments]
        match call.function:
            case "abs":
                return exp.Abs(this=values[0])
            case "min" | "max":
                kind = exp.Least if call.function == "min" else exp.Greatest
                there = kind(this=values[0], expressions=values[1:], ignore_nulls=True)
                return terms.case([(terms.some([terms.is_null(one.copy()) for one in values]), exp.null())], there)
            case "round" if len(values) == 1:
                return _rounded(terms.double(values[0]))
            case "length" if call.arguments[0].type.kind is Kind.TEXT:
                return exp.Length(this=values[0])
            case "lower":
                return exp.Lower(this=self._plain(values[0], PRINTABLE))
            case "upper":
                return exp.Upper(this=self._plain(values[0], PRINTABLE))
            case "domain":
                return self._domain(values[0])
            case name:
                raise NotSqlError(f"`{name}(...)` has no equal in SQL")

    def _domain(self, value: Term) -> Term:
        without = exp.Replace(this=value.copy(), expression=terms.text("@"), replacement=terms.text(""))
        ats = exp.Sub(this=exp.Length(this=value.copy()), expression=exp.Length(this=without))
        once = exp.EQ(this=exp.paren(ats), expression=terms.whole(1))
        place = exp.StrPosition(this=value.copy(), substr=terms.text("@"))
        rest = exp.Substring(this=value.copy(), start=exp.Add(this=place, expression=terms.whole(1)))
        odd = exp.not_(exp.RegexpLike(this=rest.copy(), expression=exp.Literal.string(WITHOUT_BLANKS)))
        self.problems.append(exp.and_(once.copy(), odd))
        there = exp.and_(once, exp.NEQ(this=rest.copy(), expression=terms.text("")))
        return terms.case([(there, exp.Lower(this=rest))], exp.null())

    def _flames(self, name: str) -> Term:
        value, ideal = self._sight.score(name), self.ruleset.scores[name].ideal
        if ideal is None:
            return exp.null()
        size = points.from_number(ideal)
        if size <= 0:
            reached = terms.binary(exp.GTE, value.copy(), terms.whole(size))
            return terms.case([(terms.is_null(value), exp.null()), (reached, terms.whole(5))], terms.whole(0))
        fifths = terms.quotient(exp.Mul(this=terms.greatest(value.copy(), terms.whole(0)), expression=terms.whole(5)), size)
        return terms.case([(terms.is_null(value), exp.null())], terms.least(fifths, terms.whole(5)))


def _is_number(expression: model.Expression) -> bool:
    """Whether an expression is a literal number other than 0."""
    return isinstance(expression, model.Constant) and expression.value not in (0, None)


def _is_small(expression: model.Expression) -> bool:
    """Whether a number is a sum of scores and literals, which is never too large to be exact."""
    match expression:
        case model.Arithmetic(operator="+" | "-", left=left, right=right):
            return _is_small(left) and _is_small(right)
        case model.ScoreRead() | model.Constant():
            return True
        case _:
            return False


def _fold(value: Value) -> Value:
    return _fold_text(value, ignoring_case=True) if isinstance(value, str) else value


def _fold_text(value: str, ignoring_case: bool) -> str:
    if not ignoring_case:
        return value
    if not value.isascii():
        raise NotSqlError("`ignoring case` with letters beyond A to Z has no equal in SQL")
    return value.casefold()


def _or_default(term: Term, default: Value) -> Term:
    return term if default is None else terms.or_else(term, terms.constant(default))


def _test_of(operator: Test, value: Term, wanted: str) -> Term:
    """Whether a text holds another one; patterns of ``LIKE`` are understood everywhere, and fast."""
    if not wanted:
        return exp.not_(terms.is_null(value))
    literal = terms.text(wanted)
    if not WILD.intersection(wanted):
        before, after = "" if operator == "starts with" else "%", "" if operator == "ends with" else "%"
        return exp.Like(this=value, expression=terms.text(f"{before}{wanted}{after}"))
    match operator:
        case "contains":
            return terms.binary(exp.GT, exp.StrPosition(this=value, substr=literal), terms.whole(0))
        case "starts with":
            return terms.binary(exp.EQ, exp.Left(this=value, expression=terms.whole(len(wanted))), literal)
        case "ends with":
            return terms.binary(exp.EQ, exp.Right(this=value, expression=terms.whole(len(wanted))), literal)


def _quantified(quantifier: Literal["any", "all", "none"], tests: list[Term]) -> Term:
    match quantifier:
        case "any":
            return terms.some(tests)
        case "all":
            return terms.every(tests)
        case "none":
            return terms.opposite(terms.surely(terms.some(tests)))


def _rounded(value: Term) -> Term:
    """To a whole number, a half away from zero; not every engine's own function does that."""
    size = exp.Abs(this=value.copy())
    rest = exp.Sub(this=size, expression=exp.Floor(this=size.copy()))
    up = terms.when(terms.binary(exp.GTE, rest, terms.number(0.5)), terms.whole(1))
    rounded = exp.Add(this=exp.Floor(this=size.copy()), expression=up)
    negative = terms.binary(exp.LT, value, terms.whole(0))
    return terms.case([(negative, exp.Neg(this=exp.paren(rounded.copy())))], rounded)
