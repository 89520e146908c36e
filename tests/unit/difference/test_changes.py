"""What is different between two rulesets is said in words, of what rules mean and not of how they are written."""

import pytest

from tests.unit.difference.rulesets import OLD, changed, changes_of, said

PRICING = '+20  on each visit where path is "/pricing", at most 3 times per 7 days, expires after 30 days'


def test_nothing_is_different() -> None:
    """A ruleset is the same as itself, whatever its layout, its comments and the order of its blocks."""
    head, _, followups = OLD.partition("followup call_hot")
    moved = "followup call_hot" + followups + "\n# a comment\n" + head.replace("path is ", "path   ==  ")
    assert said(OLD, OLD) == []
    assert said(OLD, moved) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (PRICING, PRICING.replace("+20", "+30"), "pricing page: +20 → +30; limit and expiry unchanged"),
        (
            PRICING,
            PRICING.replace("3 times", "5 times"),
            "pricing page: limit at most 3 times in 7 days → at most 5 times in 7 days; expiry unchanged",
        ),
        (PRICING, PRICING.replace(", expires after 30 days", ""), "pricing page: expiry removed: after 30 days; limit unchanged"),
        (
            PRICING,
            PRICING + ", loses 10% every 5 days",
            "pricing page: decay added: loses 10% every 5 days; limit and expiry unchanged",
        ),
        (
            PRICING,
            PRICING.replace('"/pricing"', '"/prices"'),
            'pricing page: condition path is "/pricing" → path is "/prices"; limit and expiry unchanged',
        ),
        (PRICING, PRICING.replace("each", "first"), "pricing page: occurrence each → first; limit and expiry unchanged"),
        ("+5   while is_near", "+5   while is_near and seats > 1", "lives near: condition is_near → is_near and seats > 1"),
        ("    maximum 100\n", "    maximum 60\n", "heat: maximum 100 → 60"),
        ("from 50  crimson", "from 40  crimson", "heat: range hot from 50 → from 40"),
        ('"NL", "BE"', '"NL", "DE"', "near: item added: DE; item removed: BE"),
        ("let is_near = country in near", "let is_near = country not in near", "is_near: country in near → country not in near"),
        ("    limit once\n", "    limit 2 per 1 day\n", "call_hot: limit once → 2 per 1 day"),
        ("when heat is hot\n", "when heat > 60\n", "call_hot: trigger when heat is hot → when heat > 60"),
        ('do tell "hot"', 'do tell "burning"', 'call_hot: step do tell "hot" → do tell "burning"'),
        ('    set stage to "client"\n', '    wait 2 days\n    set stage to "client"\n', "mark: step added: wait 2 days"),
        ("    limit once\n", "    limit once\n    enabled false\n", "call_hot: on → switched off"),
        ("    seats    number = 0\n", "    seats    number = 1\n", "seats: default 0 → 1"),
        ("event visit:\n    path  text\n", "event visit:\n    path  text\n    seconds  number\n", "visit: seconds added: number"),
        ("score plain:\n    +1  on each visit\n", "", "plain: removed"),
    ],
)
def test_each_change_is_told(old: str, new: str, words: str) -> None:
    """One change of the rules is one line, in the words of the rules."""
    assert said(OLD, changed((old, new))) == [words]


def test_a_rule_that_went_and_one_that_came() -> None:
    """Rules that have nothing in common are no pair."""
    found = changes_of(OLD, changed(("## sends a form\n    +10  on first form", "## is big\n    +7  while seats > 100")))
    assert [(one.kind, one.text) for one in found] == [("added", "+7 is big: added"), ("removed", "+10 sends a form: removed")]


def test_a_rule_keeps_its_name() -> None:
    """A rule with a name of its own is the same rule whatever else of it changes."""
    old = changed(("+10  on first form", "+10  on first form, as form_sent"))
    new = changed(("## sends a form\n    +10  on first form", "+12  on each visit, as form_sent"))
    (change,) = changes_of(old, new)
    assert [(one.what, one.old, one.new) for one in change.details] == [
        ("", "+10", "+12"),
        ("events", "form", "visit"),
        ("occurrence", "first", "each"),
    ]
    assert change.identities == ("form_sent", "form_sent")


def test_a_rule_in_another_group() -> None:
    """A rule that moves into a group is the same rule, and the group is new."""
    new = changed(
        (
            "    ## sends a form\n    +10  on first form\n",
            "    group forms maximum 8:\n        ## sends a form\n        +10  on first form\n",
        )
    )
    assert said(OLD, new) == ["heat: group forms added: maximum 8", "sends a form: group none → forms"]


def test_rules_that_a_list_touches() -> None:
    """A list that is different names the rules that read it, through a ``let`` too; they themselves are unchanged."""
    (change,) = changes_of(OLD, changed(('"NL", "BE"', '"NL", "DE"')))
    assert (change.of, change.touches) == ("list", ("lives near",))


def test_a_range_in_between() -> None:
    """What a condition says of a range is the same when another range comes in below it."""
    assert said(OLD, changed(("    range warm", "    range mild  from 10\n    range warm"))) == [
        "heat: range mild added: from 10"
    ]


def test_places() -> None:
    """A change tells where it stood and where it stands."""
    (change,) = changes_of(OLD, "# one line more\n" + changed((PRICING, PRICING.replace("+20", "+30"))))
    assert change.at == ("rules.lsdsl:23", "rules.lsdsl:24")
