"""Where the stages put what they find in one box."""

from collections.abc import Iterable
from typing import Final

from lsdsl.diagnostics import CATALOGUE, Diagnostic, Related, Severity, finding
from lsdsl.model.suggestions import MOST_CANDIDATES, closest
from lsdsl.source import Span

SUGGESTIONS: Final = 25
"""So many names of one box are held against what is declared; a box full of unknown names costs no more than that."""

LONGEST_NAME: Final = 80


class Report:
    """The findings of one box; a place is told once for each code, and a name once."""

    def __init__(self, suggestions: int = SUGGESTIONS) -> None:
        self.found: list[Diagnostic] = []
        self._suggestions = suggestions
        self._told: set[tuple[str, object]] = set()

    def add(self, code: str, span: Span, *related: Related, **arguments: object) -> None:
        """Report a finding, unless its place has the same one already."""
        if (code, span) not in self._told:
            self._told.add((code, span))
            self.found.append(finding(code, span, *related, **arguments))

    def once(self, code: str, name: str, span: Span, **arguments: object) -> None:
        """Report a finding about a name, the first time only."""
        if (code, name) not in self._told:
            self._told.add((code, name))
            self.add(code, span, name=name, **arguments)

    def told(self, code: str, name: str) -> bool:
        """Whether a finding about a name was reported."""
        return (code, name) in self._told

    def suggest(self, name: str, candidates: Iterable[str]) -> str | None:
        """What was probably meant, for the first names of a box."""
        return " or ".join(f"`{one}`" for one in self.closest(name, list(dict.fromkeys(candidates)))) or None

    def closest(self, name: str, candidates: list[str]) -> list[str]:
        """The declared names that are close to one, for the first names of a box."""
        if self._suggestions <= 0 or len(name) > LONGEST_NAME:
            return []
        self._suggestions -= 1
        return closest(name, candidates[:MOST_CANDIDATES])

    @property
    def failed(self) -> bool:
        """Whether an error is among the findings."""
        return any(CATALOGUE[one.code].severity is Severity.ERROR for one in self.found)

    def covers(self, span: Span) -> bool:
        """Whether a finding lies within a place."""
        return any(span.start <= one.span.start and one.span.end <= span.end for one in self.found)
