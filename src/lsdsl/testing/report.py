"""The results of tests for people: what fails and why, then one line that counts."""

from collections.abc import Iterator, Sequence
from typing import Final

from lsdsl.diagnostics import Diagnostic, Severity, full, words_of
from lsdsl.diagnostics.colours import BLUE, GREEN, OF_SEVERITY, Paint
from lsdsl.model.declarations import Model
from lsdsl.testing.findings import diagnostic
from lsdsl.testing.ledger import history
from lsdsl.testing.results import Result, Unmet

BETWEEN: Final = "\n\n"


def failures(results: Sequence[Result], model: Model, *, colour: bool, width: int) -> str:
    """Each problem with its excerpt and what led there; empty when all tests pass."""
    paint = Paint(colour)
    said: list[str] = []
    for result in results:
        told: set[tuple[str, int]] = set()
        for problem in result.problems:
            found = diagnostic(result.name, problem)
            rendered = full.render([found], model.sources, colour=colour, width=width)
            text = rendered.rpartition(BETWEEN)[0]  # without the line that counts findings
            if isinstance(problem, Unmet):
                text = "\n".join([text, *_history(problem, found, model, told, paint)])
            said.append(text)
    return "".join(one + BETWEEN for one in said)


def _history(problem: Unmet, found: Diagnostic, model: Model, told: set[tuple[str, int]], paint: Paint) -> Iterator[str]:
    """What led there, below the excerpt; a ledger that the same test has shown already is only named."""
    places = [found.span, *(one.span for one in found.related)]
    indent = " " * len(str(max(model.sources[one.path].position(one.end).line for one in places)))
    lines = [*history(problem, model, indent, told, paint)]
    if lines and not words_of(found).help:
        yield indent + paint(BLUE, " |")
    yield from lines


def summary(results: Sequence[Result], seconds: float, *, colour: bool) -> str:
    """``3 passed, 1 failed in 0.1 s``."""
    paint = Paint(colour)
    failed = sum(result.status == "failed" for result in results)
    parts = [(len(results) - failed, "passed", GREEN), (failed, "failed", OF_SEVERITY[Severity.ERROR])]
    counts = ", ".join(paint(style, f"{number:,} {word}") for number, word, style in parts if number) or "no tests"
    return f"{counts} in {seconds:.1f} s\n"
