"""From tokens to logical lines: what indentation and line ends mean, as one pure function.

A logical line ends at a line end outside parentheses. The lines that are indented below a line are its children, so the
layout is a tree, and each block carries the INDENT and the DEDENT that the grammar asks for. An open parenthesis ends at the
next line that starts in column one with the keyword of a declaration; one that is not closed before that does not swallow the
lines below it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import field
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics.model import Diagnostic, Edit, finding
from lsdsl.source import Source
from lsdsl.syntax.grammar import grammar
from lsdsl.syntax.tokens import Lexed, Token

TAB_STOP: Final = 4
DEEPEST_BLOCK: Final = 64
NEVER_INSIDE: Final = frozenset("ON WHEN IF ELSE WHILE".split())


@dataclass(slots=True)
class Line:
    """A logical line, the NEWLINE token at its end included, and the lines of the block below it.

    ``mistakes`` are the offsets of what has been reported in it already, ``unclosed`` is the offset of its first parenthesis
    that is never closed; ``indent`` and ``dedent`` are the tokens around its block.
    """

    tokens: list[Token]
    description: str
    mistakes: tuple[int, ...] = ()
    unclosed: int | None = None
    children: list["Line"] = field(default_factory=list)
    indent: Token | None = None
    dedent: Token | None = None

    @property
    def spoiled(self) -> bool:
        """Whether a mistake in it has been reported already."""
        return bool(self.mistakes) or self.unclosed is not None

    @property
    def first(self) -> Token:
        """The first token of the line."""
        return self.tokens[0]

    @property
    def header_end(self) -> int:
        """The end of the last token of the line itself."""
        return self.tokens[-1].end

    @property
    def end(self) -> int:
        """The end of the last token of the line and of its block."""
        return self.dedent.end if self.dedent else self.tokens[-1].end


def layout(source: Source, lexed: Lexed, descriptions: dict[int, str] | None = None) -> tuple[list[Line], list[Diagnostic]]:
    """The lines in column one, each with its blocks below it, and what is wrong with parentheses and indentation.

    ``descriptions`` holds the ``##`` comments of the text so far; those of the lexed part are added to it.
    """
    findings: list[Diagnostic] = []
    unclosed = _unclosed(source, lexed.tokens)
    seen = [one for one in unclosed.values() if not lexed.cut or not _within(source, one.start, one.end, lexed.cut)]
    findings.extend(finding("LS131", source.span(token.start, token.end)) for token in seen)
    descriptions = {} if descriptions is None else descriptions
    _describe(source, lexed, descriptions)
    opened = [token.start for token in unclosed.values()]
    lines = _Blocks(source, findings)
    for tokens in _logical_lines(lexed.tokens, unclosed):
        start, end = tokens[0].start, tokens[-1].end
        tokens.append(Token("NEWLINE", "", end, end))
        line = Line(tokens, _description(source, start, descriptions))
        if lexed.spoiled:
            line.mistakes = tuple(_within(source, start, end, lexed.spoiled))
        if opened:
            line.unclosed = next(iter(_within(source, start, end, opened)), None)
        lines.add(line)
    lines.close(0)
    lines.report()
    return lines.top, findings


def _within(source: Source, start: int, end: int, mistakes: list[int]) -> list[int]:
    """The mistakes that lie on the lines of the file from ``start`` to ``end``."""
    first = source.text.rfind("\n", 0, start) + 1
    after = source.text.find("\n", end)
    begin = bisect_left(mistakes, first)
    return mistakes[begin : bisect_left(mistakes, after) if after >= 0 else len(mistakes)]


def starts_declaration(source: Source, token: Token) -> bool:
    """Whether a token stands in column one and is the keyword of a declaration."""
    in_column_one = token.start == 0 or source.text[token.start - 1] == "\n"
    return in_column_one and token.text in grammar().declaration_keywords


def _unclosed(source: Source, tokens: list[Token]) -> dict[int, Token]:
    """The opening parentheses that are not closed before the next declaration, by their index."""
    unclosed: dict[int, Token] = {}
    opened: list[int] = []
    line_start = True
    for index, token in enumerate(tokens):
        if line_start and opened and (starts_declaration(source, token) or _starts_statement(tokens, index)):
            unclosed.update((one, tokens[one]) for one in opened)
            opened.clear()
        if token.kind == "LEFT":
            opened.append(index)
        elif token.kind == "RIGHT" and opened:
            opened.pop()
        line_start = token.kind == "LINE_END"
    unclosed.update((one, tokens[one]) for one in opened)
    return _outermost_of_each_line(source, unclosed)


def _starts_statement(tokens: list[Token], index: int) -> bool:
    """Whether a line begins with what no expression can hold: `on`, `if`, or points before `on`, `while` or `for`."""
    if tokens[index].kind in NEVER_INSIDE:
        return True
    sign, number, after = [*(token.kind for token in tokens[index : index + 3]), "", ""][:3]
    return sign in ("PLUS", "MINUS") and number == "NUMBER_LITERAL" and after in ("ON", "WHILE", "FOR")


def _outermost_of_each_line(source: Source, unclosed: dict[int, Token]) -> dict[int, Token]:
    """All of them count for the layout, the first of a line alone is reported."""
    kept: dict[int, Token] = {}
    seen: set[int] = set()
    for index, token in unclosed.items():
        line = bisect_right(source.line_starts, token.start)
        if line not in seen:
            kept[index] = token
        seen.add(line)
    return kept


def _logical_lines(tokens: list[Token], unclosed: dict[int, Token]) -> Iterator[list[Token]]:
    """The tokens of each logical line, line ends left out. A line with an unclosed parenthesis ends where it ends."""
    line: list[Token] = []
    depth = 0
    broken = False
    for index, token in enumerate(tokens):
        if token.kind == "LINE_END":
            if line and (depth <= 0 or broken):
                yield line
                line, depth, broken = [], 0, False
            continue
        broken = broken or index in unclosed
        if token.kind == "LEFT":
            depth += 1
        elif token.kind == "RIGHT":
            depth -= 1
        line.append(token)
    if line:
        yield line


def _describe(source: Source, lexed: Lexed, found: dict[int, str]) -> None:
    """Add the text of each line of the file that holds a ``##`` comment and nothing else."""
    for comment in lexed.comments:
        if comment.text.startswith("##"):
            line = source.position(comment.span.start).line
            if not source.text[source.line_starts[line - 1] : comment.span.start].strip():
                found[line] = comment.text[2:].strip()


