"""``lsdsl why``: why a profile has its scores, what is missing, and what changes next."""

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from lsdsl.cli.console import colour_option, notice
from lsdsl.cli.exit import FINDINGS, CouldNotRun
from lsdsl.cli.inputs import input_options, moment, reading_options, run_options
from lsdsl.cli.reading import RULES, refuse_swapped, refuse_with_state, rules_or_usage, ruleset_of, state_option
from lsdsl.cli.replacing import output_option, put, replace_file, target_of
from lsdsl.cli.unknown import not_there
from lsdsl.model.suggestions import closest
from lsdsl.runner.ruleset import Ruleset

if TYPE_CHECKING:
    from lsdsl.runner.options import RunOptions
    from lsdsl.store.explaining import Explained
    from lsdsl.store.reading import Reading
    from lsdsl.why.answer import Question
    from lsdsl.why.life import Life
    from lsdsl.why.proof import Answer
    from lsdsl.why.tape import Tape

EXAMPLE: Final = """\b
Examples:
  lsdsl why L001 rules/ --profiles leads.csv --events events.jsonl
  lsdsl why L001 rules/ -p leads.csv -e events.jsonl --score engagement --at 2026-07-01
  lsdsl why L001 rules/ -p leads.csv -e events.jsonl --format html --output why.html
  lsdsl why L001 --state leads.db
"""

MOST_COMPARED: Final = 20_000
"""Among so many ids those that are close to an unknown one are sought."""

MOST_NAMED: Final = 8


@click.command("why", epilog=EXAMPLE)
@click.argument("profile")
@RULES
@state_option
@input_options
@click.option("--score", metavar="NAME", help="Only this score, and those that it is computed from.")
@click.option("--at", type=moment, metavar="MOMENT", help="The moment to explain, past or future.  [default: as --as-of]")
@click.option("--redact", multiple=True, metavar="FIELD", help="Show ••• for the values of this field. May be repeated.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, or a page with a chart that needs nothing else.",
)
@output_option
@colour_option
def why_command(
    profile: str, rules: str | None, state: str | None, style: str, output: str | None, colour: str, **given: Any
) -> None:
    """Say why PROFILE has its scores under RULES: every point, what does not count and why, what would help, what changes next.

    Every claim about an event was tried on a copy of the profile. Exit code 1 when records were rejected or
    something failed in the life of this profile.
    """
    refuse_swapped(profile, rules, f"the id of the profile comes first: lsdsl why {rules} {profile}")
    rules_or_usage(rules, state)
    target = target_of(output)
    given["output"] = output
    if state is not None:
        clean = _from_state(profile, rules, state, style, target, colour, given)
    else:
        clean = _from_files(profile, str(rules), style, target, colour, given)
    if not clean:
        click.get_current_context().exit(FINDINGS)


def _from_files(profile: str, rules: str, style: str, target: Path | None, colour: str, given: dict[str, Any]) -> bool:
    from lsdsl.cli.findings import ruleset_or_findings
    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.screen import notice_screen
    from lsdsl.isolation.task import IsolationError
    from lsdsl.records.problems import InputError
    from lsdsl.why.tape import read

    options = run_options(given)
    ruleset = ruleset_or_findings(rules, colour, scripts=not given["no_scripts"])
    _check_names(ruleset, given["score"], given["redact"])
    try:
        with progress_bar(notice_screen(colour)) as progress:
            tape = read(ruleset, options, profile, progress)
        if not tape.is_known:
            raise click.BadParameter(_unknown(profile, tape.others, "the data"), param_hint="PROFILE")
        answer, life = _answer(ruleset, tape, options, _question(ruleset, tape, options, given))
    except (InputError, IsolationError) as error:
        raise CouldNotRun(str(error)) from error
    _write(answer, style, target, colour)
    if target is not None:
        notice(f"written to {given['output']}")
    _say_troubles(tape, life, strict=given["strict"])
    return not (tape.rejected or (given["strict"] and tape.ignored) or any(one.reason is None for one in life.failures))


