"""Where the model phase collects its findings, and what keeps one mistake from being told twice."""

from dataclasses import dataclass, field

from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.source import Span


@dataclass(slots=True)
class Findings:
    """A growing list of findings. A name that was told once for its kind and scope is muted from then on."""

    found: list[Diagnostic] = field(default_factory=list)
    told: set[tuple[str, str, str]] = field(default_factory=set)

    def add(self, code: str, span: Span, *related: Related, **arguments: object) -> None:
        """Report a finding."""
        self.found.append(finding(code, span, *related, **arguments))

    def once(self, scope: str, code: str, name: str, span: Span, *related: Related, **arguments: object) -> None:
        """Report a finding about a name, unless the same code was reported for it in the same scope."""
        if (scope, code, name) in self.told:
            return
        self.told.add((scope, code, name))
        self.add(code, span, *related, name=name, **arguments)
