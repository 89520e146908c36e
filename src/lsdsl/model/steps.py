"""The steps of follow-ups."""

from collections.abc import Sequence
from typing import assert_never

from lsdsl.diagnostics import Related
from lsdsl.model import builtin
from lsdsl.model.asks import do
from lsdsl.model.comparisons import source_name
from lsdsl.model.conditions import condition
from lsdsl.model.context import Context, failed
from lsdsl.model.declarations import AwardStep, Branch, ChangeTag, If, Script, SetField, Step, Stop, Wait
from lsdsl.model.expressions import Constant, Expression
from lsdsl.model.literals import described, fits, mending, same_type
from lsdsl.model.names import field_named, score_named
from lsdsl.model.points import points
from lsdsl.model.scopes import Scope
from lsdsl.model.types import Type
from lsdsl.syntax import tree


def steps(nodes: Sequence[tree.Step | tree.Bad], scope: Scope, context: Context) -> tuple[Step, ...]:
    """Resolve steps, in order; lines that could not be read are left out."""
    resolved = (_step(node, scope, context) for node in nodes if not isinstance(node, tree.Bad))
    return tuple(one for one in resolved if one is not None)


def _step(node: tree.Step, scope: Scope, context: Context) -> Step | None:
    match node:
        case tree.Wait():
            return Wait(node.duration.microseconds, node.span)
        case tree.If():
            return If(tuple(_branch(branch, scope, context) for branch in node.branches), node.span)
        case tree.SetField():
            return _set_field(node, scope, context)
        case tree.ChangeTag():
            context.give_tag(node.tag.value, node.tag.span)
            return ChangeTag(node.change, node.tag.value, node.span)
        case tree.AwardStep():
            return _award(node, scope, context)
        case tree.Do():
            return do(node, scope, context)
        case tree.Script():
            return Script(node, node.span)
        case tree.Stop():
            return Stop(node.span)
        case _:
            assert_never(node)


def _branch(node: tree.Branch, scope: Scope, context: Context) -> Branch:
    tested = condition(node.condition, scope, context) if node.condition is not None else None
    return Branch(tested, steps(node.steps, scope, context), node.span)


def _set_field(node: tree.SetField, scope: Scope, context: Context) -> SetField | None:
    field = field_named(node.field, context)
    value = context.resolve(node.value, scope)
    if field is None:
        return None
    owner = context.symbols.owners.get(field.name)
    if owner is not None or field.name in builtin.FIELDS:
        _read_only(node.field, owner, context)
        return None
    return SetField(field.name, assigned(value, field.type, f"`{field.name}`", context), node.span)


def _read_only(name: tree.Identifier, owner: str | None, context: Context) -> None:
    """Report a field that nobody may write, or nobody but its score."""
    if owner is not None:
        declared = Related(context.symbols.scores[owner].name.span, "owner")
        context.findings.add("LS228", name.span, declared, name=name.text, score=owner)
    else:
        tags = "tags" if name.text == "tags" else None
        context.findings.add("LS228", name.span, name=name.text, tags=tags)


def assigned(value: Expression, wanted: Type, what: str, context: Context) -> Expression:
    """A value that is written somewhere: reported when its type does not fit."""
    if isinstance(value, Constant):
        return value if fits(value, wanted, what, context) else failed(value.span)
    if same_type(value.type, wanted):
        return value
    facts = {"what": what, "wanted": described(wanted), "found": described(value.type)}
    context.findings.add("LS304", value.span, **facts, words=source_name(value, context), **mending(value, wanted, context))
    return failed(value.span)


def _award(node: tree.AwardStep, scope: Scope, context: Context) -> AwardStep | None:
    value = points(node.points, scope, context)
    score = score_named(node.score, context)
    expires = node.expires.after.microseconds if node.expires else None
    if score is None:
        return None
    if context.symbols.scores[score].expression is not None:
        declared = Related(context.symbols.scores[score].name.span, "score")
        context.findings.add("LS337", node.score.span, declared, name=score)
    return AwardStep(value, score, expires, node.span)
