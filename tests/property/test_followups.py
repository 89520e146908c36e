"""Follow-ups under any ruleset: one go, batches with states written and read, profile by profile: the same bytes."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final, Literal, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from lsdsl.compile import Program, compile_model
from lsdsl.compile.optimisations import EVERYTHING, Optimisations
from lsdsl.engine.event import Event
from lsdsl.engine.outcome import Outcome, in_full
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.state import ProfileState
from lsdsl.engine.step import advance, load_profile, new_state, step
from lsdsl.model.types import DAY, Value
from lsdsl.records.moments import moment_text
from tests.property.running import model_of
from tests.unit.cli.program import run

START: Final = 1_767_225_600_000_000
QUARTER: Final = DAY // 4
DURATIONS: Final = ("6 hours", "12 hours", "1 day", "2 days", "1 week")
LATE: Final = (QUARTER, DAY, 2 * DAY)
STEPS: Final = (0, 0, 1, 1, 2, 4, 8, 28)
TAGS: Final = ("a", "b", "c")
T = TypeVar("T")

DATA: Final = """\
profile:
    country    text
    stage      choice("new", "lead", "client") = "new"
    n          number = 0
    m          number
    flag       boolean = false
    joined     datetime
    langs      list
    leadscore  number
    other      number = 0
event visit:
    path  text
event buy:
    amount  number
    path    text
event click
collection orders:
    amount  number
    status  text
action say:
    text    text
    value   number
    other   text
    moment  datetime
    items   list
let rich = n > 2 or s >= 8
score s:
    {properties}
    range cold
    range warm  from 5
    +(amount) on each buy, {modifier}
    +3 on each visit, at most 2 times per 1 day
    +2 on latest click, expires after 2 days
    +1 on each profile modified where changed(n), at most 3 points per 1 day
    +4 while tags contains "a"
    +2 while age(joined) between 1 day and 3 days
score t:
    {field}
    -1 for every 1 day without visit
    +5 on each tag added, loses 50% every 12 hours
