"""Which codes are looked for in which files, and how bad their findings are: options before settings, paths before the rest."""

import os
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from lsdsl.config.codes import CHANGEABLE
from lsdsl.config.settings import Choice, Settings
from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import CATALOGUE, Diagnostic, Severity
from lsdsl.review.options import Options


@dataclass(frozen=True, slots=True)
class Selection:
    """The choices of the options and of the settings.

    In each place the longest beginning of a code counts, and of equally long ones ``ignore``. The places, strongest first: the
    options, ``[[check.paths]]`` from the last to the first, ``[check]``. Where none of them names a code, the catalogue says.
    """

    options: Options
    settings: Settings

    def kept(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """The findings that are looked for, at their levels."""
        return [self.at_level(one) for one in found if self.wanted(one.code, one.span.path)]

    def wanted(self, code: str, path: str) -> bool:
        """Whether a code is looked for in a file. What keeps a ruleset from working always is."""
        if not code.startswith(CHANGEABLE):
            return True
        for choice in self._choices(path):
            decided = _wanted(choice, code)
            if decided is not None:
                return decided
        return CATALOGUE[code].enabled

    def at_level(self, found: Diagnostic) -> Diagnostic:
        """A finding with the severity that the settings give its code."""
        if found.code.startswith(CHANGEABLE):
            for choice in self._choices(found.span.path):
                level = _level(choice, found.code)
                if level is not None:
                    return replace(found, level=level)
        return found

    def _choices(self, path: str) -> list[Choice]:
        check = self.settings.check
        below = _below(self.settings.path, path) if check.paths else ""
        matching = [one.choice for one in reversed(check.paths) if matches(one.path, below)]
        return [Choice(self.options.select, self.options.ignore), *matching, check.choice]


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern of the settings names a file or a folder above it: ``*`` within a name, ``**`` over folders too."""
    return _regular(pattern).fullmatch(path) is not None


@cache
def _regular(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.removeprefix("./").rstrip("/"))
    meanings = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(meanings.get(part, re.escape(part)) for part in parts) + "(?:/.*)?")


def _below(settings: str | None, path: str) -> str:
    """The path of a rule file as seen from the folder of the settings."""
    return Path(os.path.relpath(path, Path(settings or os.curdir).parent)).as_posix()


def _wanted(choice: Choice, code: str) -> bool | None:
    """What a place says of a code, if anything; a level asks for the code too."""
    off = [one for one in choice.ignore if code.startswith(one)]
    on = [one for one in choice.select if code.startswith(one)]
    for one, level in choice.levels:
        if code.startswith(one):
            (off if level is None else on).append(one)
    longest_off, longest_on = (max(map(len, ones), default=0) for ones in (off, on))
    return longest_on > longest_off if off or on else None


def _level(choice: Choice, code: str) -> Severity | None:
    """The level that a place gives a code."""
    named = [(len(one), level) for one, level in choice.levels if level is not None and code.startswith(one)]
    return max(named, key=lambda one: one[0])[1] if named else None
