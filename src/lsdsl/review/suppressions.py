"""Findings that a comment keeps quiet, and what is wrong with such comments."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from lsdsl.config.codes import IGNORED_IN_COMMENTS, close_codes, code_of
from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Diagnostic, Edit, Suppressed, finding
from lsdsl.model.load import CONFIG
from lsdsl.model.suggestions import fold
from lsdsl.review.comments import Ignore, Named, ignores
from lsdsl.source import Source, Span

SETTABLE: Final = "LS9"


@dataclass(frozen=True, slots=True)
class Quieted:
    """What is left of the findings, what comments ignore, and what is wrong with comments."""

    kept: list[Diagnostic]
    suppressed: list[Suppressed]
    of_comments: list[Diagnostic]


def quieted(
    found: Sequence[Diagnostic], sources: Mapping[str, Source], could_find: Callable[[str], bool], settings: str | None
) -> Quieted:
    """Hold the comments of all files against the findings of all passes.

    What could not be looked for is not told as unused: nobody knows what the comment would have ignored. ``settings`` is the
    file in which levels can be set, if there is one.
    """
    comments: list[Ignore] = []
    problems: list[Diagnostic] = []
    for source in sources.values():
        here, wrong = ignores(source)
        comments += here
        problems += wrong
    # What is nearest to a finding ignores it; a comment for the whole file is left over only if it ignores something else.
    comments.sort(key=lambda one: one.whole_file)
    used: set[Named] = set()
    kept, suppressed = [], []
    for one in found:
        by = _ignored_by(one, comments)
        if by is None:
            kept.append(one)
        else:
            comment, name = by
            used.add(name)
            suppressed.append(Suppressed(one, "inSource", comment.reason))
    for comment in comments:
        source = sources[comment.comment.span.path]
        problems += _wrong_names(comment, source, settings)
        unused = [one for one in comment.names if one not in used and _is_judged(one, could_find)]
        if unused:
            problems.append(_unused(comment, source, unused))
    return Quieted(kept, suppressed, problems)


def _ignored_by(found: Diagnostic, comments: Iterable[Ignore]) -> tuple[Ignore, Named] | None:
    if not found.code.startswith(IGNORED_IN_COMMENTS):
        return None
    for comment in comments:
        if comment.covers(found.span):
            for name in comment.names:
                if code_of(name.text) == found.code:
                    return comment, name
    return None


def _is_judged(name: Named, could_find: Callable[[str], bool]) -> bool:
    """Whether a comment that names this code should have ignored something."""
    code = code_of(name.text)
    return code is not None and code.startswith(IGNORED_IN_COMMENTS) and could_find(code)


def _wrong_names(comment: Ignore, source: Source, settings: str | None) -> Iterator[Diagnostic]:
    """The codes of a comment that do not exist or cannot be ignored."""
    for name in comment.names:
        code = code_of(name.text)
        if code is None:
            yield _unknown(name)
        elif not code.startswith(IGNORED_IN_COMMENTS):
            where = (settings or CONFIG) if code.startswith(SETTABLE) else None
            fixed = finding("LS903", name.span, named=name.text, settings=where)
            yield fixed.with_fix(_without(comment, source, [name]), safe=True)


def _unknown(name: Named) -> Diagnostic:
    close = close_codes(name.text)
    told = finding("LS902", name.span, name=name.text, close=" or ".join(f"`{one}`" for one in close) or None)
    if len(close) != 1:
        return told
    return told.with_fix(Edit(name.span, close[0]), safe=fold(close[0]) == fold(name.text))


def _unused(comment: Ignore, source: Source, unused: Sequence[Named]) -> Diagnostic:
    """The codes of a comment that ignore nothing; the fix takes them out, and the comment too when none is left."""
    texts = [one.text for one in unused]
    every = len(unused) == len(comment.names)
    whole = Span(comment.comment.span.path, comment.comment.span.start, comment.names[-1].span.end + 1)
    told = finding(
        "LS901",
        whole if every or len(unused) > 1 else unused[0].span,
        codes=texts[0] if len(texts) == 1 else None,
        several=", ".join(texts),
        rest=None if every else " and ".join(texts),
    )
    return told.with_fix(_without(comment, source, unused), safe=True)


def _without(comment: Ignore, source: Source, names: Sequence[Named]) -> Edit:
    """Take codes out of a comment; the whole comment when none is left, and its line when nothing else stands there."""
    left = [one.text for one in comment.names if one not in names]
    span = comment.comment.span
    if left:
        first, last = comment.names[0].span, comment.names[-1].span
        return Edit(first.to(last), ", ".join(left))
    line = source.text.rfind("\n", 0, span.start) + 1
    before = source.text[line : span.start]
    if before.strip():
        return Edit(Span(span.path, span.start - len(before) + len(before.rstrip()), span.end), "")
    end = re.compile(r"[^\n]*\n?").match(source.text, span.end)
    return Edit(Span(span.path, line, end.end() if end else span.end), "")
