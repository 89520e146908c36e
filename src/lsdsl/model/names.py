"""Names in expressions: attributes and fields first, then lets, scores, grades and selections."""

from lsdsl.diagnostics import Edit, Fix, Related
from lsdsl.model.context import Context, failed
from lsdsl.model.declarations import Field
from lsdsl.model.expressions import AttributeRead, Expression, FieldRead, GradeRead, LetRead, ScoreRead, SelectionRead
from lsdsl.model.scopes import Partial, Scope
from lsdsl.model.suggestions import suggest
from lsdsl.model.types import ERROR, Kind, Type
from lsdsl.source import Span
from lsdsl.syntax import tree


def read_name(node: tree.NameExpression, scope: Scope, context: Context, wanted: Type | None = None) -> Expression:
    """Resolve a name. ``wanted`` is the text or choice that would fit here, for the help of an unknown name."""
    match node.scope:
        case "event":
            return _event_name(node, scope, context)
        case "profile":
            return _profile_name(node, scope, context)
        case None:
            return _bare_name(node, scope, context, wanted)


def is_known(name: str, scope: Scope, context: Context) -> bool:
    """Whether a bare name means anything in a scope."""
    symbols = context.symbols
    known_here = name in scope.attributes or name in scope.partial or name in symbols.bad
    return known_here or (scope.place != "history" and (symbols.field(name) is not None or name in symbols.declared))


def _event_name(node: tree.NameExpression, scope: Scope, context: Context) -> Expression:
    name = node.name.text
    if scope.place in ("profile", "test"):
        if scope.open:
            return failed(node.span)
        context.findings.once(scope.place, "LS224", name, node.span)
        return failed(node.span)
    if name in scope.attributes:
        return _attribute(scope.attributes[name], node.span)
    if name in scope.partial:
        return _partial(name, scope.partial[name], node.span, scope, context)
    if not scope.open:
        unknown_attribute(node.name, scope, context, past=scope.events if scope.place == "history" else None)
    return failed(node.span)


def _profile_name(node: tree.NameExpression, scope: Scope, context: Context) -> Expression:
    name = node.name.text
    field = context.symbols.field(name)
    if scope.place == "history":
        context.findings.once(scope.key, "LS226", name, node.span, event=scope.events)
        return failed(node.span)
    if field is not None:
        return _field(field, node.span, context)
    if name not in context.symbols.bad:
        suggestion = suggest(name, context.symbols.field_names())
        context.findings.once("profile", "LS201", name, node.name.span, suggestion=suggestion)
    return failed(node.span)


def _bare_name(node: tree.NameExpression, scope: Scope, context: Context, wanted: Type | None) -> Expression:
    name = node.name.text
    has_attribute = name in scope.attributes or name in scope.partial
    field = context.symbols.field(name)
    if scope.place == "history" and not has_attribute:
        return _not_in_history(node, scope, context)
    if has_attribute and field is not None and scope.place != "history":
        related = () if field.builtin else (Related(field.span, "field"),)
        context.findings.once(scope.key, "LS221", name, node.span, *related, event=scope.events)
        return failed(node.span)
    if name in scope.attributes:
        return _attribute(scope.attributes[name], node.span)
    if name in scope.partial:
        return _partial(name, scope.partial[name], node.span, scope, context)
    if field is not None:
        return _field(field, node.span, context)
    return _declared(node, scope, context, wanted)


def _declared(node: tree.NameExpression, scope: Scope, context: Context, wanted: Type | None) -> Expression:
    symbols = context.symbols
    name, span = node.name.text, node.span
    if name in symbols.lets:
        value = symbols.let_values.get(name)
        if value is None or value.type.kind is Kind.ERROR:
            symbols.untyped.append(name)
        return LetRead(name, value.type if value else ERROR, span)
    if name in symbols.scores:
        return ScoreRead(name, span)
    if name in symbols.grades:
        rows = symbols.grades[name].rows
        return GradeRead(name, span, Type(Kind.TEXT, tuple(row.text.value for row in rows if isinstance(row, tree.GradeRow))))
    if name in symbols.selections:
        return SelectionRead(name, span)
    if name in symbols.bad or scope.open:
        return failed(span)
    kind = symbols.kind(name)
    if kind is not None:
        facts = {symbols.declared[name].kind: name}
        context.findings.once(scope.key, "LS229", name, span, kind=kind, **facts)
    else:
        _unknown(node, scope, wanted, context)
    return failed(span)


