"""Comments that ignore findings: where they stand, what they cover, and what is said of those that are wrong."""

import pytest

from lsdsl.diagnostics import words_of
from lsdsl.review.fixing import apart, edited
from lsdsl.source import Source
from tests.unit.review.reviewing import PATH, codes, marked, reviewed

DATA = "profile:\n    country  text\n    size  number\n"


def left(text: str, *, whole: bool = True) -> list[str]:
    """The codes that are shown of the marked findings in a text and of its comments."""
    plain, found = marked(text)
    return codes(reviewed(plain, found, whole=whole))


def test_a_comment_at_the_end_of_the_line() -> None:
    """It ignores what is found on the line, for the reason that it gives."""
    text, found = marked("score fit:\n    +5 while <LS503 size > 5>  # lsdsl: ignore[LS503] for the fair\n")
    result = reviewed(text, found)
    assert result.kept == ()
    assert [(one.diagnostic, one.kind, one.reason) for one in result.suppressed] == [(found[0], "inSource", "for the fair")]


@pytest.mark.parametrize(
    "text",
    [
        "score fit:\n    # lsdsl: ignore[LS503]\n    +5 while <LS503 size> > 5\n",
        "score fit:\n    # lsdsl: ignore[LS503]\n\n    # more\n    ## Described.\n    +5 while <LS503 size> > 5\n",
        "score fit:\n    # lsdsl: ignore[LS503]\n    +5 while (size > 1 and\n        <LS503 size> > 5)\n",
        "score fit:\n    +5 while (size > 1 and  # lsdsl: ignore[LS503]\n        <LS503 size> > 5)\n",
        "score fit:\n    +5 while (<LS503 size> > 1 and\n        size > 5)  # lsdsl: ignore[LS503]\n",
        "score fit:\n    +5 while (<LS503 size> > 1 and\n    # lsdsl: ignore[LS503]\n        size > 5)\n",
        "# lsdsl: ignore[LS503]\nscore <LS503 fit>:\n    +5 while size > 1\n",
        "#lsdsl:ignore[ LS507 ,LS503 ]\n<LS507 score> <LS503 fit>:\n    +5 while size > 1\n",
        "score fit:\n    # lsdsl: ignore[rule-never-fires]\n    +5 while <LS503 size> > 5\n",
    ],
)
def test_a_comment_is_for_a_whole_statement(text: str) -> None:
    """Behind, above or inside: it covers the statement with all that continues it in parentheses."""
    assert left(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "# lsdsl: ignore[LS503]\nscore fit:\n    +5 while <LS503 size> > 1\n",
        "score fit:\n    +1 while size > 5  # lsdsl: ignore[LS503]\n    +5 while <LS503 size> > 1\n",
        "score fit:\n    +5 while <LS503 size> > 1\n    # lsdsl: ignore[LS503]\n",
    ],
)
def test_a_comment_is_for_no_other_statement(text: str) -> None:
    """Neither the block below a statement nor its neighbours are meant, and the comment is told as unused."""
    assert sorted(left(text)) == ["LS503", "LS901"]


def test_other_codes_are_shown() -> None:
    """A comment ignores the codes that it names."""
    assert left("score fit:\n    +5 while <LS502 size> > <LS503 1>  # lsdsl: ignore[LS503]\n") == ["LS502"]


def test_ignore_file() -> None:
    """At the top it ignores a code in the whole file, and nothing of other files."""
    text = (
        f"# lsdsl: ignore-file[LS503] imported\n{DATA}score fit:\n    +5 while <LS503 size> > 1\n    +6 while <LS503 size> > 2\n"
    )
    assert left(text) == []
    assert left(f"{DATA}# lsdsl: ignore-file[LS503]\nscore fit:\n    +5 while <LS503 size> > 1\n") == ["LS904", "LS503"]


def test_the_nearest_comment_ignores() -> None:
    """A comment for the file that is left with nothing to do is unused."""
    text = "# lsdsl: ignore-file[LS503]\nscore fit:\n    +5 while <LS503 size> > 1  # lsdsl: ignore[LS503]\n"
    assert left(text) == ["LS901"]


def test_texts_and_boxes_are_no_comments() -> None:
    """What looks like a comment inside of a text or a script box ignores nothing, and is not told as wrong."""
    text = """\
score fit:
    +5 while country is "# lsdsl: ignore[LS503]" or <LS503 size> > 1
followup f:
    on each visit
    script:
        x = 1  # lsdsl: ignore
        set(y=<LS503 x>)
"""
    assert left(text) == ["LS503", "LS503"]


