"""LS501 and LS502: conditions, or parts of them, that are true or false whatever happens.

The smallest part that is to blame is told, once: what is put together from it, and what reads a ``let`` or a selection that is
told of, is not.
"""

from collections.abc import Hashable, Iterator
from itertools import combinations
from typing import Final, Literal

from lsdsl.analysis.places import Place, conditions
from lsdsl.analysis.reasoning import Reasoning, reasoning_about
from lsdsl.analysis.sameness import doubled
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.translating import ORDERED
from lsdsl.analysis.variables import Variable
from lsdsl.analysis.words import words_at
from lsdsl.analysis.world import World
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.canonical import canonical
from lsdsl.model.declarations import Followup, Let, Model, Selection
from lsdsl.model.expressions import (
    Between,
    Comparison,
    Constant,
    Expression,
    Flames,
    FunctionCall,
    HistoryRead,
    LetRead,
    Logical,
    Membership,
    Missing,
    Not,
    RangeTest,
    ScoreRead,
    SelectionRead,
)
from lsdsl.model.reads import walk

CODES: Final = {"always": "LS501", "never": "LS502"}
Verdict = Literal["always", "never"]


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One finding for each smallest constant part. What tests expect is theirs, and a ``let`` that is a mere switch is meant."""
    model = subject.model
    reasoning = reasoning_about(World(model, subject.boxes.values()))
    told: set[tuple[str, int, int]] = set()
    for place in conditions(model):
        if place.role == "expect" or (isinstance(place.owner, Let) and isinstance(place.expression, Constant)):
            continue
        if any(doubled(part, model.lets) is not None for part in walk(place.expression)):
            continue  # what is compared with itself is told by LS511
        for found in _constant_parts(place.expression, place, model, reasoning):
            span = (found.span.path, found.span.start, found.span.end)
            if span not in told:
                told.add(span)
                yield found


def _constant_parts(whole: Expression, place: Place, model: Model, reasoning: Reasoning) -> Iterator[Diagnostic]:
    below: list[Expression] = []
    match whole:
        case Not(operand=operand):
            yield from _constant_parts(operand, place, model, reasoning)
            return
        case Logical(operands=operands):
            below = [*operands]
        case LetRead() | SelectionRead():
            return
        case RangeTest(score=score, relation=relation, index=index) if score in model.scores:
            # A range that the score never reaches is told of where it is declared.
            if len(model.scores[score].ranges) > 1 and (index > 0 or relation in {"is", "is not"}):
                return
        case _:
            pass
    inside = [one for part in below for one in _constant_parts(part, place, model, reasoning)]
    yield from inside
    verdict = None if inside else reasoning.constant(whole)
    if verdict is None:
        if isinstance(whole, Logical) and not inside:
            yield from _idle(whole, model, reasoning)
        return
    facts = _remedy(verdict, place) if whole is place.expression else {}
    pair = _pair(whole, verdict, reasoning) if isinstance(whole, Logical) else None
    if pair is not None:
        facts.update(left=words_at(pair[0].span, model), right=words_at(pair[1].span, model))
    else:
        facts.update(_known(whole, model, reasoning))
    yield finding(CODES[verdict], whole.span, part=words_at(whole.span, model), **facts)


# --- parts that say no more than others -----------------------------------------------------------------------------------


def _idle(whole: Logical, model: Model, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """An operand that another one makes idle: of one value in order (a number, a date), or the same words twice."""
    idle: set[int] = set()
    about = [_about(one, reasoning) for one in whole.operands]
    for first, second in combinations(range(len(whole.operands)), 2):
        if idle & {first, second} or about[first] is None or about[first] != about[second]:
            continue
        for part, other in ((second, first), (first, second)):
            one, strong = whole.operands[part], whole.operands[other]
            narrow, wide = (strong, one) if whole.operator == "and" else (one, strong)
            if reasoning.implies([narrow], wide):
                idle.add(part)
                words, others = words_at(one.span, model), words_at(strong.span, model)
                if whole.operator == "and":
                    yield finding("LS501", one.span, part=words, weaker=words, stronger=others)
                else:
                    yield finding("LS502", one.span, part=words, narrower=words, wider=others)
                break


def _about(test: Expression, reasoning: Reasoning) -> Hashable:
    """The value in order that a test is about, else its own words; None if it tests presence, or hides behind a name."""
    if any(isinstance(part, Missing | LetRead | SelectionRead) for part in walk(test)):
        return None
    if isinstance(test, Comparison | Between | Membership) and _of_order(test):
        variables = reasoning.variables(test)
        if len(variables) == 1:
            return variables[0].key
    if isinstance(test, Membership):  # its items may be many
        return canonical((test.value, test.negated, test.ignoring_case, test.named)), repr(test.items)
    return f"word for word {canonical(test)}"


def _of_order(test: Comparison | Between | Membership) -> bool:
    value = test.left if isinstance(test, Comparison) else test.value
    return value.type.kind in ORDERED


def _pair(whole: Logical, verdict: Verdict, reasoning: Reasoning) -> tuple[Expression, Expression] | None:
    """The two operands that exclude each other, or of which one is always true."""
    if (verdict == "never") is not (whole.operator == "and"):
        return None
    for one, other in combinations(whole.operands, 2):
        if not reasoning.possible((one, verdict == "never"), (other, verdict == "never")):
            return one, other
    return None


# --- words ----------------------------------------------------------------------------------------------------------------


def _remedy(verdict: Verdict, place: Place) -> dict[str, object]:
    """What the finding does to the place that it stands in."""
    if verdict == "always":
        match place.role:
            case "where" if not isinstance(place.owner, Selection):
                return {"where": "where"}
            case "while":
                return {"state": "while"}
            case "when":
                return {"edge": "when"}
            case "cancel when":
                return {"cancel": "cancel when"}
            case _:
                return {}
    match place.role:
        case "where" | "while" | "when" | "grade row" | "if":
            return _of_owner(place)
        case _:
            return {}


def _of_owner(place: Place) -> dict[str, object]:
    match place.role, place.owner:
        case "if", _:
            return {"rule": "branch"}
        case "grade row", _:
            return {"rule": "row"}
        case _, Selection(name=name):
            return {"selection": name}
        case _, Followup(name=name):
            return {"followup": name}
        case _:
            return {"rule": "rule"}


def _known(test: Expression, model: Model, reasoning: Reasoning) -> dict[str, object]:
    """Why a test of one value has one answer only: the bounds of a number, or the letters that a function gives."""
    match test:
        case Comparison(left=Constant(), right=value) | Comparison(left=value) | Between(value=value):
            pass
        case RangeTest(score=score, span=span):
            value = ScoreRead(score, span)
        case _:
            return {}
    variables = reasoning.variables(test)
    words = test.score if isinstance(test, RangeTest) else words_at(value.span, model)
    if isinstance(value, FunctionCall) and len(variables) == 1 and variables[0].shape:
        return {variables[0].shape: words}
    return _bounds(variables, words) if isinstance(value, ScoreRead | Flames | HistoryRead | FunctionCall) else {}


def _bounds(variables: list[Variable], words: str) -> dict[str, object]:
    if len(variables) != 1 or variables[0].kind != "ordered":
        return {}
    (one,) = variables
    if one.low is None and one.high is None:
        return {}
    return {"value": words, "low": _number(one.low), "high": _number(one.high)}


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
