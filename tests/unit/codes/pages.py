"""The examples on the pages of codes: written to a folder as they stand there, and what lsdsl says about them."""

import json
import re
from pathlib import Path
from typing import Final

from lsdsl.diagnostics import CATALOGUE
from lsdsl.diagnostics.pages import Block, Page
from tests.unit.cli.program import run

RULES: Final = "leads.lsdsl"
SETTINGS: Final = "lsdsl.toml"
INPUTS: Final = ("profiles", "events")

NOT_BY_EXAMPLE: Final = {
    "LS001": "bytes that are no UTF-8 cannot stand on a page: tests/golden/LS001-not-utf8",
    "LS002": "needs a file of a megabyte: tests/golden/test_limits.py",
    "LS003": "a lone carriage return cannot be seen on a page: tests/golden/LS003-lone-carriage-return",
    "LS105": "a hidden character cannot be seen on a page: tests/golden/LS105-hidden-character",
    "LS107": "letters that look alike cannot be told apart on a page: tests/golden/LS107-mixed-scripts",
    "LS108": "a hidden character cannot be seen on a page: tests/golden/LS108-hidden-character-in-text",
    "LS109": "letters that look alike cannot be told apart on a page: tests/golden/LS109-mixed-scripts-in-text",
    "LS132": "needs hundreds of operands: tests/golden/LS132-expression-too-long",
    "LS133": "needs dozens of parentheses: tests/golden/LS133-nesting-too-deep",
    "LS134": "needs fifty other findings: tests/golden/test_limits.py",
    "LS135": "needs hundreds of thousands of words: tests/golden/test_limits.py",
    "LS401": "a hidden character cannot be seen on a page: tests/golden/LS401-box-hidden-character",
    "LS459": "is caused by mistakes of lsdsl only: tests/sandbox/test_verify.py",
    "LS544": "needs the columns of the data: tests/unit/checks/test_fields_without_data.py",
    "LS701": "is found by lsdsl test: tests/unit/testing/test_report.py",
    "LS702": "is found by lsdsl test: tests/unit/testing/test_report.py",
    "LS703": "is found by lsdsl test: tests/unit/testing/test_report.py",
    "LS704": "is found by lsdsl test: tests/unit/cli/test_test.py",
    "LS705": "is found by lsdsl test: tests/unit/cli/test_test.py",
    "LS803": "bytes that are no UTF-8 cannot stand on a page: tests/unit/records/test_readers.py",
    "LS806": "needs a line of sixteen megabytes: tests/unit/records/test_readers.py",
    "LS807": "needs a packed file that is cut off: tests/unit/records/test_readers.py",
    "LS808": "needs a cell of more than a hundred thousand characters: tests/unit/records/test_readers.py",
    "LS845": "is found by lsdsl deliver: tests/unit/delivery/test_delivery.py",
    "LS859": "is caused by mistakes of lsdsl only: tests/unit/followups/test_transactions.py",
    "LS869": "is caused by mistakes of lsdsl only: tests/sandbox/test_isolation.py",
    "LS870": "is found by lsdsl ingest: tests/unit/ingest/test_refusals.py",
    "LS871": "is found by lsdsl ingest: tests/unit/ingest/test_refusals.py",
    "LS872": "is found by lsdsl ingest: tests/unit/ingest/test_refusals.py",
    "LS873": "is found by lsdsl ingest: tests/unit/ingest/test_refusals.py",
    "LS874": "is found by lsdsl ingest: tests/unit/ingest/test_refusals.py",
    "LS875": "is found by lsdsl ingest: tests/unit/ingest/test_refusals.py",
    "LS876": "is found by lsdsl ingest: tests/unit/ingest/test_refusals.py",
    "LS877": "is found by lsdsl ingest: tests/unit/ingest/test_refusals.py",
    "LS878": "is found by lsdsl ingest: tests/unit/ingest/test_refusals.py",
}
"""Codes whose examples are only shown, each with the reason and the test that causes it."""

COMES_AFTER: Final = {"LS866": "LS860"}
"""Codes that another one has to lead to, in the same example."""


def written(page: Page, section: str, folder: Path) -> tuple[Block, ...]:
    """Write the files of an example: rules, settings, data, and texts whose fence has a file name after ``text``."""
    blocks = page.blocks(section)
    for block in blocks:
        if name := file_of(block):
            assert not (folder / name).exists(), f"two blocks of {section} are {name}"
            (folder / name).write_text(block.text, encoding="utf-8")
    if not (folder / RULES).exists():
        # Settings alone are read only where there is a ruleset; this one is sound.
        (folder / RULES).write_text("event page_visit\n\nscore engagement:\n    +5 on each page_visit\n", encoding="utf-8")
    return blocks


def file_of(block: Block) -> str | None:
    """The name of the file that a block is, if it is one."""
    match block.language, block.words:
        case "lsdsl", ():
            return RULES
        case "toml", ():
            return SETTINGS
        case "csv" | "jsonl", (kind,) if kind in INPUTS:
            return f"{kind}.{block.language}"
        case "text", (name,):
            return name
        case _:
            return None


def codes_of_check(code: str) -> list[str]:
    """The codes that ``lsdsl check`` gives in the current folder, where the code of the page is switched on."""
    switched_on = () if CATALOGUE[code].enabled else ("--select", code)
    result = run("check", ".", "--format", "json", *switched_on)
    assert result.exit_code in {0, 1, 2}, result.output
    assert result.stdout, result.stderr
    return [str(one["code"]) for one in json.loads(result.stdout)["diagnostics"]]


def codes_of_run(blocks: tuple[Block, ...]) -> list[str]:
    """The codes of what ``lsdsl run`` leaves out, rejects, or fails at, on the data of an example."""
    result = run(*command_of(blocks), "--out", "out")
    assert result.exit_code in {0, 1}, result.output
    lines = [
        line
        for name in ("rejects.jsonl", "failures.jsonl")
        if (Path("out") / name).exists()
        for line in (Path("out") / name).read_text(encoding="utf-8").splitlines()
    ]
    # Rejects and failures stand on stderr too, but not all of them.
    left_out = re.findall(r"^LS0\d\d(?= )", result.stderr, re.MULTILINE)
    return left_out + [str(json.loads(line)["code"]) for line in lines]


def command_of(blocks: tuple[Block, ...]) -> list[str]:
    """What to run on the data of an example: the command in its ``console`` block, else ``run`` with all its files."""
    for block in blocks:
        if block.language == "console":
            return block.text.removeprefix("$ lsdsl ").split()
    files = {kind: file_of(block) for block in blocks for kind in INPUTS if kind in block.words}
    return ["run", RULES, *(word for kind, name in files.items() if name is not None for word in (f"--{kind}", name))]


def has_data(blocks: tuple[Block, ...]) -> bool:
    """Whether an example has profiles or events to run on."""
    return any(kind in block.words for block in blocks for kind in INPUTS)
