"""A state as one byte string, and back, exactly.

MessagePack of a list: version, digest of the ruleset, then the state's parts in a fixed order. Rules, slots and histories go by
their numbers in the program, so bytes written under another ruleset are refused (replay the history, or keep them with their
rules).
"""

from typing import Any, Final

import msgspec

from lsdsl.compile.plan import Program
from lsdsl.engine.state import Award, ProfileState, Row, Run

VERSION: Final = 1

_PLAIN: Final = (
    "id", "born", "loaded", "removed", "created", "clock", "newest", "serial", "award_due", "ids_due", "next_due", "failing",
    "horizons", "ids", "run_serial", "edges", "edges_due", "cold_fired", "colds_due",
)  # fmt: skip


class StateError(ValueError):
    """Bytes that are no state of this ruleset; the message says what they are instead."""


def dump(program: Program, state: ProfileState) -> bytes:
    """The state as bytes."""
    return _ENCODER.encode(
        [
            VERSION,
            program.model.digest,
            [getattr(state, name) for name in _PLAIN],
            list(map(_wide, state.totals)),
            list(state.fields.items()),
            list(state.tags),
            [(name, [(key, row.created, row.fields) for key, row in rows.items()]) for name, rows in state.rows.items()],
            [(score, _wide(value)) for score, value in state.computed.items()],
            [(slot, rule, _wide(size)) for slot, (rule, size) in state.held.items()],
            [(serial, *award) for serial, award in state.awards.items()],
            [(*key, serial) for key, serial in state.latest.items()],
            [(*key, count) for key, count in state.counts.items()],
            [(*key, [(time, _wide(amount)) for time, amount in uses]) for key, uses in state.used.items()],
            [(key, [(time, _wide(size)) for time, size in known]) for key, known in state.histories.items()],
            [(key, life[0], _wide(life[1]), life[2]) for key, life in state.lives.items()],
            [(key, known) for key, known in state.gains.items()],
            [(serial, *run) for serial, run in state.runs.items()],
            [(followup, started) for followup, started in state.started.items()],
            [(followup, None if value is None else _wide(value)) for followup, value in state.seen.items()],
        ]
    )


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
    return _restore(parts)


def _restore(parts: list[Any]) -> ProfileState:
    _, _, plain, totals, fields, tags, rows, computed, held, awards, latest, counts, used, histories, lives, gains, *rest = parts
    state = ProfileState(plain[0])
    for name, value in zip(_PLAIN, plain, strict=True):
        setattr(state, name, value)
    state.totals = [_narrow(total) for total in totals]
    state.fields = {name: _value(value) for name, value in fields}
    state.tags = dict.fromkeys(tags)
    for name, entries in rows:
        state.rows[name] = {
            key: Row(created, {one: _value(value) for one, value in row.items()}) for key, created, row in entries
        }
    state.computed = {score: _narrow(value) for score, value in computed}
    state.held = {slot: (rule, _narrow(size)) for slot, rule, size in held}
    state.awards = {serial: Award(award[0], _value(award[1]), *award[2:]) for serial, *award in awards}
    state.latest = {(rule, _value(key)): serial for rule, key, serial in latest}
    state.counts = {(rule, _value(key)): count for rule, key, count in counts}
    state.used = {(rule, number): tuple((time, _narrow(amount)) for time, amount in uses) for rule, number, uses in used}
    state.histories = {key: [(time, _narrow(size)) for time, size in known] for key, known in histories}
    state.lives = {key: (count, _narrow(total), latest_time) for key, count, total, latest_time in lives}
    state.gains = {key: [(time, size) for time, size in known] for key, known in gains}
    runs, started, seen = rest
    for serial, followup, due, place, trigger, event, ordinal, data, old, kind, time in runs:
        state.runs[serial] = Run(followup, due, place, trigger, event, ordinal, _values(data), _values(old), kind, time)
    state.started = {followup: tuple(moments) for followup, moments in started}
    state.seen = {followup: None if value is None else _narrow(value) for followup, value in seen}
    return state


_PARTS: Final = 19
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
