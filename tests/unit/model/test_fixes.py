"""Fixes of names and types: what lsdsl can mend by itself, and what it leaves to the author."""

import pytest

from lsdsl.diagnostics import Diagnostic, Edit
from lsdsl.model.suggestions import is_slip, suggest
from tests.unit.model.ruletext import DATA, codes, findings

RULES = """\
event purchase:
    `Net Amount`  number
score engagement:
    range cold
    range warm  from 30
    +1 on each visit
selection warm_leads:
    where engagement is warm
followup greet:
    on visit
    do send_email "hello", bcc: "sales@example.com"
"""

SAFE = {
    "name": 'score s:\n    +1 while contry is "NL"\n',
    "name in the points": "score s:\n    +(employes / 10) on each visit\n",
    "name of a let": "let large = employees > 500\nscore s:\n    +1 while lareg\n",
    "field after profile": 'score s:\n    +1 while profile.contry is "NL"\n',
    "field of set": 'followup f:\n    on visit\n    set contry to "NL"\n',
    "field of given": 'test "t":\n    given contry = "NL"\n    expect employees is missing\n',
    "changed field": 'followup f:\n    on profile modified\n    where changed(contry)\n    add tag "x"\n',
    "event": "score s:\n    +1 on each visitt\n",
    "built-in event": "score s:\n    +1 on each profle modified\n",
    "event of a look-back": "score s:\n    +1 while seen(vist within 7 days)\n",
    "range": "score s:\n    +1 while engagement is at least wram\n",
    "range after is": "score s:\n    +1 while engagement is warmm\n",
    "list": "score s:\n    +1 while domain(email) in fre\n",
    "action": 'followup f:\n    on visit\n    do send_emal "hello"\n',
    "action in a test": 'test "t":\n    expect did(send_emai) == 0\n',
    "argument": 'followup f:\n    on visit\n    do send_email "hello", bccc: "a@example.com"\n',
    "function": 'score s:\n    +1 while domian(email) is "example.com"\n',
    "attribute": 'score s:\n    +1 on each visit where pth is "/"\n',
    "attribute between backticks": "score s:\n    +1 on each purchase where net_amount > 5\n",
    "attribute after per": "score s:\n    +1 on first visit per pathh\n",
    "attribute of a row": "score s:\n    +1 on each orders created where amont > 5\n",
    "follow-up": 'test "t":\n    expect ran(gret) == 0\n',
    "colour": "score s:\n    range low  crimsn\n    +1 on each visit\n",
    "colour in quotes": 'score s:\n    range low  "crimsn"\n    +1 on each visit\n',
    "option": 'score s:\n    +1 while status is "News"\n',
    "option without quotes": "score s:\n    +1 while status is new\n",
    "option of a table": 'score s:\n    by status:\n        +1  "New"\n',
    "number in quotes": 'score s:\n    +1 while employees > "50"\n',
    "number in quotes of a list": 'score s:\n    +1 while employees in ("50", 60)\n',
    "number in quotes in set": 'followup f:\n    on visit\n    set employees to "5"\n',
    "number in quotes in given": 'test "t":\n    given employees = "5"\n    expect employees == 5\n',
    "boolean in quotes": 'score s:\n    +1 while active is "true"\n',
    "date in quotes": 'score s:\n    +1 while birth > "2000-01-31"\n',
    "moment in quotes": 'score s:\n    +1 while joined > "2026-01-31T09:00Z"\n',
    "text without quotes": "score s:\n    +1 while country is 5\n",
    "text argument without quotes": "score s:\n    +1 while country contains 5\n",
    "case of a number": "score s:\n    +1 while employees is 5 ignoring case\n",
    "case of a list of numbers": "score s:\n    +1 while employees in (5, 6)   ignoring  case\n",
    "field after in": "score s:\n    +1 while country in langs\n",
}
"""Rules with one mistake of which there is one reading."""

