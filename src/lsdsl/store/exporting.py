"""The output files of all that a state has seen: what ``lsdsl run`` writes that reads all of its events at once.

Every profile is shown as it is at the newest event, or at a later moment to which time was passed. What happens until then
without an event is shown too, and kept only when time is passed with ``--as-of``: an event that is still to come may change it.
"""

from dataclasses import fields
from pathlib import Path

import msgspec

from lsdsl.engine.outcome import Failure
from lsdsl.engine.results import result_of
from lsdsl.engine.state import ProfileState
from lsdsl.records.moments import moment_text
from lsdsl.records.output import OutputFolder
from lsdsl.records.outputs import ACTIONS, FAILURES, LEDGER, PROFILES, REJECTS, SUMMARY
from lsdsl.runner.batch import deliver
from lsdsl.runner.options import FINISHING, REPORTED, Progress
from lsdsl.runner.receivers import Spooled
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.summary import Summary
from lsdsl.store.interface import KINDS, Store, Totals
from lsdsl.store.opening import check_rules
from lsdsl.store.profiles import StoredProfiles
from lsdsl.store.work import COUNTED, NAMED, rule_counts


def export(ruleset: Ruleset, store: Store, folder: str | Path, progress: Progress | None = None) -> Summary:
    """Write the output files and give their summary. Raises ``OutputError`` and ``StoreError``; the folder is then as it was."""
    check_rules(store, ruleset)
    with OutputFolder(folder) as output:
        receiver = Spooled(ruleset.program)
        try:
            spools = dict(zip(KINDS, (receiver.ledger, receiver.actions.spool, receiver.failures, receiver.rejects), strict=True))
            for kind, spool in spools.items():
                for key, line in store.lines(kind):
                    spool.append(key, line)
            summary = _Ending(ruleset, store, receiver).show(progress)
            output.write(ACTIONS, deliver(receiver.actions, receiver, summary, ruleset.program))
            files = {
                PROFILES: receiver.profiles,
                LEDGER: receiver.ledger,
                REJECTS: receiver.rejects,
                FAILURES: receiver.failures,
            }
            for name, spool in files.items():
                output.write(name, spool.lines())
            values = {one.name: getattr(summary, one.name) for one in fields(summary)}
            output.write(SUMMARY, [msgspec.json.format(msgspec.json.encode(values), indent=2) + b"\n"])
        finally:
            receiver.close()
    return summary


class _Ending:
    def __init__(self, ruleset: Ruleset, store: Store, receiver: Spooled) -> None:
        self.program = ruleset.program
        self.store = store
        self.receiver = receiver
        totals = self.totals = store.totals()
        self.states = StoredProfiles(ruleset, store, totals, 0)
        self.summary = _summary(ruleset, totals)

    def show(self, progress: Progress | None) -> Summary:
        """Give every profile to the receiver as it is at the end."""
        summary, program = self.summary, self.program
        moments = [one for one in (self.totals.newest, self.totals.reached or None) if one is not None]
        as_of = max(moments) if moments else self.totals.created
        summary.as_of = None if as_of is None else moment_text(as_of)
        summary.profiles, summary.removed = self.store.count()
        ranged = [score for score in program.model.scores.values() if score.ranges]
        summary.profiles_by_range = {score.name: dict.fromkeys((one.name for one in score.ranges), 0) for score in ranged}
        for number, kept in enumerate(self.store.profiles()):
            if progress and number % REPORTED == 0:
                progress(FINISHING, "profiles", number, summary.profiles)
            state = self.states.restored(kept)
            self._pass_time(state, kept.due, as_of or 0)
            result = result_of(program, state)
            for failure in result.failures:
                self._fail(state.id, failure)
            for name, counts in summary.profiles_by_range.items():
                present = result.scores[name].range
                if present is not None:
                    counts[present] += 1
            self.receiver.profile(result)
        return summary

    def _pass_time(self, state: ProfileState, due: int | None, moment: int) -> None:
        if due is None or due > moment:
            state.clock = max(state.clock, moment)
            return
        outcome = self.states.ended(state, moment)
        for entry in outcome.entries:
            self.summary.ledger += 1
            self.receiver.entry(state.id, entry)
        for action in outcome.actions:
            self.receiver.action(state.id, action)
        for failure in outcome.failures:
            self._fail(state.id, failure)

    def _fail(self, profile: str, failure: Failure) -> None:
        if failure.reason == "limit":
            self.summary.refused += 1
        else:
            self.summary.failures += 1
        self.receiver.failure(profile, failure)


def _summary(ruleset: Ruleset, totals: Totals) -> Summary:
    summary = Summary(ruleset=ruleset.digest, ignored=list(totals.ignored))
    for name in COUNTED:
        setattr(summary, name, totals.counts.get(name, 0))
    for name in NAMED:
        getattr(summary, name).update({key: count for key, count in totals.named.get(name, {}).items() if count})
    summary.awards_by_rule = rule_counts(ruleset.program, totals.awards, totals.awarded)
    return summary
