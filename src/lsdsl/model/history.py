"""Functions that look back or at the clock: ``count`` and its kin, ``gained``, ``age`` and ``until``; and ``flames``."""

from typing import Literal

from lsdsl.model.conditions import condition
from lsdsl.model.context import Context, failed
from lsdsl.model.declarations import Field
from lsdsl.model.expressions import Elapsed, Expression, Flames, Gained, History, HistoryRead
from lsdsl.model.gains import gained_scores
from lsdsl.model.literals import described
from lsdsl.model.names import score_named
from lsdsl.model.occasions import plain_arguments, single_name
from lsdsl.model.past_events import compares_one_event
from lsdsl.model.scopes import Scope, history_scope
from lsdsl.model.suggestions import suggest
from lsdsl.model.types import BOOLEAN, DATETIME, NUMBER, Kind, Type
from lsdsl.syntax import tree

Reader = Literal["count", "sum", "seen", "last"]


def count(node: tree.Call, scope: Scope, context: Context) -> Expression:
    """``count(E where C within D)``."""
    return _read("count", NUMBER, "count(EVENT where CONDITION within 7 days)", node, scope, context)


def seen(node: tree.Call, scope: Scope, context: Context) -> Expression:
    """``seen(E where C within D)``."""
    return _read("seen", BOOLEAN, "seen(EVENT where CONDITION within 7 days)", node, scope, context)


def last(node: tree.Call, scope: Scope, context: Context) -> Expression:
    """``last(E where C)``."""
    return _read("last", DATETIME, "last(EVENT where CONDITION)", node, scope, context)


def total(node: tree.Call, scope: Scope, context: Context) -> Expression:
    """``sum(X of E where C within D)``."""
    return _read("sum", NUMBER, "sum(ATTRIBUTE of EVENT where CONDITION within 7 days)", node, scope, context)


def _read(function: Reader, result: Type, usage: str, node: tree.Call, scope: Scope, context: Context) -> Expression:
    if not _outside(node, scope, context):
        return failed(node.span)
    if len(node.arguments) != 1:
        context.findings.add("LS317", node.span, name=function, count=len(node.arguments), usage=usage)
        return failed(node.span)
    argument = node.arguments[0]
    name = _event_name(function, argument, usage, context)
    if name is None:
        return failed(node.span)
    attributes = _attributes(name, context)
    if attributes is None:
        return failed(node.span)
    inner = history_scope(name.text, attributes)
    where = condition(argument.where, inner, context) if argument.where else None
    if where is not None and compares_one_event(where, function, name.text, context):
        where = failed(where.span)
    value = _summed(argument.value, inner, context) if function == "sum" else None
    if argument.within is not None and function == "last":
        context.findings.add("LS319", argument.within.span, name=function, extra="within")
        return failed(node.span)
    within = argument.within.microseconds if argument.within else None
    past = History(name.text, name.text in context.symbols.collections, where, value)
    return HistoryRead(function, past, within, result, node.span)


def _outside(node: tree.Call, scope: Scope, context: Context) -> bool:
    """Whether this is not inside another look back; reports it when it is."""
    if scope.place != "history":
        return True
    context.findings.add("LS235", node.span, name=node.function.text, event=scope.events)
    return False


def _event_name(function: Reader, argument: tree.Argument, usage: str, context: Context) -> tree.Identifier | None:
    """The event or collection that an argument names."""
    if function == "sum":
        if argument.of is None:
            context.findings.add("LS320", argument.span, usage=usage)
        return argument.of
    if argument.of is not None:
        context.findings.add("LS319", argument.span, name=function, extra="of")
        return None
    if isinstance(argument.value, tree.NameExpression) and argument.value.scope is None:
        return argument.value.name
    context.findings.add("LS318", argument.value.span, name=function, wanted="the name of an event or a collection", usage=usage)
    return None


def _attributes(name: tree.Identifier, context: Context) -> dict[str, Field] | None:
    """What ``where`` sees: the attributes of the event or the fields of the row."""
    symbols = context.symbols
    if name.text in symbols.collections:
        return dict(symbols.events[f"{name.text}.created"].attributes)
    event = symbols.events.get(name.text)
    if event is not None and event.subject == "declared":
        return dict(event.attributes)
    if name.text not in symbols.bad:
        declared = [one.name for one in symbols.events.values() if one.subject == "declared"]
        suggestion = suggest(name.text, [*declared, *symbols.collections])
        context.findings.once("", "LS202", name.text, name.span, suggestion=suggestion, kind=symbols.kind(name.text))
    return None


def _summed(node: tree.Expression, inner: Scope, context: Context) -> Expression:
    value = context.resolve(node, inner)
    if value.type.kind not in (Kind.NUMBER, Kind.ERROR):
        context.findings.add("LS304", node.span, what="what `sum` adds up", wanted="a number", found=described(value.type))
        return failed(node.span)
    return value


def gained(node: tree.Call, scope: Scope, context: Context) -> Expression:
    """``gained(SCORE within D)``."""
    usage = "gained(SCORE within 7 days)"
    if not _outside(node, scope, context):
        return failed(node.span)
    name = single_name(node, usage, context)
    if name is None:
        return failed(node.span)
    argument = node.arguments[0]
    if argument.of is not None or argument.where is not None:
        context.findings.add("LS319", argument.span, name="gained", extra="of" if argument.of else "where")
        return failed(node.span)
    if argument.within is None:
        context.findings.add("LS326", node.span, usage=usage)
        return failed(node.span)
    score = score_named(name, context)
    scores = gained_scores(score, name.span, context) if score else None
    return Gained(scores, argument.within.microseconds, node.span) if scores is not None else failed(node.span)


def elapsed(node: tree.Call, scope: Scope, context: Context) -> Expression:
    """``age(F)``, ``until(F)``."""
    function: Literal["age", "until"] = "age" if node.function.text == "age" else "until"
    if not _outside(node, scope, context) or not plain_arguments(node, context):
        return failed(node.span)
    if len(node.arguments) != 1:
        context.findings.add("LS317", node.span, name=function, count=len(node.arguments), usage=f"{function}(DATE)")
        return failed(node.span)
    moment = context.resolve(node.arguments[0].value, scope)
    if moment.type.kind not in (Kind.DATE, Kind.DATETIME):
        if moment.type.kind is not Kind.ERROR:
            facts = {"what": f"the argument of `{function}`", "wanted": "a date or a datetime", "found": described(moment.type)}
            context.findings.add("LS304", moment.span, **facts)
        return failed(node.span)
    return Elapsed(function, moment, node.span)


def flames(node: tree.Call, scope: Scope, context: Context) -> Expression:
    """``flames(SCORE)``; the score has to have an ideal."""
    if not _outside(node, scope, context) or not plain_arguments(node, context):
        return failed(node.span)
    name = single_name(node, "flames(SCORE)", context)
    score = score_named(name, context) if name else None
    if name is None or score is None:
        return failed(node.span)
    lines = context.symbols.score_lines(score)
    if not any(isinstance(line, tree.Bad) or (isinstance(line, tree.ScoreProperty) and line.name == "ideal") for line in lines):
        context.findings.once("", "LS322", score, name.span)
        return failed(node.span)
    return Flames(score, node.span)
