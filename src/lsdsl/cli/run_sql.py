"""``lsdsl run --engine``: scores by SQL where what is asked for can be had from it."""

from functools import partial
from typing import TYPE_CHECKING, Final

import click

from lsdsl.cli.console import notice
from lsdsl.cli.exit import CouldNotRun
from lsdsl.dataclass import dataclass

if TYPE_CHECKING:
    from rich.console import Console

    from lsdsl.runner.options import RunOptions
    from lsdsl.runner.ruleset import Ruleset
    from lsdsl.runner.summary import Summary
    from lsdsl.sql.engines import Division

ENGINE: Final = click.option(
    "--engine",
    type=click.Choice(["step", "auto", "sql"]),
    default="step",
    show_default=True,
    help="step: event by event. sql: DuckDB, without ledger and reasons. auto: sql for the table's scores where it can.",
)
REASONS_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of the verb ask for."""

    engine: str
    state: str | None
    out: str | None
    score: str | None
    top: int


def run_on_sql(ruleset: "Ruleset", options: "RunOptions", asked: Asked, screens: "tuple[Console, Console]") -> "Summary | None":
    """Run with SQL and show what came of it; None when ``auto`` leaves everything to the step, with a notice that says why."""
    from lsdsl.sql.problems import SqlError, require

    try:
        require()
        division = _division(ruleset, options, asked)
        return _run(ruleset, division, options, asked, screens)
    except SqlError as error:
        if asked.engine == "sql":
            raise CouldNotRun(f"--engine sql: {error}") from error
        notice(f"--engine auto is done by the step: {error}")
        return None


def _division(ruleset: "Ruleset", options: "RunOptions", asked: Asked) -> "Division":
    """What SQL does, if it can do what is asked for."""
    from lsdsl.sql.engines import divide
    from lsdsl.sql.problems import SqlError

    if asked.state is not None:
        raise SqlError("only the step keeps a state")
    if asked.engine == "auto" and asked.out is not None:
        raise SqlError("--out writes the ledger, and only the step makes one")
    division = divide(ruleset)
    if asked.engine == "sql" and not division.whole:
        for reason in _reasons(division):
            notice(reason)
        raise SqlError("this has no equal in SQL; --engine auto leaves it to the step")
    if not division.sql:
        raise SqlError("it needs every score (lsdsl debug sql says why)")
    if not division.whole and "-" in (*options.profiles, *options.events):
        raise SqlError("standard input can be read only once")
    return division


def _run(
    ruleset: "Ruleset", division: "Division", options: "RunOptions", asked: Asked, screens: "tuple[Console, Console]"
) -> "Summary":
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.run_summary import show_summary
    from lsdsl.cli.run_table import best, main_score, show_table
    from lsdsl.isolation.task import IsolationError
    from lsdsl.records.problems import InputError, OutputError
    from lsdsl.runner.jobs import JobError
    from lsdsl.runner.receivers import Kept
    from lsdsl.sql.engines import to_folder, to_joined_table, to_table

    kept, shown = Kept(ruleset.program), None
    try:
        with progress_bar(screens[1]) as progress:
            if asked.out is not None:
                summary, shown = to_folder(ruleset, options, asked.out, progress)
            elif division.whole:
                score = asked.score or main_score(ruleset.model)
                summary = to_table(ruleset, options, score, asked.top, kept, progress)
            else:
                ranking = partial(best, ruleset.model, asked.score, asked.top)
                summary, kept = to_joined_table(ruleset, division, options, ranking, progress)
    except (InputError, IsolationError, JobError, OutputError) as error:
        raise CouldNotRun(str(error)) from error
    except KeyboardInterrupt:
        notice("interrupted" if asked.out is None else f"interrupted; {asked.out} is as it was")
        raise
    if asked.out is None:
        show_table(screens[0], ruleset, kept, asked.score, asked.top)
    show_summary(screens[1], ruleset, summary, shown or kept.shown, asked.out)
    if not division.whole:
        by_step = f"; by the step: {', '.join(division.step)} (lsdsl debug sql says why)" if division.step else ""
        notice(f"by SQL: {', '.join(division.sql)}{by_step}")
    return summary


def _reasons(division: "Division") -> list[str]:
    """What SQL cannot do of a ruleset, rule by rule."""
    reasons = [str(reason) for reason in division.decision.reasons]
    reasons += [f"the follow-up {name} is run by the step only" for name in division.followups]
    more = len(reasons) - REASONS_SHOWN
    return [*reasons[:REASONS_SHOWN], f"... and {more} more (lsdsl debug sql)"] if more > 0 else reasons
