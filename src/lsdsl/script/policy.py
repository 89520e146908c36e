"""The policy: an allowlist of syntax on top of RestrictedPython.

A node whose class is not on the list is refused before anything looks at it. What is on the list is refused unless it has
one of the shapes of ``design/sandbox.md`` section 3. RestrictedPython's own visitors remain the second wall for names.
"""

# ruff: noqa: N802 # RestrictedPython finds visitors by the names of classes

import ast
from collections.abc import Iterable
from typing import Any, ClassVar, Final

from RestrictedPython.transformer import RestrictingNodeTransformer

from lsdsl.model.suggestions import suggest
from lsdsl.script.advice import advice
from lsdsl.script.paths import Path, chain, path_of, row_collection, row_names
from lsdsl.script.report import LONGEST_NAME, SUGGESTIONS
from lsdsl.script.vocabulary import ANYTHING, EFFECTS, FUNCTIONS, METHODS, RESERVED, ROOTS

ALLOWED: Final[frozenset[type[ast.AST]]] = frozenset(
    {
        *(ast.Module, ast.Expr, ast.Assign, ast.AugAssign, ast.If, ast.For, ast.Pass, ast.Break, ast.Continue, ast.Return),
        *(ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.keyword, ast.Load, ast.Store),
        *(ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.UAdd, ast.BinOp, ast.IfExp, ast.Compare),
        *(ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod),
        *(ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Is, ast.IsNot),
        *(ast.JoinedStr, ast.FormattedValue, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.comprehension),
    }
)

WIDEST: Final = 2**63
CHAIN: Final = 20
SEVERAL: Final = {"what": "assignments to several names at once", "instead": "give a value to one name on each line"}


