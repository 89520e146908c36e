"""What a child answers is believed only as far as the box itself could have done it."""

from collections.abc import Mapping
from typing import Final

import msgspec

from lsdsl.isolation import wire
from lsdsl.model.declarations import Action, Field, Model
from lsdsl.model.types import DAY, Kind, Type, Value
from lsdsl.script import Ask, Award, Box, BoxError, BoxResult, Effect, Tag
from lsdsl.script.budgets import Budgets
from lsdsl.script.errors import LONGEST, Fault, plain
from lsdsl.script.run import LONGEST_LIST
from lsdsl.script.values import micros, moment, stored
from lsdsl.source import Span

LARGEST: Final = 4 * 1024 * 1024
"""The bytes of one answer."""


class LieError(Exception):
    """An answer that the box cannot have given; the child is not to be trusted any more."""


def answer_of(answer: bytes, box: Box, model: Model, fuel: int) -> BoxResult | BoxError:
    """What a child answered to the run of a box. Raises :class:`LieError`."""
    if len(answer) > LARGEST:
        raise LieError("an answer that is too large")
    try:
        decoded = wire.decode_answer(answer)
        return _Reader(box, model, fuel).read(decoded)
    except (msgspec.MsgspecError, Fault, ValueError, OverflowError, RecursionError) as problem:
        raise LieError(str(problem)) from problem


class _Reader:
    """Holds one answer against its box."""

    def __init__(self, box: Box, model: Model, fuel: int) -> None:
        self._box = box
        self._uses = box.uses
        self._fields: Mapping[str, Field] = model.fields
        self._actions: Mapping[str, Action] = model.actions
        self._budgets: Budgets = box._budgets  # noqa: SLF001 - the limits that the child has to keep
        self._fuel = min(fuel, self._budgets.fuel)

    def read(self, answer: wire.Answer) -> BoxResult | BoxError:
        _hold(0 <= answer.fuel <= self._fuel, "fuel")
        return self._result(answer) if isinstance(answer, wire.Done) else self._error(answer)

    def _result(self, answer: wire.Done) -> BoxResult:
        _hold(answer.writes.keys() <= {*self._uses.writes}, "a field that the box does not write")
        _hold(len(answer.effects) <= self._budgets.items, "too many effects")
        writes = {name: self._write(name, answer.writes[name]) for name in self._uses.writes if name in answer.writes}
        return BoxResult(writes, tuple([self._effect(one) for one in answer.effects]), answer.fuel)

    def _write(self, name: str, given: wire.Plain) -> Value:
        field = self._fields[name]
        value = self._storable(given)
        if type(value) is type(field.default) and value == field.default:
            return value
        _hold(value is not None, "a missing value")
        return self._fitting(value, field.type)

    def _storable(self, given: wire.Plain) -> Value:
        value = wire.received(given)
        kept = stored(value, "it", self._budgets.text)
        _hold(type(kept) is type(value) and kept == value, "a value that is not in its normal form")
        return value

    def _fitting(self, value: Value, kind: Type) -> Value:
        fits: bool
        match kind.kind:
            case Kind.NUMBER:
                fits = type(value) in (int, float)
            case Kind.TEXT:
                fits = type(value) is str and (not kind.options or value in kind.options)
            case Kind.BOOLEAN:
                fits = type(value) is bool
            case Kind.DATE:
                fits = type(value) is int and value % DAY == 0 and micros(moment(value)) == value
            case Kind.DATETIME:
                fits = type(value) is int and micros(moment(value)) == value
            case _:
                fits = type(value) is tuple and len(value) <= self._budgets.items
        _hold(fits, "a value of another type")
        return value

    def _effect(self, effect: wire.Awarded | wire.Tagged | wire.Asked) -> Effect:
        span, uses = self._span(effect.start, effect.end), self._uses
        match effect:
            case wire.Awarded(score=score, points=points):
                _hold(score in uses.awards and self._storable(points) is not None, "an award")
                return Award(score, points, span)
            case wire.Tagged(tag=tag, present=present):
                literal = uses.tags_added if present else uses.tags_removed
                _hold((uses.any_tag or tag in literal) and bool(tag.strip()), "a tag")
                return Tag(str(self._storable(tag)), present, span)
            case wire.Asked(action=action, arguments=arguments, number=number):
                _hold(action in uses.actions and 0 <= number < self._budgets.nodes, "an action")
                return Ask(action, self._arguments(self._actions[action], arguments), number, span)

    def _arguments(self, action: Action, given: list[tuple[str, wire.Plain]]) -> tuple[tuple[str, Type, Value], ...]:
        names = [name for name, _ in given]
        _hold(len({*names}) == len(names) and {*names} <= {*action.arguments}, "arguments")
        _hold(not action.arguments or next(iter(action.arguments)) in names, "an argument that is missing")
        return tuple(
            [(name, action.arguments[name].type, self._argument(action.arguments[name], value)) for name, value in given]
        )

    def _argument(self, argument: Field, given: wire.Plain) -> Value:
        value = self._storable(given)
        _hold(value is not None, "a missing argument")
        return self._fitting(value, argument.type)

    def _error(self, answer: wire.Failed) -> BoxError:
        _hold(plain(answer.message) == answer.message, "a message")
        shown = {name for names in self._box._plan.lines.values() for name, _, _ in names}  # noqa: SLF001 - as above
        _hold(len(answer.values) <= self._budgets.line and all(name in shown for name, _ in answer.values), "names")
        values = tuple([(name, self._short(value)) for name, value in answer.values])
        error = BoxError(answer.kind, answer.message, self._span(answer.start, answer.end), values)
        error.fuel = answer.fuel
        return error

    def _short(self, given: wire.Sent) -> Value:
        value = wire.received(given)
        _hold(type(value) is not str or len(value) <= LONGEST, "a long text")
        if isinstance(value, tuple):
            _hold(len(value) <= LONGEST_LIST and all(len(one) <= self._budgets.text for one in value), "a long list")
        return value

    def _span(self, start: int, end: int) -> Span:
        whole = self._box.span
        _hold(whole.start <= start <= end <= whole.end, "a place outside of the box")
        return Span(whole.path, start, end)


def _hold(holds: bool, what: str) -> None:
    if not holds:
        raise LieError(what)
