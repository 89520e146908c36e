"""What an answer holds: plain data for the ways to show it. Points are millionths and moments microseconds throughout."""

from dataclasses import dataclass
from typing import Literal

from lsdsl.records.render import JsonValue

Kind = Literal["initial", "award", "state", "row", "absence", "step", "adjusted", "group", "clamp", "part", "rounding", "kept"]


@dataclass(frozen=True, slots=True)
class Award:
    """An award that still counts: what is left of what was given, and when it next changes.

    ``data`` is what the event brought. ``changes`` is the next moment at which it fades or expires, ``then`` what is left.
    """

    points: int
    given: int
    time: int
    event: str | None
    type: str | None
    data: tuple[tuple[str, JsonValue], ...]
    expires: int | None
    cut: bool
    changes: int | None
    then: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sum. ``rule`` and ``where`` are the identity and the place of the rule behind it, ``score`` a part's name."""

    kind: Kind
    points: int
    title: str
    note: str = ""
    rule: str | None = None
    where: str | None = None
    group: str | None = None
    score: str | None = None
    awards: tuple[Award, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a condition from being true: what it reads, what that is now, what it would have to be.

    With ``one_of`` any one of several ways is enough, each a list of obstacles that all have to go.
    """

    text: str
    what: str = ""
    now: str = ""
    needs: str = ""
    one_of: tuple[tuple["Obstacle", ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Unmet:
    """A state rule or a row that does not count now: its points as they are written, and what keeps it from counting."""

    points: str
    title: str
    rule: str
    where: str
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class Full:
    """A rule whose limit is used up, and when it counts again (None: never)."""

    title: str
    rule: str
    where: str
    text: str
    used: int | float
    most: int | float
    again: int | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Events that a rule did not count although they met its condition, and the limit that says so: id, type and time of each."""

    title: str
    rule: str
    where: str
    text: str
    events: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Try:
    """An event that was tried on a copy of the profile: what one more gives, and how many reach a range (None: they do not)."""

    event: str
    data: tuple[tuple[str, JsonValue], ...]
    points: int
    value: int | float
    times: int | None
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Above:
    """A range that the score is below: how many points it is short, and for the nearest one the events that help."""

    range: str
    colour: str | None
    start: int | float
    short: int
    tries: tuple[Try, ...]
    out_of_reach: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A score that time alone changes, and by which rules: titles, points and reasons."""

    score: str
    before: int | float | None
    after: int | float | None
    left: str | None
    reached: str | None
    rises: bool
    causes: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What happens at a moment if no event comes before it. ``others`` says what else changes: grades, fields, tags, actions.

    Small changes of one day are told together: ``time`` is the first moment and ``until`` the last.
    """

    time: int
    until: int
    moves: tuple[Move, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """The value of a score from a moment on, for the chart; ``event`` is the type of the event that came then."""

    time: int
    value: int | float | None
    event: str | None


@dataclass(frozen=True, slots=True)
class Band:
    """A range of a score, for the chart."""

    name: str
    start: int | float | None
    colour: str | None


@dataclass(frozen=True, slots=True)
class ScoreProof:
    """A score, line by line: the points of ``lines`` add up to its ``value``, exactly."""

    name: str
    title: str
    value: int | float | None
    range: str | None
    colour: str | None
    flames: int | None
    lines: tuple[Line, ...]
    missing: str
    """Why there is no value; empty when there is one."""
    unmet: tuple[Unmet, ...]
    full: tuple[Full, ...]
    refused: tuple[Refusal, ...]
    above: tuple[Above, ...]
    bands: tuple[Band, ...]
    past: tuple[Point, ...]
    future: tuple[Point, ...]

    @property
    def total(self) -> int:
        """What the lines add up to."""
        return sum(line.points for line in self.lines)


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything about one profile at one moment. ``quiet`` says that nothing changes within the time that was looked at."""

    profile: str
    at: int
    ruleset: str
    last_event: int | None
    future: bool
    scores: tuple[ScoreProof, ...]
    grades: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, JsonValue], ...]
    tags: tuple[str, ...]
    changes: tuple[Change, ...]
    more_changes: bool
    gaps: str = ""
    """What could not be told, and why; empty when everything is."""
