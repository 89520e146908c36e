#!/usr/bin/env python3
"""Fuzzes script boxes: random programs over allowed and forbidden syntax, checked and run; stops at the first broken promise.

    scripts/fuzz_boxes.py                            30 seconds, seed 1
    scripts/fuzz_boxes.py --seconds 300 --seed 7     longer, other programs
    scripts/fuzz_boxes.py --seed 7 --only 1234       one program again, with its text

The same seed gives the same programs. Promises: the checker and the runner raise nothing but ``BoxError``; no finding says that
lsdsl itself is wrong; what is written has the field's type and a size that can be stored; fuel, time and memory stay within their
limits; the values that a box sees are not changed; two runs give the same. A broken promise is printed with the program and ends
with exit code 1.
Needs an environment with lsdsl installed, or PYTHONPATH=src.
"""

import argparse
import copy
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lsdsl.diagnostics import CATALOGUE, Severity, words_of
from lsdsl.model import check_text
from lsdsl.model.declarations import Model
from lsdsl.model.types import Kind, Value
from lsdsl.script import Ask, Award, Box, BoxError, BoxResult, Tag, check_box
from lsdsl.script.surroundings import Surroundings, surroundings
from lsdsl.source import Span
from lsdsl.syntax import tree

DATA: Final = """\
profile:
    email      text
    country    text
    employees  number
    leadscore  number = 0
    visits     number
    status     choice("new", "old") = "new"
    birth      date
    joined     datetime
    founded    date = 2020-01-31
    active     boolean
    langs      list
    owned      number
    `Lead Source` text

event visit:
    path  text
    size  number

collection orders:
    amount  number
    shop    text
    paid    date

action greet:
    name  text
    times number
    notes text

score engagement:
    field owned
    +5 on each visit

followup box:
    on visit
    script:
        pass
"""
SLOW: Final = 0.1
"""Seconds of processor time that a run may take."""

SLOW_CHECK: Final = 0.5
BLOAT: Final = 16 * 1024
"""Kilobytes by which a program may raise the peak of memory."""

FUEL: Final = 20_000
FAULTS: Final = ("LS459", "LS469", "LS869")
EXACT: Final[Mapping[Kind, tuple[type, ...]]] = {
    Kind.NUMBER: (int, float),
    Kind.TEXT: (str,),
    Kind.BOOLEAN: (bool,),
    Kind.DATE: (int,),
    Kind.DATETIME: (int,),
    Kind.LIST: (tuple,),
}

TEXTS: Final = (
    *("", " ", "NL", "/a/b", "5", "-3.5", "1e400", "nan", "%d", "%1999999999d", "{0.__class__}", "{x!r:>99999999}", "a,b,,c"),
    *(
        "é" * 40,
        "😀" * 4096,
        "a" * 4096,
        "ab " * 1365,
        "ß" * 1300,
        "ŉ" * 2000,
        "\x1b[2J\n\r\t\x00",
        "\u202eabc",
        "ﷺ" * 300,
        "İ" * 999,
    ),
)
NUMBERS: Final = (0, 1, -1, 5, 2.5, -0.0, 1e308, -1e308, 5e-324, 2**63 - 1, -(2**63), 2**53, 1e18, 999, 1000, 1001, 0.1)
LISTS: Final[tuple[tuple[str, ...], ...]] = ((), ("nl",), ("a", "b", "a"), ("x" * 4096,) * 3, tuple(map(str, range(1000))), ("",))
MOMENTS: Final = (0, 1, -62135596800000000, 253402300799999999, 86_400_000_000, 1_600_000_000_000_000)


class BrokenPromiseError(Exception):
    """A promise of the sandbox does not hold."""


@dataclass
class View:
    """What a box sees."""

    fields: Mapping[str, Value] = field(default_factory=dict)
    identifier: str = "p1"
    created: int = 0
    tags: tuple[str, ...] = ()
    now: int = 86_400_000_000
    event_type: str = "visit"
    event_time: int = 86_400_000_000
    data: Mapping[str, Value] = field(default_factory=dict)
    collections: Mapping[str, tuple[Mapping[str, Value], ...]] = field(default_factory=dict)
    scores: Mapping[str, int | float | None] = field(default_factory=dict)

    def rows(self, collection: str) -> tuple[Mapping[str, Value], ...]:
        """The rows of a collection."""
        return self.collections.get(collection, ())

    def score(self, name: str) -> int | float | None:
        """The value of a score."""
        return self.scores.get(name)


