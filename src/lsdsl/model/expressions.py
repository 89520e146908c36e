"""Expressions after name resolution and typing: what is read, not how it is called.

Every node has a ``type`` and the ``span`` of the tree node that it came from. Conditions are boolean and never missing; any other
expression may come out missing (``None``).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias

from lsdsl.dataclass import dataclass
from lsdsl.model.types import BOOLEAN, DURATION, NUMBER, TEXT, Type, Value
from lsdsl.source import Span


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal; the value is held as :mod:`lsdsl.model.types` says."""

    value: Value
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class FieldRead:
    """A field of the profile.

    Reads its default while missing. ``id``, ``created`` and ``tags`` are fields too, with these names.
    """

    field: str
    type: Type
    span: Span
    default: Value = None


@dataclass(frozen=True, slots=True)
class AttributeRead:
    """An attribute of the event in whose scope this stands, or a field of the row in whose scope this stands."""

    attribute: str
    type: Type
    span: Span
    default: Value = None


@dataclass(frozen=True, slots=True)
class OldRead:
    """``old(FIELD)`` in a rule on a ``modified`` event.

    The value before the event (missing if it had none, without default too).
    """

    field: str
    type: Type
    span: Span
    default: Value = None


@dataclass(frozen=True, slots=True)
class Changed:
    """``changed(FIELD)`` in a rule on a ``modified`` event."""

    field: str
    span: Span
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class ScoreRead:
    """The present value of a score; missing when it is switched off. A field that a score owns reads as its score."""

    score: str
    span: Span
    type: Type = NUMBER


@dataclass(frozen=True, slots=True)
class GradeRead:
    """The present text of a grade."""

    grade: str
    span: Span
    type: Type = TEXT


@dataclass(frozen=True, slots=True)
class SelectionRead:
    """Whether the profile is in a selection."""

    selection: str
    span: Span
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class LetRead:
    """The value of a ``let``."""

    let: str
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class RangeTest:
    """``SCORE is [not] RANGE``, ``SCORE is at least RANGE``, ``SCORE is below RANGE``.

    ``index`` is the range's place, 0 the lowest.

    False while the score is missing, but ``is not`` is true then.
    """

    score: str
    relation: Literal["is", "is not", "at least", "below"]
    index: int
    span: Span
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class Not:
    """``not x``."""

    operand: "Expression"
    span: Span
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class Logical:
    """``and`` / ``or`` of two operands or more."""

    operator: Literal["and", "or"]
    operands: tuple["Expression", ...]
    span: Span
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class Negative:
    """``-x`` of a number or a duration."""

    operand: "Expression"
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``a + b``: the types say which of the allowed pairs it is."""

    operator: Literal["+", "-", "*", "/"]
    left: "Expression"
    right: "Expression"
    type: Type
    span: Span


Comparing: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
TURNED: Final[Mapping[str, Comparing]] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""What a comparison says when its sides change places."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of two values of comparable types.

    ``==`` with a missing side is false, ``!=`` is true, the others are false.
    """

    operator: Comparing
    left: "Expression"
    right: "Expression"
    ignoring_case: bool
    span: Span
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class Between:
    """``low <= value <= high``."""

    value: "Expression"
    low: "Expression"
    high: "Expression"
    span: Span
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class Membership:
    """``value [not] in items``; a missing value is in no list. ``named`` is the declared list that the items come from."""

    value: "Expression"
    items: tuple[Value, ...]
    negated: bool
    ignoring_case: bool
    span: Span
    type: Type = BOOLEAN
    named: str | None = None


@dataclass(frozen=True, slots=True)
class TextTest:
    """``contains``, ``starts with``, ``ends with`` on a text, against one text."""

    operator: Literal["contains", "starts with", "ends with"]
    value: "Expression"
    operand: "Expression"
    ignoring_case: bool
    span: Span
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class TextTestAgainst:
    """``contains any L`` and its kin on a text, against the texts of a list."""

    operator: Literal["contains", "starts with", "ends with"]
    value: "Expression"
    quantifier: Literal["any", "all", "none"]
    items: tuple[str, ...]
    ignoring_case: bool
    span: Span
    type: Type = BOOLEAN
    named: str | None = None


