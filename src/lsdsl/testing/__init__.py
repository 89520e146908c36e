"""The ``test`` blocks of a ruleset: run, explained where they fail, measured, and suggested.

Each test has a profile of its own and a clock that starts where the block says. What it does goes through the same step as any
event; the reference execution runs the rules, because it can tell of each condition how it came out.
"""

from lsdsl.testing.results import Result, Status
from lsdsl.testing.running import run_tests

__all__ = ["Result", "Status", "run_tests"]
