"""Declarations after resolution: what the ruleset means.

Points, minima, maxima and thresholds of scores are plain numbers here; durations are microseconds. Every rule has a ``title``
(its description or, without one, its own words) and the place where it stands.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from lsdsl.dataclass import dataclass
from lsdsl.model.expressions import Expression
from lsdsl.model.types import Type, Value
from lsdsl.source import Source, Span
from lsdsl.syntax import tree


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the profile or of a row, an attribute of an event, an argument of an action.

    ``source`` is the column or key in the data (None: the name). ``owner`` is the score that writes it. ``builtin`` fields
    (``id``, ``created``, ``tags``) are not declared.
    """

    name: str
    type: Type
    default: Value
    source: str | None
    description: str
    span: Span
    owner: str | None = None
    builtin: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of sub-records; every row also has ``id``."""

    name: str
    fields: Mapping[str, Field]
    description: str
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """A declared or built-in event.

    ``name`` is as in the data: ``page_visit``, ``profile.modified``, ``orders.created``, ``tag.added``.

    ``subject`` says what it is about; for ``collection`` the attributes are the row's fields.
    """

    name: str
    attributes: Mapping[str, Field]
    subject: Literal["declared", "profile", "collection", "tag", "points"]
    description: str
    span: Span
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """An action that follow-ups may ask for; the first argument is positional and required."""

    name: str
    arguments: Mapping[str, Field]
    description: str
    span: Span


@dataclass(frozen=True, slots=True)
class NamedList:
    """``list NAME``: its values, all of one type."""

    name: str
    items: tuple[Value, ...]
    type: Type
    description: str
    span: Span


@dataclass(frozen=True, slots=True)
class Let:
    """``let NAME``."""

    name: str
    value: Expression
    description: str
    span: Span


@dataclass(frozen=True, slots=True)
class Limit:
    """``at most AMOUNT times|points [per D]``; ``per`` in microseconds or None for the life of the profile."""

    amount: int | float
    unit: Literal["times", "points"]
    per: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Decay:
    """How an award shrinks, in steps of ``every`` microseconds: by ``amount`` percent of what is left or ``amount`` points."""

    amount: int | float
    unit: Literal["%", "points"]
    every: int


@dataclass(frozen=True, slots=True)
class EventRule:
    """Points for an event. ``expires`` and ``decay`` have the block's defaults already applied.

    ``identity`` is ``as NAME`` or a digest of score, events, occurrence and condition. ``count`` is N of ``first N``.
    """

    identity: str
    title: str
    group: str | None
    points: Expression
    occurrence: Literal["each", "first", "latest"]
    count: int
    per: str | None
    events: tuple[str, ...]
    where: Expression | None
    limits: tuple[Limit, ...]
    expires: int | None
    decay: Decay | None
    span: Span


@dataclass(frozen=True, slots=True)
class StateRule:
    """Points while a condition holds."""

    identity: str
    title: str
    group: str | None
    points: Expression
    condition: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class AbsenceRule:
    """Points for each whole period of ``every`` microseconds without any of the events."""

    identity: str
    title: str
    group: str | None
    points: Expression
    every: int
    events: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: ``start`` (reached when the value is at least this), ``values`` (any of these), or neither: otherwise."""

    identity: str
    title: str
    points: Expression
    start: int | float | None
    values: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """``by EXPR:``.

    One row counts. ``from`` rows are in falling order of ``start``, value rows in source order, ``otherwise`` last.
    """

    title: str
    group: str | None
    by: Expression
    rows: tuple[TableRow, ...]
    span: Span


Rule = EventRule | StateRule | AbsenceRule | Table


@dataclass(frozen=True, slots=True)
class Range:
    """A range of a score, from ``start`` (None: the first) up to the next."""

    name: str
    start: int | float | None
    colour: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Group:
    """A group of rules whose sum is clamped."""

    name: str
    minimum: int | float | None
    maximum: int | float | None
    description: str
    span: Span


@dataclass(frozen=True, slots=True)
class Score:
    """A score: with rules, or computed from ``expression``. ``field`` is the profile field that it owns."""

    name: str
    title: str
    description: str
    initial: int | float
    minimum: int | float | None
    maximum: int | float | None
    ideal: int | float | None
    field: str | None
    enabled: bool
    ranges: tuple[Range, ...]
    groups: tuple[Group, ...]
    rules: tuple[Rule, ...]
    expression: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class GradeRow:
    """A row of a grade; the last one has no condition."""

    text: str
    condition: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class Grade:
    """A first-match decision table of texts."""

    name: str
    rows: tuple[GradeRow, ...]
    description: str
    span: Span


