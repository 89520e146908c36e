"""The way through a file: line by line, so that a mistake spoils one line and never more than one declaration."""

from lsdsl.diagnostics.model import Diagnostic, finding
from lsdsl.source import Source
from lsdsl.syntax.build import Builder
from lsdsl.syntax.grammar import grammar
from lsdsl.syntax.layout import Line, layout, starts_declaration
from lsdsl.syntax.limits import MOST_FINDINGS, too_much
from lsdsl.syntax.machine import Machine, Saved
from lsdsl.syntax.recovery import Fault, mend, names_of
from lsdsl.syntax.tokens import Token, lex
from lsdsl.syntax.tree import Identifier, RuleFile

FIELD_BLOCKS = frozenset(("PROFILE", "COLLECTION", "EVENT", "ACTION"))
MOST_MENDINGS = 3


def parse(source: Source) -> tuple[RuleFile, list[Diagnostic]]:
    """The tree of a rule file and what is wrong with its text. Every text has a tree."""
    lexed = lex(source)
    lines, findings = layout(source, lexed)
    parser = _Parser(source)
    parser.block(lines, None, 0)
    declarations = parser.machine.finish()
    found = _limited([*lexed.findings, *findings, *parser.builder.findings])
    whole = source.span(0, len(source.text))
    return RuleFile(source.path, tuple(declarations), tuple(lexed.comments), whole), found  # type: ignore[arg-type]


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

    @property
    def findings(self) -> list[Diagnostic]:
        return self.builder.findings

    def block(self, lines: list[Line], header: Line | None, depth: int) -> None:
        """The lines of a block, one after the other."""
        muted = False
        for line in lines:
            # What follows a line that could not be read may only be wrong because of it: `else` after a bad `if`,
            # and lines that slipped into column one.
            follows = muted and (line.first.kind == "ELSE" if depth else not starts_declaration(self.source, line.first))
            if follows and not depth:
                continue  # one report, and one Bad, for a run of them
            sound = self.statement(line, header, depth, silent=follows or len(self.findings) > MOST_FINDINGS)
            muted = not sound and (depth == 0 or line.first.kind in ("IF", "ELSE"))

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
            return self.below(line, depth)
        self.machine.restore(saved)
        self.bad(line, header, depth)
        return False

    def below(self, line: Line, depth: int) -> bool:
        """The block below a line that was read; false when it lacks one."""
        opens = self.machine.can_take("INDENT")
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

    def unexpected_block(self, line: Line, depth: int) -> None:
        """Lines that are indented below a line which has no block: read as if they were not."""
        first = line.children[0].first
        self.findings.append(finding("LS123", self.source.span(first.start, first.end)))
        for child in line.children:
            self.statement(child, line, depth, silent=True)

    def take(self, line: Line, saved: Saved, depth: int, *, silent: bool) -> bool:
        """Feed a line, mending what can be mended; false when it cannot be read."""
        tokens, start, mark = line.tokens, 0, len(self.findings)
        reported: list[Diagnostic] = []
        for mending in range(MOST_MENDINGS + 1):
            at = self.fed(tokens, start)
            if at is None:
                self.findings.extend(reported)
                return True
            if line.spoiled or silent:
                break
            # The token that did not fit may have set off reductions, so come back to where it stood.
            self.machine.restore(saved)
            del self.findings[mark:]
            self.fed(tokens[:at], 0, whole=tokens)
            mended = mend(Fault(self.source, self.machine, line, tokens, at, depth))
            reported.append(mended.finding)
            if mended.tokens is None or mending == MOST_MENDINGS:
                break
            tokens = [*tokens[:at], *mended.tokens, *tokens[at + mended.count :]]
            start = at
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
        fields = header is not None and header.first.kind in FIELD_BLOCKS and depth == 1
        names: tuple[Identifier, ...] = names_of(self.source, line, depth, fields=fields)
        self.feed(Token("BAD_LINE", "", line.first.start, line.end, names))