def _from_state(
    profile: str, rules: str | None, state: str, style: str, target: Path | None, colour: str, given: dict[str, Any]
) -> bool:
    from lsdsl.isolation.task import IsolationError
    from lsdsl.records.problems import InputError
    from lsdsl.store import open_state
    from lsdsl.store.reading import Reading, about_rules

    refuse_with_state(state, "why", ("on_error", "strict"))
    asked = ruleset_of(rules, colour, scripts=not given["no_scripts"])
    try:
        with open_state(state, write=False) as store, Reading(store, asked, scripts=not given["no_scripts"]) as reading:
            explained = _explained(profile, reading, colour, given)
            said = list(about_rules(reading, rules or "RULES"))
    except (InputError, IsolationError) as error:
        raise CouldNotRun(str(error)) from error
    _write(explained.answer, style, target, colour)
    if target is not None:
        notice(f"written to {given['output']}")
    for one in said:
        notice(one)
    _say_failures(explained.failures)
    return not explained.failures


def _explained(profile: str, reading: "Reading", colour: str, given: dict[str, Any]) -> "Explained":
    from itertools import islice

    from lsdsl.cli.progress import progress_bar
    from lsdsl.cli.screen import notice_screen
    from lsdsl.store.explaining import Asked, Explaining
    from lsdsl.why.answer import with_parts

    kept = reading.kept(profile)
    if kept is None:
        others = dict.fromkeys(one.id for one in islice(reading.store.profiles(), MOST_COMPARED + 1))
        raise click.BadParameter(_unknown(profile, others, reading.store.name), param_hint="PROFILE")
    reading.note(kept)
    ruleset, score = reading.rules(kept.rules), given["score"]
    _check_names(ruleset, score, given["redact"])
    scores = None if score is None else tuple(with_parts(score, ruleset.scores, ruleset))
    options = reading_options(given)
    question = Asked(profile, given["at"], scores, given["redact"], options)
    with progress_bar(notice_screen(colour)) as progress:
        explaining = Explaining(reading, kept, progress)
        if not options.isolate or not ruleset.boxes:
            return explaining.explain(question)
        from lsdsl.isolation.steps import Isolation

        with Isolation(ruleset.model, ruleset.boxes) as isolation:
            return explaining.explain(question, isolation)


def _check_names(ruleset: Ruleset, score: str | None, redact: tuple[str, ...]) -> None:
    if score is not None and score not in ruleset.scores:
        raise click.BadParameter(not_there("score", score, ruleset.scores), param_hint="--score")
    model = ruleset.model
    attributes = {name for event in model.events.values() for name in event.attributes}
    known = ["id", "created", "tags", *model.fields, *sorted(attributes)]
    for name in redact:
        if name not in known:
            meant = _meant(name, known)
            said = f"there is no field or attribute {name!r}; {meant}lsdsl list fields shows all"
            raise click.BadParameter(said, param_hint="--redact")


def _meant(name: str, known: list[str]) -> str:
    close = closest(name, known)
    return f"did you mean {' or '.join(close)}? " if close else ""


def _unknown(profile: str, known: Mapping[str, None], where: str) -> str:
    others = list(known)
    close = closest(profile, others) if len(others) <= MOST_COMPARED else []
    if close:
        return f"there is no profile {profile!r} in {where}; did you mean {' or '.join(close)}?"
    shown = ", ".join(sorted(others)[:MOST_NAMED]) + (", ..." if len(others) > MOST_NAMED else "")
    return f"there is no profile {profile!r} in {where}" + (f"; there are {shown}" if others else ", which is empty")


