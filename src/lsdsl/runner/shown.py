"""What of rejects and failures is kept to be shown; all of them are in the files."""

from collections.abc import Iterator
from dataclasses import dataclass

from lsdsl.engine.outcome import Failure
from lsdsl.records.raw import Reject

MESSAGES = 3
"""So many different messages of each code are kept."""

FAILURES = 5


@dataclass(slots=True)
class Repeated:
    """A reject, and how often another one said the same."""

    reject: Reject
    times: int = 1


class Shown:
    """The first rejects of each code that say different things, and the first failures."""

    def __init__(self) -> None:
        self.failures: list[tuple[str, Failure]] = []
        self._rejects: dict[str, dict[str, Repeated]] = {}

    def reject(self, reject: Reject, times: int = 1) -> None:
        """Keep a reject that came so often, or count it with one that says the same."""
        known = self._rejects.setdefault(reject.code, {})
        if reject.message in known:
            known[reject.message].times += times
        elif len(known) < MESSAGES:
            known[reject.message] = Repeated(reject, times)

    def failure(self, profile: str, failure: Failure) -> None:
        """Keep one of the first failures; refused runs are only counted."""
        if len(self.failures) < FAILURES and failure.reason is None:
            self.failures.append((profile, failure))

    def rejects(self) -> Iterator[Repeated]:
        """What is kept, code by code."""
        for code in sorted(self._rejects):
            yield from self._rejects[code].values()
