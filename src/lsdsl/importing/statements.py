"""Statements of JavaScript as the lines of a box; what cannot be translated stays as a comment in its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from lsdsl.importing.expressions import Scope, arithmetic, expression, field_text, place_of, python_name, truth
from lsdsl.importing.javascript import bare, child, parts, path_of, text_of, walk
from lsdsl.importing.outcome import LeftOut, NotTranslatedError, plain
from lsdsl.importing.values import ATOM, IF_ELSE, Value, inside
from lsdsl.scaffold.literals import text_literal

if TYPE_CHECKING:
    from tree_sitter import Node

LEAVING: Final = ("return_statement", "break_statement", "continue_statement", "throw_statement")
REASONS: Final = {
    "while_statement": "boxes have no `while` loops: they have to end",
    "do_statement": "boxes have no `while` loops: they have to end",
    "for_statement": "of the loops only `for (... of ...)` and plain counting are translated",
    "function_declaration": "boxes have no functions",
    "class_declaration": "boxes have no classes",
    "try_statement": "boxes have no `try`: an error undoes what the follow-up did",
    "throw_statement": "boxes have no `throw`",
    "switch_statement": "`switch` is not translated: write it as `if` and `else`",
    "ERROR": "it is no JavaScript that can be read",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a box: how deep it stands, its text, and the line of the script that it was made of, from 0."""

    depth: int
    text: str
    row: int


