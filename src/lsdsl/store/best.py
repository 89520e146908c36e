"""The best profiles of a state, with what a table says of them; the others are only counted."""

from collections import Counter
from collections.abc import Callable
from typing import Final

import msgspec

from lsdsl.compile import points
from lsdsl.engine.results import ProfileResult, result_of
from lsdsl.model.declarations import Model
from lsdsl.runner.options import Progress
from lsdsl.runner.receivers import Best as BestOf
from lsdsl.runner.receivers import Kept
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.summary import Summary
from lsdsl.store.reading import Reading, Seen

AT_ONCE: Final = 1_000
"""So many profiles are looked at together."""


Order = Callable[[ProfileResult], float]
"""Where a profile stands by its score: lower is better."""


class _Asked(msgspec.Struct):
    action: str


class _Given(msgspec.Struct):
    score: str
    points: int | float
    rule: str | None = None


class Table:
    """Collects the ``top`` profiles of a table, and in ``kept`` all that is known of them.

    ``best`` chooses some of several; only profiles that are equal by ``order`` are told apart by what was asked for them.
    """

    def __init__(self, reading: Reading, ruleset: Ruleset, top: int, order: Order, best: BestOf) -> None:
        self.reading = reading
        self.ruleset = ruleset
        self.top = top
        self.order = order
        self.best = best
        self.kept = Kept(ruleset.program)
        self.left_out = 0
        """How many profiles are scored by other rules."""
        self._rules = {(ruleset.program.scores[plan.score].name, plan.identity): plan.index for plan in ruleset.program.rules}
        self._seen: dict[str, Seen] = {}
        self._sizes = reading.store.sizes()

    def collect(self, summary: Summary, progress: Progress | None) -> None:
        """Look at all profiles; the summary learns how many are in which range."""
        ranges = ranges_of(self.ruleset.model)
        waiting: list[ProfileResult] = []
        for seen in self.reading.profiles(progress):
            if seen.ruleset.digest != self.ruleset.digest:
                self.left_out += 1
                continue
            result = result_of(self.ruleset.program, seen.state)
            count_ranges(result, ranges)
            self._seen[result.id] = seen
            waiting.append(result)
            if len(waiting) == AT_ONCE:
                self._choose(waiting)
                waiting = []
        self._choose(waiting)
        summary.profiles_by_range = ranges
        for profile in self.kept.profiles:
            self._explain(profile.id)

    def _choose(self, waiting: list[ProfileResult]) -> None:
        """Keep the best of those that were the best so far and of some more."""
        kept, known = self.kept, {profile.id for profile in self.kept.profiles}
        found = [*kept.profiles, *waiting]
        last = sorted(map(self.order, found))[: self.top][-1:]
        rivals = [profile for profile in found if last and self.order(profile) <= last[0]]
        for profile in rivals:
            if profile.id not in known:
                self._ask(profile.id)
        kept.profiles = self.best(kept, rivals)
        kept.others += len(found) - len(kept.profiles)
        present = {profile.id for profile in kept.profiles}
        kept.others_asked = kept.others_asked or any(profile not in present for profile in kept.asked)
        self._seen = {profile: seen for profile, seen in self._seen.items() if profile in present}
        for other in kept.asked.keys() - present:
            del kept.asked[other]

    def _ask(self, profile: str) -> None:
        asked = Counter(action.action for action in self._seen[profile].outcome.actions)
        if self._sizes["actions"]:
            for _, packed in self.reading.store.lines_of("actions", profile):
                asked[_action.decode(_packed.decode(packed)[2]).action] += 1
        if asked:
            self.kept.asked[profile] = asked

    def _explain(self, profile: str) -> None:
        """What the rules gave a profile."""
        given = self.kept.contributions[profile]
        for _, lines in self.reading.store.lines_of("ledger", profile):
            for line in lines.splitlines():
                entry = _entry.decode(line)
                rule = self._rules.get((entry.score, entry.rule)) if entry.rule is not None else None
                if rule is not None:
                    given[rule] += points.from_number(entry.points)
        for made in self._seen[profile].outcome.entries:
            if made.rule is not None:
                given[made.rule] += made.points


def ranges_of(model: Model) -> dict[str, dict[str, int]]:
    """How many profiles are in each range of each score: none yet."""
    ranged = [score for score in model.scores.values() if score.ranges]
    return {score.name: dict.fromkeys((one.name for one in score.ranges), 0) for score in ranged}


def count_ranges(result: ProfileResult, ranges: dict[str, dict[str, int]]) -> None:
    """Count a profile."""
    for name, counts in ranges.items():
        present = result.scores[name].range
        if present is not None:
            counts[present] += 1


_packed: Final = msgspec.msgpack.Decoder(tuple[str, msgspec.Raw, bytes])
_action: Final = msgspec.json.Decoder(_Asked)
_entry: Final = msgspec.json.Decoder(_Given)