def around() -> tuple[Model, Surroundings]:
    """The ruleset that the boxes stand in."""
    model, found = check_text(DATA)
    if model is None or found:
        raise SystemExit(f"the rules of the fuzzer are wrong: {found}")
    return model, surroundings(model, next(iter(model.followups.values())))


def script(text: str) -> tree.Script:
    """A box whose rule file is nothing but itself."""
    offsets = [0]
    for line in text.split("\n")[:-1]:
        offsets.append(offsets[-1] + len(line) + 1)
    whole = Span("box.lsdsl", 0, len(text))
    return tree.Script(text, tuple(offsets), whole, whole)


# --- random programs ---


class Maker:
    """Writes one random program. Most of it is well typed, so that much of it runs; a part is confused or forbidden."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.names: dict[str, list[str]] = {}
        self.rows: list[str] = []
        self.left = chance.choice((5, 10, 30, 80))
        self.oddness = chance.choice((0.0, 0.0, 0.0, 0.03))
        self.confusion = chance.choice((0.0, 0.0, 0.03, 0.1))

    def program(self) -> str:
        """The text of a box."""
        lines = self.block("", self.chance.randint(1, 12), loops=0)
        if self.chance.random() < 0.1:
            lines.insert(0, '"""a comment"""')
        text = "\n".join(lines)
        for _ in range(self.chance.choice((0,) * 30 + (1, 2, 8))):
            text = self.spoiled(text)
        return text

    def spoiled(self, text: str) -> str:
        """The text with a stretch of it changed."""
        start = self.chance.randint(0, len(text))
        end = min(len(text), start + self.chance.randint(0, 6))
        return text[:start] + self.chance.choice(SPOIL) + text[end:]

    def pick(self, *options: str) -> str:
        """One of several."""
        return self.chance.choice(options)

    # statements

    def block(self, indent: str, size: int, loops: int) -> list[str]:
        """Statements below each other."""
        lines: list[str] = []
        for _ in range(size):
            self.left -= 1
            if self.left <= 0 and lines:
                break
            lines += [indent + line for line in self.statement(indent, loops)]
        return lines

    def statement(self, indent: str, loops: int) -> list[str]:
        """One statement, with what belongs to it."""
        if self.chance.random() < self.oddness:
            return self.pick(*ODD_STATEMENTS).format(e=self.expression("any", 2)).split("\n")
        kind = self.chance.choices(("local", "field", "change", "if", "for", "effect", "end"), (6, 5, 5, 3, 3, 3, 0.5))[0]
        deep = len(indent) >= 12
        if kind == "if" and not deep:
            lines = [f"if {self.expression('boolean')}:", *self.block("    ", self.chance.randint(1, 3), loops)]
            if self.chance.random() < 0.3:
                lines += [f"elif {self.expression('boolean')}:", *self.block("    ", 1, loops)]
            if self.chance.random() < 0.3:
                lines += ["else:", *self.block("    ", self.chance.randint(1, 2), loops)]
            return lines
        if kind == "for" and not deep:
            return self.loop(loops)
        if kind == "effect":
            return [self.effect()]
        if kind == "end":
            return [self.pick("return", "pass", *(("break", "continue") if loops else ()))]
        if kind == "change":
            return [self.change()]
        return [self.assign_local() if kind == "local" else self.assign_field()]

    def assign_local(self) -> str:
        """A name gets a value."""
        kind = self.pick("number", "number", "text", "boolean", "list", "date", "moment", "set")
        value = self.expression(kind)
        odd = self.chance.random() < self.oddness
        name = self.pick("a", "visits", "v1", "_f", "birth", "len", "o") if odd else self.pick(*OWN[kind])
        self.names.setdefault(kind, []).append(name)
        return f"{name} = {value}"

    def assign_field(self) -> str:
        """A field gets a value."""
        kind = self.pick("number", "number", "text", "boolean", "list", "date", "moment")
        return f"{self.pick(*TARGETS[kind])} = {self.expression(kind)}"

    def change(self) -> str:
        """``+=`` and its like."""
        if self.chance.random() < 0.7:
            target = self.pick("profile.fields.leadscore", "profile.fields.visits", *self.names.get("number", []))
            return f"{target} {self.pick('+', '-', '*', '/', '//', '%')}= {self.expression('number')}"
        return f"{self.pick('profile.fields.country', *self.names.get('text', []))} += {self.expression('text')}"

    def loop(self, loops: int) -> list[str]:
        """``for``."""
        size = self.chance.randint(1, 4)
        if self.chance.random() < 0.3:
            name = self.pick("o", "row")
            self.rows.append(name)
            lines = [f"for {name} in collections.orders:", *self.block("    ", size, loops + 1)]
            self.rows.pop()
            return lines
        kind = self.pick("number", "text")
        name = self.pick(*(("i", "j", "a") if kind == "number" else ("t", "u")))
        over = self.expression("numbers" if kind == "number" else "list")
        self.names.setdefault(kind, []).append(name)
        return [f"for {name} in {over}:", *self.block("    ", size, loops + 1)]

    def effect(self) -> str:
        """Something that a box asks for."""
        match self.chance.randint(0, 3):
            case 0:
                return f'award("engagement", {self.expression("number")})'
            case 1:
                return f"{self.pick('add_tag', 'remove_tag')}({self.expression('text')})"
            case 2:
                return f'do("greet", name="n", times={self.expression("number")}, notes={self.expression("text")})'
            case _:
                return f'do("send_email", template="t", to={self.expression("text")})'

    # expressions

    def expression(self, kind: str, depth: int = 3) -> str:
        """An expression of a kind."""
        if kind == "any":
            kind = self.pick("number", "text", "boolean", "date", "moment", "none")
        elif self.chance.random() < self.confusion:
            return self.hidden(depth)
        if self.chance.random() < self.oddness / 4:
            return self.pick(*ODD).format(e=self.pick("1", '"a"', "profile.fields.country"))
        makers: dict[str, Callable[[int], str]] = {
            "number": self.number,
            "text": self.text,
            "boolean": self.boolean,
            "list": self.list,
            "numbers": self.numbers,
            "date": self.date,
            "moment": lambda _: self.leaf("moment"),
            "set": lambda deep: f"{{{self.number(deep - 1)}, {self.text(deep - 1)}, {self.leaf('number')}}}",
            "none": lambda _: "None",
        }
        return makers[kind](depth if self.left > 0 else 0)

    def hidden(self, depth: int) -> str:
        """A value whose type only shows when the box runs."""
        if depth <= 0:
            return self.pick(
                '[1, "a", None, 2.5, True][profile.fields.visits]', '{1: "a", "NL": 2.5, "": None}.get(event.path, True)'
            )
        some, other = self.expression("any", depth - 1), self.expression(self.pick("any", "any", "list", "set"), depth - 1)
        return f"({some} if {self.expression('boolean', 0)} else {other})"

    def leaf(self, kind: str) -> str:
        """A name, a field or a literal."""
        own = self.names.get(kind, [])
        row = [f"{self.rows[-1]}.{name}" for name in ROWS.get(kind, ())] if self.rows else []
        return self.pick(*own, *own, *row, *row, *LEAVES[kind])

    def number(self, depth: int) -> str:
        """A number."""
        if depth <= 0 or self.chance.random() < 0.3:
            return self.leaf("number")
        e = self.expression
        match self.chance.randint(0, 9):
            case 0 | 1 | 2:
                return f"({e('number', depth - 1)} {self.pick(*'+-*/%', '//', '+', '*')} {e('number', depth - 1)})"
            case 3:
                return f"{self.pick('-', '+')}{e('number', depth - 1)}"
            case 4:
                return f"{self.pick('abs', 'int', 'float', 'round')}({e('number', depth - 1)})"
            case 5:
                return f"{self.pick('min', 'max')}({e('number', depth - 1)}, {e('number', depth - 1)})"
            case 6:
                return f"{self.pick('sum', 'max', 'len')}({e('numbers', depth - 1)})"
            case 7:
                return f"{e('text', depth - 1)}.{self.pick('count', 'find')}({e('text', depth - 1)})"
            case 8:
                earlier = self.leaf(self.pick("date", "moment"))
                return f"{self.pick('days_between', 'seconds_between')}({earlier}, {self.leaf('date')})"
            case _:
                table = f"{{1: {e('number', depth - 1)}, 'a': {e('number', depth - 1)}, 2.5: 3}}"
                return f"{table}.get({e('any', depth - 1)}, {e('number', depth - 1)})"

    def text(self, depth: int) -> str:
        """A text."""
        if depth <= 0 or self.chance.random() < 0.3:
            return self.leaf("text")
        e = self.expression
        match self.chance.randint(0, 7):
            case 0 | 1:
                return f"({e('text', depth - 1)} + {e('text', depth - 1)})"
            case 2:
                name = self.pick("lower", "upper", "title", "capitalize", "strip", "lstrip", "rstrip")
                given = e("text", depth - 1) if "strip" in name and self.chance.random() < 0.5 else ""
                return f"{e('text', depth - 1)}.{name}({given})"
            case 3:
                return f"{e('text', depth - 1)}.replace({e('text', depth - 1)}, {e('text', depth - 1)})"
            case 4:
                return f"{e('text', depth - 1)}.join({e('list', depth - 1)})"
            case 5:
                return f"str({e('any', depth - 1)})"
            case 6:
                return f"{e(self.pick('text', 'list'), depth - 1)}[{e('number', depth - 1)}]"
            case _:
                inner = "".join(f"{{{one}}}" for one in (self.leaf("number"), self.leaf("date")) if '"' not in one)
                return f'f"x{inner}"'

    def boolean(self, depth: int) -> str:
        """A condition."""
        if depth <= 0 or self.chance.random() < 0.2:
            return self.leaf("boolean")
        e = self.expression
        match self.chance.randint(0, 7):
            case 0 | 1 | 2:
                kind = self.pick("number", "number", "text", "date", "moment")
                chained = f" {self.pick('<', '==', '!=', '>=')} {e(kind, depth - 1)}" if self.chance.random() < 0.2 else ""
                return f"({e(kind, depth - 1)} {self.pick('<', '<=', '==', '!=', '>', '>=')} {e(kind, depth - 1)}{chained})"
            case 3:
                return f"({e('boolean', depth - 1)} {self.pick('and', 'or')} {e('boolean', depth - 1)})"
            case 4:
                return f"(not {e('any', depth - 1)})"
            case 5:
                return f"({e('text', depth - 1)} {self.pick('in', 'not in')} {e(self.pick('text', 'list'), depth - 1)})"
            case 6:
                return f"({e('any', depth - 1)} {self.pick('is', 'is not')} None)"
            case _:
                name = self.pick("startswith", "endswith")
                return f"{e('text', depth - 1)}.{name}({e('text', depth - 1)})"

    def list(self, depth: int) -> str:
        """A list of texts."""
        if depth <= 0 or self.chance.random() < 0.4:
            return self.leaf("list")
        e = self.expression
        match self.chance.randint(0, 4):
            case 0:
                return f"{e('text', depth - 1)}.split({self.pick('', e('text', 0))})"
            case 1:
                return f"sorted({e(self.pick('list', 'text'), depth - 1)})"
            case 2:
                return f"[{e('text', depth - 1)}, {e('text', depth - 1)}]"
            case 3:
                name = self.pick("s", "t")
                self.names.setdefault("text", []).append(name)
                made = f"[{e('text', depth - 1)} for {name} in {e('list', 0)} if {e('boolean', depth - 2)}]"
                self.names["text"].pop()
                return made
            case _:
                return "[r.shop for r in collections.orders]"

    def numbers(self, depth: int) -> str:
        """A list of numbers."""
        e = self.expression
        match self.chance.randint(0, 4) if depth > 0 else 0:
            case 0:
                return self.pick("[1, 2.5, 3]", "range(5)", "range(9)", "range(1000)", "()", "range(1, 300, 3)")
            case 1:
                return f"range({e('number', depth - 1)})"
            case 2:
                return f"[{e('number', depth - 1)} for i in range({self.pick('3', '40', '999', '1000')})]"
            case 3:
                return "[r.amount for r in collections.orders if r.amount is not None]"
            case _:
                return f"[{e('number', depth - 1)}, {e('number', depth - 1)}]"

    def date(self, depth: int) -> str:
        """A date or a datetime."""
        if depth <= 0 or self.chance.random() < 0.8:
            return self.leaf("date")
        return f"({self.expression('date', depth - 1)} if {self.expression('boolean', depth - 1)} else {self.leaf('date')})"


TARGETS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("profile.fields.leadscore", "profile.fields.visits", "profile.fields.employees"),
    "text": ("profile.fields.country", 'profile.fields["Lead Source"]'),
    "boolean": ("profile.fields.active",),
    "list": ("profile.fields.langs",),
    "date": ("profile.fields.birth", "profile.fields.founded"),
    "moment": ("profile.fields.joined",),
}
OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("a", "b"),
    "text": ("c", "d"),
    "boolean": ("e",),
    "list": ("f",),
    "date": ("g",),
    "moment": ("h",),
    "set": ("k",),
}
ROWS: Final[Mapping[str, tuple[str, ...]]] = {"number": ("amount",), "text": ("shop", "id"), "date": ("paid",)}
LEAVES: Final[Mapping[str, tuple[str, ...]]] = {
    "number": (
        *("0", "1", "2", "7", "0.5", "1e308", "9223372036854775807", "1000", "scores.engagement", "event.size"),
        *("profile.fields.leadscore", "profile.fields.visits", "profile.fields.employees", "len(profile.tags)"),
    ),
    "text": (
        *('""', '"a"', '"ab"', '","', '" "', '"%s"', '"😀é"', "profile.id", "event.path", "event.type"),
        *("profile.fields.country", 'profile.fields["Lead Source"]', "profile.fields.status", '"a-b-c"'),
    ),
    "boolean": ("True", "False", "profile.fields.active", "profile.fields.country", "profile.fields.visits"),
    "list": ("profile.tags", "profile.fields.langs", '["a", "b"]', '("nl", "en")', "[]"),
    "date": ("profile.fields.birth", "profile.fields.founded"),
    "moment": ("now", "profile.created", "event.time", "profile.fields.joined"),
    "set": ("{1, 2}", '{"a", "b", 1}', "{1.0, True}"),
}
ODD: Final = (
    *(
        "{e}.__class__",
        "(lambda: {e})()",
        "(y := {e})",
        "[{e} for a in range(2) for b in range(2)]",
        "{e} ** 9",
        "{e} << 9",
        "~{e}",
    ),
    *(
        "{{'a': {e}}}",
        "{e}[0:1]",
        "__import__('os')",
        "open({e})",
        "getattr({e}, 'a')",
        "({e} for i in range(3))",
        "{e} @ {e}",
        "len",
    ),
    *(
        "f'{{{e}!r}}'",
        "f'{{{e}:>9}}'",
        "{e}.format({e})",
        "profile",
        "profile.fields",
        "[[{e}]]",
        "b'x'",
        "...",
        "1j",
        "_f",
        "_n",
        "v1",
    ),
    *(
        "print({e})",
        "*{e}",
        "{e} is {e}",
        "str.upper({e})",
        "max({e}, key=len)",
        "collections.orders",
        "sorted({e}, reverse=True)",
    ),
    *(
        "[[i for i in range(3)] for j in range(3)]",
        "await {e}",
        "yield",
        "{e}[{e}]",
        "{e}()",
        "range({e}, {e}, {e})",
        "_add_({e}, {e})",
    ),
)
ODD_STATEMENTS: Final = (
    *(
        "while {e}:\n    pass",
        "def f():\n    return {e}",
        "import os",
        "from os import system",
        "try:\n    a = {e}\nexcept:\n    pass",
    ),
    *(
        "class A:\n    pass",
        "del a",
        "global a",
        "nonlocal a",
        "raise {e}",
        "assert {e}",
        "with {e} as a:\n    pass",
        "a, b = {e}, {e}",
    ),
    *(
        "a = b = {e}",
        "return {e}",
        "a: int = {e}",
        "profile.fields.owned = {e}",
        "profile.id = {e}",
        "now = {e}",
        "len = {e}",
        "a[0] = {e}",
    ),
    *(
        "for a, b in {e}:\n    pass",
        "async def f():\n    pass",
        "match {e}:\n    case _:\n        pass",
        "print({e})",
        "{e}",
        "a.b = {e}",
    ),
    *(
        "for a in {e}:\n    pass\nelse:\n    pass",
        "yield {e}",
        "@f\ndef g():\n    pass",
        "break",
        "continue",
        "x = {e};",
        "x + = {e}",
        "x++",
    ),
    *("do('greet', **{e})", "add_tag(*{e})", "award({e}, {e})", "do('greet', name='a', name='b')", "for len in {e}:\n    pass"),
)
SPOIL: Final = (
    *(
        "",
        "(",
        ")",
        "[",
        "{",
        "}",
        '"',
        "'",
        '"""',
        "\\",
        "\n",
        "\t",
        " ",
        ":",
        "=",
        "==",
        "é",
        "\u202e",
        "\x00",
        "ﬁ",
        ";",
        "#",
        "0",
        "e",
    ),
    *(
        ".",
        "..",
        "not ",
        " if ",
        "for ",
        " in ",
        "else",
        "lambda ",
        "f'",
        "b'",
        "{",
        "{{",
        "!",
        "&&",
        "//",
        "/*",
        "_",
        "__",
        "async ",
        "*",
        "**",
    ),
)


