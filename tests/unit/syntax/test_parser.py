"""From text to tree: forms, spans, descriptions, layout."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime

import pytest

from lsdsl.source import Span
from lsdsl.syntax import tree
from tests.unit.syntax.reading import Codes, One, Read


def let_value(declaration: tree.Declaration) -> tree.Expression:
    """The expression of a ``let``."""
    assert isinstance(declaration, tree.LetDeclaration)
    return declaration.value


def spans(node: object) -> list[tuple[Span, list[Span]]]:
    """Each span in a tree with the spans directly below it."""
    found: list[tuple[Span, list[Span]]] = []
    if isinstance(node, tuple):
        return [pair for item in node for pair in spans(item)]
    if is_dataclass(node) and hasattr(node, "span"):
        values = [getattr(node, one.name) for one in fields(node)]
        below = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
        found.append((node.span, [item.span for item in below if hasattr(item, "span")]))
        found.extend(pair for item in below for pair in spans(item))
    return found


def test_first_example_has_no_findings(read: Read, first: str) -> None:
    """The first example of the language is clean, and all its declarations are there."""
    file, findings = read(first)
    assert findings == []
    assert len(file.declarations) == 20
    assert not any(isinstance(one, tree.Bad) for one in file.declarations)


def test_spans_lie_in_one_another(read: Read, first: str) -> None:
    """The span of a form holds the spans of its parts, and ends where its text ends."""
    for span, below in spans(read(first)[0].declarations):
        text = first[span.start : span.end]
        assert text == text.strip()
        assert text or span.start == span.end
        # The attribute of `per` stands behind the events, the occurrence word before them.
        assert all(span.start <= inner.start and (inner.end <= span.end or text in ("first", "latest")) for inner in below)


def test_empty_file_is_valid(read: Read) -> None:
    """Nothing, blanks and comments alone are rulesets."""
    for text in ("", "\n\n", "   ", "# nothing\n", "    # nothing"):
        assert read(text)[1] == []


def test_descriptions_belong_to_what_stands_below_them(read: Read) -> None:
    """Lines with ``##`` directly above a declaration, a field or a rule describe it."""
    text = (
        "## One\n##  two\nprofile:\n    ## Country\n    a text\n    ## lost\n\n    b text\n"
        "## Rule\nscore x:\n    ## why\n    +5 while a\n"
    )
    file, findings = read(text)
    profile, score = file.declarations
    assert findings == []
    assert isinstance(profile, tree.ProfileDeclaration)
    assert isinstance(score, tree.ScoreDeclaration)
    assert profile.description == "One\ntwo"
    assert [line.description for line in profile.lines if isinstance(line, tree.FieldDeclaration)] == ["Country", ""]
    assert isinstance(score.lines[0], tree.StateRule)
    assert score.lines[0].description == "why"
    assert [comment.text for comment in file.comments][:2] == ["## One", "##  two"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", tree.NumberLiteral(5, Span("rules.lsdsl", 8, 9))),
        ("2.50", tree.NumberLiteral(2.5, Span("rules.lsdsl", 8, 12))),
        ("10_000", tree.NumberLiteral(10_000, Span("rules.lsdsl", 8, 14))),
        ('"a\\n\\u00e9"', tree.TextLiteral("a\né", Span("rules.lsdsl", 8, 19))),
        ("true", tree.BooleanLiteral(True, Span("rules.lsdsl", 8, 12))),
        ("2026-01-31", tree.DateLiteral(date(2026, 1, 31), Span("rules.lsdsl", 8, 18))),
        ("2026-01-31T09:00Z", tree.MomentLiteral(datetime(2026, 1, 31, 9, tzinfo=UTC), Span("rules.lsdsl", 8, 25))),
        (
            "2026-01-31T09:00:30.5+02:00",
            tree.MomentLiteral(datetime(2026, 1, 31, 7, 0, 30, 500_000, tzinfo=UTC), Span("rules.lsdsl", 8, 35)),
        ),
        ("1 week", tree.DurationLiteral(1, "week", Span("rules.lsdsl", 8, 14))),
        ("36 hours", tree.DurationLiteral(36, "hour", Span("rules.lsdsl", 8, 16))),
    ],
)
def test_literals_have_values(one: One, text: str, value: object) -> None:
    """A literal in the text is its value in the tree."""
    assert let_value(one(f"let a = {text}\n")) == value


def test_operators_bind_as_the_language_says(one: One) -> None:
    """`or` is loosest, then `and`, `not`, comparisons, sums, products."""
    value = let_value(one("let a = b or not c and d + 1 * 2 > 3\n"))
    assert isinstance(value, tree.Logical)
    assert value.operator == "or"
    conjunction = value.operands[1]
    assert isinstance(conjunction, tree.Logical)
    assert isinstance(conjunction.operands[0], tree.Not)
    comparison = conjunction.operands[1]
    assert isinstance(comparison, tree.Comparison)
    assert isinstance(comparison.left, tree.Arithmetic)
    assert isinstance(comparison.left.right, tree.Arithmetic)


def test_flat_chains_are_flat(one: One) -> None:
    """A chain of `or` is one node, so that nothing has to recurse through it."""
    value = let_value(one("let a = " + " or ".join(["b"] * 900) + "\n"))
    assert isinstance(value, tree.Logical)
    assert len(value.operands) == 900


