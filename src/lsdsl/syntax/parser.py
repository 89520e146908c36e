"""The way through a file: line by line, so that a mistake spoils one line and never more than one declaration."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from lsdsl.diagnostics.model import Diagnostic, finding
from lsdsl.source import Source
from lsdsl.syntax.build import Builder
from lsdsl.syntax.grammar import grammar
from lsdsl.syntax.layout import Line, layout, starts_declaration
from lsdsl.syntax.limits import MOST_FILE_TOKENS, MOST_FINDINGS, too_much
from lsdsl.syntax.lost import FIELD_BLOCKS, names_in, names_of
from lsdsl.syntax.machine import Machine, Saved
from lsdsl.syntax.merge import without_conflicts
from lsdsl.syntax.tokens import Token, lex
from lsdsl.syntax.tree import Comment, Identifier, RuleFile

MOST_MENDINGS: Final = 3


def parse(source: Source) -> tuple[RuleFile, list[Diagnostic]]:
    """The tree of a rule file and what is wrong with its text. Every text has a tree."""
    text, findings, unread = without_conflicts(source, MOST_FINDINGS + 1)
    parser = _Parser(text)
    comments: list[Comment] = []
    descriptions: dict[int, str] = {}
    left = MOST_FILE_TOKENS
    for start, end in _declarations(text.text):
        lexed = lex(text, start, end, MOST_FINDINGS - len(findings) - len(parser.findings), left)
        left -= len(lexed.tokens)
        comments.extend(lexed.comments)
        lines, wrong = layout(text, lexed, descriptions)
        findings.extend((*lexed.findings, *wrong))
        parser.budget = MOST_FINDINGS - len(findings)
        parser.block(lines, None, 0)
        spent = len(findings) + len(parser.findings) > MOST_FINDINGS
        if lexed.end < end and not spent:
            findings.append(finding("LS135", source.span(lexed.end, lexed.end), limit=MOST_FILE_TOKENS))
        if lexed.end < end or spent:
            unread.append(text.text[lexed.end :])
            break
    if unread:
        last = len(text.text)
        parser.feed(Token("BAD_LINE", "", last, last, names_in(source, unread, last)))
    found = _limited([*findings, *parser.findings])
    declarations = parser.machine.finish()
    whole = source.span(0, len(source.text))
    return RuleFile(source.path, tuple(declarations), tuple(comments), whole), found  # type: ignore[arg-type]


def _declarations(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text from one declaration to the next: nothing in one can reach into another."""
    start = 0
    for match in _declaration_start().finditer(text):
        if match.start() > start:
            yield start, match.start()
            start = match.start()
    if start < len(text):
        yield start, len(text)


@cache
def _declaration_start() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(sorted(grammar().declaration_keywords))})\b", re.MULTILINE)


def _limited(findings: list[Diagnostic]) -> list[Diagnostic]:
    """The findings in the order of the text, cut when there are too many."""
    ordered = sorted(findings, key=lambda one: (one.span.start, one.code))
    if len(ordered) <= MOST_FINDINGS:
        return ordered
    last = ordered[MOST_FINDINGS]
    return [*ordered[:MOST_FINDINGS], finding("LS134", last.span, limit=MOST_FINDINGS)]


