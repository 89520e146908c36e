"""Regular expressions that are compiled when they are first used: most are for mistakes, which few texts have."""

import re
from typing import Any, cast


class _Later:
    """Stands in for a pattern; a method that was asked for once it keeps, so that asking again costs nothing."""

    def __init__(self, expression: str, flags: int) -> None:
        self._given = (expression, flags)

    def __getattr__(self, name: str) -> Any:
        if "_compiled" not in vars(self):
            self._compiled = re.compile(*self._given)
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value


def pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that is compiled when it is first used."""
    return cast("re.Pattern[str]", _Later(expression, flags))
