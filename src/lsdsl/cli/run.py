"""``lsdsl run``: events into scores."""

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from lsdsl.cli.console import colour_option, notice
from lsdsl.cli.exit import FINDINGS, CouldNotRun
from lsdsl.cli.inputs import input_options, reading_options, run_options
from lsdsl.cli.numbers import WholeNumber
from lsdsl.cli.run_sql import ENGINE, Asked, run_on_sql
from lsdsl.cli.unknown import not_there

if TYPE_CHECKING:
    from rich.console import Console

    from lsdsl.runner.options import RunOptions
    from lsdsl.runner.ruleset import Ruleset
    from lsdsl.runner.summary import Summary

EXAMPLE = """\b
Examples:
  lsdsl run leads.lsdsl --profiles leads.csv --events events.jsonl
  lsdsl run rules/ --profiles leads.csv --events events.csv.gz --out out/
  lsdsl run rules/ --state leads.db --events new.jsonl
  lsdsl run rules/ --engine auto --profiles leads.parquet --events history.parquet
  zcat events.jsonl.gz | lsdsl run rules/ --events - --as-of 2026-01-31
"""


@click.command("run", epilog=EXAMPLE)
@click.argument("rules", type=click.Path())
@input_options
@click.option(
    *("--out", "-o"),
    metavar="DIR",
    help="Write profiles, ledger, actions, rejects, failures and a summary there, all at once or not at all.",
)
@click.option(
    "--state", metavar="STATE", help="Keep the profiles there, commit batch by batch, and go on where the last run stopped."
)
@click.option(
    "--accept-rules", is_flag=True, help="With --state: let these rules count from now on; what was earned stays as it is."
)
@click.option(
    "--score", metavar="NAME", help="The score that the table is sorted by.  [default: the last computed one, else the first]"
)
@click.option("--top", type=WholeNumber(1), metavar="N", default=20, show_default=True, help="How many profiles the table shows.")
@click.option(
    *("--jobs", "-j"),
    type=WholeNumber(1),
    metavar="N",
    default=1,
    show_default=True,
    help="So many processes share the profiles between them; the results are the same.",
)
@ENGINE
@colour_option
def run_command(
    rules: str,
    out: str | None,
    state: str | None,
    score: str | None,
    top: int,
    strict: bool,
    colour: str,
    **given: Any,
) -> None:
    """Score profiles by their events, and say which rules gave which points.

    Without --out the best profiles are shown as a table. With --state and nothing to read the table is of what the state holds.

    Exit code 1 when records were rejected or something failed.
    """
    from lsdsl.cli.findings import ruleset_or_findings
    from lsdsl.cli.screen import notice_screen, output_screen

    if given["accept_rules"] and state is None:
        raise click.UsageError("--accept-rules is for a state: name it with --state")
    options = run_options(given) if state is None else reading_options(given)
    ruleset = ruleset_or_findings(rules, colour, scripts=not given["no_scripts"])
    if score is not None and score not in ruleset.scores:
        raise click.BadParameter(not_there("score", score, ruleset.scores), param_hint="--score")
    screens = output_screen(colour), notice_screen(colour)
    asked, summary = Asked(given["engine"], state, out, score, top), None
    if asked.engine != "step":
        summary = run_on_sql(ruleset, options, asked, screens)
    if summary is None and state is not None:
        from lsdsl.cli.run_state import Wanted, run_on_state

        if options.jobs > 1:
            notice(f"--jobs {options.jobs} is done by one process: a state has one writer")
        summary = run_on_state(ruleset, options, Wanted(state, out, score, top, given["accept_rules"]), screens)
    if summary is None:
        summary = _run_on_files(ruleset, options, asked, screens)
    if not summary.clean or (strict and summary.ignored):
        click.get_current_context().exit(FINDINGS)


def _run_on_files(ruleset: "Ruleset", options: "RunOptions", asked: Asked, screens: "tuple[Console, Console]") -> "Summary":
    """Run from beginning to end, write the files or show the table, and say what was done."""
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.run_summary import show_summary
    from lsdsl.cli.run_table import best, show_table
    from lsdsl.isolation.task import IsolationError
    from lsdsl.records.problems import InputError, OutputError
    from lsdsl.runner.batch import deliver
    from lsdsl.runner.batch import run as run_files
    from lsdsl.runner.folder import run_to_folder
    from lsdsl.runner.jobs import JobError, obstacle
    from lsdsl.runner.receivers import Kept

    out, (screen, notices) = asked.out, screens
    if options.jobs > 1 and (why := obstacle(ruleset, options)):
        notice(f"--jobs {options.jobs} is done by one process: {why}")
    kept = Kept(ruleset.program, partial(best, ruleset.model, asked.score, asked.top))
    try:
        with progress_bar(notices) as progress:
            if out is None:
                summary, shown = run_files(ruleset, options, kept, progress), kept.shown
                for _ in deliver(kept.actions, kept, summary, ruleset.program):
                    pass  # without a folder they are only counted
            else:
                summary, shown = run_to_folder(ruleset, options, out, progress)
    except (InputError, IsolationError, JobError, OutputError) as error:
        raise CouldNotRun(str(error)) from error
    except KeyboardInterrupt:
        notice("interrupted" if out is None else f"interrupted; {out} is as it was")
        raise
    if out is None:
        show_table(screen, ruleset, kept, asked.score, asked.top)
    show_summary(notices, ruleset, summary, shown, out)
    return summary
