"""Fields, attributes and arguments: the lines below ``profile:``, ``collection``, ``event`` and ``action``."""

from collections.abc import Sequence

from lsdsl.diagnostics import Related
from lsdsl.model.context import Context
from lsdsl.model.declarations import Field
from lsdsl.model.literals import constant, fits, list_value, wrong_type
from lsdsl.model.symbols import KINDS, VALUES
from lsdsl.model.types import BOOLEAN, DATE, DATETIME, ERROR, LIST, NUMBER, TEXT, Kind, Type, Value
from lsdsl.syntax import tree

TYPES = {"text": TEXT, "number": NUMBER, "boolean": BOOLEAN, "date": DATE, "datetime": DATETIME, "list": LIST}

Lines = Sequence[tree.FieldDeclaration | tree.Bad]


def profile_field(line: tree.FieldDeclaration, context: Context) -> Field:
    """A field of the profile."""
    return _field(line, context)


def row_fields(lines: Lines, context: Context) -> dict[str, Field]:
    """The fields of a collection's rows; every row has an ``id`` of its own accord."""
    return _fields(lines, context, reserved=("id",), visible=True)


def attribute_fields(lines: Lines, context: Context) -> dict[str, Field]:
    """The attributes of an event."""
    return _fields(lines, context, visible=True)


def argument_fields(lines: Lines, context: Context) -> dict[str, Field]:
    """The arguments of an action; they are seen nowhere but in ``do``."""
    return _fields(lines, context)


def _fields(lines: Lines, context: Context, reserved: tuple[str, ...] = (), visible: bool = False) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for line in lines:
        if isinstance(line, tree.Bad):
            fields.update({name.text: _bad(name) for name in line.names if name.text not in fields})
            continue
        name = line.name.text
        if name in reserved:
            context.findings.add("LS222", line.name.span, name=name, what="a field")
        elif name in fields:
            first = Related(fields[name].span, "first")
            context.findings.add("LS220", line.name.span, first, name=name, kind=KINDS["attribute"])
        else:
            if visible:
                _against_values(line.name, context)
            fields[name] = _field(line, context)
    return fields


def _against_values(name: tree.Identifier, context: Context) -> None:
    """An attribute may have the name of a field, but not of anything else that stands for a value."""
    declared = context.symbols.declared.get(name.text)
    if declared is not None and declared.kind in VALUES:
        first = Related(declared.span, "first")
        context.findings.add("LS220", name.span, first, name=name.text, kind=KINDS["attribute"], other=KINDS[declared.kind])


def _bad(name: tree.Identifier) -> Field:
    return Field(name.text, ERROR, None, None, "", name.span)


def _field(line: tree.FieldDeclaration, context: Context) -> Field:
    kind = _type(line.type, context)
    default = _default(line, kind, context)
    source = line.source.value if line.source else None
    return Field(line.name.text, kind, default, source, line.description, line.name.span)


def _type(node: tree.TypeExpression, context: Context) -> Type:
    if node.name == "choice":
        options: list[str] = []
        for option in node.options:
            if option.value in options:
                context.findings.add("LS220", option.span, name=option.value, kind="an option")
            else:
                options.append(option.value)
        return Type(Kind.TEXT, tuple(options))
    return TYPES[node.name]


def _default(line: tree.FieldDeclaration, kind: Type, context: Context) -> Value:
    what = f"`{line.name.text}`"
    match line.default:
        case None:
            return None
        case tree.ListLiteral() as items:
            value = list_value(items, what, context) if kind.kind in (Kind.LIST, Kind.ERROR) else None
            if value is None:
                wrong_type(None, LIST, kind, what, context, items.span)
            return value.value if value else None
        case literal:
            value = constant(literal)
            return value.value if fits(value, kind, what, context) else None
