"""Findings made by hand, for tests of how they are shown."""

from lsdsl.diagnostics import Diagnostic, Edit, Related, Suppressed, finding
from lsdsl.source import Source, Span

TEXT = """\
profile:
    country  text

score fit:
    +20 while cuntry is "NL"
"""
SOURCE = Source("leads.lsdsl", TEXT)
SOURCES = {SOURCE.path: SOURCE}


def span_of(source: Source, words: str) -> Span:
    """The place of the first occurrence of some words."""
    start = source.text.index(words)
    return source.span(start, start + len(words))


def unknown_name(source: Source = SOURCE, words: str = "cuntry") -> Diagnostic:
    """An error with a suggestion."""
    return finding("LS200", span_of(source, words), name=words, suggestion="`country`")


def similar_tag(*related: Related) -> Diagnostic:
    """A warning."""
    return finding("LS250", span_of(SOURCE, '"NL"'), *related, tag="NL", other="nl")


def mended(*, safe: bool = True) -> Diagnostic:
    """The error, with a fix that touches two places."""
    one = unknown_name()
    return one.with_fix(Edit(one.span, "country"), Edit(span_of(SOURCE, '"NL"'), '"BE"'), safe=safe)


SUPPRESSED = (
    Suppressed(similar_tag(), "inSource", "the old export spells it so"),
    Suppressed(finding("LS250", span_of(SOURCE, "fit"), tag="fit", other="Fit"), "external"),
)
