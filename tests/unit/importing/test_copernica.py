"""``lsdsl import copernica``: scripts do what they did, and flows become follow-ups."""

import json
from pathlib import Path
from typing import Any

import pytest

import lsdsl
from lsdsl.importing.copernica import import_copernica
from lsdsl.importing.outcome import Imported, ImportingError

TUTORIAL = """\
// add 1 if a lead score exists, else start at 1
if (profile.fields.leadscore) profile.fields.leadscore += 1;
else profile.fields.leadscore = 1;
"""


def script(folder: Path, code: str, *fields: str, boxes: bool = False, on: str = "link_click") -> Imported:
    """The rules for a script; they check without errors."""
    file = folder / "script.js"
    file.write_text(code, encoding="utf-8")
    made = import_copernica(str(file), fields, on, boxes=boxes)
    (folder / "rules.lsdsl").write_text(made.text, encoding="utf-8")
    lsdsl.load(folder / "rules.lsdsl")
    return made


def after(folder: Path, fields: dict[str, Any] | None = None, times: int = 1, **data: Any) -> dict[str, Any]:
    """The fields of a profile after clicks, none of which failed."""
    engine = lsdsl.Engine(lsdsl.load(folder / "rules.lsdsl"))
    engine.add_profile("p", fields or {}, created="2026-01-01T00:00:00Z")
    for number in range(times):
        event = {"id": str(number), "type": "link_click", "profile": "p", "time": "2026-03-01T00:00:00Z", "data": data}
        assert engine.process(event).failures == ()
    return engine.profile("p").fields


@pytest.mark.parametrize("boxes", [False, True])
@pytest.mark.parametrize("code", [TUTORIAL, TUTORIAL.replace("+=", "+ =")])
@pytest.mark.parametrize("start", [None, 0, 5, -3, 0.5])
def test_the_script_of_the_tutorial_adds_one(code: str, start: float | None, tmp_path: Path, *, boxes: bool) -> None:
    """As a step and as a box, with its misprint and without, from every number and from none."""
    made = script(tmp_path, code, boxes=boxes)
    assert made.left_out == ()
    assert ("    script:\n" in made.text) == boxes
    assert any("`+ =` was read as `+=`" in note for note in made.notes) == ("+ =" in code)
    assert after(tmp_path, {} if start is None else {"leadscore": start}, times=2)["leadscore"] == (start or 0) + 2


def test_without_a_default_the_tutorial_stays_a_box(tmp_path: Path) -> None:
    """A step would leave a missing value missing."""
    made = script(tmp_path, TUTORIAL, "leadscore:number")
    assert "script:" in made.text
    assert after(tmp_path, times=2)["leadscore"] == 2


