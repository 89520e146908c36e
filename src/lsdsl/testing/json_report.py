"""The results of tests as JSON."""

import json
from collections.abc import Iterable, Sequence
from typing import assert_never

from lsdsl.compile import points
from lsdsl.diagnostics import words_of
from lsdsl.model.declarations import Model
from lsdsl.records.moments import moment_text
from lsdsl.source import Span
from lsdsl.testing.findings import diagnostic
from lsdsl.testing.results import Entry, Problem, Refused, Result, Trouble, Unmet
from lsdsl.testing.words import text_at

Json = dict[str, object]


def render(
    suites: Iterable[tuple[Model, Sequence[Result]]], idle: Sequence[tuple[str, int, str]], *, seconds: float, tool: str
) -> str:
    """An object with the counts and every test; ``idle`` are the rules that no test has awarded."""
    tests = [(model, result) for model, results in suites for result in results]
    failed = sum(result.status == "failed" for _, result in tests)
    report = {
        "version": 1,
        "tool": {"name": "lsdsl", "version": tool},
        "summary": {"tests": len(tests), "passed": len(tests) - failed, "failed": failed, "seconds": round(seconds, 3)},
        "tests": [_test(model, result) for model, result in tests],
        "never_awarded": [{"path": path, "line": line, "title": title} for path, line, title in idle],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _test(model: Model, result: Result) -> Json:
    return {
        "name": result.name,
        "status": result.status,
        **_place(model, result.span),
        "expectations": result.expectations,
        "seconds": round(result.seconds, 6),
        "problems": [_problem(model, result.name, problem) for problem in result.problems],
    }


def _problem(model: Model, test: str, problem: Problem) -> Json:
    found = diagnostic(test, problem)
    words = words_of(found)
    told: Json = {"code": found.code, "message": words.message, "help": words.help or None, **_place(model, found.span)}
    match problem:
        case Unmet():
            return told | _unmet(model, problem)
        case Refused(reason=reason):
            return told | {"reason": reason}
        case Trouble(code=code, where=where):
            return told | {"cause": code, "rule": _place(model, where)}
        case _:
            assert_never(problem)


def _unmet(model: Model, problem: Unmet) -> Json:
    source = model.sources[problem.span.path]
    return {
        "expected": text_at(problem.span, source),
        "time": moment_text(problem.time),
        "parts": [
            {"text": text_at(part.span, model.sources[part.span.path]), "holds": part.holds, "found": part.said}
            for part in problem.parts
        ],
        "scores": {name: None if value is None else points.to_number(value) for name, value in problem.scores},
        "ledger": [_entry(model, entry) for entry in problem.ledger],
        "asked": [{"time": moment_text(one.time), "followup": one.followup, "what": one.said} for one in problem.asked],
    }


def _entry(model: Model, entry: Entry) -> Json:
    return {
        "time": moment_text(entry.time),
        "score": entry.score,
        "points": points.to_number(entry.points),
        "reason": entry.reason,
        "title": entry.title,
        "event": entry.event,
        "where": None if entry.where is None else model.where(entry.where),
    }


def _place(model: Model, span: Span) -> Json:
    position = model.sources[span.path].position(span.start)
    return {"path": span.path, "line": position.line, "column": position.column}
