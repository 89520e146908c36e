"""An answer as one HTML page that needs nothing else: no network, no script; light or dark as the reader likes it."""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from lsdsl.diagnostics.visible import visible
from lsdsl.why.chart import chart
from lsdsl.why.conditions import together
from lsdsl.why.proof import Above, Answer, Change, Move, ScoreProof, Try
from lsdsl.why.sentences import enough, event_words, introduction, moments_of, of_others, shortage, sufficient, told, uncounted
from lsdsl.why.wording import cents_text, full_text, points_text, shown_sizes, value_of_score

WIDE, NARROW = 860, 400
"""The widths of the two charts, one of which is shown."""


def render(answer: Answer) -> str:
    """The whole page."""
    title = f"Why {answer.profile}: " + ", ".join(f"{one.name} {value_of_score(one.value)}" for one in answer.scores)
    style = files("lsdsl.why").joinpath("page.css").read_text(encoding="utf-8")
    body = "\n".join(_body(answer))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_said(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _body(answer: Answer) -> Iterator[str]:
    yield f"<header><h1>{_said(answer.profile)}</h1>"
    coming = ", a moment to come" if answer.future else ""
    yield f"<p>at {full_text(answer.at)}{coming}</p>"
    if answer.grades:
        grades = "".join(f"<li>{_said(name)} <b>{_said(text)}</b></li>" for name, text in answer.grades)
        yield f'<ul class="grades">{grades}</ul>'
    yield "</header>"
    if not answer.scores:
        yield "<p>These rules have no scores.</p>"
    for score in answer.scores:
        yield from _score(answer, score)
    yield from _next(answer)
    if answer.gaps:
        yield f"<p>{_said(answer.gaps)}</p>"
    ruleset = _said(answer.ruleset)
    yield f"<footer>lsdsl why · ruleset {ruleset} · times are UTC · the points of each table add up to its score</footer>"


def _score(answer: Answer, score: ScoreProof) -> Iterator[str]:
    yield f'<section id="{_said(score.name)}">'
    yield f"<h2>{_said(score.title)} <b>{value_of_score(score.value)}</b>{_chip(score.range, score.colour)}{_flames(score)}</h2>"
    if score.value is None:
        yield f"<p>No value: {_said(score.missing)}.</p></section>"
        return
    yield chart(answer, score, WIDE) + chart(answer, score, NARROW)
    yield from _sum(answer, score)
    if score.unmet:
        rows = [(one.points, one.title, together(one.obstacles)) for one in score.unmet]
        yield from _table("Does not count now", rows)
    if score.refused:
        rows = [("", one.title, uncounted(one, answer.at)) for one in score.refused]
        yield from _table("Did not count because of limits", rows)
    if score.full:
        yield from _table("Limits that are used up", [("", one.title, one.text) for one in score.full])
    for one in score.above:
        yield from _above(one)
    yield "</section>"


def _sum(answer: Answer, score: ScoreProof) -> Iterator[str]:
    sizes = shown_sizes([line.points for line in score.lines], score.total)
    yield '<table class="sum">'
    for size, line in zip(sizes, score.lines, strict=True):
        sign = "up" if line.points > 0 else "down" if line.points < 0 else "even"
        shown = cents_text(size) if size < 0 else f"+{cents_text(size)}"
        title = _said(line.title)
        if line.score is not None:
            title = f'<a href="#{_said(line.score)}">{title}</a>'
        behind = _said("" if line.kind == "part" and line.score is not None else told(line, answer.at))
        yield f'<tr class="{line.kind}"><td class="{sign}">{shown}</td><th scope="row">{title}</th><td>{behind}</td></tr>'
    total = f'<td>{value_of_score(score.value)}</td><th scope="row">{_said(score.name)}</th><td></td>'
    yield f"<tfoot><tr>{total}</tr></tfoot></table>"


def _above(above: Above) -> Iterator[str]:
    alone, more = sufficient(above.tries)
    yield f"<h3>Not{_chip(above.range, above.colour)} {_said(shortage(above))}</h3>"
    if alone:
        yield f"<p>{introduction(alone).capitalize()}</p>"
        yield from _tries(alone)
    if more:
        yield f"<p>{of_others(alone).capitalize()}</p>"
        yield from _tries(more)


def _tries(tries: Sequence[Try]) -> Iterator[str]:
    yield from _table("", [(points_text(one.points), event_words(one), enough(one)) for one in tries])


def _next(answer: Answer) -> Iterator[str]:
    yield "<section><h2>What changes next without any event</h2>"
    if not answer.changes:
        yield "<p>Nothing changes in the next 400 days.</p></section>"
        return
    several = len(answer.scores) > 1
    yield '<table class="next">'
    for change, moment in zip(answer.changes, moments_of(answer.changes, answer.at), strict=True):
        said = "<br>".join(_change(change, several=several))
        yield f'<tr><th scope="row">{moment}</th><td>{said}</td></tr>'
    yield "</table>"
    if answer.more_changes:
        yield "<p>And more after that.</p>"
    yield "</section>"


def _change(change: Change, *, several: bool) -> Iterator[str]:
    yield from (_move(move, named=several) for move in change.moves)
    yield from (_said(other) for other in change.others)


def _move(move: Move, *, named: bool) -> str:
    causes = ", ".join(
        f'<span class="{"up" if size > 0 else "down"}">{points_text(size)}</span> {_said(f"{title} {reason}")}'
        for title, size, reason in move.causes
    )
    name = f"{_said(move.score)} " if named else ""
    reached = "" if move.reached is None else f", {'rises' if move.rises else 'falls'} to <b>{_said(move.reached)}</b>"
    values = f"{name}{value_of_score(move.before)} → <b>{value_of_score(move.after)}</b>{reached}"
    return f"{causes}; {values}" if causes else values


def _table(title: str, rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    if title:
        yield f"<h3>{title}</h3>"
    yield "<table>"
    for size, what, words in rows:
        yield f'<tr><td>{_said(size)}</td><th scope="row">{_said(what)}</th><td>{_said(words)}</td></tr>'
    yield "</table>"


def _chip(name: str | None, colour: str | None) -> str:
    if name is None:
        return ""
    style = f' style="--range:{escape(colour)}"' if colour else ""
    return f' <span class="chip"{style}>{_said(name)}</span>'


def _flames(score: ScoreProof) -> str:
    if score.flames is None:
        return ""
    return f' <span class="flames" title="{score.flames} of 5 flames">{"●" * score.flames}{"○" * (5 - score.flames)}</span>'


def _said(text: str) -> str:
    return escape(visible(text))