@dataclass(slots=True)
class Writer:
    """Writes the lines of one script. ``refused`` are statements that the checker did not take, by their lines, and why."""

    scope: Scope
    place: str
    refused: Mapping[int, str]
    lines: list[Line] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)

    def block(self, nodes: Sequence["Node"], depth: int) -> bool:
        """Write statements; False when what comes after them is not known to run, so that it has to be left out too."""
        for position, node in enumerate(nodes):
            if not self.statement(node, depth):
                for rest in nodes[position + 1 :]:
                    if rest.type != "comment":
                        self.leave(rest, depth, "a line above, which was not translated, may end the script")
                return False
        return True

    def statement(self, node: "Node", depth: int) -> bool:
        """Write one statement, or leave it as a comment."""
        written, left = len(self.lines), len(self.left)
        variables, lost = dict(self.scope.variables), set(self.scope.lost)
        row = node.start_point[0]
        try:
            self.look(node, row)
            return self.translated(node, depth, row)
        except NotTranslatedError as error:
            del self.lines[written:], self.left[left:]
            self.scope.variables, self.scope.lost = variables, lost
            self.leave(node, depth, str(error))
            return not any(one.type in LEAVING for one in walk(node))

    def look(self, node: "Node", row: int) -> None:
        """Raise what is known against a statement before it is translated."""
        if row in self.refused and node.type not in ("comment", "statement_block"):
            raise NotTranslatedError(self.refused[row])
        if node.has_error and node.type not in ("statement_block", "if_statement"):
            raise NotTranslatedError(REASONS["ERROR"])

    def leave(self, node: "Node", depth: int, reason: str) -> None:
        """Keep a statement as a comment; what it writes is not known from here on."""
        self.scope.lost |= written_by(node)
        row = node.start_point[0]
        found = LeftOut(f"{self.place}line {row + 1}", text_of(node), reason)
        self.left.append(found)
        self.lines.append(Line(depth, found.comment, row))

    def put(self, depth: int, text: str, row: int) -> None:
        """Write a line."""
        self.lines.append(Line(depth, text, row))

    def translated(self, node: "Node", depth: int, row: int) -> bool:
        """Write what a statement says; False when what follows in its block may not run. Raises ``NotTranslatedError``."""
        match node.type:
            case "comment":
                for offset, text in enumerate(comment_lines(node)):
                    self.put(depth, f"# {text}", row + offset)
            case "empty_statement":
                pass
            case "statement_block":
                return self.block(node.named_children, depth)
            case "expression_statement":
                self.simple(bare(parts(node)[0]), depth, row)
            case "variable_declaration" | "lexical_declaration":
                for one in parts(node):
                    self.declared(one, depth, row)
            case "if_statement":
                return self.choice(node, depth, row, "if")
            case "for_in_statement" | "for_statement":
                self.loop(node, depth, row)
            case "return_statement":
                if parts(node):
                    self.scope.note("what a script returns is not used, and was left out")
                self.put(depth, "return", row)
            case "break_statement" | "continue_statement":
                if parts(node):
                    raise NotTranslatedError("boxes have no labels")
                self.put(depth, node.type.removesuffix("_statement"), row)
            case other:
                raise NotTranslatedError(REASONS.get(other, "it has no counterpart in a box"))
        return True

    def body(self, node: "Node", depth: int, row: int) -> bool:
        """Write what stands below a condition or a loop; a ``pass`` where nothing is left."""
        before = len(self.lines)
        goes_on = self.statement(node, depth)
        if all(line.text.startswith("#") for line in self.lines[before:]):
            self.put(depth, "pass", row)
        return goes_on

    def choice(self, node: "Node", depth: int, row: int, word: str) -> bool:
        """``if``, ``else if`` and ``else``."""
        self.put(depth, f"{word} {truth(child(node, 'condition'), self.scope)}:", row)
        earlier, lost = dict(self.scope.variables), set(self.scope.lost)
        goes_on = self.body(child(node, "consequence"), depth + 1, row)
        first, first_lost = self.scope.variables, self.scope.lost
        self.scope.variables, self.scope.lost = dict(earlier), set(lost)
        other = node.child_by_field_name("alternative")
        if other is not None:
            for one in other.named_children:
                if one.type == "comment":
                    self.statement(one, depth + 1)
            (inner,) = parts(other)
            if inner.type == "if_statement":
                goes_on = self.choice(inner, depth, inner.start_point[0], "elif") and goes_on
            else:
                self.put(depth, "else:", other.start_point[0])
                goes_on = self.body(inner, depth + 1, row) and goes_on
        self.scope.variables = _both(first, self.scope.variables)
        self.scope.lost |= first_lost
        return goes_on

    def loop(self, node: "Node", depth: int, row: int) -> None:
        """``for (const x of LIST)`` and plain counting; all of it or nothing, for what is left out would be missing next time."""
        if node.type == "for_in_statement":
            name, code, kind, collection = self.items(node)
        else:
            (name, code), kind, collection = counting(node, self.scope), "number", None
        if collection is None:
            self.scope.variables[name] = Value(python_name(name), kind)
        else:
            self.scope.rows[name] = collection
        self.put(depth, f"for {python_name(name)} in {code}:", row)
        left = len(self.left)
        self.body(child(node, "body"), depth + 1, row)
        if len(self.left) > left:
            raise NotTranslatedError(f"of what stands in it: {self.left[left].reason}")

    def items(self, node: "Node") -> tuple[str, str, str, str | None]:
        """The variable of a loop, what it goes over, the type of that, and the collection that it is."""
        if child(node, "operator").type != "of":
            raise NotTranslatedError("`for ... in` goes over names, which boxes do not have")
        name = text_of(child(node, "left"))
        over = bare(child(node, "right"))
        path = path_of(over)
        if path[:1] == ("collections",) or path[:2] == ("profile", "subprofiles"):
            self.scope.names.collections.setdefault(path[-1], {})
            return name, f"collections.{path[-1]}", "row", path[-1]
        value = expression(over, self.scope)
        if value.kind != "list":
            raise NotTranslatedError(f"it goes over a {value.kind}, and a box goes over lists")
        kinds = {one.type for one in parts(over)} if over.type == "array" else {"string"}
        kind = "number" if kinds == {"number"} else "text" if kinds == {"string"} else "any"
        return name, inside(value.given(), IF_ELSE), kind, None

    def declared(self, node: "Node", depth: int, row: int) -> None:
        """``var x = 1``."""
        if node.type != "variable_declarator" or child(node, "name").type != "identifier":
            raise NotTranslatedError("only plain variables are declared in a box")
        given = node.child_by_field_name("value")
        value = Value("None", "any", missing=True) if given is None else expression(bare(given), self.scope)
        self.assign(text_of(child(node, "name")), value, depth, row)

    def assign(self, name: str, value: Value, depth: int, row: int) -> None:
        """Give a variable a value."""
        if value.kind == "milliseconds":
            kept = replace(value, code=python_name(name), level=ATOM)
        else:
            kept = Value(
                python_name(name), "any" if value.kind == "none" else value.kind, missing=value.missing or value.kind == "none"
            )
        if value.dates:
            raise NotTranslatedError("a difference of dates is translated where it is compared")
        self.scope.variables[name] = kept
        self.scope.lost.discard(name)
        self.put(depth, f"{kept.code} = {inside(value, IF_ELSE)}", row)

    def simple(self, node: "Node", depth: int, row: int) -> None:
        """An expression that stands as a statement: an assignment, a step up or down, a call."""
        match node.type:
            case "assignment_expression":
                target = bare(child(node, "left"))
                right = bare(child(node, "right"))
                if path_of(target)[:2] == ("profile", "interests") and len(path_of(target)) == 3:
                    self.interest(path_of(target)[2], right, depth, row)
                    return
                self.write(target, "=", expression(right, self.scope), depth, row)
            case "augmented_assignment_expression":
                sign = child(node, "operator").type
                self.write(bare(child(node, "left")), sign, expression(bare(child(node, "right")), self.scope), depth, row)
            case "update_expression":
                sign = child(node, "operator").type[0] + "="
                self.write(bare(child(node, "argument")), sign, Value("1", "number"), depth, row)
            case "call_expression" if text_of(child(node, "function")).startswith("console."):
                raise NotTranslatedError("a box prints nothing")
            case "string" if text_of(node)[1:-1] == "use strict":
                pass
            case _:
                expression(node, self.scope)
                raise NotTranslatedError("it does nothing that stays")

    def interest(self, name: str, right: "Node", depth: int, row: int) -> None:
        """Interests of Copernica are tags."""
        if right.type not in ("true", "false", "number"):
            raise NotTranslatedError("an interest is set to true or false")
        adds = text_of(right) not in ("false", "0")
        self.scope.note(f"the interest {text_literal(plain(name))} is a tag")
        self.put(depth, f"{'add' if adds else 'remove'}_tag({text_literal(name)})", row)

    def write(self, target: "Node", sign: str, value: Value, depth: int, row: int) -> None:
        """Write a field or a variable."""
        path = path_of(target)
        place = place_of(path)
        if place is None:
            raise NotTranslatedError(f"`{text_of(target)}` cannot be written: a box writes the fields of its profile")
        if sign == "=":
            self.set(path, value, depth, row)
            return
        if sign[:-1] not in ("+", "-", "*", "/", "%"):
            raise NotTranslatedError(f"boxes have no `{sign}`")
        now = expression(target, self.scope)
        result = arithmetic(sign[:-1], now, value, self.scope)
        if result.dates:
            raise NotTranslatedError("a difference of dates is translated where it is compared")
        if result.kind == "number" and not now.missing:
            operand = inside(value.given(), IF_ELSE)
            self.put(depth, f"{now.code} {sign} {operand}", row)
        else:
            self.set(path, result, depth, row)

    def set(self, path: tuple[str, ...], value: Value, depth: int, row: int) -> None:
        """``=`` on a field or a variable."""
        if len(path) == 1:
            if path[0] in self.scope.rows:
                raise NotTranslatedError("a row of a collection is not written")
            self.assign(path[0], value, depth, row)
            return
        declared = self.scope.names.fields[path[2]]
        kind = {"date": "moment", "datetime": "moment"}.get(declared.kind, declared.kind)
        if value.kind == "text" and value.code == '""':
            value = Value("None", "none")
        if value.dates:
            raise NotTranslatedError("a difference of dates is translated where it is compared")
        if value.kind not in (kind, "none", "any"):
            raise NotTranslatedError(f"a {value.kind} is written to `{path[2]}`, which is a {declared.kind}")
        self.scope.lost.discard(f"profile.fields.{path[2]}")
        self.put(depth, f"{field_text(path[2])} = {inside(value, IF_ELSE)}", row)


