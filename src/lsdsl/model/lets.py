"""``let`` names: resolved so that each comes after those that it reads."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass

from lsdsl.model.bounds import bounds
from lsdsl.model.context import Context
from lsdsl.model.declarations import Let
from lsdsl.model.ordering import after_what_is_read
from lsdsl.model.scopes import PROFILE
from lsdsl.source import Span
from lsdsl.syntax import tree


def resolve_lets(context: Context) -> tuple[dict[str, Let], dict[str, list[str]]]:
    """Resolve all lets. Also tells which lets each of them read that had no type then: what a cycle is seen by."""
    symbols = context.symbols
    untyped: dict[str, list[str]] = {}
    for name in in_reading_order(symbols.lets):
        before = len(symbols.untyped)
        value = context.resolve(symbols.lets[name].value, PROFILE)
        symbols.let_values[name] = value
        symbols.let_bounds[name] = bounds(value, context.symbols)
        untyped[name] = symbols.untyped[before:]
    lets = {name: Let(name, symbols.let_values[name], node.description, node.name.span) for name, node in symbols.lets.items()}
    return lets, untyped


def in_reading_order(lets: dict[str, tree.LetDeclaration]) -> list[str]:
    """The names so that each comes after those that its expression mentions, as far as there is such an order."""
    return after_what_is_read(lets, lambda name: [one for one in mentioned(lets[name].value) if one in lets])


def mentioned(node: tree.Expression) -> Iterable[str]:
    """Every name that an expression mentions."""
    waiting: list[object] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tree.NameExpression):
            yield one.name.text
        elif isinstance(one, tuple):
            waiting.extend(one)
        elif is_dataclass(one) and not isinstance(one, Span):
            waiting.extend(getattr(one, field.name) for field in fields(one))