@pytest.mark.parametrize(
    ("code", "given", "field", "expected"),
    [
        ("profile.fields.n++;", {"n": 4}, "n", 5),
        ("profile.fields.n -= 2;", {}, "n", -2),
        ("profile.fields.n = Math.round(profile.fields.n);", {"n": 2.5}, "n", 3),
        ("profile.fields.n = Math.ceil(profile.fields.n * 1);", {"n": 2.1}, "n", 3),
        ("profile.fields.n = Math.floor(profile.fields.n / 2);", {"n": -3}, "n", -2),
        ("profile.fields.n = Math.max(0, profile.fields.n - 5);", {"n": 3}, "n", 0),
        ("profile.fields.n = profile.fields.a > 5 ? 1 : 2;", {"a": 6}, "n", 1),
        ("var x = 1, y; y = x + 2; profile.fields.n = x - (y - 1);", {}, "n", -1),
        ("if (profile.fields.c === 'NL' && profile.fields.e >= 10) { profile.fields.n += 5 }", {"c": "NL", "e": 10}, "n", 5),
        ("if (profile.fields.c === 'NL' || !profile.fields.c) { profile.fields.n += 5 }", {}, "n", 5),
        (
            "let t = 0; for (const w of profile.fields.t.split(' ')) { if (w == 'a') t++; } profile.fields.n = t;",
            {"t": "a b a"},
            "n",
            2,
        ),
        ("for (let i = 1; i <= 4; i++) { profile.fields.n += i; }", {}, "n", 10),
        ("profile.fields.s = profile.fields.s.trim().toUpperCase();", {"s": " ab "}, "s", "AB"),
        ("profile.fields.s = profile.fields.s.replace('a', 'b');", {"s": "aa"}, "s", "ba"),
        ("profile.fields.s = `${profile.fields.f} has ${profile.fields.n * 2}`;", {"f": "Ann", "n": 2}, "s", "Ann has 4"),
        ("if (profile.fields.m.indexOf('@gmail') !== -1) profile.fields.n = 7;", {"m": "a@gmail.com"}, "n", 7),
        ("if (profile.fields.m.length > 3) profile.fields.n = 7;", {}, "n", 0),
        ("if (profile.fields.n === 0) return; profile.fields.n = 9;", {}, "n", 0),
        (
            "if ((new Date() - new Date(profile.fields.d)) / (1000*60*60*24) > 30) profile.fields.n = 1;",
            {"d": "2026-01-01T00:00:00Z"},
            "n",
            1,
        ),
        ("if ((new Date() - new Date(profile.fields.d)) / (1000*60*60*24) > 30) profile.fields.n = 1;", {}, "n", 0),
        ("profile.fields.n += event.amount * 2;", {}, "n", 6),
        ("if (profile.fields.s == '') profile.fields.n = 3;", {}, "n", 3),
        ("if (profile.fields.s !== undefined && profile.fields.s != null) profile.fields.n = 3;", {"s": "x"}, "n", 3),
    ],
)
def test_a_script_does_what_it_did(code: str, given: dict[str, Any], field: str, expected: object, tmp_path: Path) -> None:
    """The translated box gives the value that JavaScript gives."""
    made = script(tmp_path, code, boxes=True)
    assert made.left_out == ()
    data = {"amount": 3} if "event." in code else {}
    assert after(tmp_path, given, **data)[field] == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("while (true) { profile.fields.n++; }", "boxes have no `while` loops"),
        ("profile.fields.s = profile.fields.s.substring(0, 2);", "boxes have no pieces of texts"),
        ("if (/a/.test(profile.fields.s)) profile.fields.n = 1;", "regular expressions"),
        ("fetch('https://x.example');", "there is no function `fetch` in a box"),
        ("profile.fields.n = new Date().getMonth();", "dates have no parts in a box"),
        ("try { profile.fields.n = 1; } catch (e) {}", "boxes have no `try`"),
        ("profile.fields.s = 'a\\ud800';", "half a character"),
        ("profile.fields.n = = 3;", "no JavaScript that can be read"),
        ("profile.fields.n = profile.fields.s * 2; profile.fields.s.trim();", "converts a text"),
    ],
)
def test_what_cannot_be_translated_is_a_comment(line: str, reason: str, tmp_path: Path) -> None:
    """The original line stands there with the reason, and the others are translated."""
    made = script(tmp_path, f"{line}\nprofile.fields.other += 1;\n")
    assert reason in made.left_out[0].reason
    assert "# not translated: line 1: `" in made.text
    assert after(tmp_path)["other"] == 1


def test_what_depends_on_a_lost_line_is_left_out_too(tmp_path: Path) -> None:
    """A value that is not known any more is never written."""
    made = script(tmp_path, "var x = 1;\nx = weird();\nprofile.fields.n = x + 1;\nprofile.fields.m += 1;\n")
    assert [one.place for one in made.left_out] == ["line 2", "line 3"]
    fields = after(tmp_path)
    assert (fields.get("n"), fields["m"]) == (0, 1)


def test_nothing_runs_after_a_return_that_was_left_out(tmp_path: Path) -> None:
    """What may not have run in JavaScript does not run here."""
    made = script(tmp_path, "if (weird()) return;\nprofile.fields.n += 1;\n")
    assert [one.place for one in made.left_out] == ["line 1", "line 2"]
    assert "followup" not in made.text


INVITATION = {
    "name": "Invite warm leads",
    "fields": {"lead_contacted": {"type": "text", "default": "no"}},
    "boxes": [
        {"id": 1, "type": "trigger", "event": "(sub)profile modified"},
        {"id": 2, "type": "check destination", "field": "leadscore", "operator": "is greater than", "value": 80},
        {"id": 3, "type": "check destination", "field": "lead_contacted", "operator": "equals", "value": "no"},
        {"id": 4, "type": "send email", "template": "invite", "bcc": ["sales@shop.example", "eva@shop.example"]},
        {"id": 5, "type": "update destination", "field": "lead_contacted", "value": "yes"},
    ],
    "links": [
        {"from": 1, "to": 2},
        {"from": 2, "to": 3, "on": "match"},
        {"from": 3, "to": 4, "on": "match"},
        {"from": 3, "to": 5, "on": "match"},
    ],
}


