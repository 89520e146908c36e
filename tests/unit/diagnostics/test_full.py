"""How findings look to a person: the excerpt, the carets, the words beside them."""

from time import process_time

import pytest

from lsdsl.diagnostics import Related, finding, full
from lsdsl.source import Source, Span, display_width
from tests.unit.diagnostics.examples import SOURCE, SOURCES, mended, similar_tag, span_of, unknown_name

WIDE = 60


def lines_of(text: str, words: str, *related: Related, width: int = 100) -> list[str]:
    """The lines of the rendering of an unknown name in a text; ``words`` is its place."""
    source = Source("x.lsdsl", text)
    one = finding("LS200", span_of(source, words), *related, name="n", quotes="n")
    return full.render([one], {"x.lsdsl": source}, width=width).splitlines()


def caret_row(lines: list[str]) -> str:
    """The row with the carets of the primary place."""
    return next(line for line in lines if "^" in line)


def test_a_finding_has_message_place_excerpt_caret_and_help() -> None:
    """A reader sees what is wrong, where, and what to do."""
    assert full.render([unknown_name()], SOURCES) == (
        "error[LS200]: unknown name `cuntry`\n"
        " --> leads.lsdsl:5:15\n"
        "  |\n"
        "4 | score fit:\n"
        '5 |     +20 while cuntry is "NL"\n'
        "  |               ^^^^^^ no field, `let`, score, grade or selection of this name\n"
        "  |\n"
        "  = help: did you mean `country`?\n"
        "\n"
        "1 error in 1 file\n"
    )


def test_a_finding_with_a_fix_says_how_to_have_it_mended() -> None:
    """A reader sees at once what lsdsl can do by itself, and what has to be asked for with more care."""
    assert full.render([mended()], SOURCES).startswith("error[LS200]: unknown name `cuntry` [fixable with --fix]\n")
    assert "`cuntry` [fixable with --fix --unsafe-fixes]\n" in full.render([mended(safe=False)], SOURCES)


def test_no_findings_are_no_text() -> None:
    """Nothing is said where there is nothing to say."""
    assert full.render([], SOURCES) == ""


def test_findings_are_counted_once_at_the_end() -> None:
    """A blank line stands between findings, and one line counts them all."""
    rendered = full.render([unknown_name(), similar_tag()], SOURCES)
    assert rendered.endswith("\n\n1 error, 1 warning in 1 file\n")
    assert rendered.count("in 1 file") == 1


