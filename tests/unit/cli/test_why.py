"""``lsdsl why``: which profile, at which moment, which scores, in which form."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from tests.unit.cli.program import run, write

RULES = """\
profile:
    name     text
    country  text

event visit:
    page  text

score heat:
    range cold  steelblue
    range hot   from 10  crimson
    ## Visits
    +5  on each visit, expires after 30 days

score fit:
    +3  while country is "NL"

score total = heat + fit
"""
PROFILES = "id,name,country,created\np1,Ann Visser,NL,2026-01-01\np2,Ben Maes,BE,2026-01-01\n"
VISITS = (("p1", "2026-02-01"), ("p1", "2026-02-03"), ("p2", "2026-02-05"), ("p9", "2026-02-04"))
DATA = ("rules.lsdsl", "--profiles", "profiles.csv", "--events", "events.jsonl")


@pytest.fixture(autouse=True)
def _with_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with rules, two profiles and four events."""
    monkeypatch.chdir(tmp_path)
    write(Path(), "rules.lsdsl", RULES)
    write(Path(), "profiles.csv", PROFILES)
    lines = [
        json.dumps({"id": f"e{number}", "type": "visit", "profile": profile, "time": f"{day}T09:00:00Z", "data": {"page": "/a"}})
        for number, (profile, day) in enumerate(VISITS)
    ]
    write(Path(), "events.jsonl", "\n".join(lines) + "\n")


def why(profile: str, *options: str) -> Result:
    """Ask about a profile."""
    return run("why", profile, *DATA, *options)


def values(profile: str, *options: str) -> dict[str, float]:
    """The scores of a profile in the answer."""
    result = why(profile, "--format", "json", *options)
    assert result.exit_code == 0, result.stderr
    return {one["score"]: one["value"] for one in json.loads(result.stdout)["scores"]}


