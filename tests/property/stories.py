"""Random lives of profiles under a random ruleset: what is loaded, what happens, and when.

Hypothesis draws a seed and sizes: a generator of Python's own reaches far more of the language than one whose every choice
Hypothesis makes, and a failing story still shrinks to few scores, few rules and few events. The sizes are part of the seed,
because Hypothesis likes to try one seed with several of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from lsdsl.engine.event import Event
from lsdsl.model.types import DAY, Value
from tests.property.rulesets import DURATIONS, EVENTS, OPTIONS, TAGS, TEXTS, Ruleset, Writer

START: Final = 1_767_225_600_000_000
"""2026-01-01T00:00Z."""

STEP: Final = DAY // 4
STEPS: Final = (0, 0, 1, 1, 2, 4, 8, 28)
"""How many steps may lie between two events: sums of these are the durations of the rules."""

NUMBERS: Final = (0, 1, 2, 3, 5, 10, -4, 0.5, 7.25, 10**15, 1e300)
KINDS: Final = (
    *("visit", "visit", "click", "click", "buy"),
    *("profile.modified", "profile.modified", "orders.created", "orders.created", "orders.modified", "orders.removed"),
    *("tag.added", "tag.added", "tag.removed", "points.adjusted", "profile.created", "profile.removed"),
)

T = TypeVar("T")


@dataclass(frozen=True)
class Loaded:
    """A profile's data from before its first event."""

    profile: str
    fields: dict[str, Value]
    tags: tuple[str, ...]
    created: int | None


@dataclass(frozen=True)
class Story:
    """A ruleset and what happens under it; ``end`` is the moment to which all profiles are advanced afterwards."""

    ruleset: Ruleset
    loaded: tuple[Loaded, ...]
    events: tuple[Event, ...]
    end: int

    def __repr__(self) -> str:
        lines = [self.ruleset.text, *map(repr, self.loaded), *map(repr, self.events), f"until {self.end}"]
        return "\n" + "\n".join(lines)


