"""The names that text which could not be read, or was not read, seems to declare: the next phases do not ask for them."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Final

from lsdsl.source import Source, Span
from lsdsl.syntax.grammar import grammar
from lsdsl.syntax.layout import Line
from lsdsl.syntax.tokens import Token
from lsdsl.syntax.tree import Identifier

MOST_LOOKED_AT: Final = 2_000  # how many tokens of a line may declare a name
MOST_NAMES: Final = 3  # which words of a header may be its name
FIELD_BLOCKS: Final = frozenset(("PROFILE", "COLLECTION", "EVENT", "ACTION"))


def names_of(source: Source, line: Line, depth: int, *, fields: bool) -> tuple[Identifier, ...]:
    """The names that a line seems to declare: the first after its keyword, the first word of a field, and ``as NAME``."""
    tokens = line.tokens[:MOST_LOOKED_AT]
    words = [token for token in tokens if is_word(token)]
    declared: list[Token] = []
    if fields:
        declared = words[:1]
    elif not depth or line.first.kind in ("RANGE", "GROUP"):
        declared = [token for token in line.tokens[1 : 2 if depth else MOST_NAMES] if is_word(token)]
    if not depth and line.first.kind in FIELD_BLOCKS:
        declared.extend(child.first for child in line.children if line.first.kind == "PROFILE" and is_word(child.first))
    pairs = pairwise(tokens)
    declared.extend(after for before, after in pairs if depth and before.kind == "AS" and is_word(after))
    return tuple(_identifier(source, token) for token in declared)


def names_in(source: Source, texts: Iterable[str], at: int) -> tuple[Identifier, ...]:
    """The names that stretches of text seem to declare, all of them placed at one offset."""
    place = source.span(at, at)
    return tuple(_placed(name, place) for name in dict.fromkeys(name for text in texts for name in _declared(text)))


def _declared(text: str) -> Iterator[str]:
    for match in _declaration().finditer(text):
        yield next(name for name in match.groups() if name)


@cache
def _declaration() -> re.Pattern[str]:
    """A keyword of a declaration with a name, or a field with its type."""
    name = r"(\w+|`[^`\n]+`)"
    keywords = "|".join(sorted(grammar().declaration_keywords))
    types = "text|number|boolean|date|datetime|choice|list"
    return re.compile(rf"^(?:(?:{keywords})[ \t]+{name}|[ \t]+{name}[ \t]+(?:{types})\b)", re.MULTILINE)


def _placed(name: str, place: Span) -> Identifier:
    return Identifier(name.strip("`"), place, name.startswith("`"))


def is_word(token: Token) -> bool:
    """Whether a token may be meant as a name."""
    return token.kind == "QUOTED_NAME" or token.text.isidentifier()


def _identifier(source: Source, token: Token) -> Identifier:
    quoted = token.kind == "QUOTED_NAME"
    return Identifier(str(token.value) if quoted else token.text, source.span(token.start, token.end), quoted)
