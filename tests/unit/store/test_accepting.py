"""A state under other rules: what was earned stays as it is, the new rules count from then on, and a kill changes nothing."""

import json
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from lsdsl.records.moments import moment_from_text
from lsdsl.runner.options import RunOptions
from lsdsl.runner.ruleset import load
from lsdsl.store import StoreError, export, open_state, run_stateful
from lsdsl.store.accepting import accepting
from tests.unit.rescoring.histories import output

EVENTS = """\
event visit:
    path  text

event click

"""


@dataclass
class Life:
    """A state, the days on which runs fed it, and what was told."""

    state: str
    told: list[str] = field(default_factory=list)
    runs: int = 0

    def run(self, rules: str, *days: int, accept: bool = False, as_of: str | None = None, **options: Any) -> None:
        """A run under these rules over events of the profile P on days of January: a visit, or with a minus a click."""
        self.runs += 1
        Path("rules.lsdsl").write_text(EVENTS + rules, encoding="utf-8")
        name = f"events{self.runs}.jsonl"
        with Path(name).open("w", encoding="utf-8") as file:
            for day in days:
                event = {"id": f"e{self.runs}.{day}", "type": "visit" if day > 0 else "click", "profile": "P"}
                file.write(json.dumps({**event, "time": f"2026-01-{abs(day):02}T00:00:00Z"}) + "\n")
        moment = None if as_of is None else moment_from_text(as_of)
        chosen = RunOptions(events=(name,), as_of=moment, **options)
        with open_state(self.state) as store:
            run_stateful(load("rules.lsdsl"), chosen, store, tell=self.told.append, accept_rules=accept)
            export(load("rules.lsdsl"), store, "out")

    def value(self, score: str = "heat") -> float:
        """What a score of the profile is."""
        [profile] = self.lines("profiles")
        value: float = profile["scores"][score]["value"]
        return value

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The lines of an output file."""
        return [json.loads(line) for line in Path("out", f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]

    def reasons(self, since: int = 0) -> list[tuple[str, float]]:
        """Reason and points of the entries of the ledger."""
        return [(one["reason"], one["points"]) for one in self.lines("ledger")[since:]]


@pytest.fixture
def life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Life:
    """A new state in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return Life("leads.db")


def test_other_points(life: Life) -> None:
    """Awards of before keep their points, limits what they have counted, and new events give the new points."""
    life.run("score heat:\n    +4 on each visit, at most 3 times\n", 1, 2)
    life.run("score heat:\n    +6 on each visit, at most 3 times\n", 3, 4, accept=True)
    assert life.reasons() == [("award", 4), ("award", 4), ("award", 6)]
    assert life.value() == 14
    assert life.told == ["1 profile came under the new rules and kept what they had earned"]


def test_without_the_flag_it_is_said_what_to_do(life: Life) -> None:
    """Other rules are refused, in words that name both ways on; a comment or another layout are no other rules."""
    life.run("score heat:\n    +4 on each visit\n", 1)
    life.run("# a comment\nscore heat:\n    +4   on each   visit\n", 2)
    with pytest.raises(StoreError, match=r"lsdsl rescore RULES --state .*--accept-rules"):
        life.run("score heat:\n    +5 on each visit\n", 3)
    life.run("score heat:\n    +4 on each visit\n", 3, accept=True)
    assert life.value() == 12
    assert life.told == []


def test_rule_that_is_gone(life: Life) -> None:
    """Its points stay for good, also where they would have expired, and it is said how many."""
    life.run("score heat:\n    +4 on each visit, expires after 5 days\n    +1 on each click\n", 1, -2)
    life.run("score heat:\n    +1 on each click\n", -20, accept=True)
    assert life.value() == 6
    assert "1 award stays for good: its rule is gone or no longer changes it" in life.told


