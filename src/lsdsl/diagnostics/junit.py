"""The findings as JUnit XML, which every CI service shows: a suite for each file, a case for each finding.

A file without findings has one case that passes, so that a clean run is not taken for one that tested nothing. A finding that a
comment or a baseline keeps quiet is a skipped case.
"""

import html
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from lsdsl.diagnostics.catalogue import CATALOGUE, words_of
from lsdsl.diagnostics.model import Diagnostic, Suppressed
from lsdsl.diagnostics.places import start_of
from lsdsl.diagnostics.summary import severity_of
from lsdsl.diagnostics.visible import visible
from lsdsl.source import Source

# What no XML may hold and `visible` has not written out already.
_FORBIDDEN: Final = re.compile("[\ufffe\uffff]")


def render(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, Source],
    *,
    suppressed: Sequence[Suppressed] = (),
    files: Collection[str] | None = None,
) -> str:
    """The report, with the files in the order of their paths; ``files`` are those that were to be checked (if left out, all)."""
    paths = sorted(
        {
            *(sources if files is None else files),
            *(one.span.path for one in diagnostics),
            *(one.diagnostic.span.path for one in suppressed),
        }
    )
    suites = [_suite(path, diagnostics, suppressed, sources) for path in paths]
    tests = sum(max(_count(path, diagnostics, suppressed), 1) for path in paths)
    head = f'<testsuites name="lsdsl check" tests="{tests}" failures="{len(diagnostics)}" errors="0" skipped="{len(suppressed)}"'
    body = f"{head}>\n{''.join(suites)}</testsuites>\n" if suites else f"{head}/>\n"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'


def _count(path: str, diagnostics: Sequence[Diagnostic], suppressed: Sequence[Suppressed]) -> int:
    return sum(one.span.path == path for one in [*diagnostics, *(one.diagnostic for one in suppressed)])


def _suite(path: str, diagnostics: Sequence[Diagnostic], suppressed: Sequence[Suppressed], sources: Mapping[str, Source]) -> str:
    failed = [one for one in diagnostics if one.span.path == path]
    quiet = [one for one in suppressed if one.diagnostic.span.path == path]
    cases = [_case(one, sources, _failure(one, sources)) for one in failed]
    cases += [_case(one.diagnostic, sources, _skipped(one)) for one in quiet]
    if not cases:
        cases = [f"    <testcase{_attributes(name='no findings', classname=path, file=path)}/>\n"]
    counts = {"tests": len(cases), "failures": len(failed), "errors": 0, "skipped": len(quiet)}
    return f"  <testsuite{_attributes(name=path, **counts)}>\n{''.join(cases)}  </testsuite>\n"


def _case(diagnostic: Diagnostic, sources: Mapping[str, Source], inside: str) -> str:
    start = start_of(diagnostic.span, sources)
    path = diagnostic.span.path
    # The place is part of the name: services take two cases of one name for one.
    name = f"{diagnostic.code} {CATALOGUE[diagnostic.code].slug} at {start.line}:{start.column}"
    return f"    <testcase{_attributes(name=name, classname=path, file=path, line=start.line)}>\n{inside}    </testcase>\n"


def _failure(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> str:
    words = words_of(diagnostic)
    start = start_of(diagnostic.span, sources)
    lines = [f"{diagnostic.span.path}:{start.line}:{start.column}: {words.message}"]
    if words.help:
        lines.append(f"help: {words.help}")
    attributes = _attributes(message=words.message, type=severity_of(diagnostic).value)
    return f"      <failure{attributes}>{chr(10).join(map(_escaped, lines))}</failure>\n"


def _skipped(suppressed: Suppressed) -> str:
    why = "kept quiet by a comment" if suppressed.kind == "inSource" else "in the baseline"
    return f"      <skipped{_attributes(message=f'{why}: {suppressed.reason}' if suppressed.reason else why)}/>\n"


def _attributes(**values: str | int) -> str:
    return "".join(f' {name}="{_escaped(str(value))}"' for name, value in values.items())


def _escaped(text: str) -> str:
    """A text that XML may hold, on one line."""
    return html.escape(_FORBIDDEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", visible(text)))
