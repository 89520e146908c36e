"""The findings for programs: one JSON object, version 1, lines and columns from 1 in code points."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Final

from lsdsl.diagnostics.catalogue import CATALOGUE, words_of
from lsdsl.diagnostics.model import Diagnostic
from lsdsl.diagnostics.places import end_of, start_of
from lsdsl.diagnostics.summary import summary_of
from lsdsl.source import Source, Span

VERSION: Final = 1


def render(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, tool: str) -> str:
    """The report; ``tool`` is the version of lsdsl.

    Plain ASCII, so that no terminal, log or encoding can be led astray by what stands in a rule file.
    """
    report = {
        "version": VERSION,
        "tool": {"name": "lsdsl", "version": tool},
        "summary": asdict(summary_of(diagnostics)),
        "diagnostics": [_diagnostic(diagnostic, sources) for diagnostic in diagnostics],
    }
    return json.dumps(report, indent=2) + "\n"


def _diagnostic(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> dict[str, object]:
    entry, words = CATALOGUE[diagnostic.code], words_of(diagnostic)
    return {
        "code": entry.code,
        "slug": entry.slug,
        "severity": entry.severity.value,
        "message": words.message,
        "help": words.help or None,
        **_place(diagnostic.span, sources),
        "related": [
            {"message": text, **_place(related.span, sources)}
            for related, text in zip(diagnostic.related, words.related, strict=True)
        ],
        "fix": None,
    }


def _place(span: Span, sources: Mapping[str, Source]) -> dict[str, object]:
    start, end = start_of(span, sources), end_of(span, sources)
    return {
        "path": span.path,
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }
