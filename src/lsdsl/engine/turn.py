"""A turn: one event, or one moment at which something falls due, in the life of one profile.

The turn is what expressions read (:class:`~lsdsl.compile.reading.Reading`) and what rules act on. It collects the ledger
entries and failures, and everything that it changes in the state goes through its journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from lsdsl.compile.execution import NO_DATA
from lsdsl.compile.plan import Program, ScorePlan
from lsdsl.compile.reading import Data
from lsdsl.compile.rings import Window, sum_within
from lsdsl.diagnostics import finding
from lsdsl.engine import awards
from lsdsl.engine.boxes import HERE, Boxing
from lsdsl.engine.journal import Journal
from lsdsl.engine.outcome import Action, Entry, Failure, Outcome, Reason
from lsdsl.engine.settling import settle
from lsdsl.engine.state import Occurrence, ProfileState
from lsdsl.engine.window import remember_gain
from lsdsl.engine.words import limit_text
from lsdsl.model.types import Value
from lsdsl.source import Span

if TYPE_CHECKING:
    from lsdsl.compile.instructions import FollowupPlan
    from lsdsl.engine.state import Run
    from lsdsl.model.declarations import RunLimit
    from lsdsl.model.types import Type

    Arguments = tuple[tuple[str, Type, Value], ...]

NOTHING: Final[Mapping[str, Value]] = {}


class Turn:
    """One turn of one profile."""

    __slots__ = (
        "_problems",
        "boxing",
        "changed_scores",
        "changers",
        "changes",
        "data",
        "event",
        "exhausted",
        "fields",
        "fuel",
        "journal",
        "listening",
        "newborn",
        "old",
        "outcome",
        "pending",
        "program",
        "runs",
        "state",
        "tag_changes",
        "tags",
        "time",
    )

    def __init__(self, program: Program, state: ProfileState, outcome: Outcome, journal: Journal, boxing: Boxing = HERE) -> None:
        self.program = program
        self.state = state
        self.fields: Mapping[str, Value] = state.fields
        self.tags: Mapping[str, None] = state.tags
        self.outcome = outcome
        self.journal = journal
        self.pending = 0
        """The slots to compute anew, as bits."""
        self.listening = 0
        """The edge triggers to test, as bits."""
        self.changes: dict[str, Value] = {}
        """What follow-ups changed: field and former value."""
        self.tag_changes: dict[str, bool] = {}
        """What follow-ups changed: tag, and whether it is there now."""
        self.changers: list[str] = []
        """The follow-ups that changed something."""
        self.runs: dict[int, int] = {}
        """How often each follow-up was started in this turn."""
        self.changed_scores: set[int] = set()
        """The follow-ups on changes of a score that were triggered in this turn."""
        self.boxing = boxing
        self.fuel = boxing.fuel
        """What the boxes of this turn may still use."""
        self.exhausted = False
        """Whether the cascade was stopped: nothing raises events any more."""
        self.newborn = False
        """Whether the profile's life begins in this turn: the first value of a score's field is no change."""
        self.event: str | None = None
        """The id of the event that came in; None when time alone is at work."""
        self.time = state.clock
        """The event's own time; earlier than the clock for a late event."""
        self.data: Data = NO_DATA
        self.old: Mapping[str, Value] = NOTHING
        self._problems: list[tuple[str, Span]] | None = None

    # --- what expressions read ----------------------------------------------------------------------------------------

    @property
    def identifier(self) -> str:
        """The profile's id."""
        return self.state.id

    @property
    def created(self) -> int:
        """When the profile was created."""
        return self.state.clock if self.state.created is None else self.state.created

    @property
    def now(self) -> int:
        """The profile's present moment."""
        return self.state.clock

    def score(self, index: int) -> int | None:
        """The value of a score in millionths."""
        return score_value(self.program.scores[index], self.state)

    def times(self, history: int, within: int) -> Sequence[Occurrence]:
        """The remembered occurrences of a history in ``(now - within, now]``."""
        ring = self.state.histories.get(history)
        return Window(ring, self.state.clock - within, within) if ring else ()

    def life(self, history: int) -> tuple[int, int, int | None]:
        """Count, sum and latest time of a history."""
        return self.state.lives.get(history, (0, 0, None))

    def rows(self, collection: str) -> Iterable[tuple[int, Data]]:
        """The rows of a collection."""
        return self.state.rows.get(collection, {}).values()

    def gains(self, score: int, within: int) -> Sequence[Occurrence]:
        """The gains of a score in ``(now - within, now]``."""
        ring = self.state.gains.get(score)
        return Window(ring, self.state.clock - within, within) if ring else ()

    def gained(self, scores: Sequence[int], within: int) -> int:
        """The millionths of points gained by scores in ``(now - within, now]``."""
        gains, begin = self.state.gains, self.state.clock - within
        return sum([sum_within(gains.get(score), within, begin) for score in scores])

    def problem(self, code: str, span: Span) -> None:
        """Record a failure, or hand it to the slot that is being computed."""
        if self._problems is None:
            self.fail(code, span)
        else:
            self._problems.append((code, span))

    # --- what rules do ------------------------------------------------------------------------------------------------

    def award(self, rule: int, size: int, data: Data) -> None:
        """Award points for a rule whose condition holds."""
        plan = self.program.rules[rule]
        if plan.plain:
            self.enter(plan.score, plan.bucket, rule, size, "award")
            if size > 0 and plan.score in self.program.gains:
                self.gain(plan.score, size)
        else:
            awards.award(self, plan, size, data)

    def settle(self) -> None:
        """Bring state rules and computed scores up to date."""
        settle(self)

    # --- what changes the state ---------------------------------------------------------------------------------------

    def touch(self, token: str) -> None:
        """Say that something changed that slots may read."""
        self.pending |= self.program.watchers.get(token, 0)
        self.listening |= self.program.listeners.get(token, 0)

    def enter(  # noqa: PLR0913 - an entry has that many parts
        self,
        score: int,
        bucket: int,
        rule: int | None,
        points: int,
        reason: Reason,
        *,
        time: int | None = None,
        expires: int | None = None,
        note: str | None = None,
    ) -> None:
        """Make a ledger entry and change the total by it: the two never part."""
        totals = self.state.totals
        self.journal.put(totals, bucket, totals[bucket] + points)
        moment = self.time if time is None else time
        self.outcome.entries.append(Entry(score, rule, points, moment, self.event, reason, expires, note))
        watching, listening = self.program.by_score[score]
        self.pending |= watching
        self.listening |= listening

    def gain(self, score: int, size: int) -> None:
        """Remember points gained at the event's own time."""
        window = self.program.gains[score]
        remember_gain(self.journal, self.state, score, (self.time, size), self.state.clock - window)
        self.touch(f"gains:{score}")

    def fail(
        self,
        code: str,
        span: Span,
        followup: str | None = None,
        values: tuple[tuple[str, Value], ...] | None = None,
        **arguments: str,
    ) -> None:
        """Record a failure with the values that matter, or else with those that the profile and the event had."""
        known = tuple(sorted((*self.state.fields.items(), *self.data.items()), key=_name)) if values is None else values
        diagnostic = finding(code, span, **arguments)
        self.outcome.failures.append(Failure(diagnostic, self.state.clock, self.event, followup, known))

    # --- what follow-ups do -------------------------------------------------------------------------------------------

    def give(self, rule: int, size: int) -> None:
        """Award points for a step or a box; such points are no gains, and limits and decay do not concern them."""
        plan = self.program.rules[rule]
        if size and self.program.scores[plan.score].enabled:
            if plan.plain:
                self.enter(plan.score, plan.bucket, rule, size, "award")
            else:
                awards.award(self, plan, size, {})

    def ask(self, plan: FollowupPlan, run: Run, action: str, arguments: Arguments, number: str) -> None:
        """Ask for an action. Its id tells profile, follow-up, trigger, run and step, and nothing else."""
        parts = (self.state.id, plan.name, run.event or "", run.trigger, str(run.ordinal), number)
        identity = "".join(f"{len(part)}:{part}" for part in parts)
        self.outcome.actions.append(
            Action(
                id=blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest(),
                followup=plan.index,
                action=action,
                arguments=tuple(one for one in arguments if one[2] is not None),
                time=self.state.clock,
                event=run.event,
                run=f"{run.trigger}\x1f{run.ordinal}",
            )
        )

    def note_changes(self, followup: str, changed: Mapping[str, Value]) -> None:
        """Remember fields that a follow-up changed, to raise ``profile modified``; a change back is none."""
        for field, before in changed.items():
            former = self.changes.setdefault(field, before)
            if former == self.state.fields.get(field, self.program.model.fields[field].default):
                del self.changes[field]
        if changed:
            self.changers.append(followup)

    def change_tag(self, followup: str, tag: str, *, present: bool) -> None:
        """Add or remove a tag for a follow-up, to raise ``tag added`` or ``tag removed``; a change back is none."""
        if present == (tag in self.state.tags):
            return
        if present:
            self.journal.put(self.state.tags, tag, None)
        else:
            self.journal.drop_in_order(self.state.tags, tag)
        self.touch("tags")
        self.changers.append(followup)
        if tag in self.tag_changes:
            del self.tag_changes[tag]
        else:
            self.tag_changes[tag] = present

    def refuse(self, plan: FollowupPlan, limit: RunLimit) -> None:
        """Record a run that a limit refused: its reason, and no error."""
        diagnostic = finding("LS854", plan.span, followup=plan.name, limit=limit_text(self.program.model, limit))
        self.outcome.failures.append(Failure(diagnostic, self.state.clock, self.event, plan.name, (), "limit"))

    def checkpoint(self) -> tuple[int, ...]:
        """Where things stand, for :meth:`go_back`."""
        outcome = self.outcome
        return (self.journal.mark(), len(outcome.entries), len(outcome.actions), len(outcome.failures), len(self.changers))

    def go_back(self, checkpoint: tuple[int, ...]) -> None:
        """Undo everything since the checkpoint; what was computed from it is computed anew."""
        mark, entries, actions, failures, changers = checkpoint
        self.journal.undo(mark)
        del self.outcome.entries[entries:]
        del self.outcome.actions[actions:]
        del self.outcome.failures[failures:]
        del self.changers[changers:]
        self.pending = (1 << len(self.program.slots)) - 1

    def watch_problems(self) -> list[tuple[str, Span]]:
        """From now on collect problems instead of recording them: for a slot, which records only that it begins to fail."""
        self._problems = []
        return self._problems

    def record_problems(self) -> None:
        """Record problems at once again."""
        self._problems = None


def score_value(plan: ScorePlan, state: ProfileState) -> int | None:
    """The value of a score after clamping, in millionths; None when it is switched off or comes out missing."""
    if not plan.enabled:
        return None
    if plan.computed:
        if plan.index not in state.computed:
            return None
        value = state.computed[plan.index]
    else:
        value = state.totals[plan.bucket]
        for group in plan.groups:
            value += _clamp(state.totals[group.bucket], group.minimum, group.maximum)
    return _clamp(value, plan.minimum, plan.maximum)


def _clamp(value: int, minimum: int | None, maximum: int | None) -> int:
    if maximum is not None and value > maximum:
        value = maximum
    return minimum if minimum is not None and value < minimum else value


def _name(value: tuple[str, Value]) -> str:
    return value[0]
