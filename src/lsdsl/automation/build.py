"""From a model to its graph."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, assert_never

from lsdsl.analysis.written import words
from lsdsl.automation.effects import effects
from lsdsl.automation.nodes import KINDS, Edge, Fact, Graph, Node, Relation
from lsdsl.automation.reading import reads
from lsdsl.model.builtin import FIELDS
from lsdsl.model.declarations import (
    AbsenceRule,
    ChangeTrigger,
    ColdTrigger,
    EventRule,
    Field,
    Followup,
    Model,
    OnTrigger,
    Rule,
    RunLimit,
    Score,
    StateRule,
    Table,
    TableRow,
    WhenTrigger,
)
from lsdsl.model.expressions import AttributeRead, Changed, Comparison, Constant, Expression, Logical
from lsdsl.script.uses import BoxUses
from lsdsl.sentences.amounts import decay_words, duration_words, signed
from lsdsl.source import Span

Boxes = Mapping[Span, BoxUses]
MODIFIED: Final = Node("event", "profile.modified")
RAISED: Final = {"tag.added": "add", "tag.removed": "remove"}


def graph_of(model: Model, boxes: Boxes) -> Graph:
    """The graph of a ruleset; ``boxes`` says what its script boxes read and do."""
    edges = [*_edges(model, boxes)]
    return Graph(_nodes(model, edges), tuple(dict.fromkeys([*edges, *_raised(edges)])))


def _edges(model: Model, boxes: Boxes) -> Iterator[Edge]:
    for score in model.scores.values():
        yield from _of_score(score, model)
    for grade in model.grades.values():
        conditions = [row.condition for row in grade.rows if row.condition is not None]
        yield from _reading(conditions, Node("grade", grade.name), "decides", model)
    for selection in model.selections.values():
        target = Node("selection", selection.name)
        yield from _reading([selection.condition], target, "where", model)
        if selection.order is not None:
            yield from _reading([selection.order], target, "order by", model)
    for followup in model.followups.values():
        yield from _of_followup(followup, model, boxes)


def _reading(expressions: Iterable[Expression], target: Node, why: str, model: Model) -> Iterator[Edge]:
    found = dict.fromkeys(node for one in expressions for node in reads(one, model))
    yield from (Edge(node, target, "reads", why) for node in found)


# --- scores ---------------------------------------------------------------------------------------------------------------


def _of_score(score: Score, model: Model) -> Iterator[Edge]:
    target = Node("score", score.name)
    if score.expression is not None:
        found = reads(score.expression, model)
        why = words(score.expression.span, model)
        yield from (Edge(node, target, "adds to", why, enabled=score.enabled) for node in found)
    for rule in score.rules:
        yield from _of_rule(rule, score, model)
    if score.field is not None:
        yield Edge(target, Node("field", score.field), "writes", "its value", enabled=score.enabled)


def _of_rule(rule: Rule, score: Score, model: Model) -> Iterator[Edge]:
    on, target = score.enabled, Node("score", score.name)
    match rule:
        case EventRule():
            node = rule_node(score, rule)
            yield from (Edge(Node("event", name), node, "starts", occurrence_text(rule), enabled=on) for name in rule.events)
            for read in dict.fromkeys([*reads(rule.where, model), *reads(rule.points, model)]):
                yield Edge(read, node, "reads", "where", starts=False, enabled=on)
            yield Edge(node, target, "adds to", points_text(rule.points, model), notes=notes_of(rule), enabled=on)
        case StateRule():
            node = rule_node(score, rule)
            for read in dict.fromkeys([*reads(rule.condition, model), *reads(rule.points, model)]):
                yield Edge(read, node, "reads", "while", enabled=on)
            yield Edge(node, target, "adds to", points_text(rule.points, model), enabled=on)
        case AbsenceRule():
            node = rule_node(score, rule)
            why = f"every {duration_words(rule.every)} without"
            yield from (Edge(Node("event", name), node, "reads", why, enabled=on) for name in rule.events)
            yield Edge(node, target, "adds to", points_text(rule.points, model), enabled=on)
        case Table():
            for row in rule.rows:
                node = rule_node(score, row)
                yield from (Edge(read, node, "reads", "by", enabled=on) for read in reads(rule.by, model))
                yield Edge(node, target, "adds to", points_text(row.points, model), enabled=on)
        case _:
            assert_never(rule)


def rule_node(score: Score, rule: EventRule | StateRule | AbsenceRule | TableRow) -> Node:
    """The node of a rule or of a row of a table."""
    return Node("rule", f"{score.name}/{rule.identity}")


def occurrence_text(rule: EventRule) -> str:
    """Which occurrences count: ``first 3 per url``."""
    count = f" {rule.count}" if rule.occurrence == "first" and rule.count > 1 else ""
    return f"{rule.occurrence}{count}{f' per {rule.per}' if rule.per else ''}"


def points_text(points: Expression, model: Model) -> str:
    """The points of a rule with their sign, as they are written."""
    if isinstance(points, Constant) and isinstance(points.value, int | float):
        return signed(points.value)
    said = words(points.span, model)
    return said if said.startswith(("+", "-")) else f"+({said})" if not said.startswith("(") else f"+{said}"


def notes_of(rule: EventRule) -> tuple[str, ...]:
    """The limits, expiry and decay of a rule."""
    limits = []
    for limit in rule.limits:
        per = "" if limit.per is None else f" per {duration_words(limit.per)}"
        limits.append(f"at most {limit.amount:g} {limit.unit.removesuffix('s') if limit.amount == 1 else limit.unit}{per}")
    if rule.expires is not None:
        limits.append(f"expires after {duration_words(rule.expires)}")
    if rule.decay is not None:
        limits.append(decay_words(rule.decay))
    return tuple(limits)


# --- follow-ups -----------------------------------------------------------------------------------------------------------


def _of_followup(followup: Followup, model: Model, boxes: Boxes) -> Iterator[Edge]:
    node, on = Node("followup", followup.name), followup.enabled
    limits = tuple(run_limit_text(limit) for limit in followup.limits)
    starting: set[Node] = set()
    for edge in _started_by(followup, node, limits, model):
        starting.add(edge.source)
        yield edge
    for why, condition in (("where", followup.where), ("cancel when", followup.cancel)):
        for read in reads(condition, model):
            if read not in starting:
                yield Edge(read, node, "reads", why, starts=False, enabled=on)
    yield from effects(followup, node, model, boxes)


def _started_by(followup: Followup, node: Node, limits: tuple[str, ...], model: Model) -> Iterator[Edge]:
    on, trigger = followup.enabled, followup.trigger

    def starts(source: Node, why: str, only: frozenset[str] | None = None, relation: Relation = "starts") -> Edge:
        return Edge(source, node, relation, why, notes=limits, enabled=on, only=only)

    match trigger:
        case OnTrigger(events=events):
            for name in events:
                yield starts(Node("event", name), "on", _only(followup.where, name))
        case WhenTrigger(condition=condition, again=again):
            for read in dict.fromkeys([*reads(condition, model), *reads(again, model)]):
                yield starts(read, f"when {_edge_text(trigger, model)}")
        case ColdTrigger(scores=scores):
            for name in scores:
                yield starts(Node("score", name), words(trigger.span, model))
        case ChangeTrigger(score=score):
            yield starts(Node("score", score), words(trigger.span, model))
        case _:
            assert_never(trigger)


def _edge_text(trigger: WhenTrigger, model: Model) -> str:
    return words(trigger.condition.span, model).removeprefix("when ")


def _only(where: Expression | None, event: str) -> frozenset[str] | None:
    """The fields or tags of which one has to change for a follow-up on that event to run, where its condition says so."""
    if where is None:
        return None
    for one in where.operands if isinstance(where, Logical) and where.operator == "and" else (where,):
        match one:
            case Changed(field=name) if event == MODIFIED.name:
                return frozenset({name})
            case Comparison(operator="==", left=AttributeRead(attribute="tag"), right=Constant(value=str(tag))) if (
                event in RAISED
            ):
                return frozenset({tag})
            case _:
                pass
    return None


def run_limit_text(limit: RunLimit) -> str:
    """A limit on the runs of a follow-up as it is written: ``limit 1 per 7 days``."""
    if limit.per is None and limit.count == 1:
        return f"limit once{' overall' if limit.overall else ''}"
    per = "" if limit.per is None else f" per {duration_words(limit.per)}"
    return f"limit {limit.count}{per}{' overall' if limit.overall else ''}"


def _raised(edges: list[Edge]) -> Iterator[Edge]:
    """The events that writes raise: a field that something writes, a tag that is added or removed."""
    heard = {edge.source.name for edge in edges if edge.source.kind == "event" and edge.starts}
    written = {edge.target for edge in edges if edge.relation == "writes" and edge.enabled}
    for edge in edges:
        match edge.target.kind:
            case "field" if edge.relation == "writes" and MODIFIED.name in heard:
                yield Edge(edge.target, MODIFIED, "starts", "a change", enabled=edge.target in written)
            case "tag" if edge.relation == "writes":
                for event, change in RAISED.items():
                    if event in heard and edge.why.startswith(change):
                        yield Edge(edge.target, Node("event", event), "starts", "a change")
            case _:
                pass


# --- nodes ----------------------------------------------------------------------------------------------------------------


def _nodes(model: Model, edges: list[Edge]) -> Mapping[Node, Fact]:
    """The facts of all nodes: what is declared, and of what is built in or a tag only what takes part."""
    found = dict(_declared(model))
    for edge in edges:
        for node in (edge.source, edge.target):
            if node not in found:
                found[node] = _undeclared(node, model)
    for event in ("profile.modified", *RAISED):
        found.setdefault(Node("event", event), _undeclared(Node("event", event), model))
    used = {node for edge in edges for node in (edge.source, edge.target)}
    kept = {node: fact for node, fact in found.items() if node in used or fact.where is not None}
    return dict(sorted(kept.items(), key=lambda item: KINDS.index(item[0].kind)))


def _undeclared(node: Node, model: Model) -> Fact:
    if node.kind == "event":
        return Fact(description=model.events[node.name].description)
    if node.kind == "action":
        return Fact(description=model.actions[node.name].description)
    if node.kind == "field":
        field = FIELDS.get(node.name)
        return Fact(description=field.description if field is not None else "")
    return Fact()


def _declared(model: Model) -> Iterator[tuple[Node, Fact]]:
    for event in model.events.values():
        if event.subject == "declared":
            yield Node("event", event.name), Fact("", event.description, model.where(event.span))
    for field in model.fields.values():
        yield Node("field", field.name), _field_fact(field, model)
    for score in model.scores.values():
        yield (
            Node("score", score.name),
            Fact(score.title, score.description, model.where(score.span), score.enabled, bounds_text(score)),
        )
        for rule in score.rules:
            for one in rule.rows if isinstance(rule, Table) else (rule,):
                yield rule_node(score, one), Fact(one.title, "", model.where(one.span), score.enabled)
    for grade in model.grades.values():
        yield Node("grade", grade.name), Fact("", grade.description, model.where(grade.span))
    for selection in model.selections.values():
        yield Node("selection", selection.name), Fact("", selection.description, model.where(selection.span))
    for followup in model.followups.values():
        limits = tuple(run_limit_text(limit) for limit in followup.limits)
        place = model.where(followup.span)
        yield Node("followup", followup.name), Fact("", followup.description, place, followup.enabled, limits)
    for action in model.actions.values():
        if action.span.path in model.sources:
            yield Node("action", action.name), Fact("", action.description, model.where(action.span))


def _field_fact(field: Field, model: Model) -> Fact:
    return Fact("", field.description, model.where(field.span))


def bounds_text(score: Score) -> tuple[str, ...]:
    """The bounds that a score's block sets."""
    return tuple(
        f"{word} {value:g}" for word, value in (("minimum", score.minimum), ("maximum", score.maximum)) if value is not None
    )
