"""A comparison as a comment on a pull request: the verdict in sight, the details folded away, never too long for one."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lsdsl.difference.changes import ARROW, Change
from lsdsl.difference.report import Difference, FollowupReport, Mover, ScoreReport
from lsdsl.difference.wording import (
    NOTHING,
    bar_label,
    headline,
    number,
    range_name,
    range_names,
    scores_line,
    share,
    signed,
    strangers,
    troubles,
    valued,
    widest,
)

LARGEST: Final = 60_000
"""Bytes of a comment: the hosts of repositories take a little more."""

ROOM: Final = ((1_000, 300), (50, 100), (20, 50), (10, 25), (3, 10), (0, 0))
"""So many movers of a score, and changes of the rules, are shown; the first that fit in a comment."""

BAR: Final = 24
LONGEST: Final = 160
REASONS: Final = 3
SPECIAL: Final = re.compile(r"[\\`*_\[\]<>#|~@&$]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""What Markdown, HTML and the hosts of repositories make something of."""


def render(difference: Difference, *, limit: float | None) -> str:
    """The comment; ``limit`` is the share that may move, from 0 to 1."""
    text = ""
    for movers, changes in ROOM:
        text = "\n".join(_lines(difference, limit, movers, changes)) + "\n"
        if len(text.encode()) <= LARGEST:
            break
    return text


def _lines(difference: Difference, limit: float | None, movers: int, changes: int) -> Iterator[str]:
    yield f"### Scores: {plain(difference.old.named)} {ARROW} {plain(difference.new.named)}"
    yield ""
    yield f"**{headline(difference)}**"
    if only := strangers(difference):
        yield f"{only}; they count as moved."
    if limit is not None:
        above = difference.share > limit
        moved = share(difference.moved, difference.profiles)
        yield ""
        sign, verdict = ("❌", "more than") if above else ("✅", "not more than")
        yield f"{sign} {moved} moved, {verdict} the {limit * 100:g}% allowed."
    yield from (f"\n⚠️ {plain(trouble)}" for trouble in troubles(difference))
    yield from _changes(difference, changes)
    yield from _followups([one for one in difference.followups if one.differs])
    for score in difference.scores:
        yield from _score(score, movers)
    if difference.as_of is not None:
        yield ""
        yield f"<sub>{difference.events:,} events, {difference.profiles:,} profiles, as of {difference.as_of}</sub>"


def _changes(difference: Difference, most: int) -> Iterator[str]:
    if not difference.changes:
        yield ""
        yield "The rules say the same."
        return
    yield ""
    yield "| rules | what changed | points in the end |"
    yield "| --- | --- | ---: |"
    for change in difference.changes[:most]:
        yield f"| {_about(change)} | {_said(change)} | {_effect(change, difference)} |"
    if len(difference.changes) > most:
        yield f"| | and {len(difference.changes) - most:,} more | |"


def _about(change: Change) -> str:
    return plain(change.of if change.score is None or change.of == "score" else change.score)


def _said(change: Change) -> str:
    text = plain(change.text)
    if change.touches:
        text += f"<br><sub>touches {plain(', '.join(change.touches))}</sub>"
    return f"{text}<br><sub>{plain(change.place)}</sub>" if change.place else text


def _effect(change: Change, difference: Difference) -> str:
    effect = difference.effect(change)
    if effect is None or effect.points[0] == effect.points[1]:
        return ""
    return f"{signed(effect.points[0])} {ARROW} {signed(effect.points[1])}"


def _followups(different: Sequence[FollowupReport]) -> Iterator[str]:
    if not different:
        return
    yield ""
    yield "| follow-up | runs | actions |"
    yield "| --- | ---: | ---: |"
    for one in different[:100]:
        yield f"| {plain(one.name)} | {_pair(one.runs, one.known)} | {_pair(one.actions, one.known)} |"


def _pair(pair: tuple[int, int], known: tuple[bool, bool]) -> str:
    old, new = (f"{count:,}" if there else NOTHING for count, there in zip(pair, known, strict=True))
    return old if old == new else f"{old} {ARROW} **{new}**"


def _score(score: ScoreReport, most: int) -> Iterator[str]:
    yield ""
    if not score.moved and not score.crossed:
        yield f"**{plain(score.title)}**: {scores_line(score)}."
        return
    yield f"<details><summary><b>{plain(score.title)}</b>: {scores_line(score)}</summary>"
    yield ""
    if score.old_ranges or score.new_ranges:
        yield from _matrix(score)
    yield from _histogram(score)
    yield from _movers(score.movers, most)
    yield "</details>"


def _matrix(score: ScoreReport) -> Iterator[str]:
    rows, columns = range_names(score)
    yield f"| old \\ new | {' | '.join(plain(range_name(one)) for one in columns)} |"
    yield f"| --- |{' ---: |' * len(columns)}"
    for row in rows:
        counts = [(score.matrix.get((row, column), 0), row == column) for column in columns]
        cells = [NOTHING if not count else f"{count:,}" if stays else f"**{count:,}**" for count, stays in counts]
        yield f"| {plain(range_name(row))} | {' | '.join(cells)} |"
    yield ""


def _histogram(score: ScoreReport) -> Iterator[str]:
    most = widest(score.bars)
    yield "```text"
    labels = [bar_label(bar) for bar in score.bars]
    room, digits = max(map(len, labels)), max(len(f"{bar.profiles:,}") for bar in score.bars)
    for label, bar in zip(labels, score.bars, strict=True):
        drawn = "█" * min(BAR, -(-bar.profiles * BAR // most)) + (" …" if bar.profiles > most else "")
        yield f"{label:>{room}}  {bar.profiles:>{digits},}  {drawn}".rstrip()
    yield "```"
    yield ""


def _movers(movers: Sequence[Mover], most: int) -> Iterator[str]:
    shown = movers[:most]
    if not shown:
        return
    yield "| profile | old | new | change | rules responsible |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for mover in shown:
        moved = mover.moved
        told = [
            f"{plain(one.rule)} {signed(one.old)} {ARROW} {signed(one.new)}"
            + ("" if one.place is None else f" <sub>{plain(one.place)}</sub>")
            for one in mover.reasons[:REASONS]
        ]
        if len(mover.reasons) > REASONS:
            told.append(f"and {number(len(mover.reasons) - REASONS)} more")
        cells = (
            plain(moved.profile),
            plain(valued(moved.old)),
            plain(valued(moved.new)),
            signed(moved.change),
            "<br>".join(told),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def plain(text: str) -> str:
    """A text of the rules or the data as Markdown shows it: nothing in it means anything, and it is not too long."""
    text = " ".join(text.split())
    cut = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return SPECIAL.sub(lambda found: f"&#{ord(found[0])};", cut)
