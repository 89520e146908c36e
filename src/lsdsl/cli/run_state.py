"""``lsdsl run --state``: profiles that outlive the run."""

from functools import partial
from typing import TYPE_CHECKING

from lsdsl.cli.console import notice
from lsdsl.cli.exit import CouldNotRun
from lsdsl.dataclass import dataclass

if TYPE_CHECKING:
    from rich.console import Console

    from lsdsl.runner.options import Progress, RunOptions
    from lsdsl.runner.receivers import Kept
    from lsdsl.runner.ruleset import Ruleset
    from lsdsl.runner.shown import Shown
    from lsdsl.runner.summary import Summary
    from lsdsl.store import Store


@dataclass(frozen=True, slots=True)
class Wanted:
    """What comes out of a run on a state: a folder, or a table of the ``top`` profiles by a score."""

    state: str
    out: str | None
    score: str | None
    top: int
    accept_rules: bool


def run_on_state(ruleset: "Ruleset", options: "RunOptions", wanted: Wanted, screens: "tuple[Console, Console]") -> "Summary":
    """Run on a state, write the output folder or show the best profiles, and say what was done.

    With nothing to read and no moment to pass time to, the state is only looked at: another program may write it meanwhile.
    """
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.run_summary import show_summary
    from lsdsl.cli.run_table import show_table
    from lsdsl.isolation.task import IsolationError
    from lsdsl.records.problems import InputError, OutputError
    from lsdsl.store import export, open_state

    results, notices = screens
    writes = bool(options.profiles or options.events or wanted.accept_rules or options.as_of is not None)
    kept: Kept | None = None
    try:
        with open_state(wanted.state, write=writes) as store, progress_bar(notices) as progress:
            summary, shown = (_run if writes else _look)(ruleset, options, store, progress, wanted)
            if wanted.out is not None:
                export(ruleset, store, wanted.out, progress)
            else:
                kept = _best(ruleset, store, wanted, summary, progress)
    except (InputError, IsolationError, OutputError) as error:
        raise CouldNotRun(str(error)) from error
    except KeyboardInterrupt:
        notice(f"interrupted; start again to go on, {wanted.state} holds what was done")
        raise
    if kept is not None:
        show_table(results, ruleset, kept, wanted.score, wanted.top)
    show_summary(notices, ruleset, summary, shown, wanted.out)
    return summary


def _run(
    ruleset: "Ruleset", options: "RunOptions", store: "Store", progress: "Progress", wanted: Wanted
) -> "tuple[Summary, Shown]":
    from lsdsl.store import run_stateful

    return run_stateful(ruleset, options, store, progress, notice, accept_rules=wanted.accept_rules)


def _look(
    ruleset: "Ruleset", _options: "RunOptions", store: "Store", _progress: "Progress", _wanted: Wanted
) -> "tuple[Summary, Shown]":
    from lsdsl.records.moments import moment_text
    from lsdsl.runner.shown import Shown
    from lsdsl.runner.summary import Summary
    from lsdsl.store.opening import check_rules

    check_rules(store, ruleset)
    summary, totals = Summary(ruleset=ruleset.digest), store.totals()
    summary.profiles, summary.removed = store.count()
    moment = max((one for one in (totals.newest, totals.reached or None) if one is not None), default=totals.created)
    summary.as_of = None if moment is None else moment_text(moment)
    return summary, Shown()


def _best(ruleset: "Ruleset", store: "Store", wanted: Wanted, summary: "Summary", progress: "Progress") -> "Kept":
    """The best profiles; only these are held in memory."""
    from lsdsl.cli.run_table import best, main_score, order
    from lsdsl.store.best import Table
    from lsdsl.store.reading import Reading

    chosen = wanted.score or main_score(ruleset.model)
    with Reading(store, ruleset) as reading:
        table = Table(
            reading, ruleset, wanted.top, partial(order, score=chosen), partial(best, ruleset.model, wanted.score, wanted.top)
        )
        table.collect(summary, progress)
    if table.left_out:
        profiles = f"{table.left_out:,} profiles are" if table.left_out > 1 else "1 profile is"
        notice(f"{profiles} still scored by other rules, and not in the table")
    return table.kept
