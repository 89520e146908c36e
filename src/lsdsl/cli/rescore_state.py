"""``lsdsl rescore --state``: the profiles of a state brought to the rules of today."""

from typing import TYPE_CHECKING, Any

import click

from lsdsl.cli.console import notice
from lsdsl.cli.exit import CouldNotRun

if TYPE_CHECKING:
    from rich.console import Console

    from lsdsl.rescoring.stored import RescoredState
    from lsdsl.runner.batch import RunOptions
    from lsdsl.runner.ruleset import Ruleset


def state_options(given: dict[str, Any], previous: str | None) -> "RunOptions":
    """What the options ask for: which files are somewhere else now, and how to read. Wrong usage for what is for folders."""
    from lsdsl.runner.batch import RunOptions

    if previous is not None:
        raise click.UsageError("--previous is for --out: a state has its scores of before only until they are rescored")
    if given["as_of"] is not None:
        raise click.UsageError(
            "--as-of does not go with --state: the profiles are brought to the moment that the state has reached. "
            "`lsdsl run --state --as-of` lets time pass further afterwards"
        )
    return RunOptions(
        profiles=given["profiles"],
        events=given["events"],
        late=given["late"],
        remembered=given["dedupe"],
        isolate=given["isolate"],
    )


def rescore_on_state(
    ruleset: "Ruleset", options: "RunOptions", state: str, out: str | None, notices: "Console"
) -> tuple[bool, list[str]]:
    """Rescore a state, and write the output folder if there is to be one: whether all was clean, and what was ignored."""
    from lsdsl.cli.progress import progress_bar
    from lsdsl.isolation.task import IsolationError
    from lsdsl.records.problems import InputError, OutputError
    from lsdsl.rescoring import rescore_state
    from lsdsl.store import export, name_of, open_state, require

    try:
        require(state)
        with open_state(state) as store, progress_bar(notices) as progress:
            rescored = rescore_state(ruleset, options, store, progress, notice)
            if out is not None:
                export(ruleset, store, out, progress)
    except (InputError, IsolationError, OutputError) as error:
        raise CouldNotRun(str(error)) from error
    except KeyboardInterrupt:
        notice(f"interrupted; start again to go on: {name_of(state)} holds what was done, and the scores of before for the rest")
        raise
    _show_state(rescored, name_of(state), out)
    return rescored.clean, rescored.ignored


def _show_state(rescored: "RescoredState", state: str, out: str | None) -> None:
    """What was replayed and what came of it."""
    from lsdsl.cli.run_summary import counted
    from lsdsl.diagnostics.visible import visible

    said = [counted(rescored.events, "event"), counted(rescored.profiles, "profile")]
    if rescored.as_of is not None:
        said.append(f"as of {rescored.as_of}")
    notice(", ".join(said))
    notice(f"rules {rescored.ruleset}, before {rescored.previous}")
    if rescored.gone:
        notice(f"{counted(rescored.gone, 'profile')} removed: all their records are rejected under these rules")
    if rescored.ignored:
        notice(f"in the data but not in the rules, ignored: {visible(', '.join(rescored.ignored))}")
    where = f"`lsdsl state export {state} --out DIR` writes them" if out is None else out
    if rescored.rejects:
        notice(f"{counted(rescored.rejects, 'record')} rejected: {where if out is None else f'{out}/rejects.jsonl'}")
    if rescored.failures:
        notice(f"{counted(rescored.failures, 'failure')}: {where if out is None else f'{out}/failures.jsonl'}")
    for box, count in rescored.boxes_switched_off.items():
        notice(f"the box at {box} was switched off after {counted(count, 'budget failure')}")
    notice(f"{state} is rescored" if out is None else f"{state} is rescored, and written to {out}")
