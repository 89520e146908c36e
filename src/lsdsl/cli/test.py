"""``lsdsl test``: the test blocks of rule files."""

import os
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import click

from lsdsl import __version__
from lsdsl.cli.console import colour_option, notice, say, wants_colour, width
from lsdsl.cli.exit import CLEAN, FINDINGS
from lsdsl.cli.findings import ruleset_or_findings
from lsdsl.cli.numbers import Number, WholeNumber
from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import finding, full
from lsdsl.diagnostics.summary import counted
from lsdsl.diagnostics.visible import visible
from lsdsl.source import Span

if TYPE_CHECKING:
    from lsdsl.diagnostics import Diagnostic
    from lsdsl.runner.ruleset import Ruleset
    from lsdsl.testing.coverage import Coverage
    from lsdsl.testing.results import Result

EXAMPLES: Final = """\b
Examples:
  lsdsl test                          the tests in all .lsdsl files below this folder
  lsdsl test rules/tests.lsdsl        those in one file
  lsdsl test -k "warm pricing"        those whose names hold these words
  lsdsl test --coverage --fail-under 80
  lsdsl test --coverage --coverage-format lcov --coverage-output lcov.info
  lsdsl test --format junit --output tests.xml
  lsdsl test --suggest engagement     write tests for the thresholds of a score

Exits with 0 if all tests pass, 1 if one fails, there is none, or coverage is too low, 2 if a file cannot be read.
"""
EXAMPLE: Final = 'test "..."'
NAMED: Final = 5
"""So many rules that no test has awarded are named."""


@dataclass(frozen=True, slots=True)
class Suite:
    """A ruleset and the results of its tests."""

    ruleset: "Ruleset"
    results: "list[Result]"


@click.command("test", epilog=EXAMPLES)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@click.option("-k", "words", metavar="TEXT", default="", help="Only the tests whose names hold all these words, in any case.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["full", "json", "junit"]),
    default="full",
    show_default=True,
    help="How to write the results.",
)
@click.option(
    *("--output", "-o"),
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write that format to a file; the terminal shows the full text.",
)
@click.option("--coverage", "covers", is_flag=True, help="Tell what of the rules no test has seen at work.")
@click.option(
    "--coverage-format",
    type=click.Choice(["table", "json", "lcov"]),
    default="table",
    show_default=True,
    help="How to write the coverage.",
)
@click.option(
    "--coverage-output",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write the coverage to a file, not to the terminal.",
)
@click.option("--fail-under", type=Number(0, 100), metavar="PERCENT", help="Exit with 1 when less than this is covered.")
@click.option(
    "--fail-on-empty/--no-fail-on-empty", default=True, show_default=True, help="Whether it is a failure that there is no test."
)
@click.option("--jobs", "-j", type=WholeNumber(1), metavar="N", help="How many processes.  [default: as many as are worth it]")
@click.option("--watch", "watches", is_flag=True, help="Test again whenever a rule, list or settings file changes.")
@click.option(
    "--suggest",
    metavar="[NAME]",
    is_flag=False,
    flag_value="",
    help="Write tests for both sides of thresholds, with today's results; NAME: only for this score, rule or follow-up.",
)
@colour_option
def test_command(paths: tuple[str, ...], **given: Any) -> None:
    """Run the tests in rule files and say what does not hold, and why.

    PATH is a rule file (only its own tests run, with the ruleset that it belongs to) or a folder; without any it is the current
    folder.
    """
    _refuse_wrong_usage(given)
    if given["suggest"] and not paths and Path(given["suggest"]).exists():
        paths, given["suggest"] = (given["suggest"],), ""  # what follows --suggest may be the PATH
    named = paths or (os.curdir,)
    if given["suggest"] is not None:
        _suggest(named, given)
    elif given["watches"]:
        from lsdsl.cli.watching import watch

        watch(named, lambda: _look_again(named, given))
    else:
        click.get_current_context().exit(_look(named, given))


def _refuse_wrong_usage(given: dict[str, Any]) -> None:
    """Options that make no sense together; asking for a form of the coverage is asking for it."""
    given["covers"] = given["covers"] or given["coverage_output"] is not None or given["coverage_format"] != "table"
    if given["suggest"] is not None and (given["watches"] or given["covers"] or given["words"]):
        raise click.UsageError("--suggest runs no tests of yours: it does not go with -k, --coverage or --watch")
    to_stdout = given["covers"] and given["coverage_format"] != "table" and given["coverage_output"] is None
    if to_stdout and given["style"] != "full" and given["output"] is None:
        raise click.UsageError(
            "results and coverage cannot both go to stdout as formats for programs: give --coverage-output FILE"
        )


def _look_again(paths: tuple[str, ...], given: dict[str, Any]) -> None:
    """Test once more; errors in the rules were told, and the next change may mend them."""
    try:
        _look(paths, given)
    except click.exceptions.Exit:
        return
    except click.ClickException as error:
        error.show()


def _look(paths: tuple[str, ...], given: dict[str, Any]) -> int:
    """Run the tests once, tell, and give the exit code."""
    began = perf_counter()
    suites = _suites(paths, given)
    seconds = perf_counter() - began
    coverages = _coverages(suites)
    _show(suites, coverages, seconds, given)
    found = [] if any(suite.results for suite in suites) else [_no_tests(paths, suites, given["words"])]
    percent = coverages.percent
    if given["covers"]:
        _show_coverage(coverages, given)
    if given["fail_under"] is not None and percent < given["fail_under"]:
        found.append(finding("LS705", Span(paths[0], 0, 0), percent=f"{percent:g}", least=f"{given['fail_under']:g}"))
    _tell(found)
    failing = [one for one in found if one.code != "LS704" or given["fail_on_empty"]]
    failed = any(result.status == "failed" for suite in suites for result in suite.results)
    return FINDINGS if failed or failing else CLEAN


