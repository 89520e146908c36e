"""Where a key stands in a TOML file. The reader of TOML does not say; this looks for it line by line."""

import re
from collections.abc import Sequence
from typing import Final

from lsdsl.source import Source, Span

PART: Final = r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
DOTTED: Final = rf"(?:{PART})(?:[ \t]*\.[ \t]*(?:{PART}))*"
LINE: Final = re.compile(rf"^[ \t]*(?:\[\[?[ \t]*(?P<table>{DOTTED})[ \t]*\]|(?P<key>{DOTTED})[ \t]*=)", re.MULTILINE)
ONE: Final = re.compile(PART)


def span_of_key(source: Source, wanted: Sequence[str]) -> Span:
    """The place of a dotted key; of the part of it that is found, when it stands inside of a value; else the start."""
    table: list[str] = []
    best, place = 0, Span(source.path, 0, 0)
    for line in LINE.finditer(source.text):
        group = "table" if line["table"] is not None else "key"
        parts = [(_bare(part.group()), part) for part in ONE.finditer(line[group])]
        above = [] if group == "table" else table
        if group == "table":
            table = [name for name, _ in parts]
        named = above + [name for name, _ in parts]
        same = _alike(named, wanted)
        if same > max(best, len(above)):
            part = parts[same - len(above) - 1][1]
            best, start = same, line.start(group)
            place = Span(source.path, start + part.start(), start + part.end())
            if best == len(wanted):
                break
            inside = _inside(source, line.end(), wanted[best:])
            if inside is not None:
                return inside
    return place


def _inside(source: Source, start: int, wanted: Sequence[str]) -> Span | None:
    """A key of an inline table on the rest of a line."""
    end = source.text.find("\n", start)
    last = re.compile(rf"(?<![\w.-])[\"']?{re.escape(wanted[-1])}[\"']?(?=[ \t]*=)")
    found = last.search(source.text, start, len(source.text) if end < 0 else end)
    return None if found is None else Span(source.path, found.start(), found.end())


def _alike(named: Sequence[str], wanted: Sequence[str]) -> int:
    """How many parts are the same, from the first on."""
    same = 0
    for one, other in zip(named, wanted, strict=False):
        if one != other:
            break
        same += 1
    return same


def _bare(part: str) -> str:
    return part[1:-1] if part[0] in "\"'" else part
