"""Values that matter to the conditions of a knot: what they compare with, and the neighbours on both sides."""

from collections.abc import Iterable, Iterator
from typing import Final

from lsdsl.checks.followup_cycles.reads import followup_expressions, rule_expressions, walk
from lsdsl.checks.followup_cycles.steps import Knot, KnownBox, writes
from lsdsl.model import expressions as model
from lsdsl.model.declarations import Model, SetField
from lsdsl.model.types import DAY, Kind, Type, Value

Variable = tuple[str, str]
"""Kind (``field``, ``tag``, ``score``) and name of something that a profile can have."""

MOST_VALUES: Final = 6
_WISHES: Final[dict[str, tuple[int, ...]]] = {
    ">": (1, 0, -1),
    ">=": (0, 1, -1),
    "<": (-1, 0, 1),
    "<=": (0, -1, 1),
    "==": (0, 1),
    "!=": (1, 0),
}
"""How far from the constant the values lie that are tried, the likeliest first."""
_ORDINARY: Final[dict[Kind, tuple[Value, ...]]] = {
    Kind.TEXT: ("a", "a longer text"),
    Kind.NUMBER: (1, 0),
    Kind.BOOLEAN: (True, False),
    Kind.DATE: (20_000 * DAY,),
    Kind.DATETIME: (20_000 * DAY,),
    Kind.LIST: (("a",),),
}


def candidates(ruleset: Model, knot: Knot) -> dict[Variable, list[Value]]:
    """The values to try for each field, tag and score that the knot reads; None stands for the default or nothing."""
    found: dict[Variable, dict[Value, None]] = {}
    for expression in _expressions(ruleset, knot):
        for one in walk(expression, ruleset):
            for variable, value in _wishes(one, ruleset):
                known = found.setdefault(variable, {})
                if value is not None:
                    known.setdefault(value)
    _add_written(found, ruleset, knot)
    return {variable: values for variable, wishes in found.items() if (values := _values(variable, wishes, ruleset))}


def _expressions(ruleset: Model, knot: Knot) -> Iterator[model.Expression]:
    for name, followup in ruleset.followups.items():
        if ("followup", name) in knot:
            yield from followup_expressions(followup)
    for name, score in ruleset.scores.items():
        if ("score", name) in knot:
            for rule in score.rules:
                yield from rule_expressions(rule)


def _add_written(found: dict[Variable, dict[Value, None]], ruleset: Model, knot: Knot) -> None:
    """Constants that the knot writes are values that its fields have."""
    for kind, name in sorted(knot):
        for write in writes(ruleset.followups[name].steps) if kind == "followup" else ():
            if isinstance(write, KnownBox):
                work = write.work
                for field in (*work.reads, *work.writes):
                    found.setdefault(("field", field), {})
                for tag in (*work.tags_added, *work.tags_removed):
                    found.setdefault(("tag", tag), {})
            elif isinstance(write, SetField):
                values = found.setdefault(("field", write.field), {})
                if isinstance(write.value, model.Constant) and write.value.value is not None:
                    values.setdefault(write.value.value)


def _values(variable: Variable, wishes: dict[Value, None], ruleset: Model) -> list[Value]:
    kind, name = variable
    if kind == "tag":
        return [*dict.fromkeys([*wishes, True, False])]
    if kind == "score":
        return [*[value for value in wishes if isinstance(value, int | float)][: MOST_VALUES - 1], None]
    if name not in ruleset.fields:
        return []
    field = ruleset.fields[name]
    wished = [value for value in wishes if _fits(value, field.type)]
    ordinary = field.type.options or _ORDINARY.get(field.type.kind, ())
    tried = [*dict.fromkeys([*wished, *ordinary])]
    return [*tried[: MOST_VALUES - 1], None]


