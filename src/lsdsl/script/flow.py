"""The statements of a box in their order: what each writes, and where a field is known not to be missing."""

import ast

from lsdsl.model.types import Kind
from lsdsl.script.effects import listed
from lsdsl.script.kinds import Known
from lsdsl.script.paths import path_of
from lsdsl.script.places import Places
from lsdsl.script.report import Report
from lsdsl.script.surroundings import Surroundings
from lsdsl.script.typing import Typing
from lsdsl.script.uses import Noted
from lsdsl.script.vocabulary import EFFECTS


def check_names(
    tree: ast.Module, around: Surroundings, places: Places, report: Report, refused: set[int], assigned: set[str]
) -> Noted:
    """Check every name and type of a box; returns what it uses. ``assigned`` are names that unreadable lines seem to assign."""
    inner = {id(node.target) for node in ast.walk(tree) if isinstance(node, ast.comprehension)}
    stored = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    own = {node.id for node in stored if id(node) not in inner}
    found: dict[str, Known] = {}
    noted = Noted()
    for told in (Report(0), Report(0), report):  # twice to learn what the names hold, then to tell
        flow = Flow(around, places, told, own | assigned)
        flow.refused, flow.locals, flow.present = refused, found, set()
        flow.block(tree.body)
        noted = flow.noted
    return noted


class Flow(Typing):
    """Goes through statements. ``present`` are the fields that cannot be missing here."""

    present: set[str]

    def type(self, node: ast.expr) -> Known:
        """What is known of a value; a field that was tested is not missing."""
        found = super().type(node)
        path = path_of(node, self.rows)
        if path is not None and path.part == "field" and path.name in self.present:
            return Known(found.kind, missing=False, item=found.item)
        return found

    def block(self, statements: list[ast.stmt]) -> bool:
        """Statements one after the other; whether the end is reached."""
        reached = True
        for statement in statements:
            reached = self._statement(statement) and reached
        return reached

    def _statement(self, node: ast.stmt) -> bool:
        match node:
            case ast.Expr(value=ast.Call(func=ast.Name(id=name)) as call) if name in EFFECTS:
                self.effect(call)
            case ast.Expr(value=ast.Compare(left=ast.Name(), ops=[ast.Eq()], comparators=[value])) | ast.Expr(value=value):
                self.type(value)  # of `x == 5` only the right side: the left is what was to be assigned
            case ast.Assign(targets=targets, value=value):
                found = self.type(value)
                for target in targets:
                    self._assign(target, found, value)
            case ast.AugAssign(target=target, op=op, value=value):
                self._change(node, target, op, value)
            case ast.If(test=test, body=body, orelse=orelse):
                return self._if(test, body, orelse)
            case ast.For(target=target, iter=iterated, body=body):
                self._for(target, iterated, body)
            case ast.Return() | ast.Break() | ast.Continue():
                return False
            case _:
                pass
        return True

    def _if(self, test: ast.expr, body: list[ast.stmt], orelse: list[ast.stmt]) -> bool:
        self.type(test)
        before = self.present
        self.present = before | sure(test, outcome=True)
        through = self.block(body)
        after = self.present
        self.present = before | sure(test, outcome=False)
        around = self.block(orelse)
        if through and around:
            self.present = self.present & after
        elif through:
            self.present = after
        return through or around

    def _for(self, target: ast.expr, iterated: ast.expr, body: list[ast.stmt]) -> None:
        rows, before = dict(self.rows), self.present
        self.loop(target, iterated)
        self.present = before - written(body)
        self.block(body)
        self.rows, self.present = rows, before & self.present

    def _assign(self, target: ast.expr, found: Known, value: ast.expr) -> None:
        path = path_of(target, self.rows)
        if path is not None and path.part == "field":
            holds = self.written(path, target)
            if holds is not None:
                self._fits(path.name, found, value)
                self._mark(path.name, present=not found.missing and found.kind != "any")
        elif path is None and isinstance(target, ast.Name):
            self.local(target.id, found)
        elif path is None:
            self.misplaced(target)

    def _mark(self, name: str, *, present: bool) -> None:
        self.present = self.present | {name} if present else self.present - {name}

    def _fits(self, name: str, found: Known, value: ast.expr) -> None:
        """Whether a value can stand in a field."""
        declared = self.around.fields[name].type
        wanted = declared.kind.value
        if found.kind not in (wanted, "any", "none") and declared.kind is not Kind.ERROR:
            text = "yes" if wanted == "text" and found.kind == "number" else None
            number = "yes" if wanted == "number" and found.kind == "text" else None
            facts = {"what": f"the field `{name}`", "wanted": Known(wanted), "found": found, "text": text, "number": number}
            self.report.add("LS449", self.places.of(value), **facts)
        elif found.kind == "list" and found.item not in ("text", "any"):
            facts = {"what": f"an item of the field `{name}`", "wanted": Known("text"), "found": Known(found.item)}
            self.report.add("LS449", self.places.of(value), **facts)
        elif declared.options and isinstance(value, ast.Constant) and value.value not in (*declared.options, None):
            facts = {"what": f"the field `{name}`", "found": value.value, "options": listed(declared.options)}
            self.report.add("LS448", self.places.of(value), **facts)

    def _change(self, node: ast.AugAssign, target: ast.expr, op: ast.operator, value: ast.expr) -> None:
        right = self.type(value)
        path = path_of(target, self.rows)
        if path is not None and path.part == "field":
            if self.written(path, target) is None:
                return
            left = self.type(target)
            before = len(self.report.found)
            found = self.arithmetic(left, op, right, node, (target, value))
            if len(self.report.found) == before:
                if left.missing and left.kind == "number":
                    self.report.add("LS450", self.places.of(target), name=path.name)
                self._fits(path.name, found, value)
            self._mark(path.name, present=True)
        elif path is None and isinstance(target, ast.Name):
            left = self.type(target)
            self.local(target.id, self.arithmetic(left, op, right, node, (target, value)))
        elif path is None:
            self.misplaced(target)


def sure(test: ast.expr, *, outcome: bool) -> set[str]:
    """The fields that cannot be missing when a test has an outcome."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return sure(operand, outcome=not outcome)
        case ast.BoolOp(op=op, values=values):
            if isinstance(op, ast.And) == outcome:
                return set().union(*(sure(value, outcome=outcome) for value in values))
            return set.intersection(*(sure(value, outcome=outcome) for value in values))
        case ast.Compare(
            left=left, ops=[ast.Is() | ast.IsNot() | ast.Eq() | ast.NotEq() as op], comparators=[ast.Constant(value=None)]
        ):
            return fields_of(left) if isinstance(op, ast.IsNot | ast.NotEq) == outcome else set()
        case ast.Compare(left=left, ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE()], comparators=[right]):
            return fields_of(left) | fields_of(right)
        case _:
            return fields_of(test) if outcome else set()


def fields_of(node: ast.expr) -> set[str]:
    """The field that a path names, if it names one."""
    path = path_of(node)
    return {path.name} if path is not None and path.part == "field" else set()


def written(statements: list[ast.stmt]) -> set[str]:
    """The fields that statements write."""
    found: set[str] = set()
    for statement in statements:
        for node in ast.walk(statement):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
            for target in targets:
                found |= fields_of(target)
    return found
