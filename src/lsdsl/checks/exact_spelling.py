"""LS507: free text that is compared with a text in capital and small letters, letter by letter."""

import json
import re
from collections.abc import Iterator
from typing import Final

from lsdsl.analysis.places import everything
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.words import words_at
from lsdsl.analysis.world import steps_of
from lsdsl.diagnostics import Diagnostic, Edit, finding
from lsdsl.model.declarations import SetField
from lsdsl.model.expressions import Comparison, Constant, Expression, FieldRead, Membership, TextTest, TextTestAgainst
from lsdsl.model.types import TEXT, Value

NO_PROSE: Final = re.compile(r"[^\w\s'&.,()+-]|[_0-9]|[^\W\d_]*[a-z][A-Z]")
"""Addresses, paths, keys and names of the kind ``NewLead``: machines write those, always in the same way."""


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One finding for each test of a text field of the profile that the rules themselves do not write."""
    model = subject.model
    written = {step.field for step in steps_of(model.followups.values()) if isinstance(step, SetField)}
    written.update(name for work in subject.boxes.values() for name in work.writes)
    seen: set[tuple[str, int]] = set()
    for part, place in everything(model):
        if place.role == "expect" or (part.span.path, part.span.start) in seen:
            continue
        field, texts = _tested(part)
        if field is None or field.type != TEXT or field.field == "id" or field.field in written:
            continue
        words = words_at(part.span, model, most=100_000)
        mixed = [text for text in texts if isinstance(text, str) and _is_mixed(text) and _quoted(text) in words]
        if mixed:
            seen.add((part.span.path, part.span.start))
            yield finding(
                "LS507", part.span, field=field.field, text=_quoted(mixed[0]), variant=_quoted(mixed[0].lower())
            ).with_fix(Edit(part.span.after(), " ignoring case"), safe=False)


def _tested(part: Expression) -> tuple[FieldRead | None, tuple[Value, ...]]:
    """The field that a test is about, and the texts that it looks for."""
    match part:
        case Comparison(operator="==" | "!=", left=FieldRead() as field, right=Constant(value=text), ignoring_case=False):
            return field, (text,)
        case Comparison(operator="==" | "!=", left=Constant(value=text), right=FieldRead() as field, ignoring_case=False):
            return field, (text,)
        case Membership(value=FieldRead() as field, items=items, ignoring_case=False):
            return field, items
        case TextTest(value=FieldRead() as field, operand=Constant(value=text), ignoring_case=False):
            return field, (text,)
        case TextTestAgainst(value=FieldRead() as field, items=items, ignoring_case=False):
            return field, items
        case _:
            return None, ()


def _is_mixed(text: str) -> bool:
    """Whether a text has capital and small letters, and reads like something that a person wrote."""
    return text != text.lower() and text != text.upper() and NO_PROSE.search(text) is None


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
