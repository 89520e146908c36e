"""Scripts that are a plain increment, as the step that says the same."""

from typing import TYPE_CHECKING

from lsdsl.importing.declared import Declared, field_of, written
from lsdsl.importing.javascript import bare, child, parts, text_of

if TYPE_CHECKING:
    from tree_sitter import Node


def plain_step(root: "Node", fields: dict[str, Declared]) -> str | None:
    """The step for a script that does nothing but add to a field that always has a number; None for any other script."""
    statements = parts(root)
    if len(statements) != 1 or root.has_error:
        return None
    found = _tutorial(statements[0]) if statements[0].type == "if_statement" else _increment(statements[0])
    if found is None:
        return None
    name, sign, amount = found
    declared = fields.get(name)
    if declared is None or declared.kind != "number" or declared.default is None:
        return None
    return f"set {written(name)} to {written(name)} {sign} {amount}"


def _tutorial(node: "Node") -> tuple[str, str, str] | None:
    """``if (F) F += N; else F = N;``, which for every number in the field is the same as adding N."""
    other = node.child_by_field_name("alternative")
    if other is None:
        return None
    tested = field_of(bare(child(node, "condition")))
    first = _increment(_only(child(node, "consequence")))
    last = _only(parts(other)[0])
    if tested is None or first is None or last is None or first[:2] != (tested, "+") or last.type != "expression_statement":
        return None
    assigned = bare(parts(last)[0])
    if assigned.type != "assignment_expression" or field_of(bare(child(assigned, "left"))) != tested:
        return None
    return first if text_of(bare(child(assigned, "right"))) == first[2] else None


def _only(node: "Node | None") -> "Node | None":
    """The one statement within braces, or without."""
    if node is None or node.type != "statement_block":
        return node
    inner = parts(node)
    return inner[0] if len(inner) == 1 else None


def _increment(node: "Node | None") -> tuple[str, str, str] | None:
    """The field, the sign and the number of ``F += 5``, ``F++`` and ``F = F + 5``."""
    if node is None or node.type != "expression_statement":
        return None
    inner = bare(parts(node)[0])
    match inner.type:
        case "update_expression":
            name = field_of(bare(child(inner, "argument")))
            return (name, child(inner, "operator").type[0], "1") if name else None
        case "augmented_assignment_expression":
            sign, value = child(inner, "operator").type, bare(child(inner, "right"))
        case "assignment_expression" if (right := bare(child(inner, "right"))).type == "binary_expression":
            if field_of(bare(child(right, "left"))) != field_of(bare(child(inner, "left"))):
                return None
            sign, value = child(right, "operator").type + "=", bare(child(right, "right"))
        case _:
            return None
    name = field_of(bare(child(inner, "left")))
    plain = value.type == "number" and text_of(value).replace(".", "", 1).isdecimal() and text_of(value)[0] != "."
    return (name, sign[0], text_of(value)) if name and sign in ("+=", "-=") and plain else None
