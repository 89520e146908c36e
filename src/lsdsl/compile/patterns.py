"""Patterns in RE2 syntax: linear time, no backtracking, whatever the rule author writes and the data holds."""

from functools import cache
from typing import Any, Protocol, cast


class Pattern(Protocol):
    """A compiled pattern."""

    def search(self, text: str) -> Any:
        """A match anywhere in the text, or None."""


@cache
def pattern(source: str, ignoring_case: bool) -> Pattern:
    """Compile a pattern that the checker has accepted."""
    import re2

    options = re2.Options()
    options.case_sensitive = not ignoring_case
    options.log_errors = False
    return cast("Pattern", re2.compile(source, options))
