"""Running boxes: what they see, what they write, how they fail."""

import gc
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lsdsl.model.types import DAY, LIST, TEXT, Value
from lsdsl.script import DEFAULT, Ask, Award, BoxError, Budgets, Tag
from tests.sandbox.boxes import View, box, rules, run, value

ORDERS = {"orders": ({"amount": 5, "shop": "a"}, {"amount": 7.5, "shop": "b", "paid": 3 * DAY}, {"shop": "a"})}


def failed(script: str, budgets: Budgets = DEFAULT, **view: Any) -> tuple[str, str, str]:
    """The kind, code and place of the failure of a box."""
    with pytest.raises(BoxError) as caught:
        run(script, budgets=budgets, **view)
    error = caught.value
    assert len(error.message) <= 200
    assert error.__cause__ is None
    assert error.__suppress_context__
    assert error.offset == error.span.start
    return error.kind, error.code, rules(script)[error.span.start : error.span.end]


@pytest.mark.parametrize(
    ("script", "view", "writes"),
    [
        ("profile.fields.country = event.path", {"data": {"path": "/a"}}, {"country": "/a"}),
        ("profile.fields.country = event.path", {}, {}),
        ("profile.fields.country = None", {"fields": {"country": "NL"}}, {"country": None}),
        ("profile.fields.leadscore = None", {"fields": {"leadscore": 7}}, {"leadscore": 0}),
        ("profile.fields.leadscore = profile.fields.visits", {"fields": {"leadscore": 7}}, {"leadscore": 0}),
        ("profile.fields.founded = None", {"fields": {"founded": 0}}, {"founded": 18292 * DAY}),
        ("profile.fields.joined = now", {}, {"joined": DAY}),
        ("profile.fields.joined = event.time", {"event_time": 5}, {"joined": 5}),
        ("profile.fields.birth = profile.fields.founded", {}, {"birth": 18292 * DAY}),
        ("profile.fields.visits = days_between(profile.created, now)", {}, {"visits": 1}),
        ("profile.fields.visits = 7 / 2", {}, {"visits": 3.5}),
        ("profile.fields.visits = 8 / 2", {}, {"visits": 4}),
        ('profile.fields.langs = ["nl", "en", "nl"]', {}, {"langs": ("nl", "en")}),
        ("profile.fields.active = 'a' in profile.tags", {"tags": ("a",)}, {"active": True}),
        ("profile.fields.visits = len(collections.orders)", {"collections": ORDERS}, {"visits": 3}),
        (
            "profile.fields.visits = sum([o.amount for o in collections.orders if o.amount])",
            {"collections": ORDERS},
            {"visits": 12.5},
        ),
        ("profile.fields.visits = scores.engagement", {"scores": {"engagement": 3}}, {"visits": 3}),
        ("profile.fields.country = profile.id", {}, {"country": "p1"}),
        ("profile.fields.country = event.type", {}, {"country": "visit"}),
        ("profile.fields.visits = profile.fields.owned", {"fields": {"owned": 4}}, {"visits": 4}),
        ("profile.fields.visits = {'NL': 1}.get(profile.fields.country, 9)", {"fields": {"country": "NL"}}, {"visits": 1}),
        ("profile.fields.leadscore = 0", {}, {}),
        ("profile.fields.leadscore = 5\nreturn\nprofile.fields.leadscore = 6", {}, {"leadscore": 5}),
        (
            "t = 0\nfor o in collections.orders:\n    if o.shop == 'b':\n        break\n    t += 1\nprofile.fields.visits = t",
            {"collections": ORDERS},
            {"visits": 1},
        ),
        (
            "t = 0\nfor o in collections.orders:\n    if not o.paid:\n        continue\n    t += 1\nprofile.fields.visits = t",
            {"collections": ORDERS},
            {"visits": 1},
        ),
    ],
)
def test_what_a_box_writes(script: str, view: dict[str, Any], writes: dict[str, Value]) -> None:
    """Values come in and go out as the rest of lsdsl holds them; what did not change is not written."""
    assert run(script, **view).writes == writes


def test_effects_in_their_order() -> None:
    """Awards, tags and actions are only noted down, in order, with their places; missing arguments are left out."""
    script = 'add_tag("a")\naward("engagement", 5)\ndo("send_email", template="t", cc=event.path, bcc="b")\nremove_tag("a")'
    result = run(script, fields={"email": "e@x"})
    first, second, third, fourth = result.effects
    assert isinstance(first, Tag)
    assert isinstance(second, Award)
    assert isinstance(third, Ask)
    assert isinstance(fourth, Tag)
    assert (first.tag, first.present, fourth.present) == ("a", True, False)
    assert (second.score, second.points) == ("engagement", 5)
    assert third.arguments == (("template", TEXT, "t"), ("to", LIST, ("e@x",)), ("bcc", LIST, ("b",)))
    assert third.number == 2
    assert rules(script)[second.span.start : second.span.end] == 'award("engagement", 5)'
    assert result.writes == {}


