"""An answer as text for the terminal: the sum line by line, what does not count, what would help, what comes next."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.text import Text

from lsdsl.diagnostics.visible import visible
from lsdsl.why.conditions import together
from lsdsl.why.proof import Above, Answer, Change, Move, ScoreProof, Try
from lsdsl.why.sentences import enough, event_words, introduction, moments_of, of_others, shortage, sufficient, told, uncounted
from lsdsl.why.wording import (
    cents_text,
    full_text,
    points_text,
    shown_sizes,
    value_of_score,
)

Styles = dict[str, str]
"""The style of each colour that ranges have."""

Ranges = dict[tuple[str, str], str]
"""The style of each range of each score."""

LONGEST_TITLE: Final = 34
INDENT: Final = 2
GAP: Final = 2


def render(answer: Answer, width: int, styles: Styles) -> Iterator[Text]:
    """The lines of an answer, none wider than the width where words can be broken."""
    if not answer.scores:
        yield Text.assemble((visible(answer.profile), "bold"), f" at {full_text(answer.at)}: these rules have no scores")
    for place, score in enumerate(answer.scores):
        if place:
            yield Text()
        yield from _score(answer, score, width, styles)
    yield Text()
    if answer.grades:
        yield Text.assemble(("Grades", "bold"), f"  {', '.join(visible(f'{name} {text}') for name, text in answer.grades)}")
        yield Text()
    yield from _next(answer, width, styles)
    if answer.gaps:
        yield Text()
        yield from (Text.assemble(line, style="dim") for line in _wrapped(Text(visible(answer.gaps)), 0, width))


def _score(answer: Answer, score: ScoreProof, width: int, styles: Styles) -> Iterator[Text]:
    yield from _wrapped(_headline(answer, score, styles), 0, width)
    if score.value is None:
        yield from _wrapped(Text(f"no value: {visible(score.missing)}"), INDENT, width)
        return
    yield from _sum(answer, score, width)
    if score.unmet:
        yield from _section("does not count now")
        rows = [(Text(one.points), visible(one.title), Text(visible(together(one.obstacles)))) for one in score.unmet]
        yield from _rows(rows, width)
    if score.refused:
        yield from _section("did not count because of limits")
        yield from _rows([(Text(), visible(one.title), Text(visible(uncounted(one, answer.at)))) for one in score.refused], width)
    if score.full:
        yield from _section("limits that are used up")
        yield from _rows([(Text(), visible(one.title), Text(visible(one.text))) for one in score.full], width)
    for one in score.above:
        yield from _above(one, width, styles)


def _headline(answer: Answer, score: ScoreProof, styles: Styles) -> Text:
    head = Text.assemble((visible(answer.profile), "bold"), " · ", (score.name, "bold"), " ")
    head.append(value_of_score(score.value), "bold")
    if score.range is not None:
        head.append(", ").append(score.range, _style(score.colour, styles))
    if score.flames is not None:
        head.append(" ").append("●" * score.flames, "dark_orange").append("○" * (5 - score.flames), "dim")
    return head.append(f" at {full_text(answer.at)}").append(" (a moment to come)" if answer.future else "")


def _sum(answer: Answer, score: ScoreProof, width: int) -> Iterator[Text]:
    shown = shown_sizes([line.points for line in score.lines], score.total)
    sizes = [_signed(size) for size in shown]
    room = max([len(size) for size in (*sizes, value_of_score(score.value))], default=1)
    rows = [
        (Text(size.rjust(room), _of_sign(line.points)), visible(line.title), Text(visible(told(line, answer.at))))
        for size, line in zip(sizes, score.lines, strict=True)
    ]
    if not rows:
        yield Text("  nothing counts now", "dim")
    yield from _rows(rows, width)
    yield Text(" " * INDENT + "─" * room, "dim")
    yield Text.assemble(" " * INDENT, (value_of_score(score.value).rjust(room), "bold"), " " * GAP, f"= {score.name}")


def _above(above: Above, width: int, styles: Styles) -> Iterator[Text]:
    yield Text()
    head = Text.assemble("not ", (above.range, _style(above.colour, styles)), f" {shortage(above)}")
    alone, more = sufficient(above.tries)
    yield from _wrapped(head.append(f"; {introduction(alone)}" if alone else ""), INDENT, width)
    yield from _tries(alone, width)
    if more:
        yield from _wrapped(Text(of_others(alone)), INDENT, width)
        yield from _tries(more, width)


def _tries(tries: Sequence[Try], width: int) -> Iterator[Text]:
    rows = [(Text(points_text(one.points), "green"), visible(event_words(one)), Text(visible(enough(one)))) for one in tries]
    yield from _rows(rows, width)


def _next(answer: Answer, width: int, styles: Styles) -> Iterator[Text]:
    if not answer.changes:
        yield Text("Without any event nothing changes in the next 400 days.")
        return
    yield Text("What changes next without any event", "bold")
    several = len(answer.scores) > 1
    ranges = {(score.name, band.name): _style(band.colour, styles) for score in answer.scores for band in score.bands}
    rows: list[tuple[str, Text]] = []
    for change, moment in zip(answer.changes, moments_of(answer.changes, answer.at), strict=True):
        said = list(_change(change, ranges, several=several))
        for place, one in enumerate(said):
            rows.append((moment if place == 0 else "", one))
    room = max(len(moment) for moment, _ in rows)
    for moment, one in rows:
        head = f"{' ' * INDENT}{moment.ljust(room)}{' ' * GAP}"
        lines = [*_fold(one, max(24, width - len(head)))]
        for place, part in enumerate(lines):
            yield Text.assemble((head if place == 0 else " " * len(head), "dim"), part)
    if answer.more_changes:
        yield Text("  and more after that", "dim")


def _change(change: Change, ranges: Ranges, *, several: bool) -> Iterator[Text]:
    for move in change.moves:
        yield _move(move, ranges, named=several)
    for other in change.others:
        yield Text(visible(other))


def _move(move: Move, ranges: Ranges, *, named: bool) -> Text:
    text = Text()
    for title, size, reason in move.causes:
        text.append(", " if text else "").append(points_text(size), _of_sign(size)).append(f" {visible(title)} {reason}")
    text.append("; " if text else "")
    text.append(f"{move.score} " if named else "")
    if move.before == move.after:
        text.append(f"stays {value_of_score(move.after)}")
    else:
        text.append(f"{value_of_score(move.before)} → ").append(value_of_score(move.after), "bold")
    if move.reached is not None:
        style = ranges.get((move.score, move.reached)) or "bold"
        text.append(", rises to " if move.rises else ", falls to ").append(move.reached, style)
    return text


# --- columns --------------------------------------------------------------------------------------------------------------


def _rows(rows: Sequence[tuple[Text, str, Text]], width: int) -> Iterator[Text]:
    """Points, title and words side by side; where the terminal is narrow the words stand below."""
    if not rows:
        return
    first = max(row[0].cell_len for row in rows)
    begin = INDENT + first + (GAP if first else 0)
    second = min(max(len(row[1]) for row in rows), LONGEST_TITLE)
    beside = width - begin - second - GAP
    for size, title, words in rows:
        head = Text.assemble(" " * (INDENT + first - size.cell_len), size, " " * (begin - INDENT - first))
        if beside >= 30 and len(title) <= second:
            head.append(title.ljust(second) + " " * GAP if words else title)
            yield from _hung(head, words, begin + second + GAP, width)
        else:
            yield from _hung(head, Text(title), begin, width)
            if words:
                yield from _wrapped(words, begin + GAP, width)


def _hung(head: Text, words: Text, indent: int, width: int) -> Iterator[Text]:
    lines = list(_fold(words, max(20, width - indent)))
    yield head.append_text(lines[0]) if lines else head
    yield from (Text.assemble(" " * indent, line) for line in lines[1:])


def _wrapped(words: Text, indent: int, width: int) -> Iterator[Text]:
    for line in _fold(words, max(20, width - indent)):
        yield Text.assemble(" " * indent, line)


def _fold(words: Text, width: int) -> Iterable[Text]:
    """Break between words; a style stays with its word."""
    line = Text()
    for word in words.split(" "):
        if line and line.cell_len + 1 + word.cell_len > width:
            yield line
            line = word
        else:
            line = Text.assemble(line, " ", word) if line else word
    if line:
        yield line


def _section(title: str) -> Iterator[Text]:
    yield Text()
    yield Text(f"  {title}", "bold")


def _signed(size: int) -> str:
    return cents_text(size) if size < 0 else f"+{cents_text(size)}"


def _of_sign(size: int) -> str:
    return "green" if size > 0 else "red" if size < 0 else "dim"


def _style(colour: str | None, styles: Styles) -> str:
    return "" if colour is None else styles.get(colour, "")
