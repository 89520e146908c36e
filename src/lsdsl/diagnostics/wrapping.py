"""Breaking texts for a terminal: at blanks, never within what stands between backticks."""

from typing import Final

from lsdsl.pattern import pattern
from lsdsl.source import display_width

# Code between backticks stays on one line, together with the punctuation at its ends.
_WORD: Final = pattern(r"(?:``.*?``|`[^`]*`|[^\s`]|`)+")


def wrapped(text: str, room: int) -> list[str]:
    """The text in lines of at most ``room`` cells; a word that is longer has a line of its own."""
    lines: list[str] = []
    for word in _WORD.findall(text):
        if lines and display_width(lines[-1]) + 1 + display_width(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
