"""The lines of a score: awards, clamps, tables, computed scores, and the limits that are used up."""

import pytest

from lsdsl.model.types import DAY
from lsdsl.why.proof import Full
from lsdsl.why.sentences import told, uncounted
from tests.support import HOUR, START
from tests.unit.why.asking import ask, happened, life_of, line_of, proof, tape_of

POINT = 1_000_000


def sizes(rules: str, *events: object, **given: object) -> dict[str, float]:
    """The lines of the first score: points by title."""
    return {line.title: line.points / POINT for line in proof(rules, *events, **given).lines}  # type: ignore[arg-type]


def test_awards_of_a_rule_stand_in_one_line() -> None:
    """Each award still alive tells its event, what it brought, and when it expires; one that expired is gone."""
    rules = """
    score s:
        ## Visits
        +5  on each visit, expires after 10 days
    """
    score = proof(rules, happened("visit", 0, path="/a"), happened("visit", 2 * DAY, path="/b"), at=11 * DAY)
    (line,) = score.lines
    (award,) = line.awards
    assert (line.points, award.type, award.data, award.expires) == (5 * POINT, "visit", (("path", "/b"),), START + 12 * DAY)
    assert told(line, START) == 'visit, 3 January (path "/b"); expires 13 January'


def test_fading_award_tells_what_is_left() -> None:
    """An award that fades tells what it was, what is left and when it fades next."""
    score = proof("score s:\n    ## Buys\n    +8  on each buy, halves every 2 days", happened("buy"), at=5 * DAY)
    (line,) = score.lines
    (award,) = line.awards
    assert (award.given, award.points, award.changes, award.then) == (8 * POINT, 2 * POINT, START + 6 * DAY, POINT)
    assert told(line, START) == "buy, 1 January; faded from +8; fades next on 7 January"


def test_repeat_replaces_the_award_of_its_own_value() -> None:
    """A latest rule that counts by an attribute replaces the award of the same value and leaves the others."""
    events = [happened("visit", 0, path="/a"), happened("visit", DAY, path="/b"), happened("visit", 2 * DAY, path="/a")]
    (line,) = proof("score s:\n    +5  on latest visit per path", *events, at=3 * DAY).lines
    assert [(dict(award.data)["path"], award.time - START) for award in line.awards] == [("/b", DAY), ("/a", 2 * DAY)]


def test_cut_award_says_so() -> None:
    """An award that a limit of points cut is told with what was left of it."""
    rules = "score s:\n    +5  on each visit, at most 8 points per 7 days"
    (line,) = proof(rules, happened("visit"), happened("visit", HOUR), at=DAY).lines
    assert (line.points, [award.cut for award in line.awards]) == (8 * POINT, [False, True])
    assert "cut by a limit to +3" in told(line, START)


def test_clamps_are_lines() -> None:
    """What a group and the score cut is told in lines of their own, so that the sum is right."""
    rules = """
    score s:
        initial 1
        maximum 20
        group g maximum 15:
            +9  on each visit
        +9  while level is 0
    """
    found = sizes(rules, happened("visit"), happened("visit", HOUR), at=DAY)
    assert list(found.values()) == [1, 9, 18, -3, -5]
    assert {"to begin with", "group g: maximum 15 cuts 3", "maximum 20 cuts 5"} < found.keys()


def test_minimum_lifts() -> None:
    """A minimum that holds a score up is a line with points."""
    assert sizes("score s:\n    minimum 0\n    -7  on each visit", happened("visit"))["minimum 0 lifts 7"] == 7


def test_correction_of_a_person() -> None:
    """A correction stands in a line of its own with its reason."""
    adjusted = happened("points adjusted", score="s", points=3, reason="met at the fair")
    line = line_of(proof("score s:\n    +1  on each visit", adjusted), "corrected by a person")
    assert (line.points, line.note) == (3 * POINT, "1 January: met at the fair")


def test_rows_of_a_table() -> None:
    """The row that counts is a line, the next one is told with what it needs."""
    rules = "score s:\n    by employees:\n        +5   from 10\n        +10  from 50\n        +25  from 500"
    score = proof(rules, fields={"employees": 40})
    assert [(line.kind, line.points / POINT, line.facts) for line in score.lines] == [("row", 5, ("employees is 40",))]
    assert [(one.points, one.obstacles[0].text) for one in score.unmet] == [("+10", "employees is 40; needs at least 50")]


