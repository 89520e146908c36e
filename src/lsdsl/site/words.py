"""Sentences and descriptions as markup: names link to where they are explained, texts stand out."""

import re
from collections.abc import Iterable
from typing import Final

from lsdsl.automation import Node
from lsdsl.diagnostics.visible import visible
from lsdsl.site.book import Book
from lsdsl.site.markup import Child, Html, element, joined, separated
from lsdsl.source import Span

PARTS: Final = re.compile(r'`([^`]+)`|"([^"]*)"')
KIND_WORDS: Final = {"followup": "follow-up"}


def prose(text: str, book: Book) -> Html:
    """A sentence: what stands between backticks is a name, what stands between quotes a value."""
    parts: list[Child] = []
    end = 0
    for found in PARTS.finditer(text):
        parts.append(visible(text[end : found.start()]))
        parts.append(
            code(found[1], book) if found[1] is not None else element("span", f"\u201c{visible(found[2])}\u201d", class_="value")
        )
        end = found.end()
    return joined(*parts, visible(text[end:]))


def code(name: str, book: Book, href: str | None = None) -> Html:
    """A name as it stands in the rules, with a link to what it means."""
    shown = element("code", visible(name))
    target = href or book.places.named(name)
    return element("a", shown, href=target) if target else shown


def paragraphs(description: str, book: Book) -> Html:
    """A description; an empty line begins a new paragraph."""
    blocks = [" ".join(block.split()) for block in re.split(r"\n[ \t]*\n", description) if block.strip()]
    return joined(*(element("p", prose(block, book)) for block in blocks))


def node_link(node: Node, book: Book) -> Html:
    """A node of the map by its kind and name."""
    kind = KIND_WORDS.get(node.kind, node.kind)
    if node.kind == "score":
        shown: Child = visible(book.model.scores[node.name].title)
    else:
        shown = element("code", visible(node.shown))
    href = book.places.of_node(node)
    return element("span", element("span", f"{kind} ", class_="kind"), element("a", shown, href=href) if href else joined(shown))


def node_links(nodes: Iterable[Node], book: Book) -> Html:
    """Several nodes, each once."""
    found = [node_link(node, book) for node in dict.fromkeys(nodes)]
    return separated(", ", found) if found else element("span", "nothing", class_="muted")


def where(span: Span, book: Book) -> Html:
    """``fit.lsdsl:31``: the file below the folder that all rule files share, and the line."""
    path, _, line = book.model.where(span).rpartition(":")
    *folders, name = path.removeprefix(book.root).split("/")
    # A line may break after a slash.
    return element("code", *(joined(folder, "/", element("wbr")) for folder in folders), f"{name}:{line}", class_="where")