def test_a_comment_for_a_box_stands_above_it() -> None:
    """Above ``script:`` or behind it, it covers the box."""
    box = "followup f:\n    on each visit\n{}    script:{}\n        x = 1\n\n        set(y=<LS503 x>)\n"
    assert left(box.format("    # lsdsl: ignore[LS503]\n", "")) == []
    assert left(box.format("", "  # lsdsl: ignore[LS503]")) == []


def test_errors_cannot_be_ignored() -> None:
    """What keeps a ruleset from running is shown in spite of the comment, which is told as well."""
    assert left("score fit:\n    +5 while <LS200 sise> > 1  # lsdsl: ignore[LS200]\n") == ["LS200", "LS903"]


def test_unused_ones_are_told_only_if_all_was_looked_at() -> None:
    """Beside errors nobody knows what lints would have found."""
    text = "score fit:\n    +5 while size > 1  # lsdsl: ignore[LS503, LS5999]\n"
    assert left(text) == ["LS901", "LS902"]
    assert left(text, whole=False) == ["LS902"]


@pytest.mark.parametrize(
    ("comment", "problem"),
    [
        ("# lsdsl: ignore", "it names no code in brackets"),
        ("# lsdsl: ignore LS503", "it names no code in brackets"),
        ("# lsdsl: ignore[]", "it names no code"),
        ("# lsdsl: ignore[ , ]", "it names no code"),
        ("# lsdsl: ignore[LS503", "its brackets are not closed"),
        ("# lsdsl: ignroe[LS503]", "it says `ignroe`, not `ignore`"),
        ("# lsdsl: Ignore[LS503]", "it says `Ignore`, not `ignore`"),
        ("# LSDSL: ignore[LS503]", "`lsdsl` is written in small letters"),
        ("# lsdsl ignore[LS503]", "there is no `:` after `lsdsl`"),
        ("# lsdsl:", "it says nothing"),
        ("## lsdsl: ignore[LS503]", "it begins with `##`, as descriptions do"),
    ],
)
def test_comments_that_are_not_understood(comment: str, problem: str) -> None:
    """Nobody believes to have ignored something when nothing is ignored."""
    text, found = marked(f"score fit:\n    {comment}\n    +5 while <LS503 size> > 1\n")
    shown = reviewed(text, found).kept
    assert [one.code for one in shown] == ["LS904", "LS503"]
    assert words_of(shown[0]).message == f"this comment ignores nothing: {problem}"
    assert text[shown[0].span.start : shown[0].span.end] == comment


@pytest.mark.parametrize("comment", ["# lsdsl is a language", "# see lsdsl", "# the lsdsl: ignore", "# ignore[LS503]"])
def test_comments_about_something_else(comment: str) -> None:
    """A comment that does not speak to lsdsl is left alone."""
    assert left(f"{comment}\n{DATA}") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("score fit:\n    +5 while size > 1  # lsdsl: ignore[LS503] why\n", "score fit:\n    +5 while size > 1\n"),
        ("score fit:\n    # lsdsl: ignore[LS503]\n    +5 while size > 1\n", "score fit:\n    +5 while size > 1\n"),
        ("profile:\n    size  number\n# lsdsl: ignore[LS503]", "profile:\n    size  number\n"),
        ("event visit # lsdsl: ignore[LS200, LS507] why", "event visit # lsdsl: ignore[LS507] why"),
        ("event visit # lsdsl: ignore[ls503, LS507] why", "event visit # lsdsl: ignore[LS503, LS507] why"),
        ("event visit # lsdsl: ignore[Rule_Never_Fires] why", "event visit # lsdsl: ignore[rule-never-fires] why"),
    ],
)
def test_fixes(before: str, after: str) -> None:
    """A safe fix takes codes out, and the comment when none is left, or writes a code as it is written."""
    fixes = [one.fix for one in reviewed(before).kept if one.fix is not None]
    assert all(one.safe for one in fixes)
    assert edited({}, {PATH: Source(PATH, before)}, apart(fixes)[:1])[PATH] == after


def test_a_guess_is_no_safe_fix() -> None:
    """A name that is only close may be another one."""
    (one,) = reviewed("event visit  # lsdsl: ignore[rule-neverr-fire]\n").kept
    assert one.fix is not None
    assert not one.fix.safe
