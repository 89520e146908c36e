"""All tests of a ruleset, in their order; many of them at once where there are many."""

import os
from collections.abc import Iterable, Sequence
from multiprocessing import get_all_start_methods, get_context
from time import perf_counter
from typing import Final

from lsdsl.model.declarations import Test
from lsdsl.runner.ruleset import Ruleset
from lsdsl.testing.playing import Stage
from lsdsl.testing.results import Result

ALONE: Final = 0.5
"""So many seconds one process works alone."""

WORTH_HELP: Final = 1.5
"""So many seconds of work have to be left for others to be of help."""

_work: list[tuple[Stage, Sequence[Test]]] = []
"""What the processes that are forked from this one are to do."""


def chosen(tests: Iterable[Test], words: str) -> list[Test]:
    """The tests whose names hold all the words, in any case."""
    wanted = words.casefold().split()
    return [test for test in tests if all(word in test.name.casefold() for word in wanted)]


def run_tests(ruleset: Ruleset, tests: Sequence[Test] | None = None, jobs: int | None = None) -> list[Result]:
    """Run tests (all of them if none are named), in so many processes, and give their results in the order of the tests.

    Without ``jobs`` one process begins; if many tests are left after a while, it gets help from as many as the machine has cores.
    """
    wanted = [*ruleset.model.tests.values()] if tests is None else [*tests]
    stage = Stage(ruleset)
    processes = (os.cpu_count() or 1) if jobs is None else jobs
    if processes == 1 or "fork" not in get_all_start_methods():
        return [stage.play(test) for test in wanted]
    done = _for_a_while(stage, wanted) if jobs is None else []
    rest = wanted[len(done) :]
    return [*done, *_at_once(stage, rest, min(processes, len(rest)))] if rest else done


def _for_a_while(stage: Stage, tests: Sequence[Test]) -> list[Result]:
    """The results of the first tests, up to where help from other processes pays."""
    began = perf_counter()
    done: list[Result] = []
    for test in tests:
        passed = perf_counter() - began
        if done and passed > ALONE and passed / len(done) * (len(tests) - len(done)) > WORTH_HELP:
            break
        done.append(stage.play(test))
    return done


def _at_once(stage: Stage, tests: Sequence[Test], processes: int) -> list[Result]:
    """A forked process has the compiled ruleset at once; only the number of a test goes in, and its result comes out."""
    _work.append((stage, tests))
    try:
        with get_context("fork").Pool(processes) as pool:
            return pool.map(_play, range(len(tests)), chunksize=max(1, len(tests) // (4 * processes)))
    finally:
        _work.pop()


def _play(number: int) -> Result:
    stage, tests = _work[-1]
    return stage.play(tests[number])
