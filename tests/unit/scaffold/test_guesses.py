"""From the values of a column to the type of its field."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.unit.scaffold.data import declared, shown, table, types


def column_of(folder: Path, values: Sequence[str], name: str = "Value") -> tuple[str, tuple[str, ...]]:
    """The type and the doubts of a column with these values."""
    rows = [f'L{number},"{value}"' for number, value in enumerate(values)]
    (field,) = declared(table(folder, f"Lead ID,{name}", *rows)).fields
    return shown(field.guess.type), field.guess.doubts


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        (["1", "20", " 3 "], "number"),
        (["1.5", "", "-2e3"], "number"),
        (["yes", "NO", "1"], "boolean"),
        (["0", "1", "0"], "number"),
        (["2026-01-31", ""], "date"),
        (["2026-01-31", "2026-01-31 10:00"], "datetime"),
        (["2026-01-31T10:00:00+02:00"], "datetime"),
        (["01234", "99999"], "text"),
        (["", " "], "text"),
        (["a", "b"], "text"),
        (["a", "b"] * 9, "text"),
        (["a", "b"] * 10, "choice a/b"),
        (["b", "b", "a", " "] * 10, "choice b/a"),
        ([chr(97 + number % 12) for number in range(60)], "choice a/b/c/d/e/f/g/h/i/j/k/l"),
        ([chr(97 + number % 13) for number in range(130)], "text"),
        (["x" * 61, "b"] * 10, "text"),
        (["same"] * 30, "text"),
        (["Google", "google "] * 10, "text"),
        (["ann@shop.example", "ben@shop.example"] * 10, "text"),
    ],
)
def test_the_type_takes_every_value(tmp_path: Path, values: list[str], type_: str) -> None:
    """The narrowest type into which all values go; a choice only when its options come again and again."""
    assert column_of(tmp_path, values)[0] == type_


@pytest.mark.parametrize(("name", "type_"), [("Phone", "text"), ("ZIP", "text"), ("Postcode", "text"), ("Employees", "number")])
def test_digits_are_no_numbers_where_nobody_calculates(tmp_path: Path, name: str, type_: str) -> None:
    """The name of a column says whether its digits are an amount."""
    assert column_of(tmp_path, ["5550", "5551"], name)[0] == type_


@pytest.mark.parametrize(("name", "type_"), [("Is Customer", "boolean"), ("opt_in", "boolean"), ("Visits", "number")])
def test_0_and_1_are_yes_and_no_where_the_name_says_so(tmp_path: Path, name: str, type_: str) -> None:
    """A count may be 2 tomorrow, an answer may not."""
    assert column_of(tmp_path, ["0", "1"], name)[0] == type_


def test_a_few_values_that_do_not_fit_are_told_with_their_line(tmp_path: Path) -> None:
    """How sure the guess would be, and what stands in its way."""
    type_, doubts = column_of(tmp_path, ["1", "2", "n/a", "4", "n/a"])
    assert type_ == "text"
    assert doubts == ('3 of 5 values are whole numbers; 2 are not: line 4 "n/a". With those cells empty it could be a number.',)


@pytest.mark.parametrize(
    ("values", "doubt"),
    [
        (["1.234,50", "3,5"], 'like "1.234,50" in line 2; write 1234.5.'),
        (["31.01.2026", "01.02.2026"], 'like "31.01.2026" in line 2; write 2026-01-31.'),
        (["2026-01-31"] * 30 + ["soon"], '30 of 31 values are dates; 1 is not: line 32 "soon".'),
        (["a@b.example"] * 19 + ["none at all"], '1 value with no e-mail address: line 21 "none at all".'),
        (["01234"], 'Only digits, like "01234"'),
        (["Ja", "Nein"] * 10, "With yes and no for these in the data it could be a boolean."),
        (["Google", "google"] * 10, 'It could be a choice if "Google" and "google" were spelt alike.'),
        (["Select", "Web"] * 10, '"Select" stands where an empty cell may be meant.'),
    ],
)
def test_doubts_say_what_to_do(tmp_path: Path, values: list[str], doubt: str) -> None:
    """Notations that lsdsl does not read, and what may be meant by odd values."""
    assert doubt in " ".join(column_of(tmp_path, values)[1])


def test_rare_values_after_many_others_still_count(tmp_path: Path) -> None:
    """A misfit is found behind more different values than are kept."""
    type_, doubts = column_of(tmp_path, [*map(str, range(2000)), "many"])
    assert type_ == "text"
    assert '2,000 of 2,001 values are whole numbers; 1 is not: line 2,002 "many".' in doubts[0]


def test_values_of_json(tmp_path: Path) -> None:
    """Objects become dotted keys, arrays lists; what no type takes has no field."""
    path = tmp_path / "leads.jsonl"
    path.write_text(
        '{"id": 1, "company": {"size": 5}, "flag": true, "list": ["a"], "mixed": {"a": 1}, "odd": [[1]]}\n'
        '{"id": 2, "company": {"size": 7.5}, "flag": null, "list": [], "mixed": "text", "odd": "x"}\n',
        encoding="utf-8",
    )
    assert types(path) == {"company_size": "number", "flag": "boolean", "list": "list", "mixed_a": "number"}
    assert dict(declared(path).left_out) == {
        "id": "the id of the profile",
        "mixed": "it is an object",
        "odd": 'Line 1 has "[[1]]": no type takes all values.',
    }
