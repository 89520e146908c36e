"""The one diagnostic: facts only. Its words stand in the catalogue, its looks in the renderers."""

from collections.abc import Mapping
from dataclasses import field, replace
from enum import Enum
from types import MappingProxyType
from typing import Final, Literal

from lsdsl.dataclass import dataclass
from lsdsl.source import Span


class Severity(Enum):
    """How bad a finding is; the order of the members is from worst to mildest."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that belongs to a finding; ``role`` names its words in the catalogue entry (``first declared here``)."""

    span: Span
    role: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of a span by another; an empty span inserts, an empty text deletes."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """How lsdsl can mend a finding by itself: edits that do not overlap, all of them or none.

    ``safe``: what a ruleset that can run awards stays as it is, and of what could not run there is only one reading. All else
    is unsafe and applied only when asked for.
    """

    edits: tuple[Edit, ...]
    safe: bool


NO_ARGUMENTS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding: a code, the place, and the facts that the words of the catalogue are filled with.

    ``arguments`` holds texts by the names that the catalogue's templates use. A template is used only when all its names are
    given, so a fact that is not known (a suggestion, say) is simply left out. ``level`` is set when the settings give the code
    another severity than the catalogue.
    """

    code: str
    span: Span
    arguments: Mapping[str, str] = field(default_factory=lambda: NO_ARGUMENTS)
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    level: Severity | None = None

    def with_fix(self, *edits: Edit, safe: bool) -> "Diagnostic":
        """The same finding with a way to mend it."""
        return replace(self, fix=Fix(edits, safe))


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that is kept quiet: ``inSource`` by a comment beside it, ``external`` by a baseline."""

    diagnostic: Diagnostic
    kind: Literal["inSource", "external"]
    reason: str | None = None


def finding(code: str, span: Span, *related: Related, **arguments: object) -> Diagnostic:
    """Make a diagnostic; arguments that are ``None`` are left out, others become text."""
    texts = {name: str(value) for name, value in arguments.items() if value is not None}
    return Diagnostic(code, span, MappingProxyType(texts), related)


def in_order(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The findings by path, offset and code, each once: the order in which every front end shows them."""
    seen: dict[tuple[Span, str, tuple[tuple[str, str], ...]], Diagnostic] = {}
    for diagnostic in diagnostics:
        seen.setdefault((diagnostic.span, diagnostic.code, tuple(sorted(diagnostic.arguments.items()))), diagnostic)
    return [seen[key] for key in sorted(seen)]
