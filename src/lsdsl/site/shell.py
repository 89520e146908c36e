"""The frame around every page: head, search, contents, foot."""

import json
from importlib.resources import files
from typing import Final

from lsdsl.diagnostics.visible import visible
from lsdsl.site.book import Book
from lsdsl.site.markup import Child, Html, element, joined
from lsdsl.site.places import GRADES, INDEX, REFERENCE, SELECTIONS

GENERATOR: Final = "lsdsl docs"
"""By this name in a page the next run knows a site of its own."""
POLICY: Final = (
    "default-src 'none'; style-src 'self' file: 'unsafe-inline'; script-src 'self' file:; img-src data:; base-uri 'none'"
)
"""No network, and no script but the two files of the site."""
STYLE: Final = "site.css"
SCRIPT: Final = "site.js"
SEARCH: Final = "search.js"


def asset(name: str) -> str:
    """A file that every site has as it is."""
    return files("lsdsl.site").joinpath("assets", name).read_text(encoding="utf-8")


def page(book: Book, here: str, title: str, *content: Child) -> str:
    """A whole page."""
    full = book.title if here == INDEX else f"{title} \u00b7 {book.title}"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="generator", content=GENERATOR),
        element("meta", name="color-scheme", content="light dark"),
        element("title", visible(full)),
        element("link", rel="stylesheet", href=STYLE),
        element("script", src=SCRIPT),
        element("script", src=SEARCH, defer=True),
    )
    body = element(
        "body",
        element("a", "Skip to the content", href="#content", class_="skip"),
        _top(book),
        element("div", _contents(book, here), element("main", *content, id="content", tabindex="-1"), class_="page"),
        _foot(book),
    )
    return "<!doctype html>\n" + element("html", head, body, lang="en") + "\n"


def _top(book: Book) -> Html:
    results = element("ul", id="results", role="listbox", aria_label="Results", hidden=True)
    field = element(
        "input",
        type="search",
        id="search",
        placeholder="Search rules, fields, follow-ups",
        aria_label="Search",
        autocomplete="off",
        role="combobox",
        aria_expanded="false",
        aria_controls="results",
        aria_autocomplete="list",
    )
    return element(
        "header",
        element(
            "button", "Contents", type="button", id="menu", aria_expanded="false", aria_controls="contents", class_="needs-js"
        ),
        element("a", visible(book.title), href=INDEX, class_="home"),
        element("div", field, results, class_="search needs-js"),
        element("button", "Dark", type="button", id="theme", class_="needs-js", aria_label="Switch between light and dark"),
        class_="top",
    )


def _contents(book: Book, here: str) -> Html:
    model, places = book.model, book.places
    scores = [(places.scores[name], one.title) for name, one in model.scores.items()]
    groups = [(GRADES, "Grades")] if model.grades else []
    groups += [(SELECTIONS, "Selections")] if model.selections else []
    followups = [(places.followups[name], name) for name in model.followups]
    reference = [("Fields", "fields"), ("Events", "events")]
    reference += [("Collections", "collections")] if model.collections else []
    reference += [("Lists", "lists")] if model.lists else []
    reference += [("Named conditions", "lets")] if model.lets else []
    reference += [("Actions", "actions")]
    parts = [
        element("ul", _entry(INDEX, "Overview", here)),
        _group("Scores", scores, here),
        _group("Grades and selections", groups, here),
        _group("Follow-ups", followups, here),
        _group("Reference", [(f"{REFERENCE}#{anchor}", word) for word, anchor in reference], here),
    ]
    return element("nav", *parts, id="contents", aria_label="Contents")


def _group(title: str, entries: list[tuple[str, str]], here: str) -> Html:
    if not entries:
        return Html("")
    listed = element("ul", *(_entry(href, visible(shown), here) for href, shown in entries))
    return joined(element("h2", title) if title else None, listed)


def _entry(href: str, shown: str, here: str) -> Html:
    return element("li", element("a", shown, href=href, aria_current="page" if href == here else None))


def _foot(book: Book) -> Html:
    return element(
        "footer", "Made from the rules by ", element("code", "lsdsl docs"), ". Ruleset ", element("code", book.model.digest), "."
    )


def search_script(entries: list[dict[str, str]]) -> str:
    """The index of the search as a script, so that it works from a folder, too."""
    told = json.dumps(entries, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.lsdslIndex={told};\n"
