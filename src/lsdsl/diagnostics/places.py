"""Where a finding is, in lines and columns; a file that has no text (not UTF-8, too large) has only a beginning."""

from collections.abc import Mapping

from lsdsl.source import Position, Source, Span

BEGINNING = Position(1, 1)


def start_of(span: Span, sources: Mapping[str, Source]) -> Position:
    """The line and column at which a span begins."""
    source = sources.get(span.path)
    return source.position(span.start) if source else BEGINNING


def end_of(span: Span, sources: Mapping[str, Source]) -> Position:
    """The line and column just after a span."""
    source = sources.get(span.path)
    return source.position(span.end) if source else BEGINNING


def has_text(path: str, sources: Mapping[str, Source]) -> bool:
    """Whether there is anything to show of a file."""
    return path in sources and bool(sources[path].text)
