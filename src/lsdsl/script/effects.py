"""``award``, ``add_tag``, ``remove_tag`` and ``do``: their names and arguments, held against the ruleset."""

import ast
from abc import abstractmethod

from lsdsl.diagnostics import Related
from lsdsl.model.builtin import PRELUDE
from lsdsl.model.declarations import Action
from lsdsl.model.types import Kind
from lsdsl.script.kinds import Known, known
from lsdsl.script.names import Names
from lsdsl.script.paths import Path


class Effects(Names):
    """Checks what a box asks for."""

    @abstractmethod
    def type(self, node: ast.expr) -> Known:
        """What is known of the value of an expression."""

    def effect(self, node: ast.Call) -> None:
        """A call in statement position."""
        if not node.args or not isinstance(node.func, ast.Name):
            return
        match node.func.id:
            case "award":
                self._award(node)
            case "do":
                self._do(node)
            case name:
                self._tag(name, node.args[0])

    def _award(self, node: ast.Call) -> None:
        score = self._literal(node.args[0])
        if score is not None and score not in self.around.scores:
            self._unknown("LS435", score, node.args[0], self.around.scores)
        elif score is not None and not self.around.scores[score]:
            self.report.add("LS443", self.places.of(node.args[0]), Related(self.around.places[score], "score"), name=score)
        elif score is not None:
            self.noted.awards.setdefault(score)
        for points in node.args[1:]:
            self._wanted(points, Known("number"), "`award`")

    def _tag(self, name: str, tag: ast.expr) -> None:
        literal = self._literal(tag)
        if literal is None:
            self.noted.any_tag = True
        else:
            self.noted.tags[name].setdefault(literal)
        self._wanted(tag, Known("text"), f"`{name}`")

    def _do(self, node: ast.Call) -> None:
        name = self._literal(node.args[0])
        kinds = [(keyword, self.type(keyword.value)) for keyword in node.keywords]
        action = self.around.actions.get(name or "")
        if name is None:
            return
        if action is None:
            self._unknown("LS436", name, node.args[0], self.around.actions)
            return
        self.noted.actions.setdefault(name)
        for keyword, found in kinds:
            if keyword.arg is not None and keyword.arg in action.arguments:
                self._argument(keyword.value, found, action, keyword.arg)
            elif keyword.arg is not None:
                self._unknown_argument(keyword, keyword.arg, action)
        self._first(node, action)
        if sends_to_profile(action, node):
            self._email(node)

    def _argument(self, node: ast.expr, found: Known, action: Action, name: str) -> None:
        wanted = action.arguments[name].type
        takes = Known("text") if wanted.kind is Kind.LIST else known(wanted, missing=True)
        what = f"`{name}` of `{action.name}`"
        if found.kind not in (takes.kind, "any", "none") and takes.kind != "any":
            self.report.add("LS449", self.places.of(node), what=what, wanted=takes, found=found)
        literal = self._literal(node)
        if literal is not None and wanted.options and literal not in wanted.options:
            self.report.add("LS448", self.places.of(node), what=what, found=literal, options=listed(wanted.options))

    def _unknown_argument(self, keyword: ast.keyword, name: str, action: Action) -> None:
        place = self.places.of(keyword)
        names = action.arguments
        span = self.places.span(place.start, place.start + len(name))
        listed = ", ".join(f"`{one}`" for one in names) or None
        self.report.add("LS437", span, name=name, action=action.name, suggestion=self.report.suggest(name, names), known=listed)

    def _first(self, node: ast.Call, action: Action) -> None:
        """The first argument of an action is required, and a text literal."""
        first = next(iter(action.arguments), None)
        if first is None:
            return
        value = next((keyword.value for keyword in node.keywords if keyword.arg == first), None)
        if value is None:
            self.report.add("LS441", self.places.of(node), action=action.name, argument=first)
        elif self._literal(value) is None:
            self.report.add("LS442", self.places.of(value), what=f"`{first}`")

    def _email(self, node: ast.Call) -> None:
        field = self.around.fields.get("email")
        if field is None or field.type.kind is not Kind.TEXT:
            self.report.add("LS444", self.places.of(node))
        else:
            self.noted.paths.setdefault(Path("field", "email"))
            self.noted.read.setdefault(Path("field", "email"))

    def _wanted(self, node: ast.expr, wanted: Known, what: str) -> None:
        found = self.type(node)
        if found.kind not in (wanted.kind, "any"):
            self.report.add("LS449", self.places.of(node), what=what, wanted=wanted, found=found)

    def _literal(self, node: ast.expr) -> str | None:
        return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def sends_to_profile(action: Action, node: ast.Call) -> bool:
    """Whether it is a mail without ``to``, which goes to the profile's field ``email``."""
    return action.name == "send_email" and action.span.path == PRELUDE and all(one.arg != "to" for one in node.keywords)


def listed(options: tuple[str, ...]) -> str:
    """Options as a message names them."""
    return ", ".join(f'"{one}"' for one in options)
