"""Conditions that a cascade cannot change and a made-up profile cannot easily meet: they are simply assumed.

``seen(purchase)``, ``age(created) > 30 days`` or ``email matches /x/`` is true for some profile, and stays so while the cascade
lasts. A made-up boolean field takes its place and is tried true and false. Only a condition that shares nothing that it reads
with another one is assumed: two that do might contradict each other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from lsdsl.checks.followup_cycles.reads import walk
from lsdsl.checks.followup_cycles.steps import Knot, Written, boxes_of, written
from lsdsl.model import expressions as model
from lsdsl.model.canonical import canonical
from lsdsl.model.declarations import Field, Model
from lsdsl.model.types import BOOLEAN, Type
from lsdsl.source import Source, Span

NO_ATOMS: Final = (model.Not, model.Logical, model.LetRead, model.SelectionRead, model.Constant, model.FieldRead)
THROUGH: Final = (model.LetRead, model.GradeRead, model.SelectionRead)
OPAQUE: Final = (model.HistoryRead, model.Elapsed, model.Matches, model.FunctionCall)
MOVING: Final = (
    model.ScoreRead,
    model.RangeTest,
    model.Flames,
    model.Gained,
    model.Changed,
    model.OldRead,
    model.AttributeRead,
    model.RunCount,
    model.ActionCount,
)
PARTS: Final = ("followups", "lets", "scores", "grades", "selections")


def with_assumptions(ruleset: Model, knot: Knot) -> Model:
    """The model with a made-up field in place of each condition that is assumed."""
    wrote = written(ruleset, knot)
    atoms: dict[str, tuple[model.Expression, frozenset[str]]] = {}
    shared: dict[str, set[str]] = defaultdict(set)
    for part in PARTS:
        for atom in _atoms(getattr(ruleset, part)):
            name, leaves = canonical(atom), _leaves(atom, ruleset)
            atoms[name] = (atom, leaves)
            for leaf in leaves:
                shared[leaf].add(name)
    for box in boxes_of(ruleset):
        for field in (*box.reads, "id", "created", *(["tags"] if box.tags_read else [])):
            shared[f"field {field}"].add("a box")
    names = [
        name
        for name, (atom, leaves) in atoms.items()
        if _can_be_assumed(atom, ruleset, wrote) and all(len(shared[leaf]) == 1 for leaf in leaves)
    ]
    return _assume(ruleset, {name: f"?{number}" for number, name in enumerate(names)}) if names else ruleset


def _can_be_assumed(atom: model.Expression, ruleset: Model, wrote: Written) -> bool:
    found = [*walk(atom, ruleset)]
    reads = {one.field for one in found if isinstance(one, model.FieldRead)}
    if (
        any(isinstance(one, MOVING) for one in found)
        or reads & wrote.fields
        or ("tags" in reads and (wrote.tags or wrote.any_tag))
    ):
        return False
    return bool(reads & {"id", "created"}) or any(isinstance(one, OPAQUE) for one in found)


def _leaves(atom: model.Expression, ruleset: Model) -> frozenset[str]:
    """What the value of a condition hangs on."""
    found: set[str] = set()
    for one in walk(atom, ruleset):
        match one:
            case model.FieldRead(field=name):
                found.add(f"field {name}")
            case model.HistoryRead(history=history):
                found.add(f"history {history.event}")
            case _:
                pass
    return frozenset(found)


def _assume(ruleset: Model, made_up: Mapping[str, str]) -> Model:
    def assumed(part: Any) -> Any:
        name = made_up.get(canonical(part)) if _is_atom(part) else None
        return part if name is None else model.FieldRead(name, BOOLEAN, part.span)

    declared = {name: Field(name, BOOLEAN, None, None, "", Span("", 0, 0)) for name in made_up.values()}
    changed = {part: rebuilt(getattr(ruleset, part), assumed) for part in PARTS}
    return replace(ruleset, fields={**ruleset.fields, **declared}, **changed)


def _is_atom(part: Any) -> bool:
    """Whether this is a condition that is not put together from conditions."""
    return isinstance(part, model.Expression) and part.type == BOOLEAN and not isinstance(part, NO_ATOMS)


def _atoms(part: Any) -> Iterator[Any]:
    """The atoms below a part of the model."""
    if _is_atom(part):
        yield part
        return
    for below in _below(part):
        yield from _atoms(below)


def _below(part: Any) -> list[Any]:
    if isinstance(part, Mapping):
        return list(part.values())
    if isinstance(part, tuple):
        return list(part)
    if is_dataclass(part) and not isinstance(part, Span | Source | Type | model.History):
        return [getattr(part, member.name) for member in fields(part)]
    return []


def rebuilt(part: Any, change: Callable[[Any], Any]) -> Any:
    """A part of the model with the pieces replaced for which ``change`` gives something else; what it leaves alone is entered."""
    changed = change(part)
    if changed is not part:
        return changed
    if isinstance(part, Mapping):
        return {name: rebuilt(one, change) for name, one in part.items()}
    if isinstance(part, tuple):
        return tuple(rebuilt(one, change) for one in part)
    if is_dataclass(part) and not isinstance(part, type | Span | Source | Type | model.History):
        values = {member.name: getattr(part, member.name) for member in fields(part)}
        new = {name: after for name, before in values.items() if (after := rebuilt(before, change)) is not before}
        return replace(part, **new) if new else part
    return part
