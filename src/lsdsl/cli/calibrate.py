"""``lsdsl calibrate``: how well the points rank leads whose outcome is known, and which points would rank better."""

from typing import Any

import click

from lsdsl.cli.console import colour_option, notice, say, wants_colour
from lsdsl.cli.exit import CouldNotRun
from lsdsl.cli.inputs import history_options, run_options
from lsdsl.cli.unknown import not_there

EXAMPLES = """\b
Examples:
  lsdsl calibrate rules/ --profiles leads.csv --events events.jsonl --outcomes won.csv
  lsdsl calibrate rules/ -p leads.csv --outcomes leads.csv --id "Prospect ID" --converted Converted
  lsdsl calibrate rules/ -p leads.csv --outcomes won.csv --converted-at won_on --write

Needs scikit-learn: pip install 'lsdsl[calibrate]'
"""


@click.command("calibrate", epilog=EXAMPLES)
@click.argument("rules", type=click.Path())
@history_options
@click.option("--outcomes", required=True, metavar="FILE", help="What became of the leads: a table of ids and yes or no.")
@click.option("--id", "id_column", metavar="NAME", help="Its column of ids.  [default: that of the profiles]")
@click.option("--converted", metavar="NAME", default="converted", show_default=True, help="Its column of yes and no.")
@click.option("--converted-at", metavar="NAME", help="Its column of moments, to find rules that only know it afterwards.")
@click.option("--score", metavar="NAME", help="The score to look at.  [default: the last computed one, else the first]")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to write it."
)
@click.option("--diff", "shows_diff", is_flag=True, help="Show the proposed points as a difference of the rule files.")
@click.option("--write", is_flag=True, help="Write the proposed points into the rule files, and show the difference.")
@colour_option
def calibrate_command(rules: str, colour: str, style: str, score: str | None, **given: Any) -> None:
    """Say how well a score ranks leads whose outcome is known, and propose points that rank better.

    Nothing is changed without --write. The figure to believe is the cross-validated one.
    """
    from lsdsl.calibration.outcomes import read_outcomes
    from lsdsl.calibration.proposal import TooFewError
    from lsdsl.calibration.report import report_of
    from lsdsl.cli.calibrate_text import show_report
    from lsdsl.cli.findings import ruleset_or_findings
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.screen import notice_screen, output_screen
    from lsdsl.records.problems import InputError

    options = run_options(given)
    ruleset = ruleset_or_findings(rules, colour, scripts=not given["no_scripts"])
    name = _score(ruleset.model.scores, score)
    try:
        import sklearn  # noqa: F401 - only whether it is there
    except ImportError:
        raise CouldNotRun("calibrate needs scikit-learn: pip install 'lsdsl[calibrate]'") from None
    try:
        outcomes = read_outcomes(
            given["outcomes"], given["id_column"] or ruleset.model.id_source, given["converted"], given["converted_at"]
        )
        with progress_bar(notice_screen(colour)) as progress:
            report = report_of(ruleset, options, name, outcomes, progress)
    except InputError as error:
        raise CouldNotRun(str(error)) from error
    except TooFewError as error:
        raise CouldNotRun(str(error)) from error
    if style == "json":
        say(report.as_json())
    else:
        show_report(output_screen(colour), ruleset.program, report)
    if given["write"] or given["shows_diff"]:
        _edit(ruleset.program, report, coloured=wants_colour(colour), write=given["write"])


def _score(scores: Any, wanted: str | None) -> str:
    """The score to look at."""
    if wanted is not None and wanted not in scores:
        raise click.BadParameter(not_there("score", wanted, scores), param_hint="--score")
    if not scores:
        raise CouldNotRun("the ruleset has no score")
    computed = [name for name, score in scores.items() if score.expression is not None]
    return wanted or (computed[-1] if computed else next(iter(scores)))


def _edit(program: Any, report: Any, *, coloured: bool, write: bool) -> None:
    """Show what the proposed points change in the rule files, and write it if asked to."""
    from lsdsl.calibration.editing import with_points
    from lsdsl.cli.differences import show_difference
    from lsdsl.cli.rewriting import rewrite, rewritings

    files = rewritings(with_points(program, report.proposal.rules), program.model.sources)
    for file in files:
        show_difference(file.path, file.before, file.after, coloured=coloured)
    if write:
        rewrite(files)
        notice(f"wrote {', '.join(file.path for file in files)}" if files else "no points to change")