def _description(source: Source, start: int, descriptions: dict[int, str]) -> str:
    if not descriptions:
        return ""
    line = source.position(start).line - 1
    texts: list[str] = []
    while line in descriptions:
        texts.append(descriptions[line])
        line -= 1
    return "\n".join(reversed(texts)).strip()


class _Blocks:
    """The blocks that are open while the lines are put in their places."""

    def __init__(self, source: Source, findings: list[Diagnostic]) -> None:
        self.source = source
        self.findings = findings
        self.top: list[Line] = []
        self.headers: list[Line] = []  # the line above each open block
        self.widths: list[int] = [0]  # the indentation of each open block, the file's own included
        self.reported: set[str] = set()  # the codes that the present declaration has had
        self.tabs: dict[int, list[Edit]] = {}  # the index of a finding about tabs, and how its indentations are written

    def add(self, line: Line) -> None:
        """Put a line where its indentation says."""
        if starts_declaration(self.source, line.first):
            self.reported.clear()
        width = self._width(line)
        while self.widths[-1] > width:
            below = self.widths[-2]
            if below < width:
                self._report("LS122", line)
                width = self.widths[-1]
                break
            self.close(len(self.headers) - 1)
        if width > self.widths[-1] and not self._open(line, width):
            return
        (self.headers[-1].children if self.headers else self.top).append(line)

    def _open(self, line: Line, width: int) -> bool:
        """Open a block with a line; false when the line is too deep to be kept."""
        siblings = self.headers[-1].children if self.headers else self.top
        if not siblings:
            # The very first line of the file is indented: there is nothing that it could belong to.
            self._report("LS123", line)
        elif len(self.headers) >= DEEPEST_BLOCK:
            self._report("LS133", line, limit=DEEPEST_BLOCK, what="blocks")
            siblings[-1].mistakes = (siblings[-1].first.start,)
            return False
        else:
            header = siblings[-1]
            header.indent = Token("INDENT", "", line.first.start, line.first.start)
            self.headers.append(header)
            self.widths.append(width)
        return True

    def close(self, depth: int) -> None:
        """Close the blocks that are deeper than ``depth``."""
        while len(self.headers) > depth:
            header = self.headers.pop()
            self.widths.pop()
            end = header.children[-1].end
            header.dedent = Token("DEDENT", "", end, end)

    def _width(self, line: Line) -> int:
        start = line.first.start
        line_start = self.source.text.rfind("\n", 0, start) + 1
        before = self.source.text[line_start:start]
        indentation = before[: len(before) - len(before.lstrip())]  # what could not be read may stand before the first token
        if "\t" not in indentation:
            return len(indentation)
        self._report("LS121", line, at=line_start + indentation.index("\t"))
        if self.tabs:
            blanks = " " * len(indentation.expandtabs(TAB_STOP))
            self.tabs[max(self.tabs)].append(Edit(self.source.span(line_start, line_start + len(indentation)), blanks))
        return len(indentation.expandtabs(TAB_STOP))

    def report(self) -> None:
        """Give the findings about tabs their repairs."""
        for index, edits in self.tabs.items():
            self.findings[index] = self.findings[index].with_fix(*edits, safe=True)

    def _report(self, code: str, line: Line, *, at: int | None = None, **arguments: object) -> None:
        """Report once for each declaration."""
        if code != "LS121":
            line.mistakes = (*line.mistakes, line.first.start)
        if code not in self.reported:
            self.reported.add(code)
            if code == "LS121":
                self.tabs[len(self.findings)] = []
            span = self.source.span(line.first.start, line.first.end) if at is None else self.source.span(at, at + 1)
            self.findings.append(finding(code, span, **arguments))
