"""``lsdsl select``: who is in a selection, in which order, in which format."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from click.testing import Result

from tests.unit.cli.program import run, start, write

RULES = """\
profile:
    name     text
    joined   date
    wants    list
    partner  boolean = false

event visit

score heat:
    range cold  steelblue
    range hot   from 10  crimson
    +5  on each visit

grade advice:
    "call"  when heat is hot
    "wait"  otherwise

selection warm:
    where heat > 0
    order by heat descending

selection cool:
    where heat > 0
    order by heat ascending

selection eldest:
    where name is not missing
    order by joined

selection youngest:
    where name is not missing
    order by joined descending

selection by_name:
    where name is not missing
    order by name

selection everybody:
    where heat >= 0

selection quiet:
    where not seen(visit within 10 days)

selection shares:
    where heat >= 0 and 20 / heat >= 0
    order by 20 / heat

selection nobody:
    where heat > 1000
"""
PROFILES = """\
{"id": "p4", "name": "Zandstra", "joined": "2026-01-04", "tags": ["vip", "fair"], "wants": ["a", "b"], "partner": true}
{"id": "p1", "name": "de Vries"}
{"id": "p3", "name": "Jansen", "joined": "2026-01-01"}
{"id": "p2", "name": "Jansen"}
{"id": "p5"}
"""
VISITS = (("p3", "01"), ("p3", "02"), ("p2", "02"), ("p1", "15"), ("p5", "16"), ("p5", "17"))
EVENTS = "".join(
    json.dumps({"id": f"e{number}", "type": "visit", "profile": profile, "time": f"2026-02-{day}T09:00:00Z"}) + "\n"
    for number, (profile, day) in enumerate(VISITS)
)
DATA = ("rules.lsdsl", "--profiles", "profiles.jsonl", "--events", "events.jsonl")


@pytest.fixture(autouse=True)
def _with_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with rules, five profiles and six events."""
    monkeypatch.chdir(tmp_path)
    write(Path(), "rules.lsdsl", RULES)
    write(Path(), "profiles.jsonl", PROFILES)
    write(Path(), "events.jsonl", EVENTS)


def select(name: str, *options: str) -> Result:
    """Select from the files."""
    return run("select", name, *DATA, *options)


def ids_of(name: str, *options: str) -> list[str]:
    """The ids of a selection, in its order."""
    result = select(name, "--format", "jsonl", *options)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line)["id"] for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("warm", ["p3", "p5", "p1", "p2"]),
        ("cool", ["p1", "p2", "p3", "p5"]),
        ("eldest", ["p3", "p4", "p1", "p2"]),
        ("youngest", ["p4", "p3", "p1", "p2"]),
        ("by_name", ["p1", "p2", "p3", "p4"]),
        ("everybody", ["p1", "p2", "p3", "p4", "p5"]),
    ],
)
def test_members_stand_in_order(name: str, ids: list[str]) -> None:
    """Equal ones stand by id and missing ones last, in both directions; texts in any case; without an order it is the id."""
    assert ids_of(name) == ids


def test_membership_is_that_of_the_moment() -> None:
    """Time that passes takes profiles into a selection, and events after the moment do not count."""
    assert ids_of("quiet") == ["p2", "p3", "p4"]
    assert ids_of("quiet", "--as-of", "2026-03-01") == ["p1", "p2", "p3", "p4", "p5"]
    assert ids_of("warm", "--as-of", "2026-02-01T12:00Z") == ["p3"]


def test_table_is_for_people() -> None:
    """The table shows place, id, the value of the order, the grades and the first fields; counts go to stderr."""
    result = select("warm")
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["#", "lead", "heat", "advice", "name", "joined", "partner"],
        ["1", "p3", "10", "hot", "call", "Jansen", "2026-01-01", "false"],
        ["2", "p5", "10", "hot", "call", "–", "–", "false"],
        ["3", "p1", "5", "cold", "wait", "de", "Vries", "–", "false"],
        ["4", "p2", "5", "cold", "wait", "Jansen", "–", "false"],
    ]
    assert result.stderr.startswith("4 of 5 profiles in warm\n")
    assert "6 events, 5 profiles, as of 2026-02-17T09:00:00Z" in result.stderr


