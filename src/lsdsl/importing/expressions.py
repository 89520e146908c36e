"""Expressions of JavaScript as expressions of a box, with what the two languages do differently written out."""

import json
import keyword
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from lsdsl.importing.declared import Declared, Names
from lsdsl.importing.javascript import bare, child, parts, path_of, piece_of, string_of, text_of
from lsdsl.importing.methods import FUNCTIONS, METHODS, first_only
from lsdsl.importing.outcome import NotTranslatedError
from lsdsl.importing.values import ADD, AND, ATOM, COMPARE, IF_ELSE, MULTIPLY, NOT, OR, UNARY, Value, inside
from lsdsl.script.vocabulary import RESERVED

if TYPE_CHECKING:
    from tree_sitter import Node

EQUAL: Final = {"==": "==", "===": "==", "!=": "!=", "!==": "!="}
ORDER: Final = ("<", "<=", ">", ">=")
UNITS: Final = {86_400_000: ("days_between", ""), 1000: ("seconds_between", "")}
REASONS: Final = {
    "arrow_function": "boxes have no functions",
    "function_expression": "boxes have no functions",
    "regex": "boxes have no regular expressions",
    "object": "boxes have no objects",
    "await_expression": "boxes do not wait: use a `wait` step",
    "update_expression": "`++` and `--` stand on their own in a box",
    "assignment_expression": "an assignment stands on its own in a box",
    "augmented_assignment_expression": "an assignment stands on its own in a box",
    "sequence_expression": "statements with commas between them are not translated",
    "this": "boxes have no `this`",
}


