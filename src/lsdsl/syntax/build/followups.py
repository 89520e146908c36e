"""Follow-ups and tests."""

from typing import Any

from lsdsl.source import Span
from lsdsl.syntax import tree
from lsdsl.syntax.build.core import Builder, Part, Values, builder, each_of, first_of, has, nodes, part, text_of, the
from lsdsl.syntax.script_box import Box


@builder("followup")
def _followup(build: Builder, values: Values, span: Span) -> object:
    name, *lines = nodes(values)
    return tree.FollowupDeclaration(name, tuple(lines), build.description(span), build.header(values, span), span)


# --- header lines ---------------------------------------------------------------------------------------------------------


@builder("on_trigger")
def _on_trigger(_build: Builder, values: Values, span: Span) -> object:
    return tree.OnTrigger(part(values, "events"), span)


@builder("when_trigger")
def _when_trigger(_build: Builder, values: Values, span: Span) -> object:
    return tree.WhenTrigger(values[1], span)


@builder("gain_trigger")
def _gain_trigger(_build: Builder, values: Values, span: Span) -> object:
    comparison: Any = "more" if has(values, "MORE_WORD") else "fewer"
    score, points, within = nodes(values)
    return tree.GainTrigger(score, comparison, points, within, span)


@builder("change_trigger")
def _change_trigger(_build: Builder, values: Values, span: Span) -> object:
    return tree.ChangeTrigger(values[1], span)


@builder("again_line")
def _again_line(_build: Builder, values: Values, span: Span) -> object:
    return tree.AgainLine(values[2], span)


@builder("limit_line")
def _limit_line(_build: Builder, values: Values, span: Span) -> object:
    count, per = first_of(values, tree.NumberLiteral), first_of(values, tree.DurationLiteral)
    return tree.LimitLine(count, per, has(values, "OVERALL"), span)


@builder("cancel_line")
def _cancel_line(_build: Builder, values: Values, span: Span) -> object:
    return tree.CancelLine(values[2], span)


@builder("enabled_line")
def _enabled_line(_build: Builder, values: Values, span: Span) -> object:
    return tree.EnabledLine(values[1].value, span)


# --- steps ----------------------------------------------------------------------------------------------------------------


@builder("wait")
def _wait(_build: Builder, values: Values, span: Span) -> object:
    return tree.Wait(values[1], span)


@builder("if")
def _if_step(_build: Builder, values: Values, span: Span) -> object:
    return tree.If(each_of(values, tree.Branch), span)


@builder("if_branch", "else_if_branch")
def _branch(_build: Builder, values: Values, span: Span) -> object:
    condition, *steps = nodes(values)
    return tree.Branch(condition, tuple(steps), span)


@builder("else_branch")
def _else_branch(_build: Builder, values: Values, span: Span) -> object:
    return tree.Branch(None, tuple(nodes(values)), span)


@builder("set_field")
def _set_field(_build: Builder, values: Values, span: Span) -> object:
    return tree.SetField(values[1], values[3], span)


@builder("change_tag")
def _change_tag(_build: Builder, values: Values, span: Span) -> object:
    change: Any = text_of(values, "ADD", "REMOVE")
    return tree.ChangeTag(change, the(values, tree.TextLiteral), span)


@builder("award_step")
def _award_step(_build: Builder, values: Values, span: Span) -> object:
    return tree.AwardStep(values[1], values[3], first_of(values, tree.Expires), span)


@builder("do")
def _do(_build: Builder, values: Values, span: Span) -> object:
    first = first_of(values, tree.TextLiteral)
    return tree.Do(the(values, tree.Identifier), first, each_of(values, tree.ActionArgument), span)


@builder("argument_line")
def _argument_line(_build: Builder, values: Values, span: Span) -> object:
    return tree.ActionArgument(values[0], values[2], span)


@builder("script")
def _script(build: Builder, values: Values, span: Span) -> object:
    box: Box = values[2].value
    return tree.Script(box.text, box.line_offsets, build.header(values, span), span)


@builder("stop")
def _stop(_build: Builder, _values: Values, span: Span) -> object:
    return tree.Stop(span)


# --- tests ----------------------------------------------------------------------------------------------------------------


@builder("test")
def _test(build: Builder, values: Values, span: Span) -> object:
    name, *lines = nodes(values)
    return tree.TestDeclaration(name, tuple(lines), build.description(span), build.header(values, span), span)


@builder("assignment")
def _assignment(_build: Builder, values: Values, span: Span) -> object:
    return tree.Assignment(values[0], values[2], span)


@builder("assignments")
def _assignments(_build: Builder, values: Values, _span: Span) -> object:
    return Part("assignments", each_of(values, tree.Assignment))


@builder("given")
def _given(_build: Builder, values: Values, span: Span) -> object:
    return tree.Given(part(values, "assignments"), span)


@builder("starting")
def _starting(_build: Builder, values: Values, span: Span) -> object:
    return tree.Starting(values[1], span)


@builder("on_line")
def _on_line(_build: Builder, values: Values, span: Span) -> object:
    event = the(values, tree.EventReference)
    return tree.OnLine(part(values, "after"), event, part(values, "assignments") or (), span)


@builder("after_line")
def _after_line(_build: Builder, values: Values, span: Span) -> object:
    return tree.AfterLine(values[1], span)


@builder("expect")
def _expect(_build: Builder, values: Values, span: Span) -> object:
    return tree.Expect(values[1], span)
