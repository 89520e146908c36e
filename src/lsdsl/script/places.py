"""Places in a box as places in its rule file.

A box is dedented before Python reads it, and Python counts columns in UTF-8 bytes; rule authors see neither.
"""

import ast
from bisect import bisect_right

from lsdsl.source import Span
from lsdsl.syntax import tree


class Places:
    """Turns lines, columns and offsets of a box's text into spans of the rule file."""

    def __init__(self, box: tree.Script) -> None:
        self.text = box.text
        self.box = box
        self.lines = box.text.split("\n")
        self._offsets = box.line_offsets
        self._starts = [0]
        for line in self.lines[:-1]:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def at(self, line: int, column: int) -> int:
        """The offset in the rule file of a line (from 1) and a column in characters (from 0)."""
        if line > len(self._offsets):
            return self.box.span.end
        line = max(line, 1)
        return self._offsets[line - 1] + min(max(column, 0), len(self.lines[line - 1]))

    def at_bytes(self, line: int, column: int) -> int:
        """The same with a column in UTF-8 bytes, as Python's syntax trees and code objects count."""
        if not 1 <= line <= len(self.lines):
            return self.box.span.end
        before = self.lines[line - 1].encode("utf-8", "surrogatepass")[: max(column, 0)]
        return self.at(line, len(before.decode("utf-8", "ignore")))

    def position(self, offset: int) -> tuple[int, int]:
        """The line (from 1) and column (from 0) of an offset in the text of the box."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1]

    def stretch(self, start: int, end: int) -> Span:
        """The span of a stretch of the text of the box."""
        return self.span(self.at(*self.position(start)), self.at(*self.position(end)))

    def span(self, start: int, end: int) -> Span:
        """A span of the rule file."""
        return Span(self.box.span.path, start, max(start, end))

    def of(self, node: ast.AST) -> Span:
        """The span of a node of a syntax tree; of a block only its first line."""
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        last, end = getattr(node, "end_lineno", line), getattr(node, "end_col_offset", column)
        start = self.at_bytes(line, column)
        if isinstance(node, ast.stmt) and last > line:
            return self.span(start, self.at(line, len(self.lines[line - 1].rstrip())))
        return self.span(start, self.at_bytes(last, end))

    def name(self, node: ast.AST) -> Span:
        """The span of the last name of ``a.b.c``; of anything else the whole."""
        whole = self.of(node)
        if isinstance(node, ast.Attribute):
            return self.span(max(whole.start, whole.end - len(node.attr)), whole.end)
        return self.of(node.slice) if isinstance(node, ast.Subscript) else whole
