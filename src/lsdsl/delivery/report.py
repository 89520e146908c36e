"""What a delivery did: counts, and the first of the things to look at."""

from dataclasses import dataclass, field

SHOWN = 20
"""So many failures and rejects are kept to be shown; the journal and the input hold them all."""

SHOWN_OF_REASON = 300


@dataclass(frozen=True, slots=True)
class Trouble:
    """An action that did not arrive, or not as it should."""

    what: str
    """The action and its profile, or the place of a line."""
    reason: str


@dataclass(slots=True)
class Report:
    """Counts of a run."""

    delivered: int = 0
    already: int = 0
    """Done in an earlier run."""
    failed: int = 0
    """Failed for good, in this run."""
    failed_before: int = 0
    """Failed for good in an earlier run and not tried again."""
    waiting: int = 0
    """For the next run: a server was down, or did not answer in time."""
    unrouted: int = 0
    rejects: int = 0
    remarks: int = 0
    """Delivered, but not to everybody."""
    recovered: int = 0
    """Batches of a killed run that were completed."""
    limited: bool = False
    interrupted: bool = False
    troubles: list[Trouble] = field(default_factory=list)

    def trouble(self, what: str, reason: str) -> None:
        """Keep something to be shown."""
        if len(self.troubles) < SHOWN:
            cut = reason if len(reason) <= SHOWN_OF_REASON else reason[:SHOWN_OF_REASON] + "..."
            self.troubles.append(Trouble(what, cut))

    @property
    def clean(self) -> bool:
        """Whether there is nothing that a person should look at."""
        return not (self.failed or self.failed_before or self.waiting or self.unrouted or self.rejects or self.remarks)
