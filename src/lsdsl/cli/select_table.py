"""The members of a selection as a table for people, and as CSV and JSON Lines for programs."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Final, Literal

from rich.console import Console
from rich.text import Text

from lsdsl.cli.run_table import LONGEST_ID, NOTHING, Column, cut, make_room, numbers, print_columns, temperature, with_style
from lsdsl.cli.screen import colour_style
from lsdsl.cli.wording import UNITS, source_text
from lsdsl.diagnostics.visible import visible
from lsdsl.engine.results import ProfileResult
from lsdsl.model.declarations import Model, Selection
from lsdsl.model.expressions import Expression, FieldRead, GradeRead, ScoreRead
from lsdsl.model.types import Kind, Type, Value
from lsdsl.records.outputs import encode_line
from lsdsl.records.render import json_value
from lsdsl.runner.receivers import profile_record
from lsdsl.runner.selecting import Member

FIELDS: Final = 5
"""So many fields are shown at most: those that are declared first."""

LONGEST_CELL: Final = 36
LONGEST_HEADER: Final = 24

NO_RULES: Final[Mapping[str, str]] = {}
BETWEEN_ITEMS: Final = ";"
"""Stands between the items of a list in a cell, as it does in the data that is read."""


def show_members(
    screen: Console, model: Model, selection: Selection, members: Sequence[Member], rules: Mapping[str, str] = NO_RULES
) -> None:
    """Write the table: place, id, what the order is by, grades, the other scores, and as many fields as there is room for.

    ``rules`` has, for members that other rules score, the digest of these.
    """
    profiles = [one.profile for one in members]
    columns = list(_columns(model, selection, members, profiles))
    if rules:
        columns.insert(2, Column("rules", [Text(rules.get(one.id, ""), style="dim") for one in profiles]))
    left_out = make_room(columns, screen.width)
    print_columns(screen, columns)
    scores = [name for name in left_out if name in model.scores]
    if scores:
        screen.print(f"no room for {', '.join(scores)} (--format csv has every score and field)", style="dim")


def _columns(model: Model, selection: Selection, members: Sequence[Member], profiles: list[ProfileResult]) -> Iterator[Column]:
    order = selection.order
    yield Column("#", [Text(f"{place}", style="dim") for place in range(1, len(members) + 1)], right=True)
    yield Column("lead", [cut(Text(visible(one.id)), LONGEST_ID) for one in profiles])
    if isinstance(order, ScoreRead):
        yield Column(order.score, [with_style(cell, "bold") for cell in numbers(profiles, order.score)], right=True)
        if model.scores[order.score].ranges or model.scores[order.score].ideal:
            yield Column("", [temperature(one.scores[order.score]) for one in profiles])
    elif order is not None:
        cells = [with_style(_cell(order.type, one.order), "bold") for one in members]
        yield Column(_header(model, order), cells, right=order.type.kind in (Kind.NUMBER, Kind.DURATION))
    for name in model.grades:
        if not (isinstance(order, GradeRead) and order.grade == name):
            yield Column(name, [cut(Text(visible(one.grades.get(name, ""))), LONGEST_CELL) for one in profiles])
    for name in model.scores:
        known = any(one.scores[name].value is not None for one in profiles)
        if known and not (isinstance(order, ScoreRead) and order.score == name):
            styles = [colour_style(one.scores[name].colour) for one in profiles]
            cells = [with_style(*pair) for pair in zip(numbers(profiles, name), styles, strict=True)]
            yield Column(name, cells, right=True, spare=True)
    yield from _fields(model, order, profiles)


def _fields(model: Model, order: Expression | None, profiles: list[ProfileResult]) -> Iterator[Column]:
    """The first declared fields that somebody has, but for those that are shown already."""
    ordered = order.field if isinstance(order, FieldRead) else None
    worth = [one for one in model.fields.values() if one.owner is None and one.name != ordered]
    shown = [field for field in worth if any(field.name in one.fields for one in profiles)][:FIELDS]
    for field in shown:
        cells = [_cell(field.type, one.fields.get(field.name)) for one in profiles]
        yield Column(field.name, cells, right=field.type.kind is Kind.NUMBER, spare=True)


def _header(model: Model, order: Expression) -> str:
    """What the order is by, in the author's words."""
    return cut(Text(visible(source_text(order.span, model))), LONGEST_HEADER).plain


