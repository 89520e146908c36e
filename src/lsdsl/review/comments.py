"""The comments that speak to lsdsl: ``# lsdsl: ignore[LS503] reason`` and ``# lsdsl: ignore-file[LS503] reason``.

They are taken from the comments that the lexer finds, so that a text or a script box may hold whatever looks like one. Inside
of a box ``#`` begins a comment of Python: the comment for a box stands above its ``script:`` or behind it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.pattern import pattern
from lsdsl.source import Source, Span
from lsdsl.syntax.layout import Line, layout
from lsdsl.syntax.tokens import lex
from lsdsl.syntax.tree import Comment

MARK: Final = pattern(r"lsdsl", re.IGNORECASE)
MEANT: Final = pattern(r"#+\s*lsdsl\s*(?::|\b\s*(?:ignore|noqa|disable|off)\b)", re.IGNORECASE)
FORM: Final = pattern(r"#\s*lsdsl\s*:\s*(?P<word>ignore(?:-file)?)\s*\[(?P<codes>[^\[\]]*)\](?P<reason>.*)")
NAME: Final = pattern(r"[^\s,]+")
BEFORE_REASON: Final = " \t:-–—"  # noqa: RUF001 - people write a dash before a reason
EXAMPLE: Final = "write `# lsdsl: ignore[LS503] reason`, with the codes or names of what it ignores"


@dataclass(frozen=True, slots=True)
class Named:
    """A code as a comment names it, and where."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that ignores findings which begin in ``[start, end]`` of its file."""

    comment: Comment
    names: tuple[Named, ...]
    reason: str | None
    start: int
    end: int
    whole_file: bool

    def covers(self, span: Span) -> bool:
        """Whether the comment speaks of a place."""
        return span.path == self.comment.span.path and self.start <= span.start <= self.end


def ignores(source: Source) -> tuple[list[Ignore], list[Diagnostic]]:
    """The comments of a file that ignore findings, and what is wrong with those that only seem to."""
    if not MARK.search(source.text):
        return [], []
    lexed = lex(source)
    meant = [one for one in lexed.comments if MEANT.match(one.text)]
    if not meant:
        return [], []
    stretches = [(one.first.start, one.header_end) for one in _flat(layout(source, lexed)[0])]
    understood: list[Ignore] = []
    problems: list[Diagnostic] = []
    for comment in meant:
        one = _understood(source, comment, stretches)
        if isinstance(one, Ignore):
            understood.append(one)
        else:
            problem, advice = one
            problems.append(finding("LS904", _trimmed(comment), problem=problem, advice=advice))
    return understood, problems


def _understood(source: Source, comment: Comment, stretches: Sequence[tuple[int, int]]) -> Ignore | tuple[str, str]:
    """What a comment ignores, or why it ignores nothing and what to do."""
    match = FORM.match(comment.text)
    if match is None:
        return _misunderstood(comment.text)
    at = comment.span.start
    names = tuple(
        Named(one.group(), Span(comment.span.path, at + one.start(), at + one.end()))
        for one in NAME.finditer(comment.text, match.start("codes"), match.end("codes"))
    )
    if not names:
        return "it names no code", EXAMPLE
    reason = match["reason"].strip(BEFORE_REASON) or None
    if match["word"] == "ignore":
        start, end = _statement(source, at, stretches)
        return Ignore(comment, names, reason, start, end, whole_file=False)
    if stretches and stretches[0][0] < at:
        return "it stands below a declaration", "put `ignore-file` at the top of the file, or ignore a single statement"
    return Ignore(comment, names, reason, 0, len(source.text), whole_file=True)


def _misunderstood(text: str) -> tuple[str, str]:
    if text.startswith("##"):
        return "it begins with `##`, as descriptions do", "begin it with a single `#`"
    after = re.sub(r"#\s*lsdsl\s*", "", text, count=1, flags=re.IGNORECASE)
    if not after.startswith(":"):
        return "there is no `:` after `lsdsl`", EXAMPLE
    word = re.match(r"[\w-]*", after[1:].strip())
    said = word[0] if word else ""
    if said not in ("ignore", "ignore-file"):
        return (f"it says `{said}`, not `ignore`" if said else "it says nothing"), EXAMPLE
    if not text.lstrip("# ").startswith("lsdsl"):
        return "`lsdsl` is written in small letters", EXAMPLE
    bracket = after[1:].strip()[len(said) :].lstrip()
    if bracket.startswith("["):
        return "its brackets are not closed", EXAMPLE
    return "it names no code in brackets", EXAMPLE


def _statement(source: Source, at: int, stretches: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The statement that a comment at ``at`` stands in, behind or above; a stretch of nothing when there is none."""
    after = bisect_left(stretches, (at, at))
    if after:
        start, end = stretches[after - 1]
        if at < end or "\n" not in source.text[end:at]:
            return start, end
    return stretches[after] if after < len(stretches) else (-1, -1)


def _flat(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines and those of their blocks, in the order of the text."""
    waiting = list(reversed(lines))
    while waiting:
        line = waiting.pop()
        yield line
        waiting.extend(reversed(line.children))


def _trimmed(comment: Comment) -> Span:
    return Span(comment.span.path, comment.span.start, comment.span.start + len(comment.text.rstrip()))