def _both(first: Mapping[str, Value], second: Mapping[str, Value]) -> dict[str, Value]:
    """What is known of the variables after one of two ways was gone; one that only one of them sets is not known at all."""
    merged: dict[str, Value] = {}
    for name in first.keys() & second.keys():
        one, other = first[name], second[name]
        merged[name] = replace(one, kind=one.kind if one.kind == other.kind else "any", missing=one.missing or other.missing)
    return merged


def counting(node: "Node", scope: Scope) -> tuple[str, str]:
    """The variable and the range of ``for (let i = 0; i < n; i++)``, where the loop itself does not write either."""
    start, test, step = (node.child_by_field_name(one) for one in ("initializer", "condition", "increment"))
    refusal = NotTranslatedError(REASONS["for_statement"])
    if start is None or test is None or step is None or start.type not in ("lexical_declaration", "variable_declaration"):
        raise refusal
    (declarator,) = parts(start)[:1]
    test = bare(parts(test)[0] if test.type == "expression_statement" else test)
    value = declarator.child_by_field_name("value")
    name = text_of(child(declarator, "name"))
    if len(parts(start)) != 1 or value is None or test.type != "binary_expression" or text_of(child(test, "left")) != name:
        raise refusal
    if text_of(step) not in (f"{name}++", f"++{name}", f"{name} += 1", f"{name}+=1") or child(test, "operator").type not in (
        "<",
        "<=",
    ):
        raise refusal
    bound = child(test, "right")
    used = {place for one in walk(bound) if (place := place_of(path_of(one)))}
    if written_by(child(node, "body")) & ({name} | used):
        raise refusal
    first, last = expression(value, scope), expression(bare(bound), scope)
    more = " + 1" if child(test, "operator").type == "<=" else ""
    from_zero = "" if first.code == "0" else f"{inside(first, IF_ELSE)}, "
    if first.kind != "number" or last.kind != "number":
        raise refusal
    return name, f"range({from_zero}{inside(last.given(), 5)}{more})"


def written_by(node: "Node") -> set[str]:
    """The fields and variables that a statement writes, anywhere in it."""
    places: set[str] = set()
    for one in walk(node):
        target = one.child_by_field_name("left") or one.child_by_field_name("argument") or one.child_by_field_name("name")
        writes = one.type in (
            "assignment_expression",
            "augmented_assignment_expression",
            "update_expression",
            "variable_declarator",
        )
        if writes and target is not None and (place := place_of(path_of(bare(target)))):
            places.add(place)
    return places


def comment_lines(node: "Node") -> Iterable[str]:
    """The lines of a comment without its signs."""
    text = text_of(node)
    body = text[2:].split("\n") if text.startswith("//") else text[2:].removesuffix("*/").split("\n")
    return [words for line in body if (words := plain(line.strip().lstrip("*").strip()))]
