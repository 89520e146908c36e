"""A comparison as a page of its own: plots and all in one file that asks nothing of the network."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from lsdsl.difference.changes import ARROW, Change
from lsdsl.difference.plots import heat_map, histogram
from lsdsl.difference.report import Difference, FollowupReport, Mover, ScoreReport
from lsdsl.difference.style import STYLE
from lsdsl.difference.wording import NOTHING, headline, scores_line, share, signed, strangers, troubles, valued

SIGNS: Final = {"added": "+", "removed": "\N{MINUS SIGN}", "changed": "~"}


def render(difference: Difference, *, limit: float | None) -> str:
    """The page; ``limit`` is the share that may move, from 0 to 1."""
    title = f"{difference.old.named} {ARROW} {difference.new.named}"
    parts = [*_head(difference, limit), *_changes(difference), *_followups(difference.followups)]
    for score in difference.scores:
        parts += _score(score)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


def _head(difference: Difference, limit: float | None) -> Iterator[str]:
    yield f'<h1><span class="soft">Scores:</span> {escape(difference.old.named)} {ARROW} {escape(difference.new.named)}</h1>'
    yield f'<p class="verdict">{escape(headline(difference))}</p>'
    if only := strangers(difference):
        yield f"<p>{escape(only)}; they count as moved.</p>"
    if limit is not None:
        above = difference.share > limit
        moved = share(difference.moved, difference.profiles)
        verdict = "more than" if above else "not more than"
        yield f'<p class="{"bad" if above else "good"}">{moved} moved, {verdict} the {limit * 100:g}% allowed.</p>'
    yield from (f'<p class="bad">{escape(trouble)}</p>' for trouble in troubles(difference))
    if difference.as_of is not None:
        yield f'<p class="soft">{difference.events:,} events, {difference.profiles:,} profiles, as of {difference.as_of}</p>'


def _changes(difference: Difference) -> Iterator[str]:
    yield "<section><h2>What changed in the rules</h2>"
    if difference.changes:
        yield '<div class="scroll"><table>'
        yield '<tr><th></th><th>rules</th><th>what changed</th><th class="right">points in the end</th></tr>'
        yield from (_change(one, difference) for one in difference.changes)
        yield "</table></div>"
    else:
        yield '<p class="soft">The rules say the same.</p>'
    yield "</section>"


def _change(change: Change, difference: Difference) -> str:
    about = change.of if change.score is None or change.of == "score" else change.score
    said = escape(change.text)
    if change.touches:
        said += f"<br><small>touches {escape(', '.join(change.touches))}</small>"
    if change.place:
        said += f"<br><code>{escape(change.place)}</code>"
    effect = difference.effect(change)
    gave = (
        f"{signed(effect.points[0])} {ARROW} {signed(effect.points[1])}"
        if effect and effect.points[0] != effect.points[1]
        else ""
    )
    return _row((f"sign {change.kind}", SIGNS[change.kind]), ("", escape(about)), ("", said), ("right", gave))


def _followups(followups: Sequence[FollowupReport]) -> Iterator[str]:
    different = [one for one in followups if one.differs]
    if not different:
        return
    yield "<section><h2>Follow-ups that run more or less often</h2>"
    yield '<div class="scroll"><table>'
    yield '<tr><th>follow-up</th><th class="right">runs</th><th class="right">actions</th><th></th></tr>'
    for one in different:
        held = f"held back by its limit: {one.held_back[0]:,} {ARROW} {one.held_back[1]:,}" if any(one.held_back) else ""
        runs, actions = (_pair(pair, one.known) for pair in (one.runs, one.actions))
        yield _row(("", escape(one.name)), ("right", runs), ("right", actions), ("", f"<small>{held}</small>"))
    yield "</table></div></section>"


def _pair(pair: tuple[int, int], known: tuple[bool, bool]) -> str:
    old, new = (f"{count:,}" if there else NOTHING for count, there in zip(pair, known, strict=True))
    kind = "" if pair[0] == pair[1] else "added" if pair[1] > pair[0] else "removed"
    return f'{old} {ARROW} <b class="{kind}">{new}</b>'


def _score(score: ScoreReport) -> Iterator[str]:
    yield f"<section><h2>{escape(score.title)}</h2><p>{escape(scores_line(score))}</p>"
    if score.moved or score.crossed:
        yield f'<div class="plots"><div><h3>How much it changes</h3>{histogram(score)}</div>'
        if score.old_ranges or score.new_ranges:
            yield f"<div><h3>From which range to which</h3>{heat_map(score)}</div>"
        yield "</div>"
        yield from _movers(score.movers)
    yield "</section>"


def _movers(movers: Sequence[Mover]) -> Iterator[str]:
    if not movers:
        return
    yield "<h3>Who moves most, and by which rules</h3>"
    yield (
        '<div class="scroll"><table><tr><th>profile</th><th class="right">old</th><th class="right">new</th>'
        '<th class="right">change</th><th>rules responsible</th></tr>'
    )
    for mover in movers:
        moved = mover.moved
        told = "<br>".join(
            f"{escape(one.rule)} {signed(one.old)} {ARROW} {signed(one.new)}"
            + ("" if one.place is None else f" <code>{escape(one.place)}</code>")
            for one in mover.reasons
        )
        kind = "" if not moved.change else "added" if moved.change > 0 else "removed"
        yield _row(
            ("", escape(moved.profile)),
            ("right", escape(valued(moved.old))),
            ("right", escape(valued(moved.new))),
            (f"right {kind}", signed(moved.change)),
            ("", told),
        )
    yield "</table></div>"


def _row(*cells: tuple[str, str]) -> str:
    """A row of cells, each with its class and its HTML."""
    return (
        "<tr>"
        + "".join(f'<td class="{kind}">{inside}</td>' if kind else f"<td>{inside}</td>" for kind, inside in cells)
        + "</tr>"
    )
