"""``lsdsl run`` on the terminal: the table, what is said beside it, its options and exit codes."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.unit.cli.program import run, write

RULES = """\
profile:
    id from "Lead ID"
    country  text
    employees  number

event page_visit:
    path  text
event purchase:
    amount  number

score fit:
    range poor  grey
    range good  from 20  green
    +20  while country is "NL"
    -5   while employees < 10

score web:
    ideal 20
    ## Looks at the prices
    +5   on each page_visit where path starts with "/pricing", at most 2 times per 1 day
    +(amount / 8)  on each purchase, expires after 10 days

score total = fit + web

grade letter:
    "A"  when total >= 30
    "B"  otherwise
"""
LEADS = "Lead ID,country,employees,colour\nL1,NL,50,red\nL2,BE,3,\nL3,NL,,\n"
EVENTS = [
    ("e1", "page_visit", "L1", "2026-01-01T09:00Z", {"path": "/pricing"}),
    ("e2", "page_visit", "L1", "2026-01-01T10:00Z", {"path": "/pricing/eu"}),
    ("e3", "page_visit", "L1", "2026-01-01T11:00Z", {"path": "/pricing"}),
    ("e4", "purchase", "L2", "2026-01-02T09:00Z", {"amount": 99}),
    ("e4", "purchase", "L2", "2026-01-02T09:00Z", {"amount": 99}),
    ("e5", "page_visit", "L1", "2026-01-01T08:00Z", {"path": "/"}),
    ("e6", "page_visit", "L4", "2026-01-03T09:00Z", {"path": "/"}),
]
INPUT = ("rules.lsdsl", "--profiles", "leads.csv", "--events", "events.jsonl")


def lines_of(events: Sequence[tuple[str, str, str, str, object]]) -> str:
    """Events as JSON Lines."""
    return "".join(json.dumps(dict(zip(("id", "type", "profile", "time", "data"), one, strict=True))) + "\n" for one in events)


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with rules, leads and events."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "rules.lsdsl", RULES)
    write(tmp_path, "leads.csv", LEADS)
    write(tmp_path, "events.jsonl", lines_of(EVENTS))


def test_without_out_the_best_leads_come_first() -> None:
    """The table has value, range, flames, grades, the other scores and the rules that gave most, and nothing at the line ends."""
    result = run("run", *INPUT)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "#  lead  total  letter  fit   web  most points from",
        '1  L1     30.0  A        20  10.0  +20 country is "NL", +10 Looks at the prices',
        '2  L3     20.0  B        20   0.0  +20 country is "NL"',
        "3  L2      7.4  B        -5  12.4  +12.4 each purchase, \N{MINUS SIGN}5 employees < 10",
        "4  L4      0.0  B         0   0.0",
    ]


def test_what_was_read_is_told_on_stderr() -> None:
    """Ranges, counts, repeated and late events, and what the rules do not take from the data."""
    said = run("run", *INPUT).stderr.splitlines()
    assert said[1] == "fit: 2 good, 2 poor"
    assert said[2].startswith("6 of 7 events, 4 profiles, as of 2026-01-03T09:00:00Z, ")
    assert said[3:5] == [
        "1 duplicate not counted again, 1 late event accepted",
        "in the data but not in the rules, ignored: colour",
    ]


def test_a_chosen_score_has_its_range_its_flames_and_its_own_rules() -> None:
    """``--score`` sorts by that score, and names only rules of that score."""
    first, second = run("run", *INPUT, "--score", "web", "--top", "1").stdout.splitlines()[1:]
    assert first == "1  L2    12.4  ●●●○○  B        -5    7.4  +12.4 each purchase"
    assert second == "... and 3 more (--top 4 shows all, --out DIR writes them)"


def test_an_unknown_score_names_the_known_ones() -> None:
    """It is wrong usage."""
    result = run("run", *INPUT, "--score", "webb")
    assert result.exit_code == 2
    assert "there is no score 'webb'; did you mean web? There are fit, web, total" in result.stderr


def test_time_passes_up_to_as_of() -> None:
    """What expires until then is gone, also from the reasons; later events are left out and counted."""
    later = run("run", *INPUT, "--as-of", "2026-01-12T09:00Z")
    assert "3  L4" in later.stdout
    assert "each purchase" not in later.stdout
    earlier = run("run", *INPUT, "--as-of", "2026-01-01T09:30Z")
    assert "events after --as-of left out" in earlier.stderr
    assert "+5 Looks at the prices" in earlier.stdout


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", ""])
def test_as_of_has_to_be_a_moment(text: str) -> None:
    """The message shows how to write one."""
    result = run("run", *INPUT, "--as-of", text)
    assert result.exit_code == 2
    assert "is no moment; write it like 2026-01-31" in result.stderr


@pytest.mark.parametrize("text", ["30", "d", "0d", "1.5h", "1y", ""])
def test_dedupe_has_to_be_a_duration(text: str) -> None:
    """The message shows how to write one."""
    result = run("run", *INPUT, "--dedupe", text)
    assert result.exit_code == 2
    assert "is no duration; write it like 30d, 12h or 4w" in result.stderr


def test_repeats_count_again_after_dedupe() -> None:
    """An id is forgotten when the profile's own time has moved on by that much."""
    again = [("a", "purchase", "L1", f"2026-01-0{day}T00:00Z", {"amount": 8}) for day in (1, 3)]
    write(Path(), "events.jsonl", lines_of(again))
    assert "1 duplicate" in run("run", *INPUT).stderr
    assert "duplicate" not in run("run", *INPUT, "--dedupe", "1d").stderr