def _suites(paths: tuple[str, ...], given: dict[str, Any]) -> list[Suite]:
    from lsdsl.testing.running import chosen, run_tests

    suites = []
    for path in dict.fromkeys(paths):
        ruleset = ruleset_or_findings(path, given["colour"])
        tests = [*ruleset.model.tests.values()]
        if not Path(path).is_dir():
            tests = [test for test in tests if Path(test.span.path).resolve() == Path(path).resolve()]
        suites.append(Suite(ruleset, run_tests(ruleset, chosen(tests, given["words"]), given["jobs"])))
    return suites


def _coverages(suites: list[Suite]) -> "Coverage":
    """The coverage of all rulesets together."""
    from lsdsl.testing.coverage import Coverage, measure

    return Coverage(tuple(file for suite in suites for file in measure(suite.ruleset.model, suite.results).files))


def _show(suites: list[Suite], coverage: "Coverage", seconds: float, given: dict[str, Any]) -> None:
    """Write the results: to a file in their format, and what a person wants to know to the terminal."""
    from lsdsl.testing import json_report, junit, report

    pairs = [(suite.ruleset.model, suite.results) for suite in suites]
    style, output = given["style"], given["output"]
    coloured = wants_colour(given["colour"])
    results = [result for suite in suites for result in suite.results]
    failures = "".join(report.failures(found, model, colour=coloured, width=width()) for model, found in pairs)
    text = failures + report.summary(results, seconds, colour=coloured)
    if style != "full":
        made = (
            json_report.render(pairs, coverage.idle, seconds=seconds, tool=__version__)
            if style == "json"
            else junit.render(pairs, seconds=seconds)
        )
        if output is None:
            say(made)
            notice(report.summary(results, seconds, colour=False).rstrip())
            return
        Path(output).write_text(made, encoding="utf-8")
    elif output is not None:
        plain = "".join(report.failures(found, model, colour=False, width=width()) for model, found in pairs)
        Path(output).write_text(plain + report.summary(results, seconds, colour=False), encoding="utf-8")
    say(text, colour=coloured)
    if output is not None:
        notice(f"written to {visible(output)}")
    if results and not given["covers"] and not given["words"]:
        _tell_idle(coverage)


def _tell_idle(coverage: "Coverage") -> None:
    """Name rules that no test has awarded."""
    idle = coverage.idle
    if not idle:
        return
    count = f"{counted(len(idle), 'rule')} that no test has awarded" + ("" if len(idle) > NAMED else ":")
    notice(count + (", such as these (all: lsdsl test --coverage):" if len(idle) > NAMED else ""))
    for path, line, title in idle[:NAMED]:
        notice(f"  {visible(path)}:{line}  {visible(title)}")


def _show_coverage(coverage: "Coverage", given: dict[str, Any]) -> None:
    from lsdsl.testing.coverage import json_report, lcov, table

    output = given["coverage_output"]
    coloured = wants_colour(given["colour"]) and output is None
    match given["coverage_format"]:
        case "table":
            text = table.render(coverage, colour=coloured)
        case "json":
            text = json_report.render(coverage, tool=__version__)
        case _:
            text = lcov.render(coverage)
    if output is not None:
        Path(output).write_text(text, encoding="utf-8")
        notice(f"{coverage.percent:g}% covered; written to {visible(output)}")
    elif given["coverage_format"] == "table" and given["style"] != "full" and given["output"] is None:
        notice("\n" + text.rstrip("\n"))  # stdout is for programs
    else:
        say(("\n" if given["coverage_format"] == "table" else "") + text, colour=coloured)


def _no_tests(paths: tuple[str, ...], suites: list[Suite], words: str) -> "Diagnostic":
    """There was nothing to run: no test at all, or none of such a name."""
    names = [test.name for suite in suites for test in suite.ruleset.model.tests.values()]
    if words and names:
        shown = ", ".join(f'"{name}"' for name in names[:NAMED]) + (" ..." if len(names) > NAMED else "")
        return finding("LS704", Span(paths[0], 0, 0), words=f'"{words}"', names=shown)
    return finding("LS704", Span(paths[0], 0, 0), example=EXAMPLE)


def _tell(found: "list[Diagnostic]") -> None:
    """Say on stderr what is wrong with the tests as a whole."""
    for one in found:
        text = full.render([one], {}, colour=False, width=width())
        notice(text.rpartition("\n\n")[0])


def _suggest(paths: tuple[str, ...], given: dict[str, Any]) -> None:
    """Write tests for thresholds to stdout."""
    from lsdsl.testing.suggesting import UnknownNameError, suggestions

    if len(paths) > 1:
        raise click.UsageError("--suggest looks at one ruleset: give one PATH")
    ruleset = ruleset_or_findings(paths[0], given["colour"])
    try:
        text, count = suggestions(ruleset, given["suggest"])
    except UnknownNameError as error:
        raise click.BadParameter(str(error), param_hint="--suggest") from None
    if given["output"] is not None:
        Path(given["output"]).write_text(text, encoding="utf-8")
    else:
        say(text)
    said = f"{counted(count, 'test')} with today's results: read them, and keep those whose results are right"
    notice(said if count else "there is no threshold for which a test could be written")
