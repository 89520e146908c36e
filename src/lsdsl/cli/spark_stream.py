"""``lsdsl spark stream`` and ``lsdsl spark collect``: scores of events as they arrive, and the output files of that."""

import re
import time
from typing import TYPE_CHECKING, Any, Final

import click

from lsdsl.cli.console import colour_option, notice
from lsdsl.cli.exit import FINDINGS, CouldNotRun
from lsdsl.cli.inputs import duration, moment
from lsdsl.cli.numbers import WholeNumber

if TYPE_CHECKING:
    from lsdsl.spark.following import BatchDone
    from lsdsl.spark.tally import Tally

STREAM_EXAMPLES: Final = """\b
Examples:
  lsdsl spark stream rules/ --events inbox/ --out scored/ --checkpoint state/ --once
  lsdsl spark stream rules/ --profiles leads.csv --events inbox/ --out scored/ --checkpoint state/ --trigger 30s
  lsdsl spark stream rules/ --events inbox/ --out scored/ --checkpoint state/ --once --as-of 2026-02-01
"""

COLLECT_EXAMPLES: Final = """\b
Examples:
  lsdsl spark collect rules/ --from scored/ --out out/
  lsdsl spark collect rules/ --from scored/ --out out/ --as-of 2026-02-01
"""

SECOND: Final = 1_000_000
PROBLEMS_SHOWN: Final = 5


def pause(text: str) -> int:
    """A duration that may be in seconds, or none at all, in microseconds: ``10s``, ``0s``, ``5m``."""
    if re.fullmatch(r"\d{1,5}s", text, re.ASCII):
        return int(text[:-1]) * SECOND
    try:
        return duration(text)
    except click.BadParameter:
        raise click.BadParameter(f"{text!r} is no duration; write it like 10s, 5m or 1h") from None


@click.command("stream", epilog=STREAM_EXAMPLES, short_help="Score events as their files arrive in a folder.")
@click.argument("rules", type=click.Path())
@click.option(
    "--events", "-e", required=True, metavar="FOLDER", help="Where files of events arrive; each is read once, the oldest first."
)
@click.option("--out", "-o", required=True, metavar="DIR", help="Write what comes out there, as Parquet files with a commit log.")
@click.option("--checkpoint", required=True, metavar="DIR", help="Keep the profiles there, and how far the events were read.")
@click.option(
    *("--profiles", "-p"), multiple=True, metavar="FILE", help="Profiles to start with; read before all events. May be repeated."
)
@click.option("--once", is_flag=True, help="Read all files that are there, and end.")
@click.option("--trigger", type=pause, metavar="DURATION", default="10s", show_default=True, help="Look for new files so often.")
@click.option("--as-of", type=moment, metavar="MOMENT", help="With --once: then let time pass up to this moment.")
@click.option(
    "--clock",
    type=click.Choice(["events", "wall"]),
    default="events",
    show_default=True,
    help="What time is: that of the newest event, or also that of this machine (without --once).",
)
@click.option(
    "--delay",
    type=pause,
    metavar="DURATION",
    default="10m",
    show_default=True,
    help="Let time pass for all profiles so long after it.",
)
@click.option(
    "--late",
    type=click.Choice(["accept", "reject"]),
    default="accept",
    show_default=True,
    help="Events older than the newest of their profile.",
)
@click.option(
    "--dedupe", type=duration, metavar="DURATION", default="30d", show_default=True, help="How long event ids are remembered."
)
@click.option("--max-files-per-trigger", type=WholeNumber(1), metavar="N", help="Read so many files at once.  [default: all]")
@click.option("--master", metavar="URL", default="local[2]", show_default=True, help="The Spark to use: local[N] or a cluster's.")
@click.option(
    "--partitions",
    type=WholeNumber(1),
    metavar="N",
    help="Divide the profiles so; stays as it was begun.  [default: the cores]",
)
@click.option("--memory", metavar="SIZE", default="2g", show_default=True, help="Memory for Spark in this process's Java.")
@click.option("--conf", multiple=True, metavar="NAME=VALUE", help="A setting of Spark. May be repeated.")
@click.option("--no-scripts", is_flag=True, help="Refuse rules that have script boxes.")
@colour_option
def stream_command(rules: str, colour: str, *, no_scripts: bool, **given: Any) -> None:
    """Score events as their files arrive in a folder, with Spark Structured Streaming.

    Ended in whatever way, and started again with the same options, it goes on where it was: nothing is lost and nothing comes
    out twice. What is due at a profile comes out when its time has come, without an event. Needs lsdsl[spark] and Java 17. Exit
    code 1 when --once met rejected records or failures.
    """
    from lsdsl.cli.findings import ruleset_or_findings
    from lsdsl.spark.problems import SparkError

    _check_usage(given)
    ruleset = ruleset_or_findings(rules, colour, scripts=not no_scripts)
    try:
        clean = _stream(ruleset, given)
    except SparkError as error:
        raise CouldNotRun(str(error)) from error
    except KeyboardInterrupt:
        notice(f"interrupted; start again to go on, {given['checkpoint']} holds what was done")
        raise
    if not clean:
        click.get_current_context().exit(FINDINGS)


