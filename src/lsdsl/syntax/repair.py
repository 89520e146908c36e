"""The user's own line as it is after a repair, for the words of a finding."""

from collections.abc import Sequence
from typing import Final

from lsdsl.diagnostics.model import Edit
from lsdsl.source import Source

LONGEST_SHOWN: Final = 76


def repaired(source: Source, edits: Sequence[Edit]) -> str | None:
    """The line with the edits made, without its indentation and comment; None when it is too long to be shown or is several."""
    line = source.position(edits[0].span.start).line
    start = source.line_starts[line - 1]
    end = start + len(source.line_text(line))
    if end - start > 4 * LONGEST_SHOWN:
        return None
    text, at = "", start
    for edit in sorted(edits, key=lambda one: one.span.start):
        if edit.span.start < at or edit.span.end > end:
            return None
        text += source.text[at : edit.span.start] + edit.text
        at = edit.span.end
    text = (text + source.text[at:end]).strip()
    return text if 0 < len(text) <= LONGEST_SHOWN and "`" not in text else None