score u = s + t
"""

CONDITIONS: Final = (
    *(
        "n > 2",
        "n is 1",
        "m is missing",
        "flag",
        'stage is "client"',
        'tags contains "a"',
        'tags contains any ("b", "c")',
        "rich",
    ),
    *(
        "s >= 5",
        "t < 0",
        "u > 3",
        "s is warm",
        "leadscore > 4",
        "10 / n > 3",
        "count(orders) > 1",
        'seen(orders where status is "open")',
    ),
    *(
        "count(visit within 2 days) >= 2",
        "not seen(buy within 1 day)",
        "sum(amount of buy within 2 days) > 4",
        "count(click) > 1",
    ),
    *(
        "age(joined) >= 1 day",
        "age(created) > 12 hours",
        "until(joined) < 1 day",
        "gained(s within 1 day) > 4",
        "last(visit) > joined",
    ),
)
SETS: Final = (
    *(
        "n to n + 1",
        "n to 0",
        "n to 1",
        "m to n",
        "m to s",
        "flag to not flag",
        "flag to n > 1",
        'stage to "client"',
        "stage to country",
    ),
    *(
        'country to "lead"',
        "joined to last(visit)",
        "joined to created",
        "langs to tags",
        "n to 10 / m",
        "m to leadscore",
        "other to other + s",
    ),
)
TRIGGERS: Final = (
    "visit",
    "buy",
    "click",
    "profile modified",
    "profile created",
    "profile removed",
    "tag added",
    "tag removed",
    "points adjusted",
)


@dataclass(frozen=True)
class Life:
    """A ruleset and what happens to three profiles under it."""

    rules: str
    loaded: tuple[tuple[str, dict[str, Value], int | None], ...]
    events: tuple[Event, ...]
    end: int

    def __repr__(self) -> str:
        return "\n".join(["", self.rules, *map(repr, self.loaded), *map(repr, self.events), f"until {self.end}"])


class Teller:
    """Writes follow-ups and what happens; a random generator that Hypothesis drives makes the choices."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.paths = False
        """Whether the events of the follow-up that is written have a path."""

    def chance(self, share: float) -> bool:
        """True in about this share of cases."""
        return self.random.random() > 1 - share

    def pick(self, items: Sequence[T]) -> T:
        """One of several."""
        return items[self.random.randrange(len(items))]

    def rules(self) -> str:
        """The whole ruleset."""
        field_of = self.pick(("", "s", "t"))
        properties = self.pick(("initial 1", "maximum 9", "minimum 0")) + ("\n    field leadscore" if field_of == "s" else "")
        modifier = self.pick(("expires after 1 day", "loses 1 point every 12 hours", "never expires"))
        text = DATA.format(properties=properties, modifier=modifier, field="field leadscore" if field_of == "t" else "minimum -5")
        return text + "".join(self.followup(number) for number in range(self.random.randrange(1, 6)))

    def condition(self) -> str:
        """A condition on the profile."""
        one = self.pick(CONDITIONS)
        if self.chance(0.3):
            return f"({one} {self.pick(('and', 'or'))} {'not ' if self.chance(0.3) else ''}({self.pick(CONDITIONS)}))"
        return f"not ({one})" if self.chance(0.2) else one

    def followup(self, number: int) -> str:
        """A follow-up with any trigger, header and steps."""
        self.paths, lines = False, []
        again = False
        match self.random.randrange(8):
            case 0 | 1 | 2:
                events = list(dict.fromkeys(self.pick(TRIGGERS) for _ in range(self.random.randrange(1, 3))))
                if self.chance(0.2):
                    events = [f"orders {self.pick(('created', 'modified', 'removed'))}"]
                self.paths = all(one in ("visit", "buy") for one in events)
                lines.append(f"on {' or '.join(events)}")
            case 3 | 4:
                lines.append(f"when {self.condition()}")
                again = True
            case 5:
                lines.append(
                    f"when {self.pick(('s', 'u'))} gains more than {self.pick((0, 2, 4))} points within {self.pick(DURATIONS)}"
                )
                again = True
            case 6:
                lines.append(
                    f"when {self.pick(('s', 'u'))} gains fewer than {self.pick((1, 3, 6))} points within {self.pick(DURATIONS)}"
                )
            case _:
                lines.append(f"when {self.pick(('s', 't', 'u'))} changes")
        if self.chance(0.3):
            lines.append(f"where {self.condition()}")
        if again and self.chance(0.4):
            lines.append(f"again when {self.condition()}")
        if self.chance(0.5):
            lines.append(self.pick(("limit once", f"limit {self.random.randrange(1, 4)} per {self.pick(DURATIONS)}")))
        if self.chance(0.2):
            lines.append(f"limit {self.random.randrange(1, 3)} per {self.pick(DURATIONS)} overall")
        if self.chance(0.3):
            lines.append(f"cancel when {self.condition()}")
        if self.chance(0.05):
            lines.append("enabled false")
        lines += self.steps(2)
        return f"followup f{number}:\n" + "".join(f"    {line}\n" for line in lines)

    def steps(self, depth: int) -> list[str]:
        """Some steps."""
        lines: list[str] = []
        for _ in range(self.random.randrange(1, 4)):
            match self.random.randrange(9):
                case 0 | 1:
                    lines.append(f"set {self.pick(SETS)}" if not self.paths or self.chance(0.8) else "set stage to path")
                case 2:
                    lines.append(f'{self.pick(("add", "remove"))} tag "{self.pick(TAGS)}"')
                case 3:
                    expires = f", expires after {self.pick(DURATIONS)}" if self.chance(0.5) else ""
                    lines.append(f"award {self.pick(('+2', '-1.5', '+(n)', '+(m / 2)'))} to {self.pick(('s', 't'))}{expires}")
                case 4 | 5:
                    more = ", other: path" if self.paths else ""
                    lines.append(
                        f'do say "{self.pick(TAGS)}", value: {self.pick(("n", "s", "m", "leadscore"))}, '
                        f"moment: joined, items: langs{more}"
                    )
                case 6:
                    lines.append(f"wait {self.pick(DURATIONS)}")
                case 7 if depth:
                    lines.append(f"if {self.condition()}:")
                    lines += [f"    {line}" for line in self.steps(depth - 1)]
                    if self.chance(0.4):
                        lines.append("else:")
                        lines += [f"    {line}" for line in self.steps(depth - 1)]
                case _:
                    lines.append('do say "z"' if self.chance(0.7) else "stop")
        return lines

    def life(self) -> Life:
        """A ruleset and a stream over three profiles."""
        rules, names = self.rules(), ("p1", "p2", "p3")
        loaded = tuple((name, self.fields(), self.pick((None, START - DAY, START))) for name in names if self.chance(0.3))
        now, events = START, list[Event]()
        for number in range(self.random.randrange(1, 22)):
            now += self.pick(STEPS) * QUARTER + (self.pick((0, 1)) if self.chance(0.2) else 0)
            moment = now - self.pick(LATE) if self.chance(0.1) else now
            identity = self.pick(events).id if events and self.chance(0.05) else f"e{number}"
            events.append(self.event(identity, self.pick(names), moment))
        return Life(rules, loaded, tuple(events), now + self.pick(STEPS) * QUARTER)

    def event(self, identity: str, profile: str, moment: int) -> Event:
        """Any event."""
        kind = self.pick(
            (
                "visit",
                "visit",
                "buy",
                "buy",
                "click",
                "profile.modified",
                "profile.modified",
                "orders",
                "tag.added",
                "tag.removed",
                "points.adjusted",
                "profile.removed",
            )
        )
        data: dict[str, Value]
        match kind:
            case "visit":
                data = {"path": self.pick(("client", "/a"))}
            case "buy":
                data = {"amount": self.pick((1, 2, 5, -3, 0.5)), "path": self.pick(("client", "/a"))}
            case "orders":
                kind = f"orders.{self.pick(('created', 'created', 'modified', 'removed'))}"
                data = {"id": self.pick(("1", "2"))}
                if kind != "orders.removed":
                    data |= {"amount": self.pick((1, 2)), "status": self.pick(("open", "paid"))}
            case "profile.modified":
                data = self.fields()
            case "tag.added" | "tag.removed":
                data = {"tag": self.pick(TAGS)}
            case "points.adjusted":
                data = {"score": self.pick(("s", "t")), "points": self.pick((3, -4))}
            case _:
                data = {}
        return Event(identity, kind, profile, moment, data)

    def fields(self) -> dict[str, Value]:
        """Some fields."""
        known: dict[str, tuple[Value, ...]] = {
            "n": (0, 1, 2, 5), "m": (None, 0, 4), "flag": (True, False), "stage": ("new", "client"),
            "country": ("NL", "lead", None),
            "joined": tuple(START + number * QUARTER for number in range(-4, 30, 3)), "langs": ((), ("x", "y")),
        }  # fmt: skip
        return {name: self.pick(values) for name, values in known.items() if self.chance(0.4)}


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """A random ruleset with follow-ups, and a random stream."""
    return Teller(draw(st.randoms(use_true_random=False))).life()


