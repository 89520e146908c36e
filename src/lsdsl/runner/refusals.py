"""Events that the engine refuses, as rejects."""

from lsdsl.engine.outcome import AnyOutcome
from lsdsl.records.problems import message_of
from lsdsl.records.raw import RawRecord, Reject


def reject_of(outcome: AnyOutcome, raw: RawRecord) -> Reject:
    """The reject of an event that could not happen."""
    assert outcome.refusal is not None
    code, arguments = outcome.refusal
    return rejected(raw, code, **arguments)


def rejected(raw: RawRecord, code: str, **arguments: str) -> Reject:
    """A reject of a record with the words of the catalogue."""
    return Reject(raw.source, raw.line, code, message_of(code, **arguments), raw.raw)