@dataclass(frozen=True, slots=True)
class Selection:
    """The profiles that meet a condition, in an order (ties by id)."""

    name: str
    condition: Expression
    order: Expression | None
    descending: bool
    description: str
    span: Span


# --- follow-ups -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OnTrigger:
    """When one of the events happens."""

    events: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class WhenTrigger:
    """When the condition turns true; ``again`` re-arms it. A hot trigger is one on ``gained(SCORE within D) > N``."""

    condition: Expression
    again: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class ColdTrigger:
    """When a full ``within`` has passed in which fewer than ``points`` were gained; ``scores`` are summed over."""

    scores: tuple[str, ...]
    points: int | float
    within: int
    span: Span


@dataclass(frozen=True, slots=True)
class ChangeTrigger:
    """When the value of the score differs from before."""

    score: str
    span: Span


@dataclass(frozen=True, slots=True)
class RunLimit:
    """``limit once`` (``per`` None) or ``limit N per D``; ``overall`` counts all profiles together."""

    count: int
    per: int | None
    overall: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Wait:
    """``wait D`` in microseconds."""

    duration: int
    span: Span


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of an ``if``; without a condition: ``else``."""

    condition: Expression | None
    steps: tuple["Step", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class If:
    """The branches, in order."""

    branches: tuple[Branch, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class SetField:
    """``set FIELD to EXPR``."""

    field: str
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class ChangeTag:
    """``add tag``, ``remove tag``."""

    change: Literal["add", "remove"]
    tag: str
    span: Span


@dataclass(frozen=True, slots=True)
class AwardStep:
    """``award POINTS to SCORE``; ``expires`` in microseconds."""

    points: Expression
    score: str
    expires: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Do:
    """Ask for an action; the arguments by name, the first one included. A tuple of texts stands for a list literal."""

    action: str
    arguments: Mapping[str, Expression]
    span: Span


@dataclass(frozen=True, slots=True)
class Script:
    """A box, as it stands in the tree."""

    box: tree.Script
    span: Span


@dataclass(frozen=True, slots=True)
class Stop:
    """``stop``."""

    span: Span


Trigger = OnTrigger | WhenTrigger | ColdTrigger | ChangeTrigger
Step = Wait | If | SetField | ChangeTag | AwardStep | Do | Script | Stop


def scripts(steps: tuple[Step, ...]) -> Iterator[Script]:
    """The boxes among steps, also inside of branches."""
    for step in steps:
        if isinstance(step, Script):
            yield step
        elif isinstance(step, If):
            for branch in step.branches:
                yield from scripts(branch.steps)


@dataclass(frozen=True, slots=True)
class Followup:
    """A follow-up."""

    name: str
    trigger: Trigger
    where: Expression | None
    limits: tuple[RunLimit, ...]
    cancel: Expression | None
    enabled: bool
    steps: tuple[Step, ...]
    description: str
    span: Span


# --- tests ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """Values that the profile has from the start."""

    fields: Mapping[str, Value]
    tags: tuple[str, ...] | None
    span: Span


@dataclass(frozen=True, slots=True)
class TestEvent:
    """An event; ``after`` microseconds from the line before."""

    after: int
    event: str
    data: Mapping[str, Value]
    span: Span


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that passes, in microseconds."""

    after: int
    span: Span


@dataclass(frozen=True, slots=True)
class Expect:
    """A condition that has to hold."""

    condition: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Test:
    """A ``test`` block; ``starting`` in microseconds since 1970."""

    name: str
    starting: int
    lines: tuple[Given | TestEvent | Pause | Expect, ...]
    description: str
    span: Span


@dataclass(frozen=True, slots=True)
class Model:
    """A whole ruleset, resolved. Mappings are in source order (files in path order).

    ``fields`` are the declared fields of the profile; ``id_source`` is the column or key of the id. ``order`` names all scores
    so that each comes after those that it reads. ``digest`` identifies the meaning-bearing text of all files (and list files)
    of the ruleset.
    """

    sources: Mapping[str, Source]
    digest: str
    id_source: str
    fields: Mapping[str, Field]
    collections: Mapping[str, Collection]
    events: Mapping[str, Event]
    actions: Mapping[str, Action]
    lists: Mapping[str, NamedList]
    lets: Mapping[str, Let]
    scores: Mapping[str, Score]
    grades: Mapping[str, Grade]
    selections: Mapping[str, Selection]
    followups: Mapping[str, Followup]
    tests: Mapping[str, Test]
    order: tuple[str, ...]

    def where(self, span: Span) -> str:
        """``path:line`` of a place, as the ledger shows it."""
        return f"{span.path}:{self.sources[span.path].position(span.start).line}"