@pytest.mark.parametrize(
    ("script", "view", "failure"),
    [
        ("x = 1 / 0", {}, ("value", "LS863", "1 / 0")),
        ("x = 5 % profile.fields.leadscore", {}, ("value", "LS863", "5 % profile.fields.leadscore")),
        ("profile.fields.visits += 1", {}, ("missing", "LS862", "profile.fields.visits += 1")),
        ("x = event.path.lower()", {}, ("missing", "LS862", "event.path.lower()")),
        ("x = event.path + 'a'", {}, ("missing", "LS862", "event.path + 'a'")),
        ("if profile.fields.visits > 5:\n    pass", {}, ("missing", "LS862", "profile.fields.visits > 5")),
        (
            "for o in collections.orders:\n    x = 0\n    x += o.amount",
            {"collections": ORDERS},
            ("missing", "LS862", "x += o.amount"),
        ),
        ("x = [o.amount + 1 for o in collections.orders]", {"collections": ORDERS}, ("missing", "LS862", "o.amount + 1")),
        ("if profile.fields.leadscore:\n    x = 1\nprofile.fields.visits = x", {}, ("missing", "LS862", "x")),
        ("x = int(profile.fields.country)", {"fields": {"country": "abc"}}, ("value", "LS863", "int(profile.fields.country)")),
        ("x = profile.tags[3]", {}, ("value", "LS863", "profile.tags[3]")),
        ("x = [1, 'a']\ny = sorted(x)", {}, ("type", "LS861", "sorted(x)")),
        ("x = {'a': 5}.get(profile.fields.country, 'b')\ny = x * 2", {}, ("type", "LS861", "x * 2")),
        ("x = [1, 'a'][1]\nprofile.fields.leadscore = x", {}, ("write", "LS864", "x")),
        (
            "profile.fields.status = profile.fields.country",
            {"fields": {"country": "x"}},
            ("write", "LS864", "profile.fields.country"),
        ),
        ("profile.fields.leadscore = 9223372036854775807 + 1", {}, ("write", "LS864", "profile.fields.leadscore")),
        ("x = 1e308\nprofile.fields.leadscore = x * 10", {}, ("write", "LS864", "profile.fields.leadscore")),
        ("award('engagement', 1e308 * 10)", {}, ("write", "LS864", "")),
        ("x = 2\nfor i in range(20):\n    x = x * x", {}, ("budget", "LS860", "x * x")),
        ("x = 'ab'\nfor i in range(20):\n    x = x + x", {}, ("budget", "LS860", "x + x")),
        ("for i in range(1000):\n    for j in range(1000):\n        pass", {}, ("budget", "LS860", "range(1000)")),
        ("x = range(1001)", {}, ("budget", "LS860", "range(1001)")),
        ("x = range(10000000000000000)", {}, ("budget", "LS860", "range(10000000000000000)")),
        ("x = round(1.5, 400)", {}, ("value", "LS863", "round(1.5, 400)")),
        ("add_tag(' ')", {}, ("value", "LS863", "add_tag(' ')")),
        ("for i in range(1000):\n    add_tag('a')", {}, ("budget", "LS860", "add_tag('a')")),
    ],
)
def test_how_a_box_fails(script: str, view: dict[str, Any], failure: tuple[str, str, str]) -> None:
    """A failure has a kind, a code and the place in the rule file."""
    kind, code, place = failed(script, **view)
    assert (kind, code) == failure[:2]
    assert place == failure[2] or not failure[2]


def test_a_failure_names_the_values_of_its_line() -> None:
    """Fields, names of the box and fields of rows are shown with their values, dates as the rest of lsdsl holds them."""
    script = "t = 2\nfor o in collections.orders:\n    t = t + o.amount / profile.fields.leadscore if o.paid is None else t"
    with pytest.raises(BoxError) as caught:
        run(script, collections=ORDERS)
    assert dict(caught.value.values) == {"t": 2, "o.amount": 5, "profile.fields.leadscore": 0, "o.paid": None}
    assert caught.value.message == "division by zero"
    assert caught.value.fuel > 0


def test_a_failure_leaves_nothing_behind() -> None:
    """What the view handed over is as before."""
    fields: dict[str, Value] = {"leadscore": 5}
    with pytest.raises(BoxError):
        run("profile.fields.leadscore = 6\nadd_tag('a')\nx = 1 / 0", fields=fields)
    assert fields == {"leadscore": 5}


def test_values_that_do_not_fit_into_a_box() -> None:
    """Texts, lists and numbers beyond the budget fail the box that reads them, and no other."""
    assert failed("x = profile.fields.country", fields={"country": "a" * 5000})[0] == "budget"
    assert failed("x = profile.fields.langs", fields={"langs": ("a",) * 1001})[0] == "budget"
    assert failed("x = profile.fields.visits", fields={"visits": 2**70})[0] == "value"
    assert failed("x = len(collections.orders)", collections={"orders": ({},) * 1001})[0] == "budget"
    assert run("profile.fields.visits = 1", fields={"country": "a" * 5000}).writes == {"visits": 1}


