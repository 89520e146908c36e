"""Boxes give what plain Python gives: the same text is run by Python itself, on stand-ins for what a box sees.

A box may fail where Python goes on (budgets, types that boxes keep apart), never the other way round, and never with another
result.
"""

import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsdsl.model.types import Value
from lsdsl.script import Ask, Award, BoxError, Tag
from tests.sandbox.boxes import View, box
from tests.sandbox.hostile.corpus import corpus, outcomes

FIELDS: dict[str, Value] = {"country": "NL-be", "employees": 7, "leadscore": 3, "visits": 2.5, "status": "new", "active": True}
ROWS: tuple[dict[str, Value], ...] = ({"amount": 5, "shop": "a"}, {"amount": 7.5, "shop": "b"}, {"amount": -1, "shop": "a"})
MISSING = ("email", "langs", "Lead Source", "birth", "joined", "founded", "owned")


class Names:
    """Values by name, as attributes and in brackets."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)

    def __getitem__(self, name: str) -> Any:
        return self.__dict__[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self.__dict__[name] = value


def plain(script: str) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """The fields and effects that Python itself comes to."""
    fields = Names({**dict.fromkeys(MISSING), **FIELDS})
    effects: list[tuple[Any, ...]] = []
    names = {
        "profile": Names({"fields": fields, "id": "p1", "tags": ["a", "b"]}),
        "event": Names({"type": "visit", "path": "/a b", "size": 4}),
        "collections": Names({"orders": [Names(row) for row in ROWS]}),
        "scores": Names({"engagement": 4}),
        "award": lambda score, points: effects.append(("award", score, points)),
        "add_tag": lambda tag: effects.append(("tag", tag, True)),
        "remove_tag": lambda tag: effects.append(("tag", tag, False)),
        "do": lambda action, **values: effects.append(("do", action, values)),
    }
    lines = "\n".join(f"    {line}" for line in script.split("\n"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(f"def box():\n{lines}\nbox()", names)  # noqa: S102  # that is what this test is about
    return {name: value for name, value in vars(fields).items() if value != FIELDS.get(name)}, effects


def boxed(script: str) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """The fields and effects of the box."""
    view = View(
        fields=FIELDS,
        tags=("a", "b"),
        data={"path": "/a b", "size": 4},
        collections={"orders": ROWS},
        scores={"engagement": 4},
    )
    result = box(script).run(view)
    effects: list[tuple[Any, ...]] = []
    for effect in result.effects:
        match effect:
            case Award(score=score, points=points):
                effects.append(("award", score, points))
            case Tag(tag=tag, present=present):
                effects.append(("tag", tag, present))
            case Ask(action=action, arguments=arguments):
                effects.append(("do", action, {name: value for name, _, value in arguments}))
    return {name: value for name, value in result.writes.items() if value != FIELDS.get(name)}, effects


def same(script: str) -> None:
    """Hold that a box which ends well gives what Python gives, and that one which Python cannot run fails."""
    try:
        expected = plain(script)
    except Exception:  # noqa: BLE001  # whatever Python says, the box has to fail as well
        with pytest.raises(BoxError):
            boxed(script)
        return
    try:
        found = boxed(script)
    except BoxError as error:
        assert error.kind in ("budget", "write", "value", "type", "missing")  # noqa: PT017  # limits of boxes
        return
    fields = {
        name: tuple(dict.fromkeys(value)) if isinstance(value, list | tuple) else value for name, value in expected[0].items()
    }
    assert (found[0], found[1]) == (fields, expected[1])


@pytest.mark.parametrize(
    "script",
    [
        "profile.fields.leadscore += 1",
        "profile.fields.leadscore = -7 // 2 + -7 % 3 + 7 % -3",
        "profile.fields.visits = round(2.5) + round(3.5) + round(-2.675, 2)",
        "profile.fields.visits = 1 - 0.9 + 10 / 4 - 7 // 2.0",
        "profile.fields.visits = sum([o.amount for o in collections.orders if o.amount > 0])",
        "t = 0\nfor o in collections.orders:\n    if o.shop == 'b':\n        continue\n    t += o.amount\naward('engagement', t)",
        "for i in range(10, 0, -3):\n    award('engagement', i)\n    if i < 5:\n        break",
        "profile.fields.country = event.path.strip('/').title().replace(' ', '-').upper()",
        "profile.fields.country = ','.join(sorted(event.path.split()))",
        "profile.fields.country = f'{profile.id}:{event.size}:{1.50}:{True}:{None}'",
        "profile.fields.country = {'NL-be': 'both', 'NL': 'one'}.get(profile.fields.country, 'none')",
        "profile.fields.active = 1 < event.size <= 4 != 5 and not ('z' in event.path)",
        "profile.fields.active = event.size in (1, 2, 4) and 'b' in profile.tags and 'q' not in profile.tags",
        "profile.fields.country = profile.fields.email or profile.fields.country[0] + profile.fields.country[-1]",
        "profile.fields.langs = [t.upper() for t in profile.tags] ",
        "x = 5\nfor x in range(3):\n    pass\nprofile.fields.visits = x",
        "x = 5\ny = [x for x in range(3)]\nprofile.fields.visits = x + len(y)",
        "if event.size > 3:\n    add_tag('big')\n    return\nadd_tag('small')",
        "if event.size > 30:\n    add_tag('x')\nelif event.size > 3:\n    remove_tag('a')\nelse:\n    add_tag('y')",
        "do('greet', name='n', times=event.size * 2)\nprofile.fields.visits = min(3, 1, 2) + max([4, 9.5])",
        "profile.fields.visits = 'abcabc'.find('c') + 'abcabc'.count('bc') + int(' 12 ') + float('1e3')",
        "profile.fields.visits = abs(-3) + len('ab') + len({1, 2, 1}) + int(2.9) + int(-2.9)",
        "profile.fields.active = any([0, '', None]) or all([1, 'a', 2.5])",
        'profile.fields["Lead Source"] = "a" if profile.fields.visits > 2 else "b"',
        "x = None\nprofile.fields.active = x is None and x == None and 5 is not None",
        "profile.fields.visits = {1: 10, 2.0: 20, True: 30}.get(1, 0)",
        "x = {" + ", ".join(f"{one}: {one * one}" for one in range(40)) + "}.get(7)\nprofile.fields.visits = x",
        "profile.fields.country = f'" + "{event.size}-" * 25 + "'",
        "profile.fields.visits = max(" + ", ".join(str(one % 37) for one in range(70)) + ")",
        "x = (" + ", ".join(str(one) for one in range(70)) + ")\nprofile.fields.visits = x[-1] + len(x) + sum(x)",
    ],
)
def test_what_people_write(script: str) -> None:
    """Arithmetic, texts, loops, tables, comprehensions and effects mean what they mean in Python."""
    assert boxed(script) is not None
    same(script)


OTHER = ("now", "birth", "joined", "founded", "days_between", "created", "langs", "email")
"""What the stand-ins of plain Python do not have."""
HARMLESS = [
    one
    for one in corpus()
    if outcomes()[f"{one.category}/{one.name}"] == "harmless"
    and one.view == "usual"
    and not any(word in one.script for word in OTHER)
]


@pytest.mark.parametrize("one", HARMLESS, ids=lambda one: f"{one.category}/{one.name}")
def test_what_is_odd_but_harmless(one: Any) -> None:
    """Hostile scripts that are accepted do nothing else than in Python."""
    same(one.script)


NUMBERS = st.sampled_from(
    [
        "0",
        "1",
        "2",
        "3",
        "7",
        "0.5",
        "2.25",
        "10",
        "1000000",
        "9223372036854775807",
        "profile.fields.leadscore",
        "event.size",
        "a",
        "b",
    ]
)
TEXTS = st.sampled_from(
    ['""', '"a"', '"ab"', '" b "', '"é😀"', '","', "event.path", "profile.fields.country", "profile.id", "c", "d"]
)


def number(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Larger expressions for numbers."""
    signs = st.sampled_from(["+", "-", "*", "/", "//", "%"])
    names = st.sampled_from(["abs", "int", "float", "round", "-", "+"])
    return st.one_of(
        st.builds("({} {} {})".format, inner, signs, inner),
        st.builds("{}({})".format, names, inner),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
        st.builds("({} if {} < {} else {})".format, inner, inner, inner, inner),
        st.builds("({} and {} or {})".format, inner, inner, inner),
        st.builds("sum([{}, {}])".format, inner, inner),
        st.builds("[{}, {}][{}]".format, inner, inner, st.sampled_from(["0", "-1", "1"])),
    )


