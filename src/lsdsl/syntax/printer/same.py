"""Whether two trees say the same: all but the places, and but the order of modifiers."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from lsdsl.source import Span
from lsdsl.syntax.printer.modifiers import rank
from lsdsl.syntax.tree import Comment, EventRule, RuleFile

PLACES = ("span", "header", "line_offsets", "path")


def same(one: RuleFile, other: RuleFile) -> bool:
    """Whether two files declare the same and have the same comments in the same order."""
    pairs: list[tuple[object, object]] = [(one, other)]
    while pairs:
        left, right = pairs.pop()
        if type(left) is not type(right):
            return False
        if isinstance(left, Span):
            continue
        if isinstance(left, tuple) and isinstance(right, tuple):
            if len(left) != len(right):
                return False
            pairs.extend(zip(left, right, strict=True))
        elif is_dataclass(left) and is_dataclass(right):
            pairs.extend(zip(_parts(left), _parts(right), strict=True))
        elif left != right:
            return False
    return True


def _parts(node: object) -> Iterator[object]:
    for field in fields(node):  # type: ignore[arg-type] # the caller knows that it is a dataclass
        value = getattr(node, field.name)
        if field.name == "modifiers" and isinstance(node, EventRule):
            yield tuple(sorted(node.modifiers, key=rank))
        elif isinstance(node, Comment) and field.name == "text":
            yield node.text.rstrip()
        elif field.name not in PLACES or (field.name == "path" and not isinstance(node, RuleFile)):
            yield value
