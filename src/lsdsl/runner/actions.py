"""Actions on their way out: spooled as they come, taken out in order of time, held back by overall limits."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec
from msgspec import UNSET

from lsdsl.compile import Program
from lsdsl.diagnostics import finding
from lsdsl.engine.outcome import Action, Failure
from lsdsl.engine.words import limit_text
from lsdsl.records.moments import moment_text
from lsdsl.records.outputs import ActionOut, encode_line
from lsdsl.records.render import json_value
from lsdsl.records.spool import Spool
from lsdsl.runner.overall import OverallLimits

SETTLED: Final = -1
"""Stands for the number of the follow-up in an action of former rules: it was let through, and no limit looks at it any more."""


def action_record(program: Program, profile: str, action: Action) -> ActionOut:
    """An action as a line of ``actions.jsonl``."""
    return ActionOut(
        id=action.id,
        profile=profile,
        followup=program.followups[action.followup].name,
        action=action.action,
        args={name: json_value(kind, value) for name, kind, value in action.arguments},
        time=moment_text(action.time),
        event=UNSET if action.event is None else action.event,
    )


def refusal_of(program: Program, action: Action) -> Failure:
    """The record of a run whose actions an overall limit holds back."""
    plan = program.followups[action.followup]
    assert plan.overall is not None
    diagnostic = finding("LS854", plan.span, followup=plan.name, overall=limit_text(program.model, plan.overall))
    return Failure(diagnostic, action.time, action.event, plan.name, (), "limit")


class Actions:
    """The actions of a whole run."""

    def __init__(self, program: Program, *, shared: bool = False) -> None:
        self._program = program
        self.spool = Spool(shared=shared)

    def add(self, profile: str, action: Action) -> None:
        """Take an action."""
        line = encode_line(action_record(self._program, profile, action))
        packed = _encoder.encode((profile, action._replace(arguments=()), line))
        self.spool.append((action.time, profile), packed)

    def delivered(self) -> Iterator[tuple[str, Action, bytes | Failure]]:
        """All actions by time, then profile, then order of work: each with its line, or why it is held back (once a run)."""
        limits = OverallLimits()
        for packed in self.spool.lines():
            profile, values, line = _decoder.decode(packed)
            action = Action(*values)
            if action.followup == SETTLED:
                yield profile, action, line
                continue
            plan = self._program.followups[action.followup]
            if limits.allows(plan, profile, action):
                yield profile, action, line
            elif limits.is_news(plan, profile, action):
                yield profile, action, refusal_of(self._program, action)
        self.spool.close()


def followup_of(program: Program, action: Action, line: bytes) -> str:
    """The name of the follow-up that asked for an action, of which the line is known too."""
    if action.followup != SETTLED:
        return program.followups[action.followup].name
    return msgspec.json.decode(line, type=ActionOut).followup


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(tuple[str, list[Any], bytes])
