"""Reading from a state instead of from files: the option, what cannot be given with it, and whose rules hold."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from lsdsl.runner.ruleset import Ruleset

Command = TypeVar("Command", bound=Callable[..., Any])

OPTION: Final = click.option(
    "--state", metavar="STATE", help="Read the profiles from this state, and no files; RULES may then be left out."
)
RULES: Final = click.argument("rules", type=click.Path(), required=False)
OF_FILES: Final = ("profiles", "events")


def state_option(command: Command) -> Command:
    """The option ``--state`` of a verb that reads; it arrives as ``state``."""
    return OPTION(command)


def refuse_with_state(state: str, verb: str, others: tuple[str, ...] = ()) -> None:
    """Wrong usage when files are named beside a state, or options that only concern their reading."""
    context = click.get_current_context()
    given = [name for name in (*OF_FILES, *others) if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    files = [f"--{name}" for name in given if name in OF_FILES]
    if files:
        from lsdsl.store import name_of

        raise click.UsageError(
            f"--state shows what the state holds, so {' and '.join(files)} cannot be given with it: "
            f"`lsdsl run RULES --state {name_of(state)}` reads new files into the state, then lsdsl {verb} shows it"
        )
    if given:
        raise click.UsageError(f"--{given[0].replace('_', '-')} is for reading files, and --state reads none")


def rules_or_usage(rules: str | None, state: str | None) -> None:
    """Wrong usage when there are neither rules nor a state that holds some."""
    if rules is None and state is None:
        raise click.UsageError("Missing argument 'RULES'.")


def ruleset_of(rules: str | None, colour: str, *, scripts: bool) -> "Ruleset | None":
    """The rules that are named, if they are."""
    from lsdsl.cli.findings import ruleset_or_findings

    return None if rules is None else ruleset_or_findings(rules, colour, scripts=scripts)


def refuse_swapped(name: str, rules: str | None, said: str) -> None:
    """Say so when the rules come first, as they do for the other verbs."""
    if rules is not None and not Path(rules).exists() and Path(name).exists():
        raise click.UsageError(said)
