"""The verifier: the last stage, which trusts none of the others and shares no code with them.

It knows the small language that a compiled box is written in, and nothing else passes: no attributes, no function that is
not a helper in
call position, no name that was not assigned, no place to write to but declared fields. Then it looks at the code object itself.
"""

import ast
import dis
import re
from collections.abc import Collection, Mapping
from types import CodeType
from typing import Final

METERED: Final = frozenset(
    "_add_ _sub_ _mul_ _mod_ _cmp_ _items_ _set_ _text_ _str_ _get_ _each_ _max_ _min_ _sum_ _any_ _all_ _sorted_ _range_".split()
    + [f"_m_{name}_" for name in "lower upper title capitalize strip lstrip rstrip startswith endswith find count".split()]
    + ["_list_"]
    + [f"_m_{name}_" for name in "isdigit isalpha isalnum replace split join".split()]
)
FREE: Final = frozenset("_abs_ _float_ _int_ _len_ _round_ _days_ _seconds_ _bool_ _at_ _put_".split())
EFFECTS: Final = frozenset("_award_ _tag_ _do_".split())
GIVE_NUMBERS: Final = frozenset(
    "_mul_ _mod_ _sub_ _abs_ _float_ _int_ _len_ _round_ _sum_ _days_ _seconds_ _m_find_ _m_count_".split()
)
GIVE_SCALARS: Final = GIVE_NUMBERS | {"_str_", "_text_", "_bool_", "_any_", "_all_", "_cmp_", "_add_"}
INLINE: Final = (ast.Add, ast.Sub, ast.Div, ast.FloorDiv)
COMPARED: Final = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Is, ast.IsNot)
ARGUMENTS: Final = ("_f", "_r", "_n", "_x")
LOCAL: Final = re.compile(r"v[1-9][0-9]{0,3}")

FORBIDDEN: Final = re.compile(
    r"(LOAD|STORE|DELETE)_ATTR.*|LOAD_METHOD.*|LOAD_SUPER.*|IMPORT_.*|(LOAD|STORE|DELETE)_NAME|(STORE|DELETE)_GLOBAL|LOAD_CLASSDEREF|"
    r"LOAD_FROM_DICT.*|LOAD_LOCALS|LOAD_BUILD_CLASS|CALL_FUNCTION_EX|SETUP_.*|WITH_.*|BEFORE_.*|YIELD_.*|SEND|RETURN_GENERATOR|"
    r"GET_(AWAITABLE|AITER|ANEXT|YIELD.*)|RAISE_VARARGS|PRINT_EXPR|UNPACK_.*|BINARY_SLICE|STORE_SLICE|BUILD_SLICE|MATCH_.*|"
    r"DELETE_SUBSCR|DELETE_DEREF|FORMAT_.*|CONVERT_VALUE|BUILD_STRING|BUILD_TEMPLATE|BUILD_INTERPOLATION|CALL_INTRINSIC.*|"
    r"SET_ADD|SET_UPDATE|DICT_MERGE|PUSH_EXC_INFO|CHECK_EXC_MATCH"
)
"""Opcodes that no compiled box has a use for (long tables are made with MAP_ADD and DICT_UPDATE). A list of what is bad
survives a new Python; the lists of names say what is good."""


class UnverifiedError(Exception):
    """Something reached the end of the pipeline that must not run."""


