"""What makes a rule the same rule after a change: its name, or a digest of everything but its points and modifiers."""

from typing import Final

from lsdsl.diagnostics import Related
from lsdsl.model.canonical import canonical, digest
from lsdsl.model.context import Context
from lsdsl.source import Span
from lsdsl.syntax import tree

LENGTH: Final = 10


def identity(name: str | None, score: str, *parts: object) -> str:
    """``as NAME``, or ten hex characters that do not depend on how the rule is laid out."""
    return name if name is not None else digest((score, *(canonical(part) for part in parts)), LENGTH)


def event_rule_identity(node: tree.EventRule, name: str | None, score: str) -> str:
    """By score, events, occurrence and condition."""
    return identity(name, score, "on", node.occurrence, node.events, node.where)


def state_rule_identity(node: tree.StateRule, name: str | None, score: str) -> str:
    """By score and condition."""
    return identity(name, score, "while", node.condition)


def absence_rule_identity(node: tree.AbsenceRule, name: str | None, score: str) -> str:
    """By score, period and events."""
    return identity(name, score, "without", node.every, node.events)


def row_identity(table: tree.Table, row: tree.TableRow, score: str) -> str:
    """By score, what the table looks at and where the row applies."""
    return identity(None, score, "by", table.by, row.start, row.values)


def report_same(identities: list[tuple[str, Span, bool]], score: str, context: Context) -> None:
    """Report rules of one score that have one identity; the flag says that the rule is a row of a table."""
    first: dict[str, Span] = {}
    for one, span, is_row in identities:
        if one in first:
            kind = {"row": "row of a table"} if is_row else {}
            context.findings.add("LS225", span, Related(first[one], "first"), score=score, **kind)
        else:
            first[one] = span
