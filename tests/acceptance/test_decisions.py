"""The decisions where the five systems are silent, ambiguous or wrong, one by one."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.acceptance.files import Files, Output, output_in
from tests.acceptance.living import START, Database

DATA = """\
profile:
    country    text
    bikes      number
    leadscore  number = 0
event visit:
    path    text
    amount  number
"""


def test_decision_01_missing_is_not_zero(tmp_path: Path) -> None:
    """Never given, null and empty are one state, which is not zero, and which a default replaces."""
    rules = (
        DATA
        + """\
score s:
    +1     while bikes is missing
    +10    while bikes is 0
    +100   while bikes < 5
    +1000  while leadscore is 0
"""
    )
    files = Files(tmp_path, rules)
    (tmp_path / "bikes.csv").write_text("id,bikes,leadscore\nempty,,\nzero,0,0\n", encoding="utf-8")
    files.on("visit", profile="never")
    files.on("profile.modified", profile="null", bikes=4)
    files.on("profile.modified", profile="null", bikes=None, leadscore=None)
    result = files.call("run", "--profiles", str(tmp_path / "bikes.csv"), "--as-of", "2026-02-01", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    output = output_in(tmp_path / "out")
    assert {profile: output.score("s", profile) for profile in output.profiles} == {
        "never": 1001,
        "null": 1001,
        "empty": 1001,
        "zero": 1110,
    }


def test_decision_01_conditions_never_test_truth(tmp_path: Path) -> None:
    """A rule has to say what it compares; a box does as Python does, for which missing, zero, empty text and false are false."""
    files = Files(tmp_path, "")
    assert [code for code, _ in files.findings(DATA + "score s:\n    +1 while leadscore\n")] == ["LS301"]
    box = 'followup f:\n    on visit\n    script:\n        if not event.amount:\n            add_tag("false")\n'
    for amount, tags in ((None, ("false",)), (0, ("false",)), (-1, ())):
        leads = Database(tmp_path, DATA + box)
        leads.on("visit", amount=amount)
        assert leads.engine.profile("p").tags == tags


def test_decision_02_text_in_a_number_field(tmp_path: Path) -> None:
    """A number that comes as text is converted where it enters, what is none is rejected, and a box that writes text fails."""
    box = "    script:\n        amount = event.path if event.path else 1\n        profile.fields.bikes = amount\n"
    files = Files(tmp_path, DATA + "followup f:\n    on visit\n" + box)
    for bikes in (" 12 ", "12 bikes"):
        files.on("profile.modified", bikes=bikes)
    files.on("visit", path="13")
    output = files.run(exits=1)
    assert output.profiles["p"]["fields"]["bikes"] == 12
    assert ([line["code"] for line in output.rejects], [line["code"] for line in output.failures]) == (["LS820"], ["LS864"])


@pytest.mark.parametrize(
    ("occurrence", "points"),
    [
        ("each visit", 5), ("first visit", 1), ("first 2 visit", 2), ("first visit per path", 3), ("latest visit", 1),
        ("latest visit per path", 3),
    ],
)  # fmt: skip
def test_decision_03_the_occurrence_is_said(tmp_path: Path, occurrence: str, points: int) -> None:
    """Each rule on an event says which occurrences count, and there is no default."""
    leads = Database(tmp_path, f"{DATA}score s:\n    +1 on {occurrence}\n")
    for path in ("/a", "/b", "/a", "/c", "/a"):
        leads.on("visit", path=path)
    assert leads.score("s") == points
    assert [code for code, _ in Files(tmp_path, "").findings(DATA + "score s:\n    +1 on visit\n")] == ["LS143"]


def test_decision_04_once_and_expiry(tmp_path: Path) -> None:
    """``first`` never opens again, ``latest`` restarts the clock, and a limit lets points be earned again after they expired."""
    rules = (
        DATA
        + """\
score once:
    +1  on first visit, expires after 4 weeks
score fresh:
    +1  on latest visit, expires after 4 weeks
score again:
    +1  on each visit, at most 1 time per 4 weeks, expires after 4 weeks
