"""What the rules can reach, held against what profiles do reach."""

from dataclasses import replace
from math import inf
from random import Random
from typing import Final

from hypothesis import given

from lsdsl.analysis.attainable import attainable
from lsdsl.analysis.awards import millionths
from lsdsl.engine.event import Event
from lsdsl.model.interval import Bounds
from lsdsl.model.types import DAY, Value
from tests.property.rulesets import Ruleset
from tests.property.running import Run, model_of
from tests.property.stories import MANY, SEEDS, START, Story, random_of, stories

DURATIONS: Final = ("12 hours", "1 day", "2 days", "5 days")
DATA: Final = """\
profile:
    size     number
    country  choice("NL", "BE", "DE")
    client   boolean = false
event visit:
    kind    choice("a", "b")
    amount  number
event click:
    paid  boolean
"""
CONDITIONS: Final = (
    *("size < 5", "size >= 5", "size between 2 and 7", "size > 7", "size is 3"),
    *('country is "NL"', 'country in ("BE", "DE")', 'country is "BE" or country is "NL"', "client", "not client"),
    *('client and country is "DE"', "seen(visit within 1 day)", "count(click within 2 days) >= 2"),
    *("count(click within 2 days) < 2", "age(created) < 2 days", "age(created) >= 2 days"),
)
WHERES: Final = ("", "", " where country is not missing", " where size > 3")


