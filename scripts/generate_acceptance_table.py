#!/usr/bin/env python3
"""Writes docs/acceptance.md: what lsdsl must do, how it is written, and the test that shows it.

python scripts/generate_acceptance_table.py          writes docs/acceptance.md
python scripts/generate_acceptance_table.py FILE     writes another file
"""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
TESTS: Final = ROOT / "tests" / "acceptance"
TEST: Final = re.compile(r"test_(?P<row>[a-e]\d\d|decision_\d\d)_\w+")

HEAD: Final = """\
# What lsdsl must do

Five lead-scoring systems say in their own documents what they do. Each row is one behaviour of them, in our words, with how it is
written here and the tests that show it. Where their documents leave a doubt, the [decisions](#decisions) at the end say what
holds. Written by `scripts/generate_acceptance_table.py` from `tests/acceptance/`.
"""
SECTIONS: Final = {
    "a": "Copernica: the tutorial on lead scoring",
    "b": "Infusionsoft (Keap): the help page on lead scoring",
    "c": "Dynamics CRM: a consultant's article",
    "d": "Constant Contact Lead Gen & CRM",
    "e": "GreenRope: automation by score",
    "decision": "Decisions",
}
BEHAVIOUR: Final = "behaviour"


@dataclass(frozen=True, slots=True)
class Row:
    """A behaviour: its id, what it is, and snippets of how it is written, by their kind."""

    id: str
    behaviour: str
    snippets: dict[str, str]

    @property
    def section(self) -> str:
        """The key of the section that the row stands in."""
        return "decision" if self.id.startswith("decision") else self.id[0]


@dataclass(frozen=True, slots=True)
class Test:
    """A test that is named after a row, and the name of its file."""

    name: str
    file: str


def main() -> None:
    """Write the table."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "acceptance.md"
    target.write_text(table(), encoding="utf-8")


def table() -> str:
    """The page. Raises ``ValueError`` when there is a row without a test."""
    rows, tests = read_rows(), find_tests()
    untested = [row.id for row in rows if row.id not in tests]
    if untested:
        raise ValueError(f"no test for {', '.join(untested)}")
    lines = [HEAD]
    for key, title in SECTIONS.items():
        lines += [f"## {title}", "", "| row | behaviour | how it is written | test |", "| --- | --- | --- | --- |"]
        lines += [line_of(row, tests[row.id]) for row in rows if row.section == key]
        lines.append("")
    return "\n".join(lines)


def read_rows() -> list[Row]:
    """The rows of rows.toml, in its order."""
    with (TESTS / "rows.toml").open("rb") as file:
        entries = tomllib.load(file)
    return [
        Row(id, entry[BEHAVIOUR], {kind: text.lstrip("\n") for kind, text in entry.items() if kind != BEHAVIOUR})
        for id, entry in entries.items()  # noqa: A001 - what the rows call it
    ]


def find_tests() -> dict[str, list[Test]]:
    """The tests of each row, in the order of files and lines."""
    found: dict[str, list[Test]] = defaultdict(list)
    for file in sorted(TESTS.glob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (named := TEST.fullmatch(node.name)):
                found[named["row"]].append(Test(node.name, file.name))
    return dict(found)


def line_of(row: Row, tests: list[Test]) -> str:
    """A row of the table."""
    written = "<br>".join(code(line) for text in row.snippets.values() for line in text.splitlines())
    links = "<br>".join(f"[{test.name}](../tests/acceptance/{test.file})" for test in tests)
    name = row.id.removeprefix("decision_").upper()
    return f"| {name} | {row.behaviour} | {written} | {links} |"


def code(line: str) -> str:
    """A line of a snippet; the blanks at its beginning are kept, and a line with backticks is fenced by two."""
    text = line.lstrip()
    fence, blank = ("``", " ") if "`" in text else ("`", "")
    return "&emsp;" * ((len(line) - len(text)) // 4) + f"{fence}{blank}{text}{blank}{fence}"


if __name__ == "__main__":
    main()
