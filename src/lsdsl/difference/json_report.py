"""A comparison for programs: one JSON object, version 1."""

import json
from typing import Any, Final

from lsdsl.difference.changes import Change
from lsdsl.difference.report import Difference, FollowupReport, Mover, ScoreReport, SideReport
from lsdsl.engine.results import ScoreResult
from lsdsl.model.declarations import Range

VERSION: Final = 1


def render(difference: Difference, *, tool: str, limit: float | None) -> str:
    """The report, in plain ASCII; ``tool`` is the version of lsdsl, ``limit`` the share that may move, from 0 to 1."""
    report = {
        "version": VERSION,
        "tool": {"name": "lsdsl", "version": tool},
        "old": _side(difference.old),
        "new": _side(difference.new),
        "as_of": difference.as_of,
        "summary": {
            "events": difference.events,
            "profiles": difference.profiles,
            "only_old": difference.only_old,
            "only_new": difference.only_new,
            "moved": difference.moved,
            "share": round(difference.share, 6),
            "moved_means": difference.means,
            "other_value": difference.other_value,
            "other_range": difference.other_range,
            "limit": limit,
            "above_limit": limit is not None and difference.share > limit,
        },
        "scores": [_score(one) for one in difference.scores],
        "followups": [_followup(one) for one in difference.followups],
        "changes": [_change(one, difference) for one in difference.changes],
    }
    return json.dumps(report, indent=2) + "\n"


def _side(side: SideReport) -> dict[str, Any]:
    return {
        "name": side.named,
        "digest": side.digest,
        "profiles": side.profiles,
        "rejects": side.rejects,
        "failures": side.failures,
        "rejects_by_code": side.rejects_by_code,
    }


def _score(score: ScoreReport) -> dict[str, Any]:
    return {
        "score": score.score,
        "title": score.title,
        "profiles": score.compared,
        "moved": score.moved,
        "other_range": score.crossed,
        "mean_change": round(score.mean, 6),
        "histogram": [{"from": bar.above, "to": bar.upto, "profiles": bar.profiles} for bar in score.bars],
        "old_ranges": [_range(one) for one in score.old_ranges],
        "new_ranges": [_range(one) for one in score.new_ranges],
        "ranges": [
            {"old": old, "new": new, "profiles": count}
            for (old, new), count in sorted(score.matrix.items(), key=lambda one: (one[0][0] or "", one[0][1] or ""))
            if old is not None or new is not None
        ],
        "movers": [_mover(one) for one in score.movers],
    }


def _range(one: Range) -> dict[str, Any]:
    return {"name": one.name, "from": one.start, "colour": one.colour}


def _mover(mover: Mover) -> dict[str, Any]:
    return {
        "profile": mover.moved.profile,
        "old": _result(mover.moved.old),
        "new": _result(mover.moved.new),
        "change": mover.moved.change,
        "rules": [
            {"rule": one.rule, "score": one.score, "old": one.old, "new": one.new, "where": one.place} for one in mover.reasons
        ],
    }


def _result(result: ScoreResult) -> dict[str, Any]:
    return {"value": result.value, "range": result.range}


def _followup(one: FollowupReport) -> dict[str, Any]:
    return {
        "name": one.name,
        "old": _times(one, 0),
        "new": _times(one, 1),
    }


def _times(one: FollowupReport, side: int) -> dict[str, int] | None:
    """What it did on one side; null where there is no such follow-up."""
    if not one.known[side]:
        return None
    return {"runs": one.runs[side], "actions": one.actions[side], "held_back": one.held_back[side]}


def _change(change: Change, difference: Difference) -> dict[str, Any]:
    effect = difference.effect(change)
    return {
        "kind": change.kind,
        "of": change.of,
        "name": change.name,
        "score": change.score,
        "text": change.text,
        "details": [{"what": one.what, "old": one.old, "new": one.new} for one in change.details],
        "unchanged": list(change.same),
        "touches": list(change.touches),
        "where": {"old": change.at.old, "new": change.at.new},
        "effect": None if effect is None else {"awards": list(effect.awards), "points": list(effect.points)},
    }
