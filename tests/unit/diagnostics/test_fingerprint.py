"""By what a finding is known again after an edit."""

from time import process_time

import pytest

from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.diagnostics.fingerprint import fingerprints
from lsdsl.source import Source, Span
from tests.unit.diagnostics.examples import SOURCE, TEXT, similar_tag, span_of, unknown_name


def print_of(text: str, words: str = "cuntry", path: str = "leads.lsdsl") -> str:
    """The fingerprint of an unknown name in a text."""
    source = Source(path, text)
    return fingerprints([unknown_name(source, words)], {path: source})[0]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# a comment\n\nevent page_visit\n\n" + TEXT, id="lines above"),
        pytest.param(TEXT + "\nscore other:\n    +1 while country is known\n", id="lines below"),
        pytest.param(TEXT.replace("score fit:\n", "score fit:\n    maximum 50\n\n"), id="lines in between"),
        pytest.param(TEXT.replace("    +20 while", "  +20   while"), id="layout"),
        pytest.param(TEXT.replace("country  text", "country  text = ?"), id="another declaration"),
    ],
)
def test_a_finding_keeps_its_fingerprint_when_it_moves(text: str) -> None:
    """What stands elsewhere, and how a line is laid out, is no part of a finding."""
    assert print_of(text) == print_of(TEXT)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TEXT.replace("+20", "+30"), id="another line"),
        pytest.param(TEXT.replace("score fit:", "score match:"), id="another declaration around it"),
    ],
)
def test_another_text_is_another_finding(text: str) -> None:
    """A line that was edited, or stands in another declaration, has to be looked at again."""
    assert print_of(text) != print_of(TEXT)


def test_path_and_code_are_part_of_a_finding() -> None:
    """The same line in another file, or with another code, is another finding."""
    assert print_of(TEXT, path="other.lsdsl") != print_of(TEXT)
    other = finding("LS250", unknown_name().span, tag="a", other="b")
    assert fingerprints([other], {SOURCE.path: SOURCE}) != [print_of(TEXT)]


def test_separators_of_paths_are_one() -> None:
    """A baseline of one machine holds on another."""
    assert print_of(TEXT, path="rules\\leads.lsdsl") == print_of(TEXT, path="rules/leads.lsdsl")


def test_equal_findings_are_numbered_from_the_top() -> None:
    """Two findings that only their place tells apart have different fingerprints, whatever their order."""
    source = Source("x.lsdsl", "score fit:\n    +1 while a\n    +1 while a\n")
    first, second = (finding("LS200", source.span(at, at + 1), name="a", quotes="a") for at in (24, 39))
    prints = fingerprints([first, second], {"x.lsdsl": source})
    assert [one.rpartition(":")[2] for one in prints] == ["1", "2"]
    assert prints[0].partition(":")[0] == prints[1].partition(":")[0]
    assert fingerprints([second, first], {"x.lsdsl": source}) == prints[::-1]


def test_places_without_text_have_a_fingerprint() -> None:
    """A file that is not UTF-8 has no lines, an empty one a single one."""
    one = finding("LS001", Span("leads.lsdsl", 0, 0), offset=4, byte="0xFC")
    assert len(fingerprints([one], {})[0]) == len(fingerprints([one], {"leads.lsdsl": Source("leads.lsdsl", "")})[0]) == 34


def test_a_place_over_several_lines_counts_them_all() -> None:
    """Each line of a finding is part of it."""
    whole = Source("x.lsdsl", "score fit:\n    +1 while a\n    +2 while a\n")
    other = Source("x.lsdsl", whole.text.replace("+2", "+3"))

    def spanning(source: Source) -> Diagnostic:
        return finding("LS200", source.span(0, len(source.text)), name="a", quotes="a")

    assert fingerprints([spanning(whole)], {"x.lsdsl": whole}) != fingerprints([spanning(other)], {"x.lsdsl": other})


def test_a_comment_is_no_declaration() -> None:
    """A comment in column one between a header and a finding does not change it."""
    text = TEXT.replace("score fit:\n", "score fit:\n# why\n")
    assert print_of(text) == print_of(TEXT)
    assert fingerprints([similar_tag()], {SOURCE.path: SOURCE}) != [print_of(TEXT)]
    assert span_of(SOURCE, "cuntry") == unknown_name().span


def test_many_findings_in_a_large_file_take_no_time() -> None:
    """Neither a long declaration nor a long line is read again for each of its findings."""
    long = Source("long.lsdsl", "score fit:\n" + "    +1 while a\n" * 20_000)
    wide = Source("wide.lsdsl", "let a = " + "a + " * 200_000)
    found = [finding("LS200", long.span(at, at + 1), name="a", quotes="a") for at in long.line_starts[1:-1]]
    found += [finding("LS200", wide.span(at, at + 1), name="a", quotes="a") for at in range(8, 20_000, 4)]
    begin = process_time()
    assert len(set(fingerprints(found, {"long.lsdsl": long, "wide.lsdsl": wide}))) == len(found)
    assert process_time() - begin < 60  # it takes one; line by line it would take hours
