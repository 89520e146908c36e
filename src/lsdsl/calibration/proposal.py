"""Other points for the same rules: a penalised logistic regression on what the rules found, rounded to whole points.

The indicator of a rule is how many times its points a lead has of it: 0 or 1 for a rule on what a lead is, a count for one on
what it does, a part of one when points have faded. A fit gives each indicator a weight; weights become points by one factor, so
that the largest is as large as the largest of today. The strength of the penalty is chosen by cross-validation, and the AUC that
is told for the proposal is that of points fitted and rounded on other leads than those they are tried on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lsdsl.calibration.evidence import Evidence
from lsdsl.calibration.measures import Area, area
from lsdsl.compile import Program, points
from lsdsl.model.declarations import EventRule, StateRule, Table, TableRow
from lsdsl.model.expressions import Constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS: Final = 5
STRENGTHS: Final = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
"""Inverse strengths of the penalty that are tried."""
SEED: Final = 7


class TooFewError(ValueError):
    """There are too few leads of one kind to fit anything."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A rule with its points today and those proposed (None: they are computed, so they stay)."""

    rule: int
    today: float | None
    points: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Points for the rules; ``fitted`` is the AUC on the leads they were fitted to, ``tried`` on leads they were not."""

    rules: tuple[Proposed, ...]
    fitted: Area
    tried: Area
    folds: int


def constant_points(program: Program) -> dict[int, float]:
    """The points of the rules that say them as a number, by the number of the rule."""
    found = {}
    for score in program.model.scores.values():
        for rule in score.rules:
            for one in rule.rows if isinstance(rule, Table) else (rule,):
                if isinstance(one, EventRule | StateRule | TableRow) and isinstance(one.points, Constant):
                    value = one.points.value
                    if isinstance(value, int | float) and value:
                        found[one.span] = float(value)
    return {plan.index: found[plan.span] for plan in program.rules if plan.span in found}


def propose(program: Program, evidence: Evidence) -> Proposal:
    """Fit points to the outcomes. Raises :class:`TooFewError`."""
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    today = constant_points(program)
    rules = [rule for rule in evidence.rules if rule in today]
    labels = np.array([lead.converted for lead in evidence.leads])
    folds = min(FOLDS, int(labels.sum()), int((~labels).sum()))
    if folds < 2 or not rules:
        raise TooFewError("points can be fitted to two leads at least that converted, two that did not, and one rule with points")
    indicators = np.array(
        [[lead.given.get(rule, 0) / points.from_number(today[rule]) for rule in rules] for lead in evidence.leads]
    )
    rest = np.array([lead.value for lead in evidence.leads]) - indicators @ np.array([today[rule] for rule in rules])
    largest = max(abs(today[rule]) for rule in rules)
    cross = StratifiedKFold(folds, shuffle=True, random_state=SEED)
    strength = _strength(indicators, labels, cross)
    tried = np.zeros(len(labels))
    for others, these in cross.split(indicators, labels):
        found = _points(indicators[others], labels[others], strength, largest)
        tried[these] = _standing(indicators[these] @ found + rest[these], indicators[others] @ found + rest[others])
    found = _points(indicators, labels, strength, largest)
    by_rule = dict(zip(rules, (int(one) for one in found), strict=True))
    return Proposal(
        tuple(Proposed(rule, today.get(rule), by_rule.get(rule)) for rule in evidence.rules),
        area((indicators @ found + rest).tolist(), labels.tolist()),
        area(tried.tolist(), labels.tolist()),
        folds,
    )


def _strength(indicators: "NDArray[Any]", labels: "NDArray[Any]", cross: Any) -> float:
    """The inverse strength of the penalty under which leads that were left out are ranked best."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_score

    scores = [
        cross_val_score(
            LogisticRegression(C=one, max_iter=2_000), _scaled(indicators), labels, cv=cross, scoring="roc_auc"
        ).mean()
        for one in STRENGTHS
    ]
    return STRENGTHS[max(range(len(STRENGTHS)), key=lambda index: (scores[index], -index))]


def _points(indicators: "NDArray[Any]", labels: "NDArray[Any]", strength: float, largest: float) -> "NDArray[Any]":
    """Whole points for each rule, the largest as large as given."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    scale = _scale(indicators)
    fitted = LogisticRegression(C=strength, max_iter=2_000).fit(indicators / scale, labels)
    weights: NDArray[Any] = fitted.coef_[0] / scale
    most = np.abs(weights).max()
    rounded: NDArray[Any] = np.rint(weights * (largest / most)) if most else np.zeros(len(weights))
    return rounded


def _scaled(indicators: "NDArray[Any]") -> "NDArray[Any]":
    scaled: NDArray[Any] = indicators / _scale(indicators)
    return scaled


def _scale(indicators: "NDArray[Any]") -> "NDArray[Any]":
    """How much each indicator varies; 1 for one that does not, which then says nothing."""
    import numpy as np

    spread = indicators.std(axis=0)
    scale: NDArray[Any] = np.where(spread > 0, spread, 1.0)
    return scale


def _standing(scores: "NDArray[Any]", others: "NDArray[Any]") -> "NDArray[Any]":
    """Where scores stand among others, from 0 to 1: points of different fits have different scales."""
    import numpy as np

    ordered = np.sort(others)
    return (np.searchsorted(ordered, scores, "left") + np.searchsorted(ordered, scores, "right")) / (2 * len(ordered))


def total_of(found: Sequence[Proposed]) -> int:
    """How many rules would get other points."""
    return sum(one.points is not None and one.points != one.today for one in found)
