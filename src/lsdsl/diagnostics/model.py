"""The one diagnostic: facts only. Its words stand in the catalogue, its looks in the renderers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Final

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


NO_ARGUMENTS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding: a code, the place, and the facts that the words of the catalogue are filled with.

    ``arguments`` holds texts by the names that the catalogue's templates use. A template is used only when all its names are
    given, so a fact that is not known (a suggestion, say) is simply left out.
    """

    code: str
    span: Span
    arguments: Mapping[str, str] = field(default_factory=lambda: NO_ARGUMENTS)
    related: tuple[Related, ...] = ()


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
