"""What a rule author reads about a box: code, place and help."""

import pytest

from lsdsl.diagnostics import CATALOGUE, Severity
from lsdsl.script import check_boxes
from lsdsl.source import Source
from tests.sandbox.boxes import DATA, codes, findings, model, rules, told

TOLD = {
    # misprints and habits
    "x = 1\nx - = 1": ("LS404", " ", "`-=`"),
    "if 1 && 2:\n    pass": ("LS403", "&&", "`and`"),
    "if 1 || 2:\n    pass": ("LS403", "||", "`or`"),
    "x = !1": ("LS403", "!", "`not`"),
    "x = 1 === 2": ("LS403", "===", "`==`"),
    "x = 1 !== 2": ("LS403", "!==", "`!=`"),
    "profile.fields.leadscore++": ("LS403", "++", "`+= 1`"),
    "profile.fields.leadscore--": ("LS403", "--", "`-= 1`"),
    "let x = 5": ("LS403", "let", "without `let`"),
    "var x = 5": ("LS403", "var", "without `var`"),
    "const x = 5": ("LS403", "const", "without `const`"),
    "// a comment": ("LS403", "//", "`#`"),
    "x = 5 // a comment": ("LS403", "//", "`#`"),
    "/* a\n   comment */": ("LS403", "/*", "`#`"),
    "x = null": ("LS403", "null", "`None`"),
    "x = undefined": ("LS403", "undefined", "`None`"),
    "x = true": ("LS403", "true", "`True`"),
    "x = false": ("LS403", "false", "`False`"),
    "x = 1;": ("LS405", ";", "take it away"),
    "x = 1 ? 2 : 3": ("LS403", "?", "if CONDITION else"),
    # names
    "profile.fields.leadscor = 1": ("LS430", "leadscor", "`leadscore`"),
    "profile.leadscore = 1": ("LS432", "leadscore", "`profile.fields.leadscore`"),
    "profile.leadscor = 1": ("LS432", "leadscor", "`profile.fields.leadscore`"),
    "profile.fields.leadscore = visits": ("LS431", "visits", "`profile.fields.visits`"),
    'profile.fields["Lead Sorce"] = "a"': ("LS430", '"Lead Sorce"', "`Lead Source`"),
    "x = event.pth": ("LS433", "pth", "`path`"),
    "x = event.data.path": ("LS432", "event.data.path", "`event.path`"),
    "x = scores.engagment": ("LS435", "engagment", "`engagement`"),
    'award("engagment", 1)': ("LS435", '"engagment"', "`engagement`"),
    'award("total", 1)': ("LS443", '"total"', "computed from"),
    'do("gret", name="x")': ("LS436", '"gret"', "`greet`"),
    'do("greet", name="x", tims=1)': ("LS437", "tims", "`times`"),
    'do("greet", times=1)': ("LS441", 'do("greet", times=1)', 'name="..."'),
    'do("greet", name=profile.fields.country)': ("LS442", "profile.fields.country", "in quotes"),
    "for o in collections.orders:\n    x = o.amont": ("LS439", "amont", "`amount`"),
    "x = len(collections.order)": ("LS438", "order", "`orders`"),
    "profile.fields.owned = 1": ("LS440", "owned", '`award("engagement", ...)`'),
    "profile.fields.owned += 1": ("LS440", "owned", '`award("engagement", ...)`'),
    "x = subprofile.fields.amount": ("LS434", "amount", "of a collection"),
    # types
    'x = "a" + 5': ("LS445", '"a" + 5', "`str(...)`"),
    'x = 5 + "6"': ("LS445", '5 + "6"', "`6`"),
    'x = "a" * 5': ("LS445", '"a" * 5', "both sides"),
    'x = "%d" % 5': ("LS445", '"%d" % 5', 'f"... {NAME} ..."'),
    "x = now - profile.fields.joined": ("LS445", "now - profile.fields.joined", "`days_between(a, b)`"),
    "if profile.fields.birth < now:\n    pass": ("LS446", "profile.fields.birth < now", "`days_between(a, b)`"),
    'if profile.fields.leadscore > "5":\n    pass': ("LS446", 'profile.fields.leadscore > "5"', "one type"),
    'profile.fields.leadscore = "5"': ("LS449", '"5"', "`float(...)`"),
    "profile.fields.country = 5": ("LS449", "5", "`str(...)`"),
    'profile.fields.status = "nw"': ("LS448", '"nw"', '"new", "old"'),
    'profile.fields.langs = "a"': ("LS449", '"a"', "a list"),
    'award("engagement", "5")': ("LS449", '"5"', "a number"),
    "add_tag(5)": ("LS449", "5", "a text"),
    "profile.fields.visits += 1": ("LS450", "profile.fields.visits", "`visits number = 0`"),
    # shapes
    "profile.fields.leadscore == 5": ("LS410", "profile.fields.leadscore == 5", "did you mean `=`?"),
    "x == 5": ("LS410", "x == 5", "did you mean `=`?"),
    "profile.fields.leadscore + 5": ("LS411", "profile.fields.leadscore + 5", "assign it"),
    "if profile.fields.leadscore = 5:\n    pass": ("LS412", "profile.fields.leadscore", "`==`"),
    "while 1:\n    pass": ("LS420", "while 1:", "`for NAME in ...:`"),
    "def f():\n    pass": ("LS420", "def f():", "one below the other"),
    "import math": ("LS420", "import math", "built-in functions"),
    'print("x")': ("LS420", 'print("x")', "write to a field"),
    "try:\n    pass\nexcept:\n    pass": ("LS420", "try:", "test before"),
    "x = lambda: 1": ("LS420", "lambda: 1", "where it is used"),
    "class A:\n    pass": ("LS420", "class A:", "fields"),
    'x = "abc"[0:2]': ("LS420", "0:2", "`text[0]`"),
    "x = 2 ** 3": ("LS420", "2 ** 3", "`a * a`"),
    "x = (y := 1)": ("LS420", "y := 1", "a line of its own"),
    'x = f"{1:.2f}"': ("LS420", 'f"{1:.2f}"', "round before"),
    "x = profile.fields.country.length": ("LS421", "length", "`len(...)`"),
    "x = profile.fields.country.uper()": ("LS421", "uper", "`upper`"),
    'profile.tags.append("a")': ("LS421", "append", "`add_tag(...)`"),
    "x = sum(collections.orders.amount)": ("LS421", "amount", "`[row.amount for row in collections.orders]`"),
    "x = sum(o.amount for o in collections.orders)": ("LS420", "(o.amount for o in collections.orders)", "brackets"),
    'x = {"a": 1}': ("LS420", '{"a": 1}', ".get("),
    "x = len": ("LS422", "len", "`len(...)`"),
    "x = profile.fields": ("LS423", "profile.fields", "profile.fields.NAME"),
    "x = foo(1)": ("LS425", "foo", "the functions are"),
    "len = 1": ("LS426", "len", "a name of its own"),
    'x = add_tag("a")': ("LS427", 'add_tag("a")', "a line of its own"),
    'x = len("a", "b")': ("LS428", 'len("a", "b")', "`len`"),
    "break": ("LS415", "break", "`return`"),
    "if 1\n    pass": ("LS407", "", "`:`"),
    "x = (1": ("LS409", "(", "partner"),
    "x = 1 2": ("LS406", "2", "one statement"),
    "if 1:\npass": ("LS408", "if 1:", "indent"),
    "x = 007": ("LS414", "00", "numbers"),
}


@pytest.mark.parametrize("script", TOLD)
def test_one_mistake_is_one_finding(script: str) -> None:
    """Each mistake has its code, points at its place and says what to write instead."""
    code, place, instead = TOLD[script]
    found_code, found_place, found_help = told(script)
    assert (found_code, found_place) == (code, place)
    assert instead in found_help


@pytest.mark.parametrize(
    "script",
    [
        "x = 7 // 2",
        "null = 5\nx = null",
        "x = - -5",
        "x = 5 if 1 else 6  # a && b; c // d",
        'x = "a && b; // let null"',
        'x = "it\'s; fine"',
        "let = 5\nx = let + 1",
        "x = +1",
    ],
)
def test_what_python_accepts_is_no_habit(script: str) -> None:
    """Habits are named only where Python would not accept the line."""
    assert codes(script) == []


def test_several_findings_of_one_box() -> None:
    """Independent mistakes are told in one go, in the order of their places."""
    script = 'profile.fields.leadscor = 1\nimport os\nx = "a" + 1\nlet y = 2\nprofile.fields.visits += 1;\nz = y\n'
    assert codes(script) == ["LS430", "LS420", "LS445", "LS403", "LS450", "LS405"]


def test_a_conditional_in_one_line_as_javascript_writes_it() -> None:
    """The colon that is missing is told besides the semicolon."""
    assert codes("if (profile.fields.leadscore) profile.fields.leadscore = 1;") == ["LS407", "LS405"]


