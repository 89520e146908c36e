"""What is said of a mistake, and that nothing else suffers from it."""

import re

import pytest

from lsdsl.diagnostics.catalogue import words_of
from lsdsl.source import Source
from lsdsl.syntax import parse, tree
from lsdsl.syntax.grammar import grammar
from tests.unit.syntax.reading import Codes, Read

SCORE_LINES = [
    ("+5 on email_open", "LS143", "expected `each`, `first` or `latest` after `on`"),
    ("+5 on every email_open", "LS143", "expected `each`, `first` or `latest` after `on`"),
    ("5 on each a", "LS148", "the points `5` have no sign"),
    ("+x on each a", "LS150", "points are a number, or an expression in parentheses"),
    ("+5 on each a where b = 5", "LS142", "`=` does not compare"),
    ("+5 on each a where b && c", "LS116", "`&&` is not an operator of the rules"),
    ("+5 on each a expires after 4 weeks", "LS141", "expected `,` after `a`"),
    ("+5 on each a, expires after 4 months", "LS117", "a month has no fixed length, so it is not a duration"),
    ("+5 on each a, expires after 0 days", "LS118", "the duration `0 days` is zero"),
    ("+5 on each a, expires after 1.5 days", "LS118", "the duration `1.5 days` is a fraction"),
    ("+5 on each a, expires after 99999 days", "LS118", "the duration `99999 days` is more than 100 years"),
    ("+5 on each a, expires 4 weeks", "LS141", "expected `after` after `expires`"),
    ("+5 while 1 < a < 5", "LS147", "`<` follows a comparison that is complete"),
    ("+5 while a and", "LS141", "expected a condition after `and`"),
    ("+5 while a matches /b", "LS145", "the pattern has no closing slash"),
    ("+5 while a == 2026-02-30", "LS115", "there is no date `2026-02-30`"),
    ("+5 while a == 1234567890123456", "LS114", "this number has 16 digits, more than 15"),
    ("+5 while a > .5", "LS113", "`.5` is not a number"),
    ("+5 while a > 1,5", "LS113", "`1,5` is not a number"),
    ("+5 while foo.bar > 1", "LS119", "`foo.bar` is not a name"),
    ("+5 while leadsc\u043ere > 1", "LS107", "the name `leadsc\u043ere` mixes Cyrillic and Latin letters in one word"),
    ('titel "x"', "LS140", "found `titel`, expected a line of a score block"),
    ('title "x', "LS102", 'the text `"x` has no closing quote'),
    ("title 'x'", "LS111", "`'` does not begin a text"),
    ('title "a\\q"', "LS112", "`\\q` is not an escape in a text"),
    ("maximum", "LS141", "expected a number or `-` after `maximum`"),
    ("range `warm", "LS103", "the name has no closing backtick"),
    ("range warm from 5 $", "LS101", "`$` is not part of the language"),
    ("+5 while (a", "LS131", "this parenthesis is never closed"),
    ("group g:", "LS124", "there is nothing below this line"),
]


@pytest.mark.parametrize(("line", "code", "message"), SCORE_LINES)
def test_a_bad_line_has_one_finding_and_its_neighbours_none(read: Read, line: str, code: str, message: str) -> None:
    """Each mistake is named once, in the user's words, and the lines around it are read."""
    file, findings = read(f"score x:\n    ideal 5\n    {line}\n    +1 while b\nlet c = 5\n")
    assert [(one.code, words_of(one).message) for one in findings] == [(code, message)]
    score, let = file.declarations
    assert isinstance(let, tree.LetDeclaration)
    assert isinstance(score, tree.ScoreDeclaration)
    assert score.name.text == "x"
    assert isinstance(score.lines[0], tree.ScoreProperty)
    assert isinstance(score.lines[-1], tree.StateRule)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("score x\n    +5 while a\n", [(1, "LS141")]),
        ("scor x:\n    +5 while a\n", [(1, "LS149")]),
        ("score x:\ntitle 5\nmaximum 7\nlet a = 5\n", [(1, "LS124")]),
        ("profile:\n    a text\n     b text\n    c text\n", [(3, "LS123")]),
        ("profile:\n    a text\n  b text\n    c text\n", [(3, "LS122")]),
        ("profile:\n\ta text\n\tb text\nevent e:\n\tc text\n", [(2, "LS121"), (5, "LS121")]),
        ("profile:\n    a txt\n    b number 5\n    when text\n    c text\n", [(2, "LS146"), (3, "LS141"), (4, "LS144")]),
        ("followup f:\n    on a\n    if b >:\n        stop\n    else:\n        stop\n    stop\n", [(3, "LS140")]),
        ("followup f:\n    on a\n    script:\n    stop\n", [(3, "LS124")]),
        ("let a = (1 +\nlet b = 5\n", [(1, "LS131")]),
        ("    let a = 5\n", [(1, "LS123")]),
    ],
)
def test_findings_by_line(codes: Codes, text: str, expected: list[tuple[int, str]]) -> None:
    """Mistakes in headers and in the layout are reported where they are, without cascades."""
    assert codes(text) == expected


