"""The reference: fields, events, collections, lists, named conditions and actions, with who reads and who writes them."""

from collections.abc import Mapping, Sequence

from lsdsl.automation import Node
from lsdsl.diagnostics.visible import visible
from lsdsl.model.builtin import FIELDS
from lsdsl.model.declarations import Event, Field
from lsdsl.model.types import BOOLEAN
from lsdsl.sentences import clause, happening, value_words
from lsdsl.sentences.quantities import quantity
from lsdsl.site.book import Book
from lsdsl.site.markup import Child, Html, element, joined
from lsdsl.site.parts import section, table
from lsdsl.site.words import node_links, paragraphs, prose, where

MOST_VALUES = 200
"""Of a longer list only the first values are shown."""


def reference_page(book: Book) -> Html:
    """All parts that the ruleset has."""
    return joined(
        element("h1", "Reference"), _fields(book), _events(book), _collections(book), _lists(book), _lets(book), _actions(book)
    )


def _fields(book: Book) -> Html:
    model = book.model
    used = {node.name for node in book.graph.nodes if node.kind == "field"}
    fields = [*(one for one in FIELDS.values() if one.name in used), *model.fields.values()]
    rows: list[Sequence[Child]] = []
    for one in fields:
        node = Node("field", one.name)
        name = joined(element("code", visible(one.name)), element("span", _type(one), class_="type"))
        more = f"In the data: `{one.source}`." if one.source else ""
        default = f"Without a value: {value_words(one.default, one.type)}." if one.default is not None else ""
        told = joined(paragraphs(one.description, book), element("p", prose(f"{more} {default}".strip(), book), class_="muted"))
        rows.append((name, told if one.description or more or default else "", _readers(node, book), _writers(node, book)))
    anchors = [book.places.anchor("field", one.name) for one in fields]
    return section("Fields of a lead", "fields", table(("Field", "Meaning", "Read by", "Written by"), rows, anchors=anchors))


def _events(book: Book) -> Html:
    model = book.model
    events = [model.events[node.name] for node in book.graph.nodes if node.kind == "event" and node.name in model.events]
    rows: list[Sequence[Child]] = []
    for event in events:
        node = Node("event", event.name)
        words = happening(event).text
        told = joined(
            paragraphs(event.description, book) if event.subject == "declared" else None,
            element("p", prose(words[:1].upper() + words[1:] + ".", book), class_="muted") if not words.startswith("`") else None,
        )
        name = joined(element("code", visible(node.shown)), _attributes(event, book))
        rows.append((name, told, _starts(node, book)))
    anchors = [book.places.anchor("event", event.name) for event in events]
    return section("Events", "events", table(("Event", "Meaning", "Starts or is read by"), rows, anchors=anchors))


def _attributes(event: Event, book: Book) -> Html | None:
    return _members(event.attributes, book) if event.attributes and event.subject == "declared" else None


def _members(members: Mapping[str, Field], book: Book) -> Html:
    items = []
    for one in members.values():
        said = joined(" \u2013 ", prose(one.description, book)) if one.description else None
        items.append(element("li", element("code", visible(one.name)), element("span", _type(one), class_="type"), said))
    return element("ul", *items, class_="members")


def _collections(book: Book) -> Html | None:
    found = book.model.collections
    if not found:
        return None
    rows = [
        (joined(element("code", visible(one.name))), joined(paragraphs(one.description, book), _members(one.fields, book)))
        for one in found.values()
    ]
    anchors = [book.places.anchor("collection", name) for name in found]
    return section("Collections", "collections", table(("Collection", "Meaning and fields of a row"), rows, anchors=anchors))


def _lists(book: Book) -> Html | None:
    found = book.model.lists
    if not found:
        return None
    rows: list[Sequence[Child]] = []
    for one in found.values():
        shown = [element("li", visible(value_words(value, one.type).strip('"'))) for value in one.items[:MOST_VALUES]]
        more = len(one.items) - MOST_VALUES
        values = joined(
            element("ul", *shown, class_="values"), element("p", f"and {more:,} more", class_="muted") if more > 0 else None
        )
        rows.append(
            (
                element("code", visible(one.name)),
                joined(paragraphs(one.description, book), values),
                where(one.span, book),
            )
        )
    anchors = [book.places.anchor("list", name) for name in found]
    return section("Lists", "lists", table(("List", "Values", "In the rules"), rows, anchors=anchors))


def _lets(book: Book) -> Html | None:
    found = book.model.lets
    if not found:
        return None
    rows: list[Sequence[Child]] = []
    for one in found.values():
        said = clause(one.value, book.model) if one.value.type == BOOLEAN else quantity(one.value, book.model)
        word = "True if " if one.value.type == BOOLEAN else ""
        told = word + said if word else said[:1].upper() + said[1:]
        meaning = joined(paragraphs(one.description, book), element("p", prose(told + ".", book)))
        rows.append((element("code", visible(one.name)), meaning, where(one.span, book)))
    anchors = [book.places.anchor("let", name) for name in found]
    return section("Named conditions and values", "lets", table(("Name", "Meaning", "In the rules"), rows, anchors=anchors))


def _actions(book: Book) -> Html:
    rows: list[Sequence[Child]] = []
    found = book.model.actions
    for one in found.values():
        name = joined(element("code", visible(one.name)), _members(one.arguments, book))
        rows.append((name, paragraphs(one.description, book), _sources(Node("action", one.name), book)))
    anchors = [book.places.anchor("action", name) for name in found]
    return section("Actions", "actions", table(("Action", "Meaning", "Asked for by"), rows, anchors=anchors))


def _type(field: Field) -> str:
    if not field.type.options:
        return field.type.kind.value
    return "one of " + ", ".join(f"\u201c{visible(option)}\u201d" for option in field.type.options)


def _readers(node: Node, book: Book) -> Html:
    return node_links((edge.target for edge in book.edges if edge.source == node and edge.target.kind != "event"), book)


def _writers(node: Node, book: Book) -> Html:
    writers = [edge.source for edge in book.edges if edge.target == node]
    return node_links(writers, book) if writers else element("span", "the data", class_="muted")


def _starts(node: Node, book: Book) -> Html:
    return node_links((edge.target for edge in book.edges if edge.source == node), book)


def _sources(node: Node, book: Book) -> Html:
    return node_links((edge.source for edge in book.edges if edge.target == node), book)
