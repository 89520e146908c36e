"""The ways to score made-up events that are timed side by side, each ready to run from profiles that nothing has happened to."""

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any, Final, Literal

import lsdsl
from lsdsl.compile import compile_model
from lsdsl.compile.plan import Program
from lsdsl.engine.event import Event
from lsdsl.engine.serialising import dump
from lsdsl.engine.state import ProfileState
from lsdsl.engine.step import load_profile, new_state, step
from lsdsl.records.raw import RawRecord, Reject
from lsdsl.records.schema import Schema
from scripts.benchmarks import handwritten
from scripts.benchmarks.measuring import Prepare, Run
from scripts.benchmarks.peers import Peer, Record, Score, everything, only_read
from scripts.benchmarks.workload import EVENTS, Rule, holds, rule_text

Kind = Literal["hand", "lsdsl", "peer"]
Scores = dict[str, int]
FASTEST: Final = "datalogic-py"
"""The fastest peer, which is measured a second time with ``KEPT`` to its name: with what lsdsl keeps, but by hand."""
KEPT: Final = " + ids, clock by hand"
TRIED: Final = 100
MILLION: Final = 1_000_000

BARE: Final = "by hand: bare points"
HAND: Final = "by hand: ids, clock, ledger"
HAND_ENTRIES: Final = "by hand: the same, entries in full"
HAND_DICTIONARIES: Final = "by hand: from dictionaries"
HAND_READ: Final = "by hand: the same, entries read"
STEP: Final = "lsdsl step"
STEP_ENTRIES: Final = "lsdsl step, entries in full"
PROCESS: Final = "lsdsl Engine.process"
PROCESS_READ: Final = "lsdsl Engine.process, entries read"
EVERYTHING: Final = "lsdsl step, everything on"
CHANGING: Final = "lsdsl step, with awards that expire and fade"

Feature = Literal["limits", "expiry", "fading", "windows", "follow-ups"]
ORDER: Final[tuple[Feature | None, ...]] = (None, "limits", "expiry", "fading", "windows", "limits")
MODIFIERS: Final[Mapping[Feature, str]] = {
    "limits": ", at most 3 times per 7 days",
    "expiry": ", expires after 30 days",
    "fading": ", at most 60 points per 7 days, halves every 14 days",
}
FOLLOWUPS: Final = """
followup hot:
    when engagement gains more than 1000000 points within 1 day
    do notify "hot", to: "sales@example.com"
followup demo:
    on demo_request
    where employees > 1000000
    do notify "demo", to: "sales@example.com"
followup full:
    when engagement >= 1000000
    do notify "full", to: "sales@example.com"
"""
FEATURED: Final[Mapping[str, tuple[Feature, ...]]] = {
    "lsdsl step, limits": ("limits",),
    "lsdsl step, expiry": ("expiry",),
    "lsdsl step, fading": ("fading",),
    "lsdsl step, windows": ("windows",),
    "lsdsl step, follow-ups": ("follow-ups",),
    EVERYTHING: ("limits", "windows", "follow-ups"),
    CHANGING: ("limits", "expiry", "fading", "windows", "follow-ups"),
}
"""The engine with rules that have more than points, with all that has a target, and with awards that time changes as well."""

AGAINST: Final[Mapping[str, str]] = {
    STEP: HAND,
    STEP_ENTRIES: HAND_ENTRIES,
    PROCESS: HAND_DICTIONARIES,
    PROCESS_READ: HAND_READ,
    **dict.fromkeys(FEATURED, STEP),
}
"""What each is compared with; the peers are compared with ``STEP``, which does more than they do."""


class DisagreementError(Exception):
    """A way gives other scores than the plainly right sums."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A way to score: ``prepare`` for so many events gives what is timed; after that ``scores`` are read from it."""

    kind: Kind
    use: str
    prepare: Callable[[int], tuple[Run, Callable[[], Scores]]]
    comparable: bool = True
    """Whether the plain sums are what it has to give."""

    def timed(self) -> Prepare:
        """What the rounds need."""
        return lambda events: self.prepare(events)[0]


@dataclass(frozen=True, slots=True)
class Workload:
    """Rules, profiles and events, in the form of users and in that of the engine."""

    rules: Sequence[Rule]
    profiles: Mapping[str, dict[str, Any]]
    given: Sequence[dict[str, Any]]
    ruleset: lsdsl.Ruleset
    events: Sequence[Event]

    @classmethod
    def of(cls, rules: Sequence[Rule], profiles: Mapping[str, dict[str, Any]], given: Sequence[dict[str, Any]]) -> "Workload":
        """The workload with its ruleset compiled and its events converted."""
        ruleset = load_text(rule_text(rules))
        schema = Schema(ruleset.model)
        events = []
        for one in given:
            event = schema.event_record(RawRecord("made up", 1, one, one))
            assert not isinstance(event, Reject), event
            events.append(event)
        return cls(rules, profiles, given, ruleset, events)

    def points(self) -> list[int]:
        """The points of each event, plainly right."""
        by_type: dict[str, list[Rule]] = {}
        for rule in self.rules:
            by_type.setdefault(rule.event, []).append(rule)
        return [
            sum(rule.points for rule in by_type.get(one["type"], ()) if holds(rule, one, self.profiles[one["profile"]]))
            for one in self.given
        ]


