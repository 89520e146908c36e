"""Scores: properties, rules, tables, ranges, and how rules are known again."""

import pytest

from lsdsl.model.declarations import AbsenceRule, Decay, EventRule, Table
from tests.unit.model.ruletext import codes, event_rule, model, rules, told

DAY = 86_400_000_000


def in_score(lines: str) -> tuple[str, str, str]:
    """What is told of a score with these lines."""
    return told(f"score s:\n{lines}")


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        ("    maximum 5\n    maximum 6\n    +1 while active\n", "LS170", "maximum 6"),
        ("    awards expire after 1 day\n    awards expire after 2 days\n", "LS170", "awards expire after 2 days"),
        ("    minimum 9\n    maximum 5\n", "LS331", "5"),
        ("    ideal 0\n", "LS324", "0"),
        ("    rule maximum -1\n", "LS324", "-1"),
        ("    field nope\n", "LS201", "nope"),
        ("    field country\n", "LS336", "country"),
        ("    field created\n", "LS228", "created"),
        ("    range low from 5\n", "LS180", "5"),
        ("    range low\n    range high\n", "LS180", "high"),
        ("    range low\n    range mid from 5\n    range high from 5\n", "LS333", "5"),
        ("    range low\n    range low from 5\n", "LS220", "low"),
        ("    range low orang\n", "LS212", "orang"),
        ('    range low "#12"\n', "LS212", '"#12"'),
        ("    +1 on first 0 visit\n", "LS324", "0"),
        ("    +1 on first 1.5 visit\n", "LS325", "1.5"),
        ("    +1 on first visit per nope\n", "LS209", "nope"),
        ("    +1 on first visit or click per url\n", "LS223", "url"),
        ("    +1 on each visit or visit\n", "LS170", "visit"),
        ("    +1 on each visit, at most 0 times\n", "LS324", "0"),
        ("    +1 on each visit, at most 1.5 times\n", "LS325", "1.5"),
        ("    +1 on each visit, at most 0 points\n", "LS324", "0"),
        ("    +1 on each visit, loses 101% every 1 day\n", "LS327", "101"),
        ("    +1 on each visit, loses 0% every 1 day\n", "LS324", "0"),
        ("    +1 on each visit, expires after 1 day, expires after 2 days\n", "LS170", "expires after 2 days"),
        ("    +1 on each visit, halves every 1 day, loses 1% every 2 days\n", "LS170", "loses 1% every 2 days"),
        ("    +1 on each visit, expires after 1 day, never expires\n", "LS182", "never expires"),
        ("    +(country) while active\n", "LS304", "country"),
        ("    rule maximum 5\n    +6 on each visit\n", "LS328", "+6"),
        ("    rule maximum 5\n    +(employees) while active\n", "LS329", "+(employees)"),
        ("    +1 while active\n    +2 while active\n", "LS225", "+2 while active"),
        ("    +1 on each visit, as a\n    +2 on each click, as a\n", "LS225", "+2 on each click, as a"),
        ("    group g:\n        +1 on each visit\n    group g:\n        +1 on each click\n", "LS220", "g"),
        ("    group g minimum 5 maximum 1:\n        +1 on each visit\n", "LS331", "1"),
        ("    by employees:\n        +1 from 5\n        +2 from 5\n", "LS334", "5"),
        ("    by employees:\n        +1 from 5\n        +2 7\n", "LS178", "+2 7"),
        ("    by employees:\n        +1 otherwise\n        +2 from 5\n", "LS175", "+2 from 5"),
        ("    by employees:\n        +1 otherwise\n        +2 otherwise\n", "LS170", "+2 otherwise"),
        ('    by employees:\n        +1 "a"\n', "LS304", '"a"'),
        ('    by employees:\n        +1 from "a"\n', "LS304", '"a"'),
        ("    by country:\n        +1 from 5\n", "LS335", "5"),
        ('    by status:\n        +1 "odl"\n', "LS305", '"odl"'),
        ('    by langs:\n        +1 "odl"\n', "LS304", "langs"),
    ],
)
def test_what_a_score_may_not_say(lines: str, code: str, place: str) -> None:
    """Each mistake in a score is one finding at its place."""
    assert in_score(lines)[:2] == (code, place)


@pytest.mark.parametrize("line", ["initial 5", "rule maximum 5", "awards expire after 1 day", "enabled false"])
def test_computed_scores_have_no_rules(line: str) -> None:
    """A computed score has nothing that is about rules."""
    assert told(f"score a:\n    +1 while active\nscore b = a:\n    {line}\n")[:2] == ("LS177", line)


def test_computed_score_is_a_number() -> None:
    """A score cannot be computed from a text."""
    assert told("score a = country\n")[:2] == ("LS304", "country")


def test_field_has_one_owner() -> None:
    """Two scores cannot write one field."""
    assert told("score a:\n    field owned\nscore b:\n    field owned\n")[:2] == ("LS227", "owned")


