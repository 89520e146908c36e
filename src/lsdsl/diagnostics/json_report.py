"""The findings for programs: one JSON object, version 1, lines and columns from 1 in code points."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Final

from lsdsl.diagnostics.catalogue import CATALOGUE, words_of
from lsdsl.diagnostics.fingerprint import fingerprints
from lsdsl.diagnostics.model import Diagnostic, Fix, Suppressed
from lsdsl.diagnostics.places import end_of, start_of
from lsdsl.diagnostics.summary import severity_of, summary_of
from lsdsl.source import Source, Span

VERSION: Final = 1


def render(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, tool: str, suppressed: Sequence[Suppressed] = ()
) -> str:
    """The report; ``tool`` is the version of lsdsl.

    Plain ASCII, so that no terminal, log or encoding can be led astray by what stands in a rule file.
    """
    every = [*diagnostics, *(one.diagnostic for one in suppressed)]
    rows = [_diagnostic(*parts, sources) for parts in zip(every, fingerprints(every, sources), strict=True)]
    report = {
        "version": VERSION,
        "tool": {"name": "lsdsl", "version": tool},
        "summary": asdict(summary_of(diagnostics)) | {"suppressed": len(suppressed)},
        "diagnostics": rows[: len(diagnostics)],
        "suppressed": [
            row | {"suppression": {"kind": one.kind, "reason": one.reason}}
            for row, one in zip(rows[len(diagnostics) :], suppressed, strict=True)
        ],
    }
    return json.dumps(report, indent=2) + "\n"


def _diagnostic(diagnostic: Diagnostic, fingerprint: str, sources: Mapping[str, Source]) -> dict[str, object]:
    entry, words = CATALOGUE[diagnostic.code], words_of(diagnostic)
    return {
        "code": entry.code,
        "slug": entry.slug,
        "severity": severity_of(diagnostic).value,
        "message": words.message,
        "help": words.help or None,
        **_place(diagnostic.span, sources),
        "related": [
            {"message": text, **_place(related.span, sources)}
            for related, text in zip(diagnostic.related, words.related, strict=True)
        ],
        "fix": _fix(diagnostic.fix, sources) if diagnostic.fix else None,
        "fingerprint": fingerprint,
    }


def _fix(fix: Fix, sources: Mapping[str, Source]) -> dict[str, object]:
    edits = sorted(fix.edits, key=lambda edit: edit.span)
    return {
        "applicability": "safe" if fix.safe else "unsafe",
        "edits": [{**_place(edit.span, sources), "text": edit.text} for edit in edits],
    }


def _place(span: Span, sources: Mapping[str, Source]) -> dict[str, object]:
    start, end = start_of(span, sources), end_of(span, sources)
    return {
        "path": span.path,
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }
