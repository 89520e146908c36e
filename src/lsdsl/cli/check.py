"""``lsdsl check``: what is wrong with rule files."""

import gc
import os
import sys
from pathlib import Path
from typing import Any, Final

import click

from lsdsl.cli.checking import STDIN, Asked, Checked, asked_for, checked, codes
from lsdsl.cli.console import colour_option, notice, wants_colour
from lsdsl.cli.exit import CLEAN, COULD_NOT_RUN, FINDINGS, CouldNotRun
from lsdsl.cli.findings import Format, show, show_statistics, written
from lsdsl.diagnostics import Severity
from lsdsl.diagnostics.summary import counted
from lsdsl.diagnostics.visible import visible
from lsdsl.model.declarations import Score, Table
from lsdsl.source import Span

EXAMPLES: Final = """\b
Examples:
  lsdsl check                         every .lsdsl file below this folder, as one ruleset
  lsdsl check leads.lsdsl             one file
  lsdsl check --format concise        one line for each finding
  lsdsl check --format json --output findings.json
  lsdsl check --fix                   mend what can be mended without changing what is awarded
  lsdsl check --baseline known.json --update-baseline
  lsdsl check --watch                 again whenever a file changes
  lsdsl check - --stdin-filename rules/web.lsdsl < edited.lsdsl

Exits with 0 if nothing is wrong, 1 for findings as bad as --fail-level, 2 if a file cannot be read or lsdsl.toml is wrong.
"""


@click.command("check", epilog=EXAMPLES)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(allow_dash=True))
@click.option(
    "--select", metavar="CODES", multiple=True, callback=codes, help="Look for these codes too, whatever the settings say."
)
@click.option("--ignore", metavar="CODES", multiple=True, callback=codes, help="Do not look for these codes, such as LS6,LS543.")
@click.option(
    "--fail-level",
    type=click.Choice([severity.value for severity in Severity]),
    help="The mildest finding that makes the exit code 1.  [default: that of the settings, else error]",
)
@click.option("--fix", "fixes", is_flag=True, help="Mend what can be mended without changing what is awarded.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also mend what may change what is awarded.")
@click.option("--diff", "shows_diff", is_flag=True, help="Write nothing; show what --fix would change, exit 1 if anything.")
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Show only findings that are not in FILE.  [default: that of the settings]",
)
@click.option("--update-baseline", is_flag=True, help="Write all present findings into the baseline.")
@click.option(
    "--profiles",
    "-p",
    metavar="FILE",
    multiple=True,
    type=click.Path(dir_okay=False),
    help="Profiles that the rules are for: fields without a column are told. May be repeated.",
)
@click.option(
    "--format", "style", type=click.Choice(Format, case_sensitive=False), default=Format.FULL, help="How to write findings."
)
@click.option(
    *("--output", "-o"),
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write that format to a file; the terminal shows the full text.",
)
@click.option("--statistics", "with_statistics", is_flag=True, help="Count the findings of each code.")
@click.option("--watch", "watches", is_flag=True, help="Check again whenever a rule, list or settings file changes.")
@click.option("--no-scripts", is_flag=True, help="Refuse rules that have script boxes.")
@click.option(
    "--stdin-filename", metavar="PATH", default="<stdin>", help="What the text on stdin is called, and where it belongs."
)
@colour_option
def check_command(paths: tuple[str, ...], stdin_filename: str, fail_level: str | None, **given: Any) -> None:
    """Check rule files and say what is wrong with them.

    PATH is a rule file, a folder (all its .lsdsl files are one ruleset) or - for stdin; without any it is the current folder.
    """
    _refuse_wrong_usage(paths, given)
    if given["watches"]:
        from lsdsl.cli.watching import watch

        gc.enable()  # it looks again and again
        watch(paths or (os.curdir,), lambda: _look(paths, stdin_filename, fail_level, given))
    else:
        click.get_current_context().exit(_look(paths, stdin_filename, fail_level, given))


