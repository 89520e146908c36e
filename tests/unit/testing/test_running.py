"""Many tests: which run, in which order, in how many processes."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from lsdsl.model import declarations
from lsdsl.testing import Result, run_tests, running
from lsdsl.testing.playing import Stage
from lsdsl.testing.running import chosen
from tests.unit.testing.rules import ruleset

MANY = "\n".join(
    f'test "visit {number}":\n    on page_visit path = "/pricing"\n    expect engagement == {20 + number % 2}\n'
    for number in range(30)
)


def test_results_have_the_order_of_the_tests_in_any_number_of_processes(tmp_path: Path) -> None:
    """What processes give is the same as what one gives, but for the time that it took."""
    rules = ruleset(tmp_path, MANY)
    alone, several = run_tests(rules, jobs=1), run_tests(rules, jobs=3)
    assert [one.name for one in alone] == [f"visit {number}" for number in range(30)]
    assert [(one.name, one.problems, one.seen) for one in alone] == [(one.name, one.problems, one.seen) for one in several]
    assert [one.status for one in several[:2]] == ["passed", "failed"]


def test_help_is_called_when_much_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first tests run alone, the others in several processes; the results have the same order."""
    rules = ruleset(tmp_path, MANY)
    alone = run_tests(rules, jobs=1)
    helped: list[int] = []
    at_once = running._at_once

    def counting(stage: Stage, tests: Sequence[declarations.Test], processes: int) -> list[Result]:
        helped.append(len(tests))
        return at_once(stage, tests, processes)

    monkeypatch.setattr(running, "_at_once", counting)
    monkeypatch.setattr(running, "ALONE", 0.0)
    monkeypatch.setattr(running, "WORTH_HELP", 0.0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert [(one.name, one.problems) for one in run_tests(rules)] == [(one.name, one.problems) for one in alone]
    assert helped == [29]


@pytest.mark.parametrize(("words", "count"), [("", 30), ("visit", 30), ("VISIT 7", 3), ("7 visit", 3), ("visits", 0)])
def test_tests_are_chosen_by_words_of_their_names(words: str, count: int, tmp_path: Path) -> None:
    """All words have to be in the name, in any order and any case."""
    assert len(chosen(ruleset(tmp_path, MANY).model.tests.values(), words)) == count


def test_no_tests_give_no_results(tmp_path: Path) -> None:
    """An empty list is no mistake here."""
    assert run_tests(ruleset(tmp_path, "")) == []
