"""What the search of a site finds: an entry for each score, rule, follow-up and everything else that has a place."""

from collections.abc import Iterator

from lsdsl.analysis.usage import all_steps
from lsdsl.diagnostics.visible import visible
from lsdsl.model.declarations import Score, Table
from lsdsl.model.types import BOOLEAN
from lsdsl.sentences import clause, happening, rule_sentence, step_sentence, table_sentences, trigger_sentence
from lsdsl.sentences.quantities import quantity
from lsdsl.site.book import Book
from lsdsl.site.places import rule_anchor

Entry = dict[str, str]
"""``k`` kind, ``t`` title, ``s`` sentence, ``h`` address."""


def entries(book: Book) -> list[Entry]:
    """The index, in the order of the pages."""
    return [entry for entry in _entries(book) if entry["h"]]


def _entry(kind: str, title: str, said: str, href: str | None) -> Entry:
    return {"k": kind, "t": visible(title), "s": visible(" ".join(said.replace("`", "").split())), "h": href or ""}


def _entries(book: Book) -> Iterator[Entry]:
    model, places = book.model, book.places
    for score in model.scores.values():
        yield _entry("score", score.title, f"{score.name} {score.description}", places.scores[score.name])
        yield from _rules(score, book)
    for grade in model.grades.values():
        texts = ", ".join(dict.fromkeys(row.text for row in grade.rows))
        yield _entry("grade", grade.name, f"{grade.description} {texts}", places.of("grade", grade.name))
    for selection in model.selections.values():
        said = f"{selection.description} {clause(selection.condition, model)}"
        yield _entry("selection", selection.name, said, places.of("selection", selection.name))
    for followup in model.followups.values():
        steps = ". ".join(step_sentence(step, model) for step in all_steps(followup.steps))
        said = f"{followup.description} {trigger_sentence(followup.trigger, model)}. {steps}"
        yield _entry("follow-up", followup.name, said, places.followups[followup.name])
    for field in model.fields.values():
        yield _entry("field", field.name, field.description, places.of("field", field.name))
    for event in model.events.values():
        if book.places.anchor("event", event.name):
            said = f"{event.description} {happening(event).text}"
            yield _entry(
                "event",
                event.name.replace(".", " ") if event.subject != "declared" else event.name,
                said,
                places.of("event", event.name),
            )
    for named in model.lists.values():
        yield _entry("list", named.name, named.description, places.of("list", named.name))
    for let in model.lets.values():
        said = clause(let.value, model) if let.value.type == BOOLEAN else quantity(let.value, model)
        yield _entry(
            "condition" if let.value.type == BOOLEAN else "value",
            let.name,
            f"{let.description} {said}",
            places.of("let", let.name),
        )
    for action in model.actions.values():
        yield _entry("action", action.name, action.description, places.of("action", action.name))


def _rules(score: Score, book: Book) -> Iterator[Entry]:
    href = book.places.scores[score.name]
    for rule in score.rules:
        rows = table_sentences(rule, book.model) if isinstance(rule, Table) else [(rule, rule_sentence(rule, book.model))]
        for one, sentence in rows:
            title = book.said.get(one.span, "").strip().partition("\n")[0] or sentence.begin
            yield _entry("rule", title, sentence.text, f"{href}#{rule_anchor(one.identity)}")
