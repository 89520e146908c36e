"""What boxes have none of, by the class of Python's syntax tree, and what to write instead. Data only."""

import ast
from typing import Final

NOTHING: Final = "take it away; boxes have `if`, `for`, assignments and the functions of the list in the manual"

ADVICE: Final[dict[str, tuple[str, str]]] = {
    "While": ("`while` loops", "write `for NAME in ...:`, which always ends; for so many times `for number in range(10):`"),
    "FunctionDef": (
        "functions of their own",
        "write the steps one below the other, or a `let` in the rules for what is used often",
    ),
    "AsyncFunctionDef": ("functions of their own", "write the steps one below the other"),
    "Lambda": ("`lambda`", "write the expression where it is used"),
    "ClassDef": ("classes", "write to fields of the profile, or use names such as `total = 0`"),
    "Import": ("`import`", "use the built-in functions; dates have `days_between(a, b)` and `seconds_between(a, b)`"),
    "ImportFrom": ("`import`", "use the built-in functions; dates have `days_between(a, b)` and `seconds_between(a, b)`"),
    "Try": ("`try`", "test before: `if profile.fields.NAME is not None:`; when a box fails, its run is undone and recorded"),
    "TryStar": ("`try`", "test before: `if profile.fields.NAME is not None:`"),
    "Raise": ("`raise`", "write `return` to end the box"),
    "Assert": ("`assert`", "write `if not ...:` and `return` below it"),
    "With": ("`with`", "take it away; a box opens nothing"),
    "AsyncWith": ("`with`", "take it away; a box opens nothing"),
    "AsyncFor": ("`async`", "write `for` without `async`"),
    "Await": ("`await`", "take it away; use the step `wait 2 days` before the box"),
    "Yield": ("`yield`", "write to a field"),
    "YieldFrom": ("`yield`", "write to a field"),
    "Delete": ("`del`", "write `= None` to clear a field"),
    "Global": ("`global`", "take it away; keep values in fields of the profile"),
    "Nonlocal": ("`nonlocal`", "take it away; keep values in fields of the profile"),
    "Match": ("`match`", 'write `if` and `elif`, or a table: `{"NL": 10, "BE": 5}.get(country, 0)`'),
    "NamedExpr": ("`:=`", "assign on a line of its own, before"),
    "Starred": ("`*` before a value", "write the values one by one"),
    "AnnAssign": ("annotations", "write `NAME = VALUE`"),
    "TypeAlias": ("`type`", "take it away"),
    "Slice": ("slices", "use `text[0]` for one character, `split(...)` for parts, `startswith(...)` for a beginning"),
    "Pow": ("`**`", "multiply: `a * a`"),
    "LShift": ("`<<`", "multiply, or write `<` to compare"),
    "RShift": ("`>>`", "divide, or write `>` to compare"),
    "BitAnd": ("`&`", "write `and`"),
    "BitOr": ("`|`", "write `or`"),
    "BitXor": ("`^`", "write `!=` between two conditions; a power is `a * a`"),
    "Invert": ("`~`", "write `not`"),
    "MatMult": ("`@`", "write `*` to multiply"),
    "GeneratorExp": ("generators", "put brackets around it: `sum([... for NAME in ...])`"),
    "SetComp": ("set comprehensions", "write a list: `[... for NAME in ...]`"),
    "DictComp": ("tables that are computed", "write `if` and `elif`, or a table of literals with `.get(...)`"),
    "Dict": ("tables as values", 'look it up at once: `{"NL": 10, "BE": 5}.get(country, 0)`'),
    "Tuple": ("tuples in this place", "assign one name on each line"),
    "JoinedStr": ("this kind of f-string", 'write `f"{a} and {b}"`, with nothing behind the names'),
    "TemplateStr": ("t-strings", 'write `f"{a} and {b}"`'),
    "ExceptHandler": ("`except`", "test before"),
}


def advice(node: ast.AST) -> tuple[str, str]:
    """What is refused, in words, and what to write instead."""
    name = type(node).__name__
    return ADVICE.get(name, (f"`{name.lower()}`", NOTHING))
