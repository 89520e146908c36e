"""The fields that flows and scripts use, and the types that they have: given, or guessed from how they are used."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lsdsl.importing.javascript import bare, child, path_of, walk
from lsdsl.importing.outcome import ImportingError
from lsdsl.scaffold.literals import text_literal
from lsdsl.scaffold.names import RESERVED
from lsdsl.syntax.characters import mixed_word

if TYPE_CHECKING:
    from tree_sitter import Node

TYPES: Final = ("text", "number", "boolean", "date", "datetime", "list")
ARITHMETIC: Final = ("-", "*", "/", "%", "**", "-=", "*=", "/=", "%=")
COMPARED: Final = ("==", "===", "!=", "!==", "<", "<=", ">", ">=")
OF_TEXTS: Final = frozenset(
    "toLowerCase toUpperCase trim startsWith endsWith includes indexOf replace replaceAll split charAt substring substr "
    "slice length "
    "match concat".split()
)


@dataclass(slots=True)
class Declared:
    """A field of the profile or an attribute of an event: its type, and its default as rules write it."""

    kind: str = "text"
    default: str | None = None
    guessed: bool = True


@dataclass(slots=True)
class Names:
    """All that rules have to declare: fields of the profile, of rows of collections, and attributes of events."""

    fields: dict[str, Declared] = field(default_factory=dict)
    collections: dict[str, dict[str, Declared]] = field(default_factory=dict)
    events: dict[str, dict[str, Declared]] = field(default_factory=dict)
    guesses: dict[str, str] = field(default_factory=dict)
    """What scripts show of the types of attributes and of the fields of rows, by their names."""


def given_fields(options: Sequence[str]) -> dict[str, Declared]:
    """The fields of ``--field NAME:TYPE[=DEFAULT]``."""
    fields: dict[str, Declared] = {}
    for option in options:
        before, equals, default = option.partition("=")
        name, colon, kind = before.rpartition(":")
        if not name or not colon or kind not in TYPES:
            raise ImportingError(f"--field {option}: write it like leadscore:number=0; types are {', '.join(TYPES)}")
        fields[name] = Declared(kind, literal_of(default, kind, option) if equals else None, guessed=False)
    return fields


def literal_of(value: object, kind: str, where: str) -> str:
    """A default as rules write it."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    match kind:
        case "number":
            try:
                float(text)
            except ValueError:
                raise ImportingError(f"{where}: {text!r} is no number") from None
            return text
        case "boolean" if text in ("true", "false"):
            return text
        case "text":
            return text_literal(text)
        case _:
            raise ImportingError(f"{where}: a {kind} cannot have the default {text!r}")


def written(name: str) -> str:
    """A name as rules write it: between backticks when it is not one word."""
    simple = name.isidentifier() and name.isascii() and name not in RESERVED and mixed_word(name) is None
    if not simple and ("`" in name or not name.isprintable()):
        raise ImportingError(f"{name!r} cannot be the name of a field")
    return name if simple else f"`{name}`"


def guess_fields(roots: Iterable["Node"], fields: dict[str, Declared]) -> None:
    """Declare the fields that scripts use and nobody gave a type."""
    seen: dict[str, list[str]] = {}
    for root in roots:
        variables = _variables(root)
        for node in walk(root):
            if (name := field_of(node)) is not None:
                seen.setdefault(name, []).extend(_hints(node, variables))
    for name, hints in seen.items():
        if name in fields and not fields[name].guessed:
            continue
        kinds = (*hints, *((fields[name].kind,) if name in fields else ()))
        kind = next((one for one in ("datetime", "list", "number", "text", "boolean") if one in kinds), None)
        kind = kind or ("number" if "added" in kinds else "text")
        if "calls" in kinds and kind != "datetime":
            kind = "text"
        fields[name] = Declared(kind, {"number": "0", "boolean": "false"}.get(kind))


