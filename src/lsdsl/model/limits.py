"""Durations, amounts and modifiers: how long, how often, how much."""

from collections.abc import Sequence
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Related
from lsdsl.model.context import Context
from lsdsl.model.declarations import Decay, Limit
from lsdsl.syntax import tree

ALWAYS: Final = 100
"""All of an award, in percent."""


@dataclass(frozen=True, slots=True)
class Modifiers:
    """The modifiers of a rule, with a block's defaults applied."""

    limits: tuple[Limit, ...]
    expires: int | None
    decay: Decay | None
    name: str | None


def whole(node: tree.NumberLiteral, what: str, context: Context) -> int:
    """A number that has to be whole and at least 1."""
    if isinstance(node.value, int) and node.value >= 1:
        return node.value
    context.findings.add("LS325" if node.value > 0 else "LS324", node.span, what=what, value=node.value)
    return 1


def decay_of(node: tree.Loses | tree.Halves, context: Context) -> Decay:
    """``loses 25% every D``, ``loses 2 points every D``, ``halves every D``."""
    every = node.every.microseconds
    if isinstance(node, tree.Halves):
        return Decay(50, "%", every)
    amount = node.amount.value
    if amount <= 0:
        context.findings.add("LS324", node.amount.span, what="what is lost", value=amount)
    elif node.unit == "%" and amount > ALWAYS:
        context.findings.add("LS327", node.amount.span, value=amount)
    return Decay(amount, node.unit, every)


def limit_of(node: tree.AtMost, context: Context) -> Limit:
    """``at most N times per D``."""
    per = node.per.microseconds if node.per else None
    if node.unit == "times":
        return Limit(whole(node.amount, "a limit", context), "times", per, node.span)
    if node.amount.value <= 0:
        context.findings.add("LS324", node.amount.span, what="a limit", value=node.amount.value)
    return Limit(node.amount.value, "points", per, node.span)


def modifiers_of(nodes: Sequence[tree.Modifier], expires: int | None, decay: Decay | None, context: Context) -> Modifiers:
    """The modifiers of an event rule; ``expires`` and ``decay`` are the block's defaults."""
    _doubled(nodes, context)
    limits: list[Limit] = []
    name: str | None = None
    for node in nodes:
        match node:
            case tree.AtMost():
                limits.append(limit_of(node, context))
            case tree.Expires(after=after):
                expires = after.microseconds
            case tree.Loses() | tree.Halves():
                decay = decay_of(node, context)
            case tree.Never(what="expires"):
                expires = None
            case tree.Never():
                decay = None
            case tree.Named(name=identifier):
                name = identifier.text
    return Modifiers(tuple(limits), expires, decay, name)


def _doubled(nodes: Sequence[tree.Modifier], context: Context) -> None:
    """Report modifiers that stand twice, or against each other."""
    first: dict[str, tree.Modifier] = {}
    for node in nodes:
        key = _subject(node)
        if key not in first:
            first[key] = node
            continue
        earlier = Related(first[key].span, "first")
        code = "LS182" if isinstance(node, tree.Never) is not isinstance(first[key], tree.Never) else "LS170"
        facts = {"line": _written(node), "where": "one rule", "other": _written(first[key])}
        context.findings.add(code, node.span, earlier, **facts)


def _subject(node: tree.Modifier) -> str:
    """What a modifier is about: of two modifiers about one thing one is too many."""
    match node:
        case tree.AtMost(unit=unit, per=per):
            return f"{unit} per {per.microseconds if per else 'life'}"
        case tree.Expires() | tree.Never(what="expires"):
            return "expiry"
        case tree.Loses() | tree.Halves() | tree.Never():
            return "decay"
        case tree.Named():
            return "name"


def _written(node: tree.Modifier) -> str:
    match node:
        case tree.AtMost(unit=unit):
            return f"at most ... {unit}"
        case tree.Expires():
            return "expires after"
        case tree.Loses():
            return "loses"
        case tree.Halves():
            return "halves"
        case tree.Never(what=what):
            return f"never {what}"
        case tree.Named():
            return "as"


def stable_name(nodes: Sequence[tree.Modifier]) -> str | None:
    """The stable name of a rule that takes no other modifier."""
    return next((node.name.text for node in nodes if isinstance(node, tree.Named)), None)
