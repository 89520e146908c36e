"""Actions that a state keeps, across changes of the rules.

A kept action tells its follow-up by name, in its line, so its number is that of whatever rules read it. One whose follow-up is
gone is *settled*: it was asked for, and no limit holds it back any more. So are those that were let through by a limit for all
profiles together when that limit becomes another one; what it held back stays held back.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from lsdsl.compile import Program
from lsdsl.engine.outcome import Action
from lsdsl.records.outputs import encode_line
from lsdsl.records.spool import Spool
from lsdsl.runner.actions import SETTLED, refusal_of
from lsdsl.runner.overall import OverallLimits
from lsdsl.runner.receivers import failure_record
from lsdsl.store.interface import KeyedLine, Store, Totals
from lsdsl.store.matching import Matched

Packed = tuple[str, list[Any], bytes]
"""What :class:`lsdsl.runner.actions.Actions` keeps of an action: the profile, the parts of the action, its line."""
FOLLOWUP: Final = Action._fields.index("followup")


class _Asked(msgspec.Struct):
    followup: str


class Renumbered:
    """Gives kept actions with the numbers that their follow-ups have in a program."""

    def __init__(self, program: Program) -> None:
        self._numbers = {plan.name: plan.index for plan in program.followups}

    def __call__(self, packed: bytes) -> bytes:
        """The same action."""
        profile, values, line = _decoder.decode(packed)
        if values[FOLLOWUP] != SETTLED:
            number = self._numbers.get(_asked.decode(line).followup, SETTLED)
            if number != values[FOLLOWUP]:
                values[FOLLOWUP] = number
                return _encoder.encode((profile, values, line))
        return packed


def settle_actions(store: Store, match: Matched, totals: Totals) -> None:
    """Settle the actions of follow-ups whose limit for all profiles together becomes another one; part of a transaction."""
    affected = {plan.index for plan in match.old.followups if plan.overall is not None and _changes(match, plan.index)}
    if not affected:
        return
    actions, renumbered = Spool(), Renumbered(match.old)
    for key, line in store.lines("actions"):
        actions.append(key, renumbered(line))
    held: dict[str, set[str]] = defaultdict(set)
    failures: list[KeyedLine] = []
    limits = OverallLimits()
    for profile, action in _actions(actions):
        if action.followup in affected:
            plan = match.old.followups[action.followup]
            allowed = limits.allows(plan, profile, action)
            kept = held[profile]  # those that are let through have to be written anew, too
            if not allowed:
                kept.add(action.id)
                if limits.is_news(plan, profile, action):
                    record = failure_record(match.old.model, profile, refusal_of(match.old, action))
                    failures.append(((action.time, profile), encode_line(record)))
    actions.close()
    for profile, ids in held.items():
        lines = [
            (key, settled)
            for key, line in store.lines_of("actions", profile)
            if (settled := _settled(line, ids, affected, renumbered))
        ]
        store.drop_lines("actions", [profile])
        store.append("actions", lines)
    store.append("failures", failures)
    totals.counts["refused"] = totals.counts.get("refused", 0) + len(failures)


def _changes(match: Matched, followup: int) -> bool:
    number = match.followups.get(followup)
    if number is None:
        return True
    before, after = match.old.followups[followup].overall, match.new.followups[number].overall
    return before is None or after is None or (before.count, before.per) != (after.count, after.per)


def _actions(spool: Spool) -> Iterator[tuple[str, Action]]:
    for packed in spool.lines():
        profile, values, _ = _decoder.decode(packed)
        yield profile, Action(*values)


def _settled(packed: bytes, held: set[str], affected: set[int], renumbered: Renumbered) -> bytes | None:
    """An action as it stands from now on; None for one that is held back."""
    profile, values, line = _decoder.decode(renumbered(packed))
    if Action(*values).id in held:
        return None
    if values[FOLLOWUP] in affected:
        values[FOLLOWUP] = SETTLED
    return _encoder.encode((profile, values, line))


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Packed)
_asked: Final = msgspec.json.Decoder(_Asked)
