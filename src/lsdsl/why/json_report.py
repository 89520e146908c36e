"""An answer as JSON for programs, version 1: ``docs/schemas/why.schema.json`` describes it."""

import json
from typing import Any, Final

from lsdsl.compile import points
from lsdsl.records.moments import moment_text
from lsdsl.why.proof import Above, Answer, Award, Change, Full, Line, Move, Obstacle, Point, Refusal, ScoreProof, Try, Unmet

VERSION: Final = 1


def render(answer: Answer) -> str:
    """The answer as one JSON object; points are exact to a millionth, moments are ISO 8601 in UTC."""
    return json.dumps(report(answer), indent=2, ensure_ascii=False) + "\n"


def report(answer: Answer) -> dict[str, Any]:
    """The answer as plain data."""
    return {
        "version": VERSION,
        "profile": answer.profile,
        "at": moment_text(answer.at),
        "future": answer.future,
        "last_event": _moment(answer.last_event),
        "ruleset": answer.ruleset,
        "fields": dict(answer.fields),
        "tags": list(answer.tags),
        "grades": dict(answer.grades),
        "scores": [_score(score) for score in answer.scores],
        "changes": [_change(change) for change in answer.changes],
        "more_changes": answer.more_changes,
        "gaps": answer.gaps or None,
    }


def _score(score: ScoreProof) -> dict[str, Any]:
    return {
        "score": score.name,
        "title": score.title,
        "value": score.value,
        "range": score.range,
        "colour": score.colour,
        "flames": score.flames,
        "missing": score.missing or None,
        "lines": [_line(line) for line in score.lines],
        "unmet": [_unmet(one) for one in score.unmet],
        "limits": [_full(one) for one in score.full],
        "refused": [_refused(one) for one in score.refused],
        "above": [_above(one) for one in score.above],
        "past": [_point(one) for one in score.past],
        "future": [_point(one) for one in score.future],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "points": points.to_number(line.points),
        "title": line.title,
        "note": line.note or None,
        "rule": line.rule,
        "where": line.where,
        "group": line.group,
        "score": line.score,
        "awards": [_award(award) for award in line.awards],
        "facts": list(line.facts),
    }


def _award(award: Award) -> dict[str, Any]:
    return {
        "points": points.to_number(award.points),
        "given": points.to_number(award.given),
        "cut": award.cut,
        "time": moment_text(award.time),
        "event": award.event,
        "type": award.type,
        "data": dict(award.data),
        "expires": _moment(award.expires),
        "changes": _moment(award.changes),
        "then": None if award.then is None else points.to_number(award.then),
    }


def _unmet(one: Unmet) -> dict[str, Any]:
    return {
        "points": one.points,
        "title": one.title,
        "rule": one.rule,
        "where": one.where,
        "obstacles": [_obstacle(part) for part in one.obstacles],
    }


def _obstacle(one: Obstacle) -> dict[str, Any]:
    if one.one_of:
        return {"text": one.text, "one_of": [[_obstacle(part) for part in way] for way in one.one_of]}
    return {"text": one.text, "what": one.what, "now": one.now or None, "needs": one.needs}


def _full(one: Full) -> dict[str, Any]:
    return {
        "title": one.title,
        "rule": one.rule,
        "where": one.where,
        "text": one.text,
        "used": one.used,
        "most": one.most,
        "again": _moment(one.again),
    }


def _refused(one: Refusal) -> dict[str, Any]:
    events = [{"event": event, "type": kind, "time": moment_text(time)} for event, kind, time in one.events]
    return {"title": one.title, "rule": one.rule, "where": one.where, "text": one.text, "events": events}


def _above(one: Above) -> dict[str, Any]:
    return {
        "range": one.range,
        "colour": one.colour,
        "from": one.start,
        "short": points.to_number(one.short),
        "out_of_reach": one.out_of_reach,
        "events": [_try(attempt) for attempt in one.tries],
    }


def _try(one: Try) -> dict[str, Any]:
    return {
        "type": one.event,
        "data": dict(one.data),
        "points": points.to_number(one.points),
        "value": one.value,
        "times": one.times,
        "rules": list(one.titles),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "time": moment_text(change.time),
        "until": moment_text(change.until),
        "scores": [_move(move) for move in change.moves],
        "others": list(change.others),
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "score": move.score,
        "before": move.before,
        "after": move.after,
        "left": move.left,
        "reached": move.reached,
        "causes": [{"title": title, "points": points.to_number(size), "reason": reason} for title, size, reason in move.causes],
    }


def _point(point: Point) -> dict[str, Any]:
    return {"time": moment_text(point.time), "value": point.value, "event": point.event}


def _moment(moment: int | None) -> str | None:
    return None if moment is None else moment_text(moment)
