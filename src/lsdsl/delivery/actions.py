"""Reading ``actions.jsonl``: actions, and rejects for lines that are none."""

import re
from collections.abc import Iterator
from typing import Any, Self

import msgspec
from msgspec import UNSET

from lsdsl.records.inputs import LINES, Records, open_records
from lsdsl.records.outputs import ActionOut
from lsdsl.records.problems import InputError, message_of
from lsdsl.records.raw import RawRecord, Reject

IDENTITY = re.compile(r"[\x21-\x7e]{1,200}")
"""An id travels in headers: it is plain ASCII without blanks."""

NOT_AN_ACTION = "LS845"


def open_actions(path: str) -> "Actions":
    """The lines of a file of actions, or with ``-`` of standard input. Raises ``InputError``."""
    name = path.lower().removesuffix(".gz").removesuffix(".zst")
    if path != "-" and not name.endswith(LINES):
        raise InputError(f"{path}: actions are JSON Lines, as lsdsl run writes them: a file whose name ends with .jsonl")
    return Actions(open_records(path))


class Actions:
    """The actions of an input in the order of its lines, once, and how far reading them has come."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.source = records.source
        packed = self.source.lower().endswith((".gz", ".zst"))
        self.size = None if packed else records.size
        """How many bytes there are; None when that is not known."""
        self.read = 0
        """How many bytes the lines had that were given out."""

    def __iter__(self) -> Iterator[ActionOut | Reject]:
        for record in self._records:
            if isinstance(record, Reject):
                yield record
            else:
                self.read += len(record.kept)
                yield action_of(record)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._records.close()


def action_of(record: RawRecord) -> ActionOut | Reject:
    """The action of a line."""
    try:
        action = msgspec.convert(record.data, ActionOut)
    except msgspec.ValidationError as error:
        return _refused(record, _plain(str(error)))
    if not IDENTITY.fullmatch(action.id):
        return _refused(record, "its id is not 1 to 200 characters of plain ASCII without blanks")
    if not action.action:
        return _refused(record, "the name of its action is empty")
    return action


def _refused(record: RawRecord, reason: str) -> Reject:
    return Reject(record.source, record.line, NOT_AN_ACTION, message_of(NOT_AN_ACTION, reason=reason), record.raw)


def _plain(message: str) -> str:
    """The words of msgspec as ours: ``Expected `str`, got `int` - at `$.id```."""
    return message[:1].lower() + message[1:].replace("`", "").replace("$.", "")


def context_of(action: ActionOut) -> dict[str, Any]:
    """An action as names for templates."""
    return {
        "id": action.id,
        "profile": action.profile,
        "followup": action.followup,
        "action": action.action,
        "args": action.args,
        "time": action.time,
        "event": None if action.event is UNSET else action.event,
    }
