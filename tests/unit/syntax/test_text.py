"""From bytes to text."""

from lsdsl.diagnostics.catalogue import words_of
from lsdsl.syntax import decode


def test_byte_order_mark_and_line_ends_of_windows_are_dropped() -> None:
    """The text has neither a byte order mark nor carriage returns."""
    source, findings = decode("a", b"\xef\xbb\xbflet a = 5\r\n")
    assert findings == []
    assert source is not None
    assert source.text == "let a = 5\n"


def test_lone_carriage_return_is_an_error() -> None:
    """A carriage return alone is no line end."""
    source, findings = decode("a", b"let a = 5\rlet b = 6\n")
    assert source is not None
    assert [(finding.code, finding.span.start) for finding in findings] == [("LS003", 9)]


def test_other_encodings_are_refused_with_the_offset_in_bytes() -> None:
    """The offset counts the bytes of the file, the byte order mark included."""
    source, findings = decode("a", b"\xef\xbb\xbf# caf\xe9\n")
    assert source is None
    assert [words_of(finding).message for finding in findings] == ["the file is not UTF-8: byte 8 is 0xE9"]


def test_files_have_a_largest_size() -> None:
    """A file that is too large is not read at all."""
    source, findings = decode("a", b" " * 1_000_001)
    assert source is None
    assert [finding.code for finding in findings] == ["LS002"]
