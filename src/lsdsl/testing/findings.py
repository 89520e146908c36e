"""What tests found, as diagnostics."""

from typing import assert_never

from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.diagnostics.catalogue.tests import PARTS
from lsdsl.testing.results import Problem, Refused, Result, Trouble, Unmet
from lsdsl.testing.words import moment_literal

NOTHING_SAID = "this does not hold"


def findings(result: Result) -> list[Diagnostic]:
    """The findings of a test, one for each problem."""
    return [diagnostic(result.name, problem) for problem in result.problems]


def diagnostic(test: str, problem: Problem) -> Diagnostic:
    """A problem of a test as a finding."""
    match problem:
        case Unmet():
            return _unmet(test, problem)
        case Refused(span=span, event=event, reason=reason):
            return finding("LS702", span, test=test, event=f"`{event}`", reason=reason)
        case Trouble(span=span, code=code, message=message, where=where):
            return finding("LS703", span, Related(where, "rule"), test=test, cause=code, reason=message)
        case _:
            assert_never(problem)


def _unmet(test: str, problem: Unmet) -> Diagnostic:
    """The first part that does not hold is pointed at; the others stand beside it."""
    main = next((part for part in problem.parts if not part.holds), None)
    others = [part for part in problem.parts if part is not main][: len(PARTS)]
    said = NOTHING_SAID if main is None else main.said
    span = problem.span if main is None else main.span
    related = [Related(part.span, name) for name, part in zip(PARTS, others, strict=False)]
    facts = {name: part.said for name, part in zip(PARTS, others, strict=False)}
    failing = [part for part in problem.parts if not part.holds]
    advice = failing[0].advice if len(failing) == 1 else None
    return finding("LS701", span, *related, test=test, moment=moment_literal(problem.time), said=said, advice=advice, **facts)