UNSAFE = {
    "score that is awarded to": "followup f:\n    on visit\n    award +5 to engagment\n",
    "score of a trigger": 'followup f:\n    when engagment changes\n    add tag "x"\n',
    "score in an expression": "score s:\n    +1 while engagment > 5\n",
    "score in the data of a test": (
        'test "t":\n    on points adjusted score = "engagment", points = 5\n    expect engagement == 5\n'
    ),
    "far name": "score s:\n    +1 while country_code_2 is missing\n",
    "opposite": "let unsubscribed = active\nscore s:\n    +1 while subscribed\n",
    "text without quotes": "score s:\n    +1 while country is zzzzzz\n",
    "tag": 'score s:\n    +1 while tags contains "newslettr"\nfollowup f:\n    on visit\n    add tag "newsletter"\n',
}
"""Rules with one mistake that can be mended when somebody asks for it."""

NONE = {
    "two readings": "let first_visit = active\nlet first_visits = active\nscore s:\n    +1 while first_vist\n",
    "name or text": "score s:\n    +1 while country is emial\n",
    "nothing close": "score s:\n    +1 while zzzzzz > 5\n",
    "another kind": "followup f:\n    on visit\n    award +5 to visit\n",
    "verb": 'followup f:\n    on orders\n    add tag "x"\n',
    "text that is no number": 'score s:\n    +1 while employees > "many"\n',
    "number with an exponent": 'score s:\n    +1 while employees > "1e3"\n',
    "date of a week": 'score s:\n    +1 while birth > "2026-W01-1"\n',
    "not in a field": "score s:\n    +1 while country not in langs\n",
    "number with a leading zero": "score s:\n    +1 while country is 010\n",
}
"""Rules with one mistake that only their author can mend."""


def only(rules: str) -> Diagnostic:
    """The one finding of rules."""
    (found,) = findings(RULES + rules)
    return found


def mended(rules: str, edits: tuple[Edit, ...]) -> str:
    """The rules after their fix."""
    text = DATA + RULES + rules
    for edit in sorted(edits, key=lambda one: one.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


@pytest.mark.parametrize("rules", SAFE.values(), ids=SAFE)
def test_what_has_one_reading_is_mended_safely(rules: str) -> None:
    """The fix is safe, and the rules have no finding after it."""
    fix = only(rules).fix
    assert fix is not None
    assert fix.safe
    assert codes(mended(rules, fix.edits), "") == []


@pytest.mark.parametrize("rules", UNSAFE.values(), ids=UNSAFE)
def test_what_may_mean_something_else_is_mended_when_asked_for(rules: str) -> None:
    """The fix is unsafe, and the rules have no finding after it."""
    fix = only(rules).fix
    assert fix is not None
    assert not fix.safe
    assert codes(mended(rules, fix.edits), "") == []


@pytest.mark.parametrize("rules", NONE.values(), ids=NONE)
def test_what_has_several_readings_is_left_alone(rules: str) -> None:
    """There is no fix."""
    assert only(rules).fix is None


def test_score_beside_a_field_is_no_certain_suggestion() -> None:
    """A suggestion that is one of two close names has no fix at all, whichever is nearer."""
    found = suggest("leadscor", ["leadscore", "leadscores"])
    assert found is not None
    assert found.written is None


@pytest.mark.parametrize(
    ("name", "candidate", "slip"),
    [
        ("leadscor", "leadscore", True),
        ("lead_source", "Lead Source", True),
        ("subscribed", "unsubscribed", False),
        ("min_price", "max_price", False),
        ("score_1", "score_2", False),
        ("won", "win", False),
        ("cold", "gold", False),
    ],
)
def test_slips(name: str, candidate: str, slip: bool) -> None:
    """One letter is a slip of the finger, but not where it makes another word of it."""
    assert is_slip(name, candidate) is slip


def test_names_and_texts_are_written_as_rules_need_them() -> None:
    """A name that is not plain gets its backticks, a text its quotes."""
    name, text = suggest("lead_source", ["Lead Source"]), suggest("New Led", ["New Lead"])
    assert name is not None
    assert text is not None
    assert (name.written, text.as_text().written, text.as_text()) == ("`Lead Source`", '"New Lead"', '"New Lead"')
