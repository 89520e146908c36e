"""What a part of a ruleset means, as a text: the same for the same meaning, wherever it stands and however it is laid out.

A name stands for itself: a step that reads a ``let`` is the same step when the ``let`` is another one.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Final

from lsdsl.model.canonical import canonical
from lsdsl.model.declarations import Script
from lsdsl.source import Span

LEFT_OUT: Final = frozenset({"span", "description", "title"})


def likeness(part: object) -> str:
    """The text of a part; built with a stack, so that depth does not matter."""
    pieces: list[str] = []
    waiting: list[object] = [part]
    while waiting:
        match waiting.pop():
            case _Mark(text=text):
                pieces.append(text)
            case Script(box=box):
                pieces.append(canonical(box))
            case tuple() as several:
                waiting += [_Mark(")"), *reversed(several), _Mark("(")]
            case Mapping() as named:
                waiting += [_Mark(")"), *(one for key in reversed([*named]) for one in (named[key], key)), _Mark("(")]
            case one if is_dataclass(one) and not isinstance(one, (type, Span)):
                inside = [getattr(one, member.name) for member in fields(one) if member.name not in LEFT_OUT]
                waiting += [_Mark(")"), *reversed(inside), _Mark(f"{type(one).__name__}(")]
            case one:
                pieces.append(repr(one))
    return " ".join(pieces)


class _Mark:
    """A piece of finished text among the parts that still wait."""

    __match_args__ = ("text",)
    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text
