"""The text of one generated function while it is being written: constants, hoisted reads, temporaries, lines."""

from collections.abc import Hashable
from re import Pattern
from typing import Any, NamedTuple

from lsdsl.model.types import Value


class Code(NamedTuple):
    """A Python expression.

    ``missing``: it may be None. ``simple``: it is a name or a literal, which may be repeated for free. ``fallible``: it may
    record a problem, so it has to be evaluated when the reference evaluates it.
    """

    text: str
    missing: bool
    simple: bool = False
    fallible: bool = False


class Constants:
    """The constants of all generated functions: each value once, under a name of its own."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._names: dict[Hashable, str] = {}
        self._kept = 0

    def name(self, value: Hashable) -> str:
        """The name of a constant."""
        key = (type(value), value)
        if key not in self._names:
            self._names[key] = f"C{len(self._names)}"
            self.values[self._names[key]] = value
        return self._names[key]

    def keep(self, prefix: str, value: object) -> str:
        """The name of something of which there is only one."""
        self._kept += 1
        name = f"{prefix}{self._kept}"
        self.values[name] = value
        return name

    def literal(self, value: Value) -> str:
        """A value in generated code: numbers and booleans as they are, anything else by name."""
        if isinstance(value, bool) or value is None:
            return repr(value)
        if isinstance(value, int | float):
            return repr(value) if value >= 0 else f"({value!r})"
        return self.name(value)


class Function:
    """One function. Reads are hoisted to its beginning; ``line`` adds a line to its body."""

    def __init__(self, name: str, parameters: str, constants: Constants) -> None:
        self.name = name
        self.constants = constants
        self.parameters = parameters
        self._reads: dict[str, str] = {}
        self._prologue: list[str] = []
        self._body: list[str] = []
        self._temporaries = 0

    def temporary(self) -> str:
        """A new local name."""
        self._temporaries += 1
        return f"t{self._temporaries}"

    def read(self, prefix: str, source: str, default: str | None = None) -> str:
        """The local name of something that is read once, at the beginning of the function."""
        key = f"{source} or {default}"
        if key not in self._reads:
            local = f"{prefix}{len(self._reads)}"
            self._reads[key] = local
            self._prologue.append(f"{local} = {source}")
            if default is not None:
                self._prologue += [f"if {local} is None:", f"    {local} = {default}"]
        return self._reads[key]

    def line(self, text: str, depth: int = 0) -> None:
        """Add a line to the body."""
        self._body.append("    " * depth + text)

    def begin_with(self, lines: list[str]) -> None:
        """Put lines before the hoisted reads."""
        self._prologue[:0] = lines

    def mentions(self, pattern: Pattern[str]) -> bool:
        """Whether any line so far has something that matches a pattern."""
        return any(pattern.search(line) for line in [*self._prologue, *self._body])

    def text(self) -> str:
        """The whole function."""
        lines = [*self._prologue, *self._body]
        return "\n".join([f"def {self.name}({self.parameters}):", *(f"    {line}" for line in lines or ["pass"]), ""])
