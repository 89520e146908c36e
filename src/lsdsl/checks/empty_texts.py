"""LS513: comparisons with the empty text, which is not what a missing value is."""

from collections.abc import Iterator

from lsdsl.analysis.places import Place, everything
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.usage import all_steps
from lsdsl.analysis.words import words_at
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.canonical import canonical
from lsdsl.model.declarations import Model, SetField
from lsdsl.model.expressions import (
    AttributeRead,
    Comparison,
    Constant,
    Expression,
    FieldRead,
    Missing,
    OldRead,
    TextTest,
    TextTestAgainst,
)
from lsdsl.model.reads import walk

ReadFromData = FieldRead | AttributeRead | OldRead


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS513 for each; none where the same condition asks for the missing value itself, or the rules write empty texts."""
    model = subject.model
    written = _emptied(model).union(*(work.writes for work in subject.boxes.values()))
    for part, place in everything(model):
        if place.role == "expect":
            continue
        match part:
            case TextTest(operator=operator, value=value, operand=Constant(value="")):
                yield _about(part, value, model, contains=operator)
            case TextTestAgainst(operator=operator, value=value, quantifier="any", items=items) if "" in items:
                yield _about(part, value, model, contains=operator)
            case Comparison(operator="==" | "!=" as operator, left=left, right=right):
                read = _beside_nothing(left, right)
                if read is not None and not _is_known(read, written) and not _asked(read, place):
                    yield _about(part, read, model, **({"negated": "yes"} if operator == "!=" else {}))
            case _:
                pass


def _about(part: Expression, value: Expression, model: Model, **facts: str) -> Diagnostic:
    return finding("LS513", part.span, part=words_at(part.span, model), value=words_at(value.span, model), **facts)


def _beside_nothing(left: Expression, right: Expression) -> ReadFromData | None:
    """What is compared with the empty text, if it is read from data."""
    for value, other in ((left, right), (right, left)):
        if isinstance(other, Constant) and other.value == "" and isinstance(value, FieldRead | AttributeRead | OldRead):
            return value
    return None


def _is_known(value: ReadFromData, written: set[str]) -> bool:
    """Whether an empty text is one of the values that the rules themselves speak of, or the value is never missing."""
    if value.default is not None or "" in value.type.options:
        return True
    return not isinstance(value, AttributeRead) and value.field in written


def _asked(value: Expression, place: Place) -> bool:
    """Whether the condition says itself what is to happen where the value is missing."""
    key = canonical(value)
    return any(isinstance(one, Missing) and canonical(one.value) == key for one in walk(place.expression))


def _emptied(model: Model) -> set[str]:
    """The fields that steps set to something that may be empty."""
    steps = (step for followup in model.followups.values() for step in all_steps(followup.steps))
    return {
        step.field
        for step in steps
        if isinstance(step, SetField) and not (isinstance(step.value, Constant) and step.value.value != "")
    }