def test_rule_that_is_new_counts_from_then_on(life: Life) -> None:
    """A rule gives nothing for what happened before it was there; a state rule holds at once."""
    life.run("score heat:\n    +4 on each visit\n", 1, -2)
    new = "    +1 on each click\n    +7 while seen(visit)\n    +2 while heat2 > 0\nscore heat2:\n    initial 3\n"
    life.run("score heat:\n    +4 on each visit\n" + new, -3, accept=True)
    assert life.reasons() == [("award", 4), ("initial", 3), ("state on", 2), ("award", 1)]
    assert life.value() == 7
    assert any("begins empty; `lsdsl rescore --state`" in said for said in life.told)


def test_name_keeps_a_rule(life: Life) -> None:
    """A rule with another condition is the same rule if it has a name, so what was counted for it still counts."""
    life.run('score heat:\n    +4 on first visit, as hello\n    +1 on first visit where path is "/"\n', 1)
    life.run(
        'score heat:\n    +9 on first visit where path is not "/x", as hello\n    +2 on first visit where path is not "/"\n',
        2,
        accept=True,
    )
    assert life.reasons() == [("award", 4), ("award", 2)]


def test_state_rules_follow_at_once(life: Life) -> None:
    """What held by the old rules is taken back, and what holds by the new ones is given, at the clock of the profile."""
    life.run("score heat:\n    +4 while seen(visit)\n    +1 for every 3 days without click\n", 1, 9)
    life.run("score heat:\n    +5 while count(visit) > 1\n    +1 for every 4 days without click\n", accept=True)
    entries = [(one["reason"], one["points"], one["time"][:10]) for one in life.lines("ledger")][-4:]
    day = "2026-01-09"
    assert entries == [("state off", -4, day), ("state off", -2, day), ("state on", 5, day), ("state on", 2, day)]
    assert life.value() == sum(one["points"] for one in life.lines("ledger"))


@pytest.mark.parametrize(
    ("before", "after", "values"),
    [
        ("expires after 10 days", "expires after 20 days", (8, 0)),
        ("expires after 10 days", "never expires", (8, 8)),
        ("loses 50% every 10 days", "loses 50% every 20 days", (8, 4)),
        ("loses 50% every 10 days", "expires after 20 days", (8, 0)),
        ("never expires", "expires after 5 days", (8, 8)),
    ],
)
def test_award_whose_end_changes(life: Life, before: str, after: str, values: tuple[float, float]) -> None:
    """What expires keeps its moment; what fades counts as awarded at the change, with what is left of it."""
    life.run(f"score heat:\n    +8 on each visit, {before}, as v\n", 1)
    life.run(f"score heat:\n    +8 on each visit, {after}, as v\n", accept=True)
    assert life.value() == values[0]
    life.run(f"score heat:\n    +8 on each visit, {after}, as v\n", as_of="2026-01-25")
    assert life.value() == values[1]


def test_repeat_replaces_what_is_left(life: Life) -> None:
    """An award that a repeat replaces is replaced under the new rules too, whatever became of its end."""
    life.run("score heat:\n    +8 on latest visit, loses 1 point every 2 days, as v\n", 1, -6)
    life.run("score heat:\n    +3 on latest visit, expires after 9 days, as v\n", 8, accept=True)
    assert life.reasons()[-2:] == [("replaced", -6), ("award", 3)]
    assert life.value() == 3


def test_group_goes_with_the_rule(life: Life) -> None:
    """What can still be taken back is where the rule is now, so groups are right after it was."""
    life.run("score heat:\n    group a maximum 5:\n        +4 on each visit, expires after 5 days, as v\n", 1, 2)
    assert life.value() == 5
    life.run(
        "score heat:\n    group a maximum 5:\n        +1 on each click\n    +4 on each visit, expires after 5 days, as v\n",
        accept=True,
    )
    assert life.value() == 8
    life.run(
        "score heat:\n    group a maximum 5:\n        +1 on each click\n    +4 on each visit, expires after 5 days, as v\n",
        as_of="2026-01-20",
    )
    assert life.value() == 0


WAITS = """\
score heat:
    +{points} on each visit

followup later:
    on visit
    wait {days} days
    do notify "later", to: "sales@example.org"
"""


