"""Scenarios: what a profile is given, what happens, and when one looks; played by the engine, written as rules."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from lsdsl.model.builtin import FIELDS, NOWHERE
from lsdsl.model.declarations import Given, Model, Pause, TestEvent
from lsdsl.model.expressions import (
    ActionCount,
    Expression,
    Gained,
    GradeRead,
    RangeTest,
    RunCount,
    ScoreRead,
    SelectionRead,
)
from lsdsl.model.scopes import shown
from lsdsl.model.tests import START
from lsdsl.model.types import DAY, TEXT, Type, Value
from lsdsl.syntax.characters import DECEIVING
from lsdsl.syntax.grammar import RESERVED
from lsdsl.testing.playing import Play, Stage
from lsdsl.testing.words import number_text, value_text

Probe = ScoreRead | RangeTest | GradeRead | SelectionRead | RunCount | ActionCount | Gained
"""What a suggestion looks at."""

UNITS: Final = (("day", DAY), ("hour", DAY // 24), ("minute", DAY // 1440), ("second", 1_000_000))


@dataclass(frozen=True, slots=True)
class Look:
    """A moment at which to look."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a profile is given, and what happens to it."""

    fields: Mapping[str, Value] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    lines: tuple[TestEvent | Pause | Look, ...] = ()

    def then(self, *lines: TestEvent | Pause | Look) -> "Scenario":
        """The scenario with more lines at its end."""
        return replace(self, lines=(*self.lines, *lines))


Values = tuple[Value, ...]


def event(name: str, data: Mapping[str, Value], after: int = 0) -> TestEvent:
    """A line with an event."""
    return TestEvent(after, name, dict(data), NOWHERE)


def pause(after: int) -> Pause:
    """A line in which time passes."""
    return Pause(after, NOWHERE)


def values(stage: Stage, scenario: Scenario, probes: Iterable[Expression]) -> list[Values] | None:
    """What the probes come to at each look; None when something goes wrong on the way."""
    play = Play(stage, START)
    wanted, found = tuple(probes), list[Values]()
    if scenario.fields or scenario.tags:
        play.line(Given(scenario.fields, scenario.tags or None, NOWHERE))
    for line in scenario.lines:
        if isinstance(line, Look):
            play.settle()
            found.append(tuple(play.value(one) for one in wanted))
        else:
            play.line(line)
        if play.problems:
            return None
    return found


# --- as text --------------------------------------------------------------------------------------------------------------


def written(model: Model, name: str, scenario: Scenario, probes: tuple[Probe, ...], found: list[Values]) -> str:
    """The scenario as a test that passes."""
    lines = [f"test {literal(TEXT, name)}:"]
    given = [f"{name_text(one)} = {literal(_field_type(model, one), value)}" for one, value in scenario.fields.items()]
    if scenario.tags:
        given.append(f"tags = {literal(TEXT, scenario.tags)}")
    if given:
        lines.append(f"    given {', '.join(given)}")
    looks = iter(found)
    for line in scenario.lines:
        match line:
            case TestEvent(after=after, event=kind, data=data):
                attributes = model.events[kind].attributes
                told = [f"{name_text(one)} = {literal(_type(attributes, one), value)}" for one, value in data.items()]
                before = f"after {duration_literal(after)} " if after else ""
                lines.append(f"    {before}on {shown(model.events[kind])} {', '.join(told)}".rstrip())
            case Pause(after=after):
                lines.append(f"    after {duration_literal(after)}")
            case Look():
                lines += [f"    expect {expectation(model, one, value)}" for one, value in zip(probes, next(looks), strict=True)]
    return "\n".join(lines) + "\n"


def expectation(model: Model, probe: Probe, value: Value) -> str:
    """What is expected of a probe that came to a value."""
    match probe:
        case ScoreRead(score=name):
            return f"{name_text(name)} == {literal(probe.type, value)}" if value is not None else f"{name_text(name)} is missing"
        case RangeTest(score=name, index=index):
            word = "is" if value else "is not"
            return f"{name_text(name)} {word} {name_text(model.scores[name].ranges[index].name)}"
        case GradeRead(grade=name):
            return f"{name_text(name)} is {literal(TEXT, value)}"
        case SelectionRead(selection=name):
            return name_text(name) if value else f"not {name_text(name)}"
        case RunCount(followup=name):
            return f"ran({name_text(name)}) == {value}"
        case ActionCount(action=name):
            return f"did({name_text(name)}) == {value}"
        case Gained(scores=names, within=within):
            return f"gained({name_text(names[0])} within {duration_literal(within)}) == {value}"


def literal(kind: Type, value: Value) -> str:
    """A value as rules write it; what a reader could not see in a text is an escape."""
    if isinstance(value, str):
        plain = value.isprintable() and not DECEIVING.search(value)
        return json.dumps(value, ensure_ascii=not plain)
    if isinstance(value, tuple):
        return "(" + ", ".join(literal(TEXT, one) for one in value) + ")"
    return value_text(kind, value)


def duration_literal(microseconds: int) -> str:
    """A duration as a literal, in the largest unit that divides it."""
    for word, size in UNITS:
        amount, rest = divmod(microseconds, size)
        if not rest:
            return f"{amount} {word}{'' if amount == 1 else 's'}"
    return f"{number_text(microseconds / 1_000_000)} seconds"


def name_text(name: str) -> str:
    """A name, between backticks where it has to be."""
    return name if name.isascii() and name.isidentifier() and name not in RESERVED else f"`{name}`"


def _field_type(model: Model, name: str) -> Type:
    return (model.fields.get(name) or FIELDS[name]).type


def _type(attributes: Mapping[str, object], name: str) -> Type:
    known = attributes.get(name)
    return getattr(known, "type", TEXT)
