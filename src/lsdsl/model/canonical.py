"""A canonical text of a part of the tree: the same for all ways of laying it out, whatever comments stand in it.

Identities of rules and the digest of a ruleset are made from it. ``==`` and ``is`` are the same, so are ``!=`` and ``is
not``; places, quotes around names and descriptions are left out.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from functools import cache

from lsdsl.source import Span

LEFT_OUT = frozenset({"span", "header", "quoted", "description", "line_offsets"})
SAME = {"==": "is", "!=": "is not"}


def canonical(part: object) -> str:
    """The canonical text of a node, a tuple of nodes or a plain value; built with a stack, so that depth does not matter."""
    pieces: list[str] = []
    waiting: list[object] = [part]
    while waiting:
        one = waiting.pop()
        match one:
            case _Mark(text=text):
                pieces.append(text)
            case tuple():
                pieces.append("(")
                waiting.append(_Mark(")"))
                waiting.extend(reversed(one))
            case _ if (names := _names(type(one))) is not None:  # type: ignore[arg-type]  # a class can be a key
                pieces.append(f"{type(one).__name__}(")
                waiting.append(_Mark(")"))
                waiting.extend([getattr(one, name) for name in names])
            case str():
                pieces.append(repr(SAME.get(one, one)))
            case _:
                pieces.append(repr(one))
        pieces.append(" ")
    return "".join(pieces)


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    """The fields of a node that count, the last first; None for what is no node."""
    if not is_dataclass(kind) or issubclass(kind, Span):
        return None
    return tuple(reversed([one.name for one in fields(kind) if one.name not in LEFT_OUT]))


def digest(parts: Iterable[str], length: int) -> str:
    """The first hex characters of the SHA-256 of some texts."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part.encode("utf-8", "surrogatepass"))
        sha.update(b"\0")
    return sha.hexdigest()[:length]


class _Mark:
    """A piece of finished text among the parts that still wait."""

    __match_args__ = ("text",)
    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text
