"""Trees and models as indented text."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Final

from lsdsl.source import Source, Span

INDENT: Final = "  "


def dump(value: object, sources: Mapping[str, Source], leave_out: tuple[str, ...] = ()) -> str:
    """A value made of dataclasses, mappings and tuples, a line for each part, spans as ``line:column-line:column``."""
    return "".join(f"{line}\n" for line in _Dumper(sources, leave_out).lines(value, "", 0))


class _Dumper:
    """Knows the texts that spans point into, and what to leave out."""

    def __init__(self, sources: Mapping[str, Source], leave_out: tuple[str, ...]) -> None:
        self.sources = sources
        self.leave_out = leave_out

    def lines(self, value: object, name: str, depth: int) -> Iterator[str]:
        """The lines of a value that is called ``name`` where it stands."""
        start = INDENT * depth + (f"{name}: " if name else "")
        if isinstance(value, Mapping):
            yield from self.parts(start, value.items(), "{}", depth)
        elif isinstance(value, tuple | list):
            yield from self.parts(start, [("-", item) for item in value], "()", depth)
        elif isinstance(value, Span | Enum) or not is_dataclass(value) or isinstance(value, type):
            yield f"{start}{self.leaf(value)}"
        else:
            yield f"{start}{type(value).__name__}{self.at(value)}"
            for member in fields(value):
                if member.name != "span" and member.name not in self.leave_out:
                    yield from self.lines(getattr(value, member.name), member.name, depth + 1)

    def parts(self, start: str, parts: object, empty: str, depth: int) -> Iterator[str]:
        """The parts of a mapping or tuple, each below the other."""
        pairs = [(str(key), value) for key, value in parts]  # type: ignore[attr-defined]
        yield f"{start}{'' if pairs else empty}".rstrip()
        for key, value in pairs:
            yield from self.lines(value, key, depth + 1)

    def leaf(self, value: object) -> str:
        """A value without parts."""
        match value:
            case Span():
                return self.place(value)
            case Enum():
                return str(value.value)
            case _:
                return repr(value)

    def at(self, value: object) -> str:
        """Where a node stands."""
        span = getattr(value, "span", None)
        return f" @ {self.place(span)}" if isinstance(span, Span) else ""

    def place(self, span: Span) -> str:
        """A span in lines and columns; with its file when there are several."""
        source = self.sources.get(span.path)
        if source is None:
            return f"{span.path or 'built in'}:{span.start}-{span.end}"
        start, end = source.position(span.start), source.position(span.end)
        path = f"{span.path}:" if len(self.sources) > 1 else ""
        return f"{path}{start.line}:{start.column}-{end.line}:{end.column}"
