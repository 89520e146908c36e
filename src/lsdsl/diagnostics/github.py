"""The findings as annotations of GitHub Actions, and as the summary of a job.

GitHub shows about ten annotations of each kind for a step, so the errors come first, and a last line counts what there is.
"""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Final

from lsdsl.diagnostics.catalogue import CATALOGUE, words_of
from lsdsl.diagnostics.model import Diagnostic, Severity, Suppressed
from lsdsl.diagnostics.places import end_of, has_text, start_of
from lsdsl.diagnostics.summary import counted, footer, severity_of
from lsdsl.diagnostics.visible import visible
from lsdsl.source import Source

COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
SHOWN_BY_GITHUB: Final = 10
MOST_ROWS: Final = 1_000
"""A job summary may have a megabyte; more rows than this nobody reads."""

_CODE: Final = re.compile(r"``(.*?)``|`([^`]*)`")
_MARKUP: Final = re.compile(r"[\\`*_\[\](){}|~#@:!+]")


def render(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, suppressed: Sequence[Suppressed] = ()) -> str:
    """An annotation for each finding, the worst first, and a line that counts them."""
    lines = [_annotation(one, sources) for one in _worst_first(diagnostics)]
    return "".join(f"{line}\n" for line in [*lines, _last_line(diagnostics, suppressed)])


def job_summary(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, suppressed: Sequence[Suppressed] = ()
) -> str:
    """The findings as a table in Markdown, for the file that ``GITHUB_STEP_SUMMARY`` names."""
    lines = ["### lsdsl check", "", f"{footer(diagnostics).capitalize()}{_kept_quiet(suppressed)}.", ""]
    if diagnostics:
        rows = [_row(one, sources) for one in _worst_first(diagnostics)[:MOST_ROWS]]
        lines += ["| Level | Place | Code | Finding |", "| --- | --- | --- | --- |", *rows, ""]
    if len(diagnostics) > MOST_ROWS:
        lines += [f"... and {counted(len(diagnostics) - MOST_ROWS, 'finding')} more.", ""]
    return "".join(f"{line}\n" for line in lines)


def _worst_first(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    severities = list(Severity)
    return sorted(diagnostics, key=lambda one: severities.index(severity_of(one)))


def _annotation(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> str:
    words = words_of(diagnostic)
    properties = {"file": visible(diagnostic.span.path.replace("\\", "/"))}
    if has_text(diagnostic.span.path, sources):
        start, end = start_of(diagnostic.span, sources), end_of(diagnostic.span, sources)
        properties |= {"line": str(start.line), "endLine": str(end.line)}
        if start.line == end.line:  # GitHub takes columns only of places within one line
            properties |= {"col": str(start.column), "endColumn": str(end.column)}
    properties["title"] = f"{diagnostic.code} {CATALOGUE[diagnostic.code].slug}"
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    lines = [words.message, *([f"help: {words.help}"] if words.help else [])]
    return f"::{COMMANDS[severity_of(diagnostic)]} {written}::{_data(chr(10).join(map(visible, lines)))}"


def _data(text: str) -> str:
    """A text as a workflow command takes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The value of a property: a text in which the signs between properties are escaped too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _last_line(diagnostics: Sequence[Diagnostic], suppressed: Sequence[Suppressed]) -> str:
    kinds = [severity_of(one) for one in diagnostics]
    hidden = any(kinds.count(kind) > SHOWN_BY_GITHUB for kind in Severity)
    more = f"; GitHub shows only about {SHOWN_BY_GITHUB} annotations of each kind, the log and the job summary have all"
    return f"{footer(diagnostics)}{_kept_quiet(suppressed)}{more if hidden else ''}"


def _kept_quiet(suppressed: Sequence[Suppressed]) -> str:
    return f", {len(suppressed):,} kept quiet" if suppressed else ""


def _row(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> str:
    words, path = words_of(diagnostic), diagnostic.span.path
    start = start_of(diagnostic.span, sources)
    place = f"{path}:{start.line}:{start.column}" if has_text(path, sources) else path
    said = _markdown(words.message) + (f"<br>{_markdown(words.help)}" if words.help else "")
    code = f"{diagnostic.code} {CATALOGUE[diagnostic.code].slug}"
    return f"| {severity_of(diagnostic).value} | {_plain(place)} | {_plain(code)} | {said} |"


def _markdown(text: str) -> str:
    """A text with what stands between backticks as code; nothing in it can start any other markup."""
    pieces, end = [], 0
    for match in _CODE.finditer(text):
        code = match[1] if match[1] is not None else match[2]
        pieces += [_plain(text[end : match.start()]), f"<code>{_plain(code)}</code>"]
        end = match.end()
    return "".join([*pieces, _plain(text[end:])])


def _plain(text: str) -> str:
    escaped = html.escape(visible(text), quote=False)
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", escaped)
