"""Named lists: written in the rules, or read from a file beside them."""

from collections.abc import Callable
from enum import Enum

from lsdsl.model.context import Context
from lsdsl.model.declarations import NamedList
from lsdsl.model.literals import type_of_items
from lsdsl.model.types import TEXT, Value
from lsdsl.syntax import tree


class ListProblem(Enum):
    """Why a list file cannot be read; the value is what the message says."""

    OUTSIDE = "leaves the folder of the ruleset"
    ABSENT = "does not exist"
    NOT_TEXT = "is not UTF-8 text"
    UNREADABLE = "cannot be read"
    NO_FILES = "cannot be read here, where there are no files"


ReadList = Callable[[str, str], str | ListProblem]
"""Reads a list file: from the path of the rule file and the relative path that stands in it, to the text."""


def no_files(_rule_file: str, _path: str) -> ListProblem:
    """The reader of a ruleset that is not on a disk."""
    return ListProblem.NO_FILES


def named_list(node: tree.ListDeclaration, context: Context, read_list: ReadList) -> NamedList:
    """Resolve ``list NAME``."""
    name, description = node.name.text, node.description
    if node.items is not None:
        items, kind = type_of_items(node.items.items, f"`{name}`", context)
        return NamedList(name, items, kind, description, node.name.span)
    texts: tuple[Value, ...] = ()
    if node.path is not None:
        read = read_list(node.span.path, node.path.value)
        if isinstance(read, ListProblem):
            context.findings.add("LS233", node.path.span, path=node.path.value, problem=read.value)
        else:
            texts = values_of(read)
    return NamedList(name, texts, TEXT, description, node.name.span)


def values_of(text: str) -> tuple[str, ...]:
    """The values of a list file: one a line, without blanks around them; lines that start with ``#`` are comments."""
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
