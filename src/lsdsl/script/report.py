"""Where the stages put what they find in one box."""

from lsdsl.diagnostics import CATALOGUE, Diagnostic, Related, Severity, finding
from lsdsl.source import Span


class Report:
    """The findings of one box; a place is told once for each code, and a name once."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
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

    @property
    def failed(self) -> bool:
        """Whether an error is among the findings."""
        return any(CATALOGUE[one.code].severity is Severity.ERROR for one in self.found)

    def covers(self, span: Span) -> bool:
        """Whether a finding lies within a place."""
        return any(span.start <= one.span.start and one.span.end <= span.end for one in self.found)