def _question(ruleset: Ruleset, tape: "Tape", options: "RunOptions", given: dict[str, Any]) -> "Question":
    from lsdsl.why.answer import Question, with_parts
    from lsdsl.why.redaction import redaction

    at, score, redact = given["at"], given["score"], given["redact"]
    present = at if at is not None else options.as_of if options.as_of is not None else tape.newest
    if present is None:
        present = 0  # as a run does
        notice("hint: nothing in the data has a time, so the moment is 1970-01-01; --at sets another")
    scores = None if score is None else with_parts(score, ruleset.scores, ruleset)
    return Question(present, scores, redaction(redact, tape))


def _answer(ruleset: Ruleset, tape: "Tape", options: "RunOptions", question: "Question") -> tuple["Answer", "Life"]:
    from lsdsl.why.answer import AbsentError, answer
    from lsdsl.why.wording import full_text

    try:
        if not options.isolate or not ruleset.boxes:
            return answer(ruleset, tape, options, question)
        from lsdsl.isolation.steps import Isolation

        with Isolation(ruleset.model, ruleset.boxes) as isolation:
            return answer(ruleset, tape, options, question, isolation)
    except AbsentError as error:
        moment_shown = full_text(question.at)
        if str(error) == "removed":
            said = f"{tape.profile!r} was removed by {moment_shown}; --at an earlier moment explains it"
        else:
            first = full_text(min(event.time for event in tape.events))
            said = f"nothing was known of {tape.profile!r} at {moment_shown}; its first event is at {first}"
        raise click.BadParameter(said, param_hint="PROFILE") from error


def _write(answer: "Answer", style: str, target: Path | None, colour: str) -> None:
    if style == "text" and target is None:
        from lsdsl.cli.screen import output_screen

        _print(answer, output_screen(colour))
        return
    match style:
        case "json":
            from lsdsl.why.json_report import render as render_json

            content = render_json(answer)
        case "html":
            from lsdsl.why.page import render as render_page

            content = render_page(answer)
        case _:
            content = _plain(answer)
    if target is None:
        put(content.encode())
    elif target.exists() and not target.is_file():
        target.write_bytes(content.encode())  # a device or a pipe
    else:
        replace_file(target, content.encode())


def _plain(answer: "Answer") -> str:
    from rich.console import Console

    from lsdsl.cli.screen import WIDTH_OF_FILES

    text = StringIO()
    _print(answer, Console(file=text, width=WIDTH_OF_FILES, color_system=None, highlight=False, markup=False, emoji=False))
    return text.getvalue()


def _print(answer: "Answer", screen: Any) -> None:
    from lsdsl.cli.screen import colour_style
    from lsdsl.why.text import render

    colours = {band.colour for score in answer.scores for band in score.bands if band.colour is not None}
    for line in render(answer, screen.width, {colour: colour_style(colour) for colour in colours}):
        screen.print(line, soft_wrap=True)


def _say_troubles(tape: "Tape", life: "Life", *, strict: bool) -> None:
    from lsdsl.cli.run_summary import counted
    from lsdsl.diagnostics import words_of
    from lsdsl.diagnostics.visible import visible

    if strict and tape.ignored:
        notice(f"in the data but not in the rules: {', '.join(visible(name) for name in tape.ignored)}")
    if tape.rejected:
        notice(f"{counted(tape.rejected, 'record')} of the data rejected; what they said is in no score")
        for one in tape.shown.rejects():
            notice(f"  {one.reject.code} {visible(one.reject.source)}:{one.reject.line}: {visible(one.reject.message)}")
    model = life.ruleset.model
    _say_failures(
        [
            (one.diagnostic.code, model.where(one.diagnostic.span), words_of(one.diagnostic).message)
            for one in life.failures
            if one.reason is None
        ]
    )


def _say_failures(failures: Sequence[tuple[str, str, str]]) -> None:
    from lsdsl.cli.run_summary import counted
    from lsdsl.diagnostics.visible import visible

    if failures:
        notice(f"{counted(len(failures), 'failure')} in the life of this profile")
        for code, place, words in failures[:MOST_NAMED]:
            notice(f"  {code} {place}: {visible(words)}")
