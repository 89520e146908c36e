"""The page of a score: what it is, its ranges, its rules as sentences."""

from collections.abc import Iterable, Sequence
from typing import Final

from lsdsl.automation import Node
from lsdsl.diagnostics.visible import visible
from lsdsl.model.declarations import AbsenceRule, EventRule, Group, Rule, Score, StateRule, Table, TableRow
from lsdsl.sentences import RuleSentence, number_words, rule_sentence, table_sentences
from lsdsl.sentences.quantities import quantity
from lsdsl.site.bars import bar, colour, reach_words
from lsdsl.site.book import Book
from lsdsl.site.markup import Child, Html, element, joined
from lsdsl.site.parts import badge, bullets, facts, points, section, table
from lsdsl.site.places import rule_anchor
from lsdsl.site.words import code, node_link, node_links, paragraphs, prose, where

FLAMES: Final = 5
HEADINGS: Final = ("Points", "Rule", "Limit", "Lasts", "In the rules")
KINDS: Final[tuple[tuple[type[Rule], str, str], ...]] = (
    (EventRule, "When something happens", "happens"),
    (StateRule, "As long as something holds", "holds"),
    (AbsenceRule, "When nothing happens", "silence"),
)


def score_page(score: Score, book: Book) -> Html:
    """All that there is to know about a score."""
    return joined(
        element("p", "Score", class_="over"),
        element("h1", visible(score.title), None if score.enabled else badge("switched off", "off")),
        paragraphs(score.description, book),
        bar(score, book.reach.get(score.name)),
        _facts(score, book),
        _formula(score, book),
        *_rules(score, book),
        _given(score, book),
        _ranges(score, book),
    )


def _facts(score: Score, book: Book) -> Html:
    node = Node("score", score.name)
    readers = [edge.target for edge in book.edges if edge.source == node and edge.target.kind not in ("field", "rule")]
    ideal = None
    if score.ideal is not None:
        step = number_words(round(score.ideal / FLAMES, 2))
        ideal = f"{number_words(score.ideal)} (five flames; one for every {step} points)"
    return facts(
        [
            ("Name in the rules", code(score.name, book, href="#content")),
            ("Can be", reach_words(book.reach.get(score.name))),
            ("Starts at", number_words(score.initial) if score.initial else None),
            ("Held to at least", None if score.minimum is None else number_words(score.minimum)),
            ("Held to at most", None if score.maximum is None else number_words(score.maximum)),
            ("Ideal", ideal),
            ("Written to the field", code(score.field, book, href=book.places.of("field", score.field)) if score.field else None),
            ("Used by", node_links(readers, book) if readers else None),
            ("In the rules", where(score.span, book)),
        ]
    )


def _formula(score: Score, book: Book) -> Html | None:
    if score.expression is None:
        return None
    parts = [edge.source for edge in book.edges if edge.target == Node("score", score.name) and edge.source.kind == "score"]
    told = element("p", f"{visible(score.title)} = ", prose(quantity(score.expression, book.model), book), class_="formula")
    return section(
        "Computed from other scores", "formula", told, element("p", "See ", node_links(parts, book), ".") if parts else None
    )


def _ranges(score: Score, book: Book) -> Html | None:
    if not score.ranges:
        return None
    reach = book.reach.get(score.name)
    rows: list[Sequence[Child]] = []
    for place, one in enumerate(score.ranges):
        above = score.ranges[place + 1].start if place + 1 < len(score.ranges) else None
        low = "any lower value" if one.start is None else number_words(one.start)
        out = reach is not None and one.start is not None and reach.high < one.start
        swatch = element("span", class_="swatch", style=f"background:{colour(one.colour)}")
        name = joined(swatch, visible(one.name), badge("out of reach", "off") if out else None)
        rows.append((name, low, "any higher value" if above is None else f"below {number_words(above)}", one.colour or ""))
    return section("Ranges", "ranges", table(("Range", "From", "To", "Colour"), rows, looks="ranges"))


# --- rules ------------------------------------------------------------------------------------------------------------------


def _rules(score: Score, book: Book) -> Iterable[Html]:
    free = [rule for rule in score.rules if rule.group is None]
    for group in score.groups:
        yield _group(group, [rule for rule in score.rules if rule.group == group.name], book)
    for kind, title, anchor in KINDS:
        chosen = [rule for rule in free if isinstance(rule, kind)]
        if chosen:
            yield section(title, anchor, _table(chosen, book))
    for number, rule in enumerate(rule for rule in free if isinstance(rule, Table)):
        yield _decision(rule, f"table-{number + 1}", book)


def _group(group: Group, rules: list[Rule], book: Book) -> Html:
    held = [
        f"at {word} {number_words(value)}"
        for word, value in (("least", group.minimum), ("most", group.maximum))
        if value is not None
    ]
    total = f"All of these together count {' and '.join(held)} points." if held else "These belong together."
    return section(
        joined("Group ", element("code", visible(group.name))),
        f"group-{''.join(letter if letter.isalnum() else '-' for letter in group.name)}",
        paragraphs(group.description, book),
        element("p", total, class_="muted"),
        _table(rules, book),
    )


def _table(rules: list[Rule], book: Book) -> Html:
    told: list[tuple[EventRule | StateRule | AbsenceRule | TableRow, RuleSentence]] = []
    for rule in rules:
        told.extend(table_sentences(rule, book.model) if isinstance(rule, Table) else [(rule, rule_sentence(rule, book.model))])
    anchors = [rule_anchor(one.identity) for one, _ in told]
    return table(HEADINGS, [_row(one, sentence, book) for one, sentence in told], looks="rules", anchors=anchors)


def _decision(rule: Table, anchor: str, book: Book) -> Html:
    by = quantity(rule.by, book.model)
    return section(
        joined("By ", prose(by, book)),
        anchor,
        paragraphs(book.said.get(rule.span, ""), book),
        element("p", "One of these rows counts at a time.", class_="muted"),
        _table([rule], book),
    )


def _row(rule: EventRule | StateRule | AbsenceRule | TableRow, sentence: RuleSentence, book: Book) -> Sequence[Child]:
    said = book.said.get(rule.span, "").strip()
    title, _, more = said.partition("\n")
    told = joined(
        element("strong", prose(title, book), class_="title") if title else None,
        element("span", prose(sentence.text, book), class_="sentence"),
        element("span", prose(" ".join(more.split()), book), class_="more") if more.strip() else None,
    )
    return points(sentence.points), told, "; ".join(sentence.limits), _lasts(rule, sentence), where(rule.span, book)


def _lasts(rule: EventRule | StateRule | AbsenceRule | TableRow, sentence: RuleSentence) -> str:
    """How long the points stay."""
    match rule:
        case EventRule():
            parts = [sentence.expires.removeprefix("expires after ")] if sentence.expires else []
            parts += [sentence.decays] if sentence.decays else []
            return ", ".join(parts) or "for good"
        case StateRule() | TableRow():
            return "as long as it holds"
        case AbsenceRule():
            return "until it happens again"


def _given(score: Score, book: Book) -> Html | None:
    """The follow-ups that give points to the score."""
    found = [edge for edge in book.edges if edge.target == Node("score", score.name) and edge.source.kind == "followup"]
    if not found:
        return None
    told = [
        joined(node_link(edge.source, book), *(joined(": ", element("code", visible(line))) for line in edge.lines))
        for edge in found
    ]
    return section("Points from follow-ups", "followups", bullets(told))
