"""Copernica's lead-scoring tutorial, row by row: the box with the script that adds a point."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lsdsl
from tests.acceptance.living import START, Database
from tests.unit.cli.program import run

FIELD = "profile:\n    leadscore  number = 0\n"
NO_DEFAULT = "profile:\n    leadscore  number\n"
CLICK = "event link_click:\n    url  text\n"
PRINTED = """\
followup score_clicks:
    on link_click
    wait 2 days
    script:
        # add 1 if a lead score exists, else start at 1
        if profile.fields.leadscore:
            profile.fields.leadscore += 1
        else:
            profile.fields.leadscore = 1
"""
AT_ONCE = PRINTED.replace("    wait 2 days\n", "")
UP = "    script:\n        profile.fields.leadscore += 1\n"


def after_a_click(tmp_path: Path, rules: str, **fields: Any) -> Any:
    """The field after one click and the two days that the tutorial waits."""
    leads = Database(tmp_path, rules)
    leads.add("p", **fields)
    leads.on("link_click", 1)
    leads.until(3)
    assert leads.failures == []
    return leads.field("leadscore")


def test_a13_one_field_and_one_script(tmp_path: Path) -> None:
    """One numeric field and one script are all: fewer than five lines besides those that open a block."""
    rules = """\
profile:
    leadscore  number = 0
followup up:
    on tag added
    script:
        profile.fields.leadscore += 1
"""
    assert len([line for line in rules.splitlines() if line.strip() not in ("profile:", "script:")]) < 5
    leads = Database(tmp_path, rules)
    leads.on("tag.added", tag="a")
    leads.on("tag.added", tag="b")
    assert leads.field("leadscore") == 2


def test_a20_a_rule_can_hold_a_box(tmp_path: Path) -> None:
    """A follow-up updates the field in a script box, like other steps."""
    leads = Database(tmp_path, FIELD + CLICK + "followup up:\n    on link_click\n" + UP)
    leads.on("link_click")
    leads.on("link_click")
    assert leads.field("leadscore") == 2


def test_a21_boxes_can_be_switched_off(tmp_path: Path) -> None:
    """``--no-scripts`` refuses rules with boxes and points at the box; rules without boxes pass."""
    boxed, plain = tmp_path / "boxed.lsdsl", tmp_path / "plain.lsdsl"
    boxed.write_text(FIELD + CLICK + PRINTED, encoding="utf-8")
    plain.write_text(FIELD + CLICK, encoding="utf-8")
    refused = run("check", str(boxed), "--no-scripts", "--format", "json")
    (found,) = json.loads(refused.stdout)["diagnostics"]
    assert (refused.exit_code, found["code"], found["start"]["line"]) == (1, "LS014", 8)
    assert run("check", str(boxed)).exit_code == 0
    assert run("check", str(plain), "--no-scripts").exit_code == 0


def test_a22_checks_before_the_box(tmp_path: Path) -> None:
    """Any number of conditions may stand before it: in the header, as branches around it, one inside of the other."""
    conditions = " and ".join(f'url is not "/{number}"' for number in range(20))
    rules = f"""\
followup up:
    on link_click
    where {conditions}
    if leadscore < 3:
        if url starts with "/":
            script:
                profile.fields.leadscore += 1
"""
    leads = Database(tmp_path, FIELD + CLICK + rules)
    for url in ("/a", "/7", "b", "/a", "/a", "/a"):
        leads.on("link_click", url=url)
    assert leads.field("leadscore") == 3


def test_a23_delays_before_the_box(tmp_path: Path) -> None:
    """Any number of delays may stand before it; the box runs when the last one is over, to the second."""
    waits = "    wait 12 hours\n" * 6
    leads = Database(tmp_path, FIELD + CLICK + "followup up:\n    on link_click\n" + waits + UP)
    leads.on("link_click", 1)
    leads.until(4 - 1 / 86_400)
    assert leads.field("leadscore") == 0
    leads.until(4)
    assert leads.field("leadscore") == 1


def test_a24_the_box_is_the_last_step_and_has_lines_of_its_own(tmp_path: Path) -> None:
    """The script can be edited without the flow around it; a mistake in it is told with its line and column."""
    flow, script = AT_ONCE.split("    script:\n")
    edited = script.replace("+= 1", "+= 2").replace("= 1\n", "= 2\n")
    leads = Database(tmp_path, FIELD + CLICK + flow + "    script:\n" + edited)
    leads.on("link_click")
    assert leads.field("leadscore") == 2
    wrong = tmp_path / "wrong.lsdsl"
    wrong.write_text(FIELD + CLICK + AT_ONCE.replace("leadscore += 1", "ledscore += 1"), encoding="utf-8")
    (found,) = json.loads(run("check", str(wrong), "--format", "json").stdout)["diagnostics"]
    assert (found["code"], found["start"]) == ("LS430", {"line": 10, "column": 28})
    assert found["help"] == "did you mean `leadscore`?"


def test_a25_comments(tmp_path: Path) -> None:
    """``#`` begins a comment; for ``//`` the finding says so."""
    assert after_a_click(tmp_path, FIELD + CLICK + PRINTED) == 1
    wrong = tmp_path / "wrong.lsdsl"
    wrong.write_text(FIELD + CLICK + PRINTED.replace("        # add", "        // add"), encoding="utf-8")
    (found,) = json.loads(run("check", str(wrong), "--format", "json").stdout)["diagnostics"]
    assert (found["code"], found["help"]) == ("LS403", "begin a comment with `#`")


