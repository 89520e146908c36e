"""Types: what goes together, and what is said of what does not."""

import pytest

from lsdsl.model.expressions import (
    Comparison,
    Constant,
    Elapsed,
    FunctionCall,
    Gained,
    HistoryRead,
    ListContainsAgainst,
    Membership,
    TextTest,
)
from lsdsl.model.types import BOOLEAN, DATETIME, DURATION, NUMBER, TEXT
from tests.unit.model.ruletext import codes, condition, event_rule, model, wrong

DAY = 86_400_000_000


@pytest.mark.parametrize(
    ("text", "code", "place", "help_text"),
    [
        ("employees", "LS301", "employees", "write `employees is not missing`, or compare it: `employees > 0`"),
        ("country", "LS301", "country", 'write `country is not missing`, or compare it: `country is "..."`'),
        ("langs", "LS301", "langs", 'write `langs contains "..."`'),
        ("age(birth)", "LS301", "age(birth)", "write `age(birth) > 7 days`"),
        ('employees is "5"', "LS302", 'employees is "5"', "write `5` without the quotes"),
        ("country is 5", "LS302", "country is 5", 'write `"5"` with quotes'),
        ('birth < "2026-01-31"', "LS302", 'birth < "2026-01-31"', "write `2026-01-31` without the quotes"),
        ('langs is "en"', "LS302", 'langs is "en"', 'write `langs contains "en"`'),
        ("joined > 3 days", "LS302", "joined > 3 days", "compare how long ago it is: `age(joined) > 7 days`"),
        ('status is "nwe"', "LS305", '"nwe"', 'did you mean "new"?'),
        ('status in ("new", "odl")', "LS305", '"odl"', 'did you mean "old"?'),
        ("country in langs", "LS311", "langs", "write `langs contains country`"),
        ("country in fre", "LS205", "fre", "did you mean `free`?"),
        ("country contains free", "LS315", "free", "write `contains any free`, or `all` or `none`"),
        ("flames(s) > 2", "LS322", "s", "add `ideal N` to the score: the value at which all five flames burn"),
        ("gained(s) > 2", "LS326", "gained(s)", "write `gained(SCORE within 7 days)`"),
        ("cuont(visit) > 2", "LS208", "cuont", "did you mean `count`?"),
    ],
)  # fmt: skip
def test_help_says_what_to_write(text: str, code: str, place: str, help_text: str) -> None:
    """A common mistake is told with what to write instead."""
    assert wrong(text) == (code, place, help_text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("active > true", "LS306"),
        ('country < "x"', "LS306"),
        ('country between "a" and "b"', "LS306"),
        ("employees between 1 and birth", "LS302"),
        ('country + employees is "x"', "LS303"),
        ("joined + 5 > joined", "LS303"),
        ("age(joined) * 2 > 5 days", "LS303"),
        ('-country is "x"', "LS308"),
        ("country matches /(?=a)/", "LS309"),
        ("employees in free", "LS310"),
        ("employees is 5 ignoring case", "LS312"),
        ('langs in ("a", "b")', "LS313"),
        ('employees contains "a"', "LS314"),
        ('langs starts with "a"', "LS314"),
        ('country in ("a", 5)', "LS304"),
        ('lower(country, "x") is "x"', "LS317"),
        ("round(employees, 1.5) > 2", "LS318"),
        ("domain(employees) is missing", "LS304"),
        ("age(country) > 2 days", "LS304"),
        ("min(employees, birth) > 5", "LS302"),
        ("sum(path of visit) > 3", "LS304"),
        ("sum(size) > 3", "LS320"),
        ("last(visit within 3 days) > joined", "LS319"),
        ('count(visit where country is "x") > 3', "LS226"),
        ('count(visit where paht is "x") > 3', "LS209"),
        ("count(visit where seen(click)) > 3", "LS235"),
        ("employees is at least low", "LS321"),
        ("ran(f) > 1", "LS234"),
        ("count(page) > 1", "LS202"),
    ],
)
def test_what_does_not_fit(text: str, code: str) -> None:
    """What has no meaning is one finding of its own kind."""
    assert wrong(text)[0] == code


