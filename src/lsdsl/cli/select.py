"""``lsdsl select``: the profiles of a selection."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from lsdsl.cli.console import colour_option, notice
from lsdsl.cli.exit import FINDINGS, CouldNotRun
from lsdsl.cli.inputs import input_options, run_options
from lsdsl.cli.reading import RULES, refuse_swapped, refuse_with_state, rules_or_usage, ruleset_of, state_option
from lsdsl.cli.replacing import output_option, put, replace_file, replacing, target_of
from lsdsl.cli.unknown import not_there
from lsdsl.model.declarations import Model, Selection
from lsdsl.runner.ruleset import Ruleset

if TYPE_CHECKING:
    from lsdsl.runner.summary import Summary

NO_RULES: Final[Mapping[str, str]] = {}
EXAMPLE: Final = """\b
Examples:
  lsdsl select call_today rules/ --profiles leads.csv --events events.jsonl
  lsdsl select call_today rules/ -p leads.csv -e events.jsonl --format csv --output call_today.csv
  lsdsl select wake_up rules/ -p leads.csv -e events.jsonl --as-of 2026-07-01 --format jsonl
  lsdsl select call_today --state leads.db --format csv --output call_today.csv
"""


@click.command("select", epilog=EXAMPLE)
@click.argument("name")
@RULES
@state_option
@input_options
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    show_default=True,
    help="A table for people; CSV or JSON Lines with all fields, scores and grades.",
)
@output_option
@colour_option
def select_command(
    name: str, rules: str | None, state: str | None, style: str, output: str | None, strict: bool, colour: str, **given: Any
) -> None:
    """List the profiles that are in the selection NAME of RULES at the moment --as-of, in its order.

    Exit code 1 when records were rejected or something failed.
    """
    refuse_swapped(name, rules, f"the name of the selection comes first: lsdsl select {rules} {name}")
    rules_or_usage(rules, state)
    target = target_of(output)
    try:
        if state is not None:
            summary = _from_state(name, rules, state, style, target, colour, given)
        else:
            summary = _from_files(name, str(rules), style, target, colour, given)
    except KeyboardInterrupt:
        notice("interrupted" if target is None else f"interrupted; {output} is as it was")
        raise
    if target is not None:
        notice(f"written to {output}")
    if not summary.clean or (strict and summary.ignored):
        click.get_current_context().exit(FINDINGS)


def _from_files(name: str, rules: str, style: str, target: Path | None, colour: str, given: dict[str, Any]) -> "Summary":
    from lsdsl.cli.findings import ruleset_or_findings
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.run_summary import show_summary
    from lsdsl.cli.screen import notice_screen
    from lsdsl.isolation.task import IsolationError
    from lsdsl.records.problems import InputError
    from lsdsl.runner.selecting import select

    options = run_options(given)
    ruleset = ruleset_or_findings(rules, colour, scripts=not given["no_scripts"])
    selection = _selection(ruleset, name, rules)
    notices = notice_screen(colour)
    try:
        with progress_bar(notices) as progress:
            selected = select(ruleset, options, name, progress)
    except (InputError, IsolationError) as error:
        raise CouldNotRun(str(error)) from error
    members, summary = selected.members, selected.summary
    _write(ruleset.model, selection, members, style, target, colour)
    _say_how_many(len(members), summary, name)
    show_summary(notices, ruleset, replace(summary, profiles_by_range={}), selected.shown, None)
    return summary


def _from_state(
    name: str, rules: str | None, state: str, style: str, target: Path | None, colour: str, given: dict[str, Any]
) -> "Summary":
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.run_summary import show_summary
    from lsdsl.cli.screen import notice_screen
    from lsdsl.cli.select_state import Members
    from lsdsl.isolation.task import IsolationError
    from lsdsl.records.problems import InputError
    from lsdsl.store import open_state
    from lsdsl.store.reading import Reading, about_rules
    from lsdsl.store.selecting import Choice

    refuse_with_state(state, "select", ("on_error", "late", "dedupe", "strict"))
    asked = ruleset_of(rules, colour, scripts=not given["no_scripts"])
    notices = notice_screen(colour)
    begin = time.monotonic()
    try:
        with (
            open_state(state, write=False) as store,
            Reading(store, asked, given["as_of"], isolate=given["isolate"], scripts=not given["no_scripts"]) as reading,
        ):
            ruleset = reading.ruleset
            selection = _selection(ruleset, name, rules if ruleset is asked else f"the rules of {store.name}")
            choice = Choice(reading, name)
            members = Members(style, choice)
            with progress_bar(notices) as progress:
                members.collect(progress)
            if style == "table":
                shown = [member for _, member in members.kept]
                _write(ruleset.model, selection, shown, style, target, colour, members.marks)
            else:
                _stream(members.text(), target)
            for one in about_rules(reading, rules or "RULES"):
                notice(one)
    except (InputError, IsolationError) as error:
        raise CouldNotRun(str(error)) from error
    summary = choice.summary
    summary.seconds = round(time.monotonic() - begin, 3)
    _say_how_many(members.count, summary, name)
    show_summary(notices, ruleset, summary, choice.troubles.shown, None)
    return summary


def _say_how_many(members: int, summary: "Summary", name: str) -> None:
    from lsdsl.cli.run_summary import counted

    if members:
        notice(f"{members:,} of {counted(summary.profiles, 'profile')} in {name}")
    else:
        notice(f"no profiles are in {name}")


def _selection(ruleset: Ruleset, name: str, rules: str | None) -> Selection:
    known = ruleset.model.selections
    if name in known:
        return known[name]
    if not known:
        raise click.BadParameter(f"there are no selections in {rules}", param_hint="NAME")
    raise click.BadParameter(not_there("selection", name, known), param_hint="NAME")


def _write(
    model: Model,
    selection: Selection,
    members: Sequence[Any],
    style: str,
    target: Path | None,
    colour: str,
    marks: Mapping[str, str] = NO_RULES,
) -> None:
    from rich.console import Console

    from lsdsl.cli.screen import WIDTH_OF_FILES, output_screen
    from lsdsl.cli.select_table import csv_bytes, jsonl_bytes, show_members

    if style == "csv":
        _deliver(csv_bytes(model, members), target)
    elif style == "jsonl":
        _deliver(jsonl_bytes(model, members), target)
    elif target is None:
        if members:
            show_members(output_screen(colour), model, selection, members, marks)
    else:
        text = StringIO()
        if members:
            screen = Console(file=text, width=WIDTH_OF_FILES, color_system=None)
            show_members(screen, model, selection, members, marks)
        _deliver(text.getvalue().encode(), target)


def _deliver(content: bytes, target: Path | None) -> None:
    """Write to stdout or to a file."""
    if target is None:
        put(content)
    elif target.exists() and not target.is_file():
        target.write_bytes(content)  # a device or a pipe
    else:
        replace_file(target, content)


def _stream(content: Iterable[bytes], target: Path | None) -> None:
    """The same with what does not have to be in memory at once."""
    if target is None:
        for part in content:
            put(part)
    elif target.exists() and not target.is_file():
        with target.open("wb") as file:
            file.writelines(content)
    else:
        with replacing(target) as write:
            for part in content:
                write(part)