class _Parser:
    """One parse of one file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.builder = Builder(source)
        self.machine = Machine(grammar(), self.builder.reduce)
        self.budget = MOST_FINDINGS  # how many findings are worth looking for

    @property
    def findings(self) -> list[Diagnostic]:
        return self.builder.findings

    def block(self, lines: list[Line], header: Line | None, depth: int) -> None:
        """The lines of a block, one after the other."""
        muted = False
        for index, line in enumerate(lines):
            if len(self.findings) > self.budget:
                self.unread(lines[index:], header, depth)
                return
            # What follows a line that could not be read may only be wrong because of it: `else` after a bad `if`,
            # and lines that slipped into column one.
            follows = muted and (line.first.kind == "ELSE" if depth else not starts_declaration(self.source, line.first))
            if follows and not depth:
                continue  # one report, and one Bad, for a run of them
            sound = self.statement(line, header, depth, silent=follows)
            muted = not sound and (depth == 0 or line.first.kind in ("IF", "ELSE"))

    def unread(self, lines: list[Line], header: Line | None, depth: int) -> None:
        """Put lines that nobody looks at any more into the tree, as one."""
        fields = _fields(header, depth)
        names = tuple(name for line in lines for name in names_of(self.source, line, depth, fields=fields))
        self.feed(Token("BAD_LINE", "", lines[0].first.start, lines[-1].end, names))

    def statement(self, line: Line, header: Line | None, depth: int, *, silent: bool) -> bool:
        """One line and the block below it; false when it could not be read."""
        if line.description:
            self.builder.descriptions[line.first.start] = line.description
        saved = self.machine.saved()
        limit = too_much(self.source, line)
        if limit is not None:
            if not silent:
                self.findings.append(limit)
        elif self.take(line, saved, depth, silent=silent):
            return self.below(line, saved, depth)
        self.machine.restore(saved)
        self.bad(line, header, depth)
        return False

    def below(self, line: Line, saved: Saved, depth: int) -> bool:
        """The block below a line that was read; false when it lacks one."""
        opens = self.machine.can_take("INDENT") or self.opened(line, saved)
        if line.children and line.indent and line.dedent:
            if opens:
                self.feed(line.indent)
                self.block(line.children, line, depth + 1)
                self.feed(line.dedent)
                return True
            self.unexpected_block(line, depth)
        elif opens:
            end = line.header_end
            if not line.spoiled:
                self.findings.append(finding("LS124", self.source.span(line.first.start, end)))
            for kind in ("INDENT", "BAD_LINE", "DEDENT"):
                self.feed(Token(kind, "", end, end, ()))
            return False
        return True

    def opened(self, line: Line, saved: Saved) -> bool:
        """Whether the line is the header of a block but for its colon; if so, it is read as one."""
        if not line.children or line.tokens[-2].kind == "COLON":
            return False
        end = line.tokens[-2].end
        now, mark = self.machine.saved(), len(self.findings)
        self.machine.restore(saved)
        tokens = [*line.tokens[:-1], Token("COLON", ":", end, end), line.tokens[-1]]
        if self.fed(tokens, 0) is None and self.machine.can_take("INDENT"):
            from lsdsl.syntax.recovery import missing_colon

            del self.findings[mark:]
            self.findings.append(missing_colon(self.source, line.tokens[-2]))
            return True
        self.machine.restore(now)
        del self.findings[mark:]
        return False

    def unexpected_block(self, line: Line, depth: int) -> None:
        """Lines that are indented below a line which has no block: read as if they were not."""
        first = line.children[0].first
        self.findings.append(finding("LS123", self.source.span(first.start, first.end)))
        for child in line.children:
            self.statement(child, line, depth, silent=True)

    def take(self, line: Line, saved: Saved, depth: int, *, silent: bool) -> bool:
        """Feed a line, mending what can be mended; false when it cannot be read."""
        tokens, mark = line.tokens, len(self.findings)
        reported: list[Diagnostic] = []
        for mending in range(MOST_MENDINGS + 1):
            at = self.fed(tokens, 0)
            if at is None:
                self.findings.extend(reported)
                return True
            if silent or mending == MOST_MENDINGS:
                break

            # The token that did not fit may have set off reductions, so come back to where it stood.
            def rewind(index: int, tokens: list[Token] = tokens) -> None:
                self.machine.restore(saved)
                del self.findings[mark:]
                self.fed(tokens[:index], 0, whole=tokens)

            rewind(at)
            from lsdsl.syntax.fault import Fault  # what is needed for mistakes only is loaded for mistakes only
            from lsdsl.syntax.recovery import mend

            mended = mend(Fault(self.source, self.machine, line, tokens, at, depth, rewind))
            if not _known(line, tokens, at):
                reported.append(mended.finding)
            if mended.tokens is None:
                break
            tokens = [*tokens[: at - mended.back], *mended.tokens, *tokens[at + mended.count :]]
            self.machine.restore(saved)
            del self.findings[mark:]
        self.findings.extend(reported)
        return False

    def fed(self, tokens: list[Token], start: int, whole: list[Token] | None = None) -> int | None:
        """Feed the tokens from an index on; the index of the first that does not fit."""
        following = whole or tokens
        feed = self.machine.feed
        for index in range(start, len(tokens)):
            if not feed(tokens[index], following, index + 1):
                return index
        return None

    def feed(self, token: Token) -> None:
        """Feed a token of the layout, which always fits."""
        if not self.machine.feed(token, (), 0):
            raise AssertionError(f"{token.kind} does not fit at {token.start}")

    def bad(self, line: Line, header: Line | None, depth: int) -> None:
        """Put a line that cannot be read, and all below it, into the tree."""
        names: tuple[Identifier, ...] = names_of(self.source, line, depth, fields=_fields(header, depth))
        self.feed(Token("BAD_LINE", "", line.first.start, line.end, names))


def _fields(header: Line | None, depth: int) -> bool:
    """Whether the lines below a header declare fields."""
    return header is not None and header.first.kind in FIELD_BLOCKS and depth == 1


def _known(line: Line, tokens: list[Token], at: int) -> bool:
    """Whether a token that does not fit stands beside a mistake that has been reported already."""
    if line.unclosed is not None and line.unclosed <= tokens[at].start:
        return True
    first = tokens[at - 1].start if at > 1 else 0  # what could not be read may stand before the first token
    return any(first <= mistake <= tokens[at].end for mistake in line.mistakes)
