"""``lsdsl check``: what is wrong with rule files."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from lsdsl.cli.console import colour_option, notice, say
from lsdsl.cli.exit import CouldNotRun
from lsdsl.cli.findings import Format, exit_code, show, written
from lsdsl.diagnostics import Diagnostic, Severity, in_order
from lsdsl.diagnostics.summary import counted, statistics
from lsdsl.model.declarations import Score
from lsdsl.runner.ruleset import Report, check
from lsdsl.source import Source, Span
from lsdsl.syntax import decode

STDIN: Final = "-"
EXAMPLES: Final = """\b
Examples:
  lsdsl check                         every .lsdsl file below this folder, as one ruleset
  lsdsl check leads.lsdsl             one file
  lsdsl check --format concise        one line for each finding
  lsdsl check --format json --output findings.json
  lsdsl check - --stdin-filename rules/web.lsdsl < edited.lsdsl

Exits with 0 if nothing is wrong, 1 for findings as bad as --fail-level, 2 if a file cannot be read or lsdsl.toml is wrong.
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """What all the named paths gave together; ``reports`` by the names of the paths."""

    reports: dict[str, Report]
    found: tuple[Diagnostic, ...]
    sources: dict[str, Source]


@click.command("check", epilog=EXAMPLES)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(allow_dash=True))
@click.option(
    "--format", "style", type=click.Choice(Format, case_sensitive=False), default=Format.FULL, help="How to write findings."
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write that format to a file; the terminal shows the full text.",
)
@click.option(
    "--fail-level",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.ERROR.value,
    show_default=True,
    help="The mildest finding that makes the exit code 1.",
)
@click.option("--no-scripts", is_flag=True, help="Refuse rules that have script boxes.")
@click.option("--statistics", "with_statistics", is_flag=True, help="Count the findings of each code.")
@click.option(
    "--stdin-filename", metavar="PATH", default="<stdin>", help="What the text on stdin is called, and where it belongs."
)
@colour_option
def check_command(
    paths: tuple[str, ...],
    style: Format,
    output: str | None,
    fail_level: str,
    stdin_filename: str,
    colour: str,
    **flags: bool,
) -> None:
    """Check rule files and say what is wrong with them.

    PATH is a rule file, a folder (all its .lsdsl files are one ruleset) or - for stdin; without any it is the current folder.
    """
    checked = _checked(paths or (os.curdir,), stdin_filename, scripts=not flags["no_scripts"])
    if output is not None:
        Path(output).write_text(written(style, checked.found, checked.sources), encoding="utf-8")
        style = Format.FULL
    show(style, checked.found, checked.sources, colour)
    if flags["with_statistics"] and style is not Format.JSON:
        say(("\n" if style is Format.FULL and checked.found else "") + statistics(checked.found))
    if not checked.found and style is not Format.JSON:
        notice(f"{', '.join(checked.reports) if paths else 'this folder'}: no findings ({_inventory(checked)})")
    click.get_current_context().exit(exit_code(checked.found, Severity(fail_level)))


def _checked(paths: Sequence[str], stdin_filename: str, *, scripts: bool) -> Checked:
    """Check each path; a file that is named twice is reported once."""
    reports: dict[str, Report] = {}
    sources: dict[str, Source] = {}
    for path in dict.fromkeys(paths):
        name = stdin_filename if path == STDIN else path
        reports[name] = _from_stdin(name, scripts=scripts) if path == STDIN else check(path, scripts=scripts)
        if not reports[name].sources and not reports[name].diagnostics:
            raise CouldNotRun(f"{name}: there is no .lsdsl file in this folder or below it")
        sources.update(reports[name].sources)
    return Checked(reports, tuple(in_order([one for report in reports.values() for one in report.diagnostics])), sources)


def _from_stdin(name: str, *, scripts: bool) -> Report:
    source, found = decode(name, sys.stdin.buffer.read())
    if source is None:
        return Report(tuple(found), {}, None)
    report = check(name, text=source.text, scripts=scripts)
    return Report(tuple(in_order([*found, *report.diagnostics])), report.sources, report.ruleset)


def _inventory(checked: Checked) -> str:
    """What was found sound, so that a person sees that the right files were checked."""
    files: set[str] = set()
    scores: dict[Span, Score] = {}
    followups: set[Span] = set()
    for name, report in checked.reports.items():
        named = Path(os.path.normpath(name)).as_posix()
        own = {named} if named in report.sources else set(report.sources)
        files |= own
        if report.ruleset:
            scores.update((score.span, score) for score in report.ruleset.scores.values() if score.span.path in own)
            followups |= {one.span for one in report.ruleset.model.followups.values() if one.span.path in own}
    rules = sum(len(score.rules) for score in scores.values())
    found = [counted(len(files), "file"), counted(rules, "rule"), counted(len(scores), "score")]
    return ", ".join(found + ([counted(len(followups), "follow-up")] if followups else []))
