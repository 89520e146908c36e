"""Limits, windows and follow-ups within the function of a whole event do what the reference does, whether they start or not."""

from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from lsdsl.compile import compile_model
from lsdsl.compile.optimisations import EVERYTHING, Optimisations
from lsdsl.engine.event import Event
from lsdsl.engine.outcome import in_full
from lsdsl.engine.serialising import dump, load
from lsdsl.engine.step import advance, new_state, step
from tests.property.running import model_of

HOUR: Final = 3_600_000_000
START: Final = 1_767_225_600_000_000
RULES: Final = """
profile:
    size number
event visit:
    pages number
event buy:
    amount number
score s:
    minimum -5
    maximum 40
    +3 on each visit, at most 2 times per 1 day, as a
    +1 on each visit where pages > 3, as b
    -2 on each visit where count(visit within 12 hours) > 3, as c
    +4 on each buy where count(visit within 1 day) <= 2 and amount >= 2, at most 3 times per 2 days, as d
    +1 on each buy, as e
score t:
    +1 on each buy where amount < 5, as f
followup hot:
    when s gains more than {gained} points within 1 day
    do notify "hot", to: "sales@example.com"
followup high:
    when s {operator} {bound}
    {again}
    do notify "high", to: "sales@example.com"
followup big:
    on buy
    where amount > 8
    do notify "big", to: "sales@example.com"
"""


@st.composite
def rulesets(draw: st.DrawFn) -> str:
    """The rules with follow-ups that start often, seldom or never."""
    text = RULES.format(
        gained=draw(st.sampled_from((0, 6, 12, 100))),
        again=draw(st.sampled_from(("again when s < 10", ""))),
        operator=draw(st.sampled_from((">", ">=", "<", "<="))),
        bound=draw(st.sampled_from((-3, 0, 5, 20, 40, 1000))),
    )
    return "\n".join(line for line in text.splitlines() if line.strip()) + "\n"


PAUSES: Final = (0, 0, 1, 1, 2, 5, 12, 24, 25, 60, -3, 800)
HAPPENINGS: Final = st.tuples(st.sampled_from(("visit", "buy")), st.sampled_from(PAUSES), st.integers(0, 10), st.integers(0, 20))


@given(rulesets(), st.lists(HAPPENINGS, min_size=1, max_size=40))
def test_guarded_events_agree_with_the_reference(rules: str, happenings: list[tuple[str, int, int, int]]) -> None:
    """Entries, actions, failures and bytes are those of the reference at every event, with states reloaded now and then."""
    model = model_of(rules)
    slow = compile_model(model, "reference")
    ways = [compile_model(model, optimisations=one) for one in (EVERYTHING, Optimisations(guarded=False))]
    assert {"visit", "buy"} <= ways[0].plain.keys()
    expected_state, states, now = new_state(slow, "p"), [new_state(one, "p") for one in ways], START
    for number, (kind, pause, value, chance) in enumerate(happenings):
        moment = now + pause * HOUR
        now = max(now, moment)
        identity = f"e{number - 1 if chance == 0 else number}"
        event = Event(identity, kind, "p", moment, {"pages" if kind == "visit" else "amount": value})
        expected = in_full(step(slow, expected_state, event))
        for place, program in enumerate(ways):
            if chance == 1:
                states[place] = load(program, dump(program, states[place]))
            assert in_full(step(program, states[place], event)) == expected
            assert dump(program, states[place]) == dump(slow, expected_state)
    end = now + 72 * HOUR
    expected = advance(slow, expected_state, end)
    for program, state in zip(ways, states, strict=True):
        assert advance(program, state, end) == expected
        assert dump(program, state) == dump(slow, expected_state)
