"""The records that go out, one object a line, their keys in this order; what does not apply is left out."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from lsdsl.records.raw import Reject
from lsdsl.records.render import JsonValue

PROFILES = "profiles.jsonl"
LEDGER = "ledger.jsonl"
ACTIONS = "actions.jsonl"
REJECTS = "rejects.jsonl"
FAILURES = "failures.jsonl"
SUMMARY = "summary.json"

OUTPUT_FILES = (PROFILES, LEDGER, ACTIONS, REJECTS, FAILURES, SUMMARY)
"""The files of an output folder that belong to ``lsdsl run``; all others in it are left alone."""

Number = int | float


class ScoreOut(msgspec.Struct, frozen=True):
    """The state of a score, inside a line of ``profiles.jsonl``."""

    value: Number
    range: str | UnsetType = UNSET
    colour: str | UnsetType = UNSET
    flames: int | UnsetType = UNSET


class ProfileOut(msgspec.Struct, frozen=True):
    """A line of ``profiles.jsonl``."""

    id: str
    fields: dict[str, JsonValue]
    tags: tuple[str, ...] | UnsetType = UNSET
    scores: dict[str, ScoreOut] | UnsetType = UNSET
    grades: dict[str, str] | UnsetType = UNSET


class LedgerOut(msgspec.Struct, frozen=True):
    """A line of ``ledger.jsonl``; moments are ISO 8601 text."""

    profile: str
    score: str
    rule: str | UnsetType
    points: Number
    time: str
    event: str | UnsetType
    reason: str
    expires: str | UnsetType = UNSET
    where: str | UnsetType = UNSET
    note: str | UnsetType = UNSET
    """The reason that came with an adjustment."""


class ActionOut(msgspec.Struct, frozen=True):
    """A line of ``actions.jsonl``."""

    id: str
    profile: str
    followup: str
    action: str
    args: dict[str, JsonValue]
    time: str
    event: str | UnsetType = UNSET


class FailureOut(msgspec.Struct, frozen=True):
    """A line of ``failures.jsonl``."""

    profile: str
    followup: str | UnsetType
    event: str | UnsetType
    time: str
    code: str
    message: str
    where: str | UnsetType = UNSET
    values: dict[str, Any] | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    """``limit`` for a run that a limit refused, which is no error."""


OutputRecord = ProfileOut | LedgerOut | ActionOut | Reject | FailureOut

encode = msgspec.json.Encoder().encode


def encode_line(record: OutputRecord) -> bytes:
    """A record as a line of JSON."""
    return encode(record) + b"\n"