def view(chance: random.Random) -> View:
    """Random values, many of them nasty."""

    def text() -> str:
        return chance.choice(TEXTS)

    def number() -> int | float:
        return chance.choice(NUMBERS)

    fields: dict[str, Value] = {}
    for name in ("email", "country", "Lead Source"):
        if chance.random() < 0.8:
            fields[name] = text()
    for name in ("employees", "leadscore", "visits", "owned"):
        if chance.random() < 0.8:
            fields[name] = number()
    for name in ("birth", "joined", "founded"):
        if chance.random() < 0.7:
            fields[name] = chance.choice(MOMENTS)
    fields |= {"active": chance.random() < 0.5, "status": chance.choice(("new", "old")), "langs": chance.choice(LISTS)}
    rows = tuple(
        {"id": str(one), "amount": number(), "shop": text(), "paid": chance.choice(MOMENTS)}
        for one in range(chance.choice((0, 1, 5, 50, 1000)))
    )
    return View(
        fields,
        tags=chance.choice(LISTS),
        now=chance.choice(MOMENTS),
        data={"path": text(), "size": number()},
        collections={"orders": rows},
        scores={"engagement": number()},
    )


# --- the promises ---


def that(holds: bool, promise: str) -> None:
    """Hold a promise."""
    if not holds:
        raise BrokenPromiseError(promise)