def test_order_by_an_expression_has_its_words_as_header() -> None:
    """The column of a computed order is named as it is written; a score that is not the order has a column of its own."""
    write(Path(), "rules.lsdsl", RULES.replace("    order by name\n", "    order by age(created) + 1 day\n"))
    header, first = select("by_name", "--as-of", "2026-02-20").stdout.splitlines()[:2]
    assert header.startswith("#  lead  age(created) + 1 day  advice  heat  name")
    assert first.split()[:5] == ["1", "p4", "1.0", "days", "wait"]


def test_csv_has_every_field_score_and_grade() -> None:
    """Tags and lists are joined by semicolons, ranges stand beside their scores, and lines end with a line feed."""
    result = select("eldest", "--format", "csv")
    assert result.stdout_bytes.decode() == (
        "id,name,joined,wants,partner,tags,score.heat,score.heat.range,grade.advice\n"
        "p3,Jansen,2026-01-01,,false,,10,hot,call\n"
        "p4,Zandstra,2026-01-04,a;b,true,vip;fair,0,cold,wait\n"
        "p1,de Vries,,,false,,5,cold,wait\n"
        "p2,Jansen,,,false,,5,cold,wait\n"
    )


@pytest.mark.parametrize("name", ['"quoted", and more', "two\nlines", "lone\rreturn", "=1+1", "  blanks ", "Žofie"])
def test_csv_gives_data_back_as_it_is(name: str) -> None:
    """Whatever a text holds, a reader of the CSV finds the same text."""
    write(Path(), "profiles.jsonl", json.dumps({"id": "p1", "name": name}) + "\n")
    written = select("by_name", "--format", "csv").stdout_bytes.decode()
    assert [row["name"] for row in csv.DictReader(StringIO(written, newline=""))] == [name]


def test_csv_can_be_profiles_again() -> None:
    """What was selected can be read as profiles."""
    assert select("eldest", "--format", "csv", "--output", "eldest.csv").exit_code == 0
    again = run("select", "eldest", "rules.lsdsl", "--profiles", "eldest.csv", "--format", "jsonl")
    fields = [json.loads(line)["fields"] for line in again.stdout.splitlines()]
    assert fields[1] == {"name": "Zandstra", "joined": "2026-01-04", "wants": ["a", "b"], "partner": True}


def test_jsonl_has_the_lines_of_a_run() -> None:
    """A line is the one that ``lsdsl run`` writes to profiles.jsonl."""
    run("run", *DATA, "--out", "out")
    lines = Path("out/profiles.jsonl").read_text(encoding="utf-8").splitlines()
    assert select("everybody", "--format", "jsonl").stdout.splitlines() == lines


def test_unknown_selection() -> None:
    """Which one is meant, and which there are."""
    result = select("eldst")
    assert result.exit_code == 2
    assert "there is no selection 'eldst'; did you mean eldest? There are warm, cool, eldest, youngest," in result.stderr
    assert "there is no selection 'zzz'; there are warm," in select("zzz").stderr


def test_rules_without_a_selection() -> None:
    """The rules are named."""
    write(Path(), "rules.lsdsl", "profile:\n    name  text\n")
    result = select("warm")
    assert result.exit_code == 2
    assert "there are no selections in rules.lsdsl" in result.stderr


def test_rules_before_the_name() -> None:
    """Whoever swaps the two is told the right order."""
    result = run("select", "rules.lsdsl", "warm", "--profiles", "profiles.jsonl")
    assert result.exit_code == 2
    assert "the name of the selection comes first: lsdsl select warm rules.lsdsl" in result.stderr


@pytest.mark.parametrize(("style", "lines"), [("table", 0), ("csv", 1), ("jsonl", 0)])
def test_an_empty_selection_says_so(style: str, lines: int) -> None:
    """Nothing but the header of CSV goes to stdout, and a notice to stderr; it is no error."""
    result = select("nobody", "--format", style)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == lines
    assert result.stderr.startswith("no profiles are in nobody\n")


