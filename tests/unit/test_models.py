"""The published models: sound, laid out, with a source, and pinned by tests that notice when a number changes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import lsdsl
from lsdsl.source import Source
from lsdsl.syntax.printer import format_text
from lsdsl.testing import run_tests
from lsdsl.testing.coverage import measure

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "models"
MODELS = sorted(file.parent.name for file in FOLDER.glob("*/rules.lsdsl"))
POINTS = re.compile(r"^ +[+-](?P<number>\d[\d_]*)  ", re.MULTILINE)
ROW = re.compile(r"^\| \[(?P<name>[\w-]+)\]\((?P<link>[^)]+)\) \| [^|]+ \| [^|]+ \| (?P<rules>\d+) \|", re.MULTILINE)


def text_of(name: str) -> str:
    """The rules of a model, and its tests."""
    return (FOLDER / name / "rules.lsdsl").read_text(encoding="utf-8")


def with_other_points(text: str) -> Iterator[tuple[str, str]]:
    """The text with one number of points raised by one, for each of them, after the line that was changed."""
    rules = text.partition('\ntest "')[0]
    for found in POINTS.finditer(rules):
        start, end = found.span("number")
        line = text[: found.end()].count("\n") + 1
        yield f"line {line}", text[:start] + str(int(found["number"].replace("_", "")) + 1) + text[end:]


def test_there_are_enough() -> None:
    """The language is tried on at least twenty models."""
    assert len(MODELS) >= 20


@pytest.mark.parametrize("name", MODELS)
def test_has_no_findings(name: str) -> None:
    """A model is sound down to the last hint."""
    assert lsdsl.check(FOLDER / name).diagnostics == ()


@pytest.mark.parametrize("name", MODELS)
def test_is_laid_out(name: str) -> None:
    """Formatting a model would change nothing."""
    path = FOLDER / name / "rules.lsdsl"
    assert format_text(Source(str(path), text_of(name)))[0] == text_of(name)


@pytest.mark.parametrize("name", MODELS)
def test_names_its_source(name: str) -> None:
    """The first lines of a model say who published it and what was open, with the choice that was made."""
    head = text_of(name).partition("\n\n")[0]
    assert all(line.startswith("#") for line in head.splitlines())
    assert len(re.findall(r"^# Source: \w", head, re.MULTILINE)) == 1
    assert head.count("# Ambiguous: ") == head.count("Chosen: ") >= 1
    assert "://" not in text_of(name)


@pytest.mark.parametrize("name", MODELS)
def test_its_tests_pass_and_see_every_rule(name: str) -> None:
    """All tests of a model pass, each rule is awarded in one, and each score, grade and selection is expected in one."""
    rules = lsdsl.load(FOLDER / name)
    results = run_tests(rules, jobs=1)
    assert results
    assert [(one.name, one.problems) for one in results if one.problems] == []
    assert measure(rules.model, results).idle == []
    expected = " ".join(re.findall(r"^    expect (.+)$", text_of(name), re.MULTILINE))
    for declared in (*rules.model.scores, *rules.model.grades, *rules.model.selections):
        assert re.search(rf"\b{declared}\b", expected), declared


@pytest.mark.parametrize("name", MODELS)
def test_other_points_break_a_test(name: str) -> None:
    """Whichever number of points is changed by one, a test of the model fails."""
    path = FOLDER / name / "rules.lsdsl"
    for line, text in with_other_points(text_of(name)):
        rules = lsdsl.check(path, text=text).ruleset
        assert rules is not None
        assert any(one.problems for one in run_tests(rules, jobs=1)), line


def test_readme_lists_them() -> None:
    """The page on the models has a row for each, in order, with the number of its rules."""
    rows = list(ROW.finditer((FOLDER / "README.md").read_text(encoding="utf-8")))
    assert [row["name"] for row in rows] == MODELS
    for row in rows:
        assert row["link"] == f"{row['name']}/rules.lsdsl"
        scores = lsdsl.load(FOLDER / row["name"]).scores
        assert int(row["rules"]) == sum(len(score.rules) for score in scores.values()), row["name"]
