"""The one layout of rule files: what ``lsdsl fmt`` writes.

The printer goes through the logical lines and their tokens, not through the tree, so literals, names and words stay as they
were written and no comment can get lost. The tree is asked what a token means: :mod:`facts` knows which minus is a sign and
which words join conditions, :mod:`parentheses` which parentheses say nothing, :mod:`modifiers` their order, :mod:`columns` what
stands in a column. :mod:`elements` puts comments and blank lines between the lines, :mod:`breaking` breaks long lines,
:mod:`commented` prints lines with comments inside their parentheses. The layout is described in ``docs/formatting.md``.
"""

from collections.abc import Sequence

from lsdsl.diagnostics.model import Diagnostic, Severity
from lsdsl.diagnostics.summary import severity_of
from lsdsl.source import Source
from lsdsl.syntax.layout import layout
from lsdsl.syntax.parser import parse
from lsdsl.syntax.printer.columns import columns
from lsdsl.syntax.printer.elements import Element, elements
from lsdsl.syntax.printer.facts import facts_of
from lsdsl.syntax.printer.parentheses import superfluous
from lsdsl.syntax.printer.same import same
from lsdsl.syntax.printer.statements import Printer
from lsdsl.syntax.tokens import lex
from lsdsl.syntax.tree import RuleFile

__all__ = ["format_text"]


def format_text(source: Source) -> tuple[str | None, list[Diagnostic]]:
    """The text in the one layout, or None when it has syntax errors; and what is wrong with it."""
    file, findings = parse(source)
    if _has_errors(findings):
        return None, findings
    text = _formatted(source, file, keep=False)
    if not _says_the_same(source, file, text):
        # Cannot be, but if it is: a pair of parentheses did say something, or one more was too deep. The author's text is safe.
        text = _formatted(source, file, keep=True)
        if not _says_the_same(source, file, text):
            text = source.text
    return text, findings


def _formatted(source: Source, file: RuleFile, *, keep: bool) -> str:
    """The text in the one layout; ``keep`` all parentheses as they were written."""
    lexed = lex(source)
    lines, _ = layout(source, lexed)
    facts = facts_of(source, file, lexed.tokens, keep=keep)
    found = elements(source, lines, lexed.comments)
    left_out = superfluous(facts, [(one.start, one.end) for one in found if one.inner])
    printer = Printer(source, facts, left_out, columns(facts, found, left_out))
    return "".join(f"{line}\n" for element in found for line in _printed(printer, element))


def _printed(printer: Printer, element: Element) -> list[str]:
    blank = [""] if element.blank_before else []
    if element.line is None:
        return [*blank, " " * element.indent + element.text]
    return [*blank, *printer.statement(element)]


def _says_the_same(source: Source, file: RuleFile, text: str) -> bool:
    """Whether a text has the tree of a file."""
    again, findings = parse(Source(source.path, text))
    return not _has_errors(findings) and same(file, again)


def _has_errors(findings: Sequence[Diagnostic]) -> bool:
    return any(severity_of(one) is Severity.ERROR for one in findings)
