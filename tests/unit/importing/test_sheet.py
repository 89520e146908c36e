"""``lsdsl import csv``: a rule for each row, and a comment with the reason for each that is none."""

from pathlib import Path

import pytest

import lsdsl
from lsdsl.importing.outcome import Imported, ImportingError
from lsdsl.importing.sheet import import_sheet

HEADER = "Group;Criterion;Operator;Value;Points;Max times;Per;Expires (weeks);Note\n"


def imported(folder: Path, text: str) -> Imported:
    """The rules for a sheet, which check without errors and are in the one layout."""
    sheet = folder / "sheet.csv"
    sheet.write_text(text, encoding="utf-8")
    made = import_sheet(str(sheet))
    rules = folder / "rules.lsdsl"
    rules.write_text(made.text, encoding="utf-8")
    lsdsl.load(rules)
    return made


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("Fit;Country;is;NL;20;;;;", '+20  while country is "NL"'),
        ("Fit;Country;=;NL|BE;+5;;;;", '+5  while country in ("NL", "BE")'),
        ("Fit;Country;is one of;NL, BE;5;;;;", '+5  while country in ("NL", "BE")'),
        ("Fit;Country;<>;NL;5;;;;", '+5  while country is not "NL"'),
        ("Fit;Job title;contains;CEO|CTO;5;;;;", '+5  while job_title contains any ("CEO", "CTO")'),
        ("Fit;Job title;does not contain;student;5;;;;", '+5  while not (job_title contains "student")'),
        ("Fit;Employees;>=;500;25;;;;", "+25  while employees >= 500"),
        ("Fit;Employees;;500+;25;;;;", "+25  while employees >= 500"),
        ("Fit;Employees;;50-499;10 pts;;;;", "+10  while employees between 50 and 499"),
        ("Fit;Employees;between;50 and 499;2,5;;;;", "+2.5  while employees between 50 and 499"),
        ("Fit;Phone;is filled;;2;;;;", "+2  while phone is not missing"),
        ("Fit;Phone;leer;;−2;;;;", "-2  while phone is missing"),
        ("Fit;Newsletter;=;yes;2;;;;", "+2  while newsletter"),
        ("Fit;Email domain;ends with;.edu;-5;;;;", '-5  while domain(email) ends with ".edu"'),
        ("Fit;Tags;contains;VIP;5;;;;", '+5  while tags contains "VIP"'),
        ("Fit;Customer since;before;31.01.2024;5;;;;", "+5  while customer_since < 2024-01-31"),
        ("Fit;Postcode;=;0123;5;;;;", '+5  while postcode is "0123"'),
        ("Web;Email opened;;;5;1;day;4;", "+5  on each email_open, at most 1 time per 1 day, expires after 4 weeks"),
        ("Web;Page visit;contains;/pricing;20;3 per week;;;", 'where path contains "/pricing", at most 3 times per 1 week'),
        ("Web;Guide;downloaded;guide.pdf;8;once;;never;", '+8  on each download where file is "guide.pdf", at most 1 time'),
        ("Web;Webinar;attended;;12;30 points;ever;30 days;", "on each webinar_attend, at most 30 points, expires after 30 days"),
        ("Fit;Number of visits;>;3;5;;;;", "+5  while number_of_visits > 3"),
    ],
)
def test_a_row_is_a_rule(row: str, rule: str, tmp_path: Path) -> None:
    """Operators, values, caps and expiries become the words of the language."""
    made = imported(tmp_path, HEADER + row + "\n")
    assert made.left_out == ()
    assert rule in made.text


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Fit;Job title;sounds like;CEO;5;;;;", "`sounds like` is no operator that is known"),
        ("Fit;Country;is;NL;lots;;;;", "`lots` is no number of points"),
        ("Fit;Employees;>;1.000;5;;;;", "may be read with or without thousands"),
        ("Web;Email opened;;;5;;;3 months;", "a month has no fixed length"),
        ("Web;Email opened;;;5;;day;;", "there is a period (`day`) and no cap"),
        ("Web;Pricing page visited;;;20;;;;", "there is no value to compare with"),
        ("Fit;Country;is;NL;20;;;4;", "points for a state last as long as the state does"),
        ("Fit;Country;is;NL;20;10 points;;;", "a state counts once"),
        (";Total;;;120;;;;", "there is no value to compare with"),
        ("Fit;Employees;between;5;3;;;;", "between needs two values"),
        ("Fit;Country;is;NL;20", "5 cells"),
    ],
)
def test_a_row_that_is_no_rule_is_a_comment_with_the_reason(row: str, reason: str, tmp_path: Path) -> None:
    """Nothing is guessed and nothing is dropped: the row stands there with its number."""
    made = imported(tmp_path, HEADER + "Fit;Segment;is;A;1;;;;\n" + row + "\n")
    (left,) = made.left_out
    assert left.place == "row 3"
    assert reason in left.reason
    assert f"# not translated: row 3: `{row}` because " in made.text
    assert made.summary == "1 of 2 rows translated; 1 left as a comment"


