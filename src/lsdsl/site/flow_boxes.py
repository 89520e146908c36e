"""The parts of a flow picture: boxes with wrapped text, and lines with arrow heads."""

from dataclasses import dataclass
from typing import Final

from lsdsl.diagnostics.visible import visible
from lsdsl.site.markup import Html, element

LINE: Final = 18
PADDING: Final = 10
CHARACTER: Final = 6.9
"""How wide a letter of the pictures' type is on average; boxes have room to spare."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its text in lines."""

    kind: str
    lines: tuple[str, ...]
    width: int

    @property
    def height(self) -> int:
        """As high as its lines need."""
        return LINE * len(self.lines) + 2 * PADDING

    def draw(self, x: float, y: float) -> Html:
        """The box with its top left corner at a place."""
        round_ = self.height / 2 if self.kind in ("start", "end", "wait") and len(self.lines) == 1 else 8
        texts = [
            element(
                "text", line, x=f"{x + self.width / 2:.1f}", y=f"{y + PADDING + LINE * (place + 0.72):.1f}", text_anchor="middle"
            )
            for place, line in enumerate(self.lines)
        ]
        frame = element("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=self.width, height=self.height, rx=f"{round_:.0f}")
        return element("g", frame, *texts, class_=f"box {self.kind}")


def box(kind: str, text: str, width: int) -> Box:
    """A box of a width around a text."""
    return Box(kind, tuple(wrapped(visible(text.replace("`", "")), int((width - 2 * PADDING - 6) / CHARACTER))), width)


def wrapped(text: str, most: int) -> list[str]:
    """The words of a text in lines of at most so many letters; longer words are broken."""
    lines: list[str] = [""]
    for word in text.split() or [""]:
        rest = word
        while len(rest) > most:
            if lines[-1]:
                lines.append("")
            lines[-1], rest = rest[:most], rest[most:]
            lines.append("")
        joined = f"{lines[-1]} {rest}".strip()
        if len(joined) <= most:
            lines[-1] = joined
        else:
            lines.append(rest)
    return [line for line in lines if line] or [""]


def line(points: list[tuple[float, float]], *, arrow: bool = True) -> Html:
    """A line through points, with a head at its end."""
    told = " ".join(f"{'M' if place == 0 else 'L'}{x:.1f} {y:.1f}" for place, (x, y) in enumerate(points))
    if arrow:
        x, y = points[-1]
        (before, _) = points[-2]
        head = f"M{x - 4:.1f} {y - 6:.1f} L{x:.1f} {y:.1f} L{x + 4:.1f} {y - 6:.1f}"
        if before != x:
            head = f"M{x - 6:.1f} {y - 4:.1f} L{x:.1f} {y:.1f} L{x - 6:.1f} {y + 4:.1f}"
        told = f"{told} {head}"
    return element("path", d=told, class_="line")
