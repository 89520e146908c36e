"""Lines with comments inside their parentheses: their line ends and parentheses stay, blanks and indentation are put right."""

from collections.abc import Callable, Sequence

from lsdsl.source import Source
from lsdsl.syntax.printer.elements import STEP
from lsdsl.syntax.tokens import Token
from lsdsl.syntax.tree import Comment


class Commented:
    """One logical line that is printed on several."""

    def __init__(self, source: Source, blanks: Callable[[Token], int], indent: int) -> None:
        self.source = source
        self.blanks = blanks
        self.indent = indent
        self.depth = 0
        self.lines: list[str] = []
        self.current = ""

    def printed(self, tokens: Sequence[Token], comments: Sequence[Comment]) -> list[str]:
        """The lines. Tokens may have changed their order after the last parenthesis, where no comment can stand."""
        waiting = list(reversed(comments))
        before: Token | None = None
        for token in tokens:
            while waiting and waiting[-1].span.start < token.start:
                self.comment(waiting.pop(), before)
            if before is not None and self.line_of(before.end) < self.line_of(token.start):
                self.flush()
            self.token(token)
            before = token
        self.flush()
        return self.lines

    def line_of(self, offset: int) -> int:
        """The line of an offset in the source."""
        return self.source.position(offset).line

    def comment(self, comment: Comment, before: Token | None) -> None:
        """A comment stands behind what it stood behind, or on a line of its own."""
        text = comment.text.rstrip()
        if self.current and before is not None and self.line_of(before.end) == self.line_of(comment.span.start):
            self.current += "  " + text
        else:
            self.flush()
            self.current = self.start(self.depth) + text
        self.flush()

    def token(self, token: Token) -> None:
        """A token, at the start of a line indented by the parentheses that are open."""
        if token.kind == "RIGHT":
            self.depth -= 1
        if self.current:
            self.current += " " * self.blanks(token) + token.text
        else:
            self.current = self.start(self.depth) + token.text
        if token.kind == "LEFT":
            self.depth += 1

    def start(self, depth: int) -> str:
        """The indentation at a depth of parentheses."""
        return " " * (self.indent + STEP * depth)

    def flush(self) -> None:
        """End the line."""
        if self.current:
            self.lines.append(self.current)
        self.current = ""
