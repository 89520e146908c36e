"""The tests that come with lsdsl: those of the examples, and those that ``lsdsl init`` writes."""

from pathlib import Path

import pytest

import lsdsl
from lsdsl.testing import run_tests
from lsdsl.testing.coverage import measure
from tests.unit.cli.program import run

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@pytest.mark.parametrize("name", ["copernica", "greenrope", "shop", "software"])
def test_tests_of_the_examples_pass(name: str) -> None:
    """Each example shows tests that hold, and that see a good part of its rules."""
    rules = lsdsl.load(EXAMPLES / name)
    results = run_tests(rules)
    assert len(results) >= 7
    assert [(one.name, one.problems) for one in results if one.problems] == []
    assert measure(rules.model, results).percent > 45


@pytest.mark.parametrize("arguments", [(), ("--from", str(EXAMPLES / "shop" / "data" / "profiles.csv"))], ids=["starter", "from"])
def test_a_new_repository_passes_its_tests(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """What `lsdsl init` writes has tests, and they pass."""
    assert run("init", str(tmp_path / "new"), *arguments).exit_code == 0
    result = run("test", str(tmp_path / "new"))
    assert result.exit_code == 0, result.output
    assert "passed in" in result.stdout
