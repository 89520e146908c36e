"""LS529: script boxes that do no more than steps of a follow-up can say."""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from lsdsl.analysis.attainable import awarding_steps
from lsdsl.analysis.subject import Subject
from lsdsl.diagnostics import Diagnostic, Edit, finding
from lsdsl.model.declarations import Field, Followup, Model, OnTrigger, Script
from lsdsl.model.types import Kind

WORDS: Final = frozenset("and or not is in on while when where if else true false".split())
"""What is no name in the rules unless it stands between backticks."""

NUMBER: Final = re.compile(r"\d{1,15}(\.\d{1,6})?")
SIGNS: Final[dict[type[ast.operator], str]] = {ast.Add: "+", ast.Sub: "-"}


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Boxes of which every line is one of a few plain ones: a literal is written or added, a tag changed, points awarded."""
    for followup in subject.model.followups.values():
        for step in awarding_steps(followup.steps):
            if isinstance(step, Script) and step.span in subject.boxes:
                steps = _as_steps(step.box.text, followup, subject.model)
                if steps:
                    yield _told(step, steps, subject.model)


def _told(step: Script, steps: list[str], model: Model) -> Diagnostic:
    named = " and ".join(f"`{one}`" for one in steps)
    found = finding("LS529", step.box.header, steps=named, many="yes" if len(steps) > 1 else None)
    if "#" in step.box.text:
        return found
    text = model.sources[step.span.path].text
    line = text.rfind("\n", 0, step.span.start) + 1
    indentation = text[line : step.span.start]
    written = text[step.span.start : step.span.end]
    end = written[len(written.rstrip()) :]
    return found.with_fix(Edit(step.span, f"\n{indentation}".join(steps) + end), safe=False)


def _as_steps(text: str, followup: Followup, model: Model) -> list[str] | None:
    """The steps that do the same as a box; None when there is a line that is no step."""
    steps = []
    for line in ast.parse(text).body:
        step = _as_step(line, followup, model)
        if step is None:
            return None
        steps.append(step)
    return steps


def _as_step(line: ast.stmt, followup: Followup, model: Model) -> str | None:
    match line:
        case ast.Assign(targets=[target], value=value):
            return _assignment(_field(target, model), value, followup, model)
        case ast.AugAssign(target=target, op=operation, value=value):
            return _addition(_field(target, model), operation, value, followup, model)
        case ast.Expr(value=ast.Call(func=ast.Name(id=function), args=arguments, keywords=[])):
            return _effect(function, arguments)
        case _:
            return None


def _assignment(field: Field | None, value: ast.expr, followup: Followup, model: Model) -> str | None:
    if field is None or field.type.kind not in (Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN):
        return None
    if isinstance(value, ast.BinOp) and _field(value.left, model) is field:
        return _addition(field, value.op, value.right, followup, model)
    literal = _literal(value)
    return None if literal is None else f"set {_name(field.name)} to {literal}"


def _addition(field: Field | None, operation: ast.operator, value: ast.expr, followup: Followup, model: Model) -> str | None:
    """Something added to a number that is never missing: with a missing one a box fails and a step writes nothing."""
    number, sign = _number(value), SIGNS.get(type(operation))
    if field is None or field.type.kind is not Kind.NUMBER or field.default is None or number is None or sign is None:
        return None
    if number.startswith("-"):
        return None
    name = _name(field.name)
    return f"set {name} to {'profile.' if _ambiguous(field.name, followup, model) else ''}{name} {sign} {number}"


def _effect(function: str, arguments: list[ast.expr]) -> str | None:
    match function, arguments:
        case "add_tag" | "remove_tag", [ast.Constant(value=str() as tag)] if tag.strip() == tag != "":
            return f"{function.removesuffix('_tag')} tag {json.dumps(tag, ensure_ascii=False)}"
        case "award", [ast.Constant(value=str() as score), points]:
            number = _number(points)
            return None if number is None else f"award {number if number.startswith('-') else f'+{number}'} to {_name(score)}"
        case _:
            return None


def _field(node: ast.expr, model: Model) -> Field | None:
    match node:
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id="profile"), attr="fields"), attr=name):
            return model.fields.get(name)
        case _:
            return None


def _literal(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=bool() as value):
            return "true" if value else "false"
        case ast.Constant(value=str() as value) if value.isprintable():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return _number(node)


def _number(node: ast.expr) -> str | None:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            positive = _number(operand)
            return None if positive is None or positive.startswith("-") else f"-{positive}"
        case ast.Constant(value=(int() | float()) as value) if not isinstance(value, bool) and NUMBER.fullmatch(repr(value)):
            return repr(value)
        case _:
            return None


def _ambiguous(name: str, followup: Followup, model: Model) -> bool:
    """Whether an attribute of the event has the name, too."""
    events: Iterable[str] = followup.trigger.events if isinstance(followup.trigger, OnTrigger) else ()
    return any(name in model.events[event].attributes for event in events if event in model.events)


def _name(name: str) -> str:
    return f"`{name}`" if name in WORDS or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) else name
