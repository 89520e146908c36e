"""Actions, configs and a clock for tests of delivery."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Any

from lsdsl.delivery.actions import open_actions
from lsdsl.delivery.delivery import Options, deliver
from lsdsl.delivery.load import load
from lsdsl.delivery.report import Report


def identity(number: int) -> str:
    """An id as the engine makes it."""
    return blake2b(str(number).encode(), digest_size=16).hexdigest()


def action(number: int = 1, kind: str = "start_workflow", /, **args: Any) -> dict[str, Any]:
    """An action as a line of actions.jsonl holds it."""
    return {
        "id": identity(number),
        "profile": f"p{number}",
        "followup": "greet",
        "action": kind,
        "args": args,
        "time": "2026-01-01T09:00:00Z",
        "event": f"e{number}",
    }


def mail(number: int = 1, to: object = "ann@example.com", **args: Any) -> dict[str, Any]:
    """An action that sends a mail."""
    return action(number, "send_email", **{"template": "invite", "to": to, **args})


def write_lines(path: Path, actions: Iterable[object]) -> Path:
    """Write a file of actions."""
    path.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in actions), encoding="utf-8")
    return path


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON Lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@dataclass
class TestClock:
    """A clock that a sleep winds on at once."""

    __test__ = False
    moment: datetime = datetime(2026, 1, 1, 9, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """The moment."""
        return self.moment

    def sleep(self, seconds: float) -> None:
        """Let time pass in no time."""
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)


class Place:
    """A folder with a config, in which actions are delivered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = TestClock()
        self.environment: dict[str, str] = {}

    @property
    def config(self) -> Path:
        """The config."""
        return self.folder / "deliver.toml"

    def write(self, config: str, templates: Mapping[str, str] | None = None) -> None:
        """Write the config, and templates."""
        self.config.write_text(config, encoding="utf-8")
        for name, text in (templates or {}).items():
            path = self.folder / "templates" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def deliver(self, *actions: object, options: Options | None = None) -> Report:
        """Deliver actions with the test's clock."""
        path = write_lines(self.folder / "actions.jsonl", actions)
        options = replace(options or Options(), clock=self.clock, random=Random(1))  # noqa: S311 - the same in every run
        report = Report()
        with open_actions(str(path)) as found:
            deliver(load(str(self.config), self.environment), found, options, report)
        return report
