"""A token that does not fit, and a way to go on."""

from collections.abc import Callable, Sequence
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics.model import Diagnostic, Edit, finding
from lsdsl.source import Source
from lsdsl.syntax.grammar import grammar
from lsdsl.syntax.layout import Line
from lsdsl.syntax.machine import Machine
from lsdsl.syntax.repair import repaired
from lsdsl.syntax.tokens import Token

ENOUGH: Final = 100  # how many tokens of the rest of the line must fit after a mending: in practice all of them
SOME: Final = 3  # how many are enough where the mistake itself is known well


@dataclass(frozen=True, slots=True)
class Mended:
    """A finding, and the tokens to read in place of those around the fault; None when there is no mending.

    The tokens stand for ``count`` tokens from the fault on and ``back`` tokens before it.
    """

    finding: Diagnostic
    tokens: tuple[Token, ...] | None = None
    count: int = 0
    back: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """The token ``tokens[index]`` of a line does not fit; the machine stands before it.

    ``rewind`` brings the machine back to where it stood before another token of the line.
    """

    source: Source
    machine: Machine
    line: Line
    tokens: Sequence[Token]
    index: int
    depth: int
    rewind: Callable[[int], None]

    @property
    def token(self) -> Token:
        """The token that does not fit."""
        return self.tokens[self.index]

    @property
    def previous(self) -> Token | None:
        """The token before it in the line."""
        return self.tokens[self.index - 1] if self.index else None

    def report(self, code: str, token: Token, **arguments: object) -> Diagnostic:
        """A finding at a token."""
        return finding(code, self.source.span(token.start, token.end), **arguments)

    def rest_fits(self, *kinds: str, skip: int = 0, many: int = ENOUGH) -> bool:
        """Whether the line is sound with these terminals here in place of ``skip`` tokens."""
        return self.machine.fits(kinds, self.tokens, self.index + skip, many)

    def fits_from(self, start: int, kinds: Sequence[str], end: int, many: int = SOME) -> bool:
        """Whether the line is sound with these terminals in place of the tokens from ``start`` to ``end``."""
        self.rewind(start)
        fitting = self.machine.fits(kinds, self.tokens, end, many)
        self.rewind(self.index)
        return fitting

    def edit(self, start: int, end: int, text: str) -> Edit:
        """Write a text in place of what stands between two offsets."""
        return Edit(self.source.span(start, end), text)

    def repaired(self, *edits: Edit) -> str | None:
        """The user's line with the edits made."""
        return repaired(self.source, edits)

    def replaced(self, diagnostic: Diagnostic, kind: str, text: str, *, safe: bool | None = True, many: int = ENOUGH) -> Mended:
        """Go on with another token in place of this one, if the rest of the line then fits; ``safe`` is None for no fix."""
        if not self.rest_fits(kind, skip=1, many=many):
            return Mended(diagnostic)
        if safe is not None:
            diagnostic = diagnostic.with_fix(self.edit(self.token.start, self.token.end, text), safe=safe)
        return Mended(diagnostic, (self.token._replace(kind=kind, text=text),), 1)

    def inserted(self, diagnostic: Diagnostic, kind: str, text: str, *, fix: str | None = None, many: int = ENOUGH) -> Mended:
        """Go on with a token more, if the rest of the line then fits; ``fix`` is what to write behind the token before it."""
        if not self.rest_fits(kind, many=many):
            return Mended(diagnostic)
        at = self.previous.end if self.previous else self.token.start
        if fix is not None:
            diagnostic = diagnostic.with_fix(self.edit(at, at, fix), safe=True)
        return Mended(diagnostic, (Token(kind, text, at, at),))


def written(words: str, start: int, end: int) -> tuple[Token, ...]:
    """The tokens of words of the language, all of them in one stretch of the text."""
    table = grammar()
    found: list[Token] = []
    for word in words.split():
        if word.isdigit():
            found.append(Token("NUMBER_LITERAL", word, start, end, int(word)))
        else:
            found.append(Token(table.keywords.get(word) or table.signs[word], word, start, end))
    return tuple(found)