@pytest.mark.parametrize(
    "text",
    [
        "joined - birth > 3 days",
        "birth + 3 days < joined",
        "birth < joined and joined > 2026-01-31 and birth <= 2026-01-31T09:00Z",
        "age(last(visit)) > 3 days or until(birth) < 1 week",
        "max(birth, birth) is not missing",
        "min(age(joined), 3 days) < 1 day",
        'country + "x" is "y"',
        "length(langs) + length(country) > 3",
        "round(employees / 3, 2) > 1 and number(country) < abs(-3)",
        'query(country, "utm") starts with any ("a", "b") ignoring case',
        'status is "NEW" ignoring case and status in ("OLD") ignoring case',
        "domain(email) not in free",
        'tags contains none ("a", "b")',
        "count(orders where amount > 5 within 7 days) > 3 and sum(amount / 2 of orders) > 5",
        "gained(s within 7 days) > 3",
        "active and not active",
    ],
)  # fmt: skip
def test_what_fits(text: str) -> None:
    """The allowed pairs of types have no findings."""
    assert codes(f"score s:\n    +1 while {text}\n") == []


def test_boolean_field_is_never_missing_as_a_condition() -> None:
    """A boolean that may be missing is compared with true where a condition stands."""
    value = condition("active")
    assert isinstance(value, Comparison)
    assert isinstance(value.right, Constant)
    assert (value.operator, value.right.value, value.type) == ("==", True, BOOLEAN)


def test_literals_are_held_in_microseconds() -> None:
    """Dates, moments and durations become microseconds."""
    birth, joined, age = (
        condition(text) for text in ("birth is 1970-01-02", "joined is 1970-01-01T00:00:01Z", "age(birth) > 2 days")
    )
    values = [one.right.value for one in (birth, joined, age) if isinstance(one, Comparison) and isinstance(one.right, Constant)]
    assert values == [DAY, 1_000_000, 2 * DAY]


def test_shapes_of_expressions() -> None:
    """The forms of the language become the nodes of the model."""
    member = condition("domain(email) in free")
    assert isinstance(member, Membership)
    assert member.items == ("gmail.com", "yahoo.com")
    assert isinstance(member.value, FunctionCall)
    assert isinstance(condition('country starts with "a"'), TextTest)
    tags = condition('tags contains any ("a", "b")')
    assert isinstance(tags, ListContainsAgainst)
    assert tags.items == ("a", "b")


def test_history_keeps_what_is_asked_for() -> None:
    """``count`` and ``sum`` know their event, condition, value and window."""
    value = condition("sum(amount of orders where amount > 5 within 2 days) > 3")
    assert isinstance(value, Comparison)
    assert isinstance(value.left, HistoryRead)
    assert (value.left.history.event, value.left.history.collection, value.left.within) == ("orders", True, 2 * DAY)
    assert (value.left.type, value.left.history.value is not None) == (NUMBER, True)


def test_types_of_results() -> None:
    """Functions and operators give the types that the language says."""
    lets = model("let a = last(visit)\nlet b = joined - birth\nlet c = birth + 1 day\nlet d = lower(country)\n").lets
    assert [one.value.type for one in lets.values()] == [DATETIME, DURATION, DATETIME, TEXT]
    assert isinstance(model("let a = age(birth)\n").lets["a"].value, Elapsed)


def test_gains_of_a_sum() -> None:
    """The gains of a computed score are summed over the scores that it is the plain sum of."""
    scores = "score a:\n    +1 while active\nscore b:\n    +1 while active\nscore t = a + x\nlet x = b\n"
    value = model(f"{scores}let g = gained(t within 1 day)\n").lets["g"].value
    assert isinstance(value, Gained)
    assert value.scores == ("a", "b")
    assert codes(f"{scores}score u = t * 2\nlet g = gained(u within 1 day)\n") == ["LS323"]


def test_literal_points_are_constants() -> None:
    """Points that are a literal are a signed constant."""
    points = event_rule("-5 on each visit").points
    assert isinstance(points, Constant)
    assert points.value == -5


def test_long_and_deep_expressions() -> None:
    """Expressions up to the limits of the syntax need no deep recursion."""
    assert codes(f"let x = {' + '.join(['employees'] * 200)}\n") == []
    assert codes(f"let x = {'(' * 60}employees{')' * 60} > 1\n") == []
    chain = "".join(f"let a{number} = a{number + 1} + 1\n" for number in range(2000))
    assert codes(f"{chain}let a2000 = 1\n") == []
