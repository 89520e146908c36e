"""Whether it is the rules alone that decide what a score can be, as far as a ruleset shows."""

from lsdsl.analysis.attainable import awarding_steps
from lsdsl.analysis.places import everything
from lsdsl.model.declarations import AwardStep, EventRule, Model, OnTrigger, TestEvent
from lsdsl.model.expressions import HistoryRead

ADJUSTED = "points.adjusted"


def rules_alone(model: Model) -> bool:
    """Whether nobody counts on corrections by a person: nothing reacts to them or tries them, and no score waits for them."""
    return not _expects_corrections(model) and all(
        score.rules or score.expression is not None or _is_awarded(name, model) for name, score in model.scores.items()
    )


def _expects_corrections(model: Model) -> bool:
    rules = (rule for score in model.scores.values() for rule in score.rules)
    return (
        any(isinstance(rule, EventRule) and ADJUSTED in rule.events for rule in rules)
        or any(isinstance(one.trigger, OnTrigger) and ADJUSTED in one.trigger.events for one in model.followups.values())
        or any(isinstance(line, TestEvent) and line.event == ADJUSTED for test in model.tests.values() for line in test.lines)
        or any(isinstance(part, HistoryRead) and part.history.event == ADJUSTED for part, _ in everything(model))
    )


def _is_awarded(score: str, model: Model) -> bool:
    steps = (step for followup in model.followups.values() for step in awarding_steps(followup.steps))
    return any(not isinstance(step, AwardStep) or step.score == score for step in steps)
