"""What a ruleset holds, as rows of plain values: the same rows are a table for people and JSON for programs."""

from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Final

from lsdsl.cli.wording import default_text, duration_text, limits_text, points_text, source_text, type_text
from lsdsl.config.codes import CHANGEABLE
from lsdsl.diagnostics import CATALOGUE
from lsdsl.engine.words import limit_text
from lsdsl.model.builtin import FIELDS
from lsdsl.model.declarations import (
    AbsenceRule,
    Do,
    EventRule,
    Field,
    If,
    Model,
    Score,
    Selection,
    StateRule,
    Step,
    Table,
    TableRow,
    scripts,
)
from lsdsl.script import Box, BoxUses
from lsdsl.source import Span

Boxes = Mapping[Span, Box]
Row = dict[str, object]
BUILT_IN: Final = "built in"


def rules(model: Model) -> list[Row]:
    """Every rule of every score; the rows of a table are rules."""
    return [row for score in model.scores.values() for row in _rules(score, model)]


def _rules(score: Score, model: Model) -> list[Row]:
    rows: list[Row] = []
    for rule in score.rules:
        begin: Row = {"score": score.name, "group": rule.group}
        match rule:
            case EventRule():
                rows.append(begin | _event_rule(rule, model))
            case StateRule():
                rows.append(begin | _plain(rule, "while", model))
            case AbsenceRule():
                rows.append(begin | _plain(rule, f"every {duration_text(rule.every)}", model))
            case Table():
                rows.extend(begin | _plain(row, "by", model) for row in rule.rows)
    return rows


def _event_rule(rule: EventRule, model: Model) -> Row:
    count = f" {rule.count}" if rule.occurrence == "first" and rule.count > 1 else ""
    per = f" per {rule.per}" if rule.per else ""
    return _plain(rule, f"{rule.occurrence}{count}{per}", model) | {"limits": limits_text(rule)}


def _plain(rule: EventRule | StateRule | AbsenceRule | TableRow, when: str, model: Model) -> Row:
    """What all kinds of rules have; ``when`` says which occurrences or periods count."""
    return {
        "points": points_text(rule.points, model),
        "what": rule.title,
        "when": when,
        "limits": [],
        "rule": rule.identity,
        "where": model.where(rule.span),
    }


def scores(model: Model) -> list[Row]:
    """Every score with its bounds and ranges."""
    return [_score(score, model) for score in model.scores.values()]


def _score(score: Score, model: Model) -> Row:
    return {
        "score": score.name,
        "title": score.title,
        "rules": None if score.expression else len(score.rules),
        "initial": score.initial,
        "minimum": score.minimum,
        "maximum": score.maximum,
        "ideal": score.ideal,
        "ranges": [one.name if one.start is None else f"{one.name} from {one.start}" for one in score.ranges],
        "field": score.field,
        "enabled": score.enabled,
        "where": model.where(score.span),
    }


def fields(model: Model, boxes: Boxes) -> list[Row]:
    """The built-in fields of a profile, its declared ones, and those of the rows of its collections."""
    writers = {name: [model.where(span) for span, box in boxes.items() if name in box.uses.writes] for name in model.fields}
    rows = [_field(field, None, model, writers.get(field.name)) for field in (*FIELDS.values(), *model.fields.values())]
    rows += [_field(field, name, model) for name, one in model.collections.items() for field in one.fields.values()]
    return rows


def _field(field: Field, collection: str | None, model: Model, boxes: list[str] | None = None) -> Row:
    return {
        "collection": collection,
        "field": field.name,
        "type": type_text(field.type),
        "default": default_text(field),
        "from": field.source,
        "written by": field.owner,
        "written by boxes": boxes or [],
        "description": field.description,
        "where": _where(field.span, model),
    }


def events(model: Model) -> list[Row]:
    """The declared and the built-in events."""
    return [
        {
            "event": event.name,
            "attributes": _members(event.attributes),
            "description": event.description,
            "where": _where(event.span, model),
        }
        for event in model.events.values()
    ]


