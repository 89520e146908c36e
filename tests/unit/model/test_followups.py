"""Follow-ups and test blocks."""

import pytest

from lsdsl.diagnostics import words_of
from lsdsl.model import declarations
from lsdsl.model.declarations import ColdTrigger, Do, Given, WhenTrigger
from lsdsl.model.expressions import Comparison, Constant, FieldRead, Gained
from tests.unit.model.ruletext import codes, findings, model, told

SCORES = "score a:\n    +1 on each visit\n    field owned\nscore t = a * 2\n"


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        ('    do notify "x"\n', "LS172", "f"),
        ('    on visit\n    on click\n    do notify "x"\n', "LS173", "on click"),
        ("    on visit\n", "LS174", "f"),
        ('    on visit\n    limit once\n    where active\n    do notify "x"\n', "LS171", "where active"),
        ('    on visit\n    do notify "x"\n    limit once\n', "LS171", "limit once"),
        ('    on visit\n    where active\n    where active\n    do notify "x"\n', "LS170", "where active"),
        ('    on visit\n    limit once\n    limit 2 per 1 day\n    do notify "x"\n', "LS170", "limit 2 per 1 day"),
        ('    on visit\n    limit 0 per 1 day\n    do notify "x"\n', "LS324", "0"),
        ('    on visit\n    again when active\n    do notify "x"\n', "LS181", "again when active"),
        ('    when employees\n    do notify "x"\n', "LS301", "employees"),
        ('    when nope changes\n    do notify "x"\n', "LS203", "nope"),
        ('    when country changes\n    do notify "x"\n', "LS203", "country"),
        ('    when t gains more than 5 within 1 day\n    do notify "x"\n', "LS323", "t"),
        ('    when a gains fewer than 0 within 1 day\n    do notify "x"\n', "LS324", "0"),
        ("    on visit\n    set owned to 5\n", "LS228", "owned"),
        ('    on visit\n    set tags to ""\n', "LS228", "tags"),
        ("    on visit\n    set nope to 5\n", "LS201", "nope"),
        ("    on visit\n    set country to size\n", "LS304", "size"),
        ("    on visit\n    set employees to country\n", "LS304", "country"),
        ('    on visit\n    set status to "odl"\n', "LS305", '"odl"'),
        ("    on visit\n    award +5 to t\n", "LS337", "t"),
        ("    on visit\n    award +5 to b\n", "LS203", "b"),
        ("    on visit\n    award +(country) to a\n", "LS304", "country"),
        ('    on visit\n    do notfy "x"\n', "LS206", "notfy"),
        ("    on visit\n    do notify\n", "LS236", "notify"),
        ('    on visit\n    do notify "x", two: "y"\n', "LS207", "two"),
        ('    on visit\n    do notify "x", to: "y", to: "z"\n', "LS170", 'to: "z"'),
        ('    on visit\n    do notify "x", message: "y"\n', "LS170", 'message: "y"'),
        ('    on visit\n    do notify "x", to: 5\n', "LS304", "5"),
        ("    on visit\n    if employees:\n        stop\n", "LS301", "employees"),
    ],
)
def test_what_a_followup_may_not_say(lines: str, code: str, place: str) -> None:
    """Each mistake in a follow-up is one finding at its place."""
    assert told(f"{SCORES}followup f:\n{lines}")[:2] == (code, place)


def test_hot_and_cold() -> None:
    """A hot trigger is an edge on the points gained, a cold one has a form of its own."""
    followups = model(
        f"{SCORES}followup hot:\n    when a gains more than 5 points within 1 day\n    stop\n"
        "followup cold:\n    when a gains fewer than 5 within 1 day\n    stop\n"
    ).followups
    hot, cold = followups["hot"].trigger, followups["cold"].trigger
    assert isinstance(hot, WhenTrigger)
    assert isinstance(hot.condition, Comparison)
    assert isinstance(hot.condition.left, Gained)
    assert hot.condition.operator == ">"
    assert isinstance(cold, ColdTrigger)
    assert (cold.scores, cold.points) == (("a",), 5)


