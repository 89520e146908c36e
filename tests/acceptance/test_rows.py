"""Every row of what lsdsl must do has a test, every test a row, and the table of both in the docs is true."""

import ast
import json
import textwrap
from typing import Final

import click
import pytest

import lsdsl
from lsdsl.cli import program
from lsdsl.diagnostics import CATALOGUE
from lsdsl.records.events import ENVELOPE
from scripts.generate_acceptance_table import ROOT, TEST, TESTS, Row, find_tests, read_rows, table

COUNTS: Final = {"a": 56, "b": 47, "c": 26, "d": 25, "e": 25, "decision_": 16}
ROWS: Final = read_rows()
SNIPPETS: Final = [(row, kind) for row in ROWS for kind in row.snippets]
IN_RULES: Final = {
    "profile": "profile:\n{}",
    "score": "score s:\n{}",
    "followup": "followup f:\n{}\n    stop",
    "box": "followup f:\n    on e\n    script:\n{}",
}
"""Where the lines of a snippet stand in a rule file."""


def test_all_rows_are_there() -> None:
    """The five systems and the decisions have their rows, each with a number, in order."""
    expected = [f"{section}{number:02}" for section, count in COUNTS.items() for number in range(1, count + 1)]
    assert [row.id for row in ROWS] == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_each_row_has_a_test(row: Row) -> None:
    """A row without a test named after it is a mistake; so is one that does not say how it is written."""
    assert find_tests().get(row.id)
    assert row.snippets


def test_each_test_has_a_row() -> None:
    """A test in this folder that is named after no row is a mistake."""
    rows = {row.id for row in ROWS}
    strays = [
        f"{file.name}: {node.name}"
        for file in TESTS.glob("test_*.py")
        if file.name != "test_rows.py"
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test")
        if not (named := TEST.fullmatch(node.name)) or named["row"] not in rows
    ]
    assert strays == []


def test_the_page_is_up_to_date() -> None:
    """docs/acceptance.md is what scripts/generate_acceptance_table.py writes."""
    page = ROOT / "docs" / "acceptance.md"
    assert page.read_text(encoding="utf-8") == table(), "run scripts/generate_acceptance_table.py"


def test_a_row_without_a_test_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table is not written while a row has no test."""
    monkeypatch.setattr("scripts.generate_acceptance_table.find_tests", dict)
    with pytest.raises(ValueError, match="no test for a01, a02"):
        table()


@pytest.mark.parametrize(("row", "kind"), SNIPPETS, ids=[f"{row.id}-{kind}" for row, kind in SNIPPETS])
def test_snippets_can_be_written(row: Row, kind: str) -> None:
    """What the table shows is sound in its place: rules and boxes by their syntax, calls by their verbs and options."""
    text = row.snippets[kind]
    assert "|" not in text
    match kind:
        case "data":
            assert json.loads(text).keys() <= {"id", "fields", *ENVELOPE}
        case "python":
            ast.parse(text)
        case "command":
            check_command(text.split())
        case "rules":
            assert syntax_findings(text) == []
        case "condition":
            assert syntax_findings(f"let x = {text}") == []
        case "box":
            ast.parse(text)
            assert syntax_findings(IN_RULES[kind].format(textwrap.indent(text, "        "))) == []
        case _:
            assert syntax_findings(IN_RULES[kind].format(textwrap.indent(text, "    "))) == []


def syntax_findings(rules: str) -> list[str]:
    """The findings on the form of rules, and of boxes, whose names need not exist."""
    codes = [one.code for one in lsdsl.check("rules.lsdsl", text=rules + "\n").diagnostics]
    return [code for code in codes if code.startswith(("LS1", "LS40"))]


def check_command(words: list[str]) -> None:
    """A call of the program names a verb, options that the verb has, and a code or an inventory that exists."""
    name, verb, *arguments = words
    assert name == "lsdsl"
    command = program.get_command(click.Context(program), verb)
    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts}
    for argument in arguments:
        if argument.startswith("--"):
            assert argument in known
        elif verb == "explain":
            assert argument in CATALOGUE
