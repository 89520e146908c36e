"""What ``lsdsl calibrate`` found, on a terminal."""

from rich.console import Console
from rich.text import Text

from lsdsl.calibration.cautions import Caution
from lsdsl.calibration.measures import Area
from lsdsl.calibration.proposal import total_of
from lsdsl.calibration.report import Report
from lsdsl.cli.rows import Rows
from lsdsl.cli.screen import colour_style
from lsdsl.compile import Program
from lsdsl.diagnostics.visible import visible

BAR = 24


def show_report(screen: Console, program: Program, report: Report) -> None:
    """Write the report: the whole, the ranges, the tenths, the rules, what to be careful about."""
    rate = report.converted / report.leads
    screen.print(f"{report.score}: {report.leads:,} leads with an outcome, {report.converted:,} converted ({rate:.1%})")
    for number, what in (
        (report.without_outcome, "profiles have no outcome"),
        (report.without_profile, "outcomes have no profile"),
        (report.unread, "records of the outcomes could not be used"),
    ):
        if number:
            screen.print(f"{number:,} {what}; they are left out", style="dim")
    screen.print()
    screen.print(f"AUC today                     {_area(report.today)}", style="bold")
    screen.print(f"AUC proposed, cross-validated {_area(report.proposal.tried)}", style="bold")
    screen.print(f"  (on the leads that it was fitted to: {report.proposal.fitted.value:.3f}; do not count on that)", style="dim")
    screen.print()
    if report.bands:
        _show_bands(screen, program, report)
    _show_tenths(screen, report)
    _show_rules(screen, program, report)
    for caution in report.cautions:
        screen.print(Text("careful: ", style="yellow").append(_caution(program, caution), style="default"))
    changed = total_of(report.proposal.rules)
    screen.print(
        f"{changed} of {len(report.proposal.rules)} rules would get other points; --diff shows them, --write writes them"
    )


def _area(area: Area) -> str:
    return f"{area.value:.3f}  (95 %: {area.low:.3f} to {area.high:.3f})"


def _bar(share: float) -> str:
    return "█" * round(share * BAR)


def _show_bands(screen: Console, program: Program, report: Report) -> None:
    colours = {one.name: one.colour for one in program.model.scores[report.score].ranges}
    table = Rows("range", "leads", "of all", "converted", "rate", "", box=None, pad_edge=False, header_style="dim")
    for column in (1, 2, 3, 4):
        table.columns[column].justify = "right"
    for band in report.bands:
        rate = band.converted / band.leads if band.leads else 0.0
        name = Text(visible(band.name), style=colour_style(colours.get(band.name)))
        share = f"{band.leads / report.leads:.1%}"
        table.add_row(name, f"{band.leads:,}", share, f"{band.converted:,}", f"{rate:.1%}" if band.leads else "", _bar(rate))
    screen.print(table)
    screen.print()


def _show_tenths(screen: Console, report: Report) -> None:
    table = Rows("tenth", "scores", "leads", "converted", "rate", "", box=None, pad_edge=False, header_style="dim")
    for column in (0, 1, 2, 3, 4):
        table.columns[column].justify = "right"
    for number, tenth in enumerate(report.tenths, 1):
        rate = tenth.converted / tenth.leads
        scores = f"{tenth.lowest:g} to {tenth.highest:g}"
        table.add_row(str(number), scores, f"{tenth.leads:,}", f"{tenth.converted:,}", f"{rate:.1%}", _bar(rate))
    screen.print(table)
    screen.print()


def _show_rules(screen: Console, program: Program, report: Report) -> None:
    table = Rows("rule", "leads", "rate", "lift", "points", "proposed", box=None, pad_edge=False, header_style="dim")
    for column in (1, 2, 3, 4, 5):
        table.columns[column].justify = "right"
    lifts = {one.rule: one for one in report.lifts}
    for one in report.proposal.rules:
        lift, plan = lifts[one.rule], program.rules[one.rule]
        rate = f"{lift.converted / lift.leads:.1%}" if lift.leads else ""
        known = "" if lift.lift is None else f"{lift.lift:.2f}"
        today = "computed" if one.today is None else f"{one.today:+g}"
        new = "" if one.points is None else f"{one.points:+d}"
        style = (
            "" if one.points is None or one.points == one.today else "bold green" if one.points > (one.today or 0) else "bold red"
        )
        table.add_row(visible(plan.title), f"{lift.leads:,}", rate, known, today, Text(new, style=style))
    screen.print(table)
    screen.print()


def _caution(program: Program, caution: Caution) -> str:
    title = "" if caution.rule is None else f"`{visible(program.rules[caution.rule].title)}`"
    match caution.kind:
        case "small":
            return f"only {caution.leads} leads are of the rarer kind: every figure here is uncertain"
        case "after":
            share = f"{caution.share:.0%} of {caution.leads} leads"
            return f"{title} first gave points after the conversion for {share}: it knows the outcome"
        case "telling":
            share = f"{caution.share:.1%} of its {caution.leads} leads"
            return f"{title}: {share} converted; does it only hold once the outcome is known?"
        case _:
            return f"{title} has only {caution.leads} leads: its points are a guess"
