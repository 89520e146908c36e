"""``lsdsl explain``: the page of a code, with its level and how to change it."""

import json
import re
import sys
from typing import Final

import click
from click.shell_completion import CompletionItem

from lsdsl.cli.console import colour_option, is_terminal, say, wants_colour
from lsdsl.cli.exit import CouldNotRun
from lsdsl.config.codes import CHANGEABLE, IGNORED_IN_COMMENTS
from lsdsl.diagnostics import CATALOGUE
from lsdsl.diagnostics.catalogue import Entry
from lsdsl.diagnostics.pages import Page, page_of
from lsdsl.model.suggestions import suggest

EXAMPLES: Final = """\b
Examples:
  lsdsl explain LS201
  lsdsl explain unknown-field           the name of a code will do
  lsdsl explain --all                   one line for each code
  lsdsl explain LS501 --format json
"""

NUMBER: Final = re.compile(r"(?:LS)?(?P<digits>\d{3})", re.IGNORECASE)
ARTICLES: Final = {"error": "An error", "warning": "A warning", "info": "A notice"}


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 - click's
    """The codes that begin like what is typed, each with its name."""
    entries = sorted(CATALOGUE.values(), key=lambda entry: entry.code)
    return [CompletionItem(one.code, help=one.slug) for one in entries if one.code.startswith(incomplete.upper())]


@click.command("explain", epilog=EXAMPLES)
@click.argument("code", required=False, shell_complete=_complete)
@click.option("--all", "every", is_flag=True, help="List all codes with a line each.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How to write it; text is laid out for the terminal.",
)
@colour_option
def explain_command(code: str | None, style: str, colour: str, *, every: bool) -> None:
    """Explain a finding: what it means, rules that cause it, the same rules mended, and its level.

    CODE is a code such as LS201, its number, or its name.
    """
    if every == (code is not None):
        raise click.UsageError("name one code, such as LS201, or ask for --all of them")
    entries = sorted(CATALOGUE.values(), key=lambda entry: entry.code) if code is None else [_entry(code)]
    if style == "json":
        facts = [_facts(entry) for entry in entries] if every else _facts(entries[0]) | _explanation(entries[0])
        say(json.dumps(facts, indent=2, ensure_ascii=False) + "\n")
    elif every:
        say("".join(_line(entry, style) for entry in entries))
    else:
        _show(f"{_page(entries[0]).text}\n{_about_level(entries[0])}", style, colour)


def _entry(name: str) -> Entry:
    """The entry that a code, a number or a name means."""
    number = NUMBER.fullmatch(name.strip())
    wanted = f"LS{number['digits']}" if number else re.sub(r"[\s_]+", "-", name.strip().lower())
    for entry in CATALOGUE.values():
        if wanted in {entry.code, entry.slug}:
            return entry
    close = suggest(wanted, [*CATALOGUE, *(entry.slug for entry in CATALOGUE.values())])
    more = f"did you mean {close}?" if close else "`lsdsl explain --all` lists all codes."
    raise click.BadParameter(f"there is no code {name!r}; {more}".replace("`", ""), param_hint="CODE")


def _page(entry: Entry) -> Page:
    page = page_of(entry.code)
    if page is None:
        raise CouldNotRun(f"there is no page about {entry.code} in this installation")
    return page


def _show(text: str, style: str, colour: str) -> None:
    """Lay Markdown out for a terminal; anything else gets it as it is, which is plain text."""
    if style == "markdown" or not (is_terminal(sys.stdout) or wants_colour(colour)):
        say(text)
        return
    from rich.markdown import Markdown

    from lsdsl.cli.screen import output_screen

    output_screen(colour).print(Markdown(text, code_theme="ansi_dark", hyperlinks=False))


def _line(entry: Entry, style: str) -> str:
    """A code in the list of all."""
    level = entry.severity.value if entry.enabled else "off"
    if style == "markdown":
        return f"- `{entry.code}` {entry.slug} ({level})\n"
    return f"{entry.code}  {level:<7}  {entry.slug}\n"


def _about_level(entry: Entry) -> str:
    """The last section: how bad a finding is, and how to change that."""
    lines = ["## Level", "", f"{ARTICLES[entry.severity.value]}.{_asked_for(entry)}"]
    if not entry.code.startswith(CHANGEABLE):
        lines[-1] += " It cannot be switched off."
        return "\n".join([*lines, ""])
    lines += [
        *("", "To change that for all files, write in `lsdsl.toml`:", ""),
        *("```toml", "[check]"),
        f'ignore = ["{entry.code}"]              # not looked for' if entry.enabled else f'select = ["{entry.code}"]',
        f'levels = {{ {entry.code} = "{_other(entry)}" }}  # error, warning, info or off',
        "```",
    ]
    if entry.code.startswith(IGNORED_IN_COMMENTS):
        lines += [
            *("", "For one place, write a comment at the end of the line or above it, with the reason:", ""),
            *("```lsdsl", f"# lsdsl: ignore[{entry.code}] the reason", "```"),
        ]
    return "\n".join([*lines, ""])


def _asked_for(entry: Entry) -> str:
    return "" if entry.enabled else " It is looked for only where the settings or `--select` ask for it."


def _other(entry: Entry) -> str:
    """A level that is not the one that the code has anyway."""
    return "warning" if entry.severity.value == "error" else "error"


def _facts(entry: Entry) -> dict[str, object]:
    """What is known of a code, for programs."""
    return {
        "code": entry.code,
        "slug": entry.slug,
        "level": entry.severity.value,
        "enabled": entry.enabled,
        "changeable": entry.code.startswith(CHANGEABLE),
        "ignorable": entry.code.startswith(IGNORED_IN_COMMENTS),
    }


def _explanation(entry: Entry) -> dict[str, object]:
    """What its page says, for programs."""
    page = _page(entry)
    return {"meaning": "\n\n".join(page.paragraphs), "page": page.text}
