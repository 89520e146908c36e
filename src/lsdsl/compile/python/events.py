"""The functions of the event types that need nothing but their awards: one rule after the other, or many at once by masks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from lsdsl.compile import points
from lsdsl.compile.dependencies import may_fail
from lsdsl.compile.direct import DirectEvent
from lsdsl.compile.guards import Guards
from lsdsl.compile.optimisations import Optimisations
from lsdsl.compile.plan import AwardFunction, Direct, Indexes, RulePlan
from lsdsl.compile.python.direct import OF_STATE, PARAMETERS, TURN, DirectRule, write_direct, write_frame
from lsdsl.compile.python.expressions import Expressions, Sources
from lsdsl.compile.python.guarded import Guarding
from lsdsl.compile.python.lookups import MaskOf
from lsdsl.compile.python.masks import MaskedRule, Tests, masked, write_masked, write_profile
from lsdsl.compile.python.writer import Code, Function
from lsdsl.model import expressions as model
from lsdsl.model.declarations import EventRule, Model

_LARGEST: Final = 2**61
"""With less than this no sum of the gains of an event is too large for an array."""
NumberedRule = tuple[EventRule, RulePlan]


class DirectEvents:
    """Writes the functions. ``make`` makes one of what writes its text, ``points_of`` gives Python for a number of points."""

    def __init__(
        self,
        ruleset: Model,
        gains: Mapping[int, int],
        indexes: Indexes,
        make: Callable[..., Any],
        points_of: Callable[[Code, model.Expression], str],
    ) -> None:
        self._ruleset = ruleset
        self._gains = gains
        self._indexes = indexes
        self._make = make
        self._points_of = points_of

    def functions(
        self, events: Mapping[str, Sequence[NumberedRule]], around: Mapping[str, DirectEvent], optimisations: Optimisations
    ) -> dict[str, Direct]:
        """The function of each event type; with enough rules by masks.

        The functions of those that have to be looked at closely are not for whole events, unless guards are all they need.
        """
        closely = {event: one.listening for event, one in around.items() if one.closely}
        guarded: dict[str, dict[int, MaskedRule]] = {}
        if optimisations.guarded:
            for event, rules in events.items():
                own = self._guarded_rules(rules, around[event])
                if own is not None:
                    guarded[event] = own
        found = {event: guarded.get(event) or self._masked_rules(rules) for event, rules in events.items()}
        fewest = max(optimisations.fewest, 1)
        side_by_side = {event: rules for event, rules in found.items() if event in guarded or len(rules) >= fewest}
        of_profile = self._of_profile([rule for rules in side_by_side.values() for rule in rules.values()])
        direct, first = {}, 0
        for event, rules in events.items():
            guards = around[event].guards
            if event in guarded and guards is not None:
                own_rules = [*guarded[event].values()]
                direct[event] = self._guarded(own_rules, first, of_profile, guards)
                first += len(own_rules)
            elif event in side_by_side:
                rest = [rule for rule in rules if rule[1].index not in side_by_side[event]]
                whole = event not in closely
                direct[event] = self._masks([*side_by_side[event].values()], first, of_profile, rest, whole=whole)
                first += len(side_by_side[event])
            else:
                direct[event] = self._straight(rules, whole=event not in closely)
            direct[event] = replace(direct[event], listening=closely.get(event, 0))
        return direct

    def _masked_rules(self, rules: Sequence[NumberedRule]) -> dict[int, MaskedRule]:
        """The rules of which masks can be made, by number."""
        found = {}
        for rule, plan in rules:
            size = constant_points(rule.points)
            one = masked(rule, plan, size) if size and self._is_inline(plan) else None
            if one is not None:
                found[plan.index] = one
        return found

    def _guarded_rules(self, rules: Sequence[NumberedRule], around: DirectEvent) -> dict[int, MaskedRule] | None:
        """The rules of an event type for which guards are needed and enough; None for any other event type."""
        if around.guards is None or not (around.closely or any(not self._is_inline(plan) for _, plan in rules)):
            return None
        found, total = {}, 0
        for rule, plan in rules:
            size = constant_points(rule.points)
            if size is None or plan.occurrence != "each" or plan.expires is not None or plan.decay is not None:
                return None
            one = masked(rule, plan, size, self._indexes)
            if one is None or (plan.limits and one.limit is None):
                return None
            total += abs(size)
            if size:
                found[plan.index] = one
        return found if total < _LARGEST and not self._waits(around.guards) else None

    def _waits(self, guards: Guards) -> bool:
        """Whether the condition of a follow-up that the event starts reads more than the event and the profile."""
        mentioned = False

        def write(body: Expressions, function: Function) -> None:
            nonlocal mentioned
            for where in guards.wheres:
                function.line(f"return {body.truth(where)}")
            mentioned = function.mentions(TURN)

        if guards.wheres:
            self._make("where", write, PARAMETERS, OF_STATE)
        return mentioned

    def _guarded(self, rules: list[MaskedRule], first: int, of_profile: str | None, guards: Guards) -> Direct:
        """The function of a whole event with guards."""

        def write(body: Expressions, function: Function) -> None:
            guarding = Guarding(guards, [body.truth(where) for where in guards.wheres], self._gains)
            guarding.begin(function)
            write_masked(rules, function, self._mask_of, first=first, of_profile=of_profile, guarding=guarding)
            write_frame(function, ["fields = state.fields"], plain=True)

        return _direct(self._make("whole", write, PARAMETERS, OF_STATE), plain=True)

    def _is_inline(self, plan: RulePlan) -> bool:
        return plan.plain and plan.score not in self._gains

    def _of_profile(self, rules: list[MaskedRule]) -> str | None:
        """The function of the mask of a profile; None when no rule reads one."""
        if all(is_attribute for rule in rules for is_attribute, _ in rule.conditions):
            return None

        def write(_: Expressions, function: Function) -> None:
            write_profile(rules, function, self._mask_of)

        name: str = self._make("fields", write, "fields").__name__
        return name

    def _mask_of(self, tests: Tests, everything: int) -> MaskOf:
        """The function of the mask of one attribute or field."""

        def write(body: Expressions, function: Function) -> None:
            function.line(f"mask = {everything:#x}")
            for condition, mask in tests:
                function.line(f"if not {body.truth(condition)}:")
                function.line(f"mask &= {everything & ~mask:#x}", 1)
            function.line("return mask")

        made: MaskOf = self._make("mask", write, "data", Sources(fields="data"))
        return made

    def _masks(
        self, rules: list[MaskedRule], first: int, of_profile: str | None, rest: list[NumberedRule], *, whole: bool
    ) -> Direct:
        """The awards of rules by masks, and of the rest."""
        others, plain = self._award(rest) if rest else (None, True)
        plain = plain and whole

        def write(_: Expressions, function: Function) -> None:
            name = None if others is None else others.__name__
            write_masked(rules, function, self._mask_of, first=first, of_profile=of_profile, others=name)
            write_frame(function, ["begin = None"] if plain and others is not None else [], plain=plain)

        return _direct(self._make("direct", write, PARAMETERS), plain=plain)

    def _award(self, rules: Sequence[NumberedRule]) -> tuple[Any, bool]:
        """The awards of rules as a part of an event, and whether they are entries and nothing else."""
        plain = True

        def write(body: Expressions, function: Function) -> None:
            nonlocal plain
            plain = self._write(rules, body, function, whole=False)

        return self._make("award", write, PARAMETERS, OF_STATE), plain

    def _straight(self, rules: Sequence[NumberedRule], *, whole: bool) -> Direct:
        """The awards of rules one after the other."""
        plain = True

        def write(body: Expressions, function: Function) -> None:
            nonlocal plain
            plain = self._write(rules, body, function, whole=whole) and whole

        made = self._make("direct", write, PARAMETERS, OF_STATE)
        return _direct(made, plain=plain)

    def _write(self, rules: Sequence[NumberedRule], body: Expressions, function: Function, *, whole: bool) -> bool:
        careful = False
        found: list[DirectRule] = []
        for rule, plan in rules:
            constant = constant_points(rule.points)
            code = body.value(rule.points)
            condition = None if rule.where is None else body.truth(rule.where)
            careful = careful or constant is None or (rule.where is not None and may_fail(rule.where, self._ruleset))
            computed = self._points_of(code, rule.points) if constant is None else None
            if constant != 0:
                found.append(DirectRule(plan, self._is_inline(plan), condition, constant, computed))
        return write_direct(found, function, careful=careful, whole=whole)


def _direct(function: Any, *, plain: bool) -> Direct:
    award: AwardFunction | None = None if plain else function
    return Direct(award, function if plain else None)


def constant_points(expression: model.Expression) -> int | None:
    """The points of a literal in millionths.

    None when they have to be computed (or are too large, which is a problem each time).
    """
    if isinstance(expression, model.Constant) and isinstance(expression.value, int | float):
        value = expression.value
        return points.from_number(value) if abs(value) <= points.LARGEST_AWARD else None
    return None