def test_late_events_can_be_refused() -> None:
    """They are rejects then, and the exit code is 1."""
    result = run("run", *INPUT, "--late", "reject")
    assert result.exit_code == 1
    assert "LS833 events.jsonl:6: " in result.stderr


def test_equal_rejects_are_told_once() -> None:
    """Each different message of a code is shown with its first place and how often it came."""
    unknown = lines_of([(f"u{number}", "vist", "L1", "2026-01-05T00:00Z", {}) for number in range(4)])
    write(Path(), "events.jsonl", unknown + lines_of(EVENTS))
    result = run("run", *INPUT)
    assert result.exit_code == 1
    assert 'LS814 events.jsonl:1: there is no event "vist"; declare it: event vist: (4 times)' in result.stderr
    assert "4 records rejected" in result.stderr


def test_on_error_stop_shows_what_was_done() -> None:
    """The run ends at the first reject, the table shows what happened before it."""
    write(Path(), "events.jsonl", lines_of(EVENTS[:2]) + "no json\n" + lines_of(EVENTS[2:]))
    result = run("run", *INPUT, "--on-error", "stop")
    assert result.exit_code == 1
    assert "+10 Looks at the prices" in result.stdout
    assert "L4" not in result.stdout
    assert "stopped at the first rejected record, as --on-error stop asks" in result.stderr


def test_strict_makes_ignored_data_a_finding() -> None:
    """A column that the rules do not know changes the exit code, not the result."""
    assert run("run", *INPUT).stdout == run("run", *INPUT, "--strict").stdout
    assert run("run", *INPUT, "--strict").exit_code == 1
    write(Path(), "leads.csv", LEADS.replace(",colour", "").replace(",red", "").replace(",\n", "\n"))
    assert run("run", *INPUT, "--strict").exit_code == 0


def test_events_come_from_stdin() -> None:
    """``-`` is JSON Lines on standard input."""
    assert run("run", *INPUT[:4], "-", stdin=lines_of(EVENTS)).stdout == run("run", *INPUT).stdout


def test_files_may_be_repeated() -> None:
    """Files are read in the order of the options; a later profile record wins field by field."""
    write(Path(), "more.csv", "Lead ID,country\nL2,NL\n")
    write(Path(), "one.jsonl", lines_of(EVENTS[:3]))
    write(Path(), "two.jsonl", lines_of(EVENTS[3:]))
    result = run("run", *INPUT[:3], "--profiles", "more.csv", "--events", "one.jsonl", "--events", "two.jsonl")
    assert "6 of 7 events, 4 profiles" in result.stderr
    assert '  L2     27.4  B        15  12.4  +20 country is "NL"' in result.stdout


def test_profiles_alone_are_scored() -> None:
    """Without events nothing is said about events, but that the ledger has no date to stand on."""
    result = run("run", *INPUT[:3])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1] == '1  L1       20  B        20    0  +20 country is "NL"'
    assert "event" not in result.stderr
    assert "hint: nothing in the data has a time, so the ledger is dated 1970-01-01" in result.stderr


def test_something_has_to_be_read() -> None:
    """Without profiles and events it is wrong usage."""
    result = run("run", "rules.lsdsl")
    assert result.exit_code == 2
    assert "nothing to score: give --profiles, --events or both" in result.stderr


@pytest.mark.parametrize("name", ["nowhere.csv", "rules.lsdsl"])
def test_a_file_that_cannot_be_read_is_no_finding(name: str) -> None:
    """The exit code is 2 and the message names the file."""
    result = run("run", "rules.lsdsl", "--events", name)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: {name}: ")


def test_an_empty_file_is_told() -> None:
    """It is no error, but most likely not meant."""
    write(Path(), "empty.csv", "")
    result = run("run", "rules.lsdsl", "--events", "empty.csv")
    assert result.exit_code == 0
    assert result.stdout == "no profiles\n"
    assert "hint: empty.csv holds no records" in result.stderr


def test_rules_with_errors_are_not_run() -> None:
    """Their findings are shown as ``check`` shows them."""
    write(Path(), "rules.lsdsl", RULES.replace("country is", "cuntry is"))
    result = run("run", *INPUT)
    assert result.exit_code == 1
    assert "error[LS200]: unknown name `cuntry`" in result.stdout


def test_a_missing_id_column_is_explained() -> None:
    """The hint names the columns that are there and how to say which one holds the id."""
    write(Path(), "leads.csv", "name,Contact Key\nAda,1\nBob,2\n")
    result = run("run", "rules.lsdsl", "--profiles", "leads.csv")
    said = " ".join(result.stderr.split())
    assert 'leads.csv has no column "Lead ID"; it has "name", "Contact Key".' in said
    assert 'write in the profile: block of the rules: id from "Contact Key"' in said


