"""The rewrite: a checked box becomes one function over plain dictionaries, ``_box(_f, _r, _n, _x)``.

``_f`` holds the fields of the profile that the box names, ``_r`` everything else that it reads, ``_n`` is the meter, ``_x``
collects
effects. Names of the rule author become ``v1``, ``v2``, ...; what is left of their text are keys and literals. Arithmetic
stays Python's
own where one side is surely a number (the other is then a number, or Python raises); everything else goes through a helper.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Final, TypeVar

from lsdsl.dataclass import dataclass
from lsdsl.model.declarations import Action, Field
from lsdsl.model.types import Kind, Type
from lsdsl.script.effects import sends_to_profile
from lsdsl.script.paths import Path, path_of, row_collection
from lsdsl.script.surroundings import Surroundings

Shape = TypeVar("Shape")
SIGNS: Final[dict[type[ast.cmpop], str]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not-in",
}
HELPED: Final[dict[type[ast.operator], str]] = {ast.Mult: "_mul_", ast.Mod: "_mod_", ast.Add: "_add_", ast.Sub: "_sub_"}
FREE: Final = frozenset({"_abs_", "_float_", "_int_", "_len_", "_round_", "_days_", "_seconds_", "_bool_", "_at_", "_put_"})
"""Helpers that need no meter: what they do costs the same for every value, or was paid for when the value was made."""

FUNCTIONS: Final = {
    "days_between": "_days_",
    "seconds_between": "_seconds_",
}
NUMERIC: Final = frozenset(
    {
        "_mul_",
        "_mod_",
        "_sub_",
        "_abs_",
        "_float_",
        "_int_",
        "_len_",
        "_round_",
        "_sum_",
        "_days_",
        "_seconds_",
        "_m_find_",
        "_m_count_",
    }
)
SCALAR: Final = NUMERIC | {"_str_", "_text_", "_bool_", "_any_", "_all_", "_cmp_", "_add_"}
MANY: Final = 20
"""Arguments of one call; Python calls with more than 30 in another way, which the verifier does not let through."""
NAMES: Final = ("_f", "_r", "_n", "_x")


class UnexpectedShapeError(Exception):
    """A shape that the policy should have refused."""


@dataclass(slots=True)
class Rewritten:
    """What the rewrite leaves behind besides the tree."""

    names: dict[str, str] = field(default_factory=dict)
    """The generated names of the box's own."""
    metered: bool = False
    defaults: dict[str, str] = field(default_factory=dict)
    """Keys of ``_r`` that hold the default of a field which no literal can hold, with the field's name."""
    lines: dict[int, dict[tuple[str, str, str], None]] = field(default_factory=dict)
    """The names that each line reads: as written, and where (``_f``, ``_r``, ``local`` or the name of a row) under which key."""
    calls: list[ast.Call] = field(default_factory=list)
    """The effects in source order: the place of one is its number here."""