def peak() -> int:
    """The highest use of memory since the last reset, in kilobytes."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def reset_peak() -> None:
    """Begin to measure the peak of memory anew, where the system can."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def checked(text: str, surrounding: Surroundings) -> Box | None:
    """Check a box; None when it is refused."""
    begin = time.process_time()
    box, found = check_box(script(text), surrounding)
    seconds = time.process_time() - begin
    if seconds > SLOW_CHECK:
        begin = time.process_time()
        check_box(script(text), surrounding)
        that(time.process_time() - begin <= SLOW_CHECK, f"checking took {seconds:.2f} seconds")
    for one in found:
        that(one.code.startswith("LS4"), f"the checker reports {one.code}")
        that(one.code not in FAULTS, f"a fault: {one.code} {dict(one.arguments)}")
        that(0 <= one.span.start <= one.span.end <= len(text), f"a place outside of the box: {one}")
        words = words_of(one)
        that(len(words.message) < 2_000, "a message that is too long")
    errors = any(CATALOGUE[one.code].severity is Severity.ERROR for one in found)
    that((box is None) == errors, "a box without errors is compiled, others are not")
    return box


def outcome(box: Box, seen: View) -> BoxResult | tuple[Any, ...]:
    """What a run gives, or what its error says."""
    try:
        return box.run(seen)
    except BoxError as error:
        that(error.kind != "fault", f"a fault: {error.message}")
        that(len(error.message) <= 200 and error.message.isprintable(), "a message of a failure can be read")
        that(error.__cause__ is None and error.__suppress_context__, "a failure has no cause")
        that(0 <= error.fuel <= FUEL, "a failure has used its fuel at most")
        size = len(json.dumps(error.values, allow_nan=False).encode())
        that(size <= 200_000, f"the values of a failure take {size} bytes")
        return error.kind, error.message, error.span, error.values, error.fuel