def text(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Larger expressions for texts."""
    plain_methods = st.sampled_from(["lower", "upper", "title", "capitalize", "strip", "lstrip", "rstrip"])
    return st.one_of(
        st.builds("({} + {})".format, inner, inner),
        st.builds("{}.{}()".format, inner, plain_methods),
        st.builds("{}.replace({}, {})".format, inner, inner, inner),
        st.builds("{}.join([{}, {}])".format, inner, inner, inner),
        st.builds("{}.join({}.split())".format, inner, inner),
        st.builds("({} if {} in {} else {})".format, inner, inner, inner, inner),
        st.builds("{}.strip({})".format, inner, inner),
        st.builds("str({}.{}({}))".format, inner, st.sampled_from(["find", "count", "startswith", "endswith"]), inner),
        st.builds("max({}, {})".format, inner, inner),
    )


BEGIN = 'a = event.size\nb = 2.5\nc = "xy"\nd = profile.fields.country'


@given(st.lists(st.recursive(NUMBERS, number, max_leaves=8), min_size=1, max_size=3))
def test_arithmetic(expressions: list[str]) -> None:
    """Random arithmetic comes to the same numbers."""
    lines = [f"a = {one}" for one in expressions]
    same("\n".join([BEGIN, *lines, "profile.fields.visits = a", 'profile.fields["Lead Source"] = str(a)']))


@given(st.lists(st.recursive(TEXTS, text, max_leaves=8), min_size=1, max_size=3))
def test_texts(expressions: list[str]) -> None:
    """Random texts come to the same texts."""
    lines = [f"c = {one}" for one in expressions]
    same("\n".join([BEGIN, *lines, 'profile.fields["Lead Source"] = c', "profile.fields.visits = len(c)"]))


@given(st.recursive(NUMBERS, number, max_leaves=4), st.recursive(TEXTS, text, max_leaves=4), st.integers(0, 12))
def test_loops(amount: str, word: str, times: int) -> None:
    """Loops and comprehensions do as many rounds, with the same values."""
    loop = f"for i in range({times}):\n    a = ({amount}) % 1000 + i\n    c = ({word})\n    add_tag('t' + c)"
    script = f"{loop}\nx = [i * a for i in range({times})]"
    same(f"{BEGIN}\n{script}\nprofile.fields.visits = sum(x)")
