"""The entries of a profile by score and rule, and the rules behind them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from lsdsl.compile.plan import RulePlan
from lsdsl.engine.live import Live, live_awards
from lsdsl.model import expressions as model
from lsdsl.model.declarations import AbsenceRule, EventRule, Rule, StateRule, Table
from lsdsl.source import Span
from lsdsl.why.conditions import Sight
from lsdsl.why.life import Happening, Life
from lsdsl.why.lots import Lot, alive, living, standing
from lsdsl.why.redaction import Redaction
from lsdsl.why.sight import scope_of
from lsdsl.why.wording import without_literals


class Ledger:
    """The entries of a profile by score and rule, and the rules behind them."""

    def __init__(self, life: Life, redaction: Redaction) -> None:
        self.life = life
        self.program = life.ruleset.program
        self.model = life.ruleset.model
        self.redaction = redaction
        self.sight = Sight(scope_of(life), redaction)
        self.now = life.present.clock
        self.plans = {plan.index: plan for plan in self.program.rules}
        self.by_span = {plan.span: plan for plan in self.program.rules}
        self.rules: dict[int, Rule] = {}
        for score in self.model.scores.values():
            for rule in score.rules:
                for row in rule.rows if isinstance(rule, Table) else ():
                    self.rules[self.by_span[row.span].index] = rule
                if not isinstance(rule, Table):
                    self.rules[self.by_span[rule.span].index] = rule
        self.happenings: dict[str, list[Happening]] = defaultdict(list)
        for happening in life.happenings:
            self.happenings[self.program.scores[happening.entry.score].name].append(happening)

    @cached_property
    def lots(self) -> Mapping[int, list[Lot]]:
        """The awards alive, by rule."""
        event_rules = {index: rule for index, rule in self.rules.items() if isinstance(rule, EventRule)}
        found: dict[int, list[Lot]] = defaultdict(list)
        for lot in alive(self.life.happenings, event_rules, self.key_of):
            found[lot.rule].append(lot)
        for rule, lots in self._of_the_state(event_rules):
            if sum(lot.left for lot in lots) == sum(lot.left for lot in found[rule]):
                found[rule] = lots
        return found

    def _of_the_state(self, rules: Mapping[int, EventRule]) -> Iterator[tuple[int, list[Lot]]]:
        """Awards alive as the state has them, by rule, where no event tells which they are."""
        remembered, happenings = self.life.remembered, self.life.happenings
        if remembered is None:
            return
        changing: dict[int, list[Live]] = defaultdict(list)
        for award in live_awards(self.life.present):
            changing[award.rule].append(award)
        for rule, awards in changing.items():
            if rule in rules:
                yield rule, living(happenings, rule, awards, rules[rule].decay, self.plans[rule].expires)
        for rule, latest in remembered.latest.items():
            if rule not in changing:
                yield rule, standing(happenings, rule, latest, rules[rule].decay, self.now)

    def key_of(self, rule: int, event: str | None) -> object:
        """The value that a rule counts by, as far as the event tells."""
        declared = self.rules.get(rule)
        known = self.life.events.get(event) if event is not None else None
        if not isinstance(declared, EventRule) or declared.per is None or known is None:
            return None
        attribute = self.model.events[known.type].attributes.get(declared.per)
        return known.data.get(declared.per, None if attribute is None else attribute.default)

    def title(self, plan: RulePlan) -> str:
        """The title of a rule; without literals where it reads what is hidden."""
        rule = self.rules.get(plan.index)
        read = () if rule is None else _read(rule)
        hidden = any(self.redaction.hides(one, self.model) for one in read)
        return without_literals(plan.title) if hidden else plan.title

    def where(self, span: Span) -> str:
        """File and line."""
        return self.model.where(span)


def _read(rule: Rule) -> tuple[model.Expression, ...]:
    match rule:
        case StateRule(condition=condition, points=earned):
            return (condition, earned)
        case Table(by=by):
            return (by,)
        case EventRule(where=where, points=earned):
            return (earned,) if where is None else (where, earned)
        case AbsenceRule(points=earned):
            return (earned,)
