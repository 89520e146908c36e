"""Which column is the id, and what the fields are called."""

import json
from pathlib import Path

import pytest

from lsdsl.scaffold.distinct import Distinct
from tests.unit.scaffold.data import declared, table


@pytest.mark.parametrize(
    ("header", "rows", "column"),
    [
        ("Name,Lead ID", ["Ann,1", "Ben,2"], "Lead ID"),
        ("Lead ID,id", ["1,2", "2,3"], "id"),
        ("Name,Email", ["Ann,a@x.example", "Ben,b@x.example"], "Email"),
        ("Amount,Name", ["1.5,Ann", "2.5,Ben"], "Name"),
        ("Account ID,Name", ["1,Ann", "1,Ben"], "Name"),
        ("ID,Name", ["1,Ann", ",Ben"], "Name"),
        ("created,Name", ["2026-01-01,Ann", "2026-01-02,Ben"], "Name"),
        (",Name", ["1,Ann", "2,Ben"], "Name"),
    ],
)
def test_the_id_is_full_and_different_and_called_like_one(tmp_path: Path, header: str, rows: list[str], column: str) -> None:
    """First comes what the values say, then the name."""
    found = declared(table(tmp_path, header, *rows))
    assert found.identity.column == column
    assert found.identity.doubt is None


@pytest.mark.parametrize(
    ("header", "rows", "doubt"),
    [
        ("Colour,Size", ["red,1", "red,1", "red,2", "red,2"], "No column tells the rows apart"),
        ("Lead ID,Size", [*(f"{number},1" for number in range(20)), "0,1"], "Not different in every row: 4.76%"),
        ("Ref,Size", ["1,", ",2"], "No column is filled in every row. 1 row without a value will be rejected."),
        ("Ref,Size", [], "There are no rows in the data"),
    ],
)
def test_an_id_that_is_none_is_told(tmp_path: Path, header: str, rows: list[str], doubt: str) -> None:
    """What is not as it should be is said before a run shows it."""
    assert doubt in str(declared(table(tmp_path, header, *rows)).identity.doubt)


def test_each_column_is_read_by_its_own_field(tmp_path: Path) -> None:
    """Names that are alike are told apart; the one that is a name already keeps it."""
    found = declared(table(tmp_path, "id,Email,email,E Mail,,created,tags", "1,a,b,c,d,2026-01-01,x", "2,e,f,g,h,2026-01-02,y"))
    assert {field.name: field.column.name for field in found.fields} == {"email_2": "Email", "email": "email", "e_mail": "E Mail"}
    assert dict(found.left_out) == {
        "id": "the id of the profile",
        "": "it has no name",
        "created": "every profile has it",
        "tags": "every profile has it",
    }


def test_an_address_that_is_the_id_is_a_field_too(tmp_path: Path) -> None:
    """Mails go to a field."""
    found = declared(table(tmp_path, "Email", "a@x.example", "b@x.example"))
    assert [field.name for field in found.fields] == ["email"]
    assert found.identity.column == "Email"


def test_columns_that_every_profile_has_are_looked_at(tmp_path: Path) -> None:
    """A column called created that holds no moments cannot be helped in the rules, so it is said."""
    (warning,) = declared(table(tmp_path, "id,created,tags", "1,31.01.2026,a;b", "2,01.02.2026,")).warnings
    assert warning.startswith('the column created should hold moments like 2026-01-31T09:00Z; line 2 has "31.01.2026"')


def test_records_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """The number, and the line and reason of the first."""
    (warning,) = declared(table(tmp_path, "id,a", "1,2", "3", "4,5,6")).warnings
    assert warning.startswith("2 records cannot be read, the first in line 3: the record has 1 cell where the header has 2 cells")


def test_profiles_as_a_run_writes_them(tmp_path: Path) -> None:
    """Fields inside ``fields`` are fields, and scores beside them are none."""
    path = tmp_path / "profiles.jsonl"
    record = {"id": "p1", "fields": {"country": "NL"}, "tags": ["a"], "scores": {"fit": {"value": 5}}}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    found = declared(path)
    assert found.identity.column == "id"
    assert [field.name for field in found.fields] == ["country"]


def test_different_values_are_counted_in_bounded_memory() -> None:
    """Beyond its room the counter looks at a fair part of the values, and finds repetitions there."""
    unique, repeated = Distinct(1000), Distinct(1000)
    for number in range(20_000):
        unique.add(str(number))
        repeated.add(str(number % 15_000))
    assert max(len(unique.sample), len(repeated.sample)) <= 1000
    assert unique.share == 1
    assert not unique.exact
    assert repeated.share == pytest.approx(0.75, abs=0.05)


def test_a_column_that_repeats_itself_is_given_up() -> None:
    """Nothing is kept of what cannot be an id."""
    few = Distinct(1000)
    for number in range(5000):
        few.add(str(number % 3))
    assert few.given_up
    assert few.share == 0
