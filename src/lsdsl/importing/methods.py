"""The functions and methods of JavaScript that boxes can do, each as the box writes it."""

from collections.abc import Callable, Sequence
from typing import Final

from lsdsl.importing.outcome import NotTranslatedError
from lsdsl.importing.values import ADD, ATOM, COMPARE, IF_ELSE, MULTIPLY, UNARY, Value, inside

Note = Callable[[str], None]
Function = Callable[[Sequence[Value], Note], Value]
Method = Callable[[Value, Sequence[Value]], Value]


def _bare(value: Value) -> str:
    return inside(value.given(), IF_ELSE)


def _listed(values: Sequence[Value]) -> str:
    return ", ".join(_bare(one) for one in values)


def _number(values: Sequence[Value], name: str) -> Value:
    if values[0].kind not in ("number", "any"):
        raise NotTranslatedError(f"`{name}` of a {values[0].kind} is not translated")
    return values[0].given()


def _round(values: Sequence[Value], _: Note) -> Value:
    """Halves go up in JavaScript, and to the even neighbour in a box."""
    return Value(f"({inside(_number(values, 'Math.round'), ADD)} + 0.5) // 1", "number", MULTIPLY)


def _floor(values: Sequence[Value], _: Note) -> Value:
    return Value(f"{inside(_number(values, 'Math.floor'), MULTIPLY)} // 1", "number", MULTIPLY)


def _ceil(values: Sequence[Value], _: Note) -> Value:
    return Value(f"-(-{inside(_number(values, 'Math.ceil'), UNARY)} // 1)", "number", UNARY)


def _trunc(values: Sequence[Value], _: Note) -> Value:
    return Value(f"int({_bare(_number(values, 'Math.trunc'))})", "number")


def _absolute(values: Sequence[Value], _: Note) -> Value:
    return Value(f"abs({_bare(_number(values, 'Math.abs'))})", "number")


def _extreme(name: str) -> Function:
    def build(values: Sequence[Value], _: Note) -> Value:
        if any(one.kind not in ("number", "any") for one in values):
            raise NotTranslatedError(f"`Math.{name}` is translated for numbers alone")
        return Value(f"{name}({_listed(values)})", "number")

    return build


def _parsed(word: str) -> Function:
    def build(values: Sequence[Value], note: Note) -> Value:
        if len(values) > 1 and values[1].code != "10":
            raise NotTranslatedError("numbers are read with the base 10 alone")
        value = values[0]
        if value.kind == "number" and word == "float":
            return value.given()
        if value.kind not in ("number", "text", "any"):
            raise NotTranslatedError(f"a {value.kind} is made a number")
        if value.kind != "number":
            note("a text that is no number makes a box fail, where JavaScript goes on with NaN")
            return Value(f"{word}({inside(value, 1)} or 0)", "number")
        return Value(f"{word}({_bare(value)})", "number")

    return build


def _string(values: Sequence[Value], _: Note) -> Value:
    if values[0].kind == "text":
        return values[0].given()
    if values[0].kind not in ("number", "any"):
        raise NotTranslatedError(f"a {values[0].kind} has another text in JavaScript than in a box")
    return Value(f"str({_bare(values[0])})", "text")


def _boolean(values: Sequence[Value], _: Note) -> Value:
    return Value(f"bool({values[0].code})", "boolean")


FUNCTIONS: Final[dict[str, tuple[int, int, Function]]] = {
    "Math.round": (1, 1, _round),
    "Math.floor": (1, 1, _floor),
    "Math.ceil": (1, 1, _ceil),
    "Math.trunc": (1, 1, _trunc),
    "Math.abs": (1, 1, _absolute),
    "Math.min": (2, 100, _extreme("min")),
    "Math.max": (2, 100, _extreme("max")),
    "parseInt": (1, 2, _parsed("int")),
    "Number.parseInt": (1, 2, _parsed("int")),
    "parseFloat": (1, 1, _parsed("float")),
    "Number.parseFloat": (1, 1, _parsed("float")),
    "Number": (1, 1, _parsed("float")),
    "String": (1, 1, _string),
    "Boolean": (1, 1, _boolean),
}
"""By name: the least and most arguments, and how the box says it."""


def _text(value: Value) -> str:
    if value.kind not in ("text", "any"):
        raise NotTranslatedError(f"a method of texts is used on a {value.kind}")
    return inside(value.given(), ATOM)


def _same(name: str) -> Method:
    def build(holder: Value, given: Sequence[Value]) -> Value:
        kind = "boolean" if name.endswith("with") else "number" if name == "find" else "list" if name == "split" else "text"
        return Value(f"{_text(holder)}.{name}({_listed(given)})", kind)

    return build


def _includes(holder: Value, given: Sequence[Value]) -> Value:
    return Value(f"{inside(given[0].given(), COMPARE + 1)} in {inside(holder.given(), COMPARE + 1)}", "boolean", COMPARE)


def _join(holder: Value, given: Sequence[Value]) -> Value:
    glue = inside(given[0].given(), ATOM) if given else '","'
    return Value(f"{glue}.join({_bare(holder)})", "text")


def _split(holder: Value, given: Sequence[Value]) -> Value:
    if given[0].code == '""':
        raise NotTranslatedError("a text cannot be split into its characters in a box")
    return _same("split")(holder, given)


def _replaced(holder: Value, given: Sequence[Value]) -> Value:
    return _same("replace")(holder, given)


def first_only(holder: Value, given: Sequence[Value]) -> Value:
    """``replace`` of JavaScript replaces the first occurrence, that of a box all."""
    if given[0].code == '""':
        raise NotTranslatedError("an empty text is replaced")
    return Value(f"{inside(given[1].given(), ATOM)}.join({_text(holder)}.split({_bare(given[0])}, 1))", "text")


def _to_text(holder: Value, _: Sequence[Value]) -> Value:
    return _string([holder], lambda _: None)


def _fixed(_holder: Value, _given: Sequence[Value]) -> Value:
    raise NotTranslatedError("numbers have no formats in a box: write a number with round(x, 2)")


def _cut(_holder: Value, _given: Sequence[Value]) -> Value:
    raise NotTranslatedError("boxes have no pieces of texts: use split or startswith")


METHODS: Final[dict[str, tuple[int, int, Method]]] = {
    "toLowerCase": (0, 0, _same("lower")),
    "toUpperCase": (0, 0, _same("upper")),
    "trim": (0, 0, _same("strip")),
    "startsWith": (1, 1, _same("startswith")),
    "endsWith": (1, 1, _same("endswith")),
    "indexOf": (1, 1, _same("find")),
    "includes": (1, 1, _includes),
    "replace": (2, 2, _replaced),
    "replaceAll": (2, 2, _replaced),
    "split": (1, 1, _split),
    "join": (0, 1, _join),
    "toString": (0, 0, _to_text),
    "toFixed": (0, 1, _fixed),
    "substring": (1, 2, _cut),
    "substr": (1, 2, _cut),
    "slice": (1, 2, _cut),
    "charAt": (1, 1, _cut),
}
"""By name: the least and most arguments, and how the box says it."""