class Rewriter:
    """Rewrites one box."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.done = Rewritten()
        self._rows: dict[str, str] = {}

    def module(self, tree: ast.Module) -> list[ast.stmt]:
        """The body of the module that is compiled: one function."""
        body = self._block(tree.body)
        arguments = ast.arguments([], [ast.arg(name) for name in NAMES], None, [], [], None, [])
        function = ast.FunctionDef("_box", arguments, body or [ast.Pass()], [], None)
        if "type_params" in ast.FunctionDef._fields:  # from Python 3.12 on
            setattr(function, "type_params", [])  # noqa: B010 # typeshed looks at Python 3.11
        function.lineno, function.col_offset = 1, 0
        return [ast.fix_missing_locations(function)]

    # --- statements ---

    def _block(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        for statement in statements:
            made = self._statement(statement)
            if made is not None:
                found.append(ast.copy_location(made, statement))
        return found

    def _body(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        return self._block(statements) or [ast.copy_location(ast.Pass(), statements[0])]

    def _statement(self, node: ast.stmt) -> ast.stmt | None:
        match node:
            case ast.Expr(value=ast.Call() as call):
                return ast.Expr(self._effect(call))
            case ast.Expr():
                return None
            case ast.Assign(targets=[target], value=value):
                return self._assign(target, self._expression(value))
            case ast.AugAssign(target=target, op=op, value=value):
                left = self._expression(_load(target))
                changed = ast.copy_location(self._arithmetic(left, op, self._expression(value)), node)
                return self._assign(target, changed)
            case ast.If(test=test, body=body, orelse=orelse):
                return ast.If(self._expression(test), self._body(body), self._block(orelse))
            case ast.For(target=target, iter=iterated, body=body, orelse=[]):
                nodes = sum(1 for one in body for _ in ast.walk(one))
                target, over = self._loop(target, iterated, nodes)
                return ast.For(target, over, self._body(body), [])
            case ast.Return(value=None):
                return ast.Return(None)
            case ast.Pass() | ast.Break() | ast.Continue():
                return type(node)()
            case _:
                raise UnexpectedShapeError(type(node).__name__)

    def _assign(self, target: ast.expr, value: ast.expr) -> ast.stmt:
        path = path_of(target)
        if path is None:
            own = self._own(_the(ast.Name, target).id)
            return ast.Assign([ast.copy_location(ast.Name(own, ast.Store()), target)], value)
        declared = _known(self.around.fields, path.name) if path.part == "field" else _the(Field, None)
        checked = ast.copy_location(self._checked(declared, value), value)
        return ast.Assign([ast.copy_location(_item("_f", path.name, store=True), target)], checked)

    def _checked(self, declared: Field, value: ast.expr) -> ast.expr:
        """The value of a field: as it is where its type is certain, else through ``_put_``."""
        kind = declared.type.kind
        if isinstance(value, ast.Constant):
            if value.value is None:
                return self._default(declared)
            if _literal_fits(value.value, declared.type):
                return value
        if kind is Kind.NUMBER and self._is_number(value) and not isinstance(value, ast.Subscript):
            return value
        options = [_constant(declared.type.options)] if declared.type.options else []
        shown = f"`{declared.name}`"
        if kind is Kind.LIST:
            return self._call("_list_", [_constant(shown), value, self._default(declared)], value)
        return self._call("_put_", [_constant(kind.value), _constant(shown), value, self._default(declared), *options], value)

    def _default(self, declared: Field) -> ast.expr:
        if declared.type.kind in (Kind.DATE, Kind.DATETIME, Kind.LIST) and declared.default is not None:
            key = f"default.{declared.name}"
            self.done.defaults[key] = declared.name
            return _item("_r", key)
        return _constant(declared.default)

    def _own(self, name: str) -> str:
        return self.done.names.setdefault(name, f"v{len(self.done.names) + 1}")

    def _loop(self, target: ast.expr, iterated: ast.expr, nodes: int) -> tuple[ast.expr, ast.expr]:
        """The variable of a loop, which is known from here on to be a row or not, and what it goes over."""
        name = _the(ast.Name, target).id
        over = self._call("_each_", [self._expression(iterated), _constant(nodes)], iterated)
        self._rows.pop(name, None)
        collection = row_collection(iterated)
        if collection is not None:
            self._rows[name] = collection
        own = self._own(name) if collection is None else self._row(name)
        return ast.copy_location(ast.Name(own, ast.Store()), target), over

    def _row(self, name: str) -> str:
        """The generated name of a row: one for each collection that its name is used for."""
        return self._own(f"{name} of {self._rows[name]}")

    # --- effects ---

    def _effect(self, node: ast.Call) -> ast.expr:
        called = _the(ast.Name, node.func).id
        place = _constant(len(self.done.calls))
        self.done.calls.append(node)
        self.done.metered = True
        arguments = [self._expression(one) for one in node.args]
        match called:
            case "award":
                name, rest = "_award_", arguments
            case "do":
                action = _known(self.around.actions, str(_value(node.args[0])))
                name, rest = "_do_", [arguments[0], *self._action(action, node)]
            case word:
                name, rest = "_tag_", [arguments[0], _constant(word == "add_tag")]
        call = ast.Call(ast.Name(name, ast.Load()), [_name("_x"), _name("_n"), place, *rest], [])
        return ast.copy_location(call, node)

    def _action(self, action: Action, node: ast.Call) -> list[ast.expr]:
        """The kinds of the arguments of an action, and their values."""
        given: dict[str, ast.expr] = {str(one.arg): self._expression(one.value) for one in node.keywords}
        if sends_to_profile(action, node) and "email" in self.around.fields:
            given["to"] = ast.copy_location(_item("_f", "email"), node)
        names = [name for name in action.arguments if name in given]
        kinds = tuple((name, action.arguments[name].type.kind.value, action.arguments[name].type.options) for name in names)
        values = ast.Tuple([given[name] for name in names], ast.Load())
        return [_constant(kinds), ast.copy_location(values, node)]

    # --- expressions ---

    def _expression(self, node: ast.expr) -> ast.expr:
        made = self._made(node)
        return ast.copy_location(made, node)

    def _made(self, node: ast.expr) -> ast.expr:
        path = path_of(node, self._rows)
        if path is not None:
            made = self._path(path)
            self._note(node, str(path), _the(ast.Name, made.value).id, str(_value(made.slice)))
            return made
        match node:
            case ast.Constant(value=value):
                return _constant(value)
            case ast.Name(id=name):
                self._note(node, name, "local", self._own(name))
                return _name(self._own(name))
            case ast.BinOp(left=left, op=op, right=right):
                return self._arithmetic(self._expression(left), op, self._expression(right))
            case ast.UnaryOp(op=op, operand=operand):
                return ast.UnaryOp(type(op)(), self._expression(operand))
            case ast.BoolOp(op=op, values=values):
                return ast.BoolOp(type(op)(), [self._expression(value) for value in values])
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return ast.IfExp(self._expression(test), self._expression(body), self._expression(orelse))
            case ast.Compare():
                return self._compare(node)
            case ast.Call():
                return self._calling(node)
            case ast.JoinedStr(values=values):
                return self._text([self._expression(_part(one)) for one in values], node)
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                return self._display(elements, node)
            case ast.Set(elts=elements):
                return self._call("_set_", [self._plain_tuple(elements, node)], node)
            case ast.ListComp(elt=element, generators=[first]):
                return self._comprehension(element, first, node)
            case ast.Subscript(value=value, slice=index):
                return self._call("_at_", [self._expression(value), self._expression(index)], node)
            case _:
                raise UnexpectedShapeError(type(node).__name__)

    def _note(self, node: ast.expr, *name: str) -> None:
        shown, root, key = name
        self.done.lines.setdefault(node.lineno, {}).setdefault((shown, root, key))

    def _path(self, path: Path) -> ast.Subscript:
        if path.part == "field":
            return _item("_f", path.name)
        if path.part == "row":
            return _item(self._row(path.row), path.name)
        return _item("_r", path.key)

    def _arithmetic(self, left: ast.expr, op: ast.operator, right: ast.expr) -> ast.expr:
        inline = isinstance(op, ast.Div | ast.FloorDiv)
        if isinstance(op, ast.Add | ast.Sub):
            inline = self._is_number(left) or self._is_number(right)
        if inline:
            return ast.BinOp(left, type(op)(), right)
        if type(op) not in HELPED:
            raise UnexpectedShapeError(type(op).__name__)
        return self._call(HELPED[type(op)], [left, right], left)

    def _compare(self, node: ast.Compare) -> ast.expr:
        values = [self._expression(one) for one in (node.left, *node.comparators)]
        pairs = zip(values, node.ops, values[1:], strict=False)
        if all(self._is_cheap(left, op, right) for left, op, right in pairs):
            return ast.Compare(values[0], [type(op)() for op in node.ops], values[1:])
        signs = [SIGNS.get(type(op), "==" if isinstance(op, ast.Is) else "!=") for op in node.ops]
        return self._call("_cmp_", [_constant(" ".join(signs)), *values], node)

    def _is_cheap(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> bool:
        """Whether a comparison costs next to nothing whatever the values are."""
        if isinstance(op, ast.Is | ast.IsNot):
            return True
        if isinstance(op, ast.In | ast.NotIn):
            return isinstance(right, ast.Tuple) and self._is_scalar(left)
        return self._is_scalar(left) or self._is_scalar(right)

    def _calling(self, node: ast.Call) -> ast.expr:
        if node.keywords:
            raise UnexpectedShapeError("named arguments")
        func = node.func
        if isinstance(func, ast.Name):
            arguments = [self._expression(one) for one in node.args]
            if len(arguments) > MANY:  # only `min` and `max` take so many
                arguments = [self._display(node.args, node)]
            return self._call(FUNCTIONS.get(func.id, f"_{func.id}_"), arguments, node)
        attribute = _the(ast.Attribute, func)
        if isinstance(attribute.value, ast.Dict):
            table = attribute.value
            keys = [_constant(_value(key)) for key in table.keys if key is not None]
            made = ast.Dict([*keys], [self._expression(value) for value in table.values])
            arguments = [ast.copy_location(made, table), *(self._expression(one) for one in node.args)]
            return self._call("_get_", arguments, node)
        arguments = [self._expression(one) for one in (attribute.value, *node.args)]
        return self._call(f"_m_{attribute.attr}_", arguments, node)

    def _display(self, elements: list[ast.expr], node: ast.expr) -> ast.expr:
        made = self._plain_tuple(elements, node)
        if all(isinstance(one, ast.Constant) for one in made.elts):
            return made
        return self._call("_items_", [made], node)

    def _text(self, parts: list[ast.expr], node: ast.expr) -> ast.expr:
        """An f-string; of many parts in stretches, because Python unpacks a list for a call of so many."""
        while len(parts) > MANY:
            stretches = [parts[start : start + MANY] for start in range(0, len(parts), MANY)]
            parts = [self._call("_text_", stretch, node) for stretch in stretches]
        return self._call("_text_", parts, node)

    def _plain_tuple(self, elements: list[ast.expr], node: ast.expr) -> ast.Tuple:
        return ast.copy_location(ast.Tuple([self._expression(one) for one in elements], ast.Load()), node)

    def _comprehension(self, element: ast.expr, first: ast.comprehension, node: ast.expr) -> ast.expr:
        outer = dict(self._rows)
        nodes = sum(1 for one in (element, *first.ifs) for _ in ast.walk(one))
        target, over = self._loop(first.target, first.iter, nodes)
        inside = ast.comprehension(target, over, [self._expression(one) for one in first.ifs], 0)
        made = ast.copy_location(ast.ListComp(self._expression(element), [inside]), node)
        self._rows = outer
        return self._call("_items_", [made], node)

    def _call(self, name: str, arguments: Sequence[ast.expr], place: ast.expr) -> ast.expr:
        first: list[ast.expr] = []
        if name not in FREE:
            self.done.metered = True
            first = [_name("_n")]
        return ast.copy_location(ast.Call(ast.Name(name, ast.Load()), [*first, *arguments], []), place)

    # --- what is certain ---

    def _is_number(self, node: ast.expr) -> bool:
        """Whether a value is surely a number, or missing."""
        return self._certain(node, NUMERIC, lambda kind: kind is Kind.NUMBER, lambda value: type(value) in (int, float))

    def _is_scalar(self, node: ast.expr) -> bool:
        """Whether a value is surely no list."""
        if isinstance(node, ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)):
            return True
        return self._certain(node, SCALAR, lambda kind: kind is not Kind.LIST, lambda _: True)

    def _certain(
        self, node: ast.expr, calls: frozenset[str], kinds: Callable[[Kind], bool], literals: Callable[[object], bool]
    ) -> bool:
        match node:
            case ast.Constant(value=value):
                return literals(value) and not isinstance(value, tuple)
            case ast.BinOp():
                return True
            case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
                return True
            case ast.Call(func=ast.Name(id=name)):
                return name in calls
            case ast.Subscript(value=ast.Name(id=root), slice=ast.Constant(value=str(key))):
                kind = self._kind(root, key)
                return kind is not None and kinds(kind)
            case _:
                return False

    def _kind(self, root: str, key: str) -> Kind | None:
        """The declared kind of an entry of ``_f``, ``_r`` or a row."""
        if root in NAMES:
            return kinds_of(self.around, root).get(key)
        own = next((name for name, made in self.done.names.items() if made == root), "")
        declared = self.around.collections.get(own.partition(" of ")[2], {}).get(key)
        return None if declared is None else declared.type.kind


def kinds_of(around: Surroundings, root: str) -> dict[str, Kind]:
    """The kinds of what a run prepares, by key."""
    if root == "_f":
        return {name: one.type.kind for name, one in around.fields.items()}
    found = {"now.now": Kind.DATETIME, "event.type": Kind.TEXT, "event.time": Kind.DATETIME, "profile.id": Kind.TEXT}
    found |= {"profile.created": Kind.DATETIME, "profile.tags": Kind.LIST}
    found |= {f"score.{name}": Kind.NUMBER for name in around.scores}
    found |= {f"subprofile.{name}": one.type.kind for name, one in (around.subprofile or {}).items()}
    return {f"event.{name}": one.type.kind for name, one in around.attributes.items()} | found


def _literal_fits(value: object, wanted: Type) -> bool:
    kinds = {str: Kind.TEXT, int: Kind.NUMBER, float: Kind.NUMBER, bool: Kind.BOOLEAN}
    return kinds.get(type(value)) is wanted.kind and (not wanted.options or value in wanted.options)


def _the(kind: type[Shape], node: object) -> Shape:
    """A node, which has to be of a kind."""
    if not isinstance(node, kind):
        raise UnexpectedShapeError(type(node).__name__)
    return node


def _known(names: Mapping[str, Shape], name: str) -> Shape:
    """What a name stands for."""
    if name not in names:
        raise UnexpectedShapeError(name)
    return names[name]


def _part(node: ast.expr) -> ast.expr:
    """The value of a part of an f-string."""
    if isinstance(node, ast.FormattedValue):
        if node.format_spec is not None or node.conversion != -1:
            raise UnexpectedShapeError("a format")
        return node.value
    return node


def _load(target: ast.expr) -> ast.expr:
    """A target, read."""
    if isinstance(target, ast.Name):
        return ast.copy_location(ast.Name(target.id, ast.Load()), target)
    return target


def _value(node: ast.expr) -> object:
    return _the(ast.Constant, node).value


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _constant(value: object) -> ast.Constant:
    return ast.Constant(value)  # type: ignore[arg-type]  # typeshed knows no constant tuples


def _item(root: str, key: str, *, store: bool = False) -> ast.Subscript:
    return ast.Subscript(_name(root), _constant(key), ast.Store() if store else ast.Load())
