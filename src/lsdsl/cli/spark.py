"""``lsdsl spark``: events into scores with Apache Spark."""

import sys
from typing import Any, Final

import click

from lsdsl.cli.commands import Commands
from lsdsl.cli.console import colour_option, notice
from lsdsl.cli.exit import FINDINGS, CouldNotRun
from lsdsl.cli.inputs import history_options, run_options
from lsdsl.cli.numbers import WholeNumber
from lsdsl.cli.spark_stream import collect_command, stream_command

EXAMPLES: Final = """\b
Examples:
  lsdsl spark run rules/ --profiles leads.csv --events events.jsonl --out out/
  lsdsl spark run rules/ -e 2025.parquet -e 2026.parquet --out out/ --master "local[8]" --memory 8g
  lsdsl spark lines out/ ledger > ledger.jsonl
  lsdsl spark stream rules/ --events inbox/ --out scored/ --checkpoint state/ --once
  lsdsl spark stream rules/ --profiles leads.csv --events inbox/ --out scored/ --checkpoint state/ --trigger 30s
  lsdsl spark collect rules/ --from scored/ --out out/
"""

RUN_EXAMPLES: Final = """\b
Examples:
  lsdsl spark run rules/ --profiles leads.csv --events events.jsonl --out out/
  lsdsl spark run rules/ --events events.parquet --out out/ --order time --as-of 2026-01-31
"""

LINES_EXAMPLES: Final = """\b
Examples:
  lsdsl spark lines out/ ledger > ledger.jsonl
  lsdsl spark lines out/ profiles | head
"""


@click.group("spark", cls=Commands, epilog=EXAMPLES)
def spark_command() -> None:
    """Turn profiles and events into scores with Apache Spark: the same results as `lsdsl run`, as tables.

    Needs lsdsl[spark] and Java 17 or later.
    """


@spark_command.command("run", epilog=RUN_EXAMPLES, short_help="Score files into tables of Parquet.")
@click.argument("rules", type=click.Path())
@history_options
@click.option(
    *("--out", "-o"),
    metavar="DIR",
    required=True,
    help="Write profiles, ledger, actions, failures and rejects there as Parquet, and a summary, all at once or not at all.",
)
@click.option("--master", metavar="URL", default="local[2]", show_default=True, help="The Spark to use: local[N] or a cluster's.")
@click.option("--memory", metavar="SIZE", default="2g", show_default=True, help="Memory for Spark in this process's Java.")
@click.option(
    "--partitions",
    type=WholeNumber(1),
    metavar="N",
    help="Divide the profiles between so many tasks.  [default: by the size of the input]",
)
@click.option(
    "--skew",
    type=WholeNumber(1),
    metavar="N",
    default=100_000,
    show_default=True,
    help="Score profiles with more events in steps of so many.",
)
@click.option(
    "--order",
    type=click.Choice(["arrival", "time"]),
    default="arrival",
    show_default=True,
    help="Let events happen as they stand in the files, or in order of time.",
)
@colour_option
def run_command(rules: str, out: str, *, strict: bool, colour: str, **given: Any) -> None:
    """Score profiles by their events with Spark, into tables of Parquet.

    Every worker opens the files by the names given here. The results are those of `lsdsl run`, which `lsdsl spark lines` shows
    byte for byte. Exit code 1 when records were rejected or something failed.
    """
    from lsdsl.cli.findings import ruleset_or_findings
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.run_summary import show_summary
    from lsdsl.cli.screen import notice_screen
    from lsdsl.records.problems import InputError, OutputError
    from lsdsl.spark.folder import Manner, run_to_tables
    from lsdsl.spark.partitions import partitions_for
    from lsdsl.spark.problems import SparkError
    from lsdsl.spark.session import local_session

    options = run_options(given)
    ruleset = ruleset_or_findings(rules, colour, scripts=not given["no_scripts"])
    if ruleset.boxes and options.isolate:
        raise click.UsageError("--isolate: boxes run in the workers of Spark, which have no walls of their own; use `lsdsl run`")
    notices = notice_screen(colour)
    manner = Manner(given["order"] == "time", given["skew"])
    try:
        partitions = given["partitions"] or partitions_for(options, given["master"])
        with (
            local_session(given["master"], partitions=partitions, memory=given["memory"]) as spark,
            progress_bar(notices) as told,
        ):
            summary, shown = run_to_tables(spark, ruleset, options, manner, out, told)
    except (InputError, OutputError, SparkError) as error:
        raise CouldNotRun(str(error)) from error
    except KeyboardInterrupt:
        notice(f"interrupted; {out} is as it was")
        raise
    show_summary(notices, ruleset, summary, shown, out)
    if not summary.clean or (strict and summary.ignored):
        click.get_current_context().exit(FINDINGS)


@spark_command.command("lines", epilog=LINES_EXAMPLES, short_help="Write a table as lines of JSON.")
@click.argument("folder", metavar="DIR", type=click.Path())
@click.argument("table", type=click.Choice(["profiles", "ledger", "actions", "failures", "rejects"]))
def lines_command(folder: str, table: str) -> None:
    """Write a table of `lsdsl spark run` as the lines that `lsdsl run` has in its file."""
    from lsdsl.records.problems import InputError
    from lsdsl.spark.rendering import lines

    try:
        sys.stdout.buffer.writelines(lines(folder, table))
    except InputError as error:
        raise CouldNotRun(str(error)) from error


spark_command.add_command(stream_command)
spark_command.add_command(collect_command)