def test_parts_of_a_computed_score() -> None:
    """A computed score is the sum of its parts; each that is a score leads to its own proof."""
    rules = "score a:\n    +2  on each visit\nscore b = a * 3 - 1\nscore c = a + b"
    answer = ask(rules, happened("visit"))
    assert [[(line.title, line.points / POINT, line.score) for line in one.lines] for one in answer.scores[1:]] == [
        [("a * 3", 6, None), ("1", -1, None)],
        [("a", 2, "a"), ("b", 5, "b")],
    ]


def test_scores_without_a_value_say_why() -> None:
    """A score that is switched off, or computed from what is missing, has no lines but a reason."""
    rules = "score a:\n    enabled false\n    +1  on each visit\nscore b = employees / 2"
    assert [(one.value, one.missing) for one in ask(rules).scores] == [
        (None, "it is switched off in the rules (enabled false)"),
        (None, "employees is missing"),
    ]


def full(rules: str, *moments: int, at: int) -> tuple[Full, ...]:
    """The limits that are used up after visits at some moments."""
    return proof(rules, *(happened("visit", moment) for moment in moments), at=at).full


AGAIN = 7 * DAY + 10 * HOUR


@pytest.mark.parametrize(
    ("modifier", "text", "again"),
    [
        (
            "at most 2 times per 7 days",
            "2 of 2 times used in these 7 days; counts again from 8 January 10:00",
            AGAIN,
        ),
        (
            "at most 8 points per 7 days",
            "8 of 8 points used in these 7 days; counts again from 8 January 10:00",
            AGAIN,
        ),
        ("at most 2 times", "2 of 2 times used, for good", None),
    ],
)
def test_limit_that_is_used_up(modifier: str, text: str, again: int | None) -> None:
    """A limit that lets nothing more through tells how much is used and when it counts again; the engine agrees."""
    rules = f"score s:\n    +5  on each visit, {modifier}"
    moments = (10 * HOUR, 2 * DAY)
    (one,) = full(rules, *moments, at=3 * DAY)
    assert (one.text, one.again) == (text, None if again is None else START + again)
    if again is not None:
        tape = tape_of(*(happened("visit", moment) for moment in moments))
        for moment, counts in ((again - 1, False), (again, True)):
            life = life_of(rules, tape, moment)
            outcome = life.process(happened("visit", moment))
            assert any(entry.reason in ("award", "cut") for entry in outcome.entries) is counts


def test_limit_that_is_not_used_up() -> None:
    """A limit that still lets something through is not told."""
    assert full("score s:\n    +5  on each visit, at most 2 times per 7 days", 0, at=HOUR) == ()
    assert full("score s:\n    +5  on each visit, at most 2 times per 7 days", 0, DAY, at=7 * DAY) == ()


def test_first_counts_once() -> None:
    """A first occurrence that has happened is told as used up for good."""
    (one,) = full("score s:\n    +5  on first visit", 0, at=HOUR)
    assert one.text == "only the first one counts, for good: 1 January"


def test_events_that_limits_refused() -> None:
    """Events that met a condition and did not count are told with the limit; those that did not meet it are not."""
    rules = """
    score s:
        ## Prices
        +5  on each visit where path is "/p", at most 2 times per 7 days
        ## Clicks
        +1  on first click per path
    """
    visits = [happened("visit", day * DAY, path=path) for day, path in ((0, "/p"), (1, "/p"), (2, "/a"), (3, "/p"), (8, "/p"))]
    clicks = [happened("click", 9 * DAY + number, path="/c") for number in range(2)]
    score = proof(rules, *visits, *clicks, at=10 * DAY)
    assert [(one.title, uncounted(one, START)) for one in score.refused] == [
        ("Prices", "visit, 4 January: at most 2 times per 7 days"),
        ("Clicks", "click, 10 January: only the first per path"),
    ]
    assert score.lines[0].points == 15 * POINT