def test_waiting_runs(life: Life) -> None:
    """A run that waits goes on where the steps are what they were, and ends where they are others."""
    life.run(WAITS.format(points=4, days=9), 1)
    life.run(WAITS.format(points=5, days=9), 2, accept=True)
    life.run(WAITS.format(points=5, days=8), 3, accept=True)
    assert "2 waiting runs of follow-ups have ended: their steps are other ones now" in life.told
    life.run(WAITS.format(points=5, days=8), as_of="2026-01-30")
    assert [one["time"] for one in life.lines("actions")] == ["2026-01-11T00:00:00Z"]


HOT_OR_COLD = """\
score heat:
    +4 on each visit, expires after 20 days
    +5 while seen(visit) or heat2 is missing

score heat2:
    enabled false

followup alert:
    when heat >= 10
    do notify "hot", to: "sales@example.org"

followup quiet:
    when heat gains fewer than 2 points within 10 days
    do notify "quiet", to: "sales@example.org"
"""


def test_nothing_is_set_off(life: Life) -> None:
    """A trigger that is true after the change counts as one that was true before, and quiet counts from the change."""
    life.run("score heat:\n    +4 on each visit, expires after 20 days\n", 1, 2)
    life.run(HOT_OR_COLD, accept=True)
    assert life.value() == 13
    assert life.lines("actions") == []
    life.run(HOT_OR_COLD, as_of="2026-01-13")
    assert [one["args"]["message"] for one in life.lines("actions")] == ["quiet"]


def test_fields(life: Life) -> None:
    """Values are converted to the new type where that can be, and dropped, with a count, where it cannot."""
    Path("leads.csv").write_text("id,a,b,c\nP,5,x,y\n", encoding="utf-8")
    profile = "profile:\n    {}\n\nscore heat:\n    +1 on each visit\n"
    life.run(profile.format("a text\n    b text\n    c text"), 1, profiles=("leads.csv",))
    life.run(profile.format("a number\n    b number"), accept=True)
    assert life.lines("profiles")[0]["fields"] == {"a": 5}
    assert "2 values of fields were dropped: there are no such fields now, or their types do not fit" in life.told


def test_score_that_is_gone(life: Life) -> None:
    """It is no longer shown; its lines stay in the ledger."""
    life.run("score heat:\n    +4 on each visit\nscore other:\n    +1 on each visit, expires after 2 days\n", 1)
    life.run("score heat:\n    +4 on each visit\n", 9, accept=True)
    assert [*life.lines("profiles")[0]["scores"]] == ["heat"]
    assert life.reasons() == [("award", 4), ("award", 1), ("award", 4)]
    assert "no longer there: score other; what the ledger says of it stays" in life.told


def test_overall_limit_that_changes(life: Life) -> None:
    """What a limit for all profiles held back stays held back, and what it let through stays asked for."""
    rules = 'score heat:\n    +1 on each visit\nfollowup f:\n    on visit\n    {}do notify "x", to: "sales@example.org"\n'
    life.run(rules.format("limit 1 per 9 days overall\n    "), 1, 2)
    assert (len(life.lines("actions")), len(life.lines("failures"))) == (1, 1)
    life.run(rules.format(""), 3, accept=True)
    assert [one["time"][:10] for one in life.lines("actions")] == ["2026-01-01", "2026-01-03"]
    assert len(life.lines("failures")) == 1
    life.run("score heat:\n    +1 on each visit\n", accept=True)
    assert len(life.lines("actions")) == 2


# --- many profiles --------------------------------------------------------------------------------------------------------

MANY = "score heat:\n    +{} on each visit, expires after 30 days\n    +1 while seen(visit)\n"


class EndedError(Exception):
    """The end of a process, in the middle of its work."""


def many(name: str, points: int) -> RunOptions:
    """Rules, and a file of visits of fifty profiles."""
    Path("rules.lsdsl").write_text(EVENTS + MANY.format(points), encoding="utf-8")
    with Path(name).open("w", encoding="utf-8") as file:
        for number in range(50):
            event = {"id": f"{name}.{number}", "type": "visit", "profile": f"P{number}", "time": "2026-01-02T00:00:00Z"}
            file.write(json.dumps(event) + "\n")
    return RunOptions(events=(name,))


