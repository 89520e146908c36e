"""Values that are read or computed, as nouns: ``min(seats / 10, 15)`` is "the smaller of the number of seats / 10 and 15"."""

from typing import Final

from lsdsl.model.declarations import Model
from lsdsl.model.expressions import (
    Arithmetic,
    AttributeRead,
    Constant,
    Elapsed,
    Expression,
    FieldRead,
    Flames,
    FunctionCall,
    Gained,
    GradeRead,
    HistoryRead,
    LetRead,
    Negative,
    OldRead,
    ScoreRead,
)
from lsdsl.sentences.amounts import duration_words, listed
from lsdsl.sentences.happenings import event_noun
from lsdsl.sentences.nouns import noun
from lsdsl.sentences.values import value_words

OF_ONE: Final = {
    "length": "the length of {}",
    "domain": "the domain of {}",
    "host": "the host of {}",
    "path": "the path of {}",
    "lower": "{} in lower case",
    "upper": "{} in upper case",
    "trim": "{} without blanks around it",
    "number": "{} as a number",
    "abs": "the size of {}",
    "round": "{}, rounded",
}
"""Functions of one argument."""


def quantity(expression: Expression, model: Model) -> str:
    """An expression as a noun; one that only a condition can say is told by :mod:`lsdsl.sentences.conditions`."""
    match expression:
        case Constant(value=value, type=type_):
            return value_words(value, type_)
        case FieldRead(field=name, type=type_) | AttributeRead(attribute=name, type=type_):
            return noun(name, type_)
        case OldRead(field=name, type=type_):
            return f"the earlier {noun(name, type_).removeprefix('the ')}"
        case ScoreRead(score=name):
            return score_name(name, model)
        case GradeRead(grade=name):
            return f"the grade `{name}`"
        case LetRead(let=name):
            return f"`{name}`"
        case Flames(score=name):
            return f"the flames of {score_name(name, model)}"
        case Negative(operand=operand):
            return f"minus {_operand(operand, model)}"
        case Arithmetic(operator=operator, left=left, right=right):
            first = quantity(left, model) if operator in "+-" else _operand(left, model)
            return f"{first} {operator} {_operand(right, model)}"
        case FunctionCall():
            return _call(expression, model)
        case HistoryRead():
            return _history(expression, model)
        case Gained(scores=scores, within=within):
            names = listed([score_name(one, model) for one in scores], "and")
            return f"the points gained in {names} within {duration_words(within)}"
        case Elapsed(function=function, moment=moment):
            return f"the time {'since' if function == 'age' else 'until'} {quantity(moment, model)}"
        case _:
            from lsdsl.sentences.conditions import clause

            return f"whether {clause(expression, model)}"


def score_name(name: str, model: Model) -> str:
    """A score by its title, which is how people know it."""
    return model.scores[name].title


def _operand(expression: Expression, model: Model) -> str:
    said = quantity(expression, model)
    return f"({said})" if isinstance(expression, Arithmetic) else said


def _call(call: FunctionCall, model: Model) -> str:
    said = [quantity(one, model) for one in call.arguments]
    match call.function:
        case "min" | "max":
            word = (
                ("smaller" if len(said) == 2 else "smallest")
                if call.function == "min"
                else ("larger" if len(said) == 2 else "largest")
            )
            return f"the {word} of {listed(said, 'and')}"
        case "query":
            return f"the parameter {said[1]} of {said[0]}"
        case name if name in OF_ONE and len(said) == 1:
            return OF_ONE[name].format(said[0])
        case name:
            return f"{name} of {listed(said, 'and')}"


def _history(read: HistoryRead, model: Model) -> str:
    which = history_words(read, model)
    match read.function:
        case "count":
            return f"the number of {which}"
        case "sum":
            value = read.history.value
            return f"the sum of {quantity(value, model) if value is not None else 'values'} over {which}"
        case "last":
            return f"the moment of the latest {history_words(read, model, plural=False)}"
        case _:
            return f"whether there are {which}"


def history_words(read: HistoryRead, model: Model, *, plural: bool = True) -> str:
    """The events or rows that a look-back is about, their condition and how far back it looks."""
    from lsdsl.sentences.conditions import clause

    history = read.history
    if history.collection:
        said = f"row{'s' if plural else ''} of `{history.event}`"
    else:
        said = event_noun(model.events.get(history.event), history.event, plural=plural)
    if read.within is not None:
        said += f" in the last {duration_words(read.within)}"
    if history.where is not None:
        said += f" where {clause(history.where, model)}"
    return said
