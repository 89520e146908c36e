"""Two rulesets side by side: who moves, where to, by which rule, and what follow-ups do."""

from pathlib import Path

import pytest

from lsdsl.difference.comparing import Wanted
from lsdsl.difference.report import Difference, ScoreReport
from lsdsl.runner.batch import run
from lsdsl.runner.receivers import Kept
from lsdsl.runner.ruleset import Ruleset
from tests.unit.difference.rulesets import OLD, changed, compared, model_of, values, write_data

THIRTY = changed(("+20  on each visit where", "+30  on each visit where"))


def of(difference: Difference, score: str) -> ScoreReport:
    """What became of a score."""
    (report,) = [one for one in difference.scores if one.score == score]
    return report


def test_the_same_rules_move_nobody(tmp_path: Path) -> None:
    """Without a change nothing differs, and all profiles are looked at."""
    difference = compared(OLD, tmp_path)
    assert (difference.profiles, difference.moved, difference.other_value, difference.changes) == (5, 0, 0, [])
    assert [score.movers for score in difference.scores] == [[], []]
    assert not any(one.differs for one in difference.followups)


def test_values_are_those_of_two_runs(tmp_path: Path) -> None:
    """Old and new values are what ``run`` gives under either ruleset."""
    options = write_data(tmp_path)
    runs = []
    for text in (OLD, THIRTY):
        kept = Kept(Ruleset(model_of(text)).program)
        run(Ruleset(model_of(text)), options, kept)
        runs.append({one.id: one.scores["heat"].value for one in kept.profiles})
    different = {name: (runs[0][name], runs[1][name]) for name in runs[0] if runs[0][name] != runs[1][name]}
    assert different == values(compared(THIRTY, tmp_path), "heat") == {"a": (45, 65), "b": (60, 90)}


def test_ranges_moved_and_the_rules_responsible(tmp_path: Path) -> None:
    """A profile that crosses a threshold counts as moved, and the rule that brought it there is named with its place."""
    difference = compared(THIRTY, tmp_path)
    heat = of(difference, "heat")
    assert heat.matrix == {("warm", "hot"): 1, ("hot", "hot"): 1, ("cold", "cold"): 3}
    assert (difference.means, difference.moved, difference.other_value, difference.share) == ("range", 1, 2, 0.2)
    assert (heat.moved, heat.crossed, heat.mean) == (2, 1, 10.0)
    assert [mover.moved.profile for mover in heat.movers] == ["b", "a"]
    (reason,) = heat.movers[1].reasons
    assert (reason.rule, reason.old, reason.new, reason.place) == ("pricing page", 40, 60, "new.lsdsl:23")


def test_the_limits_of_the_score_are_a_reason(tmp_path: Path) -> None:
    """What no rule accounts for is the doing of the score's own limits."""
    heat = of(compared(changed(("    maximum 100\n", "    maximum 50\n")), tmp_path), "heat")
    (mover,) = heat.movers
    assert [(one.rule, one.old, one.new) for one in mover.reasons] == [("limits of the score and its groups", 0, -10)]


def test_a_rule_with_another_condition_is_one_reason(tmp_path: Path) -> None:
    """A rule that was paired by likeness is one rule with two sums, not one that went and one that came."""
    new = changed(
        ('path is "/pricing", at most', 'path starts with "/pricing" and path is not "/x", at most'), ("+20  on", "+21  on")
    )
    reasons = of(compared(new, tmp_path), "heat").movers[0].reasons
    assert [(one.rule, one.old, one.new) for one in reasons] == [("pricing page", 60, 63)]


def test_followups_that_run_more_often(tmp_path: Path) -> None:
    """Runs are counted whether they ask for actions or not, and actions beside them."""
    told = {one.name: (one.runs, one.actions) for one in compared(THIRTY, tmp_path).followups}
    assert told == {"call_hot": ((1, 2), (1, 2)), "mark": ((2, 2), (0, 0))}
    hotter = compared(changed(("range warm  from 20", "range warm  from 10")), tmp_path)
    assert {one.name: one.runs for one in hotter.followups if one.differs} == {"mark": (2, 3)}


def test_limits_for_all_profiles_together(tmp_path: Path) -> None:
    """Actions that an overall limit holds back are not counted as actions, and the runs held back are told."""
    new = changed(
        ("    limit once\n", "    limit 1 per 30 days overall\n"), ("+20  on each visit where", "+30  on each visit where")
    )
    (call,) = [one for one in compared(new, tmp_path).followups if one.name == "call_hot"]
    assert (call.runs, call.actions, call.held_back) == ((1, 2), (1, 1), (0, 1))


def test_effects_of_rules(tmp_path: Path) -> None:
    """A rule that is different tells what it gave in all under either ruleset."""
    difference = compared(THIRTY, tmp_path)
    (change,) = difference.changes
    effect = difference.effect(change)
    assert effect is not None
    assert (effect.awards, effect.points) == ((5, 5), (100, 150))


def test_profiles_on_one_side_only(tmp_path: Path) -> None:
    """A profile that only exists where its event is known counts as moved; the others do not."""
    options = write_data(tmp_path)
    with Path(options.events[0]).open("a", encoding="utf-8") as file:
        file.write('{"id": "n", "type": "call", "profile": "z", "time": "2026-01-04T00:00:00Z"}\n')
    difference = compared(OLD + "\nevent call\n", tmp_path, options=options)
    assert (difference.only_old, difference.only_new, difference.profiles, difference.moved) == (0, 1, 6, 1)
    assert (difference.old.rejects_by_code, difference.new.rejects) == ({"LS814": 1}, 0)


def test_one_score_and_what_counts_as_moved(tmp_path: Path) -> None:
    """With a score only that one is looked at; a score without ranges has moved when its value has."""
    plain = compared(changed(("+1  on each visit", "+2  on each visit")), tmp_path, Wanted(score="plain"))
    assert ([one.score for one in plain.scores], plain.means, plain.moved) == (["plain"], "value", 3)
    both = compared(changed(("+1  on each visit", "+2  on each visit")), tmp_path)
    assert (both.means, both.moved, both.other_value) == ("range", 0, 3)
    assert compared(THIRTY, tmp_path, Wanted(means="value")).moved == 2


@pytest.mark.parametrize("top", [1, 2])
def test_top_movers(tmp_path: Path, top: int) -> None:
    """Only so many of the largest movers are named."""
    assert len(of(compared(THIRTY, tmp_path, Wanted(top=top)), "heat").movers) == top