def test_rows_that_disagree_on_a_type_are_told(tmp_path: Path) -> None:
    """A field that other rows order is a number, and a text in it is left out."""
    made = imported(tmp_path, HEADER + "Fit;Employees;>;50;5;;;;\nFit;Employees;=;many;5;;;;\n")
    assert [(one.place, one.reason) for one in made.left_out] == [
        ("row 3", "`many` is no number, and other rows compare `employees` as one")
    ]


def test_titles_above_the_header_and_cells_of_several_lines_keep_the_numbers_of_rows(tmp_path: Path) -> None:
    """Rows count as a spreadsheet counts them."""
    sheet = 'Scoring 2026,,\n,,\nField,Condition,Value,Score,Description\nCountry,is,NL,5,"home\nmarket"\n,,,,\nCity,is,,5,\n'
    made = imported(tmp_path, sheet)
    assert "    ## home market\n    +5  while country is" in made.text
    assert [one.place for one in made.left_out] == ["row 6"]


def test_each_group_is_a_score_with_its_title(tmp_path: Path) -> None:
    """Spellings of a group in other cases are the same group, and a score is never called like a field."""
    made = imported(tmp_path, HEADER + "Fit;Web;is;x;1;;;;\nFIT;City;is;Lille;2;;;;\nWeb;Email opened;;;3;;;;\n")
    assert 'score fit:\n    title "Fit"\n    +1  while web is "x"\n    +2  while city is "Lille"\n' in made.text
    assert 'score web_2:\n    title "Web"\n' in made.text


def test_the_same_criterion_twice_gives_two_rules(tmp_path: Path) -> None:
    """The second gets a name of its own, as rules need."""
    made = imported(tmp_path, HEADER + "Fit;City;is;Lille;2;;;;\nFit;City;is;Lille;3;;;;\n")
    assert '+3  while city is "Lille", as row_3' in made.text


def test_an_event_with_an_attribute_in_a_column_of_its_own(tmp_path: Path) -> None:
    """A sheet may name the event and what of it is compared; the attribute may be called like a field."""
    sheet = "Event,Attribute,Operator,Value,Points\nPurchase,amount,>,100,10\n,amount,>,5,1\n"
    made = imported(tmp_path, sheet)
    assert "+10  on each purchase where event.amount > 100" in made.text
    assert "event purchase:\n    amount  number\n" in made.text


def test_the_points_are_what_the_sheet_says(tmp_path: Path) -> None:
    """The rules award what a reader of the sheet expects."""
    imported(tmp_path, HEADER + "Fit;Country;is;NL;20;;;;\nWeb;Page visit;contains;/pricing;5;2;week;;\n")
    engine = lsdsl.Engine(lsdsl.load(tmp_path / "rules.lsdsl"))
    engine.add_profile("p", {"country": "NL"}, created="2026-01-01T00:00:00Z")
    for day in (2, 3, 4):
        engine.process(
            {"id": str(day), "type": "page_visit", "profile": "p", "time": f"2026-01-0{day}", "data": {"path": "/pricing/a"}}
        )
    assert {name: one.value for name, one in engine.profile("p").scores.items()} == {"fit": 20, "web": 10}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Name,Age\nAnn,5\n", "no header"),
        ("Criterion,Points\n", "there are no rows"),
        ("", "no header"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(text: str, said: str, tmp_path: Path) -> None:
    """What cannot be a scoring sheet is told instead of made into empty rules."""
    with pytest.raises(ImportingError, match=said):
        imported(tmp_path, text)
