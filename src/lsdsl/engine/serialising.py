"""A state as one byte string, and back, exactly.

MessagePack of a list: version, digest of the ruleset, then the state's parts in a fixed order. Rules, slots and histories go by
their numbers in the program, so bytes written under another ruleset are refused (replay the history, or keep them with their
rules).
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, Final, TypeVar

import msgspec

from lsdsl.compile.plan import Program
from lsdsl.compile.rings import Ring, SummedRing
from lsdsl.engine.awards import restore_keys
from lsdsl.engine.live import SIZE
from lsdsl.engine.state import UNMADE, ProfileState, Row, Run

VERSION: Final = 2

_PLAIN: Final = (
    "id", "born", "loaded", "removed", "created", "clock", "newest", "serial", "award_due", "ids_due", "next_due", "run_serial",
    "ids", "awards",
)  # fmt: skip
"""The parts that fit as they are; the awards come last."""
_NUMBERED: Final = ("failing", "horizons", "edges", "edges_due", "cold_fired", "colds_due")
"""The parts that are dictionaries by numbers of the program, of values that fit as they are."""
_KNOWN: Final = attrgetter(*_PLAIN)
_BY_NUMBER: Final = attrgetter(*_NUMBERED)
_RARE: Final = attrgetter(*(slot for slot in UNMADE if slot != "keys"))
_Part = TypeVar("_Part")


class StateError(ValueError):
    """Bytes that are no state of this ruleset; the message says what they are instead."""


def dump(program: Program, state: ProfileState) -> bytes:
    """The state as bytes."""
    return _ENCODER.encode(
        [
            VERSION,
            program.model.digest,
            _known(state),
            list(map(_wide, state.totals)),
            list(state.fields.items()),
            list(state.tags),
            _rare(state) if any(_RARE(state)) else None,
        ]
    )


def _known(state: ProfileState) -> tuple[Any, ...]:
    known = _KNOWN(state)
    return (*known[:-1], b"".join((state.awards, *state.later))) if state.later else known


def _rare(state: ProfileState) -> list[Any]:
    """What most profiles have little of. Where the order of a dictionary means nothing it is that of the keys."""
    return [
        [_sorted(part) for part in _BY_NUMBER(state)],
        [(name, [(key, row.created, row.fields) for key, row in rows.items()]) for name, rows in state.rows.items()],
        [(score, _wide(value)) for score, value in _sorted(state.computed)],
        [(slot, rule, _wide(size)) for slot, (rule, size) in _sorted(state.held)],
        sorted([serial, time, size, *key] for key, (serial, time, size) in state.latest.items()),
        [(*key, count) for key, count in state.counts.items()],
        [(*key, _wide(amount)) for key, amount in state.used.items()],
        [(*key, _packed(uses)) for key, uses in state.uses.items()],
        [(key, _packed(ring)) for key, ring in _sorted(state.histories)],
        [(key, life[0], _wide(life[1]), life[2]) for key, life in _sorted(state.lives)],
        [(key, _packed(ring)) for key, ring in _sorted(state.gains)],
        [(serial, *run) for serial, run in _sorted(state.runs)],
        _sorted(state.started),
        [(followup, None if value is None else _wide(value)) for followup, value in _sorted(state.seen)],
    ]


def load(program: Program, data: bytes) -> ProfileState:
    """The state that :func:`dump` wrote.

    Raises :class:`StateError` for bytes that are no state, of another version, or of another ruleset.
    """
    try:
        parts = _DECODER.decode(data)
    except msgspec.DecodeError as error:
        raise StateError(f"this is no state of a profile: {error}") from error
    if not isinstance(parts, list) or len(parts) != _PARTS:
        raise StateError("this is no state of a profile")
    if parts[0] != VERSION:
        raise StateError(f"the state has version {parts[0]}, this lsdsl reads version {VERSION}")
    if parts[1] != program.model.digest:
        raise StateError(f"the state belongs to another ruleset (digest {parts[1]}, this one is {program.model.digest})")
    return _restore(program, parts)


def _restore(program: Program, parts: list[Any]) -> ProfileState:
    _, _, plain, totals, fields, tags, rare = parts
    state = ProfileState(plain[0])
    for name, value in zip(_PLAIN, plain, strict=True):
        setattr(state, name, value)
    state.awards = bytearray(state.awards)
    if len(state.awards) % SIZE:
        raise StateError("this is no state of a profile: an award in it is cut off")
    state.totals = [_narrow(total) for total in totals]
    state.fields = {name: _value(value) for name, value in fields}
    state.tags = dict.fromkeys(tags)
    if rare is not None:
        _restore_rare(state, rare)
        state.keys = restore_keys(state, program.rules) or UNMADE["keys"]
    return state


def _restore_rare(state: ProfileState, parts: list[Any]) -> None:
    numbered, rows, computed, held, latest, counts, used, uses, histories, lives, gains, runs, started, seen = parts
    restored: dict[str, dict[Any, Any]] = {
        **{name: dict(part) for name, part in zip(_NUMBERED, numbered, strict=True)},
        "rows": {name: {key: Row(created, _values(row)) for key, created, row in entries} for name, entries in rows},
        "computed": {score: _narrow(value) for score, value in computed},
        "held": {slot: (rule, _narrow(size)) for slot, rule, size in held},
        "latest": {(rule, _value(key)): (serial, time, size) for serial, time, size, rule, key in latest},
        "counts": {(rule, _value(key)): count for rule, key, count in counts},
        "used": {(rule, number): _narrow(amount) for rule, number, amount in used},
        "uses": {(rule, number): _unpacked(data) for rule, number, data in uses},
        "histories": {key: _unpacked(ring) for key, ring in histories},
        "lives": {key: (count, _narrow(total), latest_time) for key, count, total, latest_time in lives},
        "gains": {key: _unpacked(ring) for key, ring in gains},
        "runs": {
            serial: Run(followup, due, place, trigger, event, ordinal, _values(data), _values(old), kind, time)
            for serial, followup, due, place, trigger, event, ordinal, data, old, kind, time in runs
        },
        "started": {followup: tuple(moments) for followup, moments in started},
        "seen": {followup: None if value is None else _narrow(value) for followup, value in seen},
    }
    for name, part in restored.items():
        if part:
            setattr(state, name, part)


_PARTS: Final = 7
_LARGEST: Final = 2**63
_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(strict=True)


def _wide(number: int) -> int | str:
    """Whole numbers beyond 64 bits (a sum of huge amounts in millionths) travel as text."""
    return number if -_LARGEST <= number < _LARGEST else str(number)


def _narrow(number: int | str) -> int:
    return int(number)


def _values(data: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in data.items()}


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _sorted(part: Mapping[int, _Part]) -> Iterable[tuple[int, _Part]]:
    """The entries in order of their keys; only the keys are compared."""
    return [(key, part[key]) for key in sorted(part)]


def _packed(numbers: Ring) -> bytes | list[int | str]:
    """Whole numbers, those of 64 bits as one string of bytes that is the same on every machine."""
    if isinstance(numbers, list):
        return list(map(_wide, numbers))
    if sys.byteorder == "little":
        return numbers.tobytes()
    swapped = array("q", numbers)
    swapped.byteswap()
    return swapped.tobytes()


def _unpacked(data: bytes | list[int | str]) -> Ring:
    if isinstance(data, list):
        return list(map(_narrow, data))
    numbers = SummedRing("q", data)
    if sys.byteorder != "little":
        numbers.byteswap()
    return numbers
