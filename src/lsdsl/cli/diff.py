"""``lsdsl diff``: what a change of the rules does to the scores."""

import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import click

from lsdsl.cli.console import colour_option, notice, say, wants_colour, width
from lsdsl.cli.exit import FINDINGS, CouldNotRun
from lsdsl.cli.inputs import history_options, run_options
from lsdsl.cli.numbers import WholeNumber
from lsdsl.cli.replacing import output_option, put, replace_file, target_of

if TYPE_CHECKING:
    from lsdsl.difference.ends import End
    from lsdsl.difference.report import Difference
    from lsdsl.difference.side import Side
    from lsdsl.runner.ruleset import Ruleset

EXAMPLE: Final = """\b
Examples:
  lsdsl diff main rules/ --profiles leads.csv --events events.jsonl
  lsdsl diff HEAD~1 HEAD -p leads.csv -e events.jsonl --fail-if-moved 2%
  lsdsl diff v1:rules rules/ -p leads.csv -e events.jsonl --format html --output diff.html
"""

WIDTH_OF_TEXT: Final = 120


class Percentage(click.types.FloatParamType):
    """A share as people write it: ``2%``, ``2.5``."""

    name = "percent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The share from 0 to 1."""
        try:
            found = float(str(value).strip().removesuffix("%"))
        except ValueError:
            found = -1.0
        if not 0 <= found <= 100:
            self.fail(f"{value!r} is no percentage; write it like 2%", param, ctx)
        return found / 100


@click.command("diff", epilog=EXAMPLE)
@click.argument("old")
@click.argument("new")
@history_options
@click.option("--score", metavar="NAME", help="Look at this score only.")
@click.option(
    "--top",
    type=WholeNumber(1, 1000),
    metavar="N",
    default=10,
    show_default=True,
    help="How many of the largest movers to name.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown", "html"]),
    default="text",
    show_default=True,
    help="Markdown is for a comment on a pull request, HTML a page with plots.",
)
@output_option
@click.option("--fail-if-moved", type=Percentage(), metavar="PERCENT", help="Exit with 1 when more of the profiles have moved.")
@click.option(
    "--moved-means",
    type=click.Choice(["range", "value"]),
    help="What counts as moved: another range, or another value.  [default: range, where a score has ranges]",
)
@colour_option
def diff_command(
    old: str, new: str, score: str | None, top: int, style: str, output: str | None, colour: str, **given: Any
) -> None:
    """Run OLD and NEW over the same profiles and events, and show who moves, where to and why.

    OLD and NEW are files or folders of rules, or git revisions: main, HEAD~1, v2:rules. A revision without a path means the place
    that the other one names, else the current folder. Exit code 1 when records were rejected, something failed, or more has moved
    than --fail-if-moved allows.
    """
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.screen import notice_screen
    from lsdsl.difference.comparing import Wanted, compare
    from lsdsl.difference.ends import EndError, opened
    from lsdsl.isolation.task import IsolationError
    from lsdsl.records.problems import InputError

    options, limit = run_options(given), given["fail_if_moved"]
    target = target_of(output)
    try:
        with opened(old, new) as ends, TemporaryDirectory(prefix="lsdsl-") as folder:
            rulesets = (_ruleset(ends[0], colour, given), _ruleset(ends[1], colour, given))
            _refuse_unknown(score, rulesets)
            wanted = Wanted(score, top, given["moved_means"])
            with progress_bar(notice_screen(colour)) as progress:
                difference, *sides = compare(ends, rulesets, options, wanted, progress, Path(folder))
    except (EndError, InputError, IsolationError) as error:
        raise CouldNotRun(str(error)) from error
    except KeyboardInterrupt:
        notice("interrupted")
        raise
    text = _written(difference, style, limit, colour if target is None else "never")
    if target is not None:
        _keep(target, text)
        notice(f"written to {output}")
    elif style == "text":
        say(text, colour=wants_colour(colour))
    else:
        put(text.encode())
    _tell(difference, sides, limit)
    ignored = given["strict"] and any(side.ignored for side in sides)
    if not difference.clean or ignored or (limit is not None and difference.share > limit):
        click.get_current_context().exit(FINDINGS)


def _ruleset(end: "End", colour: str, given: dict[str, Any]) -> "Ruleset":
    """The rules of one end; if they have errors, show the findings and leave."""
    from lsdsl.cli.findings import Format, exit_code, written
    from lsdsl.runner.ruleset import RulesetError, load

    try:
        return load(end.path, scripts=not given["no_scripts"])
    except RulesetError as error:
        coloured = wants_colour(colour)
        say(end.shown(written(Format.FULL, error.diagnostics, error.sources, colour=coloured)), colour=coloured)
        notice(f"{end.named} has errors, so there is nothing to compare")
        click.get_current_context().exit(exit_code(error.diagnostics))


def _refuse_unknown(score: str | None, rulesets: "tuple[Ruleset, Ruleset]") -> None:
    if score is None:
        return
    known = [name for name in rulesets[1].scores if name in rulesets[0].scores]
    if score not in known:
        there = f"both have {', '.join(known)}" if known else "they have none in common"
        raise click.BadParameter(f"there is no score {score!r} in both rulesets; {there}", param_hint="--score")


def _written(difference: "Difference", style: str, limit: float | None, colour: str) -> str:
    match style:
        case "json":
            from lsdsl import __version__
            from lsdsl.difference import json_report

            return json_report.render(difference, tool=__version__, limit=limit)
        case "markdown":
            from lsdsl.difference import markdown

            return markdown.render(difference, limit=limit)
        case "html":
            from lsdsl.difference import page

            return page.render(difference, limit=limit)
        case _:
            return _text(difference, colour)


def _text(difference: "Difference", colour: str) -> str:
    from rich.console import Console

    from lsdsl.cli import diff_text

    coloured = wants_colour(colour)
    text = StringIO()
    columns = max(width(), WIDTH_OF_TEXT) if not sys.stdout.isatty() else width()
    screen = Console(
        file=text, width=columns, force_terminal=coloured, no_color=not coloured, highlight=False, markup=False, emoji=False
    )
    diff_text.show(screen, difference)
    return text.getvalue()


def _keep(target: Path, text: str) -> None:
    if target.exists() and not target.is_file():
        target.write_bytes(text.encode())  # a device or a pipe
    else:
        replace_file(target, text.encode())


def _tell(difference: "Difference", sides: "list[Side]", limit: float | None) -> None:
    """What was compared, what was rejected, and how the limit stands; on the error stream."""
    from lsdsl.diagnostics.visible import visible
    from lsdsl.difference.wording import counted, share

    when = "" if difference.as_of is None else f", as of {difference.as_of}"
    events = f"{counted(difference.events, 'event')}, " if difference.events else ""
    notice(f"{events}{counted(difference.profiles, 'profile')}{when}")
    for which, side in zip(("old", "new"), sides, strict=True):
        for one in side.counting.shown.rejects():
            reject = one.reject
            more = "" if one.times == 1 else f" ({one.times:,} times)"
            notice(f"  {which} rules: {reject.code} {visible(reject.source)}:{reject.line}: {visible(reject.message)}{more}")
    if limit is not None:
        moved = share(difference.moved, difference.profiles)
        verdict = "more than" if difference.share > limit else "not more than"
        notice(f"{moved} of the profiles moved, {verdict} the {limit * 100:g}% of --fail-if-moved")
