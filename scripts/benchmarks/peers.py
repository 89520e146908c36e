"""Other rule engines for Python, each in the use that is best for it, on the same rules.

All get what lsdsl has: rules sorted by event type when they are compiled. Where an engine computes numbers, the rules of an event
type are one expression, the sum of all their points, so that an event is one call; else each rule is a condition of its own.
They only add points up: no ids, no clock, no ledger.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from scripts.benchmarks.workload import EVENTS, FIELDS, NUMBERS, Condition, Rule

Score = Callable[[dict[str, Any]], int]
"""The points of an event, whose attributes stand beside the fields of its profile."""
Record = Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]
"""What an engine is given, from the fields of the profile and the attributes of the event."""


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine: the package that installs it, how it is used, and what makes a function of rules, by event type."""

    package: str
    use: str
    build: Callable[[Mapping[str, list[Rule]]], dict[str, Score]]

    def version(self) -> str | None:
        """The installed version, or None."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None

    def scores(self, rules: Sequence[Rule]) -> dict[str, Score]:
        """The functions by event type."""
        return self.build({event: [rule for rule in rules if rule.event == event] for event in EVENTS})


@dataclass(frozen=True, slots=True)
class Syntax:
    """How an expression language writes conditions and a choice between points and nothing."""

    is_in: str = "{name} in [{value}]"
    starts_with: str = "{name}.startsWith({value})"
    contains: str = "{name}.contains({value})"
    both: str = " && "
    choice: str = "({condition} ? {points} : 0)"
    floats: bool = False
    """Whether a number with a fraction is compared only with one that has a fraction too."""

    def condition(self, one: Condition) -> str:
        """A condition as text."""
        name = one.name
        match one.operator:
            case "is":
                return f"{name} == {json.dumps(one.value)}"
            case "in":
                assert isinstance(one.value, tuple)
                return self.is_in.format(name=name, value=", ".join(map(json.dumps, one.value)))
            case "starts with":
                return self.starts_with.format(name=name, value=json.dumps(one.value))
            case "contains":
                return self.contains.format(name=name, value=json.dumps(one.value))
            case operator:
                value = float(str(one.value)) if self.floats and _is_float(name) else one.value
                return f"{name} {operator} {value}"

    def total(self, rules: Sequence[Rule]) -> str:
        """The points of all rules as one expression, with parentheses in halves: a long chain would be a deep one."""
        terms = []
        for rule in rules:
            condition = self.both.join(map(self.condition, rule.conditions))
            points = f"({rule.points})"
            terms.append(self.choice.format(condition=condition, points=points) if condition else points)
        return _in_halves(terms) if terms else "0"


CEL: Final = Syntax(floats=True)
ZEN: Final = Syntax(starts_with="startsWith({name}, {value})", contains="contains({name}, {value})", both=" and ")
PYTHON: Final = Syntax(
    is_in="{name} in ({value},)",
    starts_with="{name}.startswith({value})",
    contains="{value} in {name}",
    both=" and ",
    choice="({points} if {condition} else 0)",
)
RULE_ENGINE: Final = Syntax(starts_with="{name}.starts_with({value})", contains="({value} in {name})", both=" and ")


def everything(fields: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """All fields and attributes."""
    return {**fields, **data}


def only_read(rules: Sequence[Rule], event: str) -> Record:
    """Those that the rules of an event type read, for engines that convert each value that they are given."""
    names = sorted({one.name for rule in rules if rule.event == event for one in rule.conditions})
    values = (f"{name!r}: {'data' if name in EVENTS[event] else 'fields'}[{name!r}]" for name in names)
    record: Record = eval(f"lambda fields, data: {{{', '.join(values)}}}")  # noqa: S307 - the text was written right above
    return record


def _in_halves(terms: Sequence[str]) -> str:
    if len(terms) == 1:
        return terms[0]
    middle = len(terms) // 2
    return f"({_in_halves(terms[:middle])} + {_in_halves(terms[middle:])})"


def _is_float(name: str) -> bool:
    return NUMBERS[name][0] is float


def _datalogic(rules: Mapping[str, list[Rule]]) -> dict[str, Score]:
    engine = import_module("datalogic_py").Engine()

    def score(event: str) -> Score:
        evaluate = engine.compile(_json_logic(rules[event], starts_with=True)).evaluate
        return lambda record: int(evaluate(record))

    return {event: score(event) for event in rules}


def _panzi(rules: Mapping[str, list[Rule]]) -> dict[str, Score]:
    apply = import_module("json_logic").jsonLogic

    def score(event: str) -> Score:
        logic = _json_logic(rules[event], starts_with=False)
        return lambda record: int(apply(logic, record))

    return {event: score(event) for event in rules}


def _json_logic(rules: Iterable[Rule], *, starts_with: bool) -> dict[str, Any]:
    """The sum as JSON Logic, which has no ``starts with`` of its own: with that of an engine, or by cutting the text."""

    def condition(one: Condition) -> dict[str, Any]:
        name = {"var": one.name}
        match one.operator:
            case "is":
                return {"===": [name, one.value]}
            case "in":
                assert isinstance(one.value, tuple)
                return {"in": [name, [*one.value]]}
            case "starts with":
                assert isinstance(one.value, str)
                if starts_with:
                    return {"starts_with": [name, one.value]}
                return {"===": [{"substr": [name, 0, len(one.value)]}, one.value]}
            case "contains":
                return {"in": [one.value, name]}
            case operator:
                return {operator: [name, one.value]}

    terms: list[Any] = [0]
    for rule in rules:
        conditions = [condition(one) for one in rule.conditions]
        where = conditions[0] if len(conditions) == 1 else {"and": conditions}
        terms.append({"if": [where, rule.points, 0]} if conditions else rule.points)
    return {"+": terms}


def _zen(rules: Mapping[str, list[Rule]]) -> dict[str, Score]:
    compile_expression = import_module("zen").compile_expression

    def score(event: str) -> Score:
        evaluate = compile_expression(ZEN.total(rules[event])).evaluate
        return lambda record: int(evaluate(record))

    return {event: score(event) for event in rules}


def _cel_expr(rules: Mapping[str, list[Rule]]) -> dict[str, Score]:
    cel = import_module("cel_expr_python.cel")

    def kind(name: str) -> Any:
        if name not in NUMBERS:
            return cel.Type.STRING
        return cel.Type.DOUBLE if _is_float(name) else cel.Type.INT

    def score(event: str) -> Score:
        environment = cel.NewEnv(variables={name: kind(name) for name in (*FIELDS, *EVENTS[event])})
        evaluate = environment.compile(CEL.total(rules[event])).eval
        return lambda record: int(evaluate(data=record).value())

    return {event: score(event) for event in rules}


def _cel_rust(rules: Mapping[str, list[Rule]]) -> dict[str, Score]:
    cel = import_module("cel")
    return {event: cel.compile(CEL.total(own)).execute for event, own in rules.items()}


def _simpleeval(rules: Mapping[str, list[Rule]]) -> dict[str, Score]:
    evaluator = import_module("simpleeval").EvalWithCompoundTypes()
    evaluate = evaluator.eval

    def score(event: str) -> Score:
        text = PYTHON.total(rules[event])
        parsed = evaluator.parse(text)

        def run(record: dict[str, Any]) -> int:
            evaluator.names = record
            return int(evaluate(text, previously_parsed=parsed))

        return run

    return {event: score(event) for event in rules}


def _rule_engine(rules: Mapping[str, list[Rule]]) -> dict[str, Score]:
    rule = import_module("rule_engine").Rule

    def score(event: str) -> Score:
        evaluate = rule(RULE_ENGINE.total(rules[event])).evaluate
        return lambda record: int(evaluate(record))

    return {event: score(event) for event in rules}


def _business_rules(rules: Mapping[str, list[Rule]]) -> dict[str, Score]:
    engine, variables, actions, fields = (
        import_module(f"business_rules.{name}") for name in ("engine", "variables", "actions", "fields")
    )

    def variable(name: str) -> Any:
        def read(self: Any) -> Any:
            return self.record[name]

        read.__name__ = name
        return (variables.numeric_rule_variable if name in NUMBERS else variables.string_rule_variable)()(read)

    def keep(self: Any, record: dict[str, Any]) -> None:
        self.record = record

    def add(self: Any, points: int) -> None:
        self.total += points

    names = {*FIELDS, *(name for attributes in EVENTS.values() for name in attributes)}
    lead = type("Lead", (variables.BaseVariables,), {"__init__": keep, **{name: variable(name) for name in names}})
    award = actions.rule_action(params={"points": fields.FIELD_NUMERIC})(add)
    points_of = type("Points", (actions.BaseActions,), {"total": 0, "add": award})
    operators = {
        "is": "equal_to", "starts with": "starts_with", "contains": "contains",
        "<": "less_than", "<=": "less_than_or_equal_to", ">": "greater_than", ">=": "greater_than_or_equal_to",
    }  # fmt: skip

    def condition(one: Condition) -> dict[str, Any]:
        if isinstance(one.value, tuple):
            return {"any": [{"name": one.name, "operator": "equal_to", "value": value} for value in one.value]}
        return {"name": one.name, "operator": operators[one.operator], "value": one.value}

    def score(event: str) -> Score:
        always = sum(rule.points for rule in rules[event] if not rule.conditions)
        own = [
            {
                "conditions": {"all": [condition(one) for one in rule.conditions]},
                "actions": [{"name": "add", "params": {"points": rule.points}}],
            }
            for rule in rules[event]
            if rule.conditions
        ]

        def run(record: dict[str, Any]) -> int:
            total = points_of()
            engine.run_all(own, lead(record), total, stop_on_first_trigger=False)
            return always + int(total.total)

        return run

    return {event: score(event) for event in rules}


PEERS: Final[Mapping[str, Peer]] = {
    one.package: one
    for one in (
        Peer("datalogic-py", "JSON Logic in Rust, one sum an event type", _datalogic),
        Peer("zen-engine", "expressions in Rust, one sum an event type", _zen),
        Peer("cel-expr-python", "CEL in C++, one sum an event type, typed variables", _cel_expr),
        Peer("common-expression-language", "CEL in Rust, one sum an event type", _cel_rust),
        Peer("simpleeval", "Python expressions, parsed once, one sum an event type", _simpleeval),
        Peer("rule-engine", "its own expressions, one sum an event type", _rule_engine),
        Peer("panzi-json-logic", "JSON Logic in Python, one sum an event type", _panzi),
        Peer("business-rules", "conditions and actions as data, a list an event type", _business_rules),
    )
}
"""By the name of the package."""