def end_after(batches: int) -> Any:
    """A progress function that ends the work when so many batches were carried over."""
    told: list[int] = []

    def report(_what: str, _unit: str, done: int, _size: int | None) -> None:
        told.append(done)
        if len(told) > batches:
            raise EndedError

    return report


@pytest.mark.parametrize("batches", [0, 1, 3])
def test_ended_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str, batches: int) -> None:
    """The next run with these rules goes on by itself, and what comes out is what an undisturbed run gives."""
    monkeypatch.chdir(tmp_path)
    for name, ended in ((str(tmp_path / "whole.db"), False), (state, True)):
        told: list[str] = []
        with open_state(name) as store:
            options = many("one.jsonl", 4)
            run_stateful(load("rules.lsdsl"), options, store)
        options = many("two.jsonl", 5)
        if ended:
            with open_state(name) as store, pytest.raises(EndedError):
                run_stateful(load("rules.lsdsl"), options, store, end_after(batches), accept_rules=True, batch=10)
            with open_state(name, write=False) as store:
                begun = accepting(store)
                assert begun is not None
                assert (begun.profiles, store.updating()) == (10 * batches, 50 - 10 * batches)
        with open_state(name) as store:
            run_stateful(load("rules.lsdsl"), options, store, tell=told.append, accept_rules=not ended, batch=10)
            assert store.updating() == 0
            export(load("rules.lsdsl"), store, "ended" if ended else "whole")
        assert told[0].startswith("going on" if ended else "50 profiles came")
    whole, after = output("whole"), output("ended")
    assert {name: text for name, text in after.items() if name != "summary.json"} == {
        name: text for name, text in whole.items() if name != "summary.json"
    }


def test_third_rules_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While profiles are under two rulesets neither a third nor the first is let in by itself; with the flag all come there."""
    monkeypatch.chdir(tmp_path)
    options = many("one.jsonl", 4)
    with open_state("leads.db") as store:
        run_stateful(load("rules.lsdsl"), options, store)
    many("two.jsonl", 5)
    with open_state("leads.db") as store, pytest.raises(EndedError):
        run_stateful(load("rules.lsdsl"), RunOptions(), store, end_after(2), accept_rules=True, batch=10)
    many("two.jsonl", 4)
    with open_state("leads.db") as store, pytest.raises(StoreError, match="30 of its profiles are not yet"):
        run_stateful(load("rules.lsdsl"), RunOptions(), store)
    options = many("two.jsonl", 6)
    with open_state("leads.db") as store:
        with pytest.raises(StoreError, match="other rules"):
            run_stateful(load("rules.lsdsl"), options, store)
        run_stateful(load("rules.lsdsl"), options, store, accept_rules=True, batch=10)
        export(load("rules.lsdsl"), store, "out")
    values = {json.loads(line)["scores"]["heat"]["value"] for line in output()["profiles.jsonl"].splitlines()}
    assert values == {11}


def test_state_without_the_text_of_its_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state of an older lsdsl does not hold its rules: a run with the rules of before puts them there."""
    monkeypatch.chdir(tmp_path)
    old = many("one.jsonl", 4)
    with open_state("leads.db") as store:
        run_stateful(load("rules.lsdsl"), old, store)
    with sqlite3.connect("leads.db") as connection:
        connection.execute("update rulesets set packed = null")
    connection.close()
    many("one.jsonl", 5)
    with open_state("leads.db") as store, pytest.raises(StoreError, match="run once with the rules of before"):
        run_stateful(load("rules.lsdsl"), RunOptions(), store, accept_rules=True)
    many("one.jsonl", 4)
    with open_state("leads.db") as store:
        run_stateful(load("rules.lsdsl"), RunOptions(), store)
    many("one.jsonl", 5)
    with open_state("leads.db") as store:
        run_stateful(load("rules.lsdsl"), RunOptions(), store, accept_rules=True)
        assert store.updating() == 0
