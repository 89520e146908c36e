"""Helpers of the syntax tests: a text in, declarations and (line, code) pairs out."""

from pathlib import Path

import pytest

from lsdsl.source import Source
from lsdsl.syntax import parse
from lsdsl.syntax.tree import Declaration
from tests.unit.syntax.reading import Codes, One, Read

FIRST = Path(__file__).parent / "examples" / "first.lsdsl"


@pytest.fixture
def first() -> str:
    """The text of the first example of the language."""
    return FIRST.read_text(encoding="utf-8")


@pytest.fixture
def read() -> Read:
    """Parse a text."""
    return lambda text: parse(Source("rules.lsdsl", text))


@pytest.fixture
def one(read: Read) -> One:
    """The only declaration of a text that has no findings."""

    def only(text: str) -> Declaration:
        file, findings = read(text)
        assert findings == []
        (declaration,) = file.declarations
        return declaration

    return only


@pytest.fixture
def codes(read: Read) -> Codes:
    """The line and the code of each finding of a text."""

    def found(text: str) -> list[tuple[int, str]]:
        source = Source("rules.lsdsl", text)
        return [(source.position(finding.span.start).line, finding.code) for finding in read(text)[1]]

    return found
