"""Findings on their way to the terminal or a file, and what they mean for the exit code."""

import os
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, assert_never

import click

from lsdsl import __version__
from lsdsl.cli.console import notice, say, wants_colour, width
from lsdsl.cli.exit import CLEAN, COULD_NOT_RUN, FINDINGS
from lsdsl.cli.rule_paths import refuse_data, refuse_empty
from lsdsl.config import CODES as OF_SETTINGS
from lsdsl.diagnostics import Diagnostic, Severity, Suppressed, concise, full
from lsdsl.diagnostics.summary import footer, severity_of, statistics
from lsdsl.runner.ruleset import Ruleset, RulesetError, load
from lsdsl.source import Source


class Format(StrEnum):
    """How findings are written."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"

    @property
    def for_people(self) -> bool:
        """Whether a person reads it, so that nothing need be written where there is nothing to say."""
        return self in {Format.FULL, Format.CONCISE}


SEVERITIES: Final = tuple(Severity)
"""From worst to mildest."""

JOB_SUMMARY: Final = "GITHUB_STEP_SUMMARY"
"""The variable in which GitHub Actions names the file for the summary of a job."""

MOST_NAMED: Final = 3


def written(
    style: Format,
    found: Sequence[Diagnostic],
    sources: Mapping[str, Source],
    *,
    colour: bool = False,
    suppressed: Sequence[Suppressed] = (),
    files: Collection[str] | None = None,
) -> str:
    """The findings as text in a format; those for programs tell of suppressed findings too.

    ``files`` are those that were to be checked, where ``sources`` holds the rest of the ruleset as well.
    """
    match style:
        case Format.FULL:
            return full.render(found, sources, colour=colour, width=width())
        case Format.CONCISE:
            return concise.render(found, sources)
        case Format.JSON:
            from lsdsl.diagnostics import json_report

            return json_report.render(found, sources, tool=__version__, suppressed=suppressed)
        case Format.SARIF:
            from lsdsl.diagnostics import sarif

            return sarif.render(found, sources, tool=__version__, suppressed=suppressed)
        case Format.GITHUB:
            from lsdsl.diagnostics import github

            return github.render(found, sources, suppressed=suppressed)
        case Format.JUNIT:
            from lsdsl.diagnostics import junit

            return junit.render(found, sources, suppressed=suppressed, files=files)
        case _:
            assert_never(style)


def show(
    style: Format,
    found: Sequence[Diagnostic],
    sources: Mapping[str, Source],
    colour: str,
    suppressed: Sequence[Suppressed] = (),
    files: Collection[str] | None = None,
) -> None:
    """Write the findings to stdout; what is counted beside a concise list, and where to read more, goes to stderr."""
    coloured = wants_colour(colour)
    say(written(style, found, sources, colour=coloured, suppressed=suppressed, files=files), colour=coloured)
    if style is Format.CONCISE and found:
        notice(footer(found))
    if style is Format.FULL and found:
        notice(_more_about(found))
    if style is Format.GITHUB:
        _add_job_summary(found, sources, suppressed)


def show_statistics(style: Format, found: Sequence[Diagnostic]) -> None:
    """Count the findings of each code: after the text that people read, else on stderr, so that programs read on."""
    if style.for_people:
        say(("\n" if style is Format.FULL and found else "") + statistics(found))
    else:
        notice(statistics(found).rstrip("\n") or footer(found))


def _more_about(found: Sequence[Diagnostic]) -> str:
    """Where the codes of findings are explained."""
    codes = list(dict.fromkeys(one.code for one in sorted(found, key=lambda one: SEVERITIES.index(severity_of(one)))))
    if len(codes) == 1:
        return f"lsdsl explain {codes[0]} tells more"
    named = ", ".join(codes[:MOST_NAMED]) + (" ..." if len(codes) > MOST_NAMED else "")
    return f"lsdsl explain CODE tells more about {named}"


def _add_job_summary(found: Sequence[Diagnostic], sources: Mapping[str, Source], suppressed: Sequence[Suppressed]) -> None:
    """Add to the summary of a job of GitHub Actions, where there is one."""
    if path := os.environ.get(JOB_SUMMARY):
        from lsdsl.diagnostics import github

        with Path(path).open("a", encoding="utf-8") as file:
            file.write(github.job_summary(found, sources, suppressed=suppressed))


def exit_code(found: Sequence[Diagnostic], level: Severity = Severity.ERROR) -> int:
    """1 when a finding is as bad as the level or worse, 2 when the settings are wrong, so that nothing was checked."""
    if any(one.code in OF_SETTINGS for one in found):
        return COULD_NOT_RUN
    failing = SEVERITIES[: SEVERITIES.index(level) + 1]
    return FINDINGS if any(severity_of(one) in failing for one in found) else CLEAN


def ruleset_or_findings(path: str | Path, colour: str, *, scripts: bool = True) -> Ruleset:
    """The ruleset of a file or folder; if it has errors, show the findings and leave with the exit code for them."""
    try:
        refuse_data(path)
        ruleset = load(path, scripts=scripts)
    except RulesetError as error:
        show(Format.FULL, error.diagnostics, error.sources, colour)
        click.get_current_context().exit(exit_code(error.diagnostics))
    refuse_empty(path, ruleset)
    return ruleset
