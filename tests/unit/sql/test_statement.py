"""The statement: its text in every dialect, what keeps a rule from it, and that no text of a user gets out of its quotes."""

from pathlib import Path

import duckdb
import pytest
from sqlglot import exp, parse_one

from lsdsl.sql.deciding import decide
from lsdsl.sql.dialects import DIALECTS, FUNCTIONS, commented, harmless, text_of
from tests.unit.sql.rulesets import RULES, STRANGE, ruleset_of

GOLDEN = Path(__file__).parent / "golden"
SMALL = """\
profile:
    email    text
    country  text
event visit:
    path  text
event buy:
    amount  number
score use:
    maximum 100
    range cold
    range warm from 30
    ## Looks at the prices
    +5  on each visit where path starts with "/pricing" and country is not "NL", at most 3 times
    +(amount / 10)  on each buy, halves every 30 days
    +9  on first buy, expires after 10 days
score fit:
    +20  while domain(email) in ("acme.com", "o'hara.com")
score total = use + fit
"""


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_statement_of_a_dialect_is_as_it_was(dialect: str, pytestconfig: pytest.Config) -> None:
    """A small ruleset gives the text that somebody has read, and it parses in its dialect."""
    text = text_of(decide(ruleset_of(SMALL), dialect=dialect).statement(), dialect) + "\n"
    file = GOLDEN / f"{dialect}.sql"
    if pytestconfig.getoption("--update-golden"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
    assert isinstance(parse_one(text, dialect=dialect), exp.Select)


def test_every_function_that_a_statement_may_have_is_run() -> None:
    """The large ruleset, whose values other tests compare with the step, uses the whole list of functions."""
    found = {type(one) for one in decide(ruleset_of(RULES)).statement().find_all(exp.Func)}
    prepared = {type(one) for one in decide(ruleset_of(RULES)).statement(prepared=True).find_all(exp.Func)}
    assert found | prepared == set(FUNCTIONS)


def test_sql_does_every_score_of_the_large_ruleset() -> None:
    """Nothing in it is left to the step."""
    decision = decide(ruleset_of(RULES))
    assert not decision.reasons
    assert [*decision.scores, *decision.grades] == ["use", "fit", "history", "total", "letter"]


@pytest.mark.parametrize("dialect", [one for one in DIALECTS if one not in ("duckdb", "bigquery")])
def test_patterns_are_left_out_where_they_mean_something_else(dialect: str) -> None:
    """Spark, Snowflake and PostgreSQL have patterns of their own."""
    reasons = decide(ruleset_of(RULES), dialect=dialect).reasons
    assert f"patterns mean something else in {dialect}" in [one.text for one in reasons]


REFUSED = {
    "+1 on each visit, at most 3 times per 2 days": "`at most 3 times per 2 days` depends on the order of events",
    "+1 on each visit, at most 3 points per 2 days": "`at most 3 points per 2 days` depends on the order of events",
    "+1 on latest visit, at most 3 times": "`latest` with a limit depends on the order of events",
    "+(amount) on latest buy, halves every 2 days": "what a late event replaces depends on the order of events",
    "+1 on each visit where other > 5": "it reads the score other at the moment of an event",
    "+1 on each visit where count(buy) > 1": "`count(...)` at the moment of an event depends on the order of events",
    "+1 on each visit where created > 2026-01-01": "`created` is asked for at the moment of an event",
    "+1 on each visit where age(since) > 2 days": "it asks for the time that has passed at the moment of an event",
    "+1 on each profile modified": "it is about what changes a profile, and the step follows these changes",
    "+1 on each visit where path contains country": "a text is searched for another one that is not always the same",
    "+1 while gained(other within 2 days) > 5": "`gained` asks for points as they were awarded, one by one",
    '+1 while trim(country) is "NL"': "`trim(...)` has no equal in SQL",
    '+1 while country is "Ö" ignoring case': "`ignoring case` with letters beyond A to Z has no equal in SQL",
    '+1 while tags contains "a" ignoring case': "`ignoring case` on a list has no equal in SQL",
    '+1 while written is "x"': "the follow-up writer writes `written`",
    '+1 while tags contains "a"': "the follow-up writer changes tags",
    "+1 while left > 5": "it reads the score left, which is left to the step",
}
AROUND = """\
profile:
    country  text
    since    date
    written  text
event visit:
    path  text
event buy:
    amount  number
score other:
    +1 on each visit
score left:
    +1 on each visit, at most 1 times per 1 day
score tested:
    {}
followup writer:
    on buy
    set written to "x"
    add tag "bought"
"""


@pytest.mark.parametrize(("rule", "reason"), REFUSED.items())
def test_what_sql_cannot_do_is_told_by_the_rule(rule: str, reason: str) -> None:
    """The reason names what it is, at the place of the rule."""
    found = [one for one in decide(ruleset_of(AROUND.format(rule))).reasons if one.score == "tested"]
    assert [one.text for one in found] == [reason]
    assert found[0].where.endswith(":14")


def test_a_score_that_a_follow_up_awards_is_left_to_the_step() -> None:
    """What a follow-up gives depends on when it runs."""
    text = AROUND.format("+1 on each visit").replace('    add tag "bought"', "    award +5 to tested")
    assert [one.text for one in decide(ruleset_of(text)).reasons if one.score == "tested"] == [
        "the follow-up writer awards points to it"
    ]


def test_names_and_texts_stay_within_their_quotes() -> None:
    """A statement full of quotes, comments and semicolons is one statement, and does what the rules say."""
    text = text_of(decide(ruleset_of(STRANGE)).statement(), "duckdb")
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            "CREATE TABLE events AS SELECT 1 AS arrival, 'e' AS id, 'visit' AS type, 'p' AS profile, 5::BIGINT AS time, "
            '\'it\'\'s; DROP TABLE profiles --\' AS "type text", NULL::VARCHAR AS "Path", 3.0::DOUBLE AS "path number"'
        )
        connection.execute(
            "CREATE TABLE profiles AS SELECT 'p' AS id, NULL::BIGINT AS created, NULL::VARCHAR[] AS tags, "
            '\'*/ x\' AS "it\'s ""my"" /* field */", \'a\' AS "Plan", \'b\' AS "plan text", NULL::DOUBLE AS "score_1 number"'
        )
        assert len(connection.extract_statements(text)) == 1
        assert connection.execute(text, {"as_of": 10}).fetchall() == [("p", 15_000_000, 0)]
        assert connection.execute("SELECT COUNT(*) FROM profiles").fetchall() == [(1,)]


def test_a_comment_cannot_end_itself() -> None:
    """Neither kind of comment takes what would end it."""
    assert "*/" not in harmless("a */ b /* c */")
    assert commented(["a\nDROP TABLE x"]).count("\n") == 1
