"""Rules as sentences: "If the lead visits a page whose path starts with "/pricing": +20, at most 3 times in 7 days"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from lsdsl.model.declarations import AbsenceRule, EventRule, Model, StateRule, Table, TableRow
from lsdsl.model.expressions import (
    AttributeRead,
    Comparison,
    Constant,
    Expression,
    ListContains,
    ListContainsAgainst,
    Matches,
    Membership,
    Missing,
    Negative,
    Not,
    TextTest,
    TextTestAgainst,
)
from lsdsl.model.types import NUMBER, Kind
from lsdsl.sentences.amounts import decay_words, duration_words, limit_words, listed, number_words, points_words
from lsdsl.sentences.conditions import COMPARED, clause, conjuncts, predicate
from lsdsl.sentences.happenings import Happening, happening
from lsdsl.sentences.nouns import name_words, noun, words_of
from lsdsl.sentences.quantities import quantity
from lsdsl.sentences.values import value_words, values_words


@dataclass(frozen=True, slots=True)
class RuleSentence:
    """A rule, or a row of a table: ``begin`` says when; the rest says what for, how often and for how long."""

    begin: str
    points: str
    limits: tuple[str, ...] = ()
    expires: str | None = None
    decays: str | None = None
    repeated: str = ""

    @property
    def text(self) -> str:
        """The whole sentence."""
        more = [*self.limits, *(said for said in (self.expires, self.decays) if said)]
        return f"{self.begin}: {', '.join([f'{self.points} {self.repeated}'.rstrip(), *more])}"


def rule_sentence(rule: EventRule | StateRule | AbsenceRule, model: Model) -> RuleSentence:
    """The sentence of a rule that is not a table."""
    match rule:
        case EventRule():
            return _event_rule(rule, model)
        case StateRule():
            return RuleSentence(f"As long as {clause(rule.condition, model)}", points(rule.points, model))
        case AbsenceRule():
            names = listed([f"`{name.replace('.', ' ')}`" for name in rule.events], "or")
            return RuleSentence(f"For every {duration_words(rule.every)} without {names}", points(rule.points, model))
        case _:
            assert_never(rule)


def points(expression: Expression, model: Model) -> str:
    """The points of a rule with their sign."""
    if isinstance(expression, Negative) and not isinstance(expression.operand, Constant):
        return f"- {quantity(expression.operand, model)}"
    return points_words(expression, quantity(expression, model))


def _event_rule(rule: EventRule, model: Model) -> RuleSentence:
    what = _events(rule, model)
    per = f", for each {_each(rule.per)}" if rule.per else ""
    repeated = ""
    match rule.occurrence:
        case "each":
            begin = f"If {what}"
            repeated = "" if any(limit.unit == "times" for limit in rule.limits) else "each time"
        case "first":
            begin = (
                f"The first time {what}{per}" if rule.count == 1 else f"The first {number_words(rule.count)} times {what}{per}"
            )
        case "latest":
            begin = f"The latest time {what}{per}"
            repeated = "(a repeat takes its place)"
        case _:
            assert_never(rule.occurrence)
    return RuleSentence(
        begin,
        points(rule.points, model),
        tuple(limit_words(limit) for limit in rule.limits),
        f"expires after {duration_words(rule.expires)}" if rule.expires is not None else None,
        decay_words(rule.decay) if rule.decay is not None else None,
        repeated,
    )


def _each(attribute: str) -> str:
    return " ".join(words_of(attribute)) or f"`{attribute}`"


def _events(rule: EventRule, model: Model) -> str:
    """What happens, with the conditions on it: "whose ..." for its first attribute, "and ..." or "where ..." for the rest."""
    events = [happening(model.events[name]) for name in rule.events]
    return with_condition(events, rule.where, model)


def with_condition(events: Sequence[Happening], where: Expression | None, model: Model) -> str:
    """One of the events happens, and a condition holds."""
    plain = " or ".join(one.text for one in events)
    if where is None:
        return plain
    parts = conjuncts(where)
    owned = [_owned(one, model) for one in parts]
    if len(events) == 1 and events[0].whose and owned[0] is not None:
        count = next((at for at, one in enumerate(owned) if one is None), len(owned))
        whose = f" whose {' and whose '.join(one for one in owned[:count] if one)}"
        # A comma keeps what is said of the lead apart from what is said of the page.
        rest = "".join(f", and {clause(one, model)}" for one in parts[count:])
        return f"{events[0].before}{whose}{events[0].after}{rest}"
    joint = " and" if len(parts) == 1 else ", where" if len(events) == 1 else ", and"
    return f"{plain}{joint} {clause(where, model)}"


def _owned(expression: Expression, model: Model) -> str | None:
    """What is said of an attribute, after "whose"; None for everything else."""
    negated = isinstance(expression, Not)
    inner = expression.operand if isinstance(expression, Not) else expression
    match inner:
        case Comparison(left=AttributeRead() as read, operator=operator, right=right) if read.type.kind in (
            Kind.NUMBER,
            Kind.TEXT,
        ):
            case = " (in upper or lower case)" if inner.ignoring_case else ""
            said = f"{COMPARED[operator][negated]} {quantity(right, model)}{case}"
        case TextTest() | Membership() | Matches() | TextTestAgainst() | Missing() | ListContains() | ListContainsAgainst():
            if not isinstance(inner.value, AttributeRead):
                return None
            read, said = inner.value, predicate(inner, model, negated=negated)
        case _:
            return None
    subject = noun(read.attribute, read.type)
    return f"{subject.removeprefix('the ')} {said}"


# --- tables -----------------------------------------------------------------------------------------------------------------


def table_sentences(table: Table, model: Model) -> list[tuple[TableRow, RuleSentence]]:
    """A sentence for each row, the lowest ``from`` first: each holds up to the next."""
    starts = sorted((row for row in table.rows if row.start is not None), key=lambda row: row.start or 0)
    others = [row for row in table.rows if row.start is None]
    subject = quantity(table.by, model)
    rows = []
    for place, row in enumerate(starts):
        above = starts[place + 1].start if place + 1 < len(starts) else None
        rows.append((row, RuleSentence(f"As long as {_between(subject, row.start, above, table)}", points(row.points, model))))
    for row in others:
        said = f"As long as {subject} is {values_words(row.values, table.by.type, 'or')}" if row.values else "In all other cases"
        rows.append((row, RuleSentence(said, points(row.points, model))))
    return rows


def _between(subject: str, low: int | float | None, high: int | float | None, table: Table) -> str:
    first, last = value_words(low, table.by.type), value_words(high, table.by.type)
    if table.by.type != NUMBER:
        return f"{subject} is {first} or later" + ("" if high is None else f", but before {last}")
    return f"{subject} is at least {first}" + ("" if high is None else f" and less than {last}")


def table_title(table: Table, model: Model) -> str:
    """What a table looks at, as a heading."""
    said = quantity(table.by, model)
    return said[:1].upper() + said[1:] if not said.startswith("`") else name_words(said.strip("`"))
