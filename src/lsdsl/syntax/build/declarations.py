"""A file, the profile, collections, events, actions, lists, grades and selections."""

from lsdsl.source import Span
from lsdsl.syntax import tree
from lsdsl.syntax.build.core import Builder, Part, Values, builder, each_of, first_of, has, nodes, part, text_of, the, tokens
from lsdsl.syntax.build.expressions import as_text


@builder("file")
def _file(_build: Builder, values: Values, _span: Span) -> object:
    return tuple(values)


@builder("bad")
def _bad(_build: Builder, values: Values, span: Span) -> object:
    return tree.Bad(values[0].value, span)


@builder("profile")
def _profile(build: Builder, values: Values, span: Span) -> object:
    return tree.ProfileDeclaration(tuple(nodes(values)), build.description(span), build.header(values, span), span)


@builder("id_line")
def _id_line(build: Builder, values: Values, span: Span) -> object:
    return tree.IdDeclaration(as_text(build, values[2]), span)


def _with_fields(
    form: type[tree.CollectionDeclaration] | type[tree.EventDeclaration] | type[tree.ActionDeclaration], name: str
) -> None:
    @builder(name)
    def declaration(build: Builder, values: Values, span: Span) -> object:
        named, *lines = nodes(values)
        return form(named, tuple(lines), build.description(span), build.header(values, span), span)


_with_fields(tree.CollectionDeclaration, "collection")
_with_fields(tree.EventDeclaration, "event")
_with_fields(tree.ActionDeclaration, "action")


@builder("field")
def _field(build: Builder, values: Values, span: Span) -> object:
    return tree.FieldDeclaration(
        the(values, tree.Identifier),
        the(values, tree.TypeExpression),
        part(values, "default"),
        part(values, "source"),
        build.description(span),
        span,
    )


@builder("source")
def _source(build: Builder, values: Values, _span: Span) -> object:
    return Part("source", as_text(build, values[1]))


@builder("type")
def _type_expression(build: Builder, values: Values, span: Span) -> object:
    options = tuple(as_text(build, token) for token in tokens(values) if token.kind == "TEXT_LITERAL")
    return tree.TypeExpression(values[0].text, options, span)


@builder("list")
def _list_declaration(build: Builder, values: Values, span: Span) -> object:
    path = next((as_text(build, token) for token in tokens(values) if token.kind == "TEXT_LITERAL"), None)
    return tree.ListDeclaration(
        the(values, tree.Identifier), first_of(values, tree.ListLiteral), path, build.description(span), span
    )


@builder("let")
def _let(build: Builder, values: Values, span: Span) -> object:
    return tree.LetDeclaration(values[1], values[3], build.description(span), span)


@builder("grade")
def _grade(build: Builder, values: Values, span: Span) -> object:
    name, *rows = nodes(values)
    return tree.GradeDeclaration(name, tuple(rows), build.description(span), build.header(values, span), span)


@builder("grade_row")
def _grade_row(_build: Builder, values: Values, span: Span) -> object:
    text, *condition = nodes(values)
    return tree.GradeRow(text, condition[0] if condition else None, span)


@builder("selection")
def _selection(build: Builder, values: Values, span: Span) -> object:
    name, *lines = nodes(values)
    return tree.SelectionDeclaration(name, tuple(lines), build.description(span), build.header(values, span), span)


@builder("where_line")
def _where_line(_build: Builder, values: Values, span: Span) -> object:
    return tree.WhereLine(values[1], span)


@builder("order_line")
def _order_line(_build: Builder, values: Values, span: Span) -> object:
    return tree.OrderLine(values[2], has(values, "DESCENDING"), span)


# --- events ---------------------------------------------------------------------------------------------------------------


@builder("verb")
def _verb(_build: Builder, values: Values, _span: Span) -> object:
    return Part("verb", text_of(values, "CREATED", "MODIFIED", "REMOVED", "ADDED", "ADJUSTED"))


@builder("event_reference")
def _event_reference(_build: Builder, values: Values, span: Span) -> object:
    return tree.EventReference(values[0], part(values, "verb"), span)


@builder("events")
def _events(_build: Builder, values: Values, _span: Span) -> object:
    return Part("events", each_of(values, tree.EventReference))
