"""Where a script box begins and ends: the lines below ``script:`` that are indented more than it is."""

from lsdsl.dataclass import dataclass
from lsdsl.source import Source

TAB = 8


@dataclass(frozen=True, slots=True)
class Box:
    """The stretch of a box in the file, its dedented text, and where each line of that text begins in the file."""

    start: int
    end: int
    text: str
    line_offsets: tuple[int, ...]


def find_box(source: Source, header_line: int) -> Box | None:
    """The box below the header on a line (from 1), or None when there is nothing in it."""
    outer = _width(source.line_text(header_line))
    last, line = header_line, header_line + 1
    while line <= len(source.line_starts):
        text = source.line_text(line)
        code = text.strip()
        if code and _width(text) > outer:
            last = line
        elif code and not code.startswith("#"):
            break
        line += 1
    # A comment that stands further to the left belongs to what follows, unless the box goes on after it.
    first = next((number for number in range(header_line + 1, last + 1) if source.line_text(number).strip()), None)
    return None if first is None else _box(source, first, last)


def _box(source: Source, first: int, last: int) -> Box:
    lines = [source.line_text(number) for number in range(first, last + 1)]
    common = _common_indentation([line for line in lines if line.strip()])
    texts: list[str] = []
    offsets: list[int] = []
    for number, line in zip(range(first, last + 1), lines, strict=True):
        cut = min(common, len(line) - len(line.lstrip(" \t")))
        texts.append(line[cut:])
        offsets.append(source.line_starts[number - 1] + cut)
    start = source.line_starts[first - 1]
    return Box(start, source.line_starts[last - 1] + len(lines[-1]), "\n".join(texts) + "\n", tuple(offsets))


def _common_indentation(lines: list[str]) -> int:
    """How many characters of indentation to take away; comments to the left of the code do not count."""
    code = [line for line in lines if not line.lstrip().startswith("#")] or lines
    return min(len(line) - len(line.lstrip(" \t")) for line in code)


def _width(line: str) -> int:
    expanded = line.expandtabs(TAB)
    return len(expanded) - len(expanded.lstrip(" "))
