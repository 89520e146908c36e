"""The first pass: every declared name of all files, and what is declared twice."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from lsdsl.diagnostics import Related
from lsdsl.model import builtin
from lsdsl.model.context import Context
from lsdsl.model.data import argument_fields, attribute_fields, profile_field, row_fields
from lsdsl.model.declarations import Action, Collection, Event
from lsdsl.model.lists import ReadList, named_list
from lsdsl.model.symbols import KINDS, VALUES, Declared
from lsdsl.source import Span
from lsdsl.syntax import tree


def collect(files: Sequence[tree.RuleFile], context: Context, read_list: ReadList) -> None:
    """Fill the symbols with all declarations, in source order; of two with one name the first counts."""
    _prelude(context)
    context.symbols.bad.update(bad_names(files))
    for file in files:
        for declaration in file.declarations:
            _declaration(declaration, context, read_list)


def bad_names(files: Sequence[tree.RuleFile]) -> Iterable[str]:
    """The names that unreadable declarations, and unreadable lines of the profile, seem to declare."""
    for file in files:
        for declaration in file.declarations:
            match declaration:
                case tree.Bad(names=names):
                    yield from (name.text for name in names)
                case tree.ProfileDeclaration(lines=lines):
                    yield from (name.text for line in lines if isinstance(line, tree.Bad) for name in line.names)
                case _:
                    pass


def _prelude(context: Context) -> None:
    file, _ = builtin.prelude()
    for declaration in file.declarations:
        if isinstance(declaration, tree.ActionDeclaration):
            name = declaration.name.text
            arguments = argument_fields(declaration.lines, context)
            context.symbols.actions[name] = Action(name, arguments, declaration.description, declaration.span)


def _declaration(node: tree.Declaration, context: Context, read_list: ReadList) -> None:
    symbols = context.symbols
    match node:
        case tree.Bad():
            pass
        case tree.ProfileDeclaration():
            _profile(node, context)
        case tree.TestDeclaration():
            _test(node, context)
        case tree.CollectionDeclaration():
            _collection(node, context)
        case tree.EventDeclaration():
            _event(node, context)
        case tree.ActionDeclaration():
            if _declare("action", node.name, context):
                arguments = argument_fields(node.lines, context)
                symbols.actions[node.name.text] = Action(node.name.text, arguments, node.description, node.name.span)
        case tree.ListDeclaration():
            if _declare("list", node.name, context):
                symbols.lists[node.name.text] = named_list(node, context, read_list)
        case tree.LetDeclaration():
            if _declare("let", node.name, context):
                symbols.lets[node.name.text] = node
        case tree.ScoreDeclaration():
            if _declare("score", node.name, context):
                symbols.scores[node.name.text] = node
        case tree.GradeDeclaration():
            if _declare("grade", node.name, context):
                symbols.grades[node.name.text] = node
        case tree.SelectionDeclaration():
            if _declare("selection", node.name, context):
                symbols.selections[node.name.text] = node
        case tree.FollowupDeclaration():
            if _declare("followup", node.name, context):
                symbols.followups[node.name.text] = node
        case _:
            assert_never(node)


def _declare(kind: str, name: tree.Identifier, context: Context) -> bool:
    """Take a top-level name; False when it is taken already."""
    symbols = context.symbols
    text = name.text
    if text in symbols.actions and text not in symbols.declared:
        context.findings.add("LS222", name.span, name=text, what="an action")
        return False
    first = symbols.declared.get(text)
    if first is None and kind in VALUES:
        if text in builtin.FIELDS:
            context.findings.add("LS222", name.span, name=text, what="a field")
            return False
        first = _value_name(text, context)
    if first is not None:
        _twice(name, kind, first, context)
        return False
    symbols.declared[text] = Declared(kind, name.span)
    return True


def _value_name(name: str, context: Context) -> Declared | None:
    """A field of the profile, or an attribute of a declared event, with this name."""
    field = context.symbols.fields.get(name)
    if field is not None:
        return Declared("field", field.span)
    for event in context.symbols.events.values():
        attribute = event.attributes.get(name)
        if attribute is not None and not attribute.builtin:
            return Declared("attribute", attribute.span)
    return None


def _twice(name: tree.Identifier, kind: str, first: Declared, context: Context) -> None:
    other = KINDS[first.kind] if first.kind != kind else None
    context.findings.add("LS220", name.span, Related(first.span, "first"), name=name.text, kind=KINDS[kind], other=other)


def _profile(node: tree.ProfileDeclaration, context: Context) -> None:
    symbols = context.symbols
    first_id: Span | None = None
    for line in node.lines:
        match line:
            case tree.Bad():
                pass
            case tree.IdDeclaration():
                if first_id is not None:
                    context.findings.add("LS170", line.span, Related(first_id, "first"), line="id", where="the profile")
                else:
                    first_id = line.span
                    symbols.id_source = line.source.value
            case tree.FieldDeclaration(name=name):
                declared = symbols.declared.get(name.text)
                if name.text in builtin.FIELDS:
                    context.findings.add("LS222", name.span, name=name.text, what="a field")
                elif name.text in symbols.fields:
                    _twice(name, "field", Declared("field", symbols.fields[name.text].span), context)
                elif declared is not None and declared.kind in VALUES:
                    _twice(name, "field", declared, context)
                else:
                    symbols.fields[name.text] = profile_field(line, context)
            case _:
                assert_never(line)


def _test(node: tree.TestDeclaration, context: Context) -> None:
    tests = context.symbols.tests
    first = tests.setdefault(node.name.value, node)
    if first is not node:
        _twice(tree.Identifier(node.name.value, node.name.span), "test", Declared("test", first.name.span), context)


def _collection(node: tree.CollectionDeclaration, context: Context) -> None:
    name = node.name.text
    if name in builtin.VERBS:
        context.findings.add("LS222", node.name.span, name=name, what="the subject of events")
        return
    if not _declare("collection", node.name, context):
        return
    fields = row_fields(node.lines, context)
    collection = Collection(name, fields, node.description, node.name.span)
    context.symbols.collections[name] = collection
    for event in builtin.row_events(collection):
        if event.name in context.symbols.events:
            context.findings.add("LS222", context.symbols.events[event.name].span, name=event.name, what="an event")
        context.symbols.events[event.name] = event


def _event(node: tree.EventDeclaration, context: Context) -> None:
    name = node.name.text
    known = context.symbols.events.get(name)
    if known is not None and known.subject != "declared":
        context.findings.add("LS222", node.name.span, name=name, what="an event")
        return
    if _declare("event", node.name, context):
        attributes = attribute_fields(node.lines, context)
        context.symbols.events[name] = Event(name, attributes, "declared", node.description, node.name.span)
