"""Rules on events: what each adds to a sum over events, or a query of its own where the order of events counts.

Most rules are a term of the sum of their bucket: one scan of the events sums up all of them. A rule of which only so many count,
each for the same points, is a count in that scan. Where awards differ (computed points, expiry, one for each value of an
attribute), the occurrences are numbered in the order in which they came.
"""

from dataclasses import dataclass, field

from sqlglot import exp

from lsdsl.analysis.words import words_at
from lsdsl.compile import points
from lsdsl.model.declarations import EventRule
from lsdsl.model.expressions import Constant, Expression
from lsdsl.model.types import Value
from lsdsl.sql import terms
from lsdsl.sql.expressions import Translator
from lsdsl.sql.problems import NotSqlError
from lsdsl.sql.terms import Term


@dataclass(frozen=True, slots=True)
class Happening:
    """A term for the events of some types: it counts where ``test`` holds (None: always)."""

    types: tuple[str, ...]
    test: Term | None
    value: Term
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A rule with queries of its own: its occurrences are those that meet ``test``, numbered by profile and ``key``."""

    rule: EventRule
    test: Term | None
    size: Term
    key: Term | None
    note: str
    left: Term
    """What is left at present of an award of a ``size`` at a ``time``."""
    joined: bool = False


@dataclass(slots=True)
class Awarding:
    """What an event rule becomes: one of the three."""

    sum: Happening | None = None
    count: Happening | None = None
    each: int = 0
    """The points of each counted occurrence, in millionths."""
    ordered: Ordered | None = None
    problems: list[Happening] = field(default_factory=list)


def awarding(rule: EventRule, at_event: Translator, as_of: Term, per: tuple[Term, Value] | None, note: str) -> Awarding:
    """What an event rule becomes. Raises ``NotSqlError``."""
    for limit in rule.limits:
        if limit.per is not None:
            said = words_at(limit.span, at_event.ruleset) or f"at most {limit.amount} {limit.unit} per ..."
            raise NotSqlError(f"`{said}` depends on the order of events")
    if rule.occurrence == "latest" and rule.limits:
        raise NotSqlError("`latest` with a limit depends on the order of events")
    fixed = fixed_size(rule.points)
    if rule.occurrence == "latest" and rule.decay is not None and fixed is None:
        raise NotSqlError("what a late event replaces depends on the order of events")
    test = None if rule.where is None else at_event.holds(rule.where)
    size = terms.whole(fixed) if fixed is not None else size_of(rule.points, at_event)
    made = Awarding()
    if at_event.problems:
        made.problems.append(Happening(rule.events, terms.some(at_event.problems), terms.whole(1)))
    changing = rule.expires is not None or rule.decay is not None
    if fixed == 0:
        return made
    if rule.occurrence == "each" and not rule.limits:
        value = left_of(rule, size, fixed, terms.column("time", "e"), as_of) if changing else size
        made.sum = Happening(rule.events, test, value, note)
    elif fixed is not None and rule.per is None and rule.occurrence != "latest" and not changing:
        made.count, made.each = Happening(rule.events, test, terms.whole(1), note), fixed
    else:
        left = left_of(rule, terms.column("size"), None, terms.column("time"), as_of)
        key = None if per is None else per[0] if per[1] is None else terms.or_else(per[0], terms.constant(per[1]))
        made.ordered = Ordered(rule, test, size, key, note, left)
    return made


def fixed_size(earned: Expression) -> int | None:
    """The points of a rule in millionths when they are written down; what is larger than any award may be is none."""
    if not isinstance(earned, Constant) or not isinstance(number := earned.value, int | float):
        return None
    if abs(number) > points.LARGEST_AWARD:
        raise NotSqlError("its points are more than any award may have, which the step records as a failure")
    return points.from_number(number)


def size_of(earned: Expression, translator: Translator) -> Term:
    """Computed points in millionths; 0 when they are missing."""
    value = terms.double(translator.value(earned))
    translator.problems.append(terms.binary(exp.GT, exp.Abs(this=value.copy()), terms.whole(points.LARGEST_AWARD)))
    return terms.or_else(terms.in_millionths(value, points.LARGEST_AWARD), terms.whole(0))


def counted(rule: EventRule, count: Term, each: int) -> Term:
    """The points of a rule of which only so many occurrences count, each for the same."""
    if rule.occurrence == "first":
        count = terms.least(count, terms.whole(rule.count))
    for limit in rule.limits:
        if limit.unit == "times":
            count = terms.least(count, terms.whole(int(limit.amount)))
    size: Term = exp.Mul(this=count, expression=terms.whole(abs(each)))
    for limit in rule.limits:
        if limit.unit == "points":
            size = terms.least(size, terms.whole(points.from_number(limit.amount)))
    return exp.Neg(this=exp.paren(size)) if each < 0 else size


def left_of(rule: EventRule, size: Term, fixed: int | None, time: Term, as_of: Term) -> Term:
    """What is left at the present moment of an award of a size that an event at a time made."""
    age = terms.binary(exp.Sub, as_of.copy(), time)
    left = size if rule.decay is None else _decayed(rule, size, fixed, age)
    if rule.expires is None:
        return left
    return terms.when(terms.binary(exp.LT, age.copy(), terms.whole(rule.expires)), left)


def _decayed(rule: EventRule, size: Term, fixed: int | None, age: Term) -> Term:
    assert rule.decay is not None
    steps = terms.quotient(age.copy(), rule.decay.every)
    magnitude = exp.Abs(this=size.copy()) if fixed is None else terms.whole(abs(fixed))
    left: Term
    if rule.decay.unit == "%":
        factor = terms.number(float(1 - rule.decay.amount / 100))
        share = exp.Pow(this=factor, expression=terms.double(steps))
        rest = exp.Add(this=exp.Mul(this=terms.double(magnitude), expression=share), expression=terms.number(0.5))
        left = terms.bigint(exp.Floor(this=rest))
    else:
        loss = points.from_number(rule.decay.amount)
        most = (points.LARGEST_AWARD * points.POINT if fixed is None else abs(fixed)) // max(loss, 1) + 1
        lost = exp.Mul(this=terms.least(steps, terms.whole(most)), expression=terms.whole(loss))
        left = terms.greatest(terms.binary(exp.Sub, magnitude, lost), terms.whole(0))
    if fixed is not None:
        return left if fixed > 0 else exp.Neg(this=exp.paren(left))
    return exp.Mul(this=exp.Sign(this=size.copy()), expression=left)
