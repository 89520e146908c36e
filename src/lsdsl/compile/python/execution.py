"""The execution by generated functions."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lsdsl.compile.dependencies import reads_scores, rule_expressions
from lsdsl.compile.direct import DirectEvent
from lsdsl.compile.execution import Numbers
from lsdsl.compile.optimisations import Optimisations
from lsdsl.compile.plan import Condition, Direct, EventFunction, Indexes, RulePlan, SlotFunction, ValueFunction
from lsdsl.compile.python.events import DirectEvents, constant_points
from lsdsl.compile.python.expressions import OF_TURN, Expressions, Sources
from lsdsl.compile.python.runtime import NAMESPACE
from lsdsl.compile.python.writer import Code, Constants, Function
from lsdsl.model import expressions as model
from lsdsl.model.declarations import AbsenceRule, EventRule, Grade, Model, StateRule, Table, TableRow


class PythonExecution:
    """Generates each function once and runs it."""

    def __init__(self, ruleset: Model, indexes: Indexes, numbers: Numbers) -> None:
        self._ruleset = ruleset
        self._indexes = indexes
        self._numbers = numbers
        self._constants = Constants()
        self._namespace: dict[str, Any] = {"__builtins__": _BUILTINS, **NAMESPACE}
        self._texts: list[str] = []
        self._shared: dict[int, tuple[str, object]] = {}

    def value(self, expression: model.Expression) -> ValueFunction:
        """The value of an expression."""
        made: ValueFunction = self._function(
            "value", lambda body, function: function.line(f"return {body.value(expression).text}")
        )
        return made

    def condition(self, expression: model.Expression) -> Condition:
        """Whether an expression is true."""
        made: Condition = self._function("condition", lambda body, function: function.line(f"return {body.truth(expression)}"))
        return made

    def grade(self, grade: Grade) -> ValueFunction:
        """The text of a grade."""

        def write(body: Expressions, function: Function) -> None:
            for row in grade.rows:
                if row.condition is None:
                    function.line(f"return {self._constants.name(row.text)}")
                else:
                    function.line(f"if {body.truth(row.condition)}:")
                    function.line(f"return {self._constants.name(row.text)}", 1)

        made: ValueFunction = self._function("grade", write)
        return made

    def event_rules(self, rules: list[EventRule]) -> EventFunction:
        """All event rules of one event type, in source order."""

        def write(body: Expressions, function: Function) -> None:
            award = function.read("p", "turn.award")
            for rule in rules:
                if reads_scores(rule_expressions(rule), self._ruleset):
                    function.line("turn.settle()")
                depth = 0
                if rule.where is not None:
                    function.line(f"if {body.truth(rule.where)}:")
                    depth = 1
                self._award(rule, award, body.value(rule.points), function, depth)

        made: EventFunction = self._function("event", write)
        return made

    def direct_rules(
        self, events: Mapping[str, DirectEvent], plans: Sequence[RulePlan], gains: Mapping[int, int], optimisations: Optimisations
    ) -> dict[str, Direct]:
        """The awards of event types on which nothing else depends; from ``fewest`` rules on by masks."""
        numbered = {name: [(rule, plans[self._numbers[rule.span]]) for rule in one.rules] for name, one in events.items()}
        writer = DirectEvents(self._ruleset, gains, self._indexes, self._function, self._points)
        return writer.functions(numbered, events, optimisations)

    def slot(self, rule: StateRule | AbsenceRule | Table) -> SlotFunction:
        """What a rule contributes at present."""

        def write(body: Expressions, function: Function) -> None:
            match rule:
                case StateRule(condition=condition):
                    function.line(f"if {body.truth(condition)}:")
                    self._contribute(rule, body, function, 1)
                case Table():
                    self._table(rule, body, function)
                case AbsenceRule():
                    histories = tuple(self._indexes.history(model.History(event, False, None)) for event in rule.events)
                    earned = self._points(body.value(rule.points), rule.points)
                    counted = f"periods(turn, {self._constants.name(histories)}, {rule.every})"
                    function.line(f"earned = {earned} * {counted}")
                    function.line(f"return ({self._numbers[rule.span]}, earned) if earned else None")
            function.line("return None")

        found = self._function("slot", write)
        return lambda reading: found(reading, _NO_DATA)

    def sources(self) -> tuple[str, ...]:
        """The generated functions as text."""
        return tuple(self._texts)

    def _table(self, table: Table, body: Expressions, function: Function) -> None:
        function.line(f"looked_up = {body.value(table.by).text}")
        for row in table.rows:
            if row.start is None and not row.values:
                self._contribute(row, body, function, 0)
                return
            test = f"looked_up >= {row.start!r}" if row.start is not None else f"looked_up in {self._constants.name(row.values)}"
            function.line(f"if looked_up is not None and {test}:")
            self._contribute(row, body, function, 1)

    def _contribute(self, rule: StateRule | TableRow, body: Expressions, function: Function, depth: int) -> None:
        function.line(f"earned = {self._points(body.value(rule.points), rule.points)}", depth)
        function.line(f"return ({self._numbers[rule.span]}, earned) if earned else None", depth)

    def _award(self, rule: EventRule, award: str, code: Code, function: Function, depth: int) -> None:
        number = self._numbers[rule.span]
        constant = constant_points(rule.points)
        if constant is not None:
            if constant:
                function.line(f"{award}({number}, {constant}, data)", depth)
            elif depth:
                function.line("pass", depth)
            return
        function.line(f"earned = {self._points(code, rule.points)}", depth)
        function.line("if earned:", depth)
        function.line(f"{award}({number}, earned, data)", depth + 1)

    def _points(self, code: Code, expression: model.Expression) -> str:
        constant = constant_points(expression)
        return str(constant) if constant is not None else f"points_of(turn, {code.text}, {self._constants.name(expression.span)})"

    def _share(self, shared: model.Expression | Grade) -> str:
        """The name of the function of an expression that several others use."""
        if id(shared) not in self._shared:
            made = self.grade(shared) if isinstance(shared, Grade) else self.value(shared)
            name = made.__name__
            self._shared[id(shared)] = (name, shared)
        return self._shared[id(shared)][0]

    def _function(
        self,
        kind: str,
        write: Callable[[Expressions, Function], None],
        parameters: str = "turn, data",
        sources: Sources = OF_TURN,
    ) -> Any:
        name = f"{kind}_{len(self._texts)}"
        self._texts.append("")
        place = len(self._texts) - 1
        function = Function(name, parameters, self._constants)
        write(Expressions(self._ruleset, self._indexes, function, self._share, sources), function)
        self._texts[place] = function.text()
        self._namespace.update(self._constants.values)
        exec(compile(self._texts[place], f"<lsdsl {name}>", "exec"), self._namespace)  # noqa: S102 - holds no text of the ruleset
        return self._namespace[name]


_BUILTINS = {"len": len, "tuple": tuple, "map": map, "sorted": sorted}
_NO_DATA: dict[str, Any] = {}
