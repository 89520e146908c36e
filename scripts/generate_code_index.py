#!/usr/bin/env python3
"""Writes docs/codes/README.md, the table of all codes of findings, from the catalogue.

python scripts/generate_code_index.py          writes into docs/codes/
python scripts/generate_code_index.py FILE     writes another file
"""

import sys
from itertools import groupby
from pathlib import Path

from lsdsl.config.codes import CHANGEABLE
from lsdsl.diagnostics import CATALOGUE
from lsdsl.diagnostics.catalogue import Entry
from lsdsl.diagnostics.pages import INDEX

HEAD = """\
# The codes of findings

Each finding of lsdsl has a code and a name, which stay the same for ever, and a page that explains it with an example. In a
terminal, `lsdsl explain CODE` shows the page. Written by `scripts/generate_code_index.py`.
"""
RANGES = {
    "LS0": "Files and settings",
    "LS1": "Characters, layout and syntax",
    "LS2": "Names",
    "LS3": "Types and values",
    "LS4": "Script boxes",
    "LS5": "Likely mistakes",
    "LS6": "Style",
    "LS7": "Tests",
    "LS8": "Data and runs",
    "LS9": "Ignored findings",
}


def main() -> None:
    """Write the table."""
    default = Path(__file__).resolve().parents[1] / "docs" / "codes" / INDEX
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    entries = sorted(CATALOGUE.values(), key=lambda entry: entry.code)
    sections = [section(start, list(group)) for start, group in groupby(entries, key=lambda entry: entry.code[:3])]
    target.write_text("\n".join([HEAD, *sections]), encoding="utf-8")


def section(start: str, entries: list[Entry]) -> str:
    """The codes with one beginning."""
    change = "The level of each can be changed." if start in CHANGEABLE else "The levels are fixed."
    lines = [f"## {start}xx: {RANGES[start]}", "", change, "", "| code | name | level |", "| --- | --- | --- |"]
    lines += [f"| [{one.code}]({one.code}.md) | {one.slug} | {level(one)} |" for one in entries]
    return "\n".join([*lines, ""])


def level(entry: Entry) -> str:
    """The level of a code where no settings say otherwise."""
    return entry.severity.value if entry.enabled else f"off ({entry.severity.value} when asked for)"


if __name__ == "__main__":
    main()