def test_parentheses_belong_to_what_is_around_them(one: One) -> None:
    """The span of an operation covers the parentheses of its operands, the operand's own span does not."""
    text = "let a = (b + 1) * 2\n"
    value = let_value(one(text))
    assert isinstance(value, tree.Arithmetic)
    assert text[value.span.start : value.span.end] == "(b + 1) * 2"
    assert text[value.left.span.start : value.left.span.end] == "b + 1"


def test_event_rule_has_all_its_parts(one: One) -> None:
    """Occurrence, events, `per`, `where` and modifiers end up in their places."""
    score = one(
        "score s:\n    -(a / 2) on first 3 b or orders created per c where d > 1, at most 3 times per 7 days, "
        "loses 25% every 30 days, halves every 1 day, never expires, as e\n"
    )
    assert isinstance(score, tree.ScoreDeclaration)
    (rule,) = score.lines
    assert isinstance(rule, tree.EventRule)
    assert rule.points.sign == "-"
    assert (rule.occurrence.word, rule.occurrence.count and rule.occurrence.count.value) == ("first", 3)
    assert rule.occurrence.per is not None
    assert rule.occurrence.per.text == "c"
    assert [(event.name.text, event.verb) for event in rule.events] == [("b", None), ("orders", "created")]
    assert isinstance(rule.where, tree.Comparison)
    assert [type(one).__name__ for one in rule.modifiers] == ["AtMost", "Loses", "Halves", "Never", "Named"]


def test_negative_literals_in_value_positions(one: One) -> None:
    """Where only a literal may stand, a minus sign is part of it."""
    score = one(
        "score s:\n    minimum -50\n    range low\n    range high from -10\n    by a:\n        +5 -3, 4\n        + 1 from -2\n"
    )
    assert isinstance(score, tree.ScoreDeclaration)
    minimum, _, high, table = score.lines
    assert isinstance(minimum, tree.ScoreProperty)
    assert isinstance(minimum.value, tree.NumberLiteral)
    assert minimum.value.value == -50
    assert isinstance(high, tree.RangeDeclaration)
    assert high.start is not None
    assert high.start.value == -10
    assert isinstance(table, tree.Table)
    row = table.rows[0]
    assert isinstance(row, tree.TableRow)
    assert [value.value for value in row.values if isinstance(value, tree.NumberLiteral)] == [-3, 4]


def test_else_if_chain_is_one_step(one: One) -> None:
    """`if`, `else if` and `else` are the branches of one step."""
    followup = one(
        "followup f:\n    on a\n    if b:\n        stop\n    else if c:\n        stop\n    else:\n        stop\n    wait 2 days\n"
    )
    assert isinstance(followup, tree.FollowupDeclaration)
    choice = followup.lines[1]
    assert isinstance(choice, tree.If)
    assert [branch.condition is None for branch in choice.branches] == [False, False, True]
    assert isinstance(followup.lines[2], tree.Wait)


def test_script_box_is_taken_as_it_is(one: One) -> None:
    """A box is dedented, and each of its lines knows where it stands in the file."""
    text = 'followup f:\n    on a\n    script:\n        if "(":  # x\n\n            b = 1\n    # not in the box\n    stop\n'
    followup = one(text)
    assert isinstance(followup, tree.FollowupDeclaration)
    _, script, stop = followup.lines
    assert isinstance(script, tree.Script)
    assert script.text == 'if "(":  # x\n\n    b = 1\n'
    for line, offset in zip(script.text.splitlines(), script.line_offsets, strict=True):
        assert text[offset : offset + len(line)] == line
    assert isinstance(stop, tree.Stop)


def test_test_lines(one: One) -> None:
    """`after D on E` is one line, `after D` alone another."""
    block = one('test "t":\n    given a = -1, tags = ("x",)\n    after 2 days on form_submit form = "demo"\n    after 5 weeks\n')
    assert isinstance(block, tree.TestDeclaration)
    assert [type(line).__name__ for line in block.lines] == ["Given", "OnLine", "AfterLine"]


def test_action_arguments_take_expressions_and_lists(one: One) -> None:
    """A list after `key:` is a list, an expression in parentheses is an expression."""
    followup = one('followup f:\n    on a\n    do send "x", to: (email), cc: ("a", "b")\n')
    assert isinstance(followup, tree.FollowupDeclaration)
    do = followup.lines[1]
    assert isinstance(do, tree.Do)
    assert [type(argument.value).__name__ for argument in do.arguments] == ["NameExpression", "ListLiteral"]


def test_line_ends_inside_parentheses_are_nothing(codes: Codes) -> None:
    """A list may run over lines, in column one too, comments included."""
    assert codes('list a = (\n"x",  # one\n\n  "y",\n)\nlet b = 5\n') == []


def test_divisions_are_not_patterns(one: One) -> None:
    """A slash is a pattern only after `matches`."""
    value = let_value(one("let a = b / 2 + c / 3\n"))
    assert isinstance(value, tree.Arithmetic)
    matched = let_value(one("let a = b matches /x\\/[0-9]+ \\d/ ignoring case\n"))
    assert isinstance(matched, tree.Matches)
    assert matched.pattern.value == "x/[0-9]+ \\d"
    assert matched.ignoring_case
