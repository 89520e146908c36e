"""What a condition makes certain of single fields and tags: ``status is "new"`` and ``tags contains "x"``, and their like."""

from collections.abc import Iterator

from lsdsl.dataclass import dataclass
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import (
    Comparison,
    Constant,
    Expression,
    FieldRead,
    LetRead,
    ListContains,
    ListContainsAgainst,
    Logical,
    Not,
    SelectionRead,
)
from lsdsl.model.types import Kind, Value
from lsdsl.source import Span


@dataclass(frozen=True, slots=True)
class Fact:
    """That a field has a value, or that a profile has a tag (``value`` True) or lacks it (False); ``span`` is what says so."""

    field: str
    tag: str | None
    value: Value
    span: Span

    @property
    def about(self) -> tuple[str, str | None]:
        """What it is about: there is one fact about one thing."""
        return self.field, self.tag


def facts_of(condition: Expression | None, model: Model) -> Iterator[Fact]:
    """What holds whenever a condition does."""
    for one in conjuncts(condition, model):
        match one:
            case Comparison(operator="==", ignoring_case=False, left=left, right=right):
                yield from _equal(left, right, one.span)
            case FieldRead(field=name, type=kind) if kind.kind is Kind.BOOLEAN:
                yield Fact(name, None, True, one.span)
            case Not(operand=FieldRead(field=name, default=bool())):
                yield Fact(name, None, False, one.span)
            case ListContains(value=FieldRead(field="tags"), operand=Constant(value=str(tag)), ignoring_case=False):
                yield Fact("tags", tag, True, one.span)
            case Not(operand=ListContains(value=FieldRead(field="tags"), operand=Constant(value=str(tag)), ignoring_case=False)):
                yield Fact("tags", tag, False, one.span)
            case ListContainsAgainst(value=FieldRead(field="tags"), quantifier="all" | "none", items=items, ignoring_case=False):
                yield from (Fact("tags", tag, one.quantifier == "all", one.span) for tag in items)
            case _:
                pass


def _equal(left: Expression, right: Expression, span: Span) -> Iterator[Fact]:
    match left, right:
        case (FieldRead(field=name), Constant(value=value)) | (Constant(value=value), FieldRead(field=name)):
            yield Fact(name, None, value, span)
        case _:
            pass


def conjuncts(condition: Expression | None, model: Model) -> Iterator[Expression]:
    """The conditions that all have to hold for one to hold, through ``and``, ``let`` and selections."""
    waiting = [] if condition is None else [condition]
    while waiting:
        one = waiting.pop()
        match one:
            case Logical(operator="and", operands=operands):
                waiting.extend(reversed(operands))
            case LetRead(let=name) | Comparison(operator="==", left=LetRead(let=name), right=Constant(value=True)):
                waiting.append(model.lets[name].value)
            case SelectionRead(selection=name):
                waiting.append(model.selections[name].condition)
            case _:
                yield one
