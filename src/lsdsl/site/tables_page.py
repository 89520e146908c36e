"""The pages of grades and of selections."""

from collections.abc import Sequence

from lsdsl.diagnostics.visible import visible
from lsdsl.sentences import clause
from lsdsl.sentences.quantities import quantity
from lsdsl.site.book import Book
from lsdsl.site.markup import Child, Html, element, joined
from lsdsl.site.parts import badge, facts, section, table
from lsdsl.site.words import node_links, paragraphs, prose, where


def grades_page(book: Book) -> Html:
    """Each grade as a decision table: the first line that holds counts."""
    parts = []
    for grade in book.model.grades.values():
        rows: list[Sequence[Child]] = []
        for place, row in enumerate(grade.rows):
            if row.condition is None:
                told = "in all other cases" if place else "always"
            else:
                told = clause(row.condition, book.model)
                told = ("if " if place == 0 else "else, if ") + told
            rows.append((badge(visible(row.text)), prose(told[:1].upper() + told[1:], book), where(row.span, book)))
        parts.append(
            section(
                element("code", visible(grade.name)),
                book.places.anchor("grade", grade.name) or "",
                paragraphs(grade.description, book),
                facts([("Used by", _readers("grade", grade.name, book))]),
                element("p", "The first line that holds counts.", class_="muted"),
                table(("Grade", "When", "In the rules"), rows, looks="decision"),
            )
        )
    return joined(element("h1", "Grades"), *parts)


def selections_page(book: Book) -> Html:
    """Each selection with its condition and order."""
    parts = []
    for one in book.model.selections.values():
        order = None
        if one.order is not None:
            said = quantity(one.order, book.model)
            order = prose(f"{said[:1].upper()}{said[1:]}, {'highest' if one.descending else 'lowest'} first", book)
        condition = clause(one.condition, book.model)
        parts.append(
            section(
                element("code", visible(one.name)),
                book.places.anchor("selection", one.name) or "",
                paragraphs(one.description, book),
                facts(
                    [
                        ("Leads in it", prose(f"All for whom it holds that {condition}", book)),
                        ("Order", order),
                        ("Used by", _readers("selection", one.name, book)),
                        ("In the rules", where(one.span, book)),
                    ]
                ),
            )
        )
    return joined(element("h1", "Selections"), *parts)


def _readers(kind: str, name: str, book: Book) -> Html | None:
    found = [edge.target for edge in book.edges if (edge.source.kind, edge.source.name) == (kind, name)]
    return node_links(found, book) if found else None