def selections(model: Model) -> list[Row]:
    """The selections with their conditions and orders, as they are written."""
    return [
        {
            "selection": selection.name,
            "profiles where": source_text(selection.condition.span, model),
            "order by": _order(selection, model),
            "description": selection.description,
            "where": model.where(selection.span),
        }
        for selection in model.selections.values()
    ]


def _order(selection: Selection, model: Model) -> str | None:
    if selection.order is None:
        return None
    return source_text(selection.order.span, model) + (" descending" if selection.descending else "")


def followups(model: Model) -> list[Row]:
    """The follow-ups: what starts them, how often they may run, which actions they ask for."""
    return [
        {
            "followup": followup.name,
            "trigger": source_text(followup.trigger.span, model),
            "only where": None if followup.where is None else source_text(followup.where.span, model),
            "limits": [limit_text(model, limit) for limit in followup.limits],
            "actions": list(dict.fromkeys(_actions(followup.steps))),
            "boxes": sum(1 for _ in scripts(followup.steps)),
            "enabled": followup.enabled,
            "description": followup.description,
            "where": model.where(followup.span),
        }
        for followup in model.followups.values()
    ]


def _actions(steps: Sequence[Step]) -> Iterator[str]:
    """The actions of steps and of the branches below them, in order."""
    for step in steps:
        if isinstance(step, Do):
            yield step.action
        elif isinstance(step, If):
            for branch in step.branches:
                yield from _actions(branch.steps)


def boxes(model: Model, known: Boxes) -> list[Row]:
    """The script boxes: what each reads and does, which is known before it runs."""
    places = [(followup.name, step.span) for followup in model.followups.values() for step in scripts(followup.steps)]
    return [{"followup": name, "where": model.where(span), **_uses(known[span].uses)} for name, span in places]


def _uses(uses: BoxUses) -> Row:
    tags = [f"+{tag}" for tag in uses.tags_added] + [f"-{tag}" for tag in uses.tags_removed]
    return {
        "reads": list(_reads(uses)),
        "writes": [f"profile.fields.{name}" for name in uses.writes],
        "awards": list(uses.awards),
        "tags": tags + ["any"] * uses.any_tag,
        "actions": list(uses.actions),
    }


def _reads(uses: BoxUses) -> Iterator[str]:
    """What a box reads, as its author writes it."""
    yield from (f"profile.fields.{name}" for name in uses.reads)
    if uses.tags_read:
        yield "profile.tags"
    yield from (f"event.{name}" for name in uses.attributes)
    yield from (f"subprofile.fields.{name}" for name in uses.subprofile)
    for collection, names in uses.collections.items():
        yield f"collections.{collection}"
        yield from (f"collections.{collection}.{name}" for name in names)
    yield from (f"scores.{name}" for name in uses.scores)
    if uses.now:
        yield "now"


def actions(model: Model) -> list[Row]:
    """The actions that follow-ups may ask for."""
    return [
        {
            "action": action.name,
            "arguments": _members(action.arguments),
            "description": action.description,
            "where": _where(action.span, model),
        }
        for action in model.actions.values()
    ]


def codes() -> list[Row]:
    """Every code of a finding; in the messages words in capitals stand for what differs."""
    return [
        {
            "code": entry.code,
            "slug": entry.slug,
            "severity": entry.severity.value,
            "enabled": entry.enabled,
            "changeable": entry.code.startswith(CHANGEABLE),
            "message": _general(entry.message[0]),
        }
        for entry in sorted(CATALOGUE.values(), key=lambda entry: entry.code)
    ]


def _general(template: str) -> str:
    """A message as it reads for any finding: ``unknown name `NAME```. What has a format is there to choose the template only."""
    parts = Formatter().parse(template)
    return "".join(text + ("" if name is None or form else name.upper().replace("_", " ")) for text, name, form, _ in parts)


def _members(members: Mapping[str, Field]) -> list[str]:
    return [f"{name} {type_text(member.type)}" for name, member in members.items()]


def _where(span: Span, model: Model) -> str:
    return model.where(span) if span.path in model.sources else BUILT_IN