def _fits(value: Value, wanted: Type) -> bool:
    match wanted.kind:
        case Kind.TEXT:
            return isinstance(value, str) and (not wanted.options or value in wanted.options)
        case Kind.BOOLEAN:
            return isinstance(value, bool)
        case Kind.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case Kind.DATE:
            return isinstance(value, int) and not isinstance(value, bool) and value % DAY == 0
        case Kind.DATETIME:
            return isinstance(value, int) and not isinstance(value, bool)
        case _:
            return isinstance(value, tuple)


def _wishes(one: model.Expression, ruleset: Model) -> Iterator[tuple[Variable, Value]]:
    """What a piece of a condition would like to find; None for a mere read."""
    match one:
        case model.FieldRead(field=name) if name not in ("id", "created", "tags"):
            yield ("field", name), None
        case model.ScoreRead(score=name):
            yield from _points(name, (), ruleset)
        case model.Comparison(operator=operator, left=left, right=model.Constant(value=value)):
            yield from _compared(left, operator, value, ruleset)
        case model.Comparison(operator=operator, left=model.Constant(value=value), right=right):
            yield from _compared(right, model.TURNED.get(operator, operator), value, ruleset)
        case model.Between(value=value_, low=model.Constant(value=low), high=model.Constant(value=high)):
            yield from _compared(value_, ">=", low, ruleset)
            yield from _compared(value_, "<=", high, ruleset)
        case model.Membership(value=value_, items=items):
            for item in items:
                yield from _compared(value_, "==", item, ruleset)
        case model.TextTest(value=value_, operand=model.Constant(value=value)):
            yield from _compared(value_, "==", value, ruleset)
        case model.TextTestAgainst(value=value_, items=items):
            for item in items:
                yield from _compared(value_, "==", item, ruleset)
        case model.ListContains(value=model.FieldRead(field=name), operand=model.Constant(value=value)):
            yield _member(name, value)
        case model.ListContainsAgainst(value=model.FieldRead(field=name), items=items):
            yield from (_member(name, item) for item in items)
        case model.RangeTest(score=name, index=index):
            start = ruleset.scores[name].ranges[index].start
            yield from _points(name, (0,) if start is None else (start, start - 1, start + 1), ruleset)
        case _:
            pass


def _compared(side: model.Expression, operator: str, value: Value, ruleset: Model) -> Iterator[tuple[Variable, Value]]:
    """The values for everything that one side of a comparison with a constant reads."""
    near: tuple[Value, ...] = (value,)
    if isinstance(value, int | float) and not isinstance(value, bool):
        unit = DAY if side.type.kind in (Kind.DATE, Kind.DATETIME) else 1
        near = tuple(value + unit * step for step in _WISHES[operator])
    for one in walk(side, ruleset):
        match one:
            case model.FieldRead(field=name) if name not in ("id", "created", "tags"):
                yield from ((("field", name), nearby) for nearby in near)
            case model.ScoreRead(score=name):
                yield from _points(name, near, ruleset)
            case model.AttributeRead(attribute="tag"):
                yield _member("tags", value)
            case _:
                pass


def _member(field: str, value: Value) -> tuple[Variable, Value]:
    if field == "tags" and isinstance(value, str):
        return ("tag", value), True
    return ("field", field), (value,) if isinstance(value, str) else None


def _points(score: str, values: Iterable[Value], ruleset: Model) -> Iterator[tuple[Variable, Value]]:
    """Points for the scores with rules that a score is made of."""
    for name in _parts(score, ruleset):
        yield ("score", name), None
        yield from ((("score", name), value) for value in values)


def _parts(score: str, ruleset: Model) -> list[str]:
    """The score itself, or the scores with rules that it is computed from."""
    found: dict[str, None] = {}
    waiting = [score]
    for name in waiting:
        declared = ruleset.scores[name]
        if declared.expression is None:
            found.setdefault(name)
            continue
        read = (one.score for one in walk(declared.expression, ruleset) if isinstance(one, model.ScoreRead))
        waiting.extend(name for name in read if name not in waiting)
    return list(found)
