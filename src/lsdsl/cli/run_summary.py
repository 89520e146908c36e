"""What ``lsdsl run`` says beside its results: what was read, what was wrong with it and what to do."""

import json
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from lsdsl.cli.screen import colour_style
from lsdsl.diagnostics import words_of
from lsdsl.diagnostics.visible import visible
from lsdsl.engine.outcome import Failure
from lsdsl.model.declarations import Model
from lsdsl.records.render import JsonValue
from lsdsl.runner.places import OF_BOXES, place_of
from lsdsl.runner.receivers import values_of
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.shown import Shown
from lsdsl.runner.summary import Summary

NAMES_SHOWN = 8


def show_summary(screen: Console, ruleset: Ruleset, summary: Summary, shown: Shown, out: str | None) -> None:
    """What was read, what came of it, and what was wrong; on the error stream, so that the table can be piped."""
    screen.print()
    if summary.profiles:
        for name, counts in summary.profiles_by_range.items():
            screen.print(_ranges(ruleset.model, name, counts))
    screen.print(", ".join(_read(summary)))
    if remarks := _remarks(summary):
        screen.print(", ".join(remarks))
    if summary.ignored:
        screen.print(f"in the data but not in the rules, ignored: {_some(summary.ignored)}", style="dim")
    if summary.rejects:
        _show_rejects(screen, summary, shown, out)
    if summary.failures:
        _show_failures(screen, ruleset, summary, shown, out)
    for box in summary.boxes_switched_off:
        said = f"the box at {visible(box.where)} was switched off after {counted(box.failures, 'budget failure')}"
        screen.print(Text(said, style="bold red"), soft_wrap=True)
    for hint in summary.hints:
        screen.print(Text.assemble(("hint: ", "bold cyan"), visible(hint)), soft_wrap=not screen.is_terminal)
    if summary.stopped:
        screen.print(Text("stopped at the first rejected record, as --on-error stop asks", style="bold red"))
    if out is not None:
        screen.print(f"written to {visible(out)}", soft_wrap=True)


def _read(summary: Summary) -> list[str]:
    said = []
    if summary.events:
        count = f"{summary.processed:,} of " if summary.processed != summary.events else ""
        said.append(count + counted(summary.events, "event"))
    said.append(counted(summary.profiles, "profile"))
    if summary.as_of:
        said.append(f"as of {summary.as_of}")
    return [*said, f"{summary.seconds:.1f} s"]


def _remarks(summary: Summary) -> list[str]:
    told = [
        (summary.duplicates, "duplicate", "not counted again"),
        (summary.late, "late event", "accepted"),
        (summary.after_as_of, "event", "after --as-of left out"),
        (summary.removed, "profile", "removed"),
        (summary.actions, "action", "asked for"),
        (summary.refused, "run", "held back by limits"),
    ]
    return [f"{counted(count, what)} {how}" for count, what, how in told if count]


def _show_rejects(screen: Console, summary: Summary, shown: Shown, out: str | None) -> None:
    screen.print(Text(f"{counted(summary.rejects, 'record')} rejected", style="bold red"))
    kept = list(shown.rejects())
    for one in kept:
        reject = one.reject
        more = "" if one.times == 1 else f" ({one.times:,} times)"
        said = f" {visible(reject.source)}:{reject.line}: {visible(reject.message)}"
        screen.print(Text.assemble("  ", (reject.code, "bold"), said, (more, "bold")), soft_wrap=True)
    others = summary.rejects - sum(one.times for one in kept)
    more = f"... and {others:,} more; " if others else ""
    if out is not None:
        screen.print(f"  {more}all of them are in {visible(out)}/rejects.jsonl", style="dim", soft_wrap=True)
    elif summary.rejects > len(kept):
        screen.print(f"  {more}lsdsl run --out DIR writes each of them to rejects.jsonl", style="dim")


def _show_failures(screen: Console, ruleset: Ruleset, summary: Summary, shown: Shown, out: str | None) -> None:
    screen.print(Text(counted(summary.failures, "failure"), style="bold red"))
    for profile, failure in shown.failures:
        place = place_of(ruleset.model, failure.diagnostic)
        said = f" {place}: {words_of(failure.diagnostic).message} (profile {profile}{_values(ruleset.model, failure)})"
        screen.print(Text.assemble("  ", (failure.diagnostic.code, "bold"), visible(said)), soft_wrap=True)
    others = summary.failures - len(shown.failures)
    if out is not None:
        screen.print(f"  all of them are in {visible(out)}/failures.jsonl", style="dim", soft_wrap=True)
    elif others:
        screen.print(f"  ... and {others:,} more; lsdsl run --out DIR writes each of them to failures.jsonl", style="dim")


def _values(model: Model, failure: Failure) -> str:
    """The values of the names in the line of a box that failed; other failures have all that there is of the profile."""
    if not failure.diagnostic.code.startswith(OF_BOXES):
        return ""
    return "".join(f", {name} = {_said(value)}" for name, value in values_of(model, failure).items())


def _said(value: JsonValue) -> str:
    return "missing" if value is None else json.dumps(value, ensure_ascii=False)


def _ranges(model: Model, name: str, counts: dict[str, int]) -> Text:
    ranges = reversed(model.scores[name].ranges)
    parts = [Text.assemble(f"{counts[one.name]:,} ", (one.name, colour_style(one.colour))) for one in ranges]
    return Text(f"{name}: ").append_text(Text(", ").join(parts))


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return ", ".join(visible(name) for name in names[:NAMES_SHOWN]) + more


def counted(number: int, what: str) -> str:
    """``1 event``, ``2 events``."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
