"""How the work for one profile grows with its events: counted in steps of the interpreter and in numbers that are added up."""

import sys
from collections.abc import Iterable
from textwrap import dedent
from types import FrameType
from typing import Any, Final

import pytest

from lsdsl.compile import compile_model, rings
from lsdsl.compile.python import runtime
from lsdsl.engine import live
from lsdsl.engine.event import Event
from lsdsl.engine.outcome import in_full
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.step import advance, new_state, step
from lsdsl.model import check_text
from lsdsl.model.types import DAY
from tests.support import DATA, HOUR, START

MINUTE: Final = HOUR // 60

RULES: Final = {
    "expiry": "score s:\n    +5 on each visit, expires after 90 days",
    "points that leave as others come": "score s:\n    +5 on each visit, expires after 1 hour",
    "loss of points": "score s:\n    +3 on each visit, loses 1 points every 1 hour",
    "halving": "score s:\n    +10 on each visit, halves every 6 hours",
    "several rules and scores": """
        score s:
            maximum 100
            +5 on each visit, expires after 90 days, as long
            +2 on each visit, expires after 3 hours, as short
        score t:
            +9 on each visit, loses 50% every 2 hours, as fading
            group g maximum 20:
                -1 on each visit, expires after 1 day, as lost
        """,
    "a limit of points": "score s:\n    +5 on each visit, at most 100000 points per 90 days, expires after 30 days",
    "latest": "score s:\n    +5 on latest visit per path, halves every 1 day",
    "gains in a condition": """
        score s:
            +5 on each visit, expires after 90 days
            +3 while gained(s within 30 days) > 100000
        """,
    "gains with a trigger": """
        score s:
            +5 on each visit, expires after 90 days
        followup f:
            when s gains more than 100 points within 30 days
            again when s < 0
            add tag "hot"
        """,
    "sums of a window": """
        score s:
            +5 on each visit, expires after 90 days
            +3 while sum(amount of visit within 30 days) > 100
            +1 on each visit where sum(amount of visit within 1 hour) < 0
        """,
    "quiet": """
        score s:
            +5 on each visit, expires after 90 days
        followup f:
            when s gains fewer than 10 points within 30 days
            add tag "cold"
        """,
    "waits": """
        score s:
            +5 on each visit, expires after 90 days
        followup f:
            on visit
            cancel when s < 0
            wait 2 hours
            wait 10 days
            award +1 to s, expires after 2 days
        """,
}


class Work:
    """Counts the instructions that Python carries out, and how many remembered numbers are added up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done = self.added = 0
        for module in (rings, runtime):
            monkeypatch.setattr(module, "sum", self._sum, raising=False)

    def _sum(self, numbers: Iterable[int]) -> int:
        known = [*numbers]
        self.added += len(known)
        return sum(known)

    def _trace(self, frame: FrameType, happened: str, _argument: Any) -> Any:
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        self.done += happened == "opcode"
        return self._trace

    def __enter__(self) -> None:
        self.before = sys.gettrace()
        sys.settrace(self._trace)

    def __exit__(self, *_: object) -> None:
        sys.settrace(self.before)


def effort(rules: str, events: int, work: Work) -> tuple[float, float]:
    """Instructions for an event or ledger entry, and numbers added up for an event, of a profile with a visit each minute."""
    model, findings = check_text(dedent(rules) + DATA)
    assert model is not None, findings
    program = compile_model(model)
    state, entries, done, added = new_state(program, "p"), 0, work.done, work.added
    for number in range(events):
        event = Event(f"e{number}", "visit", "p", START + number * MINUTE, {"path": f"/{number % 97}", "amount": number % 3})
        with work:
            outcome = in_full(step(program, state, event))
        assert not outcome.failures
        entries += len(outcome.entries)
    return (work.done - done) / (events + entries), (work.added - added) / events


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_work_grows_with_events_and_entries_only(rules: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many awards, gains, occurrences and runs a profile has, one more event or entry costs the same."""
    monkeypatch.setattr(live, "_BLOCK", 32 * live.SIZE)
    work = Work(monkeypatch)
    (few, _), (many, added) = effort(rules, 300, work), effort(rules, 600, work)
    assert many < 1.25 * few
    assert added < 20


def test_no_block_of_awards_grows_long() -> None:
    """Awards that change before others never push more than a block of them back; the bytes are those of one block."""
    model, _ = check_text(
        "score s:\n    +5 on each visit, expires after 90 days\n    +2 on each click, expires after 60 days\n" + DATA
    )
    assert model is not None
    program = compile_model(model)
    state = new_state(program, "p")
    longest = 0
    for number in range(4_000):
        kind = "click" if number % 2 else "visit"
        step(program, state, Event(f"e{number}", kind, "p", START + number * MINUTE, {}))
        longest = max(longest, *map(len, (state.awards, *state.later)))
    assert len([*live.live_awards(state)]) == 4_000
    assert longest <= 1_024 * live.SIZE
    written = dump(program, state)
    read = load(program, written)
    assert dump(program, read) == written
    ends = [in_full(advance(program, one, START + 63 * DAY)).entries for one in (state, read)]
    assert ends[0] == ends[1]
    assert [len(ends[0]), dump(program, state)] == [2_000, dump(program, read)]