def _check_usage(given: dict[str, Any]) -> None:
    if given["as_of"] is not None and not given["once"]:
        raise click.UsageError("--as-of needs --once: it is the moment at the end")
    if given["clock"] == "wall" and given["once"]:
        raise click.UsageError("--clock wall is for a stream that goes on; with --once give the moment: --as-of")
    for setting in given["conf"]:
        if not setting.partition("=")[1] or setting.startswith("="):
            raise click.UsageError(f"--conf {setting!r} is no setting; write it like spark.executor.memory=8g")
    if given["trigger"] == 0:
        raise click.UsageError("--trigger 0s is no pause; the shortest is 1s")


def _stream(ruleset: Any, given: dict[str, Any]) -> bool:
    """Run the stream; whether all was clean."""
    from lsdsl.spark.following import keep_reading, read_all
    from lsdsl.spark.session import local_session
    from lsdsl.spark.sink import committed, is_sink
    from lsdsl.spark.streaming import Stream, StreamOptions, prepare
    from lsdsl.spark.tally import tally

    options = StreamOptions(
        events=given["events"],
        out=given["out"],
        checkpoint=given["checkpoint"],
        profiles=given["profiles"],
        late=given["late"],
        remembered=given["dedupe"],
        delay=given["delay"],
        every=None if given["once"] else given["trigger"] / SECOND,
        files_per_batch=given["max_files_per_trigger"],
    )
    prepare(ruleset, options)
    before = set(committed(options.out)) if is_sink(options.out) else set()
    settings = {name: value for name, _, value in (setting.partition("=") for setting in given["conf"])}
    with local_session(given["master"], partitions=given["partitions"], memory=given["memory"], settings=settings) as spark:
        if given["partitions"] is None:
            spark.conf.set("spark.sql.shuffle.partitions", str(spark.sparkContext.defaultParallelism))
        stream = Stream(spark, ruleset, options)
        if not given["once"]:
            notice(f"waiting for files in {options.events}; Ctrl-C ends it")
            keep_reading(stream, _tell, (lambda: time.time_ns() // 1000) if given["clock"] == "wall" else None)
            return True
        read_all(stream, _tell, given["as_of"])
    done = tally([file for file in committed(options.out) if file not in before])
    done.require_whole()
    _show(done, options.out)
    return done.clean


def _tell(batch: "BatchDone") -> None:
    from lsdsl.cli.run_summary import counted

    reached = "" if batch.reached.startswith("1970-01-01T00:00:00.000") else f", time is {batch.reached}"
    notice(f"batch {batch.number}: {counted(batch.files, 'new file')}{reached}, {batch.seconds:.1f} s")


def _show(done: "Tally", out: str) -> None:
    """What this start of the stream did."""
    from lsdsl.cli.run_summary import counted
    from lsdsl.diagnostics.visible import visible

    said = [counted(done.files, "new file"), f"{done.processed:,} of {counted(done.events, 'event')} processed"]
    told = [(done.duplicates, "duplicate"), (done.late, "late event"), (done.rejects, "record"), (done.failures, "failure")]
    said += [counted(count, what) + (" rejected" if what == "record" else "") for count, what in told if count]
    notice(", ".join([*said, counted(done.ledger, "ledger entry").replace("entrys", "entries"), counted(done.actions, "action")]))
    for problem in done.problems[:PROBLEMS_SHOWN]:
        notice(f"not read to its end: {visible(problem)}")
    if len(done.problems) > PROBLEMS_SHOWN:
        notice(f"... and {len(done.problems) - PROBLEMS_SHOWN:,} more files")
    notice(f"written to {visible(out)}; lsdsl spark collect makes the output files of lsdsl run of it")


@click.command("collect", epilog=COLLECT_EXAMPLES, short_help="Write what a stream has done as lsdsl run does.")
@click.argument("rules", type=click.Path())
@click.option("--from", "source", required=True, metavar="DIR", help="What lsdsl spark stream has written.")
@click.option("--out", "-o", required=True, metavar="DIR", help="Write the files of lsdsl run there, all at once or not at all.")
@click.option("--as-of", type=moment, metavar="MOMENT", help="Show the profiles at this moment.  [default: the newest event]")
@click.option("--no-scripts", is_flag=True, help="Refuse rules that have script boxes.")
@colour_option
def collect_command(rules: str, source: str, out: str, as_of: int | None, colour: str, *, no_scripts: bool) -> None:
    """Write what a stream has done so far as lsdsl run --out writes it: equal to a run over the same files.

    Only what the stream has committed counts. It may go on meanwhile. Exit code 1 when records were rejected or something failed.
    """
    from lsdsl.cli.findings import ruleset_or_findings
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.run_summary import show_summary
    from lsdsl.cli.screen import notice_screen
    from lsdsl.records.problems import OutputError
    from lsdsl.spark.collecting import collect
    from lsdsl.spark.problems import SparkError

    ruleset = ruleset_or_findings(rules, colour, scripts=not no_scripts)
    notices = notice_screen(colour)
    begin = time.monotonic()
    try:
        with progress_bar(notices) as progress:
            summary, shown = collect(ruleset, source, out, as_of, progress)
    except (OutputError, SparkError) as error:
        raise CouldNotRun(str(error)) from error
    summary.seconds = time.monotonic() - begin
    show_summary(notices, ruleset, summary, shown, out)
    if not summary.clean:
        click.get_current_context().exit(FINDINGS)
