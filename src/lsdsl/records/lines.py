"""Lines of a stream of bytes, in bounded memory.

A line ends with a line feed, a carriage return, or both together, as editors count them; its end is part of it.
"""

import zlib
from collections.abc import Callable, Iterator

CHUNK = 1 << 18
LIMIT = 1 << 24
"""A line may have so many bytes."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

DAMAGE = (EOFError, OSError, zlib.error)
"""What reading a cut or damaged file raises."""

Read = Callable[[int], bytes]
"""Gives up to so many bytes more, none at the end."""


class BrokenLine(bytes):
    """A line that is not whole: it is too long, or the file breaks off in it. It carries the code and the facts of its reject."""

    code: str
    arguments: dict[str, str]

    @classmethod
    def too_long(cls, data: bytes) -> "BrokenLine":
        """The beginning of a line that is too long."""
        line = cls(data[: 1 << 16])
        line.code, line.arguments = "LS806", {"limit": f"{LIMIT:,}"}
        return line

    @classmethod
    def damaged(cls, data: bytes, error: BaseException) -> "BrokenLine":
        """What was read of a line when the file broke off."""
        line = cls(data)
        line.code, line.arguments = "LS807", {"reason": str(error) or type(error).__name__}
        return line


def lines_of(read: Read) -> Iterator[bytes]:
    """The lines of a stream, without a byte order mark; where it is damaged, the last one is a ``BrokenLine``."""
    lines = _lines(read)
    for line in lines:
        yield line[len(BYTE_ORDER_MARK) :] if line.startswith(BYTE_ORDER_MARK) and line.__class__ is bytes else line
        break
    yield from lines


def _lines(read: Read) -> Iterator[bytes]:
    carry = b""
    too_long: BrokenLine | None = None
    while True:
        try:
            chunk = read(CHUNK)
        except DAMAGE as error:
            yield too_long or BrokenLine.damaged(carry, error)
            return
        if not chunk:
            break
        lines = (carry + chunk).splitlines(keepends=True)
        # What has no line feed may go on in the next chunk; a carriage return may be the first half of a line end.
        carry = b"" if lines[-1].endswith(b"\n") else lines.pop()
        if too_long is not None and lines:
            lines[0], too_long = too_long, None
        if len(carry) > LIMIT:
            too_long, carry = too_long or BrokenLine.too_long(carry), b""
        yield from lines
    last = carry if too_long is None else too_long
    if last:
        yield last