def promised(result: BoxResult, box: Box, model: Model) -> None:
    """Hold the promises about what a run wants."""
    that(0 <= result.fuel <= FUEL, f"fuel {result.fuel}")
    that(set(result.writes) <= set(box.uses.writes), "only what the source names is written")
    for name, value in result.writes.items():
        declared = model.fields[name]
        that(declared.owner is None, "no field of a score is written")
        if value is not None:
            that(type(value) in EXACT[declared.type.kind], f"{name} is {type(value).__name__}")
            that(not declared.type.options or value in declared.type.options, "a choice is one of its options")
            storable(value)
    that(len(result.effects) <= 1_000, "effects are bounded")
    for effect in result.effects:
        match effect:
            case Award(points=points):
                storable(points)
            case Tag(tag=tag):
                storable(tag)
            case Ask(arguments=arguments):
                for _, type_, value in arguments:
                    that(type(value) in EXACT[type_.kind], "arguments of actions have their types")
                    storable(value)


def storable(value: Value) -> None:
    """Hold that a value is small and can be stored."""
    if isinstance(value, str):
        that(type(value) is str and len(value) <= 4_096 and value.encode() is not None, "a text can be stored")
    elif isinstance(value, tuple):
        that(len(value) <= 1_000, "a list is short")
        for one in value:
            that(type(one) is str, "a list holds texts")
            storable(one)
    elif isinstance(value, float):
        that(value - value == 0, "a number is finite")
    elif isinstance(value, int):
        that(-(2**63) <= value < 2**63, "a number has 64 bits")


