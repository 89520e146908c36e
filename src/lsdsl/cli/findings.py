"""Findings on their way to the terminal or a file, and what they mean for the exit code."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

import click

from lsdsl import __version__
from lsdsl.cli.console import notice, say, wants_colour, width
from lsdsl.cli.exit import CLEAN, COULD_NOT_RUN, FINDINGS
from lsdsl.config import CODES as OF_SETTINGS
from lsdsl.diagnostics import Diagnostic, Severity, concise, full, json_report
from lsdsl.diagnostics.summary import footer, severity_of
from lsdsl.runner.ruleset import Ruleset, RulesetError, load
from lsdsl.source import Source


class Format(StrEnum):
    """How findings are written."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"


SEVERITIES: Final = tuple(Severity)
"""From worst to mildest."""


def written(style: Format, found: Sequence[Diagnostic], sources: Mapping[str, Source], *, colour: bool = False) -> str:
    """The findings as text in a format."""
    match style:
        case Format.FULL:
            return full.render(found, sources, colour=colour, width=width())
        case Format.CONCISE:
            return concise.render(found, sources)
        case Format.JSON:
            return json_report.render(found, sources, tool=__version__)


def show(style: Format, found: Sequence[Diagnostic], sources: Mapping[str, Source], colour: str) -> None:
    """Write the findings to stdout; what is counted beside a concise list goes to stderr."""
    coloured = wants_colour(colour)
    say(written(style, found, sources, colour=coloured), colour=coloured)
    if style is Format.CONCISE and found:
        notice(footer(found))


def exit_code(found: Sequence[Diagnostic], level: Severity = Severity.ERROR) -> int:
    """1 when a finding is as bad as the level or worse, 2 when the settings are wrong, so that nothing was checked."""
    if any(one.code in OF_SETTINGS for one in found):
        return COULD_NOT_RUN
    failing = SEVERITIES[: SEVERITIES.index(level) + 1]
    return FINDINGS if any(severity_of(one) in failing for one in found) else CLEAN


def ruleset_or_findings(path: str | Path, colour: str, *, scripts: bool = True) -> Ruleset:
    """The ruleset of a file or folder; if it has errors, show the findings and leave with the exit code for them."""
    try:
        return load(path, scripts=scripts)
    except RulesetError as error:
        show(Format.FULL, error.diagnostics, error.sources, colour)
        click.get_current_context().exit(exit_code(error.diagnostics))
