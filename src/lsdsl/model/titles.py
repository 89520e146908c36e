"""Titles of rules: the first line of the description or, without one, the rule's own words."""

from typing import Final

from lsdsl.model.context import Context
from lsdsl.source import Span

LONGEST: Final = 80
LEADING: Final = ("on ", "while ", "for ")
"""Words that only join a rule to its points."""


def title_of(description: str, words: Span, context: Context) -> str:
    """The title of a rule; ``words`` are its own words without the points and the modifiers."""
    lines = description.strip().splitlines()
    if lines:
        return shortened(lines[0])
    return shortened(own_words(words, context))


def own_words(words: Span, context: Context) -> str:
    """The source text of a place, on one line, without the word that joins it to the points."""
    text = " ".join(context.sources[words.path].text[words.start : words.end].split()).rstrip(" ,:")
    for word in LEADING:
        text = text.removeprefix(word)
    return text


def shortened(text: str) -> str:
    """The text, cut when it is long."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
