"""``do``: asking for an action with its arguments."""

from lsdsl.diagnostics import Related
from lsdsl.model.builtin import PRELUDE
from lsdsl.model.context import Context, failed
from lsdsl.model.declarations import Action, Do, Field
from lsdsl.model.expressions import Constant, Expression, FieldRead
from lsdsl.model.literals import described, fits, list_value, mending, same_type
from lsdsl.model.occasions import action_known
from lsdsl.model.scopes import Scope
from lsdsl.model.suggestions import suggest
from lsdsl.model.types import LIST, TEXT, Kind
from lsdsl.syntax import tree


def do(node: tree.Do, scope: Scope, context: Context) -> Do | None:
    """``do ACTION "first argument", key: EXPR``."""
    if not action_known(node.action, context):
        for argument in node.arguments:
            _value(argument.value, "an argument", scope, context)
        return None
    action = context.symbols.actions[node.action.text]
    arguments = _first(node, action, context)
    places: dict[str, tree.ActionArgument] = {}
    for argument in node.arguments:
        _argument(argument, node, action, places, arguments, scope, context)
    if action.name == "send_email" and action.span.path == PRELUDE and "to" not in arguments:
        arguments["to"] = _email(node, context)
    return Do(action.name, arguments, node.span)


def _first(node: tree.Do, action: Action, context: Context) -> dict[str, Expression]:
    """The first argument, which stands without its name."""
    name = next(iter(action.arguments), None)
    if node.first is None:
        if name is not None:
            context.findings.add("LS236", node.action.span, action=action.name, argument=name)
        return {}
    if name is None:
        context.findings.add("LS237", node.first.span, action=action.name)
        return {}
    value = Constant(node.first.value, TEXT, node.first.span)
    wanted = action.arguments[name].type
    if wanted.kind is not Kind.LIST:
        fits(value, wanted, f"`{name}`", context)
    return {name: value}


def _argument(
    node: tree.ActionArgument,
    call: tree.Do,
    action: Action,
    places: dict[str, tree.ActionArgument],
    arguments: dict[str, Expression],
    scope: Scope,
    context: Context,
) -> None:
    name = node.name.text
    argument = action.arguments.get(name)
    value = _value(node.value, f"`{name}`", scope, context)
    if argument is None:
        suggestion = suggest(name, action.arguments)
        known = ", ".join(f"`{one}`" for one in action.arguments) or None
        context.findings.once(action.name, "LS207", name, node.name.span, action=action.name, suggestion=suggestion, known=known)
    elif name in places:
        context.findings.add("LS170", node.span, Related(places[name].span, "first"), line=name, where="one `do`")
    elif name == next(iter(action.arguments)):
        code, first = ("LS170", (Related(call.first.span, "first"),)) if call.first else ("LS236", ())
        facts = {"line": name, "where": "one `do`"} if call.first else {}
        if call.first:
            context.findings.add(code, node.span, *first, **facts)
    else:
        arguments[name] = _checked(value, argument, context)
    places.setdefault(name, node)


def _value(node: tree.Expression | tree.ListLiteral, what: str, scope: Scope, context: Context) -> Expression:
    return list_value(node, what, context) if isinstance(node, tree.ListLiteral) else context.resolve(node, scope)


def _checked(value: Expression, argument: Field, context: Context) -> Expression:
    """Hold the value of an argument against its type; where a list is wanted, one text will do."""
    what = f"`{argument.name}`"
    takes_text = argument.type == LIST and value.type.kind is Kind.TEXT
    if takes_text:
        return value
    if isinstance(value, Constant):
        return value if fits(value, argument.type, what, context) else failed(value.span)
    if same_type(value.type, argument.type):
        return value
    wanted = "a text or a list of texts" if argument.type == LIST else described(argument.type)
    context.findings.add(
        "LS304", value.span, what=what, wanted=wanted, found=described(value.type), **mending(value, argument.type, context)
    )
    return failed(value.span)


def _email(node: tree.Do, context: Context) -> Expression:
    """Without ``to`` an e-mail goes to the profile's field ``email``."""
    field = context.symbols.field("email")
    if field is not None and field.type.kind in (Kind.TEXT, Kind.LIST, Kind.ERROR):
        return FieldRead(field.name, field.type, node.span, field.default)
    if "email" not in context.symbols.bad:
        context.findings.add("LS231", node.action.span)
    return failed(node.span)