def test_a26_a_field_that_was_never_set(tmp_path: Path) -> None:
    """It reads as a missing value, counts as false, and nothing fails."""
    assert after_a_click(tmp_path, NO_DEFAULT + CLICK + PRINTED) == 1


def test_a27_augmented_assignment(tmp_path: Path) -> None:
    """``+=`` on a field adds to it, and so do its relatives."""
    rules = FIELD + CLICK + "followup up:\n    on link_click\n" + UP
    rules += "".join(
        f"        profile.fields.leadscore {sign}= {value}\n" for sign, value in (("*", 6), ("-", 2), ("/", 4), ("//", 2))
    )
    leads = Database(tmp_path, rules)
    leads.add("p", leadscore=4)
    leads.on("link_click")
    assert leads.field("leadscore") == ((4 + 1) * 6 - 2) / 4 // 2


def test_a28_else_starts_at_one(tmp_path: Path) -> None:
    """On a profile that nothing is known of the field is 1 after the first click, and 2 after the second."""
    leads = Database(tmp_path, NO_DEFAULT + CLICK + AT_ONCE)
    leads.on("link_click")
    assert leads.field("leadscore") == 1
    leads.on("link_click")
    assert leads.field("leadscore") == 2


def test_a29_the_blank_in_the_operator(tmp_path: Path) -> None:
    """The misprint ``+ =`` of every edition is found at its blank, and ``+=`` is proposed."""
    wrong = tmp_path / "wrong.lsdsl"
    text = FIELD + CLICK + PRINTED.replace("+= 1", "+ = 1")
    wrong.write_text(text, encoding="utf-8")
    result = run("check", str(wrong), "--format", "json")
    (found,) = json.loads(result.stdout)["diagnostics"]
    assert result.exit_code == 1
    assert (found["code"], found["help"]) == ("LS404", "write `+=`")
    line = text.splitlines()[found["start"]["line"] - 1]
    assert line[found["start"]["column"] - 2 : found["end"]["column"]] == "+ ="


@settings(max_examples=60, deadline=None)
@given(start=st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9))
def test_a30_with_a_default_the_printed_script_is_plus_one(start: float) -> None:
    """For every number the printed if and else give the same as ``+= 1`` alone."""
    printed, plain = (engine_of(CLICK + FIELD + text) for text in (AT_ONCE, "followup up:\n    on link_click\n" + UP))
    found = []
    for engine in (printed, plain):
        engine.add_profile("p", {"leadscore": start})
        engine.process({"id": "e", "type": "link_click", "profile": "p", "time": START})
        found.append(engine.profile("p").fields["leadscore"])
    assert found[0] == found[1] == start + 1


RULESETS: dict[str, lsdsl.Ruleset] = {}


def engine_of(rules: str) -> lsdsl.Engine:
    """An engine for a ruleset, which is checked once."""
    if rules not in RULESETS:
        ruleset = lsdsl.check("rules.lsdsl", text=rules).ruleset
        assert ruleset is not None
        RULESETS[rules] = ruleset
    return lsdsl.Engine(RULESETS[rules])


@pytest.mark.parametrize(("text", "number"), [("5", 6), ("0", 1), (" -3 ", -2), ("2.5", 3.5)])
def test_a31_text_in_a_number_field(tmp_path: Path, text: str, number: float) -> None:
    """A number that comes in as text is one from there on: nothing is ever joined."""
    assert after_a_click(tmp_path, FIELD + CLICK + PRINTED, leadscore=text) == number


