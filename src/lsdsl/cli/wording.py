"""Parts of a model in the words of the language."""

from typing import Final

from lsdsl.model.declarations import Decay, EventRule, Field, Limit, Model
from lsdsl.model.expressions import Constant, Expression
from lsdsl.model.types import DAY, Kind, Type
from lsdsl.records.render import json_value, whole
from lsdsl.source import Span

UNITS: Final = (("week", 7 * DAY), ("day", DAY), ("hour", DAY // 24), ("minute", DAY // 1440), ("second", 1_000_000))


def duration_text(microseconds: int) -> str:
    """A duration in the largest unit that divides it, weeks only from four on: ``30 days``, ``4 weeks``."""
    for word, size in UNITS:
        amount, rest = divmod(microseconds, size)
        if rest == 0 and amount and not (word == "week" and amount < 4):
            return f"{amount} {word}{'' if amount == 1 else 's'}"
    return f"{microseconds / 1_000_000} seconds"


def number_text(number: int | float) -> str:
    """A number without a needless fraction."""
    return str(whole(number))


def source_text(span: Span, model: Model) -> str:
    """What stands at a place, on one line."""
    return " ".join(model.sources[span.path].text[span.start : span.end].split())


def points_text(points: Expression, model: Model) -> str:
    """The points of a rule with their sign, as they are written."""
    if isinstance(points, Constant) and isinstance(points.value, int | float):
        return f"{'+' if points.value >= 0 else ''}{number_text(points.value)}"
    text = source_text(points.span, model)
    return text if text.startswith(("+", "-")) else f"+({text.removeprefix('(').removesuffix(')') if _enclosed(text) else text})"


def _enclosed(text: str) -> bool:
    """Whether one pair of parentheses stands around the whole text."""
    depth = 0
    for index, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return index == len(text) - 1 and text.startswith("(")
    return False


def limits_text(rule: EventRule) -> list[str]:
    """The limits, expiry and decay of a rule as modifiers."""
    texts = [_limit_text(limit) for limit in rule.limits]
    if rule.expires is not None:
        texts.append(f"expires after {duration_text(rule.expires)}")
    if rule.decay is not None:
        texts.append(_decay_text(rule.decay))
    return texts


def _limit_text(limit: Limit) -> str:
    per = "" if limit.per is None else f" per {duration_text(limit.per)}"
    unit = limit.unit.removesuffix("s") if limit.amount == 1 else limit.unit
    return f"at most {number_text(limit.amount)} {unit}{per}"


def _decay_text(decay: Decay) -> str:
    amount = f"{number_text(decay.amount)}%" if decay.unit == "%" else f"{number_text(decay.amount)} {decay.unit}"
    return f"loses {amount} every {duration_text(decay.every)}"


def type_text(type_: Type) -> str:
    """A type as it is declared."""
    if type_.options:
        options = ", ".join(f'"{option}"' for option in type_.options)
        return f"choice({options})"
    return type_.kind.value


def default_text(field: Field) -> str | None:
    """The default of a field as it is declared; None when it has none."""
    if field.default is None:
        return None
    value = json_value(field.type, field.default)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "(" + ", ".join(f'"{one}"' for one in value) + ")"
    return f'"{value}"' if field.type.kind is Kind.TEXT else str(value)
