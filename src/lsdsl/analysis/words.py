"""The words of the author: what a place says in its rule file."""

from lsdsl.model.declarations import Model
from lsdsl.source import Span

LONGEST = 60


def words_at(span: Span, model: Model, most: int = LONGEST) -> str:
    """The text of a place on one line, cut when it is long; empty where there is no file."""
    source = model.sources.get(span.path)
    words = " ".join(source.text[span.start : span.end].split()) if source else ""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
