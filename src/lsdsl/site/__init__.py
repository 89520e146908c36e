"""The ruleset as a site: static pages for people who will never open a rule file."""

from collections.abc import Mapping

from lsdsl.model.declarations import Model
from lsdsl.script import Box
from lsdsl.site.book import book_of
from lsdsl.site.followup_page import followup_page
from lsdsl.site.overview_page import overview_page
from lsdsl.site.places import GRADES, INDEX, REFERENCE, SELECTIONS
from lsdsl.site.reference_page import reference_page
from lsdsl.site.score_page import score_page
from lsdsl.site.search import entries
from lsdsl.site.shell import GENERATOR, SCRIPT, SEARCH, STYLE, asset, page, search_script
from lsdsl.site.tables_page import grades_page, selections_page
from lsdsl.source import Span

__all__ = ["GENERATOR", "INDEX", "site"]


def site(model: Model, boxes: Mapping[Span, Box], title: str) -> dict[str, str]:
    """The files of the site by their names; the same ruleset always gives the same files."""
    book = book_of(model, boxes, title)
    pages = {INDEX: page(book, INDEX, title, overview_page(book))}
    for name, score in model.scores.items():
        here = book.places.scores[name]
        pages[here] = page(book, here, score.title, score_page(score, book))
    if model.grades:
        pages[GRADES] = page(book, GRADES, "Grades", grades_page(book))
    if model.selections:
        pages[SELECTIONS] = page(book, SELECTIONS, "Selections", selections_page(book))
    for name, followup in model.followups.items():
        here = book.places.followups[name]
        pages[here] = page(book, here, name, followup_page(followup, book))
    pages[REFERENCE] = page(book, REFERENCE, "Reference", reference_page(book))
    return pages | {STYLE: asset(STYLE), SCRIPT: asset(SCRIPT), SEARCH: search_script(entries(book))}
