"""What keeps delivery from working at all, and what keeps one action from being delivered."""


class DeliveryError(Exception):
    """Delivery cannot go on; the text says why and what to do. The command line shows it and ends with 2."""


class ConfigError(DeliveryError):
    """The config is wrong: a line for each problem, which names the file and the key."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Refusal(Exception):  # noqa: N818 - an answer about one action, not a fault of the program
    """One action cannot be delivered, now or later, as things are; the text says why."""
