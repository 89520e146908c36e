"""The page of a follow-up: its flow as a picture and in words, what it reads and writes."""

from collections.abc import Sequence

from lsdsl.automation import Node
from lsdsl.diagnostics.visible import visible
from lsdsl.model.declarations import Followup, If, Script, Step, WhenTrigger
from lsdsl.sentences import clause, limit_sentence, step_sentence, trigger_sentence
from lsdsl.site.book import Book
from lsdsl.site.flow import pictures
from lsdsl.site.markup import Child, Html, element, joined
from lsdsl.site.parts import badge, facts, section
from lsdsl.site.words import node_links, paragraphs, prose, where


def followup_page(followup: Followup, book: Book) -> Html:
    """All that there is to know about a follow-up."""
    model, node = book.model, Node("followup", followup.name)
    before = [edge for edge in book.edges if edge.target == node]
    after = [edge for edge in book.edges if edge.source == node]
    trigger = followup.trigger
    again = trigger.again if isinstance(trigger, WhenTrigger) else None
    limits = "; ".join(limit_sentence(limit) for limit in followup.limits)
    return joined(
        element("p", "Follow-up", class_="over"),
        element("h1", visible(followup.name), None if followup.enabled else badge("switched off", "off")),
        paragraphs(followup.description, book),
        _circles(node, book),
        facts(
            [
                ("Starts", prose(trigger_sentence(trigger, model), book)),
                ("Only if", prose(clause(followup.where, model), book) if followup.where is not None else None),
                ("Again when", prose(clause(again, model), book) if again is not None else None),
                ("Limit", limits[:1].upper() + limits[1:] if limits else None),
                ("Dropped when", prose(clause(followup.cancel, model), book) if followup.cancel is not None else None),
                ("Reads", node_links([edge.source for edge in before], book)),
                ("Writes and asks for", node_links([edge.target for edge in after], book)),
                ("In the rules", where(followup.span, book)),
            ]
        ),
        section("What happens", "flow", element("div", pictures(followup, model), class_="picture")),
        section("In words", "words", _list(followup.steps, book)),
    )


def _circles(node: Node, book: Book) -> Html | None:
    told: list[Child] = []
    for cycle in book.cycles:
        if node in cycle.path:
            word = "starts itself, round and round" if cycle.proven else "may start itself"
            ends = f" It is held back by {', '.join(cycle.ends)}." if cycle.ends else ""
            told.append(element("p", element("strong", f"\u27f3 This {word}: "), visible(cycle.text), ".", ends))
    return element("div", *told, class_="note warn") if told else None


def _list(steps: Sequence[Step], book: Book) -> Html:
    return element("ol", *(_step(step, book) for step in steps), class_="steps") if steps else Html("")


def _step(step: Step, book: Book) -> Html:
    match step:
        case If(branches=branches):
            parts: list[Child] = []
            for place, branch in enumerate(branches):
                word = "If" if place == 0 else "Else, if"
                told = f"{word} {clause(branch.condition, book.model)}:" if branch.condition is not None else "Otherwise:"
                parts += [element("p", prose(told, book)), _list(branch.steps, book)]
            return element("li", *parts)
        case Script(box=script, span=span):
            lines = joined(element("pre", element("code", "\n".join(visible(line) for line in _text(script, book)))))
            return element("li", element("p", "Run this box, at ", where(span, book), ":"), lines)
        case _:
            return element("li", prose(step_sentence(step, book.model) + ".", book))


def _text(script: object, book: Book) -> list[str]:
    """The lines of a box without their common indentation."""
    from textwrap import dedent

    from lsdsl.syntax import tree

    assert isinstance(script, tree.Script)
    text = book.model.sources[script.span.path].text[script.span.start : script.span.end]
    first, _, rest = text.partition("\n")
    return [first, *dedent(rest).splitlines()] if not first.strip().startswith("script") else dedent(rest).splitlines()
