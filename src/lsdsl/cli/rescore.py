"""``lsdsl rescore``: history replayed under the rules of today."""

from typing import TYPE_CHECKING, Any, Final

import click

from lsdsl.cli.console import colour_option, notice
from lsdsl.cli.exit import FINDINGS, CouldNotRun
from lsdsl.cli.inputs import history_options, run_options

if TYPE_CHECKING:
    from lsdsl.rescoring.replay import Rescored

EXAMPLE: Final = """\b
Examples:
  lsdsl rescore rules/ --profiles leads.csv --events events.jsonl --out out/
  lsdsl rescore rules/ -p leads.csv -e 2025.jsonl.gz -e 2026.jsonl.gz --out new/ --previous out/
  lsdsl rescore rules/ --state leads.db
  lsdsl rescore rules/ --state leads.db --events archive/monday.jsonl
"""


@click.command("rescore", epilog=EXAMPLE)
@click.argument("rules", type=click.Path())
@history_options
@click.option("--out", "-o", metavar="DIR", help="Write there what `lsdsl run` does, all at once or not at all.")
@click.option(
    "--state",
    metavar="STATE",
    help="Rescore the profiles of this state from the files that it was made of; --profiles and --events say where they are now.",
)
@click.option(
    "--previous",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    help="The output of before, to count whose scores changed.  [default: what is in --out now]",
)
@colour_option
def rescore_command(
    rules: str, out: str | None, state: str | None, previous: str | None, strict: bool, colour: str, **given: Any
) -> None:
    """Replay the whole history under the present rules.

    No action is asked for again. A rescore that was interrupted goes on where it was when it is started again. Exit code 1
    when records were rejected or something failed.
    """
    from lsdsl.cli.findings import ruleset_or_findings
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.rescore_state import rescore_on_state, state_options
    from lsdsl.cli.screen import notice_screen
    from lsdsl.isolation.task import IsolationError
    from lsdsl.records.problems import InputError, OutputError
    from lsdsl.rescoring import replay

    if out is None and state is None:
        raise click.UsageError("Missing option '--out', or --state for the profiles of a state")
    options = run_options(given) if state is None else state_options(given, previous)
    ruleset = ruleset_or_findings(rules, colour, scripts=not given["no_scripts"])
    notices = notice_screen(colour)
    if state is not None:
        clean, ignored = rescore_on_state(ruleset, options, state, out, notices)
    else:
        assert out is not None
        try:
            with progress_bar(notices) as progress:
                rescored = replay(ruleset, options, out, previous, progress, notice)
        except (InputError, IsolationError, OutputError) as error:
            raise CouldNotRun(str(error)) from error
        except KeyboardInterrupt:
            notice(f"interrupted; start again to go on, and until then {out} has the scores of before")
            raise
        _show(rescored, out)
        clean, ignored = rescored.clean, rescored.ignored
    if not clean or (strict and ignored):
        click.get_current_context().exit(FINDINGS)


def _show(rescored: "Rescored", out: str) -> None:
    """What was replayed and what came of it."""
    from lsdsl.cli.run_summary import counted
    from lsdsl.diagnostics.visible import visible

    said = [counted(rescored.events, "event"), counted(rescored.profiles, "profile")]
    if rescored.as_of is not None:
        said.append(f"as of {rescored.as_of}")
    notice(", ".join(said))
    before = "" if rescored.previous is None else f", before {rescored.previous}"
    notice(f"rules {rescored.ruleset}{before}")
    if rescored.changed is not None:
        notice(f"{counted(rescored.changed, 'profile')} with other scores than before")
    if rescored.ignored:
        notice(f"in the data but not in the rules, ignored: {visible(', '.join(rescored.ignored))}")
    if rescored.rejects:
        notice(f"{counted(rescored.rejects, 'record')} rejected: {out}/rejects.jsonl")
    if rescored.failures:
        notice(f"{counted(rescored.failures, 'failure')}: {out}/failures.jsonl")
    for box, count in rescored.boxes_switched_off.items():
        notice(f"the box at {box} was switched off after {counted(count, 'budget failure')}")
    notice(f"written to {out}")