@dataclass(slots=True)
class Scope:
    """What a script may use: the declared names, its own variables, and what is not known any more after a line was left out."""

    names: Names
    event: str | None = None
    collection: str | None = None
    variables: dict[str, Value] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Say once what a person should look at."""
        if text not in self.notes:
            self.notes.append(text)


def python_name(name: str) -> str:
    """The name of a variable as a box may have it."""
    plain = name.strip("_$").replace("$", "_") or "value"
    taken = keyword.iskeyword(plain) or plain in RESERVED or plain[0].isdigit()
    return f"{plain}_value" if taken else plain


def place_of(path: tuple[str, ...]) -> str | None:
    """The name by which what a script writes is remembered: of a field, or of a variable."""
    if len(path) == 3 and path[:2] == ("profile", "fields"):
        return f"profile.fields.{path[2]}"
    return path[0] if len(path) == 1 else None


def field_text(name: str) -> str:
    """A field of the profile in a box."""
    simple = name.isidentifier() and name.isascii() and not keyword.iskeyword(name) and not name.startswith("_")
    return f"profile.fields.{name}" if simple else f"profile.fields[{json.dumps(name, ensure_ascii=False)}]"


def truth(node: "Node", scope: Scope) -> str:
    """An expression as a condition: nothing, 0 and an empty text are false in both languages."""
    return inside(condition(bare(node), scope), IF_ELSE)


def condition(node: "Node", scope: Scope) -> Value:
    """An expression of which only its truth counts."""
    return replace(expression(node, scope), kind="boolean")


def expression(node: "Node", scope: Scope) -> Value:
    """An expression. Raises ``NotTranslatedError``."""
    match node.type:
        case "parenthesized_expression":
            return expression(bare(node), scope)
        case "number":
            return _number(text_of(node))
        case "string":
            value = string_of(node)
            if "\ufffd" in value and "\ufffd" not in text_of(node):
                raise NotTranslatedError("the text holds half a character")
            return Value(json.dumps(value, ensure_ascii=False), "text")
        case "template_string":
            return _template(node, scope)
        case "true" | "false":
            return Value(node.type.capitalize(), "boolean")
        case "null" | "undefined":
            return Value("None", "none")
        case "identifier" | "member_expression" | "subscript_expression":
            return _read(node, scope)
        case "unary_expression":
            return _unary(node, scope)
        case "binary_expression":
            return _binary(node, scope)
        case "ternary_expression":
            test, first, other = (
                truth(child(node, "condition"), scope),
                _at(node, "consequence", scope),
                _at(node, "alternative", scope),
            )
            kind = first.kind if first.kind == other.kind else "any"
            return Value(f"{inside(first, OR)} if {test} else {inside(other, OR)}", kind, IF_ELSE, first.missing or other.missing)
        case "call_expression":
            return _call(node, scope)
        case "new_expression":
            return _moment(node, scope)
        case "array":
            items = [expression(one, scope) for one in parts(node)]
            return Value(f"[{', '.join(inside(one, IF_ELSE) for one in items)}]", "list")
        case other:
            raise NotTranslatedError(REASONS.get(other, f"`{text_of(node)}` has no counterpart in a box"))


def _at(node: "Node", name: str, scope: Scope) -> Value:
    return expression(bare(child(node, name)), scope)


def _number(text: str) -> Value:
    digits = text.replace("_", "")
    if digits.lower().startswith(("0x", "0b", "0o")) or digits.endswith("n"):
        raise NotTranslatedError(f"`{text}` is not a plain number")
    value = float(digits)
    return Value(str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value), "number")


def _template(node: "Node", scope: Scope) -> Value:
    """A text with values in it, as texts that are added."""
    pieces: list[str] = []
    written = ""
    for part in node.named_children:
        if part.type == "template_substitution":
            if written:
                pieces.append(json.dumps(written, ensure_ascii=False))
            written = ""
            pieces.append(as_text(expression(bare(parts(part)[0]), scope)))
        else:
            written += piece_of(part)
    if not all(one.isprintable() or one in "\n\t " for one in "".join((written, *pieces))):
        raise NotTranslatedError("the text holds characters that cannot be seen")
    if written or not pieces:
        pieces.append(json.dumps(written, ensure_ascii=False))
    return Value(" + ".join(pieces), "text", ADD if len(pieces) > 1 else ATOM)


def as_text(value: Value) -> str:
    """A value as a text that is added to others."""
    if value.kind == "text":
        return inside(value.given(), ADD)
    if value.kind in ("number", "any"):
        return f"str({inside(value.given(), IF_ELSE)})"
    raise NotTranslatedError(f"a {value.kind} has another text in JavaScript than in a box")


def _read(node: "Node", scope: Scope) -> Value:
    """A variable, a field, an attribute, or the length of something."""
    path = path_of(node)
    known = place_of(path)
    if known in scope.lost:
        raise NotTranslatedError(f"`{text_of(node)}` depends on a line that was not translated")
    match path:
        case ("undefined",):
            return Value("None", "none")
        case (name,) if name in scope.variables:
            return scope.variables[name]
        case ("profile", "fields", name):
            return _declared(field_text(name), scope.names.fields[name])
        case ("profile", "id" | "ID"):
            return Value("profile.id", "text")
        case ("profile", "created"):
            return Value("profile.created", "moment")
        case ("profile", "interests", name):
            return Value(f"{json.dumps(name, ensure_ascii=False)} in profile.tags", "boolean", COMPARE)
        case ("event" | "data", name) if scope.event is not None and scope.collection is None:
            attributes = scope.names.events.setdefault(scope.event, {})
            return _declared(f"event.{name}", attributes.setdefault(name, Declared(scope.names.guesses.get(name, "text"))))
        case ("subprofile", "fields", name) if scope.collection is not None:
            row = scope.names.collections.setdefault(scope.collection, {})
            return _declared(f"subprofile.fields.{name}", row.setdefault(name, Declared(scope.names.guesses.get(name, "text"))))
        case (row, "fields", name) if row in scope.rows:
            fields = scope.names.collections.setdefault(scope.rows[row], {})
            return _declared(
                f"{python_name(row)}.{name}", fields.setdefault(name, Declared(scope.names.guesses.get(name, "text")))
            )
        case _:
            pass
    if node.type == "member_expression" and text_of(child(node, "property")) == "length":
        return Value(f"len({inside(_at(node, 'object', scope).given(), IF_ELSE)})", "number")
    if not path:
        raise NotTranslatedError(f"`{text_of(node)}` has no counterpart in a box")
    raise NotTranslatedError(f"`{text_of(node)}` is not known in a box")


def _declared(code: str, declared: Declared) -> Value:
    kind = {"date": "moment", "datetime": "moment"}.get(declared.kind, declared.kind)
    return Value(code, kind, missing=declared.default is None)


def _unary(node: "Node", scope: Scope) -> Value:
    sign, inner = child(node, "operator").type, bare(child(node, "argument"))
    if sign == "!":
        return Value(f"not {inside(condition(inner, scope), NOT)}", "boolean", NOT)
    value = expression(inner, scope)
    match sign:
        case "-" if value.kind in ("number", "any"):
            return Value(f"-{inside(value.given(), UNARY)}", "number", UNARY)
        case "+" if value.kind == "number":
            return value
        case "+" if value.kind == "moment":
            return replace(value, kind="milliseconds")
        case "+" if value.kind == "text":
            return Value(f"float({inside(value.or_else('0'), IF_ELSE)})", "number")
        case _:
            raise NotTranslatedError(f"`{text_of(node)}` has no counterpart in a box")


def _binary(node: "Node", scope: Scope) -> Value:
    sign = child(node, "operator").type
    left, right = bare(child(node, "left")), bare(child(node, "right"))
    if sign in ("&&", "||"):
        first, second = expression(left, scope), expression(right, scope)
        level, word = (AND, "and") if sign == "&&" else (OR, "or")
        kind = first.kind if first.kind == second.kind else "any"
        return Value(f"{inside(first, level)} {word} {inside(second, level)}", kind, level, first.missing and second.missing)
    if sign == "??":
        first, second = expression(left, scope), expression(right, scope)
        return Value(
            f"{inside(second, OR)} if {inside(first, COMPARE + 1)} is None else {inside(first, OR)}",
            first.kind,
            IF_ELSE,
            second.missing,
        )
    if sign in (*EQUAL, *ORDER):
        return _compared(node, left, right, scope)
    first, second = expression(left, scope), expression(right, scope)
    return arithmetic(sign, first, second, scope, unit=_constant(right))


def arithmetic(sign: str, first: Value, second: Value, scope: Scope, unit: float | None = None) -> Value:
    """A calculation with two values, as JavaScript does it."""
    times = {"moment", "milliseconds"}
    if sign == "-" and first.kind in times and second.kind in times:
        return Value(
            f"seconds_between({second.code}, {first.code}) * 1000",
            "number",
            MULTIPLY,
            dates=(*first.needed(), *second.needed()),
            span=(second.code, first.code),
        )
    if sign == "+" and "text" in (first.kind, second.kind):
        return Value(f"{as_text(first)} + {as_text(second)}", "text", ADD)
    for one in (first, second):
        if one.kind not in ("number", "any"):
            raise NotTranslatedError(f"JavaScript converts a {one.kind} for `{sign}`, and a box does not")
    if sign == "/" and first.span and unit in UNITS:
        return Value(f"{UNITS[int(unit or 0)][0]}({first.span[0]}, {first.span[1]})", "number", dates=first.dates)
    dates = (*first.dates, *second.dates)
    match sign:
        case "+" | "-":
            level, right_level = ADD, ADD + (sign == "-")
        case "*" | "/":
            level, right_level = MULTIPLY, MULTIPLY + (sign == "/")
        case "%":
            level, right_level = MULTIPLY, MULTIPLY + 1
            scope.note("`%` of a negative number is negative in JavaScript and not in a box")
        case _:
            raise NotTranslatedError(f"boxes have no `{sign}`")
    return Value(f"{inside(first.given(), level)} {sign} {inside(second.given(), right_level)}", "number", level, dates=dates)


def _constant(node: "Node") -> float | None:
    """The number that an expression of plain numbers is: ``1000 * 60 * 60 * 24``."""
    node = bare(node)
    if node.type == "number":
        try:
            return float(text_of(node).replace("_", ""))
        except ValueError:
            return None
    if node.type == "binary_expression" and child(node, "operator").type == "*":
        first, second = _constant(child(node, "left")), _constant(child(node, "right"))
        return None if first is None or second is None else first * second
    return None


def _compared(node: "Node", left: "Node", right: "Node", scope: Scope) -> Value:
    sign = child(node, "operator").type
    if typeof := _typeof(left, right, sign, scope):
        return typeof
    if found := _position(left, right, sign, scope):
        return found
    first, second = expression(left, scope), expression(right, scope)
    if "none" in (first.kind, second.kind) and sign in EQUAL:
        other = second if first.kind == "none" else first
        return Value(f"{inside(other, COMPARE + 1)} is {'not ' if EQUAL[sign] == '!=' else ''}None", "boolean", COMPARE)
    if sign in EQUAL and '""' in (first.code, second.code):
        other = second if first.code == '""' else first
        if other.kind != "text":
            raise NotTranslatedError(f"a {other.kind} is compared with a text")
        return Value(
            f"not {inside(other, NOT)}" if EQUAL[sign] == "==" else f"bool({other.code})",
            "boolean",
            NOT if EQUAL[sign] == "==" else ATOM,
        )
    first, second = _loose(first, second, sign), _loose(second, first, sign)
    if {first.kind, second.kind} <= {"moment", "milliseconds"} and sign in ORDER:
        return _with_dates(f"seconds_between({second.code}, {first.code}) {sign} 0", (*first.needed(), *second.needed()))
    if first.kind != second.kind and "any" not in (first.kind, second.kind):
        raise NotTranslatedError(f"a {first.kind} is compared with a {second.kind}")
    if first.kind == "number" or sign in ORDER:
        first, second = first.given(), second.given()
    code = f"{inside(first, COMPARE + 1)} {EQUAL.get(sign, sign)} {inside(second, COMPARE + 1)}"
    return _with_dates(code, (*first.dates, *second.dates))


def _with_dates(code: str, dates: tuple[str, ...]) -> Value:
    """A comparison that is false while a date is missing, as it is in JavaScript."""
    tests = [f"{one} is not None" for one in dict.fromkeys(dates)]
    return Value(" and ".join([*tests, code]), "boolean", AND if tests else COMPARE)


def _loose(value: Value, other: Value, sign: str) -> Value:
    """The number in a text that ``==`` compares with a number."""
    if value.kind == "text" and other.kind == "number" and sign in ("==", "!=", *ORDER) and value.code.startswith('"'):
        try:
            return _number(json.loads(value.code))
        except ValueError:
            return value
    return value


def _typeof(left: "Node", right: "Node", sign: str, scope: Scope) -> Value | None:
    """``typeof x === "undefined"``."""
    if left.type != "unary_expression" or child(left, "operator").type != "typeof" or sign not in EQUAL:
        return None
    if right.type != "string" or string_of(right) != "undefined":
        raise NotTranslatedError('`typeof` is translated for "undefined" alone')
    value = expression(bare(child(left, "argument")), scope)
    return Value(f"{inside(value, COMPARE + 1)} is {'not ' if EQUAL[sign] == '!=' else ''}None", "boolean", COMPARE)


def _position(left: "Node", right: "Node", sign: str, scope: Scope) -> Value | None:
    """``text.indexOf(x) !== -1`` and its like: whether something is in a text or a list."""
    if left.type != "call_expression" or not path_ends(left, "indexOf"):
        return None
    within = {">-1": "in", "!==-1": "in", "!=-1": "in", ">=0": "in", "===-1": "not in", "==-1": "not in", "<0": "not in"}
    word = within.get(sign + text_of(right).replace(" ", ""))
    if word is None:
        return None
    holder = _at(child(left, "function"), "object", scope)
    (item,) = _arguments(left, scope, 1)
    return Value(f"{inside(item.given(), COMPARE + 1)} {word} {inside(holder.given(), COMPARE + 1)}", "boolean", COMPARE)


def path_ends(call: "Node", name: str) -> bool:
    """Whether a call is one of a method with this name."""
    function = child(call, "function")
    return function.type == "member_expression" and text_of(child(function, "property")) == name


def _arguments(call: "Node", scope: Scope, least: int, most: int | None = None) -> list[Value]:
    given = [expression(bare(one), scope) for one in parts(child(call, "arguments"))]
    if not least <= len(given) <= (least if most is None else most):
        raise NotTranslatedError(f"`{text_of(call)}` is not translated with so many arguments")
    return given


def _call(node: "Node", scope: Scope) -> Value:
    function = child(node, "function")
    path = path_of(bare(function))
    name = ".".join(path)
    if name == "Date.now":
        return Value("now", "milliseconds")
    if name in FUNCTIONS:
        least, most, build = FUNCTIONS[name]
        return build(_arguments(node, scope, least, most), scope.note)
    if function.type != "member_expression":
        raise NotTranslatedError(f"there is no function `{text_of(function)}` in a box")
    method = text_of(child(function, "property"))
    if path and path[0] in ("console", "Math", "JSON", "Object", "Copernica"):
        raise NotTranslatedError(f"there is no `{name}` in a box")
    holder = _at(function, "object", scope)
    if method in ("getTime", "valueOf") and holder.kind in ("moment", "milliseconds"):
        return replace(holder, kind="milliseconds")
    if holder.kind == "moment":
        raise NotTranslatedError(f"dates have no parts in a box, so there is no `{method}`")
    if method not in METHODS:
        raise NotTranslatedError(f"there is no method `{method}` in a box")
    least, most, build_method = METHODS[method]
    if any(one.type == "regex" for one in parts(child(node, "arguments"))):
        raise NotTranslatedError(REASONS["regex"])
    given = _arguments(node, scope, least, most)
    return first_only(holder, given) if method == "replace" else build_method(holder, given)


def _moment(node: "Node", scope: Scope) -> Value:
    """``new Date()`` is the moment of the box, and ``new Date(FIELD)`` the date in a field."""
    if text_of(child(node, "constructor")) != "Date":
        raise NotTranslatedError(REASONS["object"])
    arguments = node.child_by_field_name("arguments")
    given = parts(arguments) if arguments is not None else []
    if not given:
        return Value("now", "moment")
    value = expression(bare(given[0]), scope)
    if len(given) > 1 or value.kind not in ("moment", "milliseconds"):
        raise NotTranslatedError("a box cannot make a date out of texts or numbers")
    return value
