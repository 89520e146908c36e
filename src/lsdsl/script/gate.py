"""The text gate: what may reach a parser at all. First of the stages."""

import unicodedata
from typing import Final

from lsdsl.script.budgets import Budgets
from lsdsl.script.places import Places
from lsdsl.script.report import Report

REFUSED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
"""Categories of characters that nobody sees: controls, formats, surrogates, private, unassigned, separators."""


def pass_text(places: Places, budgets: Budgets, report: Report) -> bool:
    """Whether a text may go on. Reports its size and every character that it may not hold."""
    text = places.text
    if type(text) is not str:
        raise TypeError("the text of a box is an exact str")
    before = len(report.found)
    _sizes(places, budgets, report)
    if len(report.found) == before:
        for offset, character in enumerate(text):
            if character not in " \n\t" and unicodedata.category(character) in REFUSED:
                name = unicodedata.name(character, "a character without a name").lower()
                place = places.stretch(offset, offset + 1)
                report.add("LS401", place, character=f"U+{ord(character):04X}", name=name)
    return len(report.found) == before


def _sizes(places: Places, budgets: Budgets, report: Report) -> None:
    lines = places.lines
    top = places.stretch(0, len(lines[0]))
    if len(places.text) > budgets.characters:
        report.add("LS400", top, what="characters", found=len(places.text), limit=budgets.characters)
    elif len(lines) - 1 > budgets.lines:
        report.add("LS400", top, what="lines", found=len(lines) - 1, limit=budgets.lines)
    else:
        for number, line in enumerate(lines, 1):
            if len(line) > budgets.line:
                place = places.span(places.at(number, budgets.line), places.at(number, len(line)))
                report.add("LS400", place, what="characters in one line", found=len(line), limit=budgets.line)
