"""``lsdsl docs``: the ruleset as a site for people to read."""

from pathlib import Path
from typing import Final

import click

from lsdsl.cli.console import colour_option, notice
from lsdsl.cli.exit import CouldNotRun
from lsdsl.cli.findings import ruleset_or_findings
from lsdsl.model.load import SUFFIX

EXAMPLES: Final = """\b
Examples:
  lsdsl docs rules/ --out site
  lsdsl docs rules/ --out site --title "How we score leads"
"""
MOST_READ: Final = 4096
"""So much of a page is read to see whose it is."""


@click.command("docs", epilog=EXAMPLES)
@click.argument("rules", type=click.Path())
@click.option(
    "--out", "-o", metavar="DIR", required=True, help="The folder of the site; the pages of an earlier site are replaced."
)
@click.option("--title", metavar="TEXT", help="What the site is called.  [default: after the folder or file]")
@colour_option
def docs_command(rules: str, out: str, title: str | None, colour: str) -> None:
    """Write the ruleset as a site: every rule in a sentence, ranges in their colours, follow-ups as pictures.

    The pages are plain files that need no server and no network. The same rules give the same files.
    """
    from lsdsl.records.output import OutputFolder
    from lsdsl.records.problems import OutputError
    from lsdsl.site import INDEX, site

    ruleset = ruleset_or_findings(rules, colour)
    _refuse_rules(Path(out))
    pages = site(ruleset.model, ruleset.boxes, title or _title(rules))
    try:
        with OutputFolder(out, _earlier(Path(out), INDEX)) as folder:
            for name, text in pages.items():
                folder.write(name, [text.encode("utf-8")])
    except OutputError as error:
        raise CouldNotRun(str(error)) from error
    html = sum(name.endswith(".html") for name in pages)
    notice(f"{html} page{'' if html == 1 else 's'} written; open {Path(out) / INDEX}")


def _refuse_rules(folder: Path) -> None:
    """Pages among rule files help nobody: it is most likely another folder that is meant."""
    if next(folder.glob(f"*{SUFFIX}"), None) is not None:
        raise CouldNotRun(f"{folder}: there are rule files in it; name a folder of its own for the site, such as site")


def _title(rules: str) -> str:
    """A title from the name of the file or folder."""
    path = Path(rules).resolve()
    name = path.parent.name if path.name == "rules" else path.stem
    words = name.replace("_", " ").replace("-", " ").strip() or "Lead scoring"
    return words[:1].upper() + words[1:]


def _earlier(folder: Path, index: str) -> set[str]:
    """The pages that an earlier run has left in a folder; a page that somebody else made there is not overwritten."""
    if not folder.is_dir():
        return set()
    pages = {path.name: _is_ours(path) for path in folder.glob("*.html") if path.is_file()}
    if pages.get(index) is False:
        raise CouldNotRun(f"{folder}: its {index} was not made by `lsdsl docs`; name another folder, or remove the file")
    return {name for name, ours in pages.items() if ours} | ({"site.css", "site.js", "search.js"} if pages.get(index) else set())


def _is_ours(path: Path) -> bool:
    from lsdsl.site import GENERATOR

    with path.open("rb") as file:
        return f'name="generator" content="{GENERATOR}"'.encode() in file.read(MOST_READ)