def _cell(kind: Type, value: Value) -> Text:
    if value is None:
        return Text(NOTHING)
    if kind.kind is Kind.DURATION and isinstance(value, int | float):
        return Text(_duration(value))
    return cut(Text(visible(_text(kind, value))), LONGEST_CELL)


def _duration(microseconds: int | float) -> str:
    """A duration in the largest unit up to days that it reaches: ``12.5 days``."""
    units = [unit for unit in UNITS if unit[0] != "week"]
    word, size = next((unit for unit in units if abs(microseconds) >= unit[1]), units[-1])
    return f"{microseconds / size:,.1f} {word}s"


def csv_bytes(model: Model, members: Sequence[Member]) -> bytes:
    """The members as CSV in UTF-8: id, declared fields, tags, scores with their ranges, grades. Data stands as it is."""
    columns = csv_columns(model)
    return csv_line(list(columns)) + b"".join(csv_line(row_of(columns, one)) for one in members)


Columns = Mapping[str, Callable[[ProfileResult], str]]
"""The columns of a table by name, each with what a profile has in it."""


def csv_columns(model: Model) -> Columns:
    """The columns that profiles of a ruleset have."""
    columns: dict[str, Callable[[ProfileResult], str]] = {"id": lambda one: one.id}
    columns |= {field.name: _field_of(field.name, field.type) for field in model.fields.values()}
    columns["tags"] = lambda one: BETWEEN_ITEMS.join(one.tags)
    for score in model.scores.values():
        columns[f"score.{score.name}"] = _score_of(score.name)
        if score.ranges:
            columns[f"score.{score.name}.range"] = _range_of(score.name)
    return columns | {f"grade.{name}": _grade_of(name) for name in model.grades}


def row_of(columns: Columns, member: Member) -> list[str]:
    """The cells of a member."""
    return [cell(member.profile) for cell in columns.values()]


def csv_line(row: Sequence[str]) -> bytes:
    """A row as CSV."""
    text = StringIO()
    # Before Python 3.13 the writer leaves a lone carriage return without quotes, and readers take it for the end of a line.
    quoting: Literal[0, 1] = csv.QUOTE_ALL if any("\r" in cell for cell in row) else csv.QUOTE_MINIMAL
    csv.writer(text, lineterminator="\n", quoting=quoting).writerow(row)
    return text.getvalue().encode()


def _field_of(name: str, kind: Type) -> Callable[[ProfileResult], str]:
    return lambda one: _text(kind, one.fields.get(name))


def _score_of(name: str) -> Callable[[ProfileResult], str]:
    return lambda one: "" if one.scores[name].value is None else str(one.scores[name].value)


def _range_of(name: str) -> Callable[[ProfileResult], str]:
    return lambda one: one.scores[name].range or ""


def _grade_of(name: str) -> Callable[[ProfileResult], str]:
    return lambda one: one.grades.get(name, "")


def _text(kind: Type, value: Value) -> str:
    """A value as it may stand in the data that is read."""
    plain = json_value(kind, value)
    match plain:
        case None:
            return ""
        case bool():
            return "true" if plain else "false"
        case list():
            return BETWEEN_ITEMS.join(plain)
        case _:
            return str(plain)


def jsonl_bytes(model: Model, members: Sequence[Member]) -> bytes:
    """The members as lines of ``profiles.jsonl``."""
    return b"".join(encode_line(profile_record(model, one.profile)) for one in members)