def test_rejected_records_are_told() -> None:
    """They make the exit code 1, and those that are left are selected from."""
    write(Path(), "events.jsonl", EVENTS + '{"id": "x", "type": "visti", "profile": "p1", "time": "2026-02-01"}\n')
    result = select("warm", "--format", "csv")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 5
    assert "1 record rejected\n  LS814 events.jsonl:7: " in result.stderr


def test_a_condition_that_fails_is_a_failure() -> None:
    """A division by zero is told with its place, once a profile and place, and makes the exit code 1."""
    result = select("shares", "--format", "jsonl")
    assert result.exit_code == 1
    assert "p4" not in result.stdout
    assert "1 failure\n  LS851 rules.lsdsl:45: division by zero (profile p4)" in result.stderr


def test_a_grade_that_fails_is_told_once() -> None:
    """A selection that reads a grade which failed does not count the failure again."""
    grade = RULES.replace('"call"  when heat is hot', '"call"  when 20 / heat > 2')
    write(Path(), "rules.lsdsl", grade.replace("where heat > 1000", 'where advice is "call"'))
    assert "\n1 failure\n" in select("nobody").stderr


def test_output_goes_to_a_file() -> None:
    """The file holds what stdout would, the old one is replaced, and nothing else is left in the folder."""
    for style in ("table", "csv", "jsonl"):
        Path("out.txt").write_text("old", encoding="utf-8")
        before = set(Path().iterdir())
        shown = select("warm", "--format", style)
        result = select("warm", "--format", style, "--output", "out.txt")
        assert result.stdout == ""
        assert "written to out.txt\n" in result.stderr
        assert Path("out.txt").read_bytes() == shown.stdout_bytes
        assert set(Path().iterdir()) == before


def test_output_stays_as_it_was_when_the_input_cannot_be_read() -> None:
    """A run that cannot be done leaves the old file alone."""
    Path("out.csv").write_text("old", encoding="utf-8")
    result = run("select", "warm", "rules.lsdsl", "--events", "gone.jsonl", "--output", "out.csv")
    assert result.exit_code == 2
    assert Path("out.csv").read_text(encoding="utf-8") == "old"


def test_output_into_a_folder_that_is_not_there() -> None:
    """It is told before the work begins."""
    result = select("warm", "--output", "gone/out.csv")
    assert result.exit_code == 2
    assert "there is no folder" in result.stderr


def test_nothing_to_read() -> None:
    """Profiles or events have to be given."""
    result = run("select", "warm", "rules.lsdsl")
    assert result.exit_code == 2
    assert "give --profiles, --events or both" in result.stderr


def test_strict_counts_what_the_rules_do_not_know() -> None:
    """A column that the rules do not know is a finding with --strict only."""
    write(Path(), "profiles.jsonl", '{"id": "p1", "colour": "red"}\n')
    assert select("warm").exit_code == 0
    assert select("warm", "--strict").exit_code == 1


def test_narrow_terminals_leave_out_fields_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no room, fields go before scores and the last before the first; a score that goes is told."""
    monkeypatch.setattr("lsdsl.cli.screen.WIDTH_OF_FILES", 34)
    result = select("by_name")
    assert result.stdout.splitlines()[0].split() == ["#", "lead", "name", "advice", "heat"]
    monkeypatch.setattr("lsdsl.cli.screen.WIDTH_OF_FILES", 28)
    assert "no room for heat (--format" in select("by_name").stdout


def test_a_program_of_its_own_reads_events_from_a_pipe() -> None:
    """Data on stdout is UTF-8 whatever the terminal's encoding, and notices stay on stderr."""
    write(Path(), "profiles.jsonl", '{"id": "p1", "name": "Žofie"}\n')
    arguments = ("select", "warm", "rules.lsdsl", "-p", "profiles.jsonl", "-e", "-", "--format", "csv")
    process = start(*arguments, PYTHONIOENCODING="ascii")
    out, err = process.communicate(EVENTS.encode(), timeout=60)
    assert process.returncode == 0, err
    assert "p1,Žofie,,,false,,5,cold,wait\n" in out.decode("utf-8")
    assert err.startswith(b"4 of 4 profiles in warm\n")