"""
    )
    leads = Database(tmp_path, rules)
    seen = []
    for day in (0, 20, 28, 50):
        leads.on("visit", day)
        seen.append([leads.score(score) for score in ("once", "fresh", "again")])
    leads.until(70)
    assert seen == [[1, 1, 1], [1, 1, 1], [0, 1, 1], [0, 1, 1]]
    assert [leads.score(score) for score in ("once", "fresh", "again")] == [0, 1, 0]
    assert [entry.reason for entry in leads.entries if entry.score == "again"] == ["award", "expired"] * 2


def test_decision_05_a_tag_that_is_removed(tmp_path: Path) -> None:
    """What a state gives is worked out from the rules of now, so exactly what is there is withdrawn."""
    leads = Database(tmp_path, DATA + 'score s:\n    +(leadscore)  while tags contains "A"\n')
    leads.add("p", leadscore=7)
    leads.on("tag.added", tag="A")
    leads.on("profile.modified", leadscore=30)
    assert leads.score("s") == 30
    leads.on("tag.removed", tag="A")
    assert leads.score("s") == 0
    assert sum(entry.points for entry in leads.entries) == 0


def test_decision_06_expiry_and_decay_at_their_moments(tmp_path: Path) -> None:
    """They happen at the exact moment, whenever somebody looks, and edges fire on them."""
    rules = DATA + "score s:\n    +8  on each visit, halves every 10 days, expires after 25 days\n"
    rules += 'followup low:\n    when s between 1 and 3\n    do notify "low"\n'
    often, seldom = Database(tmp_path, rules), Database(tmp_path, rules)
    for leads in (often, seldom):
        leads.on("visit", 0)
    values = {}
    for day in range(31):
        often.until(day)
        values[day] = often.score("s")
    seldom.until(30)
    assert [values[day] for day in (0, 9, 10, 19, 20, 24, 25, 30)] == [8, 8, 4, 4, 2, 2, 0, 0]
    assert often.entries == seldom.entries
    assert [action.time for action in often.actions] == [action.time for action in seldom.actions] == [START + timedelta(days=20)]


def test_decision_07_thresholds_are_edges(tmp_path: Path) -> None:
    """A threshold fires when it is crossed; two that are jumped at once fire both, in the order of the source."""
    rules = (
        DATA
        + """\
score s:
    +(amount)  on each visit
followup high:
    when s >= 20
    do notify "high"
followup low:
    when s >= 10
    do notify "low"
followup again:
    when s >= 10
    again when s < 0
    do notify "again"
"""
    )
    leads = Database(tmp_path, rules)
    fired = [[action.followup for action in leads.on("visit", amount=amount)] for amount in (25, 1, -20, 10, -20, 30)]
    assert fired == [["high", "low", "again"], [], [], ["low"], [], ["high", "low", "again"]]


def test_decision_08_cascades_are_bounded(tmp_path: Path) -> None:
    """Follow-ups start each other, in order, at most sixteen deep; then one failure names the circle."""
    rules = (
        DATA
        + """\
followup ping:
    on visit or tag added
    where leadscore < 10
    set leadscore to leadscore + 1
followup pong:
    on profile modified
    where changed(leadscore)
    set leadscore to leadscore + 1
"""
    )
    leads = Database(tmp_path, rules)
    leads.on("visit")
    assert leads.field("leadscore") == 17
    (failure,) = leads.failures
    assert (failure.code, "pong → profile modified → pong" in failure.message) == ("LS853", True)
    assert [code for code, _ in Files(tmp_path, "").findings(rules)] == ["LS510"]


def test_decision_09_flames(tmp_path: Path) -> None:
    """Flames are fifths of the ideal, rounded down, so five mean that the ideal is reached."""
    leads = Database(tmp_path, DATA + "score s:\n    ideal 30\n    +(amount)  on each visit\n")
    values = (-1, 0, 5.999999, 6, 29.999999, 30, 100)
    for number, value in enumerate(values):
        leads.on("visit", profile=str(number), amount=value)
    assert [leads.engine.profile(str(number)).scores["s"].flames for number in range(len(values))] == [0, 0, 0, 1, 4, 5, 5]


def test_decision_10_the_value_is_clamped_and_not_the_ledger(tmp_path: Path) -> None:
    """The order of events makes no difference: what is earned above the maximum counts when other points go."""
    rules = DATA + "score s:\n    minimum 0\n    maximum 100\n    +(amount)  on each visit\n"
    ends = []
    for amounts in ((80, 80, -50), (-50, 80, 80), (80, -50, 80)):
        leads = Database(tmp_path, rules)
        for amount in amounts:
            leads.on("visit", amount=amount)
        ends.append((leads.score("s"), sum(entry.points for entry in leads.entries)))
    assert ends == [(100, 110)] * 3


def test_decision_11_windows_roll(tmp_path: Path) -> None:
    """A day is 24 hours: what happened exactly that long ago is outside, whatever the calendar says."""
    leads = Database(tmp_path, DATA + "score s:\n    +1  while count(visit within 1 day) >= 2\n")
    leads.on("visit", 0.9)
    leads.on("visit", 1.5)
    assert leads.score("s") == 1
    leads.until(1.899)
    assert leads.score("s") == 1
    leads.until(1.9)
    assert leads.score("s") == 0
    leads.on("visit", 2.5)
    assert leads.score("s") == 0


def test_decision_12_gains_are_gross(tmp_path: Path) -> None:
    """Only what event rules awarded counts, at its original value: no losses, corrections, states or expiry."""
    rules = (
        DATA
        + """\