WAYS = [(), ("--jobs", "2"), ("--out", "out"), ("--state", "leads.db"), ("--engine", "sql")]
"""How a run can be done."""


def rows_of(ids: Sequence[str]) -> str:
    """A table of profiles with an id each."""
    return "Lead ID,country\n" + "".join(f"{one},NL\n" for one in ids)


@pytest.mark.parametrize("way", WAYS)
def test_rows_that_share_ids_are_explained(way: tuple[str, ...]) -> None:
    """The hint names the file, what is taken for the id, rows and ids, and how to say what the id is; a reject is no row."""
    write(Path(), "rules.lsdsl", RULES.partition("score web")[0])
    write(Path(), "leads.csv", rows_of([*(str(18 + number % 36) for number in range(1_500)), ""]))
    result = run("run", "rules.lsdsl", "--profiles", "leads.csv", *way)
    said = " ".join(result.stderr.split())
    assert 'leads.csv has 1,500 rows but only 36 different ids, taken from "Lead ID"' in said
    assert 'write in the profile: block of the rules: id from "..."' in said
    assert result.stderr.count("different ids") == 1


@pytest.mark.parametrize("way", WAYS)
def test_later_rows_of_profiles_are_no_surprise(way: tuple[str, ...]) -> None:
    """Many rows for one profile, two rows for each, and a whole file of later rows for profiles of another one are fine."""
    write(Path(), "rules.lsdsl", RULES.partition("score web")[0])
    write(Path(), "one.csv", rows_of(["x"] * 20))
    write(Path(), "twice.csv", rows_of([str(number % 100) for number in range(200)]))
    write(Path(), "again.csv", rows_of([str(number) for number in range(100)]))
    given = [part for name in ("one.csv", "twice.csv", "again.csv") for part in ("--profiles", name)]
    result = run("run", "rules.lsdsl", *given, *way)
    assert result.exit_code == 0
    assert "different ids" not in result.stderr


def test_rows_that_share_ids_after_another_file_are_explained() -> None:
    """Rows that may be later ones of profiles from before do not count against a file."""
    write(Path(), "more.csv", rows_of([str(number % 30) for number in range(90)]))
    said = " ".join(run("run", *INPUT[:3], "--profiles", "more.csv").stderr.split())
    assert "more.csv has 90 rows but at most 33 different ids" in said


def test_missing_event_columns_are_explained() -> None:
    """The hint names what is missing and what is there."""
    write(Path(), "clicks.csv", "when,type,profile\n2026-01-01,page_visit,L1\n")
    said = " ".join(run("run", "rules.lsdsl", "--events", "clicks.csv").stderr.split())
    assert 'clicks.csv has no columns "id" and "time"; it has "when", "type", "profile".' in said


def test_events_of_unknown_types_are_explained() -> None:
    """When no event is known, the names on both sides are shown; a line that cannot be read does not hide that."""
    write(
        Path(), "events.jsonl", "{\n" + lines_of([("e1", "view", "L1", "2026-01-01", {}), ("e2", "cart", "L1", "2026-01-01", {})])
    )
    said = " ".join(run("run", *INPUT).stderr.split())
    assert 'no event that the rules know: it has "view", "cart", they declare "page_visit", "purchase"' in said


def test_events_of_other_profiles_are_explained() -> None:
    """When no event belongs to a loaded profile, the ids of both sides are shown."""
    write(Path(), "events.jsonl", lines_of([("e1", "purchase", "ada@example.com", "2026-01-01", {"amount": 3})]))
    said = " ".join(run("run", *INPUT).stderr.split())
    assert 'these have ids like "L1", the events say "ada@example.com"' in said


def test_events_out_of_order_are_explained() -> None:
    """Many late events mean that the file is not sorted."""
    write(Path(), "events.jsonl", lines_of([("e1", *EVENTS[3][1:]), ("e2", "purchase", "L2", "2026-01-01", {"amount": 3})]))
    assert "sort the events by time" in " ".join(run("run", *INPUT).stderr.split())


def test_what_a_terminal_would_obey_is_shown_by_number() -> None:
    """Ids from data reach the terminal without control characters."""
    write(Path(), "leads.csv", "Lead ID,country\n\x1b[31mL1,NL\n")
    result = run("run", *INPUT[:3])
    assert "\x1b" not in result.output
    assert "<U+001B>[31mL1" in result.stdout


def test_long_ids_are_cut() -> None:
    """There is always room for the numbers."""
    write(Path(), "leads.csv", f"Lead ID,country\n{'x' * 70},NL\n")
    assert f"1  {'x' * 39}…     20" in run("run", *INPUT[:3]).stdout


def test_colours_are_those_of_the_ranges() -> None:
    """With ``--color always`` the range has its colour; without it there is not one escape."""
    coloured = run("run", *INPUT, "--score", "fit", "--color", "always", COLORTERM="truecolor", TERM="xterm-256color")
    assert "\x1b[38;2;0;128;0mgood" in coloured.stdout
    assert "\x1b" not in run("run", *INPUT, "--score", "fit").output
