"""Data, lists, lets, grades and selections: what of them is different, and which rules read a list or a let."""

from collections.abc import Iterator, Mapping
from typing import Final, assert_never

from lsdsl.analysis.places import Place, everything
from lsdsl.difference.changes import Both, Change, Detail, by_name, detail
from lsdsl.difference.meaning import meaning, written
from lsdsl.model.declarations import (
    AbsenceRule,
    Action,
    Collection,
    Event,
    EventRule,
    Field,
    Followup,
    Grade,
    Let,
    Model,
    NamedList,
    Selection,
    StateRule,
    Table,
    TableRow,
)
from lsdsl.model.expressions import Expression, LetRead
from lsdsl.model.types import Type, Value

MOST: Final = 5
"""So many items of a list that came or went are named."""


def data_changes(both: Both) -> Iterator[Change]:
    """Fields of the profile, collections, events, actions and their arguments."""
    yield from _fields("field", both.old.fields, both.new.fields, both)
    for name, old, new in by_name(both.old.collections, both.new.collections):
        yield from _holder("collection", name, old, new, both)
    declared = [{name: one for name, one in model.events.items() if one.subject == "declared"} for model in (both.old, both.new)]
    for name, before, after in by_name(*declared):
        yield from _holder("event", name, before, after, both)
    for name, gone, come in by_name(both.old.actions, both.new.actions):
        yield from _holder("action", name, gone, come, both)


def value_changes(both: Both) -> Iterator[Change]:
    """Lists, lets, grades and selections."""
    for name, old, new in by_name(both.old.lists, both.new.lists):
        details = tuple(_items(old, new)) if old and new else ()
        yield from _change("list", name, old, new, details, both)
    for name, before, after in by_name(both.old.lets, both.new.lets):
        said = tuple(of_expression("", before.value, after.value, both)) if before and after else ()
        yield from _change("let", name, before, after, said, both)
    for name, gone, come in by_name(both.old.grades, both.new.grades):
        rows = tuple(_rows(gone, come, both)) if gone and come else ()
        yield from _change("grade", name, gone, come, rows, both)
    for name, one, other in by_name(both.old.selections, both.new.selections):
        facts = tuple(_selection(one, other, both)) if one and other else ()
        yield from _change("selection", name, one, other, facts, both)


def of_expression(what: str, old: Expression | None, new: Expression | None, both: Both) -> Iterator[Detail]:
    """What is different of two conditions or values, in the words of the rules."""
    before = None if old is None else meaning(old, both.old)
    after = None if new is None else meaning(new, both.new)
    if before != after:
        texts = [None if one is None else written(one.span, model) for one, model in ((old, both.old), (new, both.new))]
        yield Detail(what, *texts)


Held = Field | NamedList | Let | Grade | Selection
Holder = Collection | Event | Action


def _change(of: str, name: str, old: Held | None, new: Held | None, details: tuple[Detail, ...], both: Both) -> Iterator[Change]:
    """A change of something that rules read by its name, if there is one."""
    places = both.places(old, new)
    if old is None or new is None:
        yield Change("added" if old is None else "removed", of, name, at=places)
    elif details:
        touches = _readers(of, name, both.new) if of in {"list", "let"} else ()
        yield Change("changed", of, name, details, touches=touches, at=places)


def _fields(of: str, old: Mapping[str, Field], new: Mapping[str, Field], both: Both) -> Iterator[Change]:
    for name, before, after in by_name(old, new):
        details = tuple(_field(before, after)) if before and after else ()
        yield from _change(of, name, before, after, details, both)


def _holder(of: str, name: str, old: Holder | None, new: Holder | None, both: Both) -> Iterator[Change]:
    """A change of a declaration with parts, if there is one."""
    places = both.places(old, new)
    if old is None or new is None:
        yield Change("added" if old is None else "removed", of, name, at=places)
        return
    details: list[Detail] = []
    for part, before, after in by_name(_parts(old), _parts(new)):
        if before is None or after is None:
            details.append(Detail(part, *(None if one is None else _type(one.type) for one in (before, after))))
        else:
            details += (Detail(f"{part} {one.what}".strip(), one.old, one.new) for one in _field(before, after))
    if details:
        yield Change("changed", of, name, tuple(details), at=places)


def _parts(holder: Holder) -> Mapping[str, Field]:
    match holder:
        case Collection(fields=parts) | Event(attributes=parts) | Action(arguments=parts):
            return parts
        case _:
            assert_never(holder)


def _field(old: Field, new: Field) -> Iterator[Detail]:
    yield from detail("", _type(old.type), _type(new.type))
    yield from detail("default", _value(old.default), _value(new.default))
    yield from detail("column", old.source, new.source)


def _type(type_: Type) -> str:
    options = ", ".join(f'"{one}"' for one in type_.options or ())
    return f"choice({options})" if options else type_.kind.value


def _value(value: Value) -> str | None:
    if value is None or isinstance(value, tuple):
        return None if value is None else ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _items(old: NamedList, new: NamedList) -> Iterator[Detail]:
    come = [str(one) for one in new.items if one not in set(old.items)]
    gone = [str(one) for one in old.items if one not in set(new.items)]
    for what, items in ((f"{len(come)} items", come), (f"{len(gone)} items", gone)):
        if items:
            more = f" and {len(items) - MOST} more" if len(items) > MOST else ""
            said = ", ".join(items[:MOST]) + more
            count = what if len(items) > 1 else "item"
            yield Detail(count, None, said) if items is come else Detail(count, said, None)


def _rows(old: Grade, new: Grade, both: Both) -> Iterator[Detail]:
    rows = [
        [(row.text, "otherwise" if row.condition is None else written(row.condition.span, model)) for row in grade.rows]
        for grade, model in ((old, both.old), (new, both.new))
    ]
    if meaning(old.rows, both.old) != meaning(new.rows, both.new):
        before, after = (dict(several) for several in rows)
        different = [Detail(name, one, other) for name, one, other in by_name(before, after) if one != other]
        yield from different or [Detail("order", ", ".join(before), ", ".join(after))]


def _selection(old: Selection, new: Selection, both: Both) -> Iterator[Detail]:
    yield from of_expression("where", old.condition, new.condition, both)
    yield from of_expression("order by", old.order, new.order, both)
    yield from detail("order", *("descending" if one.descending else "ascending" for one in (old, new)))


def _readers(of: str, name: str, model: Model) -> tuple[str, ...]:
    """The rules and other declarations that read a list or a let, through other lets too, by their names."""
    found: dict[str, None] = {}
    waiting, seen = [(of, name)], {(of, name)}
    while waiting:
        kind, one = waiting.pop()
        for part, place in everything(model):
            if _reads(part, kind, one):
                if isinstance(place.declaration, Let):
                    following = ("let", place.declaration.name)
                    if following not in seen:
                        seen.add(following)
                        waiting.append(following)
                else:
                    found[_owner(place)] = None
    return tuple(found)


def _reads(part: Expression, kind: str, name: str) -> bool:
    if kind == "let":
        return isinstance(part, LetRead) and part.let == name
    return getattr(part, "named", None) == name


def _owner(place: Place) -> str:
    match place.owner:
        case (
            EventRule(title=title)
            | StateRule(title=title)
            | AbsenceRule(title=title)
            | Table(title=title)
            | TableRow(title=title)
        ):
            return title
        case _ if isinstance(place.declaration, Followup):
            return f"follow-up {place.declaration.name}"
        case _:
            return place.declaration.name
