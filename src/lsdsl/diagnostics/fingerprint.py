"""By what a finding is known again after its file was edited: its code and the text it is about, never its line number.

A fingerprint is the digest of the path, the code, the lines of the finding, and the header of the declaration that they stand in,
A fingerprint is the digest of the path, the code, the lines of the finding, and the header of the declaration around it, without
the blanks that only lay out. Findings for which all of this is equal are counted through from the top of the file.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from lsdsl.diagnostics.model import Diagnostic
from lsdsl.source import Source, Span

LENGTH: Final = 16
"""Bytes of a digest: enough that no two of a million findings meet by chance."""

NOT_A_HEADER: Final = ("", " ", "\t", "#", "\r")
"""What a line begins with that does not start a declaration."""


def fingerprints(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source]) -> list[str]:
    """A fingerprint for each finding, in the order given; no two of them are equal.

    Findings that nothing but their place tells apart are numbered by their place, in whatever order they are given.
    """
    files = {path: _File(sources[path]) for path in {one.span.path for one in diagnostics} & sources.keys()}
    digests = [_digest(diagnostic, files.get(diagnostic.span.path)) for diagnostic in diagnostics]
    result = [""] * len(diagnostics)
    seen: Counter[str] = Counter()
    for index in sorted(range(len(diagnostics)), key=lambda index: diagnostics[index].span):
        seen[digests[index]] += 1
        result[index] = f"{digests[index]}:{seen[digests[index]]}"
    return result


def _digest(diagnostic: Diagnostic, file: "_File | None") -> str:
    path = PurePosixPath(diagnostic.span.path.replace("\\", "/")).as_posix()
    parts = [path, diagnostic.code, *(file.context(diagnostic.span) if file else ())]
    # A zero character ends each part, so none may stand within one.
    return _digest_of("\0".join(part.replace("\0", " ") for part in parts))


def _digest_of(text: str) -> str:
    from hashlib import blake2b

    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=LENGTH).hexdigest()


class _File:
    """The lines of a file, each looked at once however many findings there are."""

    def __init__(self, source: Source) -> None:
        self.source = source
        count = len(source.line_starts)
        self.headers = [1] + [line for line in range(2, count + 1) if source.line_text(line)[:1] not in NOT_A_HEADER]
        self.known: dict[tuple[int, int], str] = {}

    def context(self, span: Span) -> tuple[str, str]:
        """Digests of the header of the declaration around a place, and of the lines of the place."""
        first = self.source.position(span.start).line
        last = self.source.position(max(span.end - 1, span.start)).line
        header = self.headers[bisect_right(self.headers, first) - 1]
        return self.lines(header, header), self.lines(first, last)

    def lines(self, first: int, last: int) -> str:
        """The digest of lines without the blanks that only lay them out."""
        if (first, last) not in self.known:
            words = [word for line in range(first, last + 1) for word in self.source.line_text(line).split()]
            self.known[first, last] = _digest_of(" ".join(words))
        return self.known[first, last]