@pytest.mark.parametrize(
    "points", ["(min(employees, 5))", "(max(1, 2) + 3)", "(-abs(employees))", "(round(min(employees, 4.5)))", "(x)"]
)
def test_rule_maximum_is_seen_from_the_points(points: str) -> None:
    """Computed points whose upper bound can be seen are held against the rule maximum."""
    assert codes(f"let x = min(employees, 5)\nscore s:\n    rule maximum 5\n    +{points} while active\n") == []


def test_defaults_of_the_block() -> None:
    """Event rules take the block's expiry and decay unless they say otherwise."""
    first, second = rules(
        "    awards expire after 2 days\n    awards lose 5% every 1 day\n"
        "    +1 on each visit\n    +1 on each click, never expires, halves every 3 days\n"
    )
    assert isinstance(first, EventRule)
    assert isinstance(second, EventRule)
    assert (first.expires, first.decay) == (2 * DAY, Decay(5, "%", DAY))
    assert (second.expires, second.decay) == (None, Decay(50, "%", 3 * DAY))


def test_rows_are_in_the_order_in_which_they_are_tried() -> None:
    """``from`` rows come from the highest downwards, ``otherwise`` last."""
    (table,) = rules("    by age(birth):\n        +1 from 30 days\n        +2 from 60 days\n        +0 otherwise\n")
    assert isinstance(table, Table)
    assert [row.start for row in table.rows] == [60 * DAY, 30 * DAY, None]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("+5 on each visit", "each visit"),
        ('+(size / 2) on each visit where path is "x", at most 3 times', 'each visit where path is "x"'),
        ("-5 for every 3 days without visit", "every 3 days without visit"),
        ('+5 while country in (\n        "NL",\n        "BE")', 'country in ( "NL", "BE")'),
        ("## Visits.\n    ## More of them.\n    +5 on each visit", "Visits."),
    ],
)
def test_titles(line: str, title: str) -> None:
    """A rule is called by its description, or by its own words without points and modifiers."""
    (rule,) = rules(f"    {line}\n")
    assert rule.title == title


def test_titles_of_rows() -> None:
    """A row is called by what its table looks at and where it applies."""
    (table,) = rules("    by employees:\n        +5 from 50\n        +1 otherwise\n")
    assert isinstance(table, Table)
    assert [row.title for row in table.rows] == ["employees from 50", "employees otherwise"]


def test_identity_does_not_depend_on_points_modifiers_and_layout() -> None:
    """A rule stays the same rule when its points, its modifiers or its layout change."""
    plain = event_rule('+5 on each visit where path is "x" and size > 5')
    other = event_rule('+(size)   on each visit where (path == "x"\n        and size > 5), at most 3 times  # really')
    assert plain.identity == other.identity
    assert len(plain.identity) == 10


@pytest.mark.parametrize("line", ["+5 on first visit", "+5 on each click", "+5 on each visit where size > 6"])
def test_identity_depends_on_the_rest(line: str) -> None:
    """Another occurrence, event or condition makes another rule."""
    assert event_rule(line).identity != event_rule("+5 on each visit where size > 5").identity


def test_named_identity() -> None:
    """``as NAME`` is the identity."""
    assert event_rule("+5 on each visit, as visits").identity == "visits"
    (rule,) = rules("    -5 for every 3 days without visit, as absent\n")
    assert isinstance(rule, AbsenceRule)
    assert (rule.identity, rule.every) == ("absent", 3 * DAY)


def test_digest_of_a_ruleset() -> None:
    """Comments and layout leave the digest of a ruleset alone, a changed number does not."""
    plain, laid_out, other = (
        model(text).digest
        for text in (
            "score s:\n    +1 while active\n",
            "score s:  # x\n\n      + 1   while active\n",
            "score s:\n    +2 while active\n",
        )
    )
    assert plain == laid_out != other
    assert len(plain) == 16


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('grade g:\n    "A" when active\n', "LS174", "g"),
        ('grade g:\n    "A" otherwise\n    "B" when active\n', "LS175", '"B" when active'),
        ('grade g:\n    "A" otherwise\n    "B" otherwise\n', "LS170", '"B" otherwise'),
        ('grade g:\n    "A" when employees\n    "B" otherwise\n', "LS301", "employees"),
        ('grade g:\n    "A" when active\n    "B" otherwise\nlet x = g is "C"\n', "LS305", '"C"'),
        ("selection x:\n    order by country\n", "LS174", "x"),
        ("selection x:\n    where active\n    where active\n", "LS170", "where active"),
        ("selection x:\n    where active\n    order by langs\n", "LS304", "langs"),
    ],
)
def test_grades_and_selections(text: str, code: str, place: str) -> None:
    """Each mistake in a grade or a selection is one finding at its place."""
    assert told(text)[:2] == (code, place)
