"""The one layout, rule by rule."""

import pytest

from lsdsl.source import Source
from lsdsl.syntax.printer import format_text


def formatted(text: str) -> str:
    """The text in the layout."""
    result, findings = format_text(Source("rules.lsdsl", text))
    assert result is not None, findings
    return result


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("let a=((b))", "let a = b"),
        ("let a = ( b  is  2 )", "let a = b is 2"),
        ("let a = b==2 or (c and d)", "let a = b == 2 or (c and d)"),
        ("let a = (b or c) and ((d))", "let a = (b or c) and d"),
        ('let a = not ((b contains "x"))', 'let a = not (b contains "x")'),
        ("let a = b is (missing)", "let a = b is (missing)"),
        ("let a = (true) matches /x y/", "let a = (true) matches /x y/"),
        ("let a = b - - 3 * -( c )", "let a = b - -3 * -c"),
        ("let a = event . b > 10_000 and age( c ) < 2  days", "let a = event.b > 10_000 and age(c) < 2 days"),
        ('let a = b in ( "x" , "\\u0041", )', 'let a = b in ("x", "\\u0041")'),
        ("let a = count( b where (c) within 1  day )>2", "let a = count(b where c within 1 day) > 2"),
        ('list `a b`  from   "x.txt"', 'list `a b` from "x.txt"'),
        ("list a = ( )", "list a = ()"),
    ],
)
def test_blanks_and_parentheses(written: str, line: str) -> None:
    """One blank between words, signs close to what they belong to, and no parentheses that say nothing."""
    assert formatted(written) == line + "\n"
    assert formatted(line) == line + "\n"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("+ 3 on each b", "+3  on each b"),
        ("+(5) on first  3 b", "+5  on first 3 b"),
        ("-( (b / 2) ) while c", "-(b / 2)  while c"),
        (
            "+1 on each b,as n,loses 25 % every 1 day,never  expires,at most 9 points,at most 1 time per 2 days",
            "+1  on each b, at most 1 time per 2 days, at most 9 points, never expires, loses 25% every 1 day, as n",
        ),
    ],
)
def test_rules(written: str, line: str) -> None:
    """Points with their sign, then two blanks; modifiers in their order."""
    assert formatted(f"score s:\n  {written}\n") == f"score s:\n    {line}\n"


def test_columns_end_at_blank_lines_and_other_lines() -> None:
    """Comments stand in a column without ending it; points in parentheses take no part in it."""
    text = """\
score s:
    +5    on each a
    # so many
    +100  while b
    -(c / 2)  while c
    by d:
        +1  otherwise
    +2  while e

    +20  while f
"""
    assert formatted(text) == text
    assert formatted(text.replace("  ", " ").replace("  ", " ")) == text


def test_types_stand_in_a_column_that_a_choice_ends() -> None:
    """What follows the types is aligned, the id of the profile is not."""
    text = """\
profile:
    id from "Id"
    a    text   from "A"
    bcd  number = 0
    e    choice("x", "y") = "x" from "E"
    f    text = ""
"""
    assert formatted(text.replace("   ", " ").replace("  ", " ")) == text


def test_long_conditions_get_parentheses() -> None:
    """They are broken at the loosest word first; modifiers follow the closing parenthesis."""
    a, b, c = "a" * 40, "b" * 40, "c" * 40
    text = f"score s:\n    +1  on each e where ({a} or {b}\nand {c}), at most 1 time  # why\n"
    assert formatted(text) == (
        f"score s:\n    +1  on each e where (\n        {a}\n        or {b} and {c}\n    ), at most 1 time  # why\n"
    )
    assert formatted(formatted(text)) == formatted(text)


def test_long_lists_are_filled() -> None:
    """A list takes as few lines as it can."""
    items = ", ".join(f'"{number:08}"' for number in range(12))
    lines = formatted(f"list a = ({items})\n").splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("list a = (", ")", 4)
    assert all(len(line) <= 100 for line in lines)


COMMENTED = """\
# top

## Described
score s:  # head
    title "S"  # behind
    # before a rule

    +1  while (  # opened
        a  # first
        # own line
        and b
    )
    by c:
        ## Row
        +1  from 1
        # between rows
        +2  from 2
        # end of the table
    # end of the score

# between

## Event
event e
# directly below

followup f:
    on e
    if a:
        stop
        # end of if
    # before else
    else:
        script:  # box
            # first

            if profile.fields.a:
                return   # Python's own
            # last
        # after the box
    # end of the follow-up
# end of the file
"""


def test_comments_stay_where_they_belong() -> None:
    """Above, behind, inside and below; also when the file is indented in another way."""
    assert formatted(COMMENTED) == COMMENTED
    narrow = "\n".join(line[(len(line) - len(line.lstrip(" "))) // 2 :] for line in COMMENTED.split("\n"))
    assert formatted(narrow) == COMMENTED.replace("                return", "              return")


def test_blank_lines() -> None:
    """One between declarations; short ones may stay together; never more than one; none at the start of a block."""
    text = "\n\nlist a = ()\nlet b = c\n\n\nevent d\nscore s:\n\n    +1 while b\n\n\n    +2 while c\n# of t\n"
    text += "score t:\n    +1 while b\n\n"
    assert formatted(text) == (
        "list a = ()\nlet b = c\n\nevent d\n\nscore s:\n    +1  while b\n\n    +2  while c\n\n# of t\nscore t:\n    +1  while b\n"
    )


@pytest.mark.parametrize("text", ["score", "let a = (b", "event e:\n", "let a = b && c\n", "\tx"])
def test_what_has_syntax_errors_is_left_alone(text: str) -> None:
    """There is no formatted text, only findings."""
    result, findings = format_text(Source("rules.lsdsl", text))
    assert result is None
    assert findings


@pytest.mark.parametrize(("text", "result"), [("", ""), ("\n \n", ""), ("# a ", "# a\n")])
def test_nearly_empty_files(text: str, result: str) -> None:
    """A file without declarations is a file."""
    assert formatted(text) == result
