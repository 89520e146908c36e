"""What the sinks that send over the network have in common."""

from typing import Protocol

from lsdsl.delivery.outcome import Outcome
from lsdsl.delivery.retry import Patience
from lsdsl.records.outputs import ActionOut


class Sender(Protocol):
    """Sends actions one by one, each at least once."""

    @property
    def patience(self) -> Patience:
        """How often to try."""

    def place(self, action: ActionOut) -> str:
        """The server that the action goes to: when it is down, all actions that go there have to wait."""

    def preview(self, action: ActionOut) -> str:
        """What would be sent, to be read. Raises ``Refusal``."""

    def attempt(self, action: ActionOut) -> Outcome:
        """Send it."""

    def close(self) -> None:
        """Say good-bye."""
