"""The rules for a file of leads: sound, in the layout, and true to the data."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

import lsdsl
from lsdsl.model.load import check_text
from lsdsl.records.inputs import open_records
from lsdsl.records.raw import Reject
from lsdsl.records.schema import Schema
from lsdsl.runner.engine import Engine
from lsdsl.scaffold.rules import in_layout, profile_rules, score_rules
from tests.unit.scaffold.data import declared, surveyed, table

LEADS = ["1,ann@gmail.com,NL,{n},yes", "2,ben@shop.example,BE,{n},no", "3,eva@shop.example,NL,,yes"]


def rules_for(path: Path) -> tuple[str, str]:
    """The profile and the score for a file."""
    found = declared(path)
    return profile_rules(surveyed(path), found, path.name), score_rules(found)


def usual(folder: Path) -> Path:
    """Forty leads with a bit of everything."""
    rows = [line.replace("{n}", str(number)).replace(",", f"{number},", 1) for number in range(14) for line in LEADS]
    return table(folder, "Lead ID,Email,Country,Employees,Do Not Mail", *rows)


def test_the_score_uses_real_columns_and_values(tmp_path: Path) -> None:
    """Frequent options, the upper half and top of amounts, yes or no against or for, and addresses that anybody can have."""
    profile, score = rules_for(usual(tmp_path))
    assert '    id from "Lead ID"\n' in profile
    assert '    country      choice("NL", "BE") from "Country"\n' in profile
    assert '    ## Country\n    by country:\n        +5  "NL"\n' in score
    assert "    by employees:\n        +3  from 6\n        +6  from 12\n" in score
    assert "    -10  while do_not_mail\n" in score
    assert "    -5  while domain(email) in free_mail\n" in score
    assert "    range warm  from 5  darkorange\n    range hot   from 8  crimson\n" in score


def test_the_test_block_is_true(tmp_path: Path) -> None:
    """A profile with the given value has the expected points."""
    profile, score = rules_for(usual(tmp_path))
    assert '    given country = "NL"\n    expect fit == 5\n' in score
    (tmp_path / "leads.lsdsl").write_text(profile + score, encoding="utf-8")
    engine = Engine(lsdsl.load(tmp_path / "leads.lsdsl"))
    engine.add_profile("p", {"country": "NL"})
    engine.advance("2026-01-01T00:00:00Z")
    assert engine.profile("p").scores["fit"].value == 5


def test_outcomes_are_no_reasons(tmp_path: Path) -> None:
    """A score may not know beforehand how it ended; the field is there nevertheless."""
    path = table(tmp_path, "id,Converted,Opted In", *(f"{number},{number % 2},{number % 2}" for number in range(40)))
    profile, score = rules_for(path)
    assert "    converted  boolean" in profile
    assert "converted" not in score
    assert "+5  while opted_in" in score


def test_names_of_rules_leave_fields_alone(tmp_path: Path) -> None:
    """A field may be called like a score that would have been made."""
    path = table(tmp_path, "id,fit,best_leads,free_mail,Email", "1,x,y,z,ann@shop.example", "2,x,y,z,")
    profile, score = rules_for(path)
    assert "score fit_2:" in score
    assert "selection best_leads_2:" in score
    assert "list free_mail_2 =" in score
    assert check_text(profile + score)[1] == []


def written(rows: Sequence[Sequence[str]]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


AWKWARD = {
    "semicolons, byte order mark, umlauts": "\ufeffKundennummer;Größe;PLZ;Umsatz;Seit;Newsletter\r\n"
    + "".join(f'K{n};{n};0{n};"1.2{n}4,50";{n % 28 + 1:02}.03.2024;{"Ja" if n % 2 else "Nein"}\r\n' for n in range(10, 50)),
    "empty columns": "id,a,b,\n1,,,\n2,,,\n",
    "one row": "Email,Name,where\nann@shop.example,Ann,here\n",
    "no rows": "Email,Name,Amount\n",
    "nothing but an id": "id\n1\n2\n",
    "300 columns": written([[f"Column {n}" for n in range(300)], *([str(n * m) for n in range(300)] for m in range(25))]),
    "doubled and reserved names": "id,Email,email,E-Mail,Email,true,and,id,tags,Created,123go\n"
    + "".join(f"{n},a{n}@x.example,b,c,d,e,f,g,h;i,2024-01-01,7\n" for n in range(30)),
    "headers with anything in them": written(
        [
            [
                "id",
                'say "hi"',
                "two\nlines",
                "\U0001f525 hot",
                "日本",
                "\u202egnp",
                "\u0440\u0430y",
                "a\\b",
                "x\u200by",
                "`q`",
                "#c",
            ],
            *([str(n), *"xyzwvutsrq"] for n in range(25)),
        ]
    ),
    "numbers that are none": "id;amount;price;share\n" + "".join(f"{n};1,{n % 10}00;{n},5;{n}%\n" for n in range(30)),
    "mixed columns": "id,n,d,e,b,o\n"
    + "".join(
        f"{n},{'n/a' if n % 9 == 3 else n},{'soon' if n == 7 else '2024-01-10'},{'foo' if n == 9 else f'a{n}@b.example'},"
        f"{'maybe' if n == 20 else 'yes'},{' ' if n % 2 else 'opt  '}\n"
        for n in range(60)
    ),
    "no id": "colour,size\n" + "".join(f"{'red' if n % 2 else 'blue'},{n % 3}\n" for n in range(50)),
    "options with anything in them": written(
        [
            ["id", "c"],
            *([str(n), ['say "hi"', "back\\slash", "sp  ace", "soft\u00a0hard", "\u0440a", "A", "a"][n % 7]] for n in range(70)),
        ]
    ),
    "blanks among options": "id,c\n" + "".join(f"{n},{['A', 'B', '  ', ''][n % 4]}\n" for n in range(60)),
    "huge numbers": "id,n,m,k\n" + "".join(f"{n},{10**20 + n},{1e300 * n},1e{n % 5}\n" for n in range(30)),
    "dotted names": "id,a,a.b,x,X\n1,2,3,4,5\n2,3,4,,6\n",
    "constant columns": "id,a,b,c\n" + "".join(f"{n},5,yes,x\n" for n in range(30)),
}


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_awkward_files_are_taken_whole(tmp_path: Path, text: str) -> None:
    """The rules for any file have no findings, are in the layout, and reject no record of it."""
    path = tmp_path / "leads.csv"
    path.write_bytes(text.encode())
    profile, score = rules_for(path)
    assert (in_layout(profile), in_layout(score)) == (profile, score)
    (tmp_path / "leads.lsdsl").write_text(profile + score, encoding="utf-8")
    report = lsdsl.check(tmp_path / "leads.lsdsl")
    assert [(one.code, dict(one.arguments)) for one in report.diagnostics] == []
    assert report.ruleset is not None
    assert rejects_of(report.ruleset, path) == []


def rejects_of(ruleset: lsdsl.Ruleset, path: Path) -> list[str]:
    """What a run over a file of profiles would reject."""
    schema = Schema(ruleset.model)
    with open_records(str(path)) as records:
        results = [one if isinstance(one, Reject) else schema.profile_record(one) for one in records]
    return [one.message for one in results if isinstance(one, Reject)]


def test_text_of_packed_and_other_formats_is_read(tmp_path: Path) -> None:
    """JSON, JSON Lines and Parquet are read as a run reads them."""
    rows = {"Lead ID": ["a", "b"], "size": [1, 2.5], "company": [{"name": "x"}, None], "nothing": pa.nulls(2)}
    parquet.write_table(pa.table(rows), tmp_path / "leads.parquet")
    (tmp_path / "leads.json").write_text(
        '[{"Lead ID": "a", "size": 1, "company": {"name": "x"}, "nothing": null}]', encoding="utf-8"
    )
    for name in ("leads.parquet", "leads.json"):
        profile, score = rules_for(tmp_path / name)
        assert "size          number" in profile
        assert '    company_name  text from "company.name"' in profile.replace("text   from", "text from")
        (tmp_path / "leads.lsdsl").write_text(profile + score, encoding="utf-8")
        ruleset = lsdsl.load(tmp_path / "leads.lsdsl")
        assert rejects_of(ruleset, tmp_path / name) == []