class BoxPolicy(RestrictingNodeTransformer):
    """Refuses what is not in the language. ``refusals`` holds each refused node with a code of the catalogue and its facts."""

    literal: ClassVar[int] = 1_024

    def __init__(self, errors: Any = None, warnings: Any = None, used_names: Any = None) -> None:
        super().__init__(errors, warnings, used_names)
        self.refusals: list[tuple[ast.AST, str, dict[str, object]]] = []
        self._rows: dict[str, set[str]] = {}
        self._visible: list[str] = []
        self._loops = 0
        self._comprehensions = 0

    # --- telling ---

    def error(self, node: ast.AST, info: str) -> None:
        """A refusal by RestrictedPython itself: names that are never allowed."""
        self.refuse(node, "LS426", name=getattr(node, "id", ""), info=info)

    def refuse(self, node: ast.AST, code: str, **facts: object) -> None:
        """Refuse a node, for RestrictedPython and for the rule author."""
        super().error(node, code)
        self.refusals.append((node, code, facts))

    def _suggest(self, name: str, names: Iterable[str]) -> str | None:
        """What was probably meant, unless the box is full of what is refused."""
        return suggest(name, names) if len(name) <= LONGEST_NAME and len(self.refusals) < SUGGESTIONS else None

    def refuse_kind(self, node: ast.AST, kind: ast.AST | None = None) -> None:
        """Refuse a node as something that boxes do not have."""
        what, instead = advice(kind or node)
        self.refuse(node, "LS420", what=what, instead=instead)

    # --- dispatch ---

    def visit(self, node: ast.AST) -> Any:
        """Refuse what is not on the list before anything else looks at it."""
        if type(node) not in ALLOWED:
            self.refuse_kind(node)
            return node
        return super().visit(node)

    def each(self, nodes: list[Any]) -> None:
        """Visit nodes in order."""
        for node in nodes:
            self.visit(node)

    def visit_Module(self, node: ast.Module) -> Any:
        """A whole box."""
        self._rows = row_names(node)
        if node.type_ignores:
            self.refuse_kind(node)
        self.each(node.body)
        return node

    # --- statements ---

    def visit_Expr(self, node: ast.Expr) -> Any:
        """Only an effect stands by itself, and a text as a comment."""
        value = node.value
        if isinstance(value, ast.Constant) and type(value.value) is str:
            return node
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in EFFECTS:
            self._effect(value)
        elif isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq):
            self.refuse(node, "LS410")
        elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print":
            self._no_print(value)
        elif isinstance(value, ast.Yield | ast.YieldFrom | ast.Await | ast.NamedExpr):
            self.visit(value)
        else:
            before = len(self.refusals)
            self.visit(value)
            if len(self.refusals) == before:
                self.refuse(node, "LS411")
        return node

    def visit_Assign(self, node: ast.Assign) -> Any:
        """One target: a name or a field of the profile."""
        if len(node.targets) > 1:
            self.refuse(node.targets[1], "LS420", what="several targets of one assignment", instead="write one line for each")
        self._target(node.targets[0])
        self.visit(node.value)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        """The same with an operator."""
        self._target(node.target)
        if type(node.op) not in ALLOWED:
            self.refuse_kind(node, node.op)
        self.visit(node.value)
        return node

    def _target(self, target: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._own_name(target)
        elif isinstance(target, ast.Tuple | ast.List | ast.Starred):
            self.refuse(target, "LS420", **SEVERAL)
        elif (path := path_of(target, self._visible)) is not None:
            if path.part != "field":
                self.refuse(target, "LS440", name=str(path))
        elif chain(target) is not None:
            self._no_value(target)
        else:
            facts = {"what": "assignments to parts of a value", "instead": "make a new value and assign it to a name or a field"}
            self.refuse(target, "LS420", **facts)

    def _own_name(self, node: ast.Name) -> None:
        self.check_name(node, node.id)
        if node.id in RESERVED:
            self.refuse(node, "LS426", name=node.id, reserved="yes")
        elif node.id in self._rows:
            self.refuse(node, "LS426", name=node.id, row="yes")

    def visit_If(self, node: ast.If) -> Any:
        """``if``, ``elif``, ``else``."""
        self.visit(node.test)
        self.each(node.body)
        self.each(node.orelse)
        return node

    def visit_For(self, node: ast.For) -> Any:
        """``for NAME in ...``."""
        self._iterated(node.iter)
        if node.orelse:
            self.refuse(node.orelse[0], "LS420", what="`else` below `for`", instead="write it behind the loop")
        self._loops += 1
        self._visible.append(self._loop_name(node.target, node.iter))
        self.each(node.body)
        self._visible.pop()
        self._loops -= 1
        return node

    def _loop_name(self, target: ast.expr, iterated: ast.expr) -> str:
        """Check the variable of a loop; returns its name if it stands for rows."""
        if not isinstance(target, ast.Name):
            self.refuse(target, "LS420", **SEVERAL)
            return ""
        self.check_name(target, target.id)
        if target.id in RESERVED:
            self.refuse(target, "LS426", name=target.id, reserved="yes")
        if row_collection(iterated) is not None and target.id not in self._visible:
            return target.id
        if target.id in self._rows:
            self.refuse(target, "LS426", name=target.id, row="yes")
        return ""

    def visit_Break(self, node: ast.Break) -> Any:
        """``break`` and ``continue`` belong to a loop."""
        if not self._loops:
            self.refuse(node, "LS415", word="break")
        return node

    def visit_Continue(self, node: ast.Continue) -> Any:
        """``break`` and ``continue`` belong to a loop."""
        if not self._loops:
            self.refuse(node, "LS415", word="continue")
        return node

    def visit_Pass(self, node: ast.Pass) -> Any:
        """``pass``."""
        return node

    def visit_Return(self, node: ast.Return) -> Any:
        """``return`` ends the box and gives nothing."""
        if node.value is not None:
            facts = {"what": "results to return", "instead": "write the value to a field, then `return` alone"}
            self.refuse(node, "LS420", **facts)
        return node

    # --- expressions ---

    def visit_Constant(self, node: ast.Constant) -> Any:
        """Literals of the language, of a size that it holds."""
        value: Any = node.value
        kind = type(value)
        if kind is str:
            self._text(node, value)
        elif kind is int and not -WIDEST <= value < WIDEST:
            self.refuse(node, "LS414", what="this number has more than 64 bits")
        elif kind is float and value - value != 0:
            self.refuse(node, "LS414", what="this number is not finite")
        elif kind not in (int, float, bool, type(None)):
            what = {bytes: "bytes", complex: "complex numbers"}.get(kind, "`...`")
            self.refuse(node, "LS420", what=what, instead="write a text, a number, `True`, `False` or `None`")
        return node

    def _text(self, node: ast.Constant, value: str) -> None:
        if len(value) > self.literal:
            self.refuse(node, "LS400", what="characters in one text", found=len(value), limit=self.literal)
        elif any("\ud800" <= one <= "\udfff" or one == "\0" for one in value):
            self.refuse(node, "LS414", what="this text holds a character that cannot be stored")

    def visit_Name(self, node: ast.Name) -> Any:
        """A name of the box, or ``now``. Roots, functions and rows are not values."""
        self.check_name(node, node.id)
        if node.id in ROOTS:
            self._no_value(node)
        elif node.id in FUNCTIONS or node.id in EFFECTS:
            self.refuse(node, "LS422", name=node.id)
        elif node.id in self._rows:
            if node.id in self._visible:
                self.refuse(node, "LS423", name=node.id, example=f"{node.id}.NAME")
            else:
                self.refuse(node, "LS424", name=node.id)
        return node

    def _no_value(self, node: ast.expr) -> None:
        names = chain(node) or ("",)
        examples = {
            "profile": "profile.fields.NAME",
            "event": "event.NAME",
            "subprofile": "subprofile.fields.NAME",
            "collections": "for row in collections.NAME",
            "scores": "scores.NAME",
        }
        if len(names) > 2 or names[0] not in examples or (len(names) == 2 and names[1] != "fields"):
            self._no_attribute(node, names)
        else:
            self.refuse(node, "LS423", name=".".join(names), example=examples[names[0]])

    def _no_attribute(self, node: ast.expr, names: tuple[str, ...]) -> None:
        """``a.b`` where ``a`` is a plain value."""
        name = names[-1]
        instead = {
            "length": "write `len(...)`",
            "push": "boxes cannot change a list; make a new one",
            "append": "boxes cannot change a list; make a new one: `[... for NAME in ...]`",
            "includes": "write `A in B`",
            "toLowerCase": "write `.lower()`",
            "toUpperCase": "write `.upper()`",
            "trim": "write `.strip()`",
            "log": "nobody would read it; write to a field instead",
            "format": 'write `f"... {NAME} ..."`',
            "days": "write `days_between(a, b)`",
        }.get(name)
        match names:
            case ("Math", *_):
                instead = "write `min(...)`, `max(...)`, `round(...)` or `abs(...)`"
            case ("profile", "tags", _):
                instead = "tags are read as a list; write `add_tag(...)` or `remove_tag(...)` to change them"
            case ("collections", collection, _):
                instead = f"go over the rows: `[row.{name} for row in collections.{collection}]`"
            case _:
                pass
        suggestion = None if instead else self._suggest(name, METHODS)
        self.refuse(node, "LS421", name=name, instead=instead, suggestion=suggestion)

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        """Attributes are syntax: a chain that names one value."""
        path = path_of(node, self._visible)
        if path is not None:
            self._one_value(node, path)
        elif (names := chain(node)) is not None and names[0] in ROOTS:
            self._no_value(node)
        elif names is not None and names[0] in self._rows and len(names) == 2:
            self.refuse(node, "LS424", name=names[0])
        else:
            self._no_attribute(node, names or ("", node.attr))
        return node

    def _one_value(self, node: ast.expr, path: Path) -> None:
        """A chain is a value, but for collections; its names begin with a letter."""
        if path.part == "collection":
            self.refuse(node, "LS423", name=str(path), example=f"for row in {path}:` or `len({path})")
        elif isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            self._no_attribute(node, (node.attr,))

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        """``profile.fields["Lead Source"]`` is a chain; otherwise one character of a text or one item of a list."""
        path = path_of(node, self._visible)
        if path is not None:
            self._one_value(node, path)
            return node
        if chain(node) is not None and chain(node.value) is not None and (chain(node) or ("",))[0] in ROOTS:
            self._no_value(node)
        elif isinstance(node.slice, ast.Slice):
            self.refuse_kind(node.slice)
        elif chain(node.value) in (("profile", "fields"), ("event",), ("subprofile", "fields"), ("collections",), ("scores",)):
            self.refuse(node.slice, "LS442", what="the name in the brackets")
        else:
            self.visit(node.value)
            self.visit(node.slice)
        return node

    def visit_Call(self, node: ast.Call) -> Any:
        """A function of the list, a method of texts, or a table with ``.get``."""
        func = node.func
        if isinstance(func, ast.Name):
            self._function(node, func)
        elif isinstance(func, ast.Attribute):
            self._method(node, func)
        else:
            self.refuse(func, "LS420", what="calls of values", instead="call a function of the list by its name")
        return node

    def _function(self, node: ast.Call, func: ast.Name) -> None:
        if func.id == "print":
            self._no_print(node)
            return
        if func.id in EFFECTS:
            self.refuse(node, "LS427", name=func.id)
        elif func.id not in FUNCTIONS:
            known = ", ".join(f"`{one}`" for one in FUNCTIONS)
            self.refuse(func, "LS425", name=func.id, suggestion=self._suggest(func.id, [*FUNCTIONS, *EFFECTS]), known=known)
        function = FUNCTIONS.get(func.id, ANYTHING)
        self._arguments(node, function.least, function.most, func.id)

    def _no_print(self, node: ast.Call) -> None:
        self.refuse(node, "LS420", what="`print`", instead='write to a field, `add_tag(...)`, or `do("notify", message=...)`')

    def _method(self, node: ast.Call, func: ast.Attribute) -> None:
        if isinstance(func.value, ast.Dict) and func.attr == "get":
            self._table(func.value)
            self._arguments(node, 1, 2, "get")
        elif func.attr in METHODS:
            self.visit(func.value)
            self._arguments(node, METHODS[func.attr].least, METHODS[func.attr].most, func.attr)
        else:
            self._no_attribute(func, chain(func) or ("", func.attr))

    def _arguments(self, node: ast.Call, least: int, most: int, name: str) -> None:
        for keyword in node.keywords:
            self.refuse(
                keyword, "LS420", what="named arguments, except in `do`", instead=f"write the values only: `{name}(VALUE)`"
            )
        starred = [one for one in node.args if isinstance(one, ast.Starred)]
        if not starred and not least <= len(node.args) <= most:
            wanted = str(least) if least == most else f"{least} to {most}" if most < 100 else f"at least {least}"
            self.refuse(node, "LS428", name=name, wanted=wanted, found=len(node.args))
        for argument in node.args:
            if name == "len":
                self._iterated(argument)
            else:
                self.visit(argument)

    def _iterated(self, node: ast.expr) -> None:
        """What a loop goes over: a value or a collection."""
        if row_collection(node) is None:
            self.visit(node)

    def _effect(self, node: ast.Call) -> None:
        (name,) = chain(node.func) or ("",)
        wanted = EFFECTS[name].least
        if len(node.args) != wanted:
            self.refuse(node, "LS428", name=name, wanted=str(wanted), found=len(node.args))
        self.each(node.args)
        given = [keyword.arg for keyword in node.keywords]
        for number, keyword in enumerate(node.keywords):
            if keyword.arg in given[:number]:
                self.refuse(keyword, "LS420", what="one argument given twice", instead="keep one of them")
            if name != "do" or keyword.arg is None:
                self.refuse(keyword, "LS420", what="named arguments, except in `do`", instead="write the values only")
            self.visit(keyword.value)
        literal = node.args[0] if node.args and name in ("award", "do") else None
        if literal is not None and not (isinstance(literal, ast.Constant) and type(literal.value) is str):
            self.refuse(literal, "LS442", what="the score" if name == "award" else "the action")

    def _table(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if not isinstance(key, ast.Constant):
                self.refuse(key or value, "LS420", what="tables with keys that are computed", instead="write `if` and `elif`")
            else:
                self.visit(key)
            self.visit(value)

    def visit_Dict(self, node: ast.Dict) -> Any:
        """A table that is not looked up at once."""
        self.refuse_kind(node)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        """Arithmetic."""
        if type(node.op) not in ALLOWED:
            self.refuse_kind(node, node.op)
        self.visit(node.left)
        self.visit(node.right)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        """A sign, or ``not``."""
        if type(node.op) not in ALLOWED:
            self.refuse_kind(node, node.op)
        self.visit(node.operand)
        return node

    def visit_Compare(self, node: ast.Compare) -> Any:
        """Comparisons; ``is`` with ``None`` only."""
        for operator, right in zip(node.ops, node.comparators, strict=True):
            is_none = isinstance(right, ast.Constant) and right.value is None
            if isinstance(operator, ast.Is | ast.IsNot) and not is_none:
                sign = "==" if isinstance(operator, ast.Is) else "!="
                self.refuse(node, "LS420", what="`is` except for `None`", instead=f"write `{sign}`")
        if len(node.ops) > CHAIN:
            facts = {"what": f"comparisons of more than {CHAIN} values", "instead": "write `and` between comparisons of two"}
            self.refuse(node, "LS420", **facts)
        self.each([node.left, *node.comparators])
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> Any:
        """Texts and values, nothing else."""
        for part in node.values:
            if not isinstance(part, ast.Constant | ast.FormattedValue):
                self.refuse_kind(part)
                continue
            self.visit(part)
        return node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> Any:
        """A value in an f-string, without format or conversion."""
        if node.format_spec is not None or node.conversion != -1:
            instead = "write `{NAME}` alone; round before: `{round(NAME, 2)}`"
            self.refuse(node, "LS420", what="formats in f-strings", instead=instead)
        self.visit(node.value)
        return node

    def visit_List(self, node: ast.List) -> Any:
        """A list of scalars."""
        return self._items(node, node.elts)

    def visit_Tuple(self, node: ast.Tuple) -> Any:
        """A list of scalars, too."""
        return self._items(node, node.elts)

    def visit_Set(self, node: ast.Set) -> Any:
        """Values without order: for ``in`` and ``len``."""
        return self._items(node, node.elts)

    def _items(self, node: ast.expr, items: list[ast.expr]) -> Any:
        for item in items:
            if isinstance(item, ast.List | ast.Tuple | ast.Set | ast.ListComp):
                facts = {"what": "lists inside of lists", "instead": "keep to one list of texts or numbers"}
                self.refuse(item, "LS420", **facts)
            else:
                self.visit(item)
        return node

    def visit_ListComp(self, node: ast.ListComp) -> Any:
        """One ``for``, not nested."""
        first = node.generators[0]
        if len(node.generators) > 1 or first.is_async:
            facts = {"what": "comprehensions with more than one `for`", "instead": "write a `for` loop"}
            self.refuse(node, "LS420", **facts)
        if self._comprehensions:
            facts = {"what": "comprehensions inside of comprehensions", "instead": "assign the inner one to a name before"}
            self.refuse(node, "LS420", **facts)
        self._iterated(first.iter)
        self._comprehensions += 1
        self._visible.append(self._loop_name(first.target, first.iter))
        self.each([*first.ifs, node.elt])
        self._visible.pop()
        self._comprehensions -= 1
        return node

    def visit_comprehension(self, node: ast.comprehension) -> Any:
        """Only inside of a list comprehension, which looks after it."""
        self.refuse_kind(node)
        return node

    def visit_keyword(self, node: ast.keyword) -> Any:
        """Only in ``do``, which looks after it."""
        self.refuse_kind(node)
        return node
