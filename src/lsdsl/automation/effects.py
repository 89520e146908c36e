"""What follow-ups do: the edges that leave them, each with the waits before it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import assert_never

from lsdsl.analysis.written import words
from lsdsl.automation.nodes import Edge, Node
from lsdsl.automation.reading import ANY_TAG, reads
from lsdsl.model.declarations import AwardStep, ChangeTag, Do, Followup, If, Model, Script, SetField, Step, Stop, Wait
from lsdsl.model.expressions import Expression
from lsdsl.script.uses import BoxUses
from lsdsl.sentences.amounts import duration_words
from lsdsl.source import Span


def effects(followup: Followup, node: Node, model: Model, boxes: Mapping[Span, BoxUses]) -> Iterator[Edge]:
    """What the steps of a follow-up read, write and ask for."""
    for edge in _Walk(node, model, boxes).steps(followup.steps, 0):
        yield replace(edge, enabled=followup.enabled)


class _Walk:
    """Goes through steps with the time that has been waited before each."""

    def __init__(self, node: Node, model: Model, boxes: Mapping[Span, BoxUses]) -> None:
        self.node, self.model, self.boxes = node, model, boxes

    def steps(self, steps: Iterable[Step], waited: int) -> Iterator[Edge]:
        for step in steps:
            match step:
                case Wait(duration=duration):
                    waited += duration
                case If(branches=branches):
                    longest = waited
                    for branch in branches:
                        yield from self._read(branch.condition, "if")
                        yield from self.steps(branch.steps, waited)
                        longest = max(longest, waited + _waits(branch.steps))
                    waited = longest
                case SetField(field=name, value=value):
                    yield from self._read(value, "set")
                    yield self._write(Node("field", name), self._text(step), waited)
                case ChangeTag(tag=tag):
                    yield self._write(Node("tag", tag), self._text(step), waited)
                case AwardStep(points=points, score=score):
                    yield from self._read(points, "award")
                    yield self._write(Node("score", score), self._text(step), waited)
                case Do(action=action, arguments=arguments):
                    for argument in arguments.values():
                        yield from self._read(argument, "argument")
                    yield replace(self._write(Node("action", action), self._text(step), waited), relation="asks for")
                case Script(span=span):
                    if span in self.boxes:
                        yield from self._box(self.boxes[span], waited)
                case Stop():
                    pass
                case _:
                    assert_never(step)

    def _text(self, step: Step) -> str:
        return words(step.span, self.model)

    def _read(self, expression: Expression | None, why: str) -> Iterator[Edge]:
        for source in reads(expression, self.model):
            yield Edge(source, self.node, "reads", why, starts=False)

    def _write(self, target: Node, why: str, waited: int) -> Edge:
        notes = (f"after {duration_words(waited)}",) if waited else ()
        return Edge(self.node, target, "writes", why, notes=notes)

    def _box(self, uses: BoxUses, waited: int) -> Iterator[Edge]:
        """What a box does, as its checker knows it."""
        read = [*(Node("field", name) for name in uses.reads), *(Node("score", name) for name in uses.scores)]
        for source in [*read, *([ANY_TAG] if uses.tags_read else [])]:
            yield Edge(source, self.node, "reads", "script", starts=False)
        yield from (self._write(Node("field", name), f"script sets {name}", waited) for name in uses.writes)
        yield from (self._write(Node("score", name), f"script awards {name}", waited) for name in uses.awards)
        yield from (self._write(Node("tag", name), f'add tag "{name}" (script)', waited) for name in uses.tags_added)
        yield from (self._write(Node("tag", name), f'remove tag "{name}" (script)', waited) for name in uses.tags_removed)
        if uses.any_tag:
            yield self._write(ANY_TAG, "add tag (script)", waited)
            yield self._write(ANY_TAG, "remove tag (script)", waited)
        for name in uses.actions:
            yield replace(self._write(Node("action", name), f"script asks for {name}", waited), relation="asks for")


def _waits(steps: Iterable[Step]) -> int:
    """The longest that steps wait altogether."""
    total = 0
    for step in steps:
        if isinstance(step, Wait):
            total += step.duration
        elif isinstance(step, If):
            total += max((_waits(branch.steps) for branch in step.branches), default=0)
    return total
