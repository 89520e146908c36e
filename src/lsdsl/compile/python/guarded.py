"""The function of a whole event that has more than points: limits, windows, gains, follow-ups that most often do not start.

All tests come first. A rule whose limit is used up, or whose condition on a window does not hold, loses its bit in the mask; when
a follow-up would start, the function gives up. Only then is anything remembered and awarded, so nothing is ever taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lsdsl.compile.guards import GainEdge, Guards, ScoreEdge
from lsdsl.compile.plan import Indexes, LimitPlan
from lsdsl.compile.python.writer import Function
from lsdsl.model import expressions as model


@dataclass(frozen=True, slots=True)
class WindowTest:
    """``count(EVENT within D) <= N`` and the like."""

    history: int
    within: int
    operator: str
    number: int | float


def window_test(condition: model.Expression, indexes: Indexes) -> WindowTest | None:
    """A condition that compares how many events there were with a number; None if it is another one."""
    match condition:
        case model.Comparison(
            operator=operator,
            left=model.HistoryRead(function="count", within=int(within), history=history),
            right=model.Constant(value=(int() | float()) as number),
        ) if not history.collection:
            return WindowTest(indexes.history(history), within, operator, number)
        case _:
            return None


def simple_limit(limits: Sequence[LimitPlan]) -> LimitPlan | None:
    """The only limit of a rule if it is one on times within a window."""
    if len(limits) == 1 and limits[0].unit == "times" and limits[0].per is not None and limits[0].amount >= 1:
        return limits[0]
    return None


@dataclass(frozen=True, slots=True)
class Guarding:
    """Writes what surrounds the awards of an event; ``wheres`` are the conditions of follow-ups as Python."""

    guards: Guards
    wheres: Sequence[str]
    gains: Mapping[int, int]

    def begin(self, function: Function) -> None:
        """Give up where a follow-up starts."""
        for where in self.wheres:
            function.line(f"if {where}:")
            function.line("return None", 1)

    def take_out(
        self, windows: Sequence[tuple[WindowTest, int]], limits: Sequence[tuple[int, LimitPlan, int]], function: Function
    ) -> None:
        """Take rules out of the mask: by windows (a test and its rules' bits) and limits (a rule, its limit and its bit)."""
        observed = {index for index, _ in self.guards.histories}
        reads: dict[tuple[int, int], dict[WindowTest, int]] = {}
        for test, bit in windows:
            tests = reads.setdefault((test.history, test.within), {})
            tests[test] = tests.get(test, 0) | bit
        for (index, within), tests in reads.items():
            bits = 0
            for own in tests.values():
                bits |= own
            function.line(f"if mask & {bits:#x}:")
            present = " + 1" if index in observed else ""
            function.line(f"ring = state.histories.get({index})", 1)
            function.line(f"begin = time - {within}", 1)
            function.line("if not ring:", 1)
            function.line(f"count = 0{present}", 2)
            function.line("elif ring[0] > begin:", 1)
            function.line(f"count = (len(ring) >> 1){present}", 2)
            function.line("else:", 1)
            function.line(f"count = count_after(ring, begin){present}", 2)
            for test, own in tests.items():
                number = function.constants.literal(test.number)
                function.line(f"if not count {test.operator} {number}:", 1)
                function.line(f"mask &= ~{own:#x}", 2)
        if limits:
            self._take_out_used(limits, function)

    def _take_out_used(self, limits: Sequence[tuple[int, LimitPlan, int]], function: Function) -> None:
        function.line("used = None")
        everything = 0
        for _, _, bit in limits:
            everything |= bit
        known = {bit: ((rule, 0), limit.amount, limit.per) for rule, limit, bit in limits}
        function.line(f"limited = mask & {everything:#x}")
        function.line("if limited:")
        function.line("used = []", 1)
        function.line("while limited:", 1)
        function.line("bit = limited & -limited", 2)
        function.line("limited ^= bit", 2)
        function.line(f"place, amount, per = {function.constants.keep('L', known)}[bit]", 2)
        function.line("ring = state.uses.get(place)", 2)
        function.line("begin = time - per", 2)
        function.line("if ring is not None and len(ring) >= amount and ring[-amount] > begin:", 2)
        function.line("mask ^= bit", 3)
        function.line("else:", 2)
        function.line("used.append((place, ring, begin))", 3)

    def finish(self, buckets: Sequence[int], gained: Sequence[int], function: Function, *, limited: bool) -> None:
        """Give up where the condition of an edge turns; then remember what has to be."""
        edges = [one for one in self.guards.edges if isinstance(one, GainEdge) or one.score.bucket in buckets]
        tested = [one for one in edges if isinstance(one, ScoreEdge) or one.score in gained]
        if tested:
            function.line("if made:")
            for number, edge in enumerate(tested):
                match edge:
                    case ScoreEdge():
                        self._test_score(edge, function)
                    case GainEdge():
                        self._test_gain(edge, number, function)
        for score in gained:
            function.line(f"if g{score}:")
            function.line(f"gains{score} = state.gains.get({score})", 1)
            function.line(f"again{score} = gains{score} and gains{score}[-2] == time", 1)
            function.line(f"if again{score} and gains{score}[-1] + g{score} >= {2**62}:", 1)
            function.line("return None", 2)
        if limited:
            function.line("if used:")
            function.line("for place, ring, begin in used:", 1)
            function.line("if ring and ring[0] > begin:", 2)
            function.line("ring.append(time)", 3)
            function.line("else:", 2)
            function.line("use(state, place, ring, begin, time)", 3)
        for index, window in self.guards.histories:
            function.line(f"ring = state.histories.get({index})")
            self._occur(f"state.histories, {index}", "ring", "0", window, function, 0)
        for score in gained:
            function.line(f"if g{score}:")
            function.line(f"if again{score}:", 1)
            function.line(f"gains{score}[-1] += g{score}", 2)
            function.line("else:", 1)
            self._occur(f"state.gains, {score}", f"gains{score}", f"g{score}", self.gains[score], function, 2)
            rooms = [number for number, edge in enumerate(tested) if isinstance(edge, GainEdge) and edge.score == score]
            if rooms:
                function.line("if state.rooms is None:", 1)
                function.line("state.rooms = {}", 2)
            for number in rooms:
                function.line(f"state.rooms[{tested[number].followup}] = room{number}", 1)

    def _occur(self, place: str, ring: str, size: str, window: int, function: Function, depth: int) -> None:
        """Add an occurrence to a ring; most often there is one of which less than half has left the window."""
        function.line(f"begin = time - {window}", depth)
        function.line(f"if {ring} and {ring}[len({ring}) // 4 * 2] > begin:", depth)
        function.line(f"{ring}.append(time)", depth + 1)
        function.line(f"{ring}.append({size})", depth + 1)
        function.line("else:", depth)
        function.line(f"occur(state, {place}, {ring}, time, {size}, begin)", depth + 1)

    def _test_score(self, edge: ScoreEdge, function: Function) -> None:
        score = edge.score
        value = f"state.totals[{score.bucket}] + n{score.bucket}"
        function.line(f"value = {value}", 1)
        if score.maximum is not None:
            function.line(f"if value > {score.maximum}:", 1)
            function.line(f"value = {score.maximum}", 2)
        if score.minimum is not None:
            function.line(f"if value < {score.minimum}:", 1)
            function.line(f"value = {score.minimum}", 2)
        holds = f"value {edge.operator} {edge.bound}"
        before = f"state.edges.get({edge.followup}, 0)"
        function.line(f"if ({holds}) != {before}:" if edge.held_is_fine else f"if {holds} or {before}:", 1)
        function.line("return None", 2)

    def _test_gain(self, edge: GainEdge, number: int, function: Function) -> None:
        function.line(f"if g{edge.score}:", 1)
        function.line(f"room{number} = (-1 if state.rooms is None else state.rooms.get({edge.followup}, -1)) - g{edge.score}", 2)
        function.line(f"if room{number} < 0:", 2)
        after = f"sum_within(state.gains.get({edge.score}), {edge.within}, time - {edge.within})"
        function.line(f"room{number} = {edge.most} - g{edge.score} - {after}", 3)
        function.line(f"if room{number} < 0 or state.edges.get({edge.followup}, 0):", 3)
        function.line("return None", 4)