def test_less_fuel_for_one_run() -> None:
    """A caller can give a run less, never more; the result says what was used."""
    made = box("for i in range(10):\n    x = i")
    used = made.run(View()).fuel
    assert made.run(View(), fuel=used).fuel == used
    with pytest.raises(BoxError):
        made.run(View(), fuel=used - 1)
    assert made.run(View(), fuel=10**9).fuel == used


def test_budgets_only_go_down() -> None:
    """No budget can be raised above its default."""
    assert Budgets(fuel=10).fuel == 10
    with pytest.raises(ValueError, match="fuel"):
        Budgets(fuel=20_001)
    with pytest.raises(ValueError, match="text"):
        Budgets(text=-1)
    assert failed("for i in range(10):\n    x = i", Budgets(fuel=10))[0] == "budget"
    assert failed("x = profile.id + 'a'", Budgets(text=2))[0] == "budget"


def test_two_runs_are_the_same() -> None:
    """A run depends on nothing but its view."""
    made = box('x = {"b", "a", "c"}\nprofile.fields.langs = sorted(x)\nprofile.fields.visits = len(x)')
    assert made.run(View()) == made.run(View())
    assert made.run(View()).writes["langs"] == ("a", "b", "c")


@pytest.mark.parametrize(
    "script",
    [
        "for x in {'a', 'b'}:\n    pass",
        "x = {'a', 'b'}\ny = ', '.join(x)",
        "x = {'a', 'b'}\nfor y in x:\n    pass",
        "x = str({'a'})",
    ],
)
def test_sets_have_no_order(script: str) -> None:
    """The order of a set, which differs from process to process, is never seen."""
    try:
        made = box(script)
    except AssertionError:
        return
    with pytest.raises(BoxError):
        made.run(View())


def test_uses_are_known_statically() -> None:
    """What a box reads, writes and asks for."""
    script = """\
for o in collections.orders:
    if o.amount and scores.engagement and now:
        award("engagement", o.amount)
add_tag("a")
remove_tag(profile.fields.country)
do("greet", name="x")
profile.fields.leadscore = event.size
"""
    uses = box(script).uses
    assert uses.reads == ("country",)
    assert uses.writes == ("leadscore",)
    assert uses.collections == {"orders": ("amount",)}
    assert (uses.scores, uses.awards, uses.actions) == (("engagement",), ("engagement",), ("greet",))
    assert (uses.tags_added, uses.tags_removed, uses.any_tag, uses.tags_read, uses.now) == (("a",), (), True, False, True)
    assert uses.attributes == ("size",)


def test_no_object_of_the_host_is_reachable() -> None:
    """The function knows the helpers and nothing else; not even Python's own functions."""
    function: Any = box("profile.fields.leadscore += 1").function
    assert function.__globals__["__builtins__"] == {}
    assert all(name == "__builtins__" or (name.startswith("_") and name.endswith("_")) for name in function.__globals__)
    assert function.__closure__ is None
    assert function.__defaults__ is None
    gc.collect()


ACCEPTED = {
    "(1 + 2) * 3 - 4 / 2": None,
    "7 // 2 + 7 % 4 - -1": None,
    "-7 // 2": None,
    "round(2.5) + round(3.14159, 2)": None,
    "max(1, 2, 3) + min([4, 5])": None,
    "sum([1, 2, 3.5])": None,
    "'a,b'.split(',')[1].upper() + ' x '.strip()": None,
    "'-'.join(['a', 'b', 'c']).replace('-', '+')": None,
    "'Hello'.lower().startswith('he') and 'x' not in 'abc'": None,
    "[x * 2 for x in range(5) if x % 2 == 0][2]": None,
    "{'a': 1, 'b': 2}.get('b', 0) + {'a': 1}.get('z', 5)": None,
    "1 if 0 < 5 <= 5 != 6 else 2": None,
    "f'{1 + 1} and {\"x\"} and {2.5} and {True} and {None}'": None,
    "len('abc') + len([1, 2]) + len({1, 1})": None,
    "any([0, 1]) and not all([0, 1])": None,
    "sorted([3, 1, 2])[0] + abs(-5) + int('12') + float('1.5')": None,
    "'abcabc'.count('a') + 'abc'.find('c') + 'ab'.find('x')": None,
    "bool('') or None or 'last'": None,
    "int(2.9) + int(-2.9) + int(True)": None,
    "range(10, 0, -3)[1]": None,
    "'a' in ['a'] and 5 in (1, 5) and 3 not in {1, 2}": None,
}


@pytest.mark.parametrize("expression", ACCEPTED)
def test_accepted_boxes_give_what_python_gives(expression: str) -> None:
    """The rewrite changes how a value is computed and never the value."""
    plain = eval(expression)  # noqa: S307 # an expression of this file
    assert value(expression) == str(plain)


def test_dates_as_texts() -> None:
    """Dates in texts look as Python writes them."""
    assert value("now") == str(datetime(1970, 1, 2, tzinfo=UTC))
    assert value("profile.fields.founded") == str(date(2020, 1, 31))
