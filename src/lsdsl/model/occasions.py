"""Functions that exist in some places only: ``changed`` and ``old`` on modified events, ``ran`` and ``did`` in tests."""

from lsdsl.model.context import Context, failed
from lsdsl.model.declarations import Field
from lsdsl.model.expressions import ActionCount, Changed, Expression, OldRead, RunCount
from lsdsl.model.scopes import Scope
from lsdsl.model.suggestions import suggest
from lsdsl.syntax import tree


def plain_arguments(node: tree.Call, context: Context) -> bool:
    """Whether no argument has ``of``, ``where`` or ``within``; reports the first that has."""
    for argument in node.arguments:
        extra = "of" if argument.of else "where" if argument.where else "within" if argument.within else None
        if extra:
            context.findings.add("LS319", argument.span, name=node.function.text, extra=extra)
            return False
    return True


def single_name(node: tree.Call, usage: str, context: Context) -> tree.Identifier | None:
    """The one argument of a call that has to be a bare name; reports anything else."""
    if len(node.arguments) == 1 and isinstance(name := node.arguments[0].value, tree.NameExpression) and name.scope != "event":
        return name.name
    if len(node.arguments) == 1:
        context.findings.add("LS318", node.arguments[0].span, name=node.function.text, wanted="a name", usage=usage)
    else:
        context.findings.add("LS317", node.span, name=node.function.text, count=len(node.arguments), usage=usage)
    return None


def changed(node: tree.Call, scope: Scope, context: Context) -> Expression:
    """``changed(FIELD)``."""
    field = _modified_field(node, scope, context)
    return Changed(field.name, node.span) if field else failed(node.span)


def old(node: tree.Call, scope: Scope, context: Context) -> Expression:
    """``old(FIELD)``."""
    field = _modified_field(node, scope, context)
    return OldRead(field.name, field.type, node.span) if field else failed(node.span)


def _modified_field(node: tree.Call, scope: Scope, context: Context) -> Field | None:
    """The field that ``changed`` or ``old`` is asked for."""
    function = node.function.text
    if not plain_arguments(node, context):
        return None
    if scope.modified is None:
        if scope.open:
            return None
        event = scope.events if scope.place == "event" and scope.events else None
        context.findings.add("LS232", node.span, name=function, event=event)
        return None
    name = single_name(node, f"{function}(FIELD)", context)
    if name is None:
        return None
    field = scope.modified.get(name.text)
    if field is None and name.text not in context.symbols.bad and not scope.open:
        suggestion = suggest(name.text, scope.modified)
        context.findings.once(f"modified {scope.key}", "LS201", name.text, name.span, suggestion=suggestion)
    return field


def ran(node: tree.Call, scope: Scope, context: Context) -> Expression:
    """``ran(FOLLOWUP)``."""
    if not _in_test(node, scope, context) or not plain_arguments(node, context):
        return failed(node.span)
    name = single_name(node, "ran(FOLLOWUP)", context)
    if name is None:
        return failed(node.span)
    if name.text in context.symbols.followups:
        return RunCount(name.text, node.span)
    if name.text not in context.symbols.bad:
        suggestion = suggest(name.text, context.symbols.followups)
        kind = context.symbols.kind(name.text)
        context.findings.once("", "LS211", name.text, name.span, suggestion=suggestion, kind=kind)
    return failed(node.span)


def did(node: tree.Call, scope: Scope, context: Context) -> Expression:
    """``did(ACTION)``, ``did(ACTION, "first argument")``."""
    usage = 'did(ACTION) or did(ACTION, "first argument")'
    if not _in_test(node, scope, context) or not plain_arguments(node, context):
        return failed(node.span)
    if len(node.arguments) not in (1, 2):
        context.findings.add("LS317", node.span, name="did", count=len(node.arguments), usage=usage)
        return failed(node.span)
    action = node.arguments[0].value
    if not isinstance(action, tree.NameExpression) or action.scope is not None:
        context.findings.add("LS318", action.span, name="did", wanted="the name of an action", usage=usage)
        return failed(node.span)
    first = node.arguments[1].value if len(node.arguments) == 2 else None
    if first is not None and not isinstance(first, tree.TextLiteral):
        context.findings.add("LS318", first.span, name="did", wanted="a text in quotes", usage=usage)
        return failed(node.span)
    if not action_known(action.name, context):
        return failed(node.span)
    return ActionCount(action.name.text, first.value if first else None, node.span)


def _in_test(node: tree.Call, scope: Scope, context: Context) -> bool:
    if scope.place == "test":
        return True
    context.findings.add("LS234", node.span, name=node.function.text)
    return False


def action_known(name: tree.Identifier, context: Context) -> bool:
    """Whether there is an action of this name; reports when not."""
    if name.text in context.symbols.actions:
        return True
    if name.text not in context.symbols.bad:
        suggestion = suggest(name.text, context.symbols.actions)
        known = ", ".join(f"`{action}`" for action in context.symbols.actions)
        kind = context.symbols.kind(name.text)
        context.findings.once("", "LS206", name.text, name.span, suggestion=suggestion, known=known, kind=kind)
    return False