@dataclass
class World:
    """The profiles of a life while it is lived, and all that came out, by profile."""

    program: Program
    states: dict[str, ProfileState] = field(default_factory=dict)
    outcomes: dict[str, tuple[list[object], ...]] = field(default_factory=dict)
    """By profile: entries, actions, failures, refusals."""

    @classmethod
    def of(
        cls,
        life: Life,
        execution: Literal["python", "reference"] = "python",
        names: Iterable[str] = ("p1", "p2", "p3"),
        optimisations: Optimisations = EVERYTHING,
    ) -> "World":
        """A world whose profiles are loaded and have had no events."""
        world = cls(compile_model(model_of(life.rules), execution, optimisations=optimisations))
        for name, fields, created in life.loaded:
            if name in names:
                load_profile(world.program, world.state(name), fields, None, created)
        return world

    def state(self, profile: str) -> ProfileState:
        """The state of a profile; a removed one starts anew."""
        state = self.states.get(profile)
        if state is None or state.removed:
            ids = {} if state is None else state.ids
            state = self.states[profile] = new_state(self.program, profile)
            state.ids = ids
        return state

    def process(self, event: Event) -> None:
        """Let an event happen."""
        self.keep(event.profile, in_full(step(self.program, self.state(event.profile), event)))

    def advance(self, profile: str, moment: int) -> None:
        """Let time pass for a profile."""
        if not self.states[profile].removed:
            self.keep(profile, advance(self.program, self.states[profile], moment))

    def keep(self, profile: str, outcome: Outcome) -> None:
        """Keep what came out."""
        faults = [failure.diagnostic.arguments for failure in outcome.failures if failure.diagnostic.code == "LS859"]
        assert not faults, faults
        state = self.states[profile]
        assert state.next_due is None or state.next_due > state.clock
        entries, actions, failures, refusals = self.outcomes.setdefault(profile, ([], [], [], []))
        entries += outcome.entries
        actions += outcome.actions
        failures += outcome.failures
        refusals += [outcome.refusal] if outcome.refusal else []

    def finish(self, life: Life) -> "World":
        """Advance every profile to the end."""
        for profile in sorted(self.states):
            self.advance(profile, life.end)
        return self

    def reload(self) -> None:
        """Write and read every state."""
        self.states = {profile: load(self.program, dump(self.program, state)) for profile, state in self.states.items()}

    def everything(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """All states, and all that came out, as bytes."""
        states = {profile: dump(self.program, self.states[profile]) for profile in sorted(self.states)}
        return states, {profile: repr(self.outcomes.get(profile)).encode() for profile in sorted(self.states)}


@given(lives())
def test_executions_agree_on_follow_ups(life: Life) -> None:
    """Compiled rules, with and without short ways, and the reference do the same at every event, and no engine fault happens."""
    slow = World.of(life, "reference")
    ways = (EVERYTHING, Optimisations(direct=False), Optimisations(fewest=1), Optimisations(guarded=False))
    all_fast = [World.of(life, optimisations=one) for one in ways]
    for event in life.events:
        slow.process(event)
        expected = slow.everything()
        for fast in all_fast:
            fast.process(event)
            assert fast.everything() == expected
    expected = slow.finish(life).everything()
    for fast in all_fast:
        assert fast.finish(life).everything() == expected


@given(lives(), st.integers(1, 5), st.integers(0, 3))
def test_any_way_of_processing_gives_the_same_bytes(life: Life, batch: int, part: int) -> None:
    """One go, batches with states written and read between, one profile after the other, time passing in bits: all the same."""
    whole = World.of(life)
    for event in life.events:
        whole.process(event)
    expected = whole.finish(life).everything()

    batches = World.of(life)
    for number, event in enumerate(life.events):
        if number % batch == 0:
            batches.reload()
        batches.process(event)
    batches.reload()
    assert batches.finish(life).everything() == expected

    states: dict[str, bytes] = {}
    outcomes: dict[str, bytes] = {}
    for name in ("p1", "p2", "p3"):
        single = World.of(life, names=(name,))
        for event in life.events:
            if event.profile == name:
                single.process(event)
        some, others = single.finish(life).everything()
        states |= some
        outcomes |= others
    assert (states, outcomes) == expected

    bits = World.of(life)
    for event in life.events:
        state = bits.state(event.profile)
        copy = load(bits.program, dump(bits.program, state))
        if state.born and state.clock < event.time and step(bits.program, copy, event).status == "processed":
            for moment in (state.next_due, state.clock + (event.time - state.clock) * part // 4):
                if moment is not None and moment < event.time:
                    bits.advance(event.profile, moment)
        bits.process(event)
    assert bits.finish(life).everything() == expected


@settings(max_examples=12)
@given(lives(), st.integers(0, 3))
def test_any_order_of_profiles_gives_the_same_output(life: Life, first: int) -> None:
    """A run writes the same bytes whether the events of its profiles are mixed or come one profile after the other."""
    with TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "rules.lsdsl").write_text(life.rules, encoding="utf-8")
        grouped = sorted(life.events, key=lambda event: (int(event.profile[1]) + first) % 3)
        for name, events in (("mixed", life.events), ("grouped", tuple(grouped))):
            lines = [json.dumps(_record(event)) + "\n" for event in events]
            (base / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
            end = moment_text(life.end)
            result = run(
                "run",
                str(base / "rules.lsdsl"),
                "--events",
                str(base / f"{name}.jsonl"),
                "--as-of",
                end,
                "--out",
                str(base / name),
            )
            assert result.exit_code in (0, 1), result.output
        for name in ("profiles.jsonl", "ledger.jsonl", "actions.jsonl", "failures.jsonl"):
            assert (base / "mixed" / name).read_bytes() == (base / "grouped" / name).read_bytes()


def _record(event: Event) -> dict[str, object]:
    data = {
        name: moment_text(value) if name == "joined" and isinstance(value, int) else value for name, value in event.data.items()
    }
    return {"id": event.id, "type": event.type, "profile": event.profile, "time": moment_text(event.time), "data": data}