def test_missing_colon_keeps_the_block(read: Read) -> None:
    """A header that only lacks its colon is mended, so its block is read."""
    (score,) = read("score x\n    +5 while a\n")[0].declarations
    assert isinstance(score, tree.ScoreDeclaration)
    assert isinstance(score.lines[0], tree.StateRule)


def test_missing_token_is_reported_behind_what_precedes_it(read: Read) -> None:
    """What is missing has an empty span at the end of the word before it."""
    text = "let x 5\n"
    (finding,) = read(text)[1]
    assert (finding.span.start, finding.span.end) == (5, 5)


def test_bad_lines_keep_the_names_that_they_seem_to_declare(read: Read) -> None:
    """Later phases can mute the names of what could not be read."""
    file, _ = read(
        "profile:\n    a enum\n    `b c` txt 5\nevent d e:\n    f text\nscore s:\n    range hot from 5 6\n    +5 on each, as g\n"
    )
    profile, event, score = file.declarations
    assert isinstance(profile, tree.ProfileDeclaration)
    assert [name.text for line in profile.lines if isinstance(line, tree.Bad) for name in line.names] == ["a", "b c"]
    assert isinstance(event, tree.Bad)
    assert [name.text for name in event.names] == ["d", "e"]
    assert isinstance(score, tree.ScoreDeclaration)
    assert [name.text for line in score.lines if isinstance(line, tree.Bad) for name in line.names] == ["hot", "g"]


def test_a_warning_in_a_line_does_not_hide_its_error(codes: Codes) -> None:
    """A text that only deserves a warning leaves the line's mistake to be reported."""
    assert codes('score x:\n    title "a\u200b" 5\n') == [(2, "LS108"), (2, "LS140")]


def test_colour_that_is_a_comment_is_a_warning(codes: Codes) -> None:
    """`#` starts a comment, so a bare colour is none."""
    assert codes("score x:\n    range a\n    range b from 20 #88ccff\n") == [(3, "LS110")]


def test_comments_may_hold_any_letters_but_no_hidden_ones(codes: Codes) -> None:
    """Only control and bidirectional characters are refused in comments."""
    assert codes("# n\u0430\u00efve \U0001f600 \u200b\n# \u202e\n") == [(2, "LS105")]


def test_findings_stop_at_fifty(codes: Codes) -> None:
    """More than fifty findings in a file are summed up in one more."""
    found = codes("score x:\n" + "    +5 on email\n" * 400)
    assert len(found) == 51
    assert found[-1] == (52, "LS134")


def test_messages_never_show_the_grammar(first: str) -> None:
    """Whatever token of a sound text is taken away or doubled, no name of the grammar shows in a message."""
    words = set(grammar().keywords.values()) | {one.name for one in grammar().patterns} | {"NEWLINE", "INDENT", "DEDENT"}
    lines = first.splitlines()
    for number in range(0, len(lines), 4):
        for change in ("", " ".join(lines[number].split()[:-1]), lines[number] + " from", lines[number].replace(" ", " ( ", 1)):
            source = Source("x", "\n".join([*lines[:number], change, *lines[number + 1 :]]))
            for finding in parse(source)[1]:
                said = words_of(finding)
                assert said.message
                assert not words & set(re.findall(r"[A-Z_]{2,}", said.message.replace(change, "")))
