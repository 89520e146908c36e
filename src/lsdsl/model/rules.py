"""The rules of a score: on events, while conditions hold, and for every period without an event."""

from collections.abc import Sequence
from dataclasses import replace

from lsdsl.model.block import Block
from lsdsl.model.conditions import condition
from lsdsl.model.context import Context
from lsdsl.model.declarations import AbsenceRule, EventRule, StateRule
from lsdsl.model.events import events_named
from lsdsl.model.identity import absence_rule_identity, event_rule_identity, state_rule_identity
from lsdsl.model.limits import modifiers_of, stable_name, whole
from lsdsl.model.names import not_everywhere, unknown_attribute
from lsdsl.model.points import rule_points
from lsdsl.model.scopes import PROFILE, Scope
from lsdsl.model.titles import title_of
from lsdsl.source import Span
from lsdsl.syntax import tree


def event_rule(node: tree.EventRule, block: Block, context: Context) -> EventRule:
    """``POINTS on OCCURRENCE EVENT where C, MODIFIER``."""
    events, scope = events_named(node.events, context)
    points = rule_points(node.points, scope, block, context)
    where = condition(node.where, scope, context) if node.where else None
    modifiers = modifiers_of(node.modifiers, block.expires, block.decay, context)
    count = whole(node.occurrence.count, "the number after `first`", context) if node.occurrence.count else 1
    return EventRule(
        identity=event_rule_identity(node, modifiers.name, block.score),
        title=_title(node, context),
        group=block.group,
        points=points,
        occurrence=node.occurrence.word,
        count=count,
        per=_per(node.occurrence.per, scope, context),
        events=events,
        where=where,
        limits=modifiers.limits,
        expires=modifiers.expires,
        decay=modifiers.decay,
        span=node.span,
    )


def _per(name: tree.Identifier | None, scope: Scope, context: Context) -> str | None:
    """The attribute after ``per``; all events of the rule have to have it."""
    if name is None:
        return None
    if name.text in scope.partial:
        not_everywhere(name.text, scope.partial[name.text], name.span, scope, context)
    elif name.text not in scope.attributes and not scope.open:
        unknown_attribute(name, scope, context)
    return name.text


def state_rule(node: tree.StateRule, block: Block, context: Context) -> StateRule:
    """``POINTS while C``."""
    name = stable_name(node.modifiers)
    points = rule_points(node.points, PROFILE, block, context)
    holds = condition(node.condition, PROFILE, context)
    title = _title(node, context)
    return StateRule(state_rule_identity(node, name, block.score), title, block.group, points, holds, node.span)


def absence_rule(node: tree.AbsenceRule, block: Block, context: Context) -> AbsenceRule:
    """``POINTS for every D without E``."""
    name = stable_name(node.modifiers)
    points = rule_points(node.points, PROFILE, block, context)
    events, _ = events_named(node.events, context)
    return AbsenceRule(
        identity=absence_rule_identity(node, name, block.score),
        title=_title(node, context),
        group=block.group,
        points=points,
        every=node.every.microseconds,
        events=events,
        span=node.span,
    )


def _title(node: tree.EventRule | tree.StateRule | tree.AbsenceRule, context: Context) -> str:
    return title_of(node.description, _words(node.points, node.modifiers, node.span), context)


def _words(points: tree.Points, modifiers: Sequence[tree.Modifier], span: Span) -> Span:
    """The place of a rule's words between its points and its modifiers; points in parentheses end at the closing one."""
    end = modifiers[0].span.start if modifiers else span.end
    return replace(span, start=points.span.end, end=end)
