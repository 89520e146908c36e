"""LS516: values of a list of which some can never be what they are compared with."""

import json
from collections.abc import Iterator
from typing import Final

from lsdsl.analysis.places import everything
from lsdsl.analysis.reasoning import reasoning_about
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.translating import Translation, UnclearError
from lsdsl.analysis.variables import Shape, Variable, can_be, can_have
from lsdsl.analysis.words import words_at
from lsdsl.analysis.world import World
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import Expression, FunctionCall, LetRead, Membership, TextTestAgainst
from lsdsl.model.types import Value

KNOWN: Final = {
    "lower": "`{0}` has small letters only",
    "upper": "`{0}` has capital letters only",
    "domain": "`{0}` has small letters only and no @",
    "host": "`{0}` is a name in small letters, without a path",
}
"""Why a value does not fit what a function gives."""


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS516 for each test with such values; where none of the values can fit, the test is always false (LS502)."""
    model = subject.model
    tests = [part for part, place in everything(model) if place.role != "expect" and _may_not_fit(part)]
    if not tests:
        return
    world = reasoning_about(World(model, subject.boxes.values())).world
    known: dict[tuple[Variable, tuple[Value, ...], bool, bool], list[str]] = {}
    for part in tests:
        if not isinstance(part, Membership | TextTestAgainst):
            continue
        translation = Translation(world)
        try:
            value = translation.variables[translation.variable(part.value)]
        except UnclearError:
            continue
        key = (value, part.items, part.ignoring_case, isinstance(part, Membership))
        if key not in known:  # a long list may be looked into by many rules
            known[key] = [one for one in part.items if isinstance(one, str) and not _fits(part, value, one)]
        if 0 < len(known[key]) < len(part.items):
            yield _told(part, value.shape, known[key], model)


def _may_not_fit(part: Expression) -> bool:
    """Whether a list is looked into for something that cannot be every text."""
    match part:
        case Membership(value=FunctionCall(function=function)) | TextTestAgainst(value=FunctionCall(function=function)):
            return function in KNOWN
        case Membership(value=value, named=str()):
            return bool(value.type.options) or isinstance(value, LetRead)
        case Membership(value=LetRead()) | TextTestAgainst(value=LetRead()):
            return True
        case _:
            return False


def _fits(part: Membership | TextTestAgainst, value: Variable, text: str) -> bool:
    if isinstance(part, TextTestAgainst):
        return can_have(value.shape, text, part.ignoring_case)
    if value.options:
        options = [str(one) for one in value.options]
        return text.casefold() in map(str.casefold, options) if part.ignoring_case else text in options
    return can_be(value.shape, text, part.ignoring_case)


def _told(part: Membership | TextTestAgainst, shape: Shape, bad: list[str], model: Model) -> Diagnostic:
    known = KNOWN.get(shape, "`{0}` has other options").format(words_at(part.value.span, model))
    facts: dict[str, object] = {"item": json.dumps(bad[0], ensure_ascii=False), "known": known}
    if part.named is not None:
        facts["list"] = part.named
        if len(bad) > 1:
            facts["count"] = len(bad)
    return finding("LS516", part.span, **facts)
