"""``lsdsl debug sql``: the statement that computes the scores, in the dialect of an engine."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from lsdsl.cli.exit import CouldNotRun
from lsdsl.cli.unknown import not_there

if TYPE_CHECKING:
    from lsdsl.runner.ruleset import Ruleset
    from lsdsl.sql.deciding import Decision

DIALECTS: Final = ("duckdb", "spark", "snowflake", "bigquery", "postgres")


def sql_text(ruleset: "Ruleset", dialect: str, score: str | None) -> str:
    """The statement with comments that name the rules, and above it what SQL leaves to the step."""
    from lsdsl.sql.problems import SqlError, require

    try:
        require()
        from lsdsl.sql.deciding import decide
        from lsdsl.sql.dialects import commented, text_of

        decision = decide(ruleset, dialect=dialect)
        if score is not None:
            if score not in ruleset.scores:
                raise click.BadParameter(not_there("score", score, ruleset.scores), param_hint="--score")
            decision = decision.of(score)
        head = commented(_head(decision))
        return head + (f"\n{text_of(decision.statement(), dialect)};\n" if decision.scores else "")
    except SqlError as error:
        raise CouldNotRun(str(error)) from error


def _head(decision: "Decision") -> Iterator[str]:
    reasons = decision.reasons
    for reason in reasons:
        yield f"step: {reason.score}: {reason.title}: {reason.text} ({reason.where})"
    if not decision.scores:
        yield "No score can be computed by SQL."
        return
    if reasons:
        yield ""
    yield f"Values are whole millionths of a point. Executed by lsdsl with DuckDB; this is the dialect {decision.dialect}."
    yield "Where `problems` is 1 a number could not be computed, or the step computes it otherwise: do not use that row."
    yield "events: arrival (1, 2, 3 in the order of arrival), id, type, profile, time, and the attributes."
    yield "profiles: id, created, tags (a list of texts), and the fields; one row for each profile."
    yield "Moments, dates and as_of are whole microseconds since 1970-01-01T00:00Z; what is missing is NULL."
