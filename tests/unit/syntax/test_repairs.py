"""Habits from elsewhere are named, and the repair that is offered makes the line sound."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from lsdsl.diagnostics.model import Diagnostic, Edit
from lsdsl.runner.ruleset import check
from lsdsl.source import Source
from lsdsl.syntax import parse

GOLDEN = Path(__file__).parents[2] / "golden"

RULES = """\
profile:
    country    text
    employees  number
    tested     boolean
event page_visit:
    path  text
score fit:
    ideal 100
    {line}
    +1 while employees > 3
"""

# What is written, the code, whether the repair is safe (None: there is none), and the line after it.
HABITS = [
    ('+5 while country = "NL"', "LS142", True, '+5 while country == "NL"'),
    ('+5 while country === "NL"', "LS116", True, '+5 while country == "NL"'),
    ('+5 while country !== "NL"', "LS116", True, '+5 while country != "NL"'),
    ('+5 while country <> "NL"', "LS116", True, '+5 while country != "NL"'),
    ("+5 while employees => 5", "LS116", True, "+5 while employees >= 5"),
    ("+5 while employees =< 5", "LS116", True, "+5 while employees <= 5"),
    ("+5 while employees > = 5", "LS151", True, "+5 while employees >= 5"),
    ("+5 while tested&&employees > 5", "LS116", True, "+5 while tested and employees > 5"),
    ("+5 while tested || employees > 5", "LS116", True, "+5 while tested or employees > 5"),
    ("+5 while !tested", "LS116", True, "+5 while not tested"),
    ("+5 while tested AND employees > 5", "LS140", True, "+5 while tested and employees > 5"),
    ('+5 while country like "N%"', "LS151", False, '+5 while country starts with "N"'),
    ('+5 while country like "%N"', "LS151", False, '+5 while country ends with "N"'),
    ('+5 while country like "%N%"', "LS151", False, '+5 while country contains "N"'),
    ('+5 while country ilike "nl"', "LS151", False, '+5 while country is "nl" ignoring case'),
    ('+5 while country like "N_"', "LS151", None, ""),
    ('+5 while country equals "NL"', "LS151", True, '+5 while country is "NL"'),
    ('+5 while country is equal to "NL"', "LS151", True, '+5 while country is "NL"'),
    ("+5 while employees is greater than 5", "LS151", True, "+5 while employees > 5"),
    ("+5 while employees is at least 5", "LS151", True, "+5 while employees >= 5"),
    ('+5 while country is in ("NL", "BE")', "LS151", True, '+5 while country in ("NL", "BE")'),
    ("+5 while employees is between 1 and 5", "LS151", True, "+5 while employees between 1 and 5"),
    ('+5 while country not contains "NL"', "LS152", True, '+5 while not country contains "NL"'),
    ('+5 while tested and country does not start with "N"', "LS152", True, '+5 while tested and not country starts with "N"'),
    ('+5 while country in ["NL", "BE"]', "LS153", True, '+5 while country in ("NL", "BE")'),
    ('+5 while country is "NL" then', "LS151", True, '+5 while country is "NL"'),
    ("+5 if tested", "LS151", False, "+5 while tested"),
    ("+5 points while tested", "LS151", True, "+5 while tested"),
    ("+5 whle tested", "LS140", True, "+5 while tested"),
    ("+5 while while tested", "LS140", True, "+5 while tested"),
    ("+5 on page_visit", "LS143", None, ""),
    ("+5 on every page_visit", "LS143", True, "+5 on each page_visit"),
    ("+5 on each page_visit, expires after 4weeks", "LS113", True, "+5 on each page_visit, expires after 4 weeks"),
    ("+5 on each page_visit, expires after 1d", "LS113", True, "+5 on each page_visit, expires after 1 day"),
    ("+5 on each page_visit, expires after 2 months", "LS117", None, ""),
    ("+5 on each page_visit, expires after 2months", "LS117", None, ""),
    ("+5 on each page_visit, expires after 1 year", "LS117", None, ""),
    ("+5 on each page_visit expires after 4 weeks", "LS141", True, "+5 on each page_visit, expires after 4 weeks"),
    ("+5 on each page_visit, max 3 times", "LS151", True, "+5 on each page_visit, at most 3 times"),
    ("+5 on each page_visit, at most three times", "LS151", True, "+5 on each page_visit, at most 3 times"),
    ("+5 on each page_visit, at most 3 times per day", "LS141", True, "+5 on each page_visit, at most 3 times per 1 day"),
    ("+5 while country is \u201cNL\u201d", "LS111", True, '+5 while country is "NL"'),
    ("+5 while country is 'NL'", "LS111", True, '+5 while country is "NL"'),
    ("+5 while country is \uff02NL\uff02", "LS111", True, '+5 while country is "NL"'),
    ("+5 while \uff08employees \uff1e \uff15\uff09", "LS155", True, "+5 while (employees > 5)"),
    ("+5 while employees \u2265 5", "LS155", True, "+5 while employees >= 5"),
    ("+5 while employees\u00a0>\u00a05", "LS155", True, "+5 while employees > 5"),
    ("\u22125 while tested", "LS155", True, "-5 while tested"),
    ("+5 while t\u0435sted", "LS107", True, "+5 while tested"),
    ("+5 while tested;", "LS101", True, "+5 while tested"),
    ("+5 while tested // really", "LS157", True, "+5 while tested # really"),
    ("/* the market */", "LS157", True, "# the market"),
    ("-- the market", "LS157", True, "# the market"),
    ("+5 while tested)", "LS156", False, "+5 while tested"),
    ("+5 while 1 < employees < 5", "LS147", True, "+5 while 1 < employees and employees < 5"),
    ("+employees while tested", "LS150", True, "+(employees) while tested"),
    ("+1,5 while tested", "LS113", True, "+1.5 while tested"),
    ("title 'Fit'", "LS111", True, 'title "Fit"'),
    ("range hot:", "LS140", None, ""),
    ("end", "LS151", True, "+1 while employees > 3"),
]


def mended(text: str, edits: Sequence[Edit]) -> str:
    """A text with edits made."""
    for edit in sorted(edits, key=lambda one: one.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def findings(text: str) -> list[Diagnostic]:
    """What check finds, lints left out."""
    return [one for one in check("rules.lsdsl", text=text).diagnostics if not one.code.startswith("LS5")]


@pytest.mark.parametrize(("line", "code", "safe", "after"), HABITS)
def test_a_habit_has_one_finding_and_its_repair(line: str, code: str, safe: bool | None, after: str) -> None:
    """The finding is the only one, and the text is sound after its repair, if there is one repair."""
    text = RULES.format(line=line)
    (found,) = findings(text)
    assert found.code == code
    assert (found.fix.safe if found.fix else None) is safe
    if found.fix:
        repaired = mended(text, found.fix.edits)
        assert repaired.splitlines()[8].strip() == after
        assert findings(repaired) == []


@pytest.mark.parametrize(
    "text",
    [(folder / "input.lsdsl").read_text(encoding="utf-8") for folder in sorted(GOLDEN.glob("LS1*"))],
    ids=[folder.name for folder in sorted(GOLDEN.glob("LS1*"))],
)
def test_a_repair_takes_its_finding_away(text: str) -> None:
    """Whatever finding of the syntax offers a repair is gone after it, and nothing of the syntax comes instead."""
    for found in parse(Source("rules.lsdsl", text))[1]:
        if found.fix:
            assert parse(Source("rules.lsdsl", mended(text, found.fix.edits)))[1] == []


def test_tabs_are_repaired_throughout_their_block() -> None:
    """Each indentation with a tab is written with blanks."""
    text = "profile:\n\ta text\n\tb text\nscore s:\n\tgroup g:\n\t\t+5 while a is b\n"
    first, second = parse(Source("rules.lsdsl", text))[1]
    assert first.fix
    assert second.fix
    assert mended(text, [*first.fix.edits, *second.fix.edits]) == text.replace("\t", "    ")


def test_an_unfinished_merge_is_one_finding_and_its_first_version_is_read() -> None:
    """The marks and the later version are left out; the names of the later version are not missed."""
    text = "profile:\n    a text\n<<<<<<< HEAD\nlet b = a\n||||||| base\n=======\nlet b = 5\nlet c = 6\n>>>>>>> x\nlet d = c\n"
    assert [(one.code, one.span.start) for one in findings(text)] == [("LS154", text.index("<"))]


def test_a_lone_mark_of_a_merge_is_reported_where_it_is() -> None:
    """What is left over of a conflict that somebody joined is no line of the rules."""
    text = "let b = 5\n=======\nlet c = b\n>>>>>>> x\n"
    assert [(one.code, one.span.start) for one in findings(text)] == [("LS154", 10), ("LS154", text.index(">"))]
