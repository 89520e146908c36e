"""``lsdsl list``, ``lsdsl debug`` and ``lsdsl completion``."""

import json
from pathlib import Path

import pytest

from lsdsl.cli.wording import duration_text
from lsdsl.diagnostics import CATALOGUE
from lsdsl.model.types import DAY
from tests.unit.cli.program import FAULTY, SOUND, run, write


@pytest.fixture(autouse=True)
def _with_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with one sound ruleset."""
    monkeypatch.chdir(tmp_path)
    write(Path(), "leads.lsdsl", SOUND)


FOLLOWED = """
## Worth a call
selection callable:
    where fit > 20
    order by fit descending

followup invite:
    when engagement gains more than 20 points within 1 day
    where country is "NL"
    limit once
    limit 20 per 1 day overall
    if employees > 10:
        do send_email "big", to: "sales@shop.example"
    else:
        do send_email "small", to: "sales@shop.example"
"""


def rows_of(what: str) -> list[dict[str, object]]:
    """The rows of a list as a program sees them."""
    rows: list[dict[str, object]] = json.loads(run("list", what, "--format", "json").stdout)
    return rows


def test_rules_say_what_they_give_and_where_they_stand() -> None:
    """Rows of tables are rules; limits and expiry are told as modifiers."""
    rows = rows_of("rules")
    assert [(row["score"], row["points"], row["when"], row["where"]) for row in rows] == [
        ("fit", "+20", "while", "leads.lsdsl:11"),
        ("fit", "+10", "by", "leads.lsdsl:14"),
        ("fit", "+5", "by", "leads.lsdsl:13"),
        ("engagement", "+5", "each", "leads.lsdsl:19"),
        ("engagement", "-5", "every 30 days", "leads.lsdsl:20"),
    ]
    assert rows[3]["group"] == "visits"
    assert rows[3]["limits"] == ["at most 3 times per 7 days", "expires after 4 weeks"]


def test_the_table_has_a_line_for_each_row() -> None:
    """A person reads the same rows, under their names, whole even when they are long."""
    lines = run("list", "rules").stdout.splitlines()
    assert lines[0].split() == ["score", "group", "points", "what", "when", "limits", "where"]
    assert len(lines) == 6
    assert "at most 3 times per 7 days, expires after 4 weeks" in lines[4]


def test_scores_fields_events_and_actions() -> None:
    """Each list names what is declared and what is built in."""
    assert [row["score"] for row in rows_of("scores")] == ["fit", "engagement"]
    assert {row["field"]: row["default"] for row in rows_of("fields")} == {
        "id": None,
        "created": None,
        "tags": None,
        "country": None,
        "employees": "0",
    }
    events = {row["event"]: row for row in rows_of("events")}
    assert events["page_visit"]["attributes"] == ["path text"]
    assert events["page_visit"]["description"] == "They looked at the prices."
    assert events["profile.modified"]["where"] == "built in"
    assert "send_email" in {row["action"] for row in rows_of("actions")}


def test_selections_and_followups() -> None:
    """Conditions, orders and triggers are shown as they are written; actions in branches count, each once."""
    write(Path(), "leads.lsdsl", SOUND + FOLLOWED)
    assert rows_of("selections") == [
        {
            "selection": "callable",
            "profiles where": "fit > 20",
            "order by": "fit descending",
            "description": "Worth a call",
            "where": "leads.lsdsl:23",
        }
    ]
    assert rows_of("followups") == [
        {
            "followup": "invite",
            "trigger": "when engagement gains more than 20 points within 1 day",
            "only where": 'country is "NL"',
            "limits": ["once", "20 per 1 day overall"],
            "actions": ["send_email"],
            "boxes": 0,
            "enabled": True,
            "description": "",
            "where": "leads.lsdsl:27",
        }
    ]


def test_codes_need_no_ruleset() -> None:
    """Every code of the catalogue is listed, in order."""
    Path("leads.lsdsl").unlink()
    assert [row["code"] for row in rows_of("codes")] == sorted(CATALOGUE)


def test_messages_of_codes_are_readable() -> None:
    """What differs from finding to finding stands there in capitals, and no template shows through."""
    messages = {row["code"]: str(row["message"]) for row in rows_of("codes")}
    assert messages["LS200"] == "unknown name `NAME`"
    assert messages["LS546"] == "`OWN` is set to the value that it has"
    assert not [one for one in messages.values() if "{" in one or "}" in one]


def test_a_ruleset_with_errors_is_not_listed() -> None:
    """Its findings are shown instead, with exit code 1."""
    write(Path(), "leads.lsdsl", FAULTY)
    result = run("list", "rules", "leads.lsdsl")
    assert result.exit_code == 1
    assert "error[LS200]" in result.stdout


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [
        (DAY, "1 day"),
        (7 * DAY, "7 days"),
        (28 * DAY, "4 weeks"),
        (30 * DAY, "30 days"),
        (DAY // 24, "1 hour"),
        (90_000_000, "90 seconds"),
    ],
)
def test_durations_are_told_in_their_largest_unit(microseconds: int, text: str) -> None:
    """A duration reads as an author would write it."""
    assert duration_text(microseconds) == text


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        ("tokens", "1:1-1:8          PROFILE              'profile'\n"),
        ("tree", "RuleFile @ 1:1-21:1\n"),
        ("model", "country: Field @ 2:5-2:12\n"),
        ("python", "def "),
    ],
)
def test_debug_shows_each_phase(phase: str, words: str) -> None:
    """What a phase made of a file can be looked at."""
    result = run("debug", phase, "leads.lsdsl")
    assert result.exit_code == 0
    assert words in result.stdout


@pytest.mark.parametrize(("phase", "code"), [("tokens", 0), ("tree", 0), ("model", 1), ("python", 1)])
def test_debug_of_a_file_with_errors(phase: str, code: int) -> None:
    """Tokens and tree are there for any text; a model is only there for sound rules."""
    write(Path(), "leads.lsdsl", FAULTY)
    assert run("debug", phase, "leads.lsdsl").exit_code == code


def test_debug_of_a_file_that_is_no_text() -> None:
    """The reason is a finding."""
    Path("leads.lsdsl").write_bytes(b"\xff")
    result = run("debug", "tokens", "leads.lsdsl")
    assert result.exit_code == 1
    assert "error[LS001]" in result.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    """The script asks the program for its completions."""
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_LSDSL_COMPLETE" in result.stdout
