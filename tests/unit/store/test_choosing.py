"""The order of a selection that is read from a state, and what is wrong where there is no state."""

from pathlib import Path

import pytest

from lsdsl.engine.results import ProfileResult
from lsdsl.model.types import Value
from lsdsl.runner.selecting import Member, in_order
from lsdsl.store.selecting import rank
from tests.unit.cli.program import run


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "values",
    [
        (3, None, 2.5, 3, -1, 0, None, 10**12),
        ("b", "B", "abc", "ab", "", None, "Zandstra", "de Vries", "É", "z"),
        (True, False, None, True),
    ],
)
def test_ranks_are_the_order_of_a_selection(values: tuple[Value, ...], *, descending: bool) -> None:
    """Members that are sorted by rank stand as they do when all of them are in memory."""
    members = [Member(ProfileResult(f"p{number % 5}{number}", {}, (), {}, {}, ()), value) for number, value in enumerate(values)]
    expected = in_order(members, descending=descending)
    assert sorted(members, key=lambda one: rank(one, descending=descending)) == expected


def test_neither_rules_nor_state(tmp_path: Path) -> None:
    """Without a state the rules are needed; a state that is not there is said."""
    for verb in ("select", "why"):
        assert "Missing argument 'RULES'" in run(verb, "hot", "--events", "events.jsonl").stderr
        absent = run(verb, "hot", "--state", str(tmp_path / "absent.db"))
        assert (absent.exit_code, "there is no such state" in absent.stderr) == (2, True)
