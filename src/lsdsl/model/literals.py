"""Literals as values, and the question whether a value fits a type."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final, assert_never

from lsdsl.diagnostics import Edit, Fix
from lsdsl.model.context import Context
from lsdsl.model.expressions import Constant
from lsdsl.model.suggestions import suggest
from lsdsl.model.types import BOOLEAN, DATE, DATETIME, DURATION, ERROR, LIST, NUMBER, TEXT, Kind, Type, Value
from lsdsl.pattern import pattern
from lsdsl.source import Span
from lsdsl.syntax import tree

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)

PLAIN: Final = {
    Kind.NUMBER: pattern(r"-?[0-9]{1,12}(\.[0-9]{1,3})?"),
    Kind.BOOLEAN: pattern("true|false"),
    Kind.DATE: pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    Kind.DATETIME: pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?Z"),
}
"""What is a literal of the language once its quotes are gone."""

DESCRIBED: Final = {
    Kind.TEXT: "a text",
    Kind.NUMBER: "a number",
    Kind.BOOLEAN: "a boolean",
    Kind.DATE: "a date",
    Kind.DATETIME: "a datetime",
    Kind.DURATION: "a duration",
    Kind.LIST: "a list",
    Kind.ERROR: "unknown",
}


def described(kind: Type) -> str:
    """A type in words."""
    return "a choice" if kind.options else DESCRIBED[kind.kind]


def moment(value: datetime) -> int:
    """Microseconds since 1970."""
    return (value - EPOCH) // MICROSECOND


def midnight(value: date) -> int:
    """The midnight of a date, UTC, in microseconds since 1970."""
    return moment(datetime(value.year, value.month, value.day, tzinfo=UTC))


def constant(node: tree.Scalar) -> Constant:
    """A literal as a constant of its natural type."""
    match node:
        case tree.NumberLiteral():
            return Constant(node.value, NUMBER, node.span)
        case tree.TextLiteral():
            return Constant(node.value, TEXT, node.span)
        case tree.BooleanLiteral():
            return Constant(node.value, BOOLEAN, node.span)
        case tree.DateLiteral():
            return Constant(midnight(node.value), DATE, node.span)
        case tree.MomentLiteral():
            return Constant(moment(node.value), DATETIME, node.span)
        case tree.DurationLiteral():
            return Constant(node.microseconds, DURATION, node.span)
        case _:
            assert_never(node)


def list_value(node: tree.ListLiteral, what: str, context: Context) -> Constant:
    """A list literal as a value of type ``list``: distinct texts in order."""
    texts: list[str] = []
    for item in node.items:
        if isinstance(item, tree.TextLiteral):
            texts.append(item.value)
        else:
            found = described(constant(item).type)
            context.findings.add("LS307", item.span, what=what, found=found, wanted="texts")
    return Constant(tuple(dict.fromkeys(texts)), LIST, node.span)


def same_type(found: Type, wanted: Type) -> bool:
    """Whether a value of one type may stand where another is wanted; what has a finding fits everywhere."""
    if Kind.ERROR in (found.kind, wanted.kind) or found.kind is wanted.kind:
        return True
    return found.kind is Kind.DATE and wanted.kind is Kind.DATETIME


def fits(value: Constant, wanted: Type, what: str, context: Context) -> bool:
    """Whether a literal may stand where ``wanted`` is; reports it when not. ``what`` names the place: ``country``."""
    if not same_type(value.type, wanted):
        wrong_type(value, value.type, wanted, what, context, value.span)
        return False
    return is_option(value, wanted, what, context)


def wrong_type(value: object, found: Type, wanted: Type, what: str, context: Context, span: Span) -> None:
    """Report a value of the wrong type, with what is known of how to mend it."""
    facts = {"what": what, "wanted": described(wanted), "found": described(found)}
    context.findings.add("LS304", span, **facts, **mending(value, wanted, context))


def is_option(value: Constant, wanted: Type, what: str, context: Context, ignoring_case: bool = False) -> bool:
    """Whether a literal text is one of the options of a choice, where one is wanted; reports it when not."""
    text = value.value
    if not wanted.options or not isinstance(text, str):
        return True
    options = [option.casefold() for option in wanted.options] if ignoring_case else wanted.options
    if (text.casefold() if ignoring_case else text) in options:
        return True
    context.findings.add(
        "LS305",
        value.span,
        what=what,
        value=text,
        options=", ".join(f'"{option}"' for option in wanted.options),
        suggestion=found.as_text() if (found := suggest(text, wanted.options)) else None,
    )
    return False


def mending(value: object, wanted: Type, context: Context) -> dict[str, object]:
    """The facts for help, and the fix: ``plain`` for a text that only has quotes too many, ``quotes`` for one that lacks them."""
    if not isinstance(value, Constant):
        return {}
    facts = _quotes(value, wanted)
    written, plain = context.text(value.span), facts.get("plain")
    if plain and PLAIN[wanted.kind].fullmatch(plain) and written == f'"{value.value}"':
        return {**facts, "fix": Fix((Edit(value.span, plain),), safe=True)}
    if facts.get("quotes") == written and (not wanted.options or written in wanted.options):
        return {**facts, "fix": Fix((Edit(value.span, f'"{written}"'),), safe=True)}
    return {**facts}


def _quotes(value: Constant, wanted: Type) -> dict[str, str]:
    match value.value, wanted.kind:
        case str() as text, Kind.NUMBER if _reads(float, text):
            return {"plain": text.strip()}
        case str() as text, Kind.BOOLEAN if text.casefold() in ("true", "false", "yes", "no"):
            return {"plain": "true" if text.casefold() in ("true", "yes") else "false"}
        case str() as text, Kind.DATE if _reads(date.fromisoformat, text):
            return {"plain": text}
        case str() as text, Kind.DATETIME if _reads(datetime.fromisoformat, text):
            return {"plain": text}
        case (bool(), Kind.TEXT):
            return {"quotes": "true" if value.value else "false"}
        case (int() | float(), Kind.TEXT) if value.type == NUMBER:
            return {"quotes": str(value.value)}
        case _:
            return {}


def _reads(convert: Callable[[str], object], text: str) -> bool:
    try:
        convert(text)
    except ValueError:
        return False
    return True


def type_of_items(items: tuple[tree.Scalar, ...], what: str, context: Context) -> tuple[tuple[Value, ...], Type]:
    """The values of a list literal and their one type; an item of another type than the first is reported."""
    values: list[Value] = []
    kind = ERROR if items else TEXT
    for item in items:
        one = constant(item)
        if kind is ERROR:
            kind = one.type
        elif one.type.kind is not kind.kind:
            context.findings.add("LS307", item.span, what=what, found=described(one.type), wanted=f"{kind.kind.value} values")
            continue
        values.append(one.value)
    return tuple(values), kind
