"""The members of a selection out of a state: each profile by the rules that it was written with, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lsdsl.engine.outcome import Failure, Outcome
from lsdsl.engine.results import in_selection, result_of
from lsdsl.model.types import Value
from lsdsl.records.moments import moment_text
from lsdsl.runner.options import Progress
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.selecting import Member, Troubles
from lsdsl.runner.summary import Summary
from lsdsl.store.problems import StoreError
from lsdsl.store.reading import Reading, Seen

RULES: Final = "rules"
"""The key that names the rules of a profile, and the column."""
Rank = tuple[Any, ...]
"""Numbers and texts, whose order as tuples is that of a selection."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A member, and the rules that say so."""

    member: Member
    ruleset: Ruleset


class Choice:
    """What is in a selection, and afterwards what there was to count. Raises ``StoreError`` when rules do not have it."""

    def __init__(self, reading: Reading, name: str) -> None:
        self.reading = reading
        self.name = name
        self.summary = Summary(ruleset=reading.ruleset.digest)
        self.troubles = Troubles()

    def members(self, progress: Progress | None = None) -> Iterator[Chosen]:
        """The members, by id."""
        reading, summary = self.reading, self.summary
        summary.profiles, summary.removed = reading.store.count()
        summary.as_of = None if reading.moment is None else moment_text(reading.moment)
        for seen in reading.profiles(progress):
            chosen = self._chosen(seen)
            if chosen is not None:
                yield chosen

    def _chosen(self, seen: Seen) -> Chosen | None:
        ruleset, state = seen.ruleset, seen.state
        if self.name not in ruleset.model.selections:
            raise StoreError(
                f"there is no selection {self.name!r} in the rules by which some profiles of {self.reading.store.name} are still "
                f"scored (digest {ruleset.digest}): wait until all are scored by the new ones"
                if self.reading.under_way
                else f"there is no selection {self.name!r} in the rules of {self.reading.store.name} (digest {ruleset.digest})"
            )
        outcome = Outcome()
        inside, value = in_selection(ruleset.program, state, self.name, outcome)
        graded = result_of(ruleset.program, state) if inside or ruleset.model.grades else None
        for failure in (*seen.failures, *(() if graded is None else graded.failures)):
            self._fail(seen, failure)
        for failure in outcome.failures:
            if not self.troubles.is_known(state.id, failure):
                self._fail(seen, failure)
        return Chosen(Member(graded, value), ruleset) if inside and graded is not None else None

    def _fail(self, seen: Seen, failure: Failure) -> None:
        if failure.reason == "limit":
            self.summary.refused += 1
            return
        self.summary.failures += 1
        if seen.ruleset.digest == self.reading.ruleset.digest:  # the places of others are not in these rules
            self.troubles.failure(seen.state.id, failure)


def rank(member: Member, *, descending: bool) -> Rank:
    """Where a member stands: by its value, equal ones by id; those without a value last, whatever the direction."""
    value, profile = member.order, member.profile.id
    if value is None:
        return (1, profile)
    if isinstance(value, str):
        folded = value.casefold()
        return (0, 1, *_falling(folded), *_falling(value), profile) if descending else (0, 1, folded, value, profile)
    number = _number(value)
    return (0, 0, -number if descending else number, profile)


def _falling(text: str) -> Iterator[int]:
    """Numbers whose order is opposite to that of texts; the end of a text comes after all that goes on."""
    yield from (-ord(character) for character in text)
    yield 1


def _number(value: Value) -> int | float:
    assert isinstance(value, int | float)
    return value


def with_rules(line: bytes, digest: str) -> bytes:
    """A line of ``profiles.jsonl`` that tells its rules."""
    return line[:-2] + f',"{RULES}":"{digest}"}}\n'.encode()