def test_values_are_those_of_a_run(tmp_path: Path) -> None:
    """Each profile has the scores that a run over the same files gives it."""
    run("run", *DATA, "--out", str(tmp_path / "out"))
    records = [json.loads(line) for line in (tmp_path / "out" / "profiles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(records) == 3
    for record in records:
        assert values(record["id"]) == {name: score["value"] for name, score in record["scores"].items()}


def test_any_moment() -> None:
    """--at looks into the past without what came later, and into the future without further events; --as-of leaves events out."""
    assert values("p1", "--at", "2026-01-15") == {"heat": 0, "fit": 3, "total": 3}
    assert values("p1", "--at", "2026-02-02") == {"heat": 5, "fit": 3, "total": 8}
    assert values("p1") == {"heat": 10, "fit": 3, "total": 13}
    assert values("p1", "--at", "2026-03-04T09:00Z") == {"heat": 5, "fit": 3, "total": 8}
    assert values("p1", "--as-of", "2026-02-02", "--at", "2026-02-20") == {"heat": 5, "fit": 3, "total": 8}


def test_one_score_comes_with_its_parts() -> None:
    """--score names one score; a computed one comes with those that it is made of."""
    assert list(values("p1", "--score", "heat")) == ["heat"]
    assert list(values("p1", "--score", "total")) == ["total", "heat", "fit"]


def test_text_says_what_is_short() -> None:
    """The text tells the sum and the events that would do."""
    result = why("p2", "--score", "heat")
    assert result.exit_code == 0
    assert "p2 · heat 5, cold at 2026-02-05 09:00 UTC" in result.stdout
    assert '  +5  Visits  visit, 5 February (page "/a"); expires 7 March' in result.stdout
    assert "not hot (from 10): 5 points short; this event would do:\n  +5  visit  Visits" in result.stdout


def test_colours_of_ranges() -> None:
    """A terminal shows the ranges in their colours."""
    assert "\x1b[" in why("p1", "--color", "always").stdout
    assert "\x1b[" not in why("p1").stdout


@pytest.mark.parametrize(("style", "begin"), [("text", "p1 · heat"), ("json", "{"), ("html", "<!doctype html>")])
def test_output_to_a_file(style: str, begin: str) -> None:
    """--output writes what would be on stdout, in each form, and says so."""
    result = why("p1", "--format", style, "--output", "answer")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "written to answer" in result.stderr
    text = Path("answer").read_text(encoding="utf-8")
    assert text.startswith(begin)
    assert text == why("p1", "--format", style).stdout


def test_redaction() -> None:
    """The values of a redacted field are in no form of the answer."""
    for style in ("text", "json", "html"):
        result = why("p1", "--redact", "name", "--redact", "country", "--format", style)
        assert result.exit_code == 0, result.stderr
        assert "•••" in result.stdout
        assert not {"Ann Visser", '"NL"', "&quot;NL&quot;", "is NL"} & {*result.stdout.split("\n")}
        assert all(secret not in result.stdout for secret in ("Ann Visser", "is NL", '"NL"', "&quot;NL&quot;"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("p11", *DATA), "there is no profile 'p11' in the data; did you mean p1"),
        (("somebody", *DATA), "there is no profile 'somebody' in the data; there are p1, p2, p9"),
        (("p1", *DATA, "--score", "heta"), "there is no score 'heta'; did you mean heat?"),
        (("p1", *DATA, "--redact", "contry"), "there is no field or attribute 'contry'; did you mean country?"),
        (
            ("p9", *DATA, "--at", "2026-01-01"),
            "nothing was known of 'p9' at 2026-01-01 00:00 UTC; its first event",
        ),
        (("rules.lsdsl", "p1", *DATA[1:]), "the id of the profile comes first: lsdsl why p1 rules.lsdsl"),
        (("p1", "rules.lsdsl"), "nothing to score: give --profiles, --events or both"),
        (("p1", *DATA, "--at", "soon"), "'soon' is no moment"),
        (("p1", *DATA, "--output", "no/where"), "there is no folder"),
    ],
)
def test_what_cannot_be_answered(arguments: tuple[str, ...], words: str) -> None:
    """A question that has no answer ends with exit code 2 and says what to ask instead."""
    result = run("why", *arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


def test_removed_profile() -> None:
    """A profile that was removed is not explained, but can be at an earlier moment."""
    removal = {"id": "r", "type": "profile.removed", "profile": "p1", "time": "2026-02-06T00:00:00Z"}
    with Path("events.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(removal) + "\n")
    result = why("p1")
    assert result.exit_code == 2
    assert "'p1' was removed by 2026-02-06 00:00 UTC" in " ".join(result.stderr.split())
    assert values("p1", "--at", "2026-02-05")["heat"] == 10


def test_rejected_records() -> None:
    """Records that are rejected make the exit code 1, and are told on stderr; the answer is there nevertheless."""
    with Path("events.jsonl").open("a", encoding="utf-8") as file:
        file.write("no json\n")
    result = why("p1")
    assert result.exit_code == 1
    assert result.stdout.startswith("p1 · heat 10")
    assert "1 record of the data rejected" in result.stderr
    assert "events.jsonl:5" in result.stderr


def test_unknown_columns() -> None:
    """With --strict, columns that the rules do not know make the exit code 1 and are named."""
    write(Path(), "profiles.csv", PROFILES.replace("name", "nickname"))
    assert why("p1").exit_code == 0
    result = why("p1", "--strict")
    assert result.exit_code == 1
    assert "in the data but not in the rules: nickname" in result.stderr


@pytest.mark.parametrize("options", [(), ("--isolate",)])
def test_points_of_a_box(options: tuple[str, ...]) -> None:
    """What a script box awards is a line of the sum, also when boxes run in a process of their own."""
    followup = """
followup thank:
    on visit
    script:
        award("heat", 2)
"""
    write(Path(), "rules.lsdsl", RULES + followup)
    result = why("p1", "--score", "heat", *options)
    assert result.exit_code == 0, result.stderr
    assert "   +4  award in follow-up thank  2 × visit, 1 and 3 February" in result.stdout
    assert "   14  = heat" in result.stdout


def test_failure_of_this_profile() -> None:
    """A failure in the life of the profile makes the exit code 1 and is told with its place."""
    write(Path(), "rules.lsdsl", RULES + "\nscore ratio = 1 / (heat - 10)\n")
    result = why("p1")
    assert result.exit_code == 1
    assert "1 failure in the life of this profile" in result.stderr
    assert "LS851 rules.lsdsl:" in result.stderr
    assert "no value" in result.stdout
