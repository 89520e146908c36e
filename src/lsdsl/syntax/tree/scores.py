"""Scores, their rules and tables, and grades."""

from typing import Literal

from lsdsl.dataclass import dataclass
from lsdsl.source import Span
from lsdsl.syntax.tree.expressions import Expression
from lsdsl.syntax.tree.literals import Bad, BooleanLiteral, DurationLiteral, Identifier, NumberLiteral, Scalar, TextLiteral


@dataclass(frozen=True, slots=True)
class Points:
    """``+20``, ``-(amount / 10)``: the sign and what follows it."""

    sign: Literal["+", "-"]
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class EventReference:
    """``page_visit``, or the two words of a built-in event: ``profile modified``, ``orders created``, ``tag added``."""

    name: Identifier
    verb: Literal["created", "modified", "removed", "added", "adjusted"] | None
    span: Span


@dataclass(frozen=True, slots=True)
class Occurrence:
    """``each``, ``first``, ``first 3``, ``latest``, each with ``per ATTR`` or not."""

    word: Literal["each", "first", "latest"]
    count: NumberLiteral | None
    per: Identifier | None
    span: Span


@dataclass(frozen=True, slots=True)
class AtMost:
    """``at most 3 times per 7 days``, ``at most 20 points``."""

    amount: NumberLiteral
    unit: Literal["times", "points"]
    per: DurationLiteral | None
    span: Span


@dataclass(frozen=True, slots=True)
class Expires:
    """``expires after 4 weeks``; in a block's defaults ``awards expire after 4 weeks``."""

    after: DurationLiteral
    span: Span


@dataclass(frozen=True, slots=True)
class Loses:
    """``loses 25% every 30 days``, ``loses 2 points every 1 day``; in a block's defaults ``awards lose ...``."""

    amount: NumberLiteral
    unit: Literal["%", "points"]
    every: DurationLiteral
    span: Span


@dataclass(frozen=True, slots=True)
class Halves:
    """``halves every 30 days``."""

    every: DurationLiteral
    span: Span


@dataclass(frozen=True, slots=True)
class Never:
    """``never expires``, ``never decays``."""

    what: Literal["expires", "decays"]
    span: Span


@dataclass(frozen=True, slots=True)
class Named:
    """``as NAME``: the stable name of a rule."""

    name: Identifier
    span: Span


Modifier = AtMost | Expires | Loses | Halves | Never | Named


@dataclass(frozen=True, slots=True)
class EventRule:
    """``+20 on each page_visit where path starts with "/pricing", at most 3 times per 7 days``."""

    points: Points
    occurrence: Occurrence
    events: tuple[EventReference, ...]
    where: Expression | None
    modifiers: tuple[Modifier, ...]
    description: str
    span: Span


@dataclass(frozen=True, slots=True)
class StateRule:
    """``+20 while country is "NL"``."""

    points: Points
    condition: Expression
    modifiers: tuple[Modifier, ...]
    description: str
    span: Span


@dataclass(frozen=True, slots=True)
class AbsenceRule:
    """``-5 for every 30 days without page_visit or email_open``."""

    points: Points
    every: DurationLiteral
    events: tuple[EventReference, ...]
    modifiers: tuple[Modifier, ...]
    description: str
    span: Span


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: ``start`` in ``+5 from 10``, ``values`` in ``+5 "a", "b"``, neither in ``+5 otherwise``."""

    points: Points
    start: Scalar | None
    values: tuple[Scalar, ...]
    description: str
    span: Span

    @property
    def otherwise(self) -> bool:
        """Whether this is the ``otherwise`` row."""
        return self.start is None and not self.values


@dataclass(frozen=True, slots=True)
class Table:
    """``by EXPR:`` and its rows."""

    by: Expression
    rows: tuple[TableRow | Bad, ...]
    description: str
    header: Span
    span: Span


@dataclass(frozen=True, slots=True)
class Group:
    """``group NAME [minimum N] [maximum N]:`` and its rules."""

    name: Identifier
    minimum: NumberLiteral | None
    maximum: NumberLiteral | None
    lines: tuple["EventRule | StateRule | AbsenceRule | Table | Bad", ...]
    description: str
    header: Span
    span: Span


@dataclass(frozen=True, slots=True)
class ScoreProperty:
    """A line such as ``title "..."``, ``maximum 100``, ``field total_score``, ``enabled false``, ``rule maximum 25``."""

    name: Literal["title", "initial", "minimum", "maximum", "ideal", "field", "enabled", "rule maximum"]
    value: TextLiteral | NumberLiteral | BooleanLiteral | Identifier
    span: Span


@dataclass(frozen=True, slots=True)
class AwardDefault:
    """``awards expire after D``, ``awards lose P% every D``: a default for the event rules of the block."""

    modifier: Expires | Loses
    span: Span


@dataclass(frozen=True, slots=True)
class RangeDeclaration:
    """``range warm from 30 orange``; ``colour`` is a CSS name (an identifier) or ``"#rrggbb"``."""

    name: Identifier
    start: NumberLiteral | None
    colour: Identifier | TextLiteral | None
    span: Span


ScoreLine = ScoreProperty | AwardDefault | RangeDeclaration | EventRule | StateRule | AbsenceRule | Table | Group | Bad


@dataclass(frozen=True, slots=True)
class ScoreDeclaration:
    """``score NAME:`` or, with ``expression``, ``score NAME = EXPR [:]``."""

    name: Identifier
    expression: Expression | None
    lines: tuple[ScoreLine, ...]
    description: str
    header: Span
    span: Span


@dataclass(frozen=True, slots=True)
class GradeRow:
    """``"A1" when C``; without a condition ``"C3" otherwise``."""

    text: TextLiteral
    condition: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class GradeDeclaration:
    """``grade NAME:``."""

    name: Identifier
    rows: tuple[GradeRow | Bad, ...]
    description: str
    header: Span
    span: Span