def test_names_of_unreadable_lines_are_known() -> None:
    """One mistake is one finding: what a broken line assigns is not called unknown."""
    assert codes("let y = 2\nprofile.fields.leadscore = y") == ["LS403"]


@pytest.mark.parametrize(
    ("script", "line", "column", "words"),
    [
        ("if 1:\n\tprofile.fields.leadscor = 1", 2, 17, "leadscor"),
        ('x = "größe 漢字 😀" + profile.fields.leadscor', 1, 35, "leadscor"),
        ('x = "größe 漢字 😀"; y = 2', 1, 17, ";"),
        ('if "é":\n\tx = "é" + = 1', 2, 11, " "),
        ('x = "é" 5', 1, 9, "5"),
    ],
)
def test_line_and_column_in_the_rule_file(script: str, line: int, column: int, words: str) -> None:
    """Places are right behind tabs, letters of two bytes and characters of four."""
    text = rules(script)
    (found,) = findings(script)
    source = Source("rules.lsdsl", text)
    first = text[: text.index("    script:\n")].count("\n") + 1
    position = source.position(found.span.start)
    assert text[found.span.start : found.span.end] == words
    assert (position.line, position.column) == (first + line, 8 + column)


@pytest.mark.parametrize(
    ("script", "warned"),
    [
        ("profile.fields.visits += 1", True),
        ("profile.fields.leadscore += 1", False),
        ("if profile.fields.visits:\n    profile.fields.visits += 1", False),
        ("if profile.fields.visits is not None:\n    profile.fields.visits += 1", False),
        ("if profile.fields.visits is None:\n    profile.fields.visits = 0\nprofile.fields.visits += 1", False),
        ("if not profile.fields.visits:\n    profile.fields.visits = 0\nprofile.fields.visits += 1", False),
        ("if profile.fields.visits is None:\n    return\nprofile.fields.visits += 1", False),
        ("if profile.fields.visits is None:\n    pass\nprofile.fields.visits += 1", True),
        ("profile.fields.visits = 1\nprofile.fields.visits += 1", False),
        ("profile.fields.visits = None\nprofile.fields.visits += 1", True),
        ("if profile.fields.visits > 5:\n    profile.fields.visits += 1", False),
        ("if profile.fields.visits or event.size:\n    profile.fields.visits += 1", True),
        ("if profile.fields.visits and event.size:\n    profile.fields.visits += 1", False),
        ("for x in range(3):\n    profile.fields.visits += 1", True),
    ],
)
def test_a_number_field_without_default(script: str, warned: bool) -> None:
    """``+=`` on what may be missing is a warning, unless the box has tested it or written it."""
    assert codes(script) == (["LS450"] if warned else [])
    assert CATALOGUE["LS450"].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("trigger", "script", "expected"),
    [
        ("on visit or click", "x = event.path", ["LS433"]),
        ("on visit or click", "x = event.type", []),
        ("when leadscore > 5", "x = event.path", ["LS434"]),
        ("when leadscore > 5", "x = event.time", []),
        ("on orders created", "x = subprofile.fields.amount", []),
        ("on orders created", "x = subprofile.fields.id", []),
        ("on orders created", "x = event.amount", []),
        ("on orders created", "x = subprofile.fields.amont", ["LS439"]),
        ("on orders created or tickets created", "x = subprofile.fields.amount", ["LS434"]),
        ("on tag added", "x = event.tag", []),
    ],
)
def test_what_a_trigger_shows(trigger: str, script: str, expected: list[str]) -> None:
    """Attributes and the subprofile exist where the trigger has them."""
    assert codes(script, trigger) == expected


def test_mail_without_an_address() -> None:
    """A mail goes to the field ``email``, which has to be there."""
    assert codes('do("send_email", template="x")') == []
    data = DATA.replace("    email      text\n", "")
    assert codes('do("send_email", template="x")', data=data) == ["LS444"]
    assert codes('do("send_email", template="x", to="a@b.com")', data=data) == []


def test_boxes_inside_of_branches() -> None:
    """A box below ``if`` is checked like any other."""
    text = rules("pass").replace(
        "    script:\n        pass", "    if leadscore > 5:\n        script:\n            profile.fields.leadscor = 1"
    )
    boxes, found = check_boxes(model(text))
    assert [one.code for one in found] == ["LS430"]
    assert boxes == {}
