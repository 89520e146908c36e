"""Chains such as ``profile.fields.leadscore``: syntax for one value, never objects with attributes."""

import ast
from collections.abc import Collection
from typing import Final, Literal

from lsdsl.dataclass import dataclass
from lsdsl.script.vocabulary import NOW

Part = Literal["field", "profile", "event", "subprofile", "collection", "score", "now", "row"]

PROFILE: Final = ("id", "created", "tags")
EVENT: Final = ("type", "time")


@dataclass(frozen=True, slots=True)
class Path:
    """One value that a box can name. ``row`` is the name of the loop variable for a field of a row."""

    part: Part
    name: str
    row: str = ""

    @property
    def key(self) -> str:
        """The key under which a run prepares it; for fields of the profile and of rows it is their name."""
        return self.name if self.part in ("field", "row") else f"{self.part}.{self.name}"

    def __str__(self) -> str:
        """The path as a rule author writes it."""
        if self.part == "now":
            return "now"
        before = {
            "field": "profile.fields",
            "profile": "profile",
            "event": "event",
            "subprofile": "subprofile.fields",
            "collection": "collections",
            "score": "scores",
            "row": self.row,
        }[self.part]
        return f"{before}.{self.name}" if self.name.isidentifier() else f'{before}["{self.name}"]'


def chain(node: ast.expr) -> tuple[str, ...] | None:
    """The names of a chain, from its root; None for anything else. A subscript with a text literal is a name, too."""
    names: list[str] = []
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and type(node.slice.value) is str:
            names.append(node.slice.value)
            node = node.value
        else:
            return None
    names.append(node.id)
    return tuple(reversed(names))


def path_of(node: ast.expr, rows: Collection[str] = ()) -> Path | None:
    """The value that a chain names; None when it names none. ``rows`` are the loop variables for rows."""
    match chain(node):
        case ("profile", "fields", name):
            return Path("field", name)
        case ("profile", name) if name in PROFILE:
            return Path("profile", name)
        case ("event", name):
            return Path("event", name)
        case ("subprofile", "fields", name):
            return Path("subprofile", name)
        case ("collections", name):
            return Path("collection", name)
        case ("scores", name):
            return Path("score", name)
        case (word,) if word == NOW:
            return Path("now", NOW)
        case (row, name) if row in rows:
            return Path("row", name, row)
        case _:
            return None


def row_collection(iterated: ast.expr) -> str | None:
    """The collection that a loop goes over, if it goes over the rows of one."""
    path = path_of(iterated)
    return path.name if path is not None and path.part == "collection" else None


def row_names(tree: ast.AST) -> dict[str, set[str]]:
    """The loop variables that stand for rows, with the collections that they go over."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name):
            collection = row_collection(node.iter)
            if collection is not None:
                found.setdefault(node.target.id, set()).add(collection)
    return found