def test_a31_a_box_cannot_write_text_to_a_number_field(tmp_path: Path) -> None:
    """What is known is found by the checker; what is known only later fails, and nothing is written."""
    wrong = tmp_path / "wrong.lsdsl"
    for script, code in (('profile.fields.leadscore = "1"', "LS449"), ('profile.fields.leadscore += "1"', "LS445")):
        wrong.write_text(FIELD + CLICK + AT_ONCE.replace("profile.fields.leadscore = 1", script), encoding="utf-8")
        (found,) = json.loads(run("check", str(wrong), "--format", "json").stdout)["diagnostics"]
        assert found["code"] == code
    later = "        x = event.url if event.url else 3\n        profile.fields.leadscore = x\n"
    leads = Database(tmp_path, FIELD + CLICK + "followup up:\n    on link_click\n    script:\n" + later)
    leads.on("link_click", url="/a")
    assert (leads.field("leadscore"), [failure.code for failure in leads.failures]) == (0, ["LS864"])


def test_a32_a_negative_score_counts_as_true(tmp_path: Path) -> None:
    """Minus three becomes minus two."""
    assert after_a_click(tmp_path, FIELD + CLICK + PRINTED, leadscore=-3) == -2


def test_a33_conditionals_in_one_line(tmp_path: Path) -> None:
    """A condition and its only statement may stand on one line."""
    script = (
        "    script:\n        if profile.fields.leadscore: profile.fields.leadscore += 1\n"
        "        else: profile.fields.leadscore = 1\n"
    )
    rules = NO_DEFAULT + CLICK + "followup up:\n    on link_click\n" + script
    assert [after_a_click(tmp_path, rules, **fields) for fields in ({}, {"leadscore": 0}, {"leadscore": 5})] == [1, 1, 6]


@pytest.mark.parametrize("declared", [FIELD, NO_DEFAULT])
@pytest.mark.parametrize(("fields", "number"), [({}, 1), ({"leadscore": 0}, 1), ({"leadscore": 5}, 6), ({"leadscore": -3}, -2)])
def test_a34_the_assignment_persists(tmp_path: Path, declared: str, fields: dict[str, Any], number: int) -> None:
    """The script as it is printed, for fields that were never set, 0, 5 and -3, with a default and without."""
    assert after_a_click(tmp_path, declared + CLICK + PRINTED, **fields) == number


FAILING = """\
profile:
    leadscore  number = 0
    budget     text
    stage      text
event visit

followup before:
    on visit
    script:
        profile.fields.leadscore += 1

followup broken:
    on visit
    set stage to "seen"
    add tag "seen"
    script:
        profile.fields.leadscore += 10
        add_tag("never")
        extra = 2 * profile.fields.leadscore
        profile.fields.leadscore += extra + int(profile.fields.budget)
    do notify "never", to: "a@example.com"

followup after:
    on visit
    script:
        profile.fields.leadscore += 100
"""


def test_a34_no_partial_write(tmp_path: Path) -> None:
    """A box that fails in the middle leaves the profile as it was, says where and with what values, and stops nobody else."""
    (tmp_path / "rules.lsdsl").write_text(FAILING, encoding="utf-8")
    events = [
        {"id": f"e{number}", "type": kind, "profile": profile, "time": START.isoformat(), "data": data}
        for number, (kind, profile, data) in enumerate(
            [("profile.modified", "p", {"budget": "ten €"}), ("visit", "p", {}), ("visit", "q", {})]
        )
    ]
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    rules = str(tmp_path / "rules.lsdsl")
    result = run("run", rules, "--events", str(tmp_path / "events.jsonl"), "--out", str(tmp_path / "out"))
    assert result.exit_code == 1, result.output

    def lines(name: str) -> list[Any]:
        return [json.loads(line) for line in (tmp_path / "out" / name).read_text(encoding="utf-8").splitlines()]

    first, second = lines("failures.jsonl")
    assert (first["profile"], first["followup"], first["event"]) == ("p", "broken", "e1")
    assert (first["code"], first["message"]) == ("LS863", "this value cannot be converted")
    assert first["where"] == f"{rules}:20:45"
    assert first["values"] == {"extra": 22, "profile.fields.leadscore": 11, "profile.fields.budget": "ten €"}
    assert (second["profile"], second["code"], second["where"]) == ("q", "LS862", f"{rules}:20:45")
    assert second["values"]["profile.fields.budget"] is None
    assert lines("profiles.jsonl") == [
        {"id": "p", "fields": {"leadscore": 101, "budget": "ten €"}},
        {"id": "q", "fields": {"leadscore": 101}},
    ]
    assert lines("actions.jsonl") == []