class Historian:
    """Writes what happens to profiles."""

    def __init__(self, random: Random, ruleset: Ruleset, kinds: tuple[str, ...] = KINDS) -> None:
        self.random = random
        self.ruleset = ruleset
        self.kinds = kinds

    def chance(self, share: float) -> bool:
        """True in about this share of cases."""
        return self.random.random() > 1 - share

    def pick(self, items: Sequence[T]) -> T:
        """One of several."""
        return items[self.random.randrange(len(items))]

    def story(self, *, events: int, profiles: int, late: bool) -> Story:
        """What happens to up to so many profiles."""
        names = [f"p{number}" for number in range(1, self.random.randrange(profiles) + 2)]
        loaded = tuple(self.loaded(name) for name in names if self.chance(0.4))
        now, happened = START, list[Event]()
        for number in range(events):
            now += self.pick(STEPS) * STEP + (self.pick((0, 1, -1)) if self.chance(0.2) else 0)
            moment = now - self.pick(tuple(DURATIONS.values())) if late and self.chance(0.15) else now
            identity = self.pick(happened).id if happened and self.chance(0.05) else f"e{number}"
            happened.append(self.event(identity, self.pick(names), moment))
        return Story(self.ruleset, loaded, tuple(happened), now + self.pick(STEPS) * STEP)

    def loaded(self, name: str) -> Loaded:
        """A profile with data."""
        created = START + self.pick((0, -2, 1)) * DAY if self.chance(0.6) else None
        return Loaded(
            name, self.fields(), tuple(dict.fromkeys(self.pick(TAGS) for _ in range(self.random.randrange(3)))), created
        )

    def event(self, identity: str, profile: str, moment: int) -> Event:
        """Any event."""
        kind = self.pick(self.kinds)
        if kind == "points.adjusted" and not self.ruleset.scores:
            kind = self.kinds[0]
        return Event(identity, kind, profile, moment, self.data(kind))

    def data(self, kind: str) -> dict[str, Value]:
        """The data of an event; anything that may be missing sometimes is."""
        subject, _, verb = kind.partition(".")
        match subject:
            case "profile" if verb == "removed":
                return {}
            case "profile":
                tags: dict[str, Value] = {"tags": (self.pick(TAGS),)} if self.chance(0.1) else {}
                return {**self.fields(), **({"tags": None} if tags and self.chance(0.2) else tags)}
            case "orders":
                row: dict[str, Value] = {"id": self.pick(("1", "2", "3"))}
                return row if verb == "removed" else row | self.values(self.ruleset.rows, nulls=True)
            case "tag":
                return {"tag": self.pick(TAGS)}
            case "points":
                return {"score": self.pick(self.ruleset.scores), "points": self.pick(NUMBERS)}
            case _:
                return self.values(self.ruleset.events[kind], nulls=False)

    def fields(self) -> dict[str, Value]:
        """Some fields of the profile."""
        some = {name: word for name, word in self.ruleset.fields.items() if self.chance(0.4)}
        return self.values(some, nulls=True)

    def values(self, declared: dict[str, str], *, nulls: bool) -> dict[str, Value]:
        """A value for most of what is declared; ``nulls`` clear."""
        found: dict[str, Value] = {}
        for name, word in declared.items():
            if self.chance(0.15):
                if nulls and self.chance(0.5):
                    found[name] = None
            else:
                found[name] = self.value(word)
        return found

    def value(self, word: str) -> Value:
        """A value of a type."""
        match word:
            case "text":
                return self.pick(TEXTS)
            case "number":
                return self.pick(NUMBERS)
            case "boolean":
                return self.chance(0.5)
            case "date":
                return START + self.random.randrange(-3, 8) * DAY
            case "datetime":
                return START + self.random.randrange(-8, 40) * STEP
            case "choice":
                return self.pick(OPTIONS)
            case _:
                return tuple(dict.fromkeys(self.pick(("a", "A", "abc", "VIP")) for _ in range(self.random.randrange(3))))


def story_of(seed: int, *, scores: int = 2, rules: int = 4, events: int = 20, profiles: int = 2, late: bool = True) -> Story:
    """A ruleset and a story under it."""
    random = random_of(seed, scores, rules, events)
    ruleset = Writer(random, scores=scores, rules=rules).ruleset()
    return Historian(random, ruleset).story(events=events, profiles=profiles, late=late)


def plain_story_of(seed: int, *, scores: int = 2, rules: int = 4, events: int = 20) -> Story:
    """A ruleset and a story in which the order of events of equal time cannot matter."""
    random = random_of(seed, scores, rules, events)
    ruleset = Writer(random, scores=scores, rules=rules, plain=True).ruleset()
    story = Historian(random, ruleset, EVENTS).story(events=events, profiles=1, late=False)
    return replace(story, events=tuple({event.id: event for event in reversed(story.events)}.values())[::-1])


def random_of(*seed: int) -> Random:
    """Choices that numbers determine."""
    return Random(repr(seed))  # noqa: S311 - not for secrets


MANY: Final = settings(max_examples=settings().max_examples * 4)
"""These examples are cheap: try more of them."""

SEEDS: Final = st.integers(0, 2**32 - 1)
RANDOM: Final = SEEDS.map(random_of)
SIZES: Final = {"scores": st.integers(1, 3), "rules": st.integers(1, 6), "events": st.integers(1, 40)}


def stories(*, profiles: int = 2) -> st.SearchStrategy[Story]:
    """A random ruleset and a random story under it."""
    return st.builds(story_of, SEEDS, profiles=st.just(profiles), **SIZES)


def plain_stories() -> st.SearchStrategy[Story]:
    """Stories for which :func:`plain_story_of` is meant."""
    return st.builds(plain_story_of, SEEDS, **SIZES)
