"""Functions of expressions: who resolves which, and those that are pure."""

from collections.abc import Callable, Sequence
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.model import history, occasions
from lsdsl.model.context import Context, failed
from lsdsl.model.expressions import Constant, Expression, FunctionCall
from lsdsl.model.literals import described, mending
from lsdsl.model.scopes import Scope
from lsdsl.model.suggestions import suggest
from lsdsl.model.types import NUMBER, TEXT, Kind, Type
from lsdsl.syntax import tree

PLAIN_KINDS: Final = {
    Kind.NUMBER: "a number",
    Kind.TEXT: "a text",
    Kind.LIST: "a list",
    Kind.DATE: "a date",
    Kind.DATETIME: "a datetime",
    Kind.DURATION: "a duration",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """What a pure function takes: at least and at most how many arguments, of which kinds, and what it gives.

    Without a ``result`` the function gives what it was given. ``literal`` is the place of an argument that has to be a literal.
    """

    least: int
    most: int
    takes: tuple[tuple[Kind, ...], ...]
    result: Type | None
    usage: str
    literal: int | None = None

    def kinds(self, place: int) -> tuple[Kind, ...]:
        """The kinds that the argument at a place may have."""
        return self.takes[min(place, len(self.takes) - 1)]


NUMBERS: Final = ((Kind.NUMBER,),)
TEXTS: Final = ((Kind.TEXT,),)
ORDERED: Final = ((Kind.NUMBER, Kind.DATE, Kind.DATETIME, Kind.DURATION),)

PURE: Final[dict[str, Signature]] = {
    "abs": Signature(1, 1, ((Kind.NUMBER, Kind.DURATION),), None, "abs(x)"),
    "round": Signature(1, 2, NUMBERS, NUMBER, "round(x) or round(x, 2)", literal=1),
    "min": Signature(2, 99, ORDERED, None, "min(a, b)"),
    "max": Signature(2, 99, ORDERED, None, "max(a, b)"),
    "length": Signature(1, 1, ((Kind.TEXT, Kind.LIST),), NUMBER, "length(x)"),
    "lower": Signature(1, 1, TEXTS, TEXT, "lower(x)"),
    "upper": Signature(1, 1, TEXTS, TEXT, "upper(x)"),
    "trim": Signature(1, 1, TEXTS, TEXT, "trim(x)"),
    "domain": Signature(1, 1, TEXTS, TEXT, "domain(email)"),
    "host": Signature(1, 1, TEXTS, TEXT, "host(url)"),
    "path": Signature(1, 1, TEXTS, TEXT, "path(url)"),
    "query": Signature(2, 2, TEXTS, TEXT, 'query(url, "name")', literal=1),
    "number": Signature(1, 1, ((Kind.TEXT, Kind.NUMBER),), NUMBER, "number(text)"),
}

Special = Callable[[tree.Call, Scope, Context], Expression]

SPECIAL: Final[dict[str, Special]] = {
    "count": history.count,
    "sum": history.total,
    "seen": history.seen,
    "last": history.last,
    "gained": history.gained,
    "age": history.elapsed,
    "until": history.elapsed,
    "flames": history.flames,
    "changed": occasions.changed,
    "old": occasions.old,
    "ran": occasions.ran,
    "did": occasions.did,
}


def call(node: tree.Call, scope: Scope, context: Context) -> Expression:
    """``f(x)``."""
    name = node.function.text
    if name in SPECIAL:
        return SPECIAL[name](node, scope, context)
    if name not in PURE:
        suggestion = suggest(name, [*PURE, *SPECIAL])
        kind = context.symbols.kind(name)
        context.findings.once("", "LS208", name, node.function.span, suggestion=suggestion, kind=kind)
        return failed(node.span)
    if not occasions.plain_arguments(node, context):
        return failed(node.span)
    return _pure(node, PURE[name], scope, context)


def _pure(node: tree.Call, signature: Signature, scope: Scope, context: Context) -> Expression:
    name, count = node.function.text, len(node.arguments)
    if not signature.least <= count <= signature.most:
        context.findings.add("LS317", node.span, name=name, count=count, usage=signature.usage)
        return failed(node.span)
    arguments = tuple(context.resolve(argument.value, scope) for argument in node.arguments)
    fine = [_argument_fits(name, place, one, signature, context) for place, one in enumerate(arguments)]
    if not all(fine) or any(one.type.kind is Kind.ERROR for one in arguments):
        return failed(node.span)
    if signature.result is None and not _one_type(name, arguments, context):
        return failed(node.span)
    result = signature.result or Type(arguments[0].type.kind)
    return FunctionCall(name, arguments, result, node.span)


def _argument_fits(name: str, place: int, argument: Expression, signature: Signature, context: Context) -> bool:
    kinds = signature.kinds(place)
    if argument.type.kind is Kind.ERROR:
        return True
    if argument.type.kind not in kinds:
        wanted = " or ".join(PLAIN_KINDS[kind] for kind in kinds)
        found = described(argument.type)
        hints = mending(argument, Type(kinds[0]), context)
        context.findings.add("LS304", argument.span, what=f"the argument of `{name}`", wanted=wanted, found=found, **hints)
        return False
    if signature.literal != place:
        return True
    digits = name == "round"
    if not isinstance(argument, Constant) or (digits and argument.value not in range(16)):
        wanted = "a whole number from 0 to 15" if digits else "a text in quotes"
        context.findings.add("LS318", argument.span, name=name, wanted=wanted, usage=signature.usage)
        return False
    return True


def _one_type(name: str, arguments: Sequence[Expression], context: Context) -> bool:
    """Whether all arguments of ``min`` or ``max`` have one type."""
    first = arguments[0]
    for other in arguments[1:]:
        if other.type.kind is not first.type.kind:
            found = {"left": described(first.type), "right": described(other.type)}
            context.findings.add("LS302", other.span, name=name, **found)
            return False
    return True