def load_text(text: str) -> lsdsl.Ruleset:
    """A ruleset from its text, the way a user loads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.lsdsl"
        path.write_text(text, encoding="utf-8")
        return lsdsl.load(path)


def text_with(rules: Sequence[Rule], features: Iterable[Feature]) -> str:
    """The same rules with limits on a third of them, all else on a sixth each, and follow-ups that never start."""
    head, _, body = rule_text(rules).partition("\nscore engagement:\n")
    lines = []
    for number, line in enumerate(body.splitlines()):
        rule, _, name = line.rpartition(", as ")
        feature = ORDER[number % len(ORDER)]
        if feature is not None and feature in features:
            if feature == "windows":
                rule += f" {'and' if ' where ' in rule else 'where'} count({rules[number].event} within 7 days) <= 5"
            else:
                rule += MODIFIERS[feature]
        lines.append(f"{rule}, as {name}")
    return f"{head}\nscore engagement:\n" + "\n".join(lines) + "\n" + (FOLLOWUPS if "follow-ups" in features else "")


def contenders(work: Workload, peers: Mapping[str, Peer], featured: Mapping[str, tuple[Feature, ...]]) -> dict[str, Contender]:
    """All ways, by their names."""
    hand = handwritten.write_program(work.rules)
    found = {
        BARE: Contender("hand", "one function an event type, the sum and nothing else", _bare(work, hand)),
        HAND: Contender("hand", "and ids of 30 days, late events, totals, an entry an award", _kept(work, hand, full=False)),
        HAND_ENTRIES: Contender("hand", "and the entries spelled out", _kept(work, hand, full=True)),
        HAND_DICTIONARIES: Contender("hand", "and every event checked and converted", _from_user(work, hand, read=False)),
        HAND_READ: Contender("hand", "and the entries with names and datetimes", _from_user(work, hand, read=True)),
        STEP: Contender("lsdsl", "the engine on converted events", _step(work, work.ruleset.program, full=False)),
        STEP_ENTRIES: Contender("lsdsl", "and the entries spelled out", _step(work, work.ruleset.program, full=True)),
        PROCESS: Contender("lsdsl", "the library on dictionaries", _process(work, read=False)),
        PROCESS_READ: Contender("lsdsl", "and every entry read", _process(work, read=True)),
    }
    for name, features in featured.items():
        program = load_text(text_with(work.rules, features)).program
        use = f"rules with {', '.join(features)}"
        found[name] = Contender("lsdsl", use, _step(work, program, full=False), comparable=False)
    for name, peer in peers.items():
        functions = peer.scores(work.rules)
        found[name] = Contender("peer", peer.use, _peer(work, functions))
        if name == FASTEST:
            found[f"{name}{KEPT}"] = Contender("peer", "and ids, clock, totals by hand", _peer_kept(work, functions))
    return found


def agree(work: Workload, name: str, contender: Contender, points: Sequence[int], events: int) -> None:
    """Hold the scores of a way after so many events against the plain sums. Raises ``DisagreementError``."""
    run, scores = contender.prepare(events)
    run()
    if not contender.comparable:
        return
    wanted = dict.fromkeys(work.profiles, 0)
    for one, sum_of_points in zip(work.given[:events], points, strict=False):
        wanted[one["profile"]] += sum_of_points
    found = scores()
    wrong = [profile for profile, score in wanted.items() if found.get(profile, 0) != score]
    if wrong:
        first = wrong[0]
        raise DisagreementError(f"{name}: {len(wrong)} wrong scores; {first} has {found.get(first)}, right is {wanted[first]}")


def agree_with_reference(work: Workload, name: str, features: Iterable[Feature], events: int) -> None:
    """Hold rules with some features against the reference execution: the same entries, the same states."""
    model = load_text(text_with(work.rules, features)).model
    fast, plain = compile_model(model), compile_model(model, "reference")
    ours, theirs = _states(work, fast), _states(work, plain)
    for event in work.events[:events]:
        mine, its = step(fast, ours[event.profile], event), step(plain, theirs[event.profile], event)
        if mine.entries != its.entries or [*mine.actions, *mine.failures] or [*its.actions, *its.failures]:
            raise DisagreementError(f"{name}: event {event.id} differs from the reference execution")
    for profile, state in ours.items():
        if dump(fast, state) != dump(plain, theirs[profile]):
            raise DisagreementError(f"{name}: the state of {profile} differs from the reference execution")


def _bare(work: Workload, hand: handwritten.Program) -> Callable[[int], tuple[Run, Callable[[], Scores]]]:
    def prepare(number: int) -> tuple[Run, Callable[[], Scores]]:
        events, fields, scores, functions = work.events[:number], work.profiles, dict.fromkeys(work.profiles, 0), hand.bare

        def run() -> None:
            for event in events:
                profile = event.profile
                scores[profile] += functions[event.type](event.data, fields[profile])

        return run, lambda: scores

    return prepare


def _leads(work: Workload) -> dict[str, handwritten.Lead]:
    return {profile: handwritten.Lead(fields) for profile, fields in work.profiles.items()}


def _kept(work: Workload, hand: handwritten.Program, *, full: bool) -> Callable[[int], tuple[Run, Callable[[], Scores]]]:
    def prepare(number: int) -> tuple[Run, Callable[[], Scores]]:
        events, leads, functions, entries_of = work.events[:number], _leads(work), hand.kept, handwritten.entries_of

        def run() -> None:
            for event in events:
                functions[event.type](leads[event.profile], event)

        def run_in_full() -> None:
            for event in events:
                kept = functions[event.type](leads[event.profile], event)
                if kept is not None:
                    entries_of(kept)

        return run_in_full if full else run, lambda: {one: lead.score for one, lead in leads.items()}

    return prepare


def _from_user(work: Workload, hand: handwritten.Program, *, read: bool) -> Callable[[int], tuple[Run, Callable[[], Scores]]]:
    names = [f"r{number}" for number in range(len(work.rules))]
    places = [f"rules.lsdsl:{number}" for number in range(len(work.rules))]

    def prepare(number: int) -> tuple[Run, Callable[[], Scores]]:
        given, leads, functions, event_of = work.given[:number], _leads(work), hand.kept, hand.event
        readable = handwritten.readable_entries

        def run() -> None:
            for one in given:
                event = event_of(one)
                kept = functions[event.type](leads[event.profile], event)
                if read and kept is not None:
                    for entry in readable(kept, event.profile, names, places):
                        assert entry.points

        return run, lambda: {one: lead.score for one, lead in leads.items()}

    return prepare


def _states(work: Workload, program: Program) -> dict[str, ProfileState]:
    states = {}
    for profile, fields in work.profiles.items():
        state = states[profile] = new_state(program, profile)
        load_profile(program, state, fields)
    return states


def _step(work: Workload, program: Program, *, full: bool) -> Callable[[int], tuple[Run, Callable[[], Scores]]]:
    def prepare(number: int) -> tuple[Run, Callable[[], Scores]]:
        events, states, process = work.events[:number], _states(work, program), step

        def run() -> None:
            for event in events:
                process(program, states[event.profile], event)

        def run_in_full() -> None:
            for event in events:
                _ = process(program, states[event.profile], event).entries

        return run_in_full if full else run, lambda: {one: state.totals[0] // MILLION for one, state in states.items()}

    return prepare


def _process(work: Workload, *, read: bool) -> Callable[[int], tuple[Run, Callable[[], Scores]]]:
    def prepare(number: int) -> tuple[Run, Callable[[], Scores]]:
        given, engine = work.given[:number], lsdsl.Engine(work.ruleset)
        for profile, fields in work.profiles.items():
            engine.add_profile(profile, fields)
        process = engine.process

        def run() -> None:
            if read:
                for one in given:
                    for entry in process(one).entries:
                        assert entry.points
            else:
                for one in given:
                    process(one)

        def scores() -> Scores:
            return {one.id: int(one.scores["engagement"].value or 0) for one in engine.profiles()}

        return run, scores

    return prepare


def _records(work: Workload, functions: Mapping[str, Score]) -> Mapping[str, Record]:
    """What a peer is given, by event type: all values or only those that are read, whichever it is faster with."""
    choices = (dict.fromkeys(EVENTS, everything), {event: only_read(work.rules, event) for event in EVENTS})

    def seconds(records: Mapping[str, Record]) -> float:
        begin = process_time()
        for event in work.events[:TRIED]:
            functions[event.type](records[event.type](work.profiles[event.profile], event.data))
        return process_time() - begin

    return min(choices, key=lambda records: min(seconds(records) for _ in range(3)))


def _peer(work: Workload, functions: Mapping[str, Score]) -> Callable[[int], tuple[Run, Callable[[], Scores]]]:
    records = _records(work, functions)

    def prepare(number: int) -> tuple[Run, Callable[[], Scores]]:
        events, fields, scores = work.events[:number], work.profiles, dict.fromkeys(work.profiles, 0)

        def run() -> None:
            for event in events:
                profile, kind = event.profile, event.type
                scores[profile] += functions[kind](records[kind](fields[profile], event.data))

        return run, lambda: scores

    return prepare


def _peer_kept(work: Workload, functions: Mapping[str, Score]) -> Callable[[int], tuple[Run, Callable[[], Scores]]]:
    records = _records(work, functions)

    def total(event: str) -> Callable[[Any, Any], int]:
        function, record = functions[event], records[event]
        return lambda fields, data: function(record(fields, data))

    kept = {event: handwritten.keep_around(total(event), event) for event in EVENTS}

    def prepare(number: int) -> tuple[Run, Callable[[], Scores]]:
        events, leads = work.events[:number], _leads(work)

        def run() -> None:
            for event in events:
                kept[event.type](leads[event.profile], event)

        return run, lambda: {one: lead.score for one, lead in leads.items()}

    return prepare
