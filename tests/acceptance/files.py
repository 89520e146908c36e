"""What the acceptance tests of the command line share: rules, profiles and events on disk, and what a verb makes of them."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any, Final

from click.testing import Result

from tests.acceptance.living import DAY, START
from tests.unit.cli.program import run

Line = dict[str, Any]
TAG: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Output:
    """The files that a run wrote; the profiles by id."""

    profiles: dict[str, Line]
    ledger: list[Line]
    actions: list[Line]
    failures: list[Line]
    rejects: list[Line]
    summary: Line

    def score(self, name: str, profile: str = "p") -> Any:
        """The value of a score; None where it has none."""
        return self.profiles[profile].get("scores", {}).get(name, {}).get("value")


class Files:
    """A folder with a rule file, profiles and events. Times are days after the start."""

    def __init__(self, folder: Path, rules: str) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.rules = folder / "rules.lsdsl"
        self.write(rules)
        self.events: list[Line] = []
        self.profiles: list[Line] = []

    def write(self, rules: str) -> None:
        """Save other rules."""
        self.rules.write_text(rules, encoding="utf-8")

    def add(self, profile: str = "p", *, created: float | None = None, **fields: Any) -> None:
        """A profile that was there before the first event."""
        moment = {} if created is None else {"created": (START + created * DAY).isoformat()}
        self.profiles.append({"id": profile, **moment, **fields})

    def on(self, kind: str, day: float = 0, /, *, profile: str = "p", **data: Any) -> None:
        """An event, after those before it."""
        time = (START + timedelta(days=day)).isoformat()
        self.events.append({"id": f"e{len(self.events) + 1}", "type": kind, "profile": profile, "time": time, "data": data})

    def call(self, *arguments: str) -> Result:
        """A verb and its arguments, with the rules and the data behind them."""
        data: list[str] = []
        for option, records in (("--profiles", self.profiles), ("--events", self.events)):
            if records:
                file = self.folder / f"{option[2:]}.jsonl"
                file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
                data += [option, str(file)]
        return run(*arguments, str(self.rules), *data)

    def run(self, verb: str = "run", *, until: float | None = None, out: str = "out", exits: int = 0) -> Output:
        """What ``run`` or ``rescore`` writes for all that happened, up to a day."""
        as_of = [] if until is None else ["--as-of", (START + until * DAY).isoformat()]
        result = self.call(verb, *as_of, "--out", str(self.folder / out))
        assert result.exit_code == exits, result.output
        return output_in(self.folder / out)

    def inventory(self, what: str) -> list[Line]:
        """What ``lsdsl list`` says of the rules."""
        result = run("list", what, str(self.rules), "--format", "json")
        assert result.exit_code == 0, result.output
        rows: list[Line] = json.loads(result.stdout)
        return rows

    def site(self) -> dict[str, str]:
        """What a reader sees on the pages that ``lsdsl docs`` writes, by file."""
        result = run("docs", str(self.rules), "--out", str(self.folder / "site"))
        assert result.exit_code == 0, result.output
        pages = (self.folder / "site").glob("*.html")
        return {page.name: " ".join(unescape(TAG.sub("", page.read_text(encoding="utf-8"))).split()) for page in pages}

    def findings(self, rules: str | None = None, *options: str) -> list[tuple[str, int]]:
        """The codes that ``lsdsl check`` finds, with their lines, in these rules or in the ones saved."""
        return [(one["code"], one["start"]["line"]) for one in self.diagnostics(rules, *options)]

    def diagnostics(self, rules: str | None = None, *options: str) -> list[Line]:
        """All that ``lsdsl check`` says of these rules or of the ones saved."""
        file = self.rules if rules is None else self.folder / "draft.lsdsl"
        if rules is not None:
            file.write_text(rules, encoding="utf-8")
        found: list[Line] = json.loads(run("check", str(file), "--format", "json", *options).stdout)["diagnostics"]
        return found


def output_in(folder: Path) -> Output:
    """The output files of a folder."""

    def lines(name: str) -> list[Line]:
        return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]

    return Output(
        {line["id"]: line for line in lines("profiles")},
        lines("ledger"),
        lines("actions"),
        lines("failures"),
        lines("rejects"),
        json.loads((folder / "summary.json").read_text(encoding="utf-8")),
    )
