"""What goes through the pipes: JSON in frames, with one fixed layout for each message.

JSON, because it cannot announce sizes that it does not have; no message can name a class or make anything run.
"""

import math
from typing import Any, Final, Literal

import msgspec

from lsdsl.model.types import Value
from lsdsl.script import Budgets, Surroundings
from lsdsl.syntax import tree

WIDEST: Final = 2**63
DIGITS: Final = 1_000
"""The longest number that is read back; a box computes with 256 bits, and the values of an error may have a few more."""

LENGTH: Final = 4
"""The bytes before each frame, and before each part of one, that hold its length."""

READY: Final = b"ready"
"""The first frame that a child sends."""


class Wide(msgspec.Struct, frozen=True, tag_field="wide", tag="wide"):
    """A value that JSON does not hold: an integer beyond 64 bits, a float that is not finite, half of a surrogate pair."""

    kind: Literal["int", "float", "text"]
    value: str


Sent = str | int | float | bool | list[str | Wide] | Wide | None
Plain = str | int | float | bool | list[str] | None


class Setup(msgspec.Struct, frozen=True, array_like=True):
    """The boxes of a ruleset: their text and what they can see; a box is known by its number in this order."""

    budgets: Budgets
    followups: list[tuple[Surroundings, list[tree.Script]]]


class Request(msgspec.Struct, frozen=True, array_like=True):
    """One run of a box: the values that it names, and nothing else. A number of rows or tags stands for too many of them."""

    box: int
    fuel: int
    fields: dict[str, Sent]
    data: dict[str, Sent]
    rows: dict[str, list[dict[str, Sent]] | int]
    scores: dict[str, Sent]
    tags: list[str | Wide] | int
    identifier: str | Wide
    event_type: str | Wide
    created: int
    now: int
    event_time: int


class Awarded(msgspec.Struct, frozen=True, array_like=True, tag="award"):
    """``award``."""

    start: int
    end: int
    score: str
    points: int | float


class Tagged(msgspec.Struct, frozen=True, array_like=True, tag="tag"):
    """``add_tag``, ``remove_tag``."""

    start: int
    end: int
    tag: str
    present: bool


class Asked(msgspec.Struct, frozen=True, array_like=True, tag="do"):
    """``do``."""

    start: int
    end: int
    action: str
    arguments: list[tuple[str, Plain]]
    number: int


class Done(msgspec.Struct, frozen=True, array_like=True, tag="done"):
    """A run that ended well."""

    writes: dict[str, Plain]
    effects: list[Awarded | Tagged | Asked]
    fuel: int


class Failed(msgspec.Struct, frozen=True, array_like=True, tag="failed"):
    """A run that failed."""

    kind: Literal["budget", "type", "missing", "value", "write", "fault"]
    message: str
    start: int
    end: int
    values: list[tuple[str, Sent]]
    fuel: int


Answer = Done | Failed

encode: Final = msgspec.json.Encoder().encode
decode_setup: Final = msgspec.json.Decoder(Setup).decode
decode_request: Final = msgspec.json.Decoder(Request).decode
decode_answer: Final = msgspec.json.Decoder(Answer).decode


def sent(value: Any) -> Any:
    """A value as it travels when JSON itself cannot hold it."""
    if type(value) is int and not -WIDEST <= value < WIDEST:
        return Wide("int", str(value))
    if type(value) is float and not math.isfinite(value):
        return Wide("float", repr(value))
    if type(value) is str and not value.isascii() and any("\ud800" <= one <= "\udfff" for one in value):
        return Wide("text", value.encode("utf-8", "surrogatepass").hex())
    return [sent(one) for one in value] if type(value) in (tuple, list) else value


def received(value: Any) -> Value:
    """The value that travelled. Raises ``ValueError`` for one that cannot be."""
    if type(value) is list:
        return tuple([_text(received(one)) for one in value])
    if type(value) is not Wide:
        return value  # type: ignore[no-any-return]
    if value.kind == "text":
        return bytes.fromhex(value.value).decode("utf-8", "surrogatepass")
    if len(value.value) > DIGITS:
        raise ValueError("a number that is too long")
    return int(value.value) if value.kind == "int" else float(value.value)


def _text(value: Value) -> str:
    if not isinstance(value, str):
        raise ValueError("a text was expected")  # noqa: TRY004 - it is what was received that is wrong
    return value


def parts(frame: bytes) -> list[bytes]:
    """The parts of a frame. Raises ``ValueError`` when the lengths do not add up."""
    found, place = [], 0
    while place < len(frame):
        end = place + LENGTH + int.from_bytes(frame[place : place + LENGTH], "big")
        if place + LENGTH > len(frame) or end > len(frame):
            raise ValueError("a part that is cut off")
        found.append(frame[place + LENGTH : end])
        place = end
    return found


def frame(*contents: bytes) -> bytes:
    """Parts as one frame, with its length before it."""
    body = b"".join([len(one).to_bytes(LENGTH, "big") + one for one in contents])
    return len(body).to_bytes(LENGTH, "big") + body
