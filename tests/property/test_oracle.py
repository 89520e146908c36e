"""The engine against the oracle: the value of each score at any moment is what the definition says."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lsdsl.compile import Program, compile_model
from lsdsl.engine.event import Event
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.engine.step import advance, new_state, step
from lsdsl.engine.turn import score_value
from tests.property.oracle import AbsenceRule, Clamp, EventRule, Happening, Life, Limit, Rule, Score, StateRule
from tests.property.rulesets import DURATIONS
from tests.property.running import codes, model_of
from tests.property.stories import MANY, SEEDS, START, STEP, STEPS, random_of

KINDS = ("visit", "click", "buy")
TAGS = ("hot", "cold")
WORDS = {microseconds: words for words, microseconds in DURATIONS.items()}
TOLERANCE = Fraction(1, 1_000_000)
HEAD = """
profile:
    level number
    since datetime

event visit:
    amount number
    page text

event click:
    amount number
    page text

event buy:
    amount number
    page text
"""


@dataclass(frozen=True)
class Case:
    """Two scores, the second of which may look at the gains of the first, and a history."""

    scores: tuple[Score, ...]
    history: tuple[Happening, ...]
    text: str

    def __repr__(self) -> str:
        return "\n".join(["", self.text, *map(repr, self.history)])


class Maker:
    """Makes cases."""

    def __init__(self, random: Random, *, late: bool) -> None:
        self.random = random
        self.late = late

    def chance(self, share: float) -> bool:
        """True in about this share of cases."""
        return self.random.random() < share

    def number(self, *numbers: str) -> Fraction:
        """One of several numbers."""
        return Fraction(self.random.choice(numbers))

    def duration(self) -> int:
        """A duration."""
        return self.random.choice(list(WORDS))

    def score(self, rules: int, *, second: bool) -> Score:
        """A score."""
        grouped = self.random.randrange(min(3, rules + 1))
        places: list[int | None] = [
            *range(grouped),
            *(self.random.choice([None, *range(grouped)]) for _ in range(rules - grouped)),
        ]
        made = [self.rule(place, second=second) for place in places]
        return Score(self.number("0", "5", "-2.5"), self.clamp(), tuple(self.clamp() for _ in range(grouped)), tuple(made))

    def clamp(self) -> Clamp:
        """A minimum, a maximum, both or neither."""
        return self.number("-5", "0", "2") if self.chance(0.3) else None, self.number("6", "12.5", "30") if self.chance(
            0.3
        ) else None

    def rule(self, group: int | None, *, second: bool) -> Rule:
        """A rule."""
        points = self.number("5", "1", "-2", "10", "0.75", "-8")
        kind = self.random.random()
        if kind < 0.6:
            return self.event_rule(points, group)
        if kind < 0.75:
            return AbsenceRule(points, self.duration(), tuple(self.random.sample(KINDS, self.random.randint(1, 2))), group)
        match self.random.choice(["level", "tag", "older", "younger", "count", "quiet", "count", *["gained"] * (3 * second)]):
            case "level":
                return StateRule(points, "level", number=self.random.randrange(1, 4), group=group)
            case "tag":
                return StateRule(points, "tag", self.random.choice(TAGS), group=group)
            case "older":
                return StateRule(points, "older", duration=self.duration(), group=group)
            case "younger":
                return StateRule(points, "younger", duration=self.duration(), group=group)
            case "quiet":
                return StateRule(points, "quiet", self.random.choice(KINDS), duration=self.duration(), group=group)
            case "gained":
                return StateRule(points, "gained", number=self.random.choice([3, 10, 20]), duration=self.duration(), group=group)
            case _:
                window = self.duration() if self.chance(0.7) else None
                return StateRule(points, "count", self.random.choice(KINDS), self.random.randrange(1, 4), window, group)

    def event_rule(self, points: Fraction, group: int | None) -> EventRule:
        """A rule on events."""
        occurrence = self.random.choice(["each", "first", "latest"])
        decay = self.random.choice(["", "", "share", "loss"])
        return EventRule(
            points=points if self.chance(0.7) else None,
            factor=self.number("0.25", "-0.5", "1"),
            events=tuple(self.random.sample(KINDS, self.random.randint(1, 2))),
            occurrence=occurrence,  # type: ignore[arg-type]
            count=self.random.choice([1, 2]) if occurrence == "first" else 1,
            per=occurrence != "each" and self.chance(0.5),
            least=self.number("0", "2", "3.5") if self.chance(0.3) else None,
            often=(self.random.choice(KINDS), self.random.randrange(1, 4), self.duration()) if self.often() else None,
            times=self.limit("1", "2", "3"),
            most=self.limit("4", "7.5", "12"),
            expires=self.duration() if self.chance(0.4) else None,
            share=(self.number("0.25", "0.5", "1"), self.duration()) if decay == "share" else None,
            loss=(self.number("1", "2.5"), self.duration()) if decay == "loss" else None,
            group=group,
        )

    def often(self) -> bool:
        """What a window is for a late event is left open by the reference, so such a rule stands alone with events in order."""
        return not self.late and self.chance(0.2)

    def limit(self, *numbers: str) -> Limit | None:
        """A limit, sometimes, in a window or not."""
        if not self.chance(0.3):
            return None
        return self.number(*numbers), self.duration() if self.chance(0.7) else None

    def history(self, length: int) -> tuple[Happening, ...]:
        """What happens."""
        now, made = START, list[Happening]()
        for number in range(length):
            now += self.random.choice(STEPS) * STEP + (self.random.choice((1, -1)) if number and self.chance(0.15) else 0)
            moment = now - self.duration() if self.late and number and self.chance(0.2) else now
            made.append(self.happening(moment))
        return tuple(made)

    def happening(self, moment: int) -> Happening:
        """One event."""
        match self.random.choice([*KINDS, *KINDS, *KINDS, "set", "tag", "untag"]):
            case "set" if self.chance(0.5):
                return Happening("set", moment, name="level", value=self.random.choice([None, 1, 2, 3]))
            case "set":
                since = START + self.random.randrange(-8, 30) * STEP
                return Happening("set", moment, name="since", value=self.random.choice([None, since, since]))
            case "tag" | "untag" as kind:
                return Happening(kind, moment, name=self.random.choice(TAGS))
            case kind:
                amount = self.number("1", "2", "3.5", "10", "-4", "0") if self.chance(0.8) else None
                return Happening(kind, moment, amount, self.random.choice((None, "/a", "/b")))


def case_of(seed: int, *, rules: int, events: int, late: bool) -> Case:
    """A random case."""
    maker = Maker(random_of(seed, rules, events, late), late=late)
    scores = (maker.score(rules, second=False), maker.score(rules, second=True))
    return Case(scores, maker.history(events), HEAD + "".join(map(score_text, scores, ("one", "two"))))


# --- rule text --------------------------------------------------------------------------------------------------------------


def decimal(number: Fraction) -> str:
    """A number as rules write it."""
    return str(int(number)) if number.denominator == 1 else str(float(number))


def signed(number: Fraction) -> str:
    """Points as rules write them."""
    return ("-" if number < 0 else "+") + decimal(abs(number))


def clamp_text(clamp: Clamp, separator: str) -> str:
    """The bounds of a score or a group."""
    return "".join(
        f"{separator}{word} {decimal(one)}" for word, one in zip(("minimum", "maximum"), clamp, strict=True) if one is not None
    )


def score_text(score: Score, name: str) -> str:
    """A score as rule text."""
    lines = [f"\nscore {name}:\n    initial {decimal(score.initial)}{clamp_text(score.clamp, chr(10) + '    ')}"]
    numbered = list(enumerate(score.rules))
    lines += [f"    {rule_text(rule)}, as r{number}" for number, rule in numbered if rule.group is None]
    for group, clamp in enumerate(score.groups):
        own = [f"        {rule_text(rule)}, as r{number}" for number, rule in numbered if rule.group == group]
        lines += [f"    group g{group}{clamp_text(clamp, ' ')}:", *own]
    return "\n".join(lines) + "\n"


def rule_text(rule: Rule) -> str:
    """A rule as text."""
    match rule:
        case EventRule():
            return event_rule_text(rule)
        case AbsenceRule():
            return f"{signed(rule.points)} for every {WORDS[rule.every]} without {' or '.join(rule.events)}"
        case StateRule():
            within = f" within {WORDS[rule.duration]}" if rule.duration else ""
            duration = WORDS[rule.duration] if rule.duration else ""
            condition = {
                "level": f"level >= {rule.number}",
                "tag": f'tags contains "{rule.name}"',
                "older": f"age(since) > {duration}",
                "younger": f"age(since) < {duration}",
                "count": f"count({rule.name}{within}) >= {rule.number}",
                "quiet": f"age(last({rule.name})) >= {duration}",
                "gained": f"gained(one{within}) >= {rule.number}",
            }[rule.test]
            return f"{signed(rule.points)} while {condition}"


def event_rule_text(rule: EventRule) -> str:
    """An event rule as text."""
    earned = signed(rule.points) if rule.points is not None else f"+(amount * {decimal(rule.factor)})"
    occurrence = f"first {rule.count}" if rule.count > 1 else rule.occurrence
    conditions = []
    if rule.least is not None:
        conditions.append(f"amount >= {decimal(rule.least)}")
    if rule.often is not None:
        conditions.append(f"count({rule.often[0]} within {WORDS[rule.often[2]]}) >= {rule.often[1]}")
    modifiers = []
    for limit, unit in ((rule.times, "times"), (rule.most, "points")):
        if limit is not None:
            modifiers.append(f"at most {decimal(limit[0])} {unit}" + (f" per {WORDS[limit[1]]}" if limit[1] else ""))
    if rule.expires is not None:
        modifiers.append(f"expires after {WORDS[rule.expires]}")
    if rule.share is not None:
        modifiers.append(f"loses {decimal(rule.share[0] * 100)}% every {WORDS[rule.share[1]]}")
    if rule.loss is not None:
        modifiers.append(f"loses {decimal(rule.loss[0])} points every {WORDS[rule.loss[1]]}")
    where = f" where {' and '.join(conditions)}" if conditions else ""
    per = " per page" if rule.per else ""
    return ", ".join([f"{earned} on {occurrence} {' or '.join(rule.events)}{per}{where}", *modifiers])


# --- the engine -------------------------------------------------------------------------------------------------------------


def event_of(number: int, one: Happening) -> Event:
    """A happening as an event."""
    match one.kind:
        case "set":
            return Event(str(number), "profile.modified", "p", one.time, {one.name: one.value})
        case "tag" | "untag":
            return Event(str(number), "tag.added" if one.kind == "tag" else "tag.removed", "p", one.time, {"tag": one.name})
        case _:
            amount = None if one.amount is None else float(one.amount)
            known = {"amount": amount, "page": one.page}
            return Event(
                str(number), one.kind, "p", one.time, {name: value for name, value in known.items() if value is not None}
            )


def moments(history: Sequence[Happening], random: Random) -> list[int]:
    """Moments from the present of a history on: now, and at, before and after what may be a boundary."""
    now = max(one.time for one in history)
    boundaries = [one.time + times * duration for one in history for duration in WORDS for times in (1, 2, 3)]
    near = [boundary + shift for boundary in boundaries for shift in (-1, 0, 1)]
    later = [moment for moment in near if moment >= now]
    return sorted({now, *random.sample(later, min(6, len(later)))})


def compare(case: Case, history: Sequence[Happening], program: Program, state: ProfileState, random: Random) -> None:
    """Hold the engine's values against the oracle's at several moments; the state is left as it is."""
    life, probe = Life(history), load(program, dump(program, state))
    for moment in moments(history, random):
        outcome = advance(program, probe, moment)
        assert codes(outcome) == []
        for plan, score in zip(program.scores, case.scores, strict=True):
            found = score_value(plan, probe)
            assert found is not None
            expected = life.value(score, case.scores, moment)
            assert abs(Fraction(found, 1_000_000) - expected) <= TOLERANCE * (len(history) + 1), (
                f"{plan.name} at START + {moment - START}: the engine has {found / 1e6}, by definition it is {float(expected)}"
            )


@MANY
@given(st.builds(case_of, SEEDS, rules=st.integers(1, 4), events=st.integers(1, 30), late=st.booleans()), SEEDS)
def test_engine_agrees_with_definition(case: Case, seed: int) -> None:
    """At any moment, to the microsecond before, at and after each boundary, a score has the value that its definition gives."""
    random = random_of(seed)
    program = compile_model(model_of(case.text))
    state = new_state(program, "p")
    looks = {len(case.history), *(random.randint(1, len(case.history)) for _ in range(2))}
    for number, one in enumerate(case.history, 1):
        assert codes(step(program, state, event_of(number, one))) == []
        if number in looks:
            compare(case, case.history[:number], program, state, random)
