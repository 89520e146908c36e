"""The findings as SARIF 2.1.0: what GitHub code scanning, Azure DevOps and editors read.

Every result has a fingerprint that survives moved lines, so that a service recognises it from one run to the next; findings that
a comment or a baseline keeps quiet are results too, with their suppression.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics.catalogue import CATALOGUE, words_of
from lsdsl.diagnostics.fingerprint import fingerprints
from lsdsl.diagnostics.model import Diagnostic, Fix, Severity, Suppressed
from lsdsl.diagnostics.pages import page_of
from lsdsl.diagnostics.places import end_of, has_text, start_of
from lsdsl.diagnostics.summary import severity_of
from lsdsl.source import Source, Span

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
FINGERPRINT: Final = "lsdslFinding/v1"


def render(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, tool: str, suppressed: Sequence[Suppressed] = ()
) -> str:
    """The log of one run; ``tool`` is the version of lsdsl. Plain ASCII."""
    every = [*diagnostics, *(one.diagnostic for one in suppressed)]
    codes = sorted({one.code for one in every})
    writer = _Writer(sources, {code: index for index, code in enumerate(codes)})
    suppressions: list[Suppressed | None] = [*(None for _ in diagnostics), *suppressed]
    prints = fingerprints(every, sources)
    run = {
        "tool": {"driver": {"name": "lsdsl", "version": tool, "rules": [_rule(code) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [writer.result(*parts) for parts in zip(every, prints, suppressions, strict=True)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str) -> dict[str, object]:
    """What is known of a code, with its page as help."""
    entry, page = CATALOGUE[code], page_of(code)
    rule: dict[str, object] = {
        "id": code,
        "name": entry.slug,
        "shortDescription": {"text": entry.slug.replace("-", " ").capitalize()},
        "defaultConfiguration": {"level": LEVELS[entry.severity], "enabled": entry.enabled},
    }
    if page:
        rule["fullDescription"] = {"text": page.paragraphs[0]}
        rule["help"] = {"text": "\n\n".join(page.paragraphs), "markdown": page.text}
    return rule


@dataclass(frozen=True, slots=True)
class _Writer:
    """Makes results; ``rules`` holds the places of the codes in the list of rules."""

    sources: Mapping[str, Source]
    rules: Mapping[str, int]

    def result(self, diagnostic: Diagnostic, fingerprint: str, suppressed: Suppressed | None) -> dict[str, object]:
        words = words_of(diagnostic)
        result: dict[str, object] = {
            "ruleId": diagnostic.code,
            "ruleIndex": self.rules[diagnostic.code],
            "level": LEVELS[severity_of(diagnostic)],
            "message": {"text": f"{words.message}\nhelp: {words.help}" if words.help else words.message},
            "locations": [{"physicalLocation": self.place(diagnostic.span)}],
            "partialFingerprints": {FINGERPRINT: fingerprint},
            # Of all results or of none: an empty list says that this one is not suppressed.
            "suppressions": [_suppression(suppressed)] if suppressed else [],
        }
        if diagnostic.related:
            result["relatedLocations"] = [
                {"id": number, "message": {"text": text}, "physicalLocation": self.place(related.span)}
                for number, (related, text) in enumerate(zip(diagnostic.related, words.related, strict=True), 1)
            ]
        if diagnostic.fix:
            result["fixes"] = [self.fix(diagnostic.fix, words.help or words.message)]
        return result

    def place(self, span: Span) -> dict[str, object]:
        # Code scanning wants a line of each result; a file that cannot be read as text has only a first one.
        region = self.region(span) if has_text(span.path, self.sources) else {"startLine": 1}
        return {"artifactLocation": {"uri": uri_of(span.path)}, "region": region}

    def region(self, span: Span) -> dict[str, int]:
        start, end = start_of(span, self.sources), end_of(span, self.sources)
        return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}

    def fix(self, fix: Fix, description: str) -> dict[str, object]:
        by_path: dict[str, list[dict[str, object]]] = {}
        for edit in sorted(fix.edits, key=lambda edit: edit.span):
            replacement = {"deletedRegion": self.region(edit.span), "insertedContent": {"text": edit.text}}
            by_path.setdefault(edit.span.path, []).append(replacement)
        return {
            "description": {"text": description},
            "artifactChanges": [
                {"artifactLocation": {"uri": uri_of(path)}, "replacements": changes} for path, changes in by_path.items()
            ],
            "properties": {"applicability": "safe" if fix.safe else "unsafe"},
        }


def _suppression(suppressed: Suppressed) -> dict[str, object]:
    reason = {"justification": suppressed.reason} if suppressed.reason else {}
    return {"kind": suppressed.kind, "status": "accepted", **reason}


def uri_of(path: str) -> str:
    """The path as a URI: relative as it is given, with forward slashes; an absolute one with its scheme."""
    slashed = PurePosixPath(path.replace("\\", "/")).as_posix()
    escaped = quote(slashed, errors="surrogateescape")
    if slashed.startswith("/"):
        return f"file://{escaped}"
    drive = slashed[1:3] == ":/" and slashed[0].isalpha()
    return f"file:///{slashed[0]}:{escaped.partition('%3A')[2]}" if drive else escaped
