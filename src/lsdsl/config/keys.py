"""Where a key stands in a TOML file. The reader of TOML does not say; this looks for it line by line."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from lsdsl.pattern import pattern
from lsdsl.source import Source, Span

PART: Final = r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
DOTTED: Final = rf"(?:{PART})(?:[ \t]*\.[ \t]*(?:{PART}))*"
LINE: Final = pattern(rf"^[ \t]*(?:(?P<open>\[\[?)[ \t]*(?P<table>{DOTTED})[ \t]*\]|(?P<key>{DOTTED})[ \t]*=)", re.MULTILINE)
ONE: Final = pattern(PART)


def span_of_key(source: Source, wanted: Sequence[str]) -> Span:
    """The place of a dotted key; of the part of it that is found, when it stands inside of a value; else the start.

    The tables of a list (``[[check.paths]]``) are told apart by a number after their name, as pydantic does.
    """
    table: list[str] = []
    lists: Counter[tuple[str, ...]] = Counter()
    best, place = 0, Span(source.path, 0, 0)
    for line in LINE.finditer(source.text):
        group = "table" if line["table"] is not None else "key"
        parts = [(_bare(part.group()), part) for part in ONE.finditer(line[group])]
        above = [] if group == "table" else table
        if group == "table":
            if line["open"] == "[[":
                lists[tuple(name for name, _ in parts)] += 1
            parts = _numbered(parts, lists)
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


def _numbered(parts: list[tuple[str, re.Match[str]]], lists: Counter[tuple[str, ...]]) -> list[tuple[str, re.Match[str]]]:
    """The parts of a table's name, each list of tables followed by the number of its latest one."""
    numbered = []
    for end, (name, part) in enumerate(parts, 1):
        numbered.append((name, part))
        if count := lists[tuple(one for one, _ in parts[:end])]:
            numbered.append((str(count - 1), part))
    return numbered


def _inside(source: Source, start: int, wanted: Sequence[str]) -> Span | None:
    """A key of an inline table on the rest of a line."""
    end = source.text.find("\n", start)
    last = re.compile(rf"(?<![\w.-])[\"']?{re.escape(wanted[-1])}[\"']?(?=[ \t]*=)")
    found = last.search(source.text, start, len(source.text) if end < 0 else end)
    return None if found is None else Span(source.path, found.start(), found.end())


def span_of_text(source: Source, after: Span, text: str) -> Span:
    """The place of a text that a key holds; that of the key when it is not found."""
    found = re.compile(rf"[\"']{re.escape(text)}[\"']").search(source.text, after.end)
    return after if found is None else Span(source.path, found.start(), found.end())


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
