"""The options of the verbs that read profiles and events, and how they become the options of a run."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from lsdsl.model.types import DAY

if TYPE_CHECKING:
    from lsdsl.runner.batch import RunOptions

Command = TypeVar("Command", bound=Callable[..., Any])


def moment(text: str) -> int:
    """A moment in ISO 8601, in microseconds; a bare date is its midnight in UTC."""
    from lsdsl.records.moments import moment_from_text

    try:
        return moment_from_text(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no moment; write it like 2026-01-31 or 2026-01-31T09:00Z") from None


UNITS: Final = {"m": 60_000_000, "h": 3_600_000_000, "d": DAY, "w": 7 * DAY}


def duration(text: str) -> int:
    """A number of weeks, days, hours or minutes in microseconds: ``30d``, ``12h``."""
    amount, unit = text[:-1], text[-1:]
    if unit in UNITS and amount.isascii() and amount.isdigit() and 0 < int(amount) < 100_000:
        return int(amount) * UNITS[unit]
    raise click.BadParameter(f"{text!r} is no duration; write it like 30d, 12h or 4w")


ON_ERROR: Final = click.option(
    "--on-error",
    type=click.Choice(["continue", "stop"]),
    default="continue",
    show_default=True,
    help="What a rejected record does.",
)

OPTIONS: Final = (
    click.option(
        "--profiles",
        "-p",
        multiple=True,
        metavar="FILE",
        help="Profiles to start with: CSV, JSON Lines, JSON or Parquet. May be repeated.",
    ),
    click.option(
        "--events",
        "-e",
        multiple=True,
        metavar="FILE",
        help="Events, in order of time; - is JSON Lines on standard input. May be repeated.",
    ),
    click.option("--as-of", type=moment, metavar="MOMENT", help="Let time pass up to this moment.  [default: the newest event]"),
    ON_ERROR,
    click.option(
        "--late",
        type=click.Choice(["accept", "reject"]),
        default="accept",
        show_default=True,
        help="Events older than the newest of their profile.",
    ),
    click.option(
        "--dedupe",
        type=duration,
        metavar="DURATION",
        default="30d",
        show_default=True,
        help="How long event ids are remembered, per profile.",
    ),
    click.option("--isolate", is_flag=True, help="Run script boxes in a process of their own that can do nothing else."),
    click.option("--no-scripts", is_flag=True, help="Refuse rules that have script boxes."),
    click.option("--strict", is_flag=True, help="Data that the ruleset does not know counts as a finding."),
)


def input_options(command: Command) -> Command:
    """The options that say what is read, and how; all but ``strict`` and ``no_scripts`` are for :func:`run_options`."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def history_options(command: Command) -> Command:
    """The options of the verbs that read all there is, whatever is rejected: the same without ``on_error``."""
    for option in reversed(OPTIONS):
        command = command if option is ON_ERROR else option(command)
    return command


def run_options(given: dict[str, Any]) -> "RunOptions":
    """What the options ask for. Wrong usage when there is nothing to read."""
    if not given["profiles"] and not given["events"]:
        raise click.UsageError("nothing to score: give --profiles, --events or both")
    return reading_options(given)


def reading_options(given: dict[str, Any]) -> "RunOptions":
    """The same where it is known already what is read."""
    from lsdsl.runner.batch import RunOptions

    return RunOptions(
        profiles=given["profiles"],
        events=given["events"],
        as_of=given["as_of"],
        on_error=given.get("on_error", "continue"),
        late=given["late"],
        remembered=given["dedupe"],
        isolate=given["isolate"],
        jobs=given.get("jobs", 1),
    )
