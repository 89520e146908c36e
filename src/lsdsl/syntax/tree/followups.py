"""Selections and follow-ups."""

from typing import Literal

from lsdsl.dataclass import dataclass
from lsdsl.source import Span
from lsdsl.syntax.tree.expressions import Expression
from lsdsl.syntax.tree.literals import Bad, DurationLiteral, Identifier, ListLiteral, NumberLiteral, TextLiteral
from lsdsl.syntax.tree.scores import EventReference, Expires, Points


@dataclass(frozen=True, slots=True)
class WhereLine:
    """``where C``."""

    condition: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class OrderLine:
    """``order by EXPR [ascending | descending]``."""

    value: Expression
    descending: bool
    span: Span


@dataclass(frozen=True, slots=True)
class SelectionDeclaration:
    """``selection NAME:``."""

    name: Identifier
    lines: tuple[WhereLine | OrderLine | Bad, ...]
    description: str
    header: Span
    span: Span


@dataclass(frozen=True, slots=True)
class OnTrigger:
    """``on EVENT [or EVENT]``."""

    events: tuple[EventReference, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class WhenTrigger:
    """``when C``."""

    condition: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class GainTrigger:
    """``when SCORE gains more than N [points] within D`` and its cold twin with ``fewer``."""

    score: Identifier
    comparison: Literal["more", "fewer"]
    points: NumberLiteral
    within: DurationLiteral
    span: Span


@dataclass(frozen=True, slots=True)
class ChangeTrigger:
    """``when SCORE changes``."""

    score: Identifier
    span: Span


@dataclass(frozen=True, slots=True)
class AgainLine:
    """``again when C``."""

    condition: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class LimitLine:
    """``limit once`` (``count`` and ``per`` are None), ``limit N per D [overall]``."""

    count: NumberLiteral | None
    per: DurationLiteral | None
    overall: bool
    span: Span


@dataclass(frozen=True, slots=True)
class CancelLine:
    """``cancel when C``."""

    condition: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class EnabledLine:
    """``enabled false``."""

    value: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Wait:
    """``wait 2 days``."""

    duration: DurationLiteral
    span: Span


@dataclass(frozen=True, slots=True)
class Branch:
    """``if C:`` or ``else if C:`` (``condition`` is set), or ``else:``, and the steps below it."""

    condition: Expression | None
    steps: tuple["Step | Bad", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class If:
    """The branches of an ``if``, in order; only the last may be without a condition."""

    branches: tuple[Branch, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class SetField:
    """``set FIELD to EXPR``."""

    field: Identifier
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class ChangeTag:
    """``add tag "t"``, ``remove tag "t"``."""

    change: Literal["add", "remove"]
    tag: TextLiteral
    span: Span


@dataclass(frozen=True, slots=True)
class AwardStep:
    """``award POINTS to SCORE [, expires after D]``."""

    points: Points
    score: Identifier
    expires: Expires | None
    span: Span


@dataclass(frozen=True, slots=True)
class ActionArgument:
    """``key: EXPR``; the value may be a list of literals."""

    name: Identifier
    value: Expression | ListLiteral
    span: Span


@dataclass(frozen=True, slots=True)
class Do:
    """``do ACTION "first argument", key: EXPR, ...``."""

    action: Identifier
    first: TextLiteral | None
    arguments: tuple[ActionArgument, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Script:
    """``script:`` and its box. ``text`` is dedented; its line ``i`` (from 0) begins at offset ``line_offsets[i]`` of the file."""

    text: str
    line_offsets: tuple[int, ...]
    header: Span
    span: Span


@dataclass(frozen=True, slots=True)
class Stop:
    """``stop``."""

    span: Span


Trigger = OnTrigger | WhenTrigger | GainTrigger | ChangeTrigger
Step = Wait | If | SetField | ChangeTag | AwardStep | Do | Script | Stop
FollowupLine = Trigger | WhereLine | AgainLine | LimitLine | CancelLine | EnabledLine | Step | Bad


@dataclass(frozen=True, slots=True)
class FollowupDeclaration:
    """``followup NAME:``; the lines in the order in which they were written, which the model holds against the rules."""

    name: Identifier
    lines: tuple[FollowupLine, ...]
    description: str
    header: Span
    span: Span