@dataclass(frozen=True, slots=True)
class ListContains:
    """``list contains text``."""

    value: "Expression"
    operand: "Expression"
    ignoring_case: bool
    span: Span
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class ListContainsAgainst:
    """``list contains any L`` and its kin."""

    value: "Expression"
    quantifier: Literal["any", "all", "none"]
    items: tuple[str, ...]
    ignoring_case: bool
    span: Span
    type: Type = BOOLEAN
    named: str | None = None


@dataclass(frozen=True, slots=True)
class Matches:
    """``text matches /re/`` in RE2 syntax; the pattern has been tried and compiles."""

    value: "Expression"
    pattern: str
    ignoring_case: bool
    span: Span
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class Missing:
    """``x is [not] missing``."""

    value: "Expression"
    negated: bool
    span: Span
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """One of the pure functions.

    Abs round min max length lower upper trim domain host path query number; missing in, missing out.
    """

    function: str
    arguments: tuple["Expression", ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Flames:
    """``flames(SCORE)``: floor(5 x value / ideal) within 0..5; missing while the score is."""

    score: str
    span: Span
    type: Type = NUMBER


@dataclass(frozen=True, slots=True)
class History:
    """What has to be remembered of the events E (or seen in the rows of a collection) that meet ``where``.

    ``event`` is the name of a declared event or, with ``collection`` true, of a collection. ``where`` and ``value`` see the
    attributes of E, or the fields of the row, and nothing else.
    """

    event: str
    collection: bool
    where: "Expression | None"
    value: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class HistoryRead:
    """``count``, ``sum``, ``seen``, ``last``; ``within`` in microseconds, None for the whole life of the profile."""

    function: Literal["count", "sum", "seen", "last"]
    history: History
    within: int | None
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Gained:
    """``gained(SCORE within D)``: points gained in ``(now - D, now]``. ``scores`` are the event-rule scores that it sums over."""

    scores: tuple[str, ...]
    within: int
    span: Span
    type: Type = NUMBER


@dataclass(frozen=True, slots=True)
class Elapsed:
    """``age(x)`` = now - x, ``until(x)`` = x - now, for a date or datetime."""

    function: Literal["age", "until"]
    moment: "Expression"
    span: Span
    type: Type = DURATION


@dataclass(frozen=True, slots=True)
class RunCount:
    """``ran(FOLLOWUP)`` in a test: how often it ran so far."""

    followup: str
    span: Span
    type: Type = NUMBER


@dataclass(frozen=True, slots=True)
class ActionCount:
    """``did(ACTION [, "first argument"])`` in a test: how often it was asked for so far."""

    action: str
    first: str | None
    span: Span
    type: Type = NUMBER


Expression = (
    Constant
    | FieldRead
    | AttributeRead
    | OldRead
    | Changed
    | ScoreRead
    | GradeRead
    | SelectionRead
    | LetRead
    | RangeTest
    | Not
    | Logical
    | Negative
    | Arithmetic
    | Comparison
    | Between
    | Membership
    | TextTest
    | TextTestAgainst
    | ListContains
    | ListContainsAgainst
    | Matches
    | Missing
    | FunctionCall
    | Flames
    | HistoryRead
    | Gained
    | Elapsed
    | RunCount
    | ActionCount
)


def parts(expression: Expression) -> tuple[Expression, ...]:
    """The direct sub-expressions that are evaluated at the same moment and in the same scope.

    The condition and value of a :class:`History` are not among them: they are evaluated for each event or row.
    """
    inside = _INSIDE.get(type(expression))
    return () if inside is None else inside(expression)


_INSIDE: Final[dict[type, Callable[[Any], tuple[Expression, ...]]]] = {
    Not: lambda one: (one.operand,),
    Negative: lambda one: (one.operand,),
    Missing: lambda one: (one.value,),
    Matches: lambda one: (one.value,),
    Elapsed: lambda one: (one.moment,),
    Membership: lambda one: (one.value,),
    TextTestAgainst: lambda one: (one.value,),
    ListContainsAgainst: lambda one: (one.value,),
    Logical: lambda one: one.operands,
    Arithmetic: lambda one: (one.left, one.right),
    Comparison: lambda one: (one.left, one.right),
    TextTest: lambda one: (one.value, one.operand),
    ListContains: lambda one: (one.value, one.operand),
    Between: lambda one: (one.value, one.low, one.high),
    FunctionCall: lambda one: one.arguments,
}
"""What stands in each class of expressions; a table and no ``match``, for nothing is asked more often in a check."""