class Verifier:
    """Verifies one tree.

    ``numbers`` and ``scalars`` are keys of ``_f`` and ``_r`` by declared type, ``writable`` the kinds
    of keys of ``_f``.
    """

    def __init__(
        self,
        *,
        numbers: Collection[tuple[str, str]],
        scalars: Collection[tuple[str, str]],
        readable: Collection[tuple[str, str]],
        writable: Mapping[str, str],
    ) -> None:
        self._numbers = numbers
        self._scalars = scalars
        self._readable = readable
        self._writable = writable
        self._assigned: set[str] = set()
        self._rows: dict[str, set[str]] = {}
        self._comprehensions = 0

    def tree(self, module: ast.Module) -> int:
        """Verify a tree; returns how many comprehensions it has."""
        _that(type(module) is ast.Module and len(module.body) == 1 and not module.type_ignores, "one function", module)
        function = module.body[0]
        if not isinstance(function, ast.FunctionDef) or function.name != "_box":
            raise UnverifiedError("not one function")
        given = function.args
        names = tuple(one.arg for one in given.args)
        _that(names == ARGUMENTS and all(one.annotation is None for one in given.args), "its arguments", function)
        others = (given.posonlyargs, given.kwonlyargs, given.defaults, given.kw_defaults, given.vararg, given.kwarg)
        _that(not any(others), "its arguments", function)
        plain = not function.decorator_list and function.returns is None and not getattr(function, "type_params", None)
        _that(plain, "a plain function", function)
        self._collect(function)
        self._block(function.body, loops=0)
        return self._comprehensions

    def _collect(self, function: ast.FunctionDef) -> None:
        """The names that are assigned, and those among them that stand for rows and for nothing else."""
        others: set[str] = set()
        loops: set[int] = set()
        for node in ast.walk(function):
            if isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name):
                collection = _rows_of(node.iter)
                if collection is not None:
                    self._rows.setdefault(node.target.id, set()).add(collection)
                    loops.add(id(node.target))
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self._assigned.add(node.id)
                if id(node) not in loops:
                    others.add(node.id)
        _that(not others & self._rows.keys(), "rows keep to their names", function)

    # --- statements ---

    def _block(self, statements: list[ast.stmt], *, loops: int) -> None:
        _that(type(statements) is list, "a block", statements)
        for statement in statements:
            self._statement(statement, loops)

    def _statement(self, node: ast.stmt, loops: int) -> None:
        kind = type(node)
        if kind is ast.Pass:
            return
        if isinstance(node, ast.Break | ast.Continue):
            _that(loops > 0, "a loop around it", node)
        elif isinstance(node, ast.Return):
            _that(node.value is None, "a bare return", node)
        elif isinstance(node, ast.If):
            self._value(node.test)
            self._block(node.body, loops=loops)
            self._block(node.orelse, loops=loops)
        elif isinstance(node, ast.For):
            _that(not node.orelse and node.type_comment is None, "a plain loop", node)
            self._loop(node.target, node.iter)
            self._block(node.body, loops=loops + 1)
        elif isinstance(node, ast.Assign):
            _that(len(node.targets) == 1 and node.type_comment is None, "one target", node)
            self._target(node.targets[0], node.value)
            self._value(node.value)
        elif isinstance(node, ast.Expr):
            self._effect(node.value)
        else:
            _that(False, "a statement of boxes", node)

    def _loop(self, target: ast.expr, iterated: ast.expr) -> None:
        self._local(target)
        call = iterated
        if (
            not isinstance(call, ast.Call)
            or not isinstance(call.func, ast.Name)
            or call.func.id != "_each_"
            or len(call.args) != 3
        ):
            raise UnverifiedError("not a loop that pays")
        price = call.args[2]
        _that(isinstance(price, ast.Constant) and type(price.value) is int and price.value > 0, "a price", iterated)
        self._call(call)

    def _local(self, target: ast.expr) -> None:
        good = type(target) is ast.Name and type(target.ctx) is ast.Store and LOCAL.fullmatch(target.id)
        _that(bool(good), "a name of the box", target)

    def _target(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._local(target)
            return
        _that(type(target) is ast.Subscript and type(target.ctx) is ast.Store, "a target", target)
        root, key = _entry(target)
        _that(root == "_f" and key in self._writable, "a field that can be written", target)
        default = _entry(value) == ("_r", f"default.{key}")
        _that(default or self._fits(key, value), "a value of the field's type", target)

    def _fits(self, key: str, value: ast.expr) -> bool:
        """Whether a value is surely one of the type of a field."""
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "_put_":
            return isinstance(value.args[0], ast.Constant) and value.args[0].value == self._writable[key]
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "_list_":
            return self._writable[key] == "list"
        number = self._writable[key] == "number"
        if isinstance(value, ast.Constant):
            return value.value is None or (type(value.value) in (int, float)) == number
        return number and self._number(value) and not isinstance(value, ast.Subscript)

    def _effect(self, node: ast.expr) -> None:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in EFFECTS:
            raise UnverifiedError("not an effect")
        _that(not node.keywords and len(node.args) >= 5, "the arguments of an effect", node)
        _that([getattr(one, "id", "") for one in node.args[:2]] == ["_x", "_n"], "the arguments of an effect", node)
        for one in node.args[2:]:
            if isinstance(one, ast.Tuple):
                for value in one.elts:
                    self._value(value)
            else:
                self._value(one)

    # --- expressions ---

    def _value(self, node: ast.expr) -> None:
        if isinstance(node, ast.Constant):
            _that(_plain(node.value), "a literal of boxes", node)
        elif isinstance(node, ast.Name):
            known = LOCAL.fullmatch(node.id) and node.id in self._assigned and node.id not in self._rows
            _that(bool(known) and type(node.ctx) is ast.Load, "a name of the box", node)
        elif isinstance(node, ast.Subscript):
            self._read(node)
        elif isinstance(node, ast.BinOp):
            sides = type(node.op) in (ast.Div, ast.FloorDiv) or self._number(node.left) or self._number(node.right)
            _that(type(node.op) in INLINE and sides, "arithmetic of numbers", node)
            self._value(node.left)
            self._value(node.right)
        elif isinstance(node, ast.UnaryOp):
            _that(type(node.op) in (ast.USub, ast.UAdd, ast.Not), "a sign", node)
            self._value(node.operand)
        elif isinstance(node, ast.BoolOp):
            _that(type(node.op) in (ast.And, ast.Or), "and, or", node)
            for value in node.values:
                self._value(value)
        elif isinstance(node, ast.IfExp):
            for value in (node.test, node.body, node.orelse):
                self._value(value)
        elif isinstance(node, ast.Compare):
            self._compare(node)
        elif isinstance(node, ast.Call):
            self._call(node)
        elif isinstance(node, ast.Tuple):
            _that(all(isinstance(one, ast.Constant) for one in node.elts), "a list that was checked", node)
            for one in node.elts:
                self._value(one)
        else:
            _that(False, "an expression of boxes", node)

    def _read(self, node: ast.Subscript) -> None:
        root, key = _entry(node)
        _that(type(node.ctx) is ast.Load and type(key) is str, "an entry", node)
        known = (root, key) in self._readable or root in self._rows
        _that(known and not (root == "_r" and key.startswith("collection.")), "an entry that was prepared", node)

    def _compare(self, node: ast.Compare) -> None:
        values = [node.left, *node.comparators]
        for left, op, right in zip(values, node.ops, values[1:], strict=False):
            _that(type(op) in COMPARED, "a comparison", node)
            if type(op) in (ast.Is, ast.IsNot):
                _that(isinstance(right, ast.Constant) and right.value is None, "is None", node)
            elif type(op) in (ast.In, ast.NotIn):
                _that(isinstance(right, ast.Tuple) and self._scalar(left), "a cheap `in`", node)
            else:
                _that(self._scalar(left) or self._scalar(right), "a cheap comparison", node)
        for value in values:
            self._value(value)

    def _call(self, node: ast.Call) -> None:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise UnverifiedError("not a helper")
        name, arguments = node.func.id, list(node.args)
        _that(type(node.func.ctx) is ast.Load and (name in METERED or name in FREE), "a helper", node)
        if name in METERED:
            first = arguments.pop(0) if arguments else None
            _that(type(first) is ast.Name and first.id == "_n", "a helper that pays", node)
        for position, argument in enumerate(arguments):
            self._argument(name, position, argument)

    def _argument(self, name: str, position: int, node: ast.expr) -> None:
        """An argument of a helper; a few take what stands nowhere else."""
        if name in ("_items_", "_set_") and isinstance(node, ast.Tuple):
            for one in node.elts:
                self._value(one)
        elif name == "_items_" and isinstance(node, ast.ListComp):
            self._comprehension(node)
        elif name == "_get_" and position == 0:
            if not isinstance(node, ast.Dict):
                raise UnverifiedError("not a table")
            for key, value in zip(node.keys, node.values, strict=True):
                _that(isinstance(key, ast.Constant) and _plain(key.value), "a literal as key", node)
                self._value(value)
        elif name in ("_each_", "_len_") and position == 0 and _is_collection(node):
            _that(_entry(node) in self._readable, "a collection", node)
        else:
            self._value(node)

    def _comprehension(self, node: ast.ListComp) -> None:
        self._comprehensions += 1
        _that(len(node.generators) == 1 and not node.generators[0].is_async, "one loop", node)
        first = node.generators[0]
        self._loop(first.target, first.iter)
        for test in first.ifs:
            self._value(test)
        self._value(node.elt)

    # --- what is certain ---

    def _number(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Constant):
            return type(node.value) in (int, float)
        if isinstance(node, ast.BinOp):
            return True
        if isinstance(node, ast.UnaryOp):
            return type(node.op) in (ast.USub, ast.UAdd)
        if isinstance(node, ast.Call):
            return isinstance(node.func, ast.Name) and node.func.id in GIVE_NUMBERS
        return self._typed(node, self._numbers)

    def _scalar(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Constant | ast.Compare | ast.BinOp | ast.UnaryOp):
            return not (isinstance(node, ast.Constant) and isinstance(node.value, tuple))
        if isinstance(node, ast.Call):
            return isinstance(node.func, ast.Name) and node.func.id in GIVE_SCALARS
        return self._typed(node, self._scalars)

    def _typed(self, node: ast.expr, keys: Collection[tuple[str, str]]) -> bool:
        """Whether an entry is among the keys of a type; a row must be so in every collection that it may come from."""
        root, key = _entry(node)
        if root in self._rows:
            return all((f"rows.{collection}", key) in keys for collection in self._rows[root])
        return (root, key) in keys


def verify_code(module: CodeType, comprehensions: int) -> None:
    """Verify the code object of a module that makes one box and does nothing else."""
    functions = [one for one in module.co_consts if isinstance(one, CodeType)]
    _that(len(functions) == 1 and functions[0].co_name == "_box", "one function", module)
    _that(set(module.co_names) <= {"_box"}, "the names of the module", module)
    made = [
        one.opname
        for one in dis.get_instructions(module)
        if re.match("MAKE_|CALL|IMPORT|LOAD_(NAME|GLOBAL|ATTR|METHOD)", one.opname)
    ]
    _that(made == ["MAKE_FUNCTION"], "a module that makes one function", module)
    box = functions[0]
    inner = [one for one in box.co_consts if isinstance(one, CodeType)]
    _that(len(inner) <= comprehensions and all(one.co_name == "<listcomp>" for one in inner), "no function inside", module)
    for code in (box, *inner):
        _verify_one(code, inside=code is not box)


def _verify_one(code: CodeType, *, inside: bool) -> None:
    _that(not inside or not any(isinstance(one, CodeType) for one in code.co_consts), "no function inside", code)
    _that(set(code.co_names) <= METERED | FREE | EFFECTS, "the names of helpers", code)
    own = {name for name in (*code.co_varnames, *code.co_cellvars, *code.co_freevars) if name not in ARGUMENTS and name != ".0"}
    _that(all(LOCAL.fullmatch(name) for name in own), "the names of the box", code)
    for value in code.co_consts:
        _that(isinstance(value, CodeType) or _plain(value) or value == code.co_qualname, "literals of boxes", code)
    for instruction in dis.get_instructions(code):
        _that(not FORBIDDEN.fullmatch(instruction.opname), f"no {instruction.opname}", code)


def _entry(node: ast.AST) -> tuple[str, str]:
    """The root and key of ``root["key"]``; empty for anything else."""
    plain = isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and type(node.value.ctx) is ast.Load
    key = node.slice.value if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) else None
    if plain and isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and type(key) is str:
        return node.value.id, key
    return "", ""


def _is_collection(node: ast.AST) -> bool:
    root, key = _entry(node)
    return root == "_r" and key.startswith("collection.")


def _rows_of(iterated: ast.expr) -> str | None:
    """The collection that a loop goes over."""
    if isinstance(iterated, ast.Call) and len(iterated.args) > 1 and _is_collection(iterated.args[1]):
        return _entry(iterated.args[1])[1].removeprefix("collection.")
    return None


def _plain(value: object) -> bool:
    """Whether a literal is a scalar of the language, or a tuple of such."""
    if type(value) is tuple:
        return all(_plain(one) for one in value)
    return type(value) in (type(None), bool, int, float, str)


def _that(holds: bool, what: str, node: object) -> None:
    if not holds:
        place = f" in line {node.lineno}" if isinstance(node, ast.AST) and hasattr(node, "lineno") else ""
        raise UnverifiedError(f"not {what}: {type(node).__name__}{place}")
