"""Types in a box, as far as they are known: text and number do not add up, a field takes its own type."""

import ast
from typing import Final

from lsdsl.script.effects import Effects, listed
from lsdsl.script.kinds import ANY, BOOLEAN, NUMBER, SCALARS, TEXT, Known, of_constant
from lsdsl.script.paths import chain, path_of, row_collection
from lsdsl.script.vocabulary import EFFECTS, FUNCTIONS, METHODS, ROOTS

SIGNS: Final = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%"}
COMPARISONS: Final[dict[type[ast.cmpop], str]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
ORDERED: Final = ("number", "text", "date", "datetime")


class Typing(Effects):
    """Finds the type of every expression and reports what cannot be right. Nodes in ``refused`` have a finding already."""

    refused: set[int]
    locals: dict[str, Known]

    def type(self, node: ast.expr) -> Known:
        """What is known of the value of an expression."""
        path = path_of(node, self.rows)
        if path is not None:
            return self.path(path, node)
        if self.misplaced(node):
            return ANY
        if id(node) in self.refused and not isinstance(node, ast.BinOp | ast.Call | ast.Compare):
            return ANY
        match node:
            case ast.Constant(value=value):
                return of_constant(value)
            case ast.Name(id=name):
                return self._name(node, name)
            case ast.BinOp(left=left, op=op, right=right):
                return self.arithmetic(self.type(left), op, self.type(right), node, (left, right))
            case ast.UnaryOp(op=op, operand=operand):
                return self._unary(op, operand, node)
            case ast.BoolOp(values=values):
                return self._join([self.type(value) for value in values])
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self.type(test)
                return self._join([self.type(body), self.type(orelse)])
            case ast.Compare():
                return self._compare(node)
            case ast.Call():
                return self._call(node)
            case ast.JoinedStr(values=values):
                for value in values:
                    if isinstance(value, ast.FormattedValue):
                        self._scalar(self.type(value.value), value.value)
                return TEXT
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                return self._display(node, items)
            case ast.ListComp():
                return self._comprehension(node)
            case ast.Subscript(value=value, slice=index):
                found, at = self.type(value), self.type(index)
                if at.kind not in ("number", "any"):
                    self.report.add("LS449", self.places.of(index), what="the place in the brackets", wanted="a number", found=at)
                return Known(found.item) if found.kind == "list" else TEXT if found.kind == "text" else ANY
            case _:
                return ANY

    def _name(self, node: ast.expr, name: str) -> Known:
        if name not in self.assigned and name not in self.rows and isinstance(node, ast.Name):
            if name not in ROOTS and name not in FUNCTIONS and name not in EFFECTS:
                self.unknown_name(node)
            return ANY
        return self.locals.get(name, ANY)

    def _join(self, kinds: list[Known]) -> Known:
        found = kinds[0]
        for one in kinds[1:]:
            found = found.or_(one)
        return found

    def _scalar(self, found: Known, node: ast.expr) -> None:
        if found.kind in ("list", "set"):
            self.report.add("LS449", self.places.of(node), what="a value in a text", wanted="one value", found=found)

    def _unary(self, op: ast.unaryop, operand: ast.expr, node: ast.expr) -> Known:
        found = self.type(operand)
        if isinstance(op, ast.Not):
            return BOOLEAN
        if found.kind not in ("number", "any", "none", "boolean"):
            self.report.add("LS449", self.places.of(node), what="what follows a sign", wanted="a number", found=found)
        return NUMBER

    def arithmetic(
        self, left: Known, op: ast.operator, right: Known, node: ast.AST, sides: tuple[ast.expr, ast.expr] | None
    ) -> Known:
        """What arithmetic gives; reports types that do not go together."""
        sign = SIGNS.get(type(op))
        if sign is None:
            return ANY
        kinds = {left.kind, right.kind}
        if kinds == {"text"} and sign == "+":
            return TEXT
        if kinds <= {"number", "any"} or (sign == "+" and kinds == {"any", "text"}) or kinds == {"any"}:
            return NUMBER if "number" in kinds or sign != "+" else TEXT if "text" in kinds else ANY
        facts: dict[str, object] = {"sign": sign, "left": left, "right": right}
        if kinds == {"text", "number"} and sign == "+":
            facts["mending"] = "text"
            written = [one for one in sides or () if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if written and _is_number(written[0].value):
                facts["number"] = str(written[0].value).strip()
        elif kinds <= {"date", "datetime"} and sign == "-":
            facts["dates"] = "yes"
        elif sign == "%" and left.kind == "text":
            facts["formatting"] = "yes"
        self.report.add("LS445", self.places.of(node), **facts)
        return ANY

    def _compare(self, node: ast.Compare) -> Known:
        before, left = node.left, self.type(node.left)
        for op, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.type(comparator)
            self._pair(left, op, right, node)
            if isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn):
                self._option(before, comparator)
                self._option(comparator, before)
            before, left = comparator, right
        return BOOLEAN

    def _option(self, choice: ast.expr, compared: ast.expr) -> None:
        """Whether a field with options is compared with texts that can be its value."""
        path = path_of(choice, self.rows)
        if path is None or path.part not in ("field", "row"):
            return
        fields = self.around.fields if path.part == "field" else self.around.collections.get(self.rows.get(path.row, ""), {})
        options = fields[path.name].type.options if path.name in fields else ()
        for value in compared.elts if isinstance(compared, ast.Tuple | ast.List | ast.Set) else (compared,):
            if options and isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value not in options:
                self.report.add(
                    "LS448", self.places.of(value), what=f"the field `{path.name}`", found=value.value, options=listed(options)
                )

    def _pair(self, left: Known, op: ast.cmpop, right: Known, node: ast.Compare) -> None:
        if "any" in (left.kind, right.kind):
            return
        if isinstance(op, ast.In | ast.NotIn):
            wrong = right.kind not in ("list", "set", "text") or (right.kind == "text" and left.kind != "text")
            wrong = wrong or left.kind in ("list", "set")
        elif isinstance(op, ast.Eq | ast.NotEq | ast.Is | ast.IsNot):
            both = {left.kind, right.kind}
            wrong = len(both) > 1 and "none" not in both and both != {"number", "boolean"}
        else:
            wrong = left.kind != right.kind or left.kind not in ORDERED
        if wrong:
            dates = "yes" if {left.kind, right.kind} == {"date", "datetime"} else None
            none = "yes" if "none" in (left.kind, right.kind) else None
            self.report.add(
                "LS446", self.places.of(node), sign=COMPARISONS[type(op)], left=left, right=right, dates=dates, none=none
            )

    def _call(self, node: ast.Call) -> Known:
        func = node.func
        if isinstance(func, ast.Name):
            if func.id in EFFECTS:
                return ANY
            kinds = [self.type(one) for one in node.args]
            return self._function(func.id, kinds, node)
        if isinstance(func, ast.Attribute) and func.attr == "get" and isinstance(func.value, ast.Dict):
            kinds = [self.type(one) for one in func.value.values]
            self.type(node.args[0]) if node.args else None
            other = self.type(node.args[1]) if len(node.args) > 1 else Known("none", missing=True)
            return self._join([*kinds, other])
        if isinstance(func, ast.Attribute) and (chain(func) or ("",))[0] not in ("console", "Math"):
            return self._method(func, node)
        for one in node.args:
            self.type(one)
        return ANY

    def _method(self, func: ast.Attribute, node: ast.Call) -> Known:
        text = self.type(func.value)
        kinds = [self.type(one) for one in node.args]
        method = METHODS.get(func.attr)
        if method is None:
            return ANY
        if text.kind not in ("text", "any"):
            self.report.add(
                "LS449", self.places.of(func.value), what=f"what stands before `.{func.attr}`", wanted="a text", found=text
            )
        for kind, argument in zip(kinds, node.args, strict=True):
            wanted = ("list", "set", "text") if func.attr == "join" else ("text", "number") if func.attr == "split" else ("text",)
            if func.attr in ("startswith", "endswith"):
                wanted = ("text", "list")
            if kind.kind not in (*wanted, "any"):
                words = "a list of texts" if func.attr == "join" else "a text"
                self.report.add("LS449", self.places.of(argument), what=f"what `{func.attr}` takes", wanted=words, found=kind)
        return Known("list", item="text") if method.gives == "list" else Known(method.gives)

    def _function(self, name: str, kinds: list[Known], node: ast.Call) -> Known:
        function = FUNCTIONS.get(name)
        if function is None:
            return ANY
        wanted = WANTED.get(name)
        for kind, argument in zip(kinds, node.args, strict=False):
            if wanted is not None and kind.kind not in (*wanted[0], "any"):
                self.report.add("LS449", self.places.of(argument), what=f"what `{name}` takes", wanted=wanted[1], found=kind)
        if name in ("min", "max") and kinds:
            return self._join(kinds) if len(kinds) > 1 else Known(kinds[0].item)
        if name == "sorted" and kinds:
            return Known("list", item=kinds[0].item)
        return Known("list", item="number") if name == "range" else Known(function.gives)

    def _display(self, node: ast.expr, items: list[ast.expr]) -> Known:
        kinds = [self.type(item) for item in items]
        for kind, item in zip(kinds, items, strict=True):
            if kind.kind in ("list", "set"):
                self.report.add("LS449", self.places.of(item), what="an item of a list", wanted="one value", found=kind)
        common = self._join(kinds).kind if kinds else "any"
        return Known("set" if isinstance(node, ast.Set) else "list", item=common if common in SCALARS else "any")

    def _comprehension(self, node: ast.ListComp) -> Known:
        first = node.generators[0]
        outer_rows, outer_names = dict(self.rows), self.assigned
        self.loop(first.target, first.iter)
        if isinstance(first.target, ast.Name):
            self.assigned = self.assigned | {first.target.id}
        for test in first.ifs:
            self.type(test)
        item = self.type(node.elt)
        self.rows, self.assigned = outer_rows, outer_names
        return Known("list", item=item.kind if item.kind in SCALARS else "any")

    def loop(self, target: ast.expr, iterated: ast.expr) -> None:
        """A loop begins: its variable is a row, or an item of what it goes over."""
        found = self.type(iterated)
        if found.kind == "set":
            self.report.add("LS447", self.places.of(iterated))
        elif found.kind not in ("list", "text", "any"):
            self.report.add("LS449", self.places.of(iterated), what="what a loop goes over", wanted="a list", found=found)
        if not isinstance(target, ast.Name):
            return
        collection = row_collection(iterated)
        if collection is not None:
            self.rows[target.id] = collection
        else:
            item = Known(found.item) if found.kind == "list" else TEXT if found.kind == "text" else ANY
            self.local(target.id, item)

    def local(self, name: str, found: Known) -> None:
        """A name of the box gets a value: of all that it ever gets, what is common is known."""
        self.locals[name] = self.locals[name].or_(found) if name in self.locals else found


NUMBERS: Final = (("number", "boolean"), "a number")
MOMENTS: Final = (("date", "datetime"), "a date or a datetime")
SEVERAL: Final = (("list", "set", "text"), "a list")
WANTED: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "abs": NUMBERS,
    "round": NUMBERS,
    "range": NUMBERS,
    "float": (("number", "boolean", "text"), "a number or a text"),
    "int": (("number", "boolean", "text"), "a number or a text"),
    "len": SEVERAL,
    "sum": (("list", "set"), "a list of numbers"),
    "any": SEVERAL,
    "all": SEVERAL,
    "sorted": SEVERAL,
    "days_between": MOMENTS,
    "seconds_between": MOMENTS,
}


def _is_number(text: object) -> bool:
    try:
        float(str(text))
    except ValueError:
        return False
    return True
