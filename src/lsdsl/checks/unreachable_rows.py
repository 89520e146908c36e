"""LS504: rows of tables and grades, and branches of follow-ups, whose turn never comes."""

from collections.abc import Iterator, Sequence

from lsdsl.analysis.cells import TooManyError, cells
from lsdsl.analysis.questions import Ordered, Question
from lsdsl.analysis.reasoning import Reasoning, reasoning_about
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.translating import Translation, UnclearError, among
from lsdsl.analysis.words import words_at
from lsdsl.analysis.world import World, steps_of
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.declarations import Branch, GradeRow, If, Model, Table, TableRow
from lsdsl.model.expressions import Constant, Expression, ScoreRead
from lsdsl.model.types import Kind, Value
from lsdsl.source import Span


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One finding for each row or branch. ``otherwise`` has to be there, so it is never one."""
    model = subject.model
    world = World(model, subject.boxes.values())
    reasoning = reasoning_about(world)
    for score in model.scores.values():
        for rule in score.rules:
            if isinstance(rule, Table):
                yield from _of_table(rule, model, world)
    for grade in model.grades.values():
        yield from _in_turn(grade.rows, "row", reasoning)
    for step in steps_of(model.followups.values()):
        if isinstance(step, If):
            yield from _in_turn(step.branches, "branch", reasoning)


def _in_turn(rows: Sequence[GradeRow | Branch], row_word: str, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """Rows of which the first that is true counts."""
    before: list[tuple[Expression, Span]] = []
    for row in rows:
        condition = row.condition
        if condition is None:
            continue
        verdict = reasoning.constant(condition)
        if verdict == "always":
            return  # what follows is never reached, but the condition is to blame
        if verdict is None and before:
            claims = [(one, False) for one, _ in before]
            if not reasoning.possible((condition, True), *claims):
                alone = [span for one, span in before if reasoning.implies([condition], one)]
                related = [Related(span, "earlier") for span in (alone[:1] or [span for _, span in before])]
                yield finding("LS504", condition.span, *related, row=row_word)
        before.append((condition, condition.span))


# --- tables ---------------------------------------------------------------------------------------------------------------


def _of_table(table: Table, model: Model, world: World) -> Iterator[Diagnostic]:
    rows = [row for row in table.rows if row.start is not None or row.values]
    taken: dict[Value, TableRow] = {}
    doubled: set[int] = set()
    for index, row in enumerate(rows):
        again = [value for value in row.values if value in taken]
        if again:
            doubled.add(index)
            spans = dict.fromkeys(taken[value].span for value in again)
            related = [Related(span, "earlier") for span in spans if span != row.span]
            shown = " and ".join(_shown(value, table) for value in dict.fromkeys(again))
            key = "taken" if len(again) == len(row.values) else "doubled"
            yield finding("LS504", row.span, *related, **{key: shown})
        for value in row.values:
            taken.setdefault(value, row)
    for index in _never_picked(table, rows, world):
        if index not in doubled:
            yield finding("LS504", rows[index].span, by=words_at(table.by.span, model))


def _never_picked(table: Table, rows: list[TableRow], world: World) -> list[int]:
    """The rows that no value of what the table looks at gets to."""
    if isinstance(table.by, Constant | ScoreRead):
        return []  # what a score can reach is looked at elsewhere
    questions: list[Question] = [
        Ordered(">=", row.start) if row.start is not None else among(row.values, folded=False) for row in rows
    ]
    translation = Translation(world)
    try:
        found = cells(translation.variables[translation.variable(table.by)], questions)
    except (TooManyError, UnclearError):
        return []
    picked = {cell.index(True) for cell in found if True in cell}
    return [index for index in range(len(rows)) if index not in picked]


def _shown(value: Value, table: Table) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if table.by.type.kind in {Kind.DATE, Kind.DATETIME, Kind.DURATION}:
        return "a value"
    return f'"{value}"' if isinstance(value, str) else f"{value}"