def test_colour_adds_nothing_but_escape_sequences() -> None:
    """The text with colour is the text without, and the error is red."""
    rendered = full.render([unknown_name()], SOURCES, colour=True)
    assert "\x1b[1;31merror[LS200]\x1b[0m" in rendered
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[1;31m", "\x1b[1;32m", "\x1b[1;34m"):
        rendered = rendered.replace(code, "")
    assert rendered == full.render([unknown_name()], SOURCES)


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("\t\t", id="tabs take four cells"),
        pytest.param("漢字 ", id="wide characters take two"),
        pytest.param("e\u0301 ", id="combining marks take none"),
        pytest.param("\u202e ", id="what is escaped takes the room of its escape"),
    ],
)
def test_the_caret_stands_under_its_place(before: str) -> None:
    """The column of the caret counts cells of the terminal, in the excerpt as it is shown."""
    lines = lines_of(f"{before}here\n", "here")
    shown = next(line for line in lines if line.startswith("1 | "))
    at = shown.index("here")
    assert display_width(caret_row(lines).partition("^")[0]) == display_width(shown[:at])


def test_deceiving_characters_are_written_out() -> None:
    """No control character or change of direction from a rule file or a path reaches the terminal."""
    path = "a\x1b[31m.lsdsl"
    source = Source(path, "x\x07\u202e\u200b here\n")
    one = finding("LS200", span_of(source, "here"), name="\x1b]0;title\x07", quotes="\u2066")
    rendered = full.render([one], {path: source})
    assert all(character.isprintable() for line in rendered.splitlines() for character in line)
    assert "x<U+0007><U+202E><U+200B> here" in rendered
    assert "a<U+001B>[31m.lsdsl:1:6" in rendered


@pytest.mark.parametrize("at", [0, 40, 300, 5_000, 99_990])
def test_a_long_line_is_cut_around_its_place(at: int) -> None:
    """A line that is longer than the terminal shows the place, with a mark where it was cut."""
    text = "a" * at + "HERE" + "b" * (100_000 - at)
    lines = lines_of(text, "HERE", width=WIDE)
    shown = next(line for line in lines if line.startswith("1 | "))
    assert display_width(shown) <= WIDE
    start = caret_row(lines).index("^")
    assert shown[start : start + 4] == "HERE"
    assert shown.endswith("…") == (at < 99_000)
    assert shown.startswith("1 | …") == (at > WIDE)


def test_wide_characters_are_never_cut_in_half() -> None:
    """A cut line of wide characters still fits the terminal and keeps the caret in place."""
    lines = lines_of("漢" * 200 + "HERE" + "字" * 200, "HERE", width=WIDE)
    shown = next(line for line in lines if line.startswith("1 | "))
    assert display_width(shown) <= WIDE
    assert display_width(shown[: shown.index("HERE")]) == caret_row(lines).index("^")


def test_something_missing_has_one_caret_after_what_precedes_it() -> None:
    """An empty place at the end of a line is still pointed at."""
    source = Source("x.lsdsl", "score fit\n    +5 while a\n")
    one = finding("LS141", source.span(9, 9), expected="`:`", previous="`fit`")
    assert "1 | score fit\n  |          ^ missing here\n" in full.render([one], {"x.lsdsl": source})


def test_a_place_over_many_lines_has_a_bar_and_its_ends() -> None:
    """Of a long place the first and the last line are shown, with a bar beside them."""
    text = "score fit:\n" + "    +1 while a\n" * 20
    lines = lines_of(text, text)
    assert lines[2:7] == [
        "   |",
        " 1 | | score fit:",
        "...",
        "21 | |     +1 while a",
        "   | |_^ no field, `let`, score, grade or selection of this name",
    ]


def test_a_second_place_in_the_same_file_stands_in_the_same_excerpt() -> None:
    """Lines between two places that are far apart are left out."""
    rendered = full.render([similar_tag(Related(span_of(SOURCE, "profile"), "other"))], SOURCES)
    assert "1 | profile:\n  | ------- the other spelling is here\n...\n4 | score fit:\n" in rendered


def test_a_second_place_in_another_file_has_its_own_excerpt() -> None:
    """The other file is named, with line and column."""
    other = Source("other.lsdsl", "\n\n    there\n")
    related = Related(span_of(other, "there"), "other")
    rendered = full.render([similar_tag(related)], {**SOURCES, other.path: other})
    assert " ::: other.lsdsl:3:5\n  |\n3 |     there\n  |     ----- the other spelling is here\n" in rendered


def test_a_file_without_text_has_no_excerpt() -> None:
    """What cannot be read as text is named and not shown."""
    one = finding("LS001", Span("leads.lsdsl", 0, 0), offset=4, byte="0xFC")
    expected = (
        "error[LS001]: the file is not UTF-8: byte 4 is 0xFC\n"
        " --> leads.lsdsl\n"
        "  = help: save the file as UTF-8\n"
        "\n"
        "1 error in 1 file\n"
    )
    assert full.render([one], {}) == expected
    assert full.render([one], {"leads.lsdsl": Source("leads.lsdsl", "")}) == expected


def test_a_long_label_goes_below_its_carets() -> None:
    """Words that do not fit beside the carets stand below them, within the width."""
    lines = lines_of("a" * 40 + " HERE", "HERE", width=WIDE)
    assert all(display_width(line) <= WIDE for line in lines[1:])
    assert caret_row(lines).endswith("^^^^")


def test_help_is_broken_at_blanks_but_not_within_code() -> None:
    """What stands between backticks can be copied in one piece."""
    source = Source("x.lsdsl", "a\n")
    one = finding("LS143", source.span(0, 1), event="a_rather_long_name_of_an_event")
    rendered = full.render([one], {"x.lsdsl": source}, width=WIDE)
    assert "`on each a_rather_long_name_of_an_event`" in rendered
    assert "`on first a_rather_long_name_of_an_event`" in rendered


def test_a_huge_line_costs_no_more_than_what_is_shown() -> None:
    """Two places that are far apart in a line of a megabyte are found quickly, each mark within the width."""
    text = "a " * 500_000
    source = Source("x.lsdsl", text)
    far = Related(source.span(10, 12), "first")
    found = [
        finding("LS220", source.span(index * 1_000, index * 1_000 + 1), far, name="a", kind="a list") for index in range(100)
    ]
    begin = process_time()
    lines = full.render(found, {"x.lsdsl": source}, width=WIDE).splitlines()
    assert process_time() - begin < 60  # far more than it takes; character by character it would take hours
    assert all(display_width(line) <= WIDE for line in lines)
