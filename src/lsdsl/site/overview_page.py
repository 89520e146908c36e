"""The first page: the scores with their ranges, grades, selections and follow-ups, and the map of it all."""

import re
from typing import Final

from lsdsl.automation import Node
from lsdsl.diagnostics.visible import visible
from lsdsl.model.declarations import Score, Table
from lsdsl.sentences import clause, limit_sentence, trigger_sentence
from lsdsl.sentences.amounts import listed
from lsdsl.site.bars import bar, reach_words
from lsdsl.site.book import Book
from lsdsl.site.markup import Html, element, joined
from lsdsl.site.parts import badge, bullets, cards, counted, section
from lsdsl.site.picture import picture
from lsdsl.site.words import paragraphs, prose

LONGEST: Final = 170
"""Descriptions on cards are no longer than this."""
LEGEND: Final = (
    ("event", "event: something happens"),
    ("field", "field or tag of a lead"),
    ("score", "score"),
    ("grade", "grade or selection"),
    ("followup", "follow-up"),
    ("action", "action that is asked for"),
)
LINES: Final = (
    ("", "starts or adds to"),
    ("reads", "is only read"),
    ("back", "writes back"),
    ("circle", "part of a circle"),
    ("off", "switched off"),
)


def overview_page(book: Book) -> Html:
    """What the ruleset is about."""
    model = book.model
    counts = [
        *([counted(len(model.scores), "score"), counted(rule_count(book), "rule")] if model.scores else []),
        *([counted(len(model.grades), "grade")] if model.grades else []),
        *([counted(len(model.selections), "selection")] if model.selections else []),
        *([counted(len(model.followups), "follow-up")] if model.followups else []),
    ]
    lead = "How leads are scored and what happens then, in plain words"
    lead += f": {listed(counts, 'and')}." if counts else "."
    return joined(
        element("h1", visible(book.title)),
        element("p", lead, class_="lead"),
        _circles(book),
        section("Scores", "scores", cards([_score(one, book) for one in model.scores.values()])) if model.scores else None,
        _grades(book),
        _selections(book),
        _followups(book),
        _map(book),
    )


def _beginning(description: str) -> str:
    """The first sentences of a description, for a card."""
    text = " ".join(description.split())
    if len(text) <= LONGEST:
        return text
    end = text.rfind(". ", 0, LONGEST)
    return text[: end + 1] if end > 0 else text[: text.rfind(" ", 0, LONGEST)] + " \u2026"


def rule_count(book: Book) -> int:
    """How many rules there are; each row of a table is one."""
    rules = [rule for score in book.model.scores.values() for rule in score.rules]
    return sum(len(rule.rows) if isinstance(rule, Table) else 1 for rule in rules)


def _score(score: Score, book: Book) -> Html:
    count = sum(len(rule.rows) if isinstance(rule, Table) else 1 for rule in score.rules)
    made = "computed from other scores" if score.expression is not None else counted(count, "rule")
    return element(
        "article",
        element(
            "h3",
            element("a", visible(score.title), href=book.places.scores[score.name]),
            None if score.enabled else badge("switched off", "off"),
        ),
        paragraphs(_beginning(score.description), book),
        bar(score, book.reach.get(score.name), small=True),
        element("p", f"{made} \u00b7 ", reach_words(book.reach.get(score.name)), class_="muted"),
        class_="card" if score.enabled else "card off",
    )


def _grades(book: Book) -> Html | None:
    found = []
    for one in book.model.grades.values():
        texts = [badge(visible(text)) for text in dict.fromkeys(row.text for row in one.rows)]
        found.append(
            element(
                "article",
                element("h3", element("a", visible(one.name), href=book.places.of("grade", one.name))),
                paragraphs(one.description, book),
                element("p", *texts, class_="badges"),
                class_="card",
            )
        )
    return section("Grades", "grades", cards(found)) if found else None


def _selections(book: Book) -> Html | None:
    found = []
    for one in book.model.selections.values():
        said = clause(one.condition, book.model)
        found.append(
            element(
                "article",
                element("h3", element("a", visible(one.name), href=book.places.of("selection", one.name))),
                paragraphs(one.description, book),
                element("p", prose(said[:1].upper() + said[1:] + ".", book), class_="muted"),
                class_="card",
            )
        )
    return section("Selections", "selections", cards(found)) if found else None


def _followups(book: Book) -> Html | None:
    found = []
    for one in book.model.followups.values():
        limits = "; ".join(limit_sentence(limit) for limit in one.limits)
        circling = any(Node("followup", one.name) in cycle.path for cycle in book.cycles)
        found.append(
            element(
                "article",
                element(
                    "h3",
                    element("a", visible(one.name), href=book.places.followups[one.name]),
                    None if one.enabled else badge("switched off", "off"),
                    badge("\u27f3 may start itself", "warn") if circling else None,
                ),
                paragraphs(_beginning(one.description), book),
                element(
                    "p",
                    prose(trigger_sentence(one.trigger, book.model), book),
                    ".",
                    f" {limits[:1].upper()}{limits[1:]}." if limits else "",
                    class_="muted",
                ),
                class_="card" if one.enabled else "card off",
            )
        )
    return section("Follow-ups", "followups", cards(found)) if found else None


def _circles(book: Book) -> Html | None:
    proven = [cycle for cycle in book.cycles if cycle.proven]
    if not proven:
        return None
    told = bullets([visible(cycle.text) for cycle in proven])
    return element(
        "div", element("p", element("strong", "\u27f3 These start themselves, round and round:")), told, class_="note warn"
    )


def _map(book: Book) -> Html | None:
    drawn = picture(book)
    if not drawn:
        return None
    present = {node.kind for node in book.graph.nodes} | {"grade" for node in book.graph.nodes if node.kind == "selection"}
    looks = {look for names in re.findall(r'class="edge ([a-z ]+)"', drawn) for look in names.split()}
    tip = "Point at something to see what it is joined to; a click leads to its page."
    kinds = [element("li", element("span", class_=f"key {kind}"), told) for kind, told in LEGEND if kind in present]
    lines = [
        element(
            "li",
            element("svg", element("path", d="M0 6 L34 6", class_=f"edge {look}"), width=34, height=12, aria_hidden="true"),
            told,
        )
        for look, told in LINES
        if not look or look in looks
    ]
    return section(
        "Map",
        "map",
        element(
            "p",
            "What starts, reads and writes what, from left to right. ",
            element("span", tip, class_="needs-js"),
            class_="muted",
        ),
        element("div", drawn, class_="scroll mapbox", tabindex="0", role="region", aria_label="Map; scrolls sideways"),
        element("ul", *kinds, *lines, class_="legend"),
    )
