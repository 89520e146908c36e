"""The results of tests as JUnit XML, which every CI service shows: a suite for each file, a case for each test."""

import html
import re
from collections.abc import Iterable, Sequence
from typing import Final

from lsdsl.diagnostics.visible import visible
from lsdsl.model.declarations import Model
from lsdsl.testing import report
from lsdsl.testing.findings import diagnostic
from lsdsl.testing.results import Result

# What no XML may hold and `visible` has not written out already.
_FORBIDDEN: Final = re.compile("[\ufffe\uffff]")
WIDTH: Final = 100


def render(suites: Iterable[tuple[Model, Sequence[Result]]], *, seconds: float) -> str:
    """The report, files in the order of their paths."""
    files: dict[str, list[tuple[Model, Result]]] = {}
    for model, results in suites:
        for result in results:
            files.setdefault(result.span.path, []).append((model, result))
    together = [result for tests in files.values() for _, result in tests]
    head = f"<testsuites{_attributes(name='lsdsl test', **_counts(together), time=f'{seconds:.3f}')}"
    inside = "".join(_suite(path, files[path]) for path in sorted(files))
    body = f"{head}>\n{inside}</testsuites>\n" if inside else f"{head}/>\n"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'


def _suite(path: str, tests: Sequence[tuple[Model, Result]]) -> str:
    results = [result for _, result in tests]
    time = f"{sum(result.seconds for result in results):.3f}"
    cases = "".join(_case(model, result) for model, result in tests)
    return f"  <testsuite{_attributes(name=path, **_counts(results), time=time)}>\n{cases}  </testsuite>\n"


def _case(model: Model, result: Result) -> str:
    path = result.span.path
    line = model.sources[path].position(result.span.start).line
    head = f"    <testcase{_attributes(name=result.name, classname=path, file=path, line=line, time=f'{result.seconds:.6f}')}"
    if not result.problems:
        return f"{head}/>\n"
    text = report.failures([result], model, colour=False, width=WIDTH).rstrip("\n")
    code = diagnostic(result.name, result.problems[0]).code
    said = "; ".join(_short(model, result))
    failure = f"      <failure{_attributes(message=said, type=code)}>{_escaped(text)}</failure>\n"
    return f"{head}>\n{failure}    </testcase>\n"


def _short(model: Model, result: Result) -> list[str]:
    """A line for each problem: where it is, and what was found."""
    told = []
    for problem in result.problems:
        found = diagnostic(result.name, problem)
        line = model.sources[found.span.path].position(found.span.start).line
        told.append(f"line {line}: {found.arguments.get('said') or found.arguments.get('reason')}")
    return told


def _counts(results: Sequence[Result]) -> dict[str, int]:
    return {"tests": len(results), "failures": sum(result.status == "failed" for result in results), "errors": 0, "skipped": 0}


def _attributes(**values: str | int) -> str:
    return "".join(f' {name}="{_escaped(str(value))}"' for name, value in values.items())


def _escaped(text: str) -> str:
    """A text that XML may hold, on lines of its own."""
    lines = (visible(line) for line in text.split("\n"))
    return html.escape("\n".join(_FORBIDDEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", line) for line in lines))