def _variables(root: "Node") -> dict[str, list[str]]:
    """The types that the variables of a script show where they get their values."""
    found: dict[str, list[str]] = {}
    for node in walk(root):
        value = node.child_by_field_name("value")
        name = node.child_by_field_name("name")
        if node.type == "variable_declarator" and value is not None and name is not None:
            found.setdefault((name.text or b"").decode(), literal_kind(bare(value)))
    return found


def guess_others(roots: Iterable["Node"], names: Names) -> None:
    """Guess the types of attributes and of the fields of rows, from the places where scripts use them."""
    for root in roots:
        for node in walk(root):
            path = path_of(node)
            if (len(path) == 2 and path[0] in ("event", "data")) or (
                len(path) == 3 and path[0] != "profile" and path[1] == "fields"
            ):
                found = [one for one in _hints(node, {}) if one != "added"] or _as_written(node, names)
                kinds = [one for one in found if one != "calls"] if "calls" not in found else []
                if kinds:
                    names.guesses.setdefault(path[-1], kinds[0])


def _as_written(node: "Node", names: Names) -> list[str]:
    """The type of the field that takes a value as it is."""
    around = node.parent
    if around is None or around.type not in ("assignment_expression", "augmented_assignment_expression"):
        return []
    target = field_of(bare(child(around, "left")))
    return [names.fields[target].kind] if target is not None else []


def field_of(node: "Node") -> str | None:
    """The field that a node reads or writes."""
    path = path_of(node)
    return path[2] if len(path) == 3 and path[:2] == ("profile", "fields") else None


def _hints(node: "Node", variables: Mapping[str, list[str]]) -> list[str]:
    """What the place of a field says about its type."""
    around = node.parent
    while around is not None and around.type == "parenthesized_expression":
        around = around.parent
    if around is None:
        return []
    match around.type:
        case "update_expression":
            return ["number"]
        case "unary_expression" if child(around, "operator").type in ("-", "+"):
            return ["number"]
        case "augmented_assignment_expression" | "assignment_expression" | "binary_expression":
            operator = around.child_by_field_name("operator")
            sign = operator.type if operator is not None else "="
            if sign in ARITHMETIC:
                return ["number"]
            if sign in (*COMPARED, "=", "+", "+=", "||", "??"):
                left, right = bare(child(around, "left")), bare(child(around, "right"))
                other = right if left.id == node.id else left
                shown = literal_kind(other) or variables.get((other.text or b"").decode(), [])
                return shown or (["added"] if sign == "+=" else [])
        case "member_expression" if text_of_property(around) in OF_TEXTS:
            return ["calls"]
        case "arguments" if around.parent is not None and around.parent.type == "new_expression":
            return ["datetime"]
        case "ternary_expression" | "template_substitution":
            return []
        case _:
            return []
    return []


def text_of_property(node: "Node") -> str:
    """The name behind the last dot."""
    return (child(node, "property").text or b"").decode()


def literal_kind(node: "Node") -> list[str]:
    """The type that an expression shows at first sight."""
    match node.type:
        case "number":
            return ["number"]
        case "string" | "template_string":
            return ["text"]
        case "true" | "false":
            return ["boolean"]
        case "new_expression":
            return ["datetime"]
        case "unary_expression":
            sign = child(node, "operator").type
            return ["number"] if sign in ("-", "+") else ["boolean"] if sign == "!" else []
        case "ternary_expression":
            return literal_kind(bare(child(node, "consequence")))
        case "binary_expression":
            sign = child(node, "operator").type
            if sign in COMPARED:
                return ["boolean"]
            if sign in ARITHMETIC:
                return ["number"]
            both = [*literal_kind(bare(child(node, "left"))), *literal_kind(bare(child(node, "right")))]
            return ["text"] if "text" in both else both
        case "call_expression":
            path = path_of(bare(child(node, "function")))
            if path[:1] in (("Math",), ("parseInt",), ("parseFloat",), ("Number",)):
                return ["number"]
            if path[:1] == ("String",) or (path and path[-1] in ("toLowerCase", "toUpperCase", "trim", "replace", "toString")):
                return ["text"]
            return []
        case _:
            return []