score s:
    +(amount)  on each visit, expires after 1 hour
    +50  while country is "NL"
score seen:
    +1  while gained(s within 1 day) > 20
"""
    )
    leads = Database(tmp_path, rules)
    leads.on("visit", 0, amount=20)
    leads.on("visit", 0.1, amount=-30)
    leads.on("profile.modified", 0.2, country="NL")
    leads.on("points.adjusted", 0.3, score="s", points=99)
    assert leads.score("seen") == 0
    leads.on("visit", 0.9, amount=0.000001)
    assert leads.score("seen") == 1
    leads.until(1)
    assert leads.score("seen") == 0


def test_decision_13_rules_that_change(tmp_path: Path) -> None:
    """What was earned stays until a rescore; entries name their rule, and a profile the rules that its score belongs to."""
    files = Files(tmp_path, DATA + "score s:\n    +5  on each visit, as looks\n")
    files.on("visit")
    old = files.run("rescore")
    files.write(DATA + "score s:\n    +9  on each visit, as looks\n")
    assert output_in(tmp_path / "out").score("s") == 5
    new = files.run("rescore")
    assert [line["rule"] for line in old.ledger + new.ledger] == ["looks", "looks"]
    assert (old.score("s"), new.score("s")) == (5, 9)
    assert old.profiles["p"]["rules"] == old.summary["ruleset"] != new.summary["ruleset"] == new.profiles["p"]["rules"]


def test_decision_14_off(tmp_path: Path) -> None:
    """A score that is off awards nothing and reads as missing, and what is built on it is missing as well."""
    rules = DATA + "score s:\n    enabled false\n    +5  on each visit\nscore t:\n    +1  while s is missing\nscore sum = s + t\n"
    leads = Database(tmp_path, rules)
    leads.on("visit")
    assert (leads.score("s"), leads.score("t"), leads.score("sum")) == (None, 1, None)
    assert [entry.score for entry in leads.entries] == ["t"]
    on = Database(tmp_path, rules.replace("    enabled false\n", ""))
    on.on("visit")
    assert (on.score("s"), on.score("t"), on.score("sum")) == (5, 0, 5)


MERGED = (
    DATA
    + """\
score s:
    +5  on first visit
    +3  on latest visit where path is "/contact"
    +1  on first visit per path
"""
)


def lived(folder: Path, *happened: tuple[str, float, str]) -> Output:
    """The output for visits of profiles, with the day and the path of each."""
    files = Files(folder, MERGED)
    for profile, day, path in sorted(happened, key=lambda one: one[1]):
        files.on("visit", day, profile=profile, path=path)
    return files.run("rescore", until=10)


def test_decision_15_two_profiles_that_are_merged(tmp_path: Path) -> None:
    """Replaying both histories under one id gives their union, with ``first`` and ``latest`` applied again, and not the sum."""
    ann = [("ann", 0, "/"), ("ann", 2, "/contact"), ("ann", 4, "/a")]
    anne = [("anne", 1, "/"), ("anne", 3, "/contact"), ("anne", 5, "/b")]
    apart = lived(tmp_path / "apart", *ann, *anne)
    assert [apart.score("s", profile) for profile in ("ann", "anne")] == [11, 11]
    merged = lived(tmp_path / "merged", *(("ann", day, path) for _, day, path in [*ann, *anne]))
    # once the first visit, once the latest contact, and the pages /, /contact, /a and /b
    assert (list(merged.profiles), merged.score("s", "ann")) == (["ann"], 5 + 3 + 4)
    assert [line["points"] for line in merged.ledger if line["reason"] == "replaced"] == [-3]
    assert sum(line["points"] for line in merged.ledger) == 12


def test_decision_16_duplicates_and_disorder(tmp_path: Path) -> None:
    """An event counts once for its id; a late one counts at its own time, is counted, and is refused when that is asked for."""
    files = Files(tmp_path, DATA + "score s:\n    +5  on each visit, expires after 10 days\n")
    for day in (5, 9, 2):
        files.on("visit", day)
    files.events.append(dict(files.events[0]))
    output = files.run()
    assert output.score("s") == 15
    assert (output.summary["duplicates"], output.summary["late"], output.summary["rejects"]) == (1, 1, 0)
    assert sorted(line["time"][:10] for line in output.ledger) == ["2026-01-03", "2026-01-06", "2026-01-10"]
    assert files.run(until=12).score("s") == 10
    refused = files.call("run", "--late", "reject", "--out", str(tmp_path / "strict"))
    assert refused.exit_code == 1
    assert [line["code"] for line in output_in(tmp_path / "strict").rejects] == ["LS833"]
