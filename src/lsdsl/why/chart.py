"""The value of a score over time as an SVG: ranges as bands, events as ticks, what is to come dashed."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from lsdsl.model.types import DAY
from lsdsl.why.proof import Answer, Band, Point, ScoreProof
from lsdsl.why.wording import day_text, time_text, value_of_score

HEIGHT: Final = 240
LEFT: Final = 44
RIGHT: Final = 66
TOP: Final = 20
BOTTOM: Final = 42
TICK: Final = 9
ROOM_OF_A_DATE: Final = 86
ROOM_OF_A_LABEL: Final = 15
LONGEST_NAME: Final = 9
LEAST_SPAN: Final = 2 * DAY


def chart(answer: Answer, score: ScoreProof, width: int) -> str:
    """The chart of a score, so many pixels wide; empty where there is nothing to draw."""
    if not [point for point in score.past if point.value is not None]:
        return ""
    return "".join(_Chart(answer, score, width).drawn())


class _Chart:
    def __init__(self, answer: Answer, score: ScoreProof, width: int) -> None:
        self.answer = answer
        self.score = score
        self.width = width
        now = answer.at
        first = min(point.time for point in score.past)
        last = score.future[-1].time if score.future else now
        end = max(last, now + (now - first) // 8)
        self.begin, self.end = (first, end) if end - first >= LEAST_SPAN else (first - LEAST_SPAN // 2, first + LEAST_SPAN)
        values = [point.value for point in (*score.past, *score.future) if point.value is not None]
        starts = [band.start for band in score.bands if band.start is not None]
        self.low = min([0, *values])
        self.peak = max([0, *values])
        self.high = max([*values, *starts, self.low + 1])
        self.high += (self.high - self.low) / 12

    def x(self, moment: int) -> float:
        """Where a moment stands."""
        return round(LEFT + (moment - self.begin) / (self.end - self.begin) * (self.width - LEFT - RIGHT), 1)

    def y(self, value: int | float) -> float:
        """Where a value stands."""
        share = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def drawn(self) -> Iterator[str]:
        """The parts of the picture, those behind first."""
        value = value_of_score(self.score.value)
        label = f"{self.score.title} over time, {value} at {time_text(self.answer.at, self.answer.at)}"
        yield f'<svg class="chart w{self.width}" viewBox="0 0 {self.width} {HEIGHT}" role="img" aria-label="{escape(label)}">'
        yield from self._bands()
        yield from self._dates()
        yield from self._events()
        now = self.x(self.answer.at)
        yield f'<line class="now" x1="{now}" x2="{now}" y1="{TOP - 4}" y2="{HEIGHT - BOTTOM}"/>'
        yield f'<text x="{now}" y="{TOP - 8}" text-anchor="middle">{_short(day_text(self.answer.at, self.answer.at))}</text>'
        present = Point(self.answer.at, self.score.value, None)
        yield from self._line([*self.score.past, present], "past")
        yield from self._line([present, *self.score.future, self._after()], "future")
        if self.score.value is not None:
            yield f'<circle class="dot" cx="{now}" cy="{self.y(self.score.value)}" r="4"/>'
        yield "</svg>"

    def _after(self) -> Point:
        last = self.score.future[-1].value if self.score.future else self.score.value
        return Point(self.end, last, None)

    def _bands(self) -> Iterator[str]:
        right, taken = self.width - RIGHT, list[float]()
        bands: Sequence[Band] = self.score.bands or (Band("", None, None),)
        for place, band in enumerate(bands):
            after = bands[place + 1].start if place + 1 < len(bands) else None
            bottom = self.y(self.low if band.start is None else max(band.start, self.low))
            top = self.y(self.high if after is None else max(after, self.low))
            height = round(bottom - top, 1)
            colour = f' style="fill:{escape(band.colour)}"' if band.colour else ""
            if height > 0:
                yield f'<rect class="band" x="{LEFT}" y="{top}" width="{right - LEFT}" height="{height}"{colour}/>'
            if height >= ROOM_OF_A_LABEL:
                middle = round((top + bottom) / 2 + 4, 1)
                yield f'<text class="name" x="{right + 6}" y="{middle}">{escape(_cut(band.name))}</text>'
        starts = [band.start for band in bands if band.start is not None]
        for value in dict.fromkeys([0, *(starts or [self.peak]), self.low]):
            height = self.y(value)
            if self.low <= value <= self.high and all(abs(height - one) >= ROOM_OF_A_LABEL for one in taken):
                taken.append(height)
                yield f'<line class="grid" x1="{LEFT}" x2="{right}" y1="{height}" y2="{height}"/>'
                yield f'<text x="{LEFT - 6}" y="{height + 4}" text-anchor="end">{value_of_score(value)}</text>'

    def _dates(self) -> Iterator[str]:
        count = max(2, (self.width - LEFT - RIGHT) // ROOM_OF_A_DATE)
        days = max(1, -(-(self.end - self.begin) // DAY // count))
        moment = -(-self.begin // DAY) * DAY
        while moment <= self.end:
            place = self.x(moment)
            if LEFT + 24 <= place <= self.width - RIGHT:
                yield f'<text x="{place}" y="{HEIGHT - 8}" text-anchor="middle">{_short(day_text(moment, self.answer.at))}</text>'
                yield f'<line class="notch" x1="{place}" x2="{place}" y1="{HEIGHT - 24}" y2="{HEIGHT - 20}"/>'
            moment += days * DAY

    def _events(self) -> Iterator[str]:
        """A tick for each event; of those that would stand on the same pixel only the first."""
        bottom, drawn = HEIGHT - BOTTOM + TICK + 4, set[int]()
        for point in self.score.past:
            place = self.x(point.time)
            if point.event is not None and int(place) not in drawn:
                drawn.add(int(place))
                said = f"{point.event}, {time_text(point.time, self.answer.at)}"
                yield f'<line class="event" x1="{place}" x2="{place}" y1="{bottom - TICK}" y2="{bottom}">'
                yield f"<title>{escape(said)}</title></line>"

    def _line(self, points: Sequence[Point], kind: str) -> Iterator[str]:
        """A line in steps: a score stays what it is until something happens; it is broken where it is missing."""
        path, former = "", None
        for point in points:
            if point.value is None:
                path += f"H{self.x(point.time)}" if former is not None else ""
            elif former is None:
                path += f"M{self.x(point.time)} {self.y(point.value)}"
            else:
                path += f"H{self.x(point.time)}" + (f"V{self.y(point.value)}" if point.value != former else "")
            former = point.value
        if path:
            yield f'<path class="{kind}" d="{path}"/>'


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _short(day: str) -> str:
    """A day with three letters of its month."""
    number, month, *year = day.split(" ")
    return " ".join([number, month[:3], *year])