def tried(text: str, seen: View, model: Model, surrounding: Surroundings) -> str:
    """One program, checked and run twice; how it ended."""
    reset_peak()
    before = peak()
    box = checked(text, surrounding)
    if box is None:
        return "refused"
    kept = copy.deepcopy(seen)
    seconds = SLOW + 1
    first: BoxResult | tuple[Any, ...] = ()
    for _ in range(3):
        begin = time.process_time()
        first = outcome(box, seen)
        seconds = min(seconds, time.process_time() - begin)
        if seconds <= SLOW:
            break
    that(seconds <= SLOW, f"a run took {seconds:.3f} seconds")
    that(first == outcome(box, seen), "two runs give the same")
    that(kept == seen, "what the box sees is not changed")
    grown = peak() - before
    that(grown <= BLOAT, f"memory rose by {grown} kilobytes")
    if isinstance(first, BoxResult):
        promised(first, box, model)
        return "ran"
    return f"failed: {first[0]}"


def program(seed: int, number: int) -> tuple[str, View]:
    """The program of a number, and what it sees."""
    chance = random.Random(f"{seed}:{number}")
    return Maker(chance).program(), view(chance)


@dataclass
class Figures:
    """What a fuzzing run did."""

    programs: int = 0
    seconds: float = 0.0
    ends: dict[str, int] = field(default_factory=dict)
    slowest: float = 0.0


