"""One side of a comparison: a ruleset that is fed, the follow-ups that run under it, and the points that its rules give."""

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from lsdsl.engine.outcome import Action, Entry, Failure
from lsdsl.model.declarations import Do
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.schema import Schema
from lsdsl.rescoring.feeding import Feed
from lsdsl.runner.actions import Actions
from lsdsl.runner.batch import RunOptions
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown

if TYPE_CHECKING:
    from lsdsl.isolation.steps import Isolation

STARTED: Final = "(started)"
"""An action that no ruleset can declare: each follow-up asks for it first, so that all runs can be counted."""


class Counting:
    """Counts what follow-ups do and what rules give; keeps nothing of a profile."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._program = ruleset.program
        self._limited = Actions(ruleset.program)
        self.runs: Counter[str] = Counter()
        self.actions: Counter[str] = Counter()
        self.held_back: Counter[str] = Counter()
        self.given: Counter[int] = Counter()
        """The points that each rule gave in the end, in millionths: what expired or ended is taken away again."""
        self.awards: Counter[int] = Counter()
        self.shown = Shown()

    def entry(self, profile: str, entry: Entry) -> None:  # noqa: ARG002 - the signature is that of all that take results
        """Add to what the rule gave."""
        if entry.rule is not None:
            self.given[entry.rule] += entry.points
            self.awards[entry.rule] += entry.reason in ("award", "cut", "state on")

    def action(self, profile: str, action: Action) -> None:
        """Count a run or an action; those under a limit for all profiles together are looked at in the end."""
        plan = self._program.followups[action.followup]
        if action.action == STARTED:
            self.runs[plan.name] += 1
        elif plan.overall is None:
            self.actions[plan.name] += 1
        else:
            self._limited.add(profile, action)

    def failure(self, profile: str, failure: Failure) -> None:
        """Keep the first ones, to show."""
        self.shown.failure(profile, failure)

    def reject(self, reject: Reject) -> None:
        """Keep the first ones, to show."""
        self.shown.reject(reject)

    def finish(self) -> None:
        """Count the actions that a limit for all profiles together lets through, and the runs that it holds back."""
        for _, action, line in self._limited.delivered():
            name = self._program.followups[action.followup].name
            if isinstance(line, Failure):
                self.held_back[name] += 1
            else:
                self.actions[name] += 1


class Side:
    """A ruleset to which the same records happen as to another one."""

    def __init__(self, ruleset: Ruleset, options: RunOptions, isolation: "Isolation | None") -> None:
        self.ruleset = with_starts(ruleset)
        self.counting = Counting(self.ruleset)
        self.feed = Feed(self.ruleset, options, self.counting, isolation)
        self.schema = Schema(ruleset.model)

    @property
    def ignored(self) -> list[str]:
        """What the data has and the ruleset does not take."""
        return [*self.schema.ignored.unknown, *self.schema.ignored.owned]

    def profile(self, raw: RawRecord | Reject) -> None:
        """Take a profile record."""
        record = raw if isinstance(raw, Reject) else self.schema.profile_record(raw)
        if isinstance(record, Reject):
            self.feed.refuse(record)
        else:
            self.feed.load(record)

    def event(self, raw: RawRecord | Reject) -> None:
        """Take an event."""
        self.feed.counts.events += 1
        if isinstance(raw, Reject):
            self.feed.refuse(raw)
            return
        event = self.schema.event_record(raw)
        if isinstance(event, Reject):
            self.feed.refuse(event)
        else:
            self.feed.happen(event, raw)


def with_starts(ruleset: Ruleset) -> Ruleset:
    """The ruleset with :data:`STARTED` as the first step of each follow-up; what it awards is the same."""
    model = ruleset.model
    followups = {
        name: replace(followup, steps=(Do(STARTED, {}, followup.span), *followup.steps))
        for name, followup in model.followups.items()
    }
    return Ruleset(replace(model, followups=followups), boxes=ruleset.boxes, settings=ruleset.settings)