def flow(folder: Path, document: object) -> Imported:
    """The rules for a flow; they check without errors."""
    (folder / "flow.json").write_text(json.dumps(document), encoding="utf-8")
    made = import_copernica(str(folder / "flow.json"), (), "link_click", boxes=False)
    (folder / "rules.lsdsl").write_text(made.text, encoding="utf-8")
    lsdsl.load(folder / "rules.lsdsl")
    return made


def test_checks_and_two_links_side_by_side(tmp_path: Path) -> None:
    """The flow of the tutorial sends one mail, however warm the lead gets."""
    made = flow(tmp_path, INVITATION)
    assert made.left_out == ()
    engine = lsdsl.Engine(lsdsl.load(tmp_path / "rules.lsdsl"))
    engine.add_profile("p", {"email": "ann@x.example"}, created="2026-01-01T00:00:00Z")
    actions = []
    for number, score in enumerate((80, 81, 90)):
        event = {
            "id": str(number),
            "type": "profile.modified",
            "profile": "p",
            "time": "2026-01-02",
            "data": {"leadscore": score},
        }
        actions.append(len(engine.process(event).actions))
    assert actions == [0, 1, 0]
    assert engine.profile("p").fields["lead_contacted"] == "yes"


def test_waits_and_ways_without_a_match(tmp_path: Path) -> None:
    """``no match`` is the other branch, and a script in it is a step or a box."""
    made = flow(
        tmp_path,
        {
            "boxes": [
                {"id": "a", "type": "trigger", "event": "link click", "link": "https://x.example/guide"},
                {"id": "w", "type": "wait", "days": 2},
                {"id": "c", "type": "check destination", "field": "customer", "operator": "=", "value": True},
                {"id": "n", "type": "notify", "message": "call", "to": "office@x.example"},
                {"id": "s", "type": "execution", "code": TUTORIAL},
            ],
            "links": [
                {"from": "a", "to": "w"},
                {"from": "w", "to": "c"},
                {"from": "c", "to": "n", "on": "match"},
                {"from": "c", "to": "s", "on": "no match"},
            ],
        },
    )
    assert 'where url is "https://x.example/guide"\n    wait 2 days\n    if customer:\n' in made.text
    assert "    else:\n        # A plain increment" in made.text


def test_boxes_that_say_nothing_here_are_comments(tmp_path: Path) -> None:
    """An unknown box, a wait without a fixed length and what comes after it, a circle, a box that nothing leads to."""
    boxes = [
        {"id": 1, "type": "trigger", "event": "profile created"},
        {"id": 2, "type": "send sms"},
        {"id": 3, "type": "update destination", "field": "stage", "value": "new"},
        {"id": 4, "type": "wait", "months": 1},
        {"id": 5, "type": "send email", "template": "late"},
        {"id": 6, "type": "wait", "days": 1},
    ]
    links = [{"from": 1, "to": 2}, {"from": 2, "to": 3}, {"from": 3, "to": 4}, {"from": 4, "to": 5}]
    made = flow(tmp_path, {"boxes": boxes, "links": links})
    assert [one.place.split(" (")[0] for one in made.left_out] == ["box 2", "box 4", "box 5", "box 6"]
    assert 'set stage to "new"' in made.text
    circle = flow(tmp_path, {"boxes": boxes[:3], "links": [*links[:2], {"from": 3, "to": 2}]})
    assert "the flow comes back to a box" in circle.left_out[-1].reason


def test_a_script_on_rows_of_a_collection(tmp_path: Path) -> None:
    """A trigger on subprofiles gives the script its row."""
    code = "profile.fields.revenue += subprofile.fields.amount;"
    made = script(tmp_path, code, on="orders created")
    assert "collection orders:\n    amount  number\n" in made.text
    assert "    on orders created\n    script:\n" in made.text


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"boxes": []}', '{"boxes": [{"id": 1}]}', '{"boxes": [{"id": 1, "type": "wait"}], "links": [{}]}']
)
def test_a_file_that_is_no_flow_is_refused(text: str, tmp_path: Path) -> None:
    """The message says what a flow looks like."""
    (tmp_path / "flow.json").write_text(text, encoding="utf-8")
    with pytest.raises(ImportingError, match=r"JSON|boxes|box 1|link 1"):
        import_copernica(str(tmp_path / "flow.json"), (), "link_click", boxes=False)
