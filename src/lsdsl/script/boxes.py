"""All boxes of a ruleset: each goes through the stages, and what comes out is a :class:`Box` or findings."""

import ast
from collections.abc import Mapping
from typing import Any

from lsdsl.diagnostics import Diagnostic
from lsdsl.model.declarations import Field, Model, scripts
from lsdsl.model.types import Kind
from lsdsl.script.budgets import DEFAULT, Budgets
from lsdsl.script.compiling import compile_box
from lsdsl.script.flow import check_names
from lsdsl.script.gate import pass_text
from lsdsl.script.parsing import parse
from lsdsl.script.paths import path_of
from lsdsl.script.places import Places
from lsdsl.script.policy import BoxPolicy
from lsdsl.script.report import Report
from lsdsl.script.rewrite import Rewritten, UnexpectedShapeError
from lsdsl.script.run import Box, Entry, Plan, Written
from lsdsl.script.surroundings import Surroundings, surroundings
from lsdsl.script.tokens import pass_tokens
from lsdsl.script.uses import Noted
from lsdsl.script.values import ENTER
from lsdsl.script.verify import UnverifiedError
from lsdsl.source import Span
from lsdsl.syntax import tree


def check_boxes(model: Model, budgets: Budgets = DEFAULT) -> tuple[dict[Span, Box], list[Diagnostic]]:
    """Every box of every follow-up by the span of its step, and all findings, in source order.

    A box with an error is left out.
    """
    boxes: dict[Span, Box] = {}
    found: list[Diagnostic] = []
    for followup in model.followups.values():
        around = surroundings(model, followup)
        for step in scripts(followup.steps):
            box, findings = check_box(step.box, around, budgets)
            found.extend(findings)
            if box is not None:
                boxes[step.span] = box
    return boxes, found


def check_box(script: tree.Script, around: Surroundings, budgets: Budgets = DEFAULT) -> tuple[Box | None, list[Diagnostic]]:
    """One box through all stages."""
    places, report = Places(script), Report()
    if not pass_text(places, budgets, report):
        return None, report.found
    text = pass_tokens(places, budgets, report)
    if text is None:
        return None, report.found
    parsed = parse(text, places, budgets, report)
    if parsed.tree is None:
        return None, _sorted(report)
    refused = Report()
    policy = policy_within(budgets)()
    policy.visit(parsed.tree)
    nodes = {id(node) for node, _, _ in policy.refusals}
    noted = check_names(parsed.tree, around, places, report, nodes, parsed.assigned)
    for node, code, facts in policy.refusals:
        span = places.name(node) if code == "LS421" else places.of(node)
        if code == "LS410" or not any(one.span.start < span.end and span.start < one.span.end for one in report.found):
            refused.add(code, span, **facts)
    report.found.extend(refused.found)
    if report.failed or policy.refusals:
        return None, _sorted(report)
    try:
        return _compiled(parsed.tree, script, around, noted, places, budgets), _sorted(report)
    except (UnverifiedError, UnexpectedShapeError) as problem:
        report.add("LS459", places.stretch(0, len(places.lines[0])), problem=str(problem))
        return None, _sorted(report)


def policy_within(budgets: Budgets) -> type[BoxPolicy]:
    """The policy with the limits of a budget."""
    return type("WithinBudgets", (BoxPolicy,), {"literal": budgets.literal})


def _sorted(report: Report) -> list[Diagnostic]:
    return sorted(report.found, key=lambda one: (one.span, one.code))


def _compiled(
    module: ast.Module, script: tree.Script, around: Surroundings, noted: Noted, places: Places, budgets: Budgets
) -> Box:
    last = {name: (node.lineno, places.of(node)) for name, node in last_writes(module).items()}
    function, code, done = compile_box(module, around, readable(noted), policy_within(budgets))
    plan = _plan(around, noted, done, last, places)

    def place(line: int, column: int, last_line: int, end: int) -> Span:
        start = places.at_bytes(line, column)
        return places.span(
            start, places.at_bytes(line, end) if last_line == line else places.at(line, len(places.lines[line - 1]))
        )

    uses = noted.uses()
    return Box(uses=uses, span=script.span, function=function, code=code, plan=plan, budgets=budgets, place=place)


def readable(noted: Noted) -> set[tuple[str, str]]:
    """The entries that a run prepares."""
    return {("_f" if path.part == "field" else "_r", path.key) for path in noted.paths}


def _plan(
    around: Surroundings,
    noted: Noted,
    done: Rewritten,
    last: Mapping[str, tuple[int, Span]],
    places: Places,
) -> Plan:
    attributes = {**{f"event.{name}": one for name, one in around.attributes.items()}}
    attributes |= {f"subprofile.{name}": one for name, one in (around.subprofile or {}).items()}
    data = [path for path in noted.paths if path.part in ("event", "subprofile") and path.key not in ("event.type", "event.time")]
    kept = ("field", "collection")
    return Plan(
        fields=tuple(_entry(name, around.fields[name]) for name in noted.of("field")),
        data=tuple((path.name, _entry(path.key, attributes[path.key])) for path in data),
        others=tuple(path for path in noted.paths if path.part not in kept and path not in data),
        rows=tuple(
            (name, tuple(_entry(one, around.collections[name][one]) for one in noted.rows.get(name, ())))
            for name in noted.of("collection")
        ),
        fixed={key: _inside(around.fields[name]) for key, name in done.defaults.items()},
        written=tuple(Written(name, *last[name]) for name in noted.writes),
        calls=tuple(places.of(call) for call in done.calls),
        arguments={name: {one.name: one.type for one in around.actions[name].arguments.values()} for name in noted.actions},
        metered=done.metered or bool(noted.of("collection")),
        lines={line: tuple(names) for line, names in done.lines.items()},
    )


def _entry(key: str, declared: Field) -> Entry:
    return Entry(key, _inside(declared), ENTER[declared.type.kind])


def _inside(declared: Field) -> Any:
    """The default of a field as a box sees it."""
    value: Any = declared.default
    if value is None or declared.type.kind not in (Kind.DATE, Kind.DATETIME):
        return value
    return ENTER[declared.type.kind](value, 0, 0)


def last_writes(module: ast.Module) -> dict[str, ast.expr]:
    """The target by which each field is written last."""
    found: dict[str, ast.expr] = {}
    for node in ast.walk(module):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        for target in targets:
            path = path_of(target)
            if path is not None and (path.name not in found or found[path.name].lineno <= target.lineno):
                found[path.name] = target
    return found
