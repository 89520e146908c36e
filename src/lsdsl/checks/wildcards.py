"""LS514: texts with a ``*`` or ``%`` at an end, which other systems take for anything at all."""

import json
import re
from collections.abc import Iterator
from typing import Final

from lsdsl.analysis.places import everything
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.words import words_at
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import (
    Comparison,
    Constant,
    Expression,
    ListContains,
    ListContainsAgainst,
    Membership,
    TextTest,
    TextTestAgainst,
)
from lsdsl.model.types import Value

SIGN: Final = re.compile(r"\*[^*].*|%[^\W\d].*|.*[^*]\*|.*[^\s\d%]%", re.DOTALL)
"""A text that begins or ends with one star, or with a per cent sign that does not stand at a number."""


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS514 for each test with such texts, about the first of them."""
    model = subject.model
    told: set[tuple[str, int]] = set()
    known: dict[tuple[Value, ...], str | None] = {}
    for part, place in everything(model):
        value, texts = _tested(part)
        if value is None or place.role == "expect" or value.type.options:
            continue
        if texts not in known:  # a long list may be looked into by many rules
            known[texts] = next((text for text in texts if isinstance(text, str) and SIGN.fullmatch(text)), None)
        found = known[texts]
        if found is not None and (part.span.path, part.span.start) not in told:
            told.add((part.span.path, part.span.start))
            yield _told(part, value, found, model)


def _tested(part: Expression) -> tuple[Expression | None, tuple[Value, ...]]:
    """What a test is about, and the texts that it looks for."""
    match part:
        case Comparison(operator="==" | "!=", left=Constant(value=text), right=value):
            return value, (text,)
        case Comparison(operator="==" | "!=", left=value, right=Constant(value=text)):
            return value, (text,)
        case TextTest(value=value, operand=Constant(value=text)) | ListContains(value=value, operand=Constant(value=text)):
            return value, (text,)
        case Membership(value=value, items=items):
            return value, items
        case TextTestAgainst(value=value, items=items) | ListContainsAgainst(value=value, items=items):
            return value, items
        case _:
            return None, ()


def _told(part: Expression, value: Expression, text: str, model: Model) -> Diagnostic:
    sign = "*" if "*" in (text[0], text[-1]) else "%"
    facts: dict[str, str] = {}
    match part:
        case TextTest(operator=operator) | TextTestAgainst(operator=operator):
            facts = {"operator": operator}
        case Comparison(operator="=="):
            first, last = text[0] == sign, text[-1] == sign
            instead = "contains" if first and last else "ends with" if first else "starts with"
            plain = json.dumps(text.strip(sign), ensure_ascii=False)
            facts = {"value": words_at(value.span, model), "instead": instead, "plain": plain}
        case _:
            pass
    return finding("LS514", part.span, sign=sign, text=json.dumps(text, ensure_ascii=False), **facts)
