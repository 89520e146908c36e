"""Long lines: broken inside parentheses, at what joins most loosely first.

A condition that is too long and has parts gets parentheses around it. Inside parentheses a line is broken before ``or``; what is
still too long, before ``and``; and so on. Lists are filled. What has nowhere to be broken stays long.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.source import display_width
from lsdsl.syntax.printer.elements import STEP
from lsdsl.syntax.tokens import Token

WIDEST: Final = 100
NARROWEST: Final = 24
"""Parentheses around less than this are not worth breaking."""
COMMA_LEVEL: Final = 0
CONDITION_LEVELS: Final = (2, 3)
DEEPEST_LEVEL: Final = 5


@dataclass(slots=True)
class Group:
    """What stands in parentheses; those without an ``opening`` are printed only when the group is broken."""

    items: list["Token | Group"]
    opening: Token | None
    closing: Token | None = None


Item = Token | Group


@dataclass(frozen=True, slots=True)
class Breaker:
    """How many blanks stand before a token, how loosely a token joins, and which groups are lists."""

    blanks: Callable[[Token], int]
    levels: dict[int, int]
    lists: set[int]

    def flat(self, items: Sequence[Item]) -> str:
        """All on one line, the blanks before the first token included."""
        return "".join(" " * self.blanks(token) + token.text for token in tokens_of(items))

    def lines(self, items: list[Item], indent: int, measured: int) -> list[str]:
        """A logical line, broken if the first ``measured`` items do not fit."""
        start = " " * indent
        whole = start + self.flat(items).lstrip(" ")
        if display_width(start + self.flat(items[:measured]).lstrip(" ")) <= WIDEST:
            return [whole]
        return self.around(items, indent, start)

    def inside(self, items: Sequence[Item], indent: int, hang: int) -> list[str]:
        """What stands in parentheses, on lines of its own; continued lines are indented by ``hang`` more."""
        whole = " " * indent + self.flat(items).lstrip(" ")
        if display_width(whole) <= WIDEST and (hang or not self.is_condition(items)):
            return [whole]
        for level in range(DEEPEST_LEVEL + 1):
            parts = list(self.split(items, level))
            if len(parts) > 1:
                broken = (self.inside(part, indent + (hang if index else 0), STEP) for index, part in enumerate(parts))
                return [line for lines in broken for line in lines]
        return self.around(items, indent, " " * indent)

    def is_condition(self, items: Sequence[Item]) -> bool:
        """Whether ``and`` or ``or`` joins most loosely: then each part stands on a line of its own, so that all look alike."""
        levels = (self.levels.get(item.start) for item in items if isinstance(item, Token))
        return min((level for level in levels if level is not None), default=None) in CONDITION_LEVELS

    def around(self, items: Sequence[Item], indent: int, begun: str) -> list[str]:
        """Break the widest group; ``begun`` is the line so far."""
        widths = [display_width(self.flat([item])) if isinstance(item, Group) else 0 for item in items]
        widest = max(widths, default=0)
        if widest < NARROWEST:
            return [self.joined(begun, items)]
        at = widths.index(widest)
        group = items[at]
        assert isinstance(group, Group)
        first = next(tokens_of([group]))
        head = self.joined(begun, items[:at])
        opening = head if not head.strip() else head + " " * self.blanks(first)
        inner = self.filled(group, indent + STEP) or self.inside(group.items, indent + STEP, 0)
        closed = " " * indent + ")"
        rest = items[at + 1 :]
        after = self.joined(closed, rest)
        ends = [after] if display_width(after) <= WIDEST else self.around(rest, indent, closed)
        return [opening + "(", *inner, *ends]

    def joined(self, begun: str, items: Sequence[Item]) -> str:
        """A line and what follows on it."""
        text = self.flat(items)
        return begun + (text if begun.strip() else text.lstrip(" "))

    def filled(self, group: Group, indent: int) -> list[str]:
        """The items of a list, as many on a line as fit; nothing when the group is no list."""
        if group.opening is None or group.opening.start not in self.lists:
            return []
        lines: list[str] = []
        for part in self.split(group.items, COMMA_LEVEL):
            text = self.flat(part).strip(" ")
            if lines and display_width(lines[-1]) + 1 + display_width(text) <= WIDEST:
                lines[-1] += " " + text
            else:
                lines.append(" " * indent + text)
        return lines

    def split(self, items: Sequence[Item], level: int) -> Iterator[list[Item]]:
        """Cut after commas, or before words and signs that join at a level."""
        part: list[Item] = []
        for item in items:
            joins = isinstance(item, Token) and self.levels.get(item.start) == level
            if joins and part:
                yield part
                part = []
            part.append(item)
            if level == COMMA_LEVEL and isinstance(item, Token) and item.kind == "COMMA":
                yield part
                part = []
        if part:
            yield part


def tokens_of(items: Sequence[Item]) -> Iterator[Token]:
    """The tokens of items, the parentheses of groups included."""
    for item in items:
        if isinstance(item, Token):
            yield item
            continue
        if item.opening:
            yield item.opening
        yield from tokens_of(item.items)
        if item.closing:
            yield item.closing


def grouped(tokens: Sequence[Token], optional: dict[int, int]) -> list[Item]:
    """Tokens with their parentheses as groups; ``optional`` are starts and ends of what gets parentheses when it is broken."""
    top: list[Item] = []
    open_groups: list[tuple[Group, int]] = []  # with the end of an optional group, else -1
    for token in tokens:
        while open_groups and 0 <= open_groups[-1][1] <= token.start:
            open_groups.pop()
        items = open_groups[-1][0].items if open_groups else top
        if token.start in optional:
            group = Group([], None)
            items.append(group)
            open_groups.append((group, optional[token.start]))
            items = group.items
        if token.kind == "LEFT":
            group = Group([], token)
            items.append(group)
            open_groups.append((group, -1))
        elif token.kind == "RIGHT" and open_groups:
            open_groups.pop()[0].closing = token
        else:
            items.append(token)
    return top
