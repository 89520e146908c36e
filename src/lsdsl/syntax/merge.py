"""Marks of an unfinished merge: reported once a conflict, and the first of the two versions is read."""

import re
from typing import Final

from lsdsl.diagnostics.model import Diagnostic, finding
from lsdsl.pattern import pattern
from lsdsl.source import Source

MARK: Final = pattern(r"^(?:<{7}|>{7}|\|{7}|={7})(?: [^\n]*)?$", re.MULTILINE)
NO_LINE_END: Final = pattern(r"[^\n]")


def without_conflicts(source: Source, limit: int) -> tuple[Source, list[Diagnostic], list[str]]:
    """The text with blanks in place of marks and later versions, at most ``limit`` findings, and the stretches left out."""
    text = source.text
    if "<<<<<<<" not in text and ">>>>>>>" not in text and "=======" not in text:
        return source, [], []
    left_out: list[tuple[int, int]] = []
    reported: list[tuple[int, int]] = []
    opened, later = False, -1  # whether a conflict is open, and where its later version begins
    for mark in MARK.finditer(text):
        start, end, sign = mark.start(), mark.end(), mark[0][0]
        if sign == "<" or not opened:
            reported.append((start, end))
            opened, later = sign == "<", -1
        elif later < 0 and sign in "|=":
            later = start
        elif sign == ">":
            start, opened = (start if later < 0 else later), False
        left_out.append((start, end))
    if not left_out:
        return source, [], []
    findings = [finding("LS154", source.span(start, end), found=text[start : start + 7]) for start, end in reported[:limit]]
    return _without(source, left_out), findings, [text[start:end] for start, end in left_out if "\n" in text[start:end]]


def _without(source: Source, left_out: list[tuple[int, int]]) -> Source:
    parts: list[str] = []
    text, at = source.text, 0
    for start, end in left_out:
        if end > at:
            marks = text[max(at, start) : end]
            parts.append(text[at:start] if start > at else "")
            parts.append(NO_LINE_END.sub(" ", marks) if "\n" in marks else " " * len(marks))
            at = end
    parts.append(text[at:])
    return Source(source.path, "".join(parts))
