"""What holds for every text."""

from dataclasses import fields, is_dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from lsdsl.diagnostics.catalogue import CATALOGUE, words_of
from lsdsl.diagnostics.model import Severity
from lsdsl.source import Source
from lsdsl.syntax import parse
from lsdsl.syntax.grammar import grammar
from lsdsl.syntax.tree import Bad

WORDS = [
    *grammar().keywords,
    *grammar().signs,
    "a",
    "b",
    '"t"',
    "5",
    "2.5",
    "2026-01-31",
    "\n",
    "\n    ",
    "\n        ",
    ":\n    ",
    "`",
    '"',
    "$",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=200)


def bad_nodes(node: object) -> list[Bad]:
    """All that could not be read."""
    if isinstance(node, Bad):
        return [node]
    if isinstance(node, tuple):
        return [bad for item in node for bad in bad_nodes(item)]
    if is_dataclass(node):
        return [bad for one in fields(node) for bad in bad_nodes(getattr(node, one.name))]
    return []


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_text_has_a_tree(text: str) -> None:
    """Parsing never fails, never leaves the text, and never drops a line without an error."""
    file, findings = parse(Source("x", text))
    assert all(0 <= finding.span.start <= finding.span.end <= len(text) for finding in findings)
    assert all(words_of(finding).message for finding in findings)
    errors = [finding for finding in findings if CATALOGUE[finding.code].severity is Severity.ERROR]
    assert errors or not bad_nodes(file.declarations)
