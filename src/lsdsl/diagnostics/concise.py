"""One line for each finding, ``path:line:column: error[LS201]: message``: for editors, logs and grep."""

from collections.abc import Mapping, Sequence

from lsdsl.diagnostics.catalogue import words_of
from lsdsl.diagnostics.model import Diagnostic
from lsdsl.diagnostics.places import start_of
from lsdsl.diagnostics.summary import severity_of
from lsdsl.diagnostics.visible import visible
from lsdsl.source import Source


def render(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source]) -> str:
    """The findings, a line each, in the order given."""
    return "".join(f"{_line(diagnostic, sources)}\n" for diagnostic in diagnostics)


def _line(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> str:
    at = start_of(diagnostic.span, sources)
    severity = severity_of(diagnostic).value
    message = visible(words_of(diagnostic).message)
    return f"{visible(diagnostic.span.path)}:{at.line}:{at.column}: {severity}[{diagnostic.code}]: {message}"
