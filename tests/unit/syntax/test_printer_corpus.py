"""All rule texts that the project has: their tree, their comments, and the second run."""

import re
from pathlib import Path

import pytest

from lsdsl.diagnostics.model import Severity
from lsdsl.diagnostics.summary import severity_of
from lsdsl.source import Source
from lsdsl.syntax import decode, parse
from lsdsl.syntax.printer import format_text
from lsdsl.syntax.printer.same import same

ROOT = Path(__file__).resolve().parents[3]
WRITTEN = [*sorted((ROOT / "examples").rglob("*.lsdsl")), ROOT / "grammar" / "prelude.lsdsl"]
GOLDEN = sorted((ROOT / "tests").rglob("*.lsdsl"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "examples").glob("*/README.md"))]
SNIPPETS = [
    (f"{page.relative_to(ROOT).as_posix()}:{text.count(chr(10), 0, block.start()) + 1}", block[1])
    for page in PAGES
    for text in [page.read_text(encoding="utf-8")]
    for block in re.finditer(r"^```lsdsl[^\n]*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
]


def check(name: str, text: str) -> str | None:
    """The text in the layout, once it is sure that nothing else has changed; None when it has syntax errors."""
    source = Source(name, text)
    before, findings = parse(source)
    once, _ = format_text(source)
    broken = any(severity_of(one) is Severity.ERROR for one in findings)
    assert (once is None) == broken
    if once is not None:
        after, _ = parse(Source(name, once))
        assert same(before, after)
        assert format_text(Source(name, once))[0] == once
        assert once == "" or once.endswith("\n")
    return once


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples_and_prelude_are_in_the_layout(path: Path) -> None:
    """Who learns from the examples learns the layout."""
    text = path.read_text(encoding="utf-8")
    assert check(path.name, text) == text


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_golden_inputs(path: Path) -> None:
    """The inputs of all other tests, those with errors included, which are left alone."""
    source, findings = decode(path.name, path.read_bytes())
    if source is not None and not findings:
        check(path.name, source.text)


@pytest.mark.parametrize(("name", "text"), SNIPPETS, ids=[name for name, _ in SNIPPETS])
def test_snippets_of_the_pages(name: str, text: str) -> None:
    """The rules on the pages mean the same in the layout."""
    check(name, text)


def test_the_first_example_is_in_the_layout(first: str) -> None:
    """The layout is the one of the example that the language begins with, but for one blank too many in it."""
    assert check("first.lsdsl", first) == first.replace("    url   text\n", "    url  text\n")