def _look(paths: tuple[str, ...], stdin_filename: str, fail_level: str | None, given: dict[str, Any]) -> int:
    """Check once, and give the exit code."""
    asked = asked_for(paths or (os.curdir,), stdin_filename, given)
    level = Severity(fail_level) if fail_level else None
    if given["shows_diff"]:
        return _differences(asked, given)
    aside = given["fixes"] and asked.filters
    found = _mended(asked, unsafe=given["unsafe_fixes"]) if given["fixes"] else checked(asked)
    if given["update_baseline"]:
        from lsdsl.cli.baselines import update_baselines

        found = checked(asked) if update_baselines(asked, found) else found
    _show(found, given, aside=aside)
    if not found.diagnostics and (given["style"].for_people or given["output"] is not None):
        notice(f"{', '.join(found.reports) if paths else 'this folder'}: no findings ({_inventory(found)})")
    if given["output"] is not None:
        notice(f"written to {visible(given['output'])}")
    return found.exit_code(level)


def _refuse_wrong_usage(paths: tuple[str, ...], given: dict[str, Any]) -> None:
    """Options that make no sense together."""
    fixes = given["fixes"] or given["shows_diff"]
    if given["unsafe_fixes"] and not fixes:
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
    if given["watches"] and (STDIN in paths or fixes or given["update_baseline"]):
        raise click.UsageError(
            "--watch looks at files and writes none: it does not go with -, --fix, --diff or --update-baseline"
        )
    if STDIN in paths and fixes and len(paths) > 1:
        raise click.UsageError("- stands alone with --fix or --diff: stdin goes to stdout")
    if given["update_baseline"] and (given["shows_diff"] or STDIN in paths):
        raise click.UsageError("--update-baseline writes down what is found in files: it goes neither with --diff nor with -")
    if given["baseline"] and not given["update_baseline"] and not Path(given["baseline"]).exists():
        raise CouldNotRun(f"{given['baseline']}: there is no such file; --update-baseline writes one")


def _mended(asked: Asked, *, unsafe: bool) -> Checked:
    """Mend, write, and say what was done."""
    from lsdsl.cli.fixes import mend, tell_mended, write

    mended = mend(asked, unsafe=unsafe)
    write(asked, mended)
    tell_mended(mended, unsafe=unsafe, wrote=True)
    return mended.checked


def _differences(asked: Asked, given: dict[str, Any]) -> int:
    """Show what fixes would change, and give the exit code; wrong settings are shown instead."""
    from lsdsl.cli.fixes import mend, show_differences, tell_mended

    mended = mend(asked, unsafe=given["unsafe_fixes"])
    if mended.checked.exit_code(Severity.ERROR) == COULD_NOT_RUN:
        _show(mended.checked, given, aside=True)
        return COULD_NOT_RUN
    show_differences(mended, coloured=wants_colour(given["colour"]))
    tell_mended(mended, unsafe=given["unsafe_fixes"], wrote=False)
    return FINDINGS if mended.files else CLEAN


def _show(found: Checked, given: dict[str, Any], *, aside: bool) -> None:
    """Show the findings; ``aside`` on stderr, where stdout is for rules or a difference."""
    style: Format = given["style"]
    files = {path for report in found.reports.values() for path in report.asked}
    if given["output"] is not None:
        text = written(style, found.diagnostics, found.sources, suppressed=found.suppressed, files=files)
        Path(given["output"]).write_text(text, encoding="utf-8")
        style = Format.FULL
    if aside:
        coloured = wants_colour(given["colour"], sys.stderr)
        text = written(style, found.diagnostics, found.sources, colour=coloured, suppressed=found.suppressed)
        click.echo(text, nl=False, err=True, color=coloured)
        return
    show(style, found.diagnostics, found.sources, given["colour"], found.suppressed, files)
    if given["with_statistics"]:
        show_statistics(style, found.diagnostics)


def _inventory(found: Checked) -> str:
    """What was found sound, so that a person sees that the right files were checked; each row of a table is a rule."""
    files: set[str] = set()
    scores: dict[Span, Score] = {}
    followups: set[Span] = set()
    for report in found.reports.values():
        own = report.asked
        files |= own
        if report.ruleset:
            scores.update((score.span, score) for score in report.ruleset.scores.values() if score.span.path in own)
            followups |= {one.span for one in report.ruleset.model.followups.values() if one.span.path in own}
    rules = sum(len(rule.rows) if isinstance(rule, Table) else 1 for score in scores.values() for rule in score.rules)
    counts = [counted(len(files), "file"), counted(rules, "rule"), counted(len(scores), "score")]
    return ", ".join(counts + ([counted(len(followups), "follow-up")] if followups else []))
