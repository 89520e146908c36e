"""What the acceptance tests share: a rule file on disk, loaded and lived through the public interface."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import lsdsl
from tests.unit.cli.program import run

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


class Database:
    """Profiles under a rule file. Times are days after the start."""

    def __init__(self, folder: Path, rules: str) -> None:
        self.folder = folder
        self.path = folder / "rules.lsdsl"
        self.path.write_text(rules, encoding="utf-8")
        self.engine = lsdsl.Engine(lsdsl.load(self.path))
        self.actions: list[Any] = []
        self.failures: list[Any] = []
        self.entries: list[Any] = []
        self.events: list[dict[str, Any]] = []

    def add(self, profile: str, *, tags: tuple[str, ...] = (), created: float | None = None, **fields: Any) -> None:
        """A profile that existed before its first event."""
        self.engine.add_profile(profile, fields, tags=tags, created=None if created is None else START + created * DAY)

    def on(self, kind: str, day: float = 0, /, *, profile: str = "p", **data: Any) -> list[Any]:
        """An event; gives the actions that it set off."""
        moment = START + day * DAY
        event = {"id": f"e{len(self.events) + 1}", "type": kind, "profile": profile, "time": moment, "data": data}
        self.events.append(event | {"time": moment.isoformat()})
        result = self.engine.process(event)
        assert result.status == "processed", result.reject
        return self._kept(result)

    def until(self, day: float) -> list[Any]:
        """Time passes; gives the actions that it set off."""
        return self._kept(self.engine.advance(START + day * DAY))

    def _kept(self, result: Any) -> list[Any]:
        self.actions += result.actions
        self.failures += result.failures
        self.entries += result.entries
        return list(result.actions)

    def field(self, name: str, profile: str = "p") -> Any:
        """A field now."""
        return self.engine.profile(profile).fields.get(name)

    def score(self, name: str, profile: str = "p") -> Any:
        """The value of a score now."""
        return self.engine.profile(profile).scores[name].value

    def select(self, name: str) -> list[str]:
        """The ids that ``lsdsl select`` lists for the events so far, in its order."""
        events = self.folder / "events.jsonl"
        events.write_text("".join(json.dumps(event) + "\n" for event in self.events), encoding="utf-8")
        result = run("select", name, str(self.path), "--events", str(events), "--format", "jsonl")
        assert result.exit_code == 0, result.output
        return [json.loads(line)["id"] for line in result.stdout.splitlines()]
