"""JavaScript of execution boxes, parsed by tree-sitter; the misprint ``+ =`` of the manuals is read as it was meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from lsdsl.importing.outcome import ImportingError

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

COMPOUND: Final = ("+", "-", "*", "/", "%")


@dataclass(frozen=True, slots=True)
class Source:
    """A script: its text as it is read, its tree, and what was read differently from how it stands there."""

    text: str
    root: "Node"
    notes: tuple[str, ...] = ()

    def original(self, node: "Node") -> str:
        """The text of a node."""
        return text_of(node)


def parse(text: str) -> Source:
    """The tree of a script. Raises ``ImportingError`` when the parser is not installed."""
    parser = _parser()
    root = parser.parse(text.encode()).root_node
    if not root.has_error:
        return Source(text, root)
    mended, notes = _mended(text, root)
    return Source(mended, parser.parse(mended.encode()).root_node, tuple(notes)) if notes else Source(text, root)


def _parser() -> "Parser":
    try:
        import tree_sitter_javascript
        from tree_sitter import Language, Parser
    except ImportError:
        raise ImportingError('reading JavaScript needs tree-sitter: pip install "lsdsl[import]"') from None
    return Parser(Language(tree_sitter_javascript.language()))


def _mended(text: str, root: "Node") -> tuple[str, list[str]]:
    """The text without the blanks inside of ``+ =``, where the parser could not read it."""
    data = text.encode()
    notes: list[str] = []
    leaves = list(_leaves(root))
    for first, second in reversed(list(pairwise(leaves))):
        blank = data[first.end_byte : second.start_byte]
        broken = any(one is not None and one.type == "ERROR" for one in (first.parent, second.parent))
        if first.type in COMPOUND and second.type == "=" and blank and not blank.strip() and broken:
            data = data[: first.end_byte] + data[second.start_byte :]
            notes.insert(0, f"line {first.start_point[0] + 1}: `{first.type} =` was read as `{first.type}=`")
    return data.decode(), notes


def _leaves(node: "Node") -> Iterator["Node"]:
    if not node.children:
        yield node
    for child in node.children:
        yield from _leaves(child)


def walk(node: "Node") -> Iterator["Node"]:
    """A node and all below it that have names in the grammar."""
    yield node
    for child in node.named_children:
        yield from walk(child)


def text_of(node: "Node") -> str:
    """The text of a node."""
    return (node.text or b"").decode()


def child(node: "Node", name: str) -> "Node":
    """The child in a field of the grammar that is always there."""
    found = node.child_by_field_name(name)
    assert found is not None
    return found


def parts(node: "Node") -> list["Node"]:
    """The named children without comments."""
    return [one for one in node.named_children if one.type != "comment"]


def bare(node: "Node") -> "Node":
    """An expression without the parentheses around it."""
    while node.type == "parenthesized_expression":
        node = parts(node)[0]
    return node


def path_of(node: "Node") -> tuple[str, ...]:
    """The names of ``profile.fields.x`` and ``profile.fields["x"]`` from left to right; empty for anything else."""
    match node.type:
        case "identifier":
            return (text_of(node),)
        case "member_expression":
            before = path_of(bare(child(node, "object")))
            return (*before, text_of(child(node, "property"))) if before else ()
        case "subscript_expression":
            before, index = path_of(bare(child(node, "object"))), child(node, "index")
            name = string_of(index) if index.type == "string" else None
            return (*before, name) if before and name is not None else ()
        case _:
            return ()


ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


def string_of(node: "Node") -> str:
    """The value of a text in quotes; halves of a character that stand alone become U+FFFD."""
    joined = "".join(map(piece_of, node.named_children))
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def piece_of(node: "Node") -> str:
    """The value of a piece of a text: of an escape, or of what stands as it is."""
    return _unescaped(text_of(node)) if node.type == "escape_sequence" else text_of(node)


def _unescaped(escape: str) -> str:
    body = escape[1:]
    if body[:1] in ("x", "u") and len(body) > 1:
        return chr(int(body[1:].strip("{}"), 16))
    return ESCAPES.get(body, body)
