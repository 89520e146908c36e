"""The report of ``lsdsl diff`` for the terminal."""

from typing import Final

from rich.console import Console
from rich.text import Text

from lsdsl.cli.rows import Rows
from lsdsl.cli.screen import colour_style
from lsdsl.diagnostics.visible import visible
from lsdsl.difference.changes import Change
from lsdsl.difference.reasons import Reason
from lsdsl.difference.report import Difference, FollowupReport, Mover, ScoreReport
from lsdsl.difference.wording import (
    NOTHING,
    bar_label,
    counted,
    headline,
    number,
    range_name,
    range_names,
    scores_line,
    signed,
    strangers,
    troubles,
    valued,
    widest,
)
from lsdsl.engine.results import ScoreResult

BAR: Final = 40
REASONS: Final = 3
"""So many rules are named for each mover."""

ARROW: Final = "→"
SIGNS: Final = {"added": ("+", "green"), "removed": ("\N{MINUS SIGN}", "red"), "changed": ("~", "yellow")}


def show(screen: Console, difference: Difference) -> None:
    """Write the whole report."""
    old, new = visible(difference.old.named), visible(difference.new.named)
    screen.print(Text.assemble(("old ", "dim"), (old, "bold"), (f"  {ARROW}  new ", "dim"), (new, "bold")))
    screen.print(Text(headline(difference), style="bold"))
    if only := strangers(difference):
        screen.print(f"{only}; they count as moved")
    for trouble in troubles(difference):
        screen.print(Text(trouble, style="bold red"))
    for score in difference.scores:
        _score(screen, score)
    _followups(screen, difference.followups)
    _changes(screen, difference)


def _score(screen: Console, score: ScoreReport) -> None:
    screen.print()
    name = score.score if score.title == score.score else f"{score.title} ({score.score})"
    screen.print(Text.assemble((visible(name), "bold underline"), f"  {scores_line(score)}"))
    if not score.moved and not score.crossed:
        return
    _histogram(screen, score)
    if score.old_ranges or score.new_ranges:
        _matrix(screen, score)
    _movers(screen, score.movers)


def _histogram(screen: Console, score: ScoreReport) -> None:
    screen.print()
    table = _table()
    table.add_column("change", justify="right")
    table.add_column("profiles", justify="right")
    table.add_column("")
    most = widest(score.bars)
    for bar in score.bars:
        length = bar.profiles * BAR * 8 // most
        cut = length > BAR * 8  # that of no change may be far longer than all others
        drawn = "█" * BAR + " …" if cut else "█" * (length // 8) + " ▏▎▍▌▋▊▉"[length % 8].strip()
        style = "dim" if bar.above == bar.upto else "green" if bar.upto > 0 else "red"
        table.add_row(bar_label(bar), f"{bar.profiles:,}", Text(drawn or ("▏" if bar.profiles else ""), style=style))
    screen.print(table)


def _matrix(screen: Console, score: ScoreReport) -> None:
    screen.print()
    rows, columns = range_names(score)
    table = _table()
    table.add_column("old \\ new")
    colours = {one.name: one.colour for one in (*score.old_ranges, *score.new_ranges)}
    for column in columns:
        table.add_column(Text(range_name(column), style=colour_style(colours.get(column or ""))), justify="right")
    for row in rows:
        cells = [Text(range_name(row), style=colour_style(colours.get(row or "")))]
        for column in columns:
            count = score.matrix.get((row, column), 0)
            cells.append(Text(f"{count:,}" if count else NOTHING, style="dim" if row == column or not count else "bold"))
        table.add_row(*cells)
    screen.print(table)


def _movers(screen: Console, movers: list[Mover]) -> None:
    if not movers:
        return
    screen.print()
    table = _table()
    for header, right in (("profile", False), ("old", True), ("new", True), ("change", True)):
        table.add_column(header, justify="right" if right else "left", no_wrap=True)
    table.add_column("rules responsible")
    for mover in movers:
        moved = mover.moved
        change = moved.change
        style = "" if change is None else "green" if change > 0 else "red"
        table.add_row(
            visible(moved.profile), _result(moved.old), _result(moved.new), Text(signed(change), style=style), _reasons(mover)
        )
    screen.print(table)


def _result(result: ScoreResult) -> Text:
    return Text(valued(result), style=colour_style(result.colour))


def _reasons(mover: Mover) -> Text:
    lines = [_reason(one) for one in mover.reasons[:REASONS]]
    if len(mover.reasons) > REASONS:
        lines.append(Text(f"and {len(mover.reasons) - REASONS} more", style="dim"))
    return Text("\n").join(lines)


def _reason(reason: Reason) -> Text:
    text = Text.assemble(visible(reason.rule), f"  {signed(reason.old)} {ARROW} {signed(reason.new)}")
    if reason.place is not None:
        text.append(f"  {visible(reason.place)}", style="dim")
    return text


def _followups(screen: Console, followups: list[FollowupReport]) -> None:
    different = [one for one in followups if one.differs]
    if not different:
        return
    screen.print()
    screen.print(Text("Follow-ups that run more or less often", style="bold underline"))
    table = _table()
    table.add_column("follow-up", no_wrap=True)
    for header in ("runs", "", "actions", ""):
        table.add_column(header, justify="right")
    table.add_column("")
    for one in different:
        cells = [_pair(*pair, one.known) for pair in (one.runs, one.actions)]
        held = f"held back by its limit: {one.held_back[0]:,} {ARROW} {one.held_back[1]:,}" if any(one.held_back) else ""
        table.add_row(visible(one.name), *cells[0], *cells[1], Text(held, style="dim"))
    screen.print(table)


def _pair(old: int, new: int, known: tuple[bool, bool]) -> tuple[Text, Text]:
    said = [f"{count:,}" if there else NOTHING for count, there in zip((old, new), known, strict=True)]
    change = new - old
    return Text(f"{said[0]} {ARROW} {said[1]}"), Text(signed(change) if change else "", style="green" if change > 0 else "red")


def _changes(screen: Console, difference: Difference) -> None:
    screen.print()
    if not difference.changes:
        screen.print(Text("The rules say the same.", style="bold"))
        return
    screen.print(Text("What changed in the rules", style="bold underline"))
    for change in difference.changes:
        _change(screen, change, difference)


def _change(screen: Console, change: Change, difference: Difference) -> None:
    sign, style = SIGNS[change.kind]
    about = change.of if change.score is None or change.of == "score" else f"{change.score}"
    text = Text.assemble((f"{sign} ", style), (f"{about}  ", "dim"), visible(change.text))
    text.append(f"  {visible(change.place)}", style="dim")
    screen.print(text, soft_wrap=True)
    effect = difference.effect(change)
    if effect is not None and effect.points[0] != effect.points[1]:
        gave = f"{signed(effect.points[0])} {ARROW} {signed(effect.points[1])} points in the end"
        times = f"{number(effect.awards[0])} {ARROW} {counted(effect.awards[1], 'award')}"
        screen.print(Text(f"    {gave}, {times}", style="dim"))
    if change.touches:
        screen.print(Text(f"    touches {visible(', '.join(change.touches))}", style="dim"), soft_wrap=True)


def _table() -> Rows:
    return Rows(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