class Bounded:
    """Writes scores whose rules have limits, expiry and decay, so that most of them have bounds worth testing."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.rules = 0

    def pick(self, *items: object) -> str:
        """One of several, as text."""
        return str(items[self.random.randrange(len(items))])

    def chance(self, share: float) -> bool:
        """True in about this share of cases."""
        return self.random.random() < share

    def ruleset(self) -> Ruleset:
        """The data, a score or two, and one that is computed from the first."""
        blocks = [DATA, *(self.score(name) for name in ("one", "two")[: self.random.randrange(1, 3)])]
        blocks.append(f"score third = {self.pick('one * 2', '10 - one', 'max(one, 3)', 'one / 4 + 0.1', 'one * one')}\n")
        if self.chance(0.5):
            blocks.append(
                "followup reward:\n"
                f"    on {self.pick('visit', 'profile created', 'click')}\n"
                f"    limit {self.pick('once', 'once', '2 per 1 day')}\n"
                f"    award {self.points()} to one{self.pick('', ', expires after 1 day')}\n"
            )
        return Ruleset("".join(blocks), {"size": "number", "country": "choice", "client": "boolean"})

    def score(self, name: str) -> str:
        """A score, sometimes with a group and defaults."""
        lines = [f"initial {self.pick(0, 3, -2)}"]
        lines += [self.pick("maximum 40", "minimum -5")] if self.chance(0.3) else []
        lines += [f"awards expire after {self.pick(*DURATIONS)}"] if self.chance(0.3) else []
        lines += [line for _ in range(self.random.randrange(1, 5)) for line in self.rule()]
        if self.chance(0.4):
            lines.append(f"group inner{self.pick('', ' maximum 7', ' minimum 2', ' minimum -3 maximum 9')}:")
            lines += [f"    {line}" for _ in range(self.random.randrange(1, 4)) for line in self.rule()]
        return f"score {name}:\n" + "".join(f"    {line}\n" for line in lines)

    def rule(self) -> list[str]:
        """A rule of any kind but absence, which has no bound."""
        self.rules += 1
        match self.random.randrange(6):
            case 0 | 1:
                return [f"{self.points()} while {self.pick(*CONDITIONS)}, as r{self.rules}"]
            case 2:
                last = ["    -2 otherwise"] if self.chance(0.5) else []
                by = self.pick("size", "count(visit within 2 days)", "size + 1", "size * 2", "abs(size)")
                return [f"by {by} + {self.rules}:", f"    {self.points()} from 4", f"    {self.points()} from 9", *last]
            case _:
                return [self.event_rule()]

    def event_rule(self) -> str:
        """A rule on events."""
        event = self.pick("visit", "click", "visit or click", "profile created")
        word = self.pick("each", "each", "first", "first 2", "latest")
        per = {"visit": " per kind", "click": " per paid"}.get(event, "") if word != "each" and self.chance(0.4) else ""
        modifiers = []
        for unit, amounts in (("times", (1, 2, 3)), ("points", (4, 7.5, 12))):
            if self.chance(0.5):
                window = self.pick("", f" per {self.pick(*DURATIONS)}", f" per {self.pick(*DURATIONS)}")
                modifiers.append(f"at most {self.pick(*amounts)} {unit}{window}")
        modifiers += [f"expires after {self.pick(*DURATIONS)}"] if self.chance(0.5) else []
        if self.chance(0.5):
            loss = self.pick("loses 50%", "loses 1 point", "loses 2.5 points", "loses 100%", "halves", "loses 90%")
            modifiers.append(f"{loss} every {self.pick(*DURATIONS)}")
        computed = f"+(min(max({self.pick('amount', 'size')}, -3), 6))"
        points = computed if event == "visit" and self.chance(0.3) else self.points()
        return f"{points} on {word} {event}{per}{self.pick(*WHERES)}, {', '.join([*modifiers, f'as r{self.rules}'])}"

    def points(self) -> str:
        """Literal points."""
        return self.pick("+5", "+2", "+0.1", "-4", "-1", "+3.75", "+10")


def busy_story(seed: int) -> Story:
    """A profile to which much happens in few days, sometimes with events that come late."""
    random = random_of(seed)
    ruleset = Bounded(random).ruleset()
    now, events = START, list[Event]()
    for number in range(60):
        now += random.choice((0, 0, 0, DAY // 4, DAY // 2, DAY))
        kind = random.choice(("visit", "visit", "visit", "click", "click", "profile.modified"))
        late = random.choice((DAY // 2, 2 * DAY)) if random.random() < 0.1 else 0
        events.append(Event(f"e{number}", kind, "p", now - late, data_of(kind, random)))
    return Story(ruleset, (), tuple(events), now + 3 * DAY)


def data_of(kind: str, random: Random) -> dict[str, Value]:
    """What an event of :func:`busy_story` brings; anything may be missing."""
    values: dict[str, dict[str, Value]] = {
        "visit": {"kind": random.choice(("a", "b")), "amount": random.choice((-9, 0, 2, 0.5, 100))},
        "click": {"paid": random.random() < 0.5},
        "profile.modified": {
            "size": random.choice((1, 3, 5, 6, 8, 20)),
            "country": random.choice(("NL", "BE", "DE")),
            "client": random.random() < 0.5,
        },
    }
    return {name: value for name, value in values[kind].items() if random.random() < 0.8}


def outside(run: Run, profile: str, bounds: dict[str, Bounds]) -> list[tuple[str, int, Bounds]]:
    """The scores of a profile whose value is not within their bounds; before its birth it has none."""
    if not run.states[profile].born:
        return []
    values = {name: value for name, value in run.values(profile).items() if value is not None}
    return [
        (name, value, bounds[name])
        for name, value in values.items()
        if not millionths(bounds[name].low) <= value <= millionths(bounds[name].high)
    ]


def hold(story: Story) -> None:
    """Let a story happen and look at every value."""
    run = Run.of(story)
    bounds = dict(attainable(model_of(story.ruleset.text), {}))
    for event in story.events:
        run.process(event)
        assert outside(run, event.profile, bounds) == []
    for profile in sorted(run.states):
        run.advance(profile, story.end)
        assert outside(run, profile, bounds) == []


@MANY
@given(stories())
def test_no_score_leaves_its_bounds(story: Story) -> None:
    """Under any ruleset no score is ever below or above what its rules can reach, corrections by a person left out."""
    hold(replace(story, events=tuple(event for event in story.events if event.type != "points.adjusted")))


@MANY
@given(SEEDS.map(busy_story))
def test_bounded_rules_keep_to_their_bounds(story: Story) -> None:
    """Limits, expiry, decay, groups and conditions that exclude each other give bounds that a busy profile does not leave."""
    hold(story)


def test_bounds_are_finite_and_reached() -> None:
    """Many of the bounds that busy stories are held against are finite, and some are reached to the millionth."""
    finite = reached = 0
    for seed in range(60):
        story = busy_story(seed)
        run, highs = Run.of(story), dict[str, int]()
        for event in story.events:
            run.process(event)
            highs = {name: max(value or 0, highs.get(name, 0)) for name, value in run.values("p").items()}
        bounds = attainable(model_of(story.ruleset.text), {})
        finite += sum(one.high < inf for one in bounds.values())
        reached += sum(millionths(bounds[name].high) == value for name, value in highs.items())
    assert finite >= 60
    assert reached >= 15
