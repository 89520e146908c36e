"""Where the model phase collects its findings, and what keeps one mistake from being told twice."""

from dataclasses import field, replace
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Diagnostic, Edit, Fix, Related, finding
from lsdsl.model.suggestions import Suggestion
from lsdsl.source import Span

NEVER_SAFE: Final = frozenset({"LS203", "LS250"})
"""Codes whose suggestions decide where points go or which profiles get them: never written without being asked for."""


@dataclass(slots=True)
class Findings:
    """A growing list of findings. A name that was told once for its kind and scope is muted from then on."""

    found: list[Diagnostic] = field(default_factory=list)
    told: set[tuple[str, str, str]] = field(default_factory=set)

    def add(self, code: str, span: Span, *related: Related, **arguments: object) -> None:
        """Report a finding; of its facts a ``fix`` mends it.

        Without one, a ``suggestion`` that leaves no choice is written in the place of the finding: that of the name.
        """
        fix = arguments.pop("fix", None) or _fix(code, span, arguments.get("suggestion"))
        one = finding(code, span, *related, **arguments)
        self.found.append(replace(one, fix=fix) if isinstance(fix, Fix) else one)

    def once(self, scope: str, code: str, name: str, span: Span, *related: Related, **arguments: object) -> None:
        """Report a finding about a name, unless the same code was reported for it in the same scope."""
        if (scope, code, name) in self.told:
            return
        self.told.add((scope, code, name))
        self.add(code, span, *related, name=name, **arguments)


def _fix(code: str, span: Span, suggestion: object) -> Fix | None:
    if not isinstance(suggestion, Suggestion) or suggestion.written is None:
        return None
    return Fix((Edit(span, suggestion.written),), safe=suggestion.certain and code not in NEVER_SAFE)
