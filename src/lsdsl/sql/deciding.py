"""Which scores SQL can do, and for each of the others why not, rule by rule."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlglot import exp

from lsdsl.model.declarations import AwardStep, ChangeTag, Followup, If, Model, Script, SetField, Step
from lsdsl.runner.ruleset import Ruleset
from lsdsl.script import Box
from lsdsl.source import Span
from lsdsl.sql import standing, terms
from lsdsl.sql.columns import Columns, columns_of
from lsdsl.sql.parts import PartWriter, Surroundings
from lsdsl.sql.problems import Reason
from lsdsl.sql.sights import Written
from lsdsl.sql.statement import Output, statement
from lsdsl.sql.terms import Term


@dataclass(frozen=True, slots=True)
class Decision:
    """The scores and grades that SQL can do, by name, and the reasons for those that it cannot."""

    model: Model
    columns: Columns
    dialect: str
    as_of: Term
    scores: Mapping[str, Output]
    grades: Mapping[str, Output]
    reasons: tuple[Reason, ...]

    def outputs(self) -> tuple[Output, ...]:
        """All outputs, in the order of their columns."""
        return (*self.scores.values(), *self.grades.values())

    def of(self, score: str) -> "Decision":
        """The same for one score and those that it reads."""
        waiting, found = [score], set[str]()
        while waiting:
            name = waiting.pop()
            found.add(name)
            waiting += [one for one in (self.scores[name].part.read if name in self.scores else ()) if one not in found]
        scores = {name: one for name, one in self.scores.items() if name in found}
        return replace(self, scores=scores, grades={}, reasons=tuple(one for one in self.reasons if one.score in found))

    def statement(self, *, prepared: bool = False) -> exp.Select:
        """The statement that computes them."""
        return statement(self.outputs(), self.as_of, prepared=prepared)


def decide(ruleset: Ruleset, as_of: int | None = None, dialect: str = "duckdb") -> Decision:
    """Look at every score and grade of a ruleset; without a moment the statement has the parameter ``as_of`` in its place."""
    model = ruleset.model
    moment: Term = _parameter(dialect) if as_of is None else terms.whole(as_of)
    columns, written = columns_of(model), written_by(model, ruleset.boxes)
    names: dict[str, str] = {}
    around = Surroundings(model, columns, written, moment, dialect, names)
    scores: dict[str, Output] = {}
    grades: dict[str, Output] = {}
    reasons: list[Reason] = []
    for number, name in enumerate(model.order, 1):
        score, column = model.scores[name], f"score_{number}"
        part = PartWriter(around, name, number).score(score)
        if part.reasons:
            reasons += part.reasons
            continue
        names[name] = column
        reach = standing.range_of(score, terms.column(column)) if score.ranges and score.enabled else None
        scores[name] = Output(part, column, f"score {name}", reach)
    for number, grade in enumerate(model.grades.values(), len(model.order) + 1):
        part = PartWriter(around, grade.name, number).grade(grade)
        if part.reasons:
            reasons += part.reasons
        else:
            grades[grade.name] = Output(part, f"grade_{number}", f"grade {grade.name}")
    return Decision(model, columns, dialect, moment, scores, grades, tuple(reasons))


def _parameter(dialect: str) -> Term:
    """The parameter ``as_of``; PostgreSQL itself knows them by number only."""
    return exp.Parameter(this=exp.Literal.number(1)) if dialect == "postgres" else exp.Placeholder(this="as_of")


def written_by(model: Model, boxes: Mapping[Span, Box]) -> Written:
    """What the follow-ups that are enabled write."""
    fields: dict[str, str] = {}
    scores: dict[str, str] = {}
    tags: list[str] = []

    def note(followup: Followup, steps: tuple[Step, ...]) -> None:
        for step in steps:
            match step:
                case If(branches=branches):
                    for branch in branches:
                        note(followup, branch.steps)
                case SetField(field=name):
                    fields.setdefault(name, followup.name)
                case ChangeTag():
                    tags.append(followup.name)
                case AwardStep(score=name):
                    scores.setdefault(name, followup.name)
                case Script(span=span):
                    uses = boxes[span].uses
                    fields.update({name: followup.name for name in uses.writes if name not in fields})
                    scores.update({name: followup.name for name in uses.awards if name not in scores})
                    if uses.tags_added or uses.tags_removed or uses.any_tag:
                        tags.append(followup.name)
                case _:
                    pass

    for followup in model.followups.values():
        if followup.enabled:
            note(followup, followup.steps)
    return Written(fields, tags[0] if tags else None, scores)
