"""What a part of a model means, as a text: the same for the same meaning, wherever and however it is written.

Places and descriptions are left out, and so is what a name stands for: a rule that reads a list is the same rule when the list
is another one, which is told where the list stands.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Final

from lsdsl.model.canonical import canonical
from lsdsl.model.declarations import Model, Script
from lsdsl.model.expressions import Gained, RangeTest
from lsdsl.source import Span

LEFT_OUT: Final = frozenset({"span", "type", "default", "description", "identity", "title"})
RESOLVED: Final = frozenset({"items"})
"""What a named list brings into an expression."""


def meaning(part: object, model: Model) -> str:
    """The text of a part; built with a stack, so that depth does not matter."""
    pieces: list[str] = []
    waiting: list[object] = [part]
    while waiting:
        match waiting.pop():
            case _Mark(text=text):
                pieces.append(text)
            case Script(box=box):
                pieces.append(canonical(box))
            case RangeTest(score=score, relation=relation, index=index):
                pieces.append(f"RangeTest({score} {relation} {model.scores[score].ranges[index].name})")
            case Gained(span=span):
                pieces.append(f"Gained({written(span, model)})")
            case tuple() as several:
                waiting += [_Mark(")"), *reversed(several), _Mark("(")]
            case Mapping() as named:
                waiting += [_Mark(")"), *(one for key in reversed([*named]) for one in (named[key], key)), _Mark("(")]
            case one if is_dataclass(one) and not isinstance(one, (type, Span)):
                out = LEFT_OUT | RESOLVED if getattr(one, "named", None) is not None else LEFT_OUT
                inside = [getattr(one, member.name) for member in fields(one) if member.name not in out]
                waiting += [_Mark(")"), *reversed(inside), _Mark(f"{type(one).__name__}(")]
            case one:
                pieces.append(repr(one))
    return " ".join(pieces)


def written(span: Span, model: Model) -> str:
    """What stands at a place, on one line."""
    return " ".join(model.sources[span.path].text[span.start : span.end].split())


class _Mark:
    """A piece of finished text among the parts that still wait."""

    __match_args__ = ("text",)
    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text
