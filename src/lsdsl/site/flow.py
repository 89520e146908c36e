"""A follow-up as a picture: trigger, condition, steps, branches, waits and actions, from top to bottom.

There are two layouts of the same picture: branches side by side for wide screens, and one below the other for narrow ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from lsdsl.model.declarations import AwardStep, Do, Followup, If, Model, Script, Step, Stop, Wait
from lsdsl.sentences import clause, limit_sentence, step_sentence, trigger_sentence
from lsdsl.site.flow_boxes import Box, box, line
from lsdsl.site.markup import Html, element, joined

WIDTH: Final = 270
NARROW: Final = 320
GAP: Final = 26
"""Between a box and the next one below it."""
BESIDE: Final = 28
"""Between two branches."""
INDENT: Final = 22
WIDEST: Final = 1040
"""Wider pictures have their branches below each other on wide screens, too."""


@dataclass
class Canvas:
    """What has been drawn, and how far down."""

    drawn: list[Html] = field(default_factory=list)
    right: float = 0
    bottom: float = 0

    def put(self, one: Box, x: float, y: float) -> float:
        """Draw a box; gives where it ends."""
        self.drawn.append(one.draw(x, y))
        self.right, self.bottom = max(self.right, x + one.width), max(self.bottom, y + one.height)
        return y + one.height

    def join(self, points: list[tuple[float, float]], *, arrow: bool = True) -> None:
        """Draw a line."""
        self.drawn.append(line(points, arrow=arrow))
        self.bottom = max(self.bottom, points[-1][1])


def pictures(followup: Followup, model: Model) -> Html:
    """Both layouts; the style sheet shows the one that fits."""
    head, label = _head(followup, model), f"Flow of the follow-up {followup.name}"
    narrow = _stacked(head, followup.steps, model, NARROW)
    total = _width(followup.steps)
    wide = _beside(head, followup.steps, model, total) if total <= WIDEST else _stacked(head, followup.steps, model, 2 * NARROW)
    return joined(_svg(wide, label, "flow wide"), _svg(narrow, label, "flow narrow"))


def _svg(canvas: Canvas, label: str, looks: str) -> Html:
    width, height = canvas.right + 2, canvas.bottom + 2
    return element(
        "svg",
        *canvas.drawn,
        viewBox=f"-2 -2 {width + 2:.0f} {height + 2:.0f}",
        width=f"{width + 2:.0f}",
        height=f"{height + 2:.0f}",
        role="img",
        aria_label=label,
        class_=looks,
    )


def _head(followup: Followup, model: Model) -> list[tuple[str, str]]:
    """The kinds and texts of the boxes before the first step."""
    found = [("start", trigger_sentence(followup.trigger, model))]
    if followup.where is not None:
        found.append(("where", f"Only if {clause(followup.where, model)}"))
    found.extend(("limit", limit_sentence(limit)[:1].upper() + limit_sentence(limit)[1:]) for limit in followup.limits)
    return found


def _kind(step: Step) -> str:
    match step:
        case Wait():
            return "wait"
        case Do():
            return "action"
        case AwardStep():
            return "award"
        case Script():
            return "script"
        case Stop():
            return "end"
        case _:
            return "step"


def _branches(step: If, model: Model) -> list[tuple[str, tuple[Step, ...]]]:
    """The texts and steps of the ways, with one for those who meet no condition."""
    found: list[tuple[str, tuple[Step, ...]]] = []
    for branch in step.branches:
        word = "If" if not found else "Else, if"
        found.append((f"{word} {clause(branch.condition, model)}" if branch.condition is not None else "Otherwise", branch.steps))
    if step.branches[-1].condition is not None:
        found.append(("Otherwise", ()))
    return found


# --- side by side -----------------------------------------------------------------------------------------------------------


def _width(steps: Sequence[Step]) -> float:
    """How wide steps are when their branches stand side by side."""
    widest = float(WIDTH)
    for step in steps:
        if isinstance(step, If):
            ways = [branch.steps for branch in step.branches]
            if step.branches[-1].condition is not None:
                ways.append(())
            widest = max(widest, sum(_width(way) for way in ways) + BESIDE * (len(ways) - 1))
    return widest


def _beside(head: list[tuple[str, str]], steps: Sequence[Step], model: Model, width: float) -> Canvas:
    canvas = Canvas(right=width)
    centre, y = width / 2, 0.0
    for place, (kind, text) in enumerate(head):
        if place:
            canvas.join([(centre, y), (centre, y + GAP)])
            y += GAP
        y = canvas.put(box(kind, text, WIDTH), centre - WIDTH / 2, y)
    end = _steps(canvas, steps, model, centre, y)
    if end is not None:
        canvas.join([(centre, end), (centre, end + GAP)])
        canvas.put(box("end", "Done", 90), centre - 45, end + GAP)
    return canvas


def _steps(canvas: Canvas, steps: Sequence[Step], model: Model, centre: float, y: float) -> float | None:
    """Draw steps around a middle line; gives where they end, None if they stop."""
    for step in steps:
        if isinstance(step, If):
            ends = _ways(canvas, step, model, centre, y)
            if not ends:
                return None
            low = canvas.bottom + GAP
            for x, end in ends:
                canvas.join([(x, end), (x, low)] + ([(centre, low)] if x != centre else []), arrow=False)
            y = low
            continue
        canvas.join([(centre, y), (centre, y + GAP)])
        y = canvas.put(box(_kind(step), step_sentence(step, model), WIDTH), centre - WIDTH / 2, y + GAP)
        if isinstance(step, Stop):
            return None
    return y


def _ways(canvas: Canvas, step: If, model: Model, centre: float, y: float) -> list[tuple[float, float]]:
    """Draw the branches beside each other; gives where those end that do not stop."""
    ways = _branches(step, model)
    widths = [_width(steps) for _, steps in ways]
    left = centre - (sum(widths) + BESIDE * (len(ways) - 1)) / 2
    fork = y + GAP / 2
    canvas.join([(centre, y), (centre, fork)], arrow=False)
    ends = []
    for (text, steps), width in zip(ways, widths, strict=True):
        x = left + width / 2
        canvas.join([(centre, fork), (x, fork), (x, fork + GAP)])
        below = canvas.put(box("if", text, WIDTH), x - WIDTH / 2, fork + GAP)
        end = _steps(canvas, steps, model, x, below)
        if end is not None:
            ends.append((x, end))
        left += width + BESIDE
    return ends


# --- one below the other ----------------------------------------------------------------------------------------------------


def _stacked(head: list[tuple[str, str]], steps: Sequence[Step], model: Model, width: int) -> Canvas:
    canvas = Canvas(right=width)
    y = 0.0
    for place, (kind, text) in enumerate(head):
        if place:
            canvas.join([(width / 2, y), (width / 2, y + GAP)])
            y += GAP
        y = canvas.put(box(kind, text, width), 0, y)
    end = _below(canvas, steps, model, (0, y), width)
    if end is not None:
        x, begin = end
        below = canvas.bottom + GAP
        canvas.join([(x, begin), (x, below)])
        canvas.put(box("end", "Done", 90), max(0, x - 45), below)
    return canvas


def _below(
    canvas: Canvas, steps: Sequence[Step], model: Model, begin: tuple[float, float], width: int
) -> tuple[float, float] | None:
    """Draw steps below each other from a left edge; branches are moved to the right along a line.

    Gives where the line to whatever comes next begins, None if the steps stop.
    """
    left, y = begin
    start: tuple[float, float] = (left + width / 2, y)
    for step in steps:
        if isinstance(step, If):
            side, trunk = left + INDENT / 2, y
            for text, inner in _branches(step, model):
                top = canvas.bottom + GAP
                one = box("if", text, width - INDENT)
                middle = top + one.height / 2
                canvas.join([(side, trunk), (side, middle), (left + INDENT, middle)])
                below = canvas.put(one, left + INDENT, top)
                _below(canvas, inner, model, (left + INDENT, below), width - INDENT)
            start = (side, trunk)
            continue
        top = canvas.bottom + GAP
        canvas.join([start, (start[0], top)])
        y = canvas.put(box(_kind(step), step_sentence(step, model), width), left, top)
        start = (left + width / 2, y)
        if isinstance(step, Stop):
            return None
    return start
