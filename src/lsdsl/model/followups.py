"""Follow-ups: one trigger, header lines in their order, then steps."""

from typing import Final

from lsdsl.diagnostics import Related
from lsdsl.model.conditions import condition
from lsdsl.model.context import Context
from lsdsl.model.declarations import (
    ChangeTrigger,
    ColdTrigger,
    Followup,
    OnTrigger,
    RunLimit,
    Trigger,
    WhenTrigger,
)
from lsdsl.model.events import events_named
from lsdsl.model.expressions import Comparison, Constant, Expression, Gained
from lsdsl.model.gains import gained_scores
from lsdsl.model.limits import whole
from lsdsl.model.names import score_named
from lsdsl.model.scopes import PROFILE, Scope
from lsdsl.model.steps import steps
from lsdsl.model.types import NUMBER
from lsdsl.syntax import tree

HEADER: Final = ("trigger", "where", "again when", "limit", "cancel when", "enabled", "steps")
"""The parts of a follow-up, in their order."""

TRIGGERS: Final = (tree.OnTrigger, tree.WhenTrigger, tree.GainTrigger, tree.ChangeTrigger)


def followup(node: tree.FollowupDeclaration, context: Context) -> Followup | None:
    """Resolve ``followup NAME:``; None when it has no trigger."""
    _order(node, context)
    found, scope = _trigger(node, context)
    where = _condition(node, tree.WhereLine, scope, context)
    cancel = _condition(node, tree.CancelLine, PROFILE, context)
    limits = _limits(node, context)
    enabled = [line.value for line in node.lines if isinstance(line, tree.EnabledLine)]
    done = steps([line for line in node.lines if _part(line) == "steps"], scope, context)  # type: ignore[misc]
    if found is None:
        return None
    return Followup(
        name=node.name.text,
        trigger=found,
        where=where,
        limits=limits,
        cancel=cancel,
        enabled=enabled[0] if enabled else True,
        steps=done,
        description=node.description,
        span=node.name.span,
    )


def _part(line: tree.FollowupLine) -> str:
    """The part of a follow-up that a line belongs to."""
    match line:
        case tree.OnTrigger() | tree.WhenTrigger() | tree.GainTrigger() | tree.ChangeTrigger():
            return "trigger"
        case tree.WhereLine():
            return "where"
        case tree.AgainLine():
            return "again when"
        case tree.LimitLine():
            return "limit"
        case tree.CancelLine():
            return "cancel when"
        case tree.EnabledLine():
            return "enabled"
        case tree.Bad():
            return "bad"
        case _:
            return "steps"


def _order(node: tree.FollowupDeclaration, context: Context) -> None:
    """Report header lines that are missing, doubled or in the wrong place."""
    name = node.name.text
    first: dict[str, tree.FollowupLine] = {}
    latest: tree.FollowupLine | None = None
    for line in node.lines:
        part = _part(line)
        if part == "bad":
            continue
        key = f"{part} overall" if isinstance(line, tree.LimitLine) and line.overall else part
        if key in first and part != "steps":
            code = "LS173" if part == "trigger" else "LS170"
            related = Related(first[key].span, "first")
            context.findings.add(code, line.span, related, line=part, where=f"follow-up `{name}`", name=name)
        elif latest is not None and HEADER.index(part) < HEADER.index(_part(latest)):
            earlier = "a step" if _part(latest) == "steps" else f"`{_part(latest)}`"
            shown = "the trigger" if part == "trigger" else f"`{part}`"
            context.findings.add("LS171", line.span, Related(latest.span, "earlier"), line=shown, earlier=earlier)
        else:
            latest = line
        first.setdefault(key, line)
    if not any(isinstance(line, tree.Bad) for line in node.lines):
        if "trigger" not in first:
            context.findings.add("LS172", node.name.span, name=name)
        if "steps" not in first:
            context.findings.add(
                "LS174",
                node.name.span,
                what=f"follow-up `{name}`",
                line="step",
                step="`do`, `set`, `add tag`, `award` or `script:`",
            )


def _trigger(node: tree.FollowupDeclaration, context: Context) -> tuple[Trigger | None, Scope]:
    """The trigger, and the scope of what stands below it; further triggers are resolved for their findings only."""
    again = _again(node, context)
    resolved = [_one_trigger(line, again, context) for line in node.lines if isinstance(line, TRIGGERS)]
    return resolved[0] if resolved else (None, Scope("profile", key=node.name.text, open=True))


def _one_trigger(line: tree.Trigger, again: Expression | None, context: Context) -> tuple[Trigger | None, Scope]:
    match line:
        case tree.OnTrigger():
            events, scope = events_named(line.events, context)
            return OnTrigger(events, line.span), scope
        case tree.WhenTrigger():
            return WhenTrigger(condition(line.condition, PROFILE, context), again, line.span), PROFILE
        case tree.GainTrigger():
            return _gains(line, again, context), PROFILE
        case tree.ChangeTrigger():
            score = score_named(line.score, context)
            return (ChangeTrigger(score, line.span) if score else None), PROFILE


def _gains(line: tree.GainTrigger, again: Expression | None, context: Context) -> Trigger | None:
    """Hot and cold."""
    score = score_named(line.score, context)
    scores = gained_scores(score, line.score.span, context) if score else None
    within = line.within.microseconds
    amount = line.points.value
    if amount < 0 or (amount == 0 and line.comparison == "fewer"):
        context.findings.add("LS324", line.points.span, what=f"the number after `{line.comparison} than`", value=amount)
    if scores is None:
        return None
    if line.comparison == "fewer":
        return ColdTrigger(scores, amount, within, line.span)
    gained, limit = Gained(scores, within, line.span), Constant(amount, NUMBER, line.points.span)
    return WhenTrigger(Comparison(">", gained, limit, False, line.span), again, line.span)


def _again(node: tree.FollowupDeclaration, context: Context) -> Expression | None:
    """``again when C``, which re-arms a trigger on a condition."""
    trigger = next((line for line in node.lines if isinstance(line, TRIGGERS)), None)
    edge = isinstance(trigger, tree.WhenTrigger) or (isinstance(trigger, tree.GainTrigger) and trigger.comparison == "more")
    lines = [line for line in node.lines if isinstance(line, tree.AgainLine)]
    if lines and trigger is not None and not edge:
        context.findings.add("LS181", lines[0].span, Related(trigger.span, "trigger"))
    return _condition(node, tree.AgainLine, PROFILE, context)


def _condition(
    node: tree.FollowupDeclaration,
    kind: type[tree.WhereLine | tree.AgainLine | tree.CancelLine],
    scope: Scope,
    context: Context,
) -> Expression | None:
    lines = [line for line in node.lines if isinstance(line, tree.WhereLine | tree.AgainLine | tree.CancelLine)]
    conditions = [condition(line.condition, scope, context) for line in lines if isinstance(line, kind)]
    return conditions[0] if conditions else None


def _limits(node: tree.FollowupDeclaration, context: Context) -> tuple[RunLimit, ...]:
    limits = []
    for line in node.lines:
        if isinstance(line, tree.LimitLine):
            count = whole(line.count, "a limit", context) if line.count else 1
            per = line.per.microseconds if line.per else None
            limits.append(RunLimit(count, per, line.overall, line.span))
    return tuple(limits)
