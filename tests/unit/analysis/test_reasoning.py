"""What is said of a condition without trying it is what comes out when it is tried on everything."""

from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsdsl.analysis.reasoning import Reasoning
from lsdsl.analysis.world import World
from lsdsl.diagnostics import words_of
from lsdsl.model import check_text
from tests.unit.analysis.universe import LOOSE, OWNER, PAIRS, RULES, TOPICS, Topic, outcomes

VERDICTS: Final = {frozenset({True}): "always", frozenset({False}): "never", frozenset({True, False}): None}


@st.composite
def conditions(draw: st.DrawFn, extra: tuple[str, ...] = ()) -> tuple[str, list[Topic]]:
    """A condition of some tests about one or two topics."""
    topics = draw(st.lists(st.sampled_from(TOPICS), min_size=1, max_size=2, unique_by=lambda one: OWNER.get(one.name, one.name)))
    tests = st.sampled_from([test for topic in topics for test in topic.tests] + [*extra])
    tree = st.recursive(
        tests,
        lambda inner: st.one_of(
            inner.map(lambda one: f"not ({one})"),
            st.tuples(st.sampled_from((" and ", " or ")), st.lists(inner, min_size=2, max_size=3)).map(
                lambda pair: "(" + pair[0].join(f"({one})" for one in pair[1]) + ")"
            ),
        ),
        max_leaves=6,
    )
    return draw(tree), topics


def said_and_tried(condition: str, topics: list[Topic]) -> tuple[str | None, str | None]:
    """The verdict, and what it should be."""
    model, findings = check_text(f"{RULES}\nlet tested = {condition}\n")
    assert model is not None, [words_of(one).message for one in findings]
    value = model.lets["tested"].value
    return Reasoning(World(model)).constant(value), VERDICTS[frozenset(outcomes(value, model, topics))]


@settings(max_examples=400, deadline=None)
@given(conditions())
def test_verdict_is_the_outcome(tested: tuple[str, list[Topic]]) -> None:
    """Of conditions about single values the verdict is right; of others than texts none is left out either."""
    said, tried = said_and_tried(*tested)
    assert said == tried or (said is None and any(topic.name in LOOSE for topic in tested[1]))


NUMBERS: Final = [topic for topic in TOPICS if topic.name in {"n", "m"}]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*PAIRS, *(test for topic in NUMBERS for test in topic.tests)]), min_size=1, max_size=4),
    st.booleans(),
)
def test_nothing_false_of_pairs(tests: list[str], both: bool) -> None:
    """Of conditions that compare two values, and calculate, nothing is said that is not so."""
    said, tried = said_and_tried((" and " if both else " or ").join(f"({one})" for one in tests), NUMBERS)
    assert said in (None, tried)


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        ("n > 100 and n < 50", "never"),
        ("n > 5 or n <= 5", None),
        ("n > 5 or n <= 5 or n is missing", "always"),
        ("m > 5 or m <= 5", "always"),
        ("not (n < 5) and not (n >= 5)", None),
        ("not (n < 5) and not (n >= 5) and n is not missing", "never"),
        ('domain(word) is "Example.com"', "never"),
        ('domain(word) ends with "@example.com"', "never"),
        ('domain(word) ends with ".com"', None),
        ("count(visit) > 2 and count(visit) < 3", "never"),
        ("n > 2 and n < 3", None),
        ("age(created) > 5 days or age(created) <= 5 days", "always"),
        ("n < m and m < n", "never"),
        ("min(n, 5) > 5", "never"),
    ],
)
def test_verdicts(condition: str, verdict: str | None) -> None:
    """The verdicts that the pages of LS501 and LS502 promise."""
    model, findings = check_text(f"{RULES}\nlet tested = {condition}\n")
    assert model is not None, [words_of(one).message for one in findings]
    assert Reasoning(World(model)).constant(model.lets["tested"].value) == verdict


def test_long_conditions_are_left_alone() -> None:
    """What would take too long to find out is not claimed: here each of many sums could be anything."""
    names = [f"f{number}" for number in range(40)]
    fields = "profile:\n" + "".join(f"    {name} boolean = false\n" for name in names)
    either = " and ".join(f"({one} or {other})" for one, other in pairwise(names))
    neither = " and ".join(f"(not {one} or not {other})" for one, other in pairwise(names))
    model, _ = check_text(f"{fields}\nlet tested = {either} and {neither} and {names[0]} and {names[-1]}\n")
    assert model is not None
    assert Reasoning(World(model)).constant(model.lets["tested"].value) in (None, "never")
