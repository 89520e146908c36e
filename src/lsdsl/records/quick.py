"""The quick way from a line of JSON to an event, for lines in which all is as it should be.

A line is decoded straight into an envelope, and the function of its type looks whether the data holds what is declared, each
value in the form that the engine takes: then the data is used as it is. Whatever else a line holds makes the quick way give up,
and the careful one (:mod:`lsdsl.records.schema`) reads the line again. So both give the same, and only one knows of mistakes.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import msgspec

from lsdsl.engine.event import Event
from lsdsl.model.declarations import Event as Declared
from lsdsl.model.declarations import Model
from lsdsl.model.types import Kind, Type, Value
from lsdsl.records.convert import LARGEST, SMALLEST, converter
from lsdsl.records.moments import moment_from_text
from lsdsl.records.problems import ConversionError
from lsdsl.records.render import EXACT
from lsdsl.records.slots import Slot, is_simple

Check = Callable[[dict[str, Any]], dict[str, Value] | None]
"""Gives the data of an event as the engine takes it, or None when it needs a closer look."""


class Envelope(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """An event as it stands in a line."""

    id: str
    type: str
    profile: str
    time: str
    data: dict[str, Any] = {}


class SealedEnvelope(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """The same with its data left as it is: for who only wants the events of some profiles."""

    id: str
    type: str
    profile: str
    time: str
    data: msgspec.Raw = msgspec.Raw(b"{}")


GIVES_UP: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ConversionError)
"""What the quick way may raise; the careful one says what is wrong."""

decode: Final = msgspec.json.Decoder(Envelope).decode
decode_sealed: Final = msgspec.json.Decoder(SealedEnvelope).decode
unseal: Final = msgspec.json.Decoder(dict[str, Any]).decode


class Quick:
    """The quick way for the declared events of a model."""

    def __init__(self, model: Model, slots: Mapping[str, Iterable[Slot]]) -> None:
        found = {name: check_of(model.events[name], slots) for name, slots in slots.items()}
        self.checks: Mapping[str, Check] = {name: check for name, check in found.items() if check is not None}
        """The function for the data of each type that has a quick way."""

    def event(self, envelope: Envelope | SealedEnvelope, data: dict[str, Any]) -> Event | None:
        """The event in an envelope, whose data is given with it; None or one of :data:`GIVES_UP` when it needs a closer look."""
        kind, identity, profile = envelope.type, envelope.id, envelope.profile
        check = self.checks.get(kind)
        if check is None or not identity or identity.isspace() or not profile or profile.isspace():
            return None
        values = check(data)
        return None if values is None else Event(identity, kind, profile, moment_from_text(envelope.time), values)


def check_of(event: Declared, slots: Iterable[Slot]) -> Check | None:
    """Compile the function for the data of a type of event; None where values stand under other names than their own."""
    slots = tuple(slots)
    if event.subject != "declared" or not all(is_simple(slot) and slot.keys == (slot.name,) for slot in slots):
        return None
    known: dict[str, Any] = {}
    lines, changes = ["get = data.get", "known = 0"], []
    for number, slot in enumerate(slots):
        value = f"v{number}"
        tests, change = _tests(event.attributes[slot.name].type, value, f"k{number}", known)
        known[f"n{number}"] = slot.name
        lines += [f"{value} = get(n{number})", *tests, f"elif {value} is not None:", "    return None"]
        if change is not None:
            changes += [f"if {change}:", f"    data[n{number}] = {value}"]
            lines.insert(1, f"c{number} = False")
    body = [*lines, "if known != len(data):", "    return None", *changes, "return data"]
    text = "\n    ".join(["def check(data):", *body])
    exec(compile(text, f"<data of {event.name}>", "exec"), known)  # noqa: S102 - names of the data are constants, not text
    check: Check = known["check"]
    return check


def _tests(kind: Type, value: str, constant: str, known: dict[str, Any]) -> tuple[list[str], str | None]:
    """The lines that look at a value, and when what stands in the data has to be changed. Nothing changes before all is well."""
    seen = "    known += 1"
    changed = constant.replace("k", "c")
    if kind.options:
        known[constant] = frozenset(kind.options)
        return [f"if {value}.__class__ is str and {value} in {constant}:", seen], None
    match kind.kind:
        case Kind.TEXT:
            return [f"if {value}.__class__ is str:", seen], None
        case Kind.BOOLEAN:
            return [f"if {value} is True or {value} is False:", seen], None
        case Kind.NUMBER:
            return [
                f"if {value}.__class__ is int and {SMALLEST} <= {value} <= {LARGEST}:",
                seen,
                f"elif {value}.__class__ is float and {-EXACT} < {value} < {EXACT}:",
                seen,
                f"    if {value}.is_integer():",
                f"        {value} = int({value})",
                f"        {changed} = True",
            ], changed
        case _:
            known[constant] = converter(kind)
            return [
                f"if {value} is not None and ({value} := {constant}({value})) is not None:",
                seen,
                f"    {changed} = True",
            ], changed