def fuzz(seed: int, seconds: float, only: int | None = None, most: int | None = None) -> Figures:
    """Try programs until the time is over, or ``most`` of them. Raises :class:`BrokenPromiseError` with a reproduction."""
    model, surrounding = around()
    figures = Figures()
    begin = time.monotonic()
    number = only or 0
    while time.monotonic() - begin < seconds and (most is None or figures.programs < most):
        text, seen = program(seed, number)
        started = time.process_time()
        try:
            end = tried(text, seen, model, surrounding)
        except Exception as problem:
            again = f"scripts/fuzz_boxes.py --seed {seed} --only {number}"
            raise BrokenPromiseError(f"{type(problem).__name__}: {problem}\n\n{text}\n\nagain: {again}") from problem
        figures.slowest = max(figures.slowest, time.process_time() - started)
        figures.ends[end] = figures.ends.get(end, 0) + 1
        figures.programs += 1
        if only is not None:
            print(f"{text}\n\n{end}")
            break
        number += 1
    figures.seconds = time.monotonic() - begin
    return figures


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of one program")
    given = parser.parse_args()
    try:
        figures = fuzz(given.seed, given.seconds, given.only)
    except BrokenPromiseError as problem:
        print(problem, file=sys.stderr)
        return 1
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{figures.programs} programs in {figures.seconds:.0f} seconds, slowest {figures.slowest:.3f}, peak {highest} MB")
    for end, count in sorted(figures.ends.items()):
        print(f"  {count:8} {end}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