def _unknown(node: tree.NameExpression, scope: Scope, wanted: Type | None, context: Context) -> None:
    """Report a name that means nothing; where a text would fit, its quotes may be missing."""
    name = node.name.text
    suggestion = suggest(name, [*scope.attributes, *scope.partial, *context.symbols.value_names()])
    event = scope.events or None
    if wanted is None:
        if suggestion is not None and suggestion.only in context.symbols.scores:
            suggestion = suggestion.doubtful()
        context.findings.once(scope.key, "LS200", name, node.span, suggestion=suggestion, event=event)
        return
    fix = None
    if name in wanted.options or (suggestion is None and not wanted.options):
        fix = Fix((Edit(node.span, f'"{name}"'),), safe=name in wanted.options)
    # A name and a text are two readings: the words of the suggestion alone are no fix.
    words = str(suggestion) if suggestion else None
    context.findings.once(scope.key, "LS200", name, node.span, suggestion=words, quotes=name, event=event, fix=fix)


def _not_in_history(node: tree.NameExpression, scope: Scope, context: Context) -> Expression:
    name = node.name.text
    if name in context.symbols.bad:
        return failed(node.span)
    if context.symbols.kind(name) is not None:
        context.findings.once(scope.key, "LS226", name, node.span, event=scope.events)
    else:
        unknown_attribute(node.name, scope, context)
    return failed(node.span)


def _attribute(attribute: Field, span: Span) -> Expression:
    return AttributeRead(attribute.name, attribute.type, span, attribute.default)


def _field(field: Field, span: Span, context: Context) -> Expression:
    owner = context.symbols.owners.get(field.name)
    return ScoreRead(owner, span) if owner else FieldRead(field.name, field.type, span, field.default)


def _partial(name: str, partial: Partial, span: Span, scope: Scope, context: Context) -> Expression:
    not_everywhere(name, partial, span, scope, context)
    return failed(span)


def not_everywhere(name: str, partial: Partial, span: Span, scope: Scope, context: Context) -> None:
    """Report an attribute that not all events of a rule have with one type."""
    types = {"here": partial.types[0], "there": partial.types[1], "other": partial.other} if partial.types else {}
    context.findings.once(scope.key, "LS223", name, span, event=partial.event, **types)


def unknown_attribute(name: tree.Identifier, scope: Scope, context: Context, past: str | None = None) -> None:
    """Report a name that no event of a scope has as an attribute; ``past`` is the event that ``event.`` stands for there."""
    names = [*scope.attributes, *scope.partial]
    facts = {"event": scope.events, "suggestion": suggest(name.text, names)}
    declared = scope.events if " " not in scope.events else None
    known = ", ".join(f"`{one}`" for one in names) or None
    context.findings.once(scope.key, "LS209", name.text, name.span, declared=declared, known=known, past=past, **facts)


def field_named(name: tree.Identifier, context: Context) -> Field | None:
    """A field of the profile that a line names; reports one that is not there."""
    field = context.symbols.field(name.text)
    if field is None and name.text not in context.symbols.bad:
        suggestion = suggest(name.text, context.symbols.field_names())
        kind = context.symbols.kind(name.text)
        context.findings.once("profile", "LS201", name.text, name.span, suggestion=suggestion, kind=kind)
    return field


def score_named(name: tree.Identifier, context: Context) -> str | None:
    """A score that a line names; a field that a score owns stands for it. Reports a name that is no score."""
    symbols = context.symbols
    if name.text in symbols.scores:
        return name.text
    if name.text in symbols.owners:
        return symbols.owners[name.text]
    if name.text not in symbols.bad:
        suggestion = suggest(name.text, symbols.scores)
        context.findings.once("", "LS203", name.text, name.span, suggestion=suggestion, kind=symbols.kind(name.text))
    return None
