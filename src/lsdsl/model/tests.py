"""Test blocks: what a profile is given, what happens to it, and what is expected then."""

from collections.abc import Mapping, Sequence
from typing import Final, assert_never

from lsdsl.diagnostics import Related
from lsdsl.model import builtin
from lsdsl.model.conditions import condition
from lsdsl.model.context import Context
from lsdsl.model.declarations import Event, Expect, Field, Given, Pause, Test, TestEvent
from lsdsl.model.events import event_named
from lsdsl.model.literals import constant, fits, list_value, midnight, moment, wrong_type
from lsdsl.model.scopes import TEST, shown
from lsdsl.model.suggestions import suggest
from lsdsl.model.types import LIST, Kind, Value
from lsdsl.syntax import tree

START: Final = 1_767_225_600_000_000
"""2026-01-01T00:00Z, in microseconds since 1970."""

Line = Given | TestEvent | Pause | Expect


def test(node: tree.TestDeclaration, context: Context) -> Test:
    """Resolve ``test "NAME":``."""
    starting = _starting(node, context)
    given: dict[str, tree.Assignment] = {}
    lines: list[Line] = []
    for line in node.lines:
        resolved = _line(line, given, context)
        if resolved is not None:
            lines.append(resolved)
    if not any(isinstance(line, tree.Expect | tree.Bad) for line in node.lines):
        facts = {"what": f'test "{node.name.value}"', "line": "`expect`", "expect": "`expect CONDITION`"}
        context.findings.add("LS174", node.name.span, **facts)
    return Test(node.name.value, starting, tuple(lines), node.description, node.name.span)


def _starting(node: tree.TestDeclaration, context: Context) -> int:
    """When a test starts; what a profile is given and when comes before what happens."""
    starts = [line for line in node.lines if isinstance(line, tree.Starting)]
    for again in starts[1:]:
        context.findings.add("LS170", again.span, Related(starts[0].span, "first"), line="starting", where="one test")
    happened: tree.OnLine | tree.AfterLine | tree.Expect | None = None
    for line in node.lines:
        match line:
            case tree.OnLine() | tree.AfterLine() | tree.Expect():
                happened = happened or line
            case tree.Starting() | tree.Given() if happened is not None:
                word = "`starting`" if isinstance(line, tree.Starting) else "`given`"
                facts = {"line": word, "earlier": "what happens", "test": "test"}
                context.findings.add("LS171", line.span, Related(happened.span, "earlier"), **facts)
            case _:
                pass
    if not starts:
        return START
    start = starts[0].moment
    return moment(start.value) if isinstance(start, tree.MomentLiteral) else midnight(start.value)


def _line(line: tree.TestLine, given: dict[str, tree.Assignment], context: Context) -> Line | None:
    match line:
        case tree.Given():
            return _given(line, given, context)
        case tree.OnLine():
            return _event(line, context)
        case tree.AfterLine():
            return Pause(line.after.microseconds, line.span)
        case tree.Expect():
            return Expect(condition(line.condition, TEST, context), line.span)
        case tree.Starting() | tree.Bad():
            return None
        case _:
            assert_never(line)


def _given(line: tree.Given, before: dict[str, tree.Assignment], context: Context) -> Given:
    symbols = context.symbols
    known = {name: field for name in symbols.field_names() if (field := symbols.field(name))}
    values = _values(line.assignments, known, before, "given", None, context)
    _not_owned({name: before[name] for name in values}, context)
    tags = values.pop("tags", None)
    if isinstance(tags, tuple):
        for tag in tags:
            context.give_tag(tag, line.span)
    return Given(values, tags if isinstance(tags, tuple) else None, line.span)


def _not_owned(places: Mapping[str, tree.Assignment], context: Context) -> None:
    """What a score writes cannot be given."""
    for name, node in places.items():
        if name in context.symbols.owners:
            context.findings.add("LS228", node.name.span, name=name, score=context.symbols.owners[name])


def _event(line: tree.OnLine, context: Context) -> TestEvent | None:
    event = event_named(line.event, context)
    after = line.after.microseconds if line.after else 0
    if event is None:
        return None
    attributes = _attributes(event, context)
    places: dict[str, tree.Assignment] = {}
    data = _values(line.assignments, attributes, places, shown(event), event, context)
    if event.subject == "profile":
        _not_owned(places, context)
    for name in builtin.REQUIRED[event.subject]:
        if name not in places:
            context.findings.add("LS174", line.event.span, what=f"`{shown(event)}`", line=f"`{name}`", attribute=name)
    _built_in_data(event, data, places, context)
    return TestEvent(after, event.name, data, line.span)


def _attributes(event: Event, context: Context) -> Mapping[str, Field]:
    """What the data of an event may hold: for events of the profile its fields and tags."""
    if event.subject == "profile":
        return {**context.symbols.fields, "tags": builtin.FIELDS["tags"]}
    return event.attributes


def _built_in_data(event: Event, data: Mapping[str, Value], places: Mapping[str, tree.Assignment], context: Context) -> None:
    """The data of built-in events may name scores and tags."""
    match event.subject:
        case "tag" if isinstance(tag := data.get("tag"), str):
            context.give_tag(tag, places["tag"].value.span)
        case "profile" if isinstance(tags := data.get("tags"), tuple):
            for tag in tags:
                context.give_tag(tag, places["tags"].value.span)
        case "points" if isinstance(score := data.get("score"), str) and score not in context.symbols.scores:
            span = places["score"].value.span
            suggestion = suggest(score, context.symbols.scores)
            context.findings.once("", "LS203", score, span, suggestion=suggestion.as_text() if suggestion else None)
        case _:
            pass


def _values(
    nodes: Sequence[tree.Assignment],
    known: Mapping[str, Field],
    places: dict[str, tree.Assignment],
    where: str,
    event: Event | None,
    context: Context,
) -> dict[str, Value]:
    """The values of ``NAME = LITERAL`` pairs; unknown names, doubled names and wrong types are reported."""
    values: dict[str, Value] = {}
    for node in nodes:
        name = node.name.text
        field = known.get(name)
        if field is None:
            _unknown(node.name, known, event, context)
        elif name in places:
            context.findings.add("LS170", node.span, Related(places[name].span, "first"), line=name, where=f"`{where}`")
        else:
            places[name] = node
            value = _value(node, field, context)
            if value is not None:
                values[name] = value
    return values


def _unknown(name: tree.Identifier, known: Mapping[str, Field], event: Event | None, context: Context) -> None:
    suggestion = suggest(name.text, known)
    if event is None or event.subject == "profile":
        if name.text not in context.symbols.bad:
            kind = context.symbols.kind(name.text) if event is None else None
            context.findings.once("profile", "LS201", name.text, name.span, suggestion=suggestion, kind=kind)
    else:
        context.findings.once(shown(event), "LS209", name.text, name.span, event=shown(event), suggestion=suggestion)


def _value(node: tree.Assignment, field: Field, context: Context) -> Value:
    what = f"`{field.name}`"
    if isinstance(node.value, tree.ListLiteral):
        if field.type.kind in (Kind.LIST, Kind.ERROR):
            return list_value(node.value, what, context).value
        wrong_type(None, LIST, field.type, what, context, node.value.span)
        return None
    value = constant(node.value)
    return value.value if fits(value, field.type, what, context) else None