def test_email_goes_to_the_field() -> None:
    """``send_email`` without ``to`` uses the profile's field ``email``."""
    (step,) = model('followup f:\n    on visit\n    do send_email "x", cc: ("a@b.c", "d@e.f")\n').followups["f"].steps
    assert isinstance(step, Do)
    assert isinstance(step.arguments["to"], FieldRead)
    cc = step.arguments["cc"]
    assert isinstance(cc, Constant)
    assert cc.value == ("a@b.c", "d@e.f")
    assert told('event visit\nfollowup f:\n    on visit\n    do send_email "x"\n', "")[:2] == ("LS231", "send_email")


def test_own_actions() -> None:
    """Declared actions are asked for like those of the prelude; without arguments there is no first one."""
    actions = "action ping\naction call:\n    number  text\n    retries number\n"  # fmt: skip
    assert codes(f'{actions}followup f:\n    on visit\n    do ping\n    do call "5", retries: employees\n') == []
    assert told(f'{actions}followup f:\n    on visit\n    do ping "x"\n')[:2] == ("LS237", '"x"')


def test_unreadable_trigger_is_no_second_finding() -> None:
    """A follow-up whose trigger has a syntax error is not told that it has none, nor of names of its event."""
    assert codes("followup f:\n    on 5 visit\n    where event.nope > 1 and changed(country)\n    stop\n") == ["LS140"]


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        ("    given country = 5\n    expect active\n", "LS304", "5"),
        ('    given contry = "x"\n    expect active\n', "LS201", "contry"),
        ("    given owned = 5\n    expect active\n", "LS228", "owned"),
        ('    given country = "x"\n    given country = "y"\n    expect active\n', "LS170", 'country = "y"'),
        ('    given tags = "x"\n    expect active\n', "LS304", '"x"'),
        ("    after 1 day\n    starting 2026-01-01\n    expect active\n", "LS171", "starting 2026-01-01"),
        ("    starting 2026-01-01\n    starting 2026-01-01\n    expect active\n", "LS170", "starting 2026-01-01"),
        ("    on visti\n    expect active\n", "LS202", "visti"),
        ('    on visit paht = "x"\n    expect active\n', "LS209", "paht"),
        ("    on visit path = 5\n    expect active\n", "LS304", "5"),
        ("    on tag added\n    expect active\n", "LS174", "tag added"),
        ("    on orders created amount = 5\n    expect active\n", "LS174", "orders created"),
        ('    on points adjusted score = "b", points = 5\n    expect active\n', "LS203", '"b"'),
        ("    on visit\n", "LS174", '"t"'),
        ("    expect employees\n", "LS301", "employees"),
        ("    expect ran(nope) > 1\n", "LS211", "nope"),
        ("    expect did(notfy) > 1\n", "LS206", "notfy"),
        ("    expect event.x > 1\n", "LS224", "event.x"),
    ],
)  # fmt: skip
def test_what_a_test_may_not_say(lines: str, code: str, place: str) -> None:
    """Each mistake in a test block is one finding at its place."""
    assert told(f'{SCORES}test "t":\n{lines}')[:2] == (code, place)


def test_a_test_is_resolved() -> None:
    """Given values, events and moments are held as the engine needs them."""
    test = model(
        'test "t":\n    starting 1970-01-02\n    given country = "NL", tags = ("a", "b")\n'
        '    after 1 day on orders created id = "1", amount = 5\n    expect did(notify, "x") == 0\n'
    ).tests["t"]
    given, event, _ = test.lines
    assert test.starting == 86_400_000_000
    assert isinstance(given, Given)
    assert (given.fields, given.tags) == ({"country": "NL"}, ("a", "b"))
    assert isinstance(event, declarations.TestEvent)
    assert (event.event, event.after, event.data) == ("orders.created", 86_400_000_000, {"id": "1", "amount": 5})


def test_order_of_lines_is_in_the_help() -> None:
    """A line out of order is told with the order that there is."""
    (finding,) = findings("followup f:\n    limit once\n    on visit\n    stop\n")
    assert words_of(finding).message == "the trigger stands after `limit`"
    assert "`where`, `again when`, `limit`" in words_of(finding).help
