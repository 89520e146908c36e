"""The output files of all that a state has seen: what ``lsdsl run`` writes that reads all of its events at once.

Every profile is shown as it is at the newest event, or at a later moment to which time was passed. What happens until then
without an event is shown too, and kept only when time is passed with ``--as-of``: an event that is still to come may change it.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from lsdsl.engine.results import result_of
from lsdsl.records.moments import moment_text
from lsdsl.records.output import OutputFolder
from lsdsl.records.outputs import SUMMARY, encode_line
from lsdsl.records.spool import Spool
from lsdsl.runner.folder import summary_json, write_lines
from lsdsl.runner.options import FINISHING, Progress, Unit
from lsdsl.runner.receivers import Spooled, profile_record
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.summary import Summary
from lsdsl.store.interface import KINDS, Store, Totals
from lsdsl.store.reading import Reading, Seen, about_rules
from lsdsl.store.selecting import with_rules
from lsdsl.store.settled import Renumbered
from lsdsl.store.work import COUNTED, NAMED, rule_counts


def export(
    ruleset: Ruleset | None,
    store: Store,
    folder: str | Path,
    progress: Progress | None = None,
    tell: Callable[[str], None] | None = None,
) -> Summary:
    """Write the output files and give their summary. Raises ``OutputError`` and ``StoreError``; the folder is then as it was.

    Each profile is shown by the rules that it was written with, which the state holds. Where ``ruleset`` is another one, and
    while a rescore is under way, ``tell`` is told, and each line of ``profiles.jsonl`` says by which rules it is.
    """
    with Reading(store, ruleset) as reading, OutputFolder(folder) as output:
        program = reading.current_rules.program
        receiver, renumbered = Spooled(program), Renumbered(program)
        try:
            spools = dict(zip(KINDS, (receiver.ledger, receiver.actions.spool, receiver.failures, receiver.rejects), strict=True))
            for kind, spool in spools.items():
                for key, line in store.lines(kind):
                    spool.append(key, renumbered(line) if kind == "actions" else line)
            summary = _Ending(reading, receiver).show(progress)
            write_lines(output, receiver, summary, program, progress)
            output.write(SUMMARY, [summary_json(summary)])
        finally:
            receiver.close()
        if tell is not None:
            for said in about_rules(reading):
                tell(said)
    return summary


class _Ending:
    def __init__(self, reading: Reading, receiver: Spooled) -> None:
        self.reading = reading
        self.receiver = receiver
        self.receivers: dict[str, Spooled] = {reading.current: receiver}
        self.summary = _summary(reading.current_rules, reading.totals)
        self.tells_rules = reading.under_way or (reading.asked is not None and reading.asked.digest != reading.current)

    def show(self, progress: Progress | None) -> Summary:
        """Give every profile to the receiver as it is at the end."""
        summary, reading = self.summary, self.reading
        summary.as_of = None if reading.moment is None else moment_text(reading.moment)
        summary.profiles, summary.removed = reading.store.count()
        model = reading.current_rules.model
        ranged = [score for score in model.scores.values() if score.ranges]
        summary.profiles_by_range = {score.name: dict.fromkeys((one.name for one in score.ranges), 0) for score in ranged}
        for seen in reading.profiles(None if progress is None else partial(_finishing, progress)):
            self._show(seen)
        return summary

    def _show(self, seen: Seen) -> None:
        receiver, profile, outcome = self._receiver(seen.ruleset), seen.state.id, seen.outcome
        for entry in outcome.entries:
            self.summary.ledger += 1
            receiver.entry(profile, entry)
        for action in outcome.actions:
            receiver.action(profile, action)
        result = result_of(seen.ruleset.program, seen.state)
        for failure in (*outcome.failures, *result.failures):
            if failure.reason == "limit":
                self.summary.refused += 1
            else:
                self.summary.failures += 1
            receiver.failure(profile, failure)
        for name, counts in self.summary.profiles_by_range.items():
            score = result.scores.get(name)
            if score is not None and score.range in counts:
                counts[score.range] += 1
        if self.tells_rules:
            line = encode_line(profile_record(seen.ruleset.model, result))
            receiver.profiles.append((profile,), with_rules(line, seen.ruleset.digest))
        else:
            receiver.profile(result)

    def _receiver(self, ruleset: Ruleset) -> Spooled:
        """What takes in the results of a ruleset: it writes where that of the others does."""
        known = self.receivers.get(ruleset.digest)
        if known is None:
            known = self.receivers[ruleset.digest] = Spooled(ruleset.program)
            main = self.receiver
            known.profiles, known.ledger, known.failures = main.profiles, main.ledger, main.failures
            known.actions.spool = _Again(main.actions.spool, Renumbered(self.reading.current_rules.program))
        return known


class _Again(Spool):
    """Takes actions of other rules, with the numbers that their follow-ups have among those of now."""

    def __init__(self, spool: Spool, renumbered: Renumbered) -> None:
        super().__init__()
        self._spool = spool
        self._renumbered = renumbered

    def append(self, key: tuple[int | str, ...], line: bytes) -> None:
        """Add an action."""
        self._spool.append(key, self._renumbered(line))


def _finishing(progress: Progress, _what: str, unit: Unit, done: int, size: int | None) -> None:
    progress(FINISHING, unit, done, size)


def _summary(ruleset: Ruleset, totals: Totals) -> Summary:
    summary = Summary(ruleset=ruleset.digest, ignored=list(totals.ignored))
    for name in COUNTED:
        setattr(summary, name, totals.counts.get(name, 0))
    for name in NAMED:
        getattr(summary, name).update({key: count for key, count in totals.named.get(name, {}).items() if count})
    summary.awards_by_rule = rule_counts(ruleset.program, totals.awards, totals.awarded)
    return summary
