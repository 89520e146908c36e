"""Which events have to be remembered, for how long, and who asks for gains."""

from collections.abc import Iterator

from lsdsl.compile.dependencies import score_expressions, walk
from lsdsl.compile.followups import followup_expressions
from lsdsl.model import declarations, expressions
from lsdsl.model.declarations import AbsenceRule, Model
from lsdsl.model.expressions import Expression, Gained, History, HistoryRead


def all_expressions(ruleset: Model) -> Iterator[Expression]:
    """Every expression of a ruleset that reads the profile, each with all that stands below it."""
    roots: list[Expression] = [let.value for let in ruleset.lets.values()]
    for score in ruleset.scores.values():
        roots += score_expressions(score)
    for grade in ruleset.grades.values():
        roots += [row.condition for row in grade.rows if row.condition is not None]
    for selection in ruleset.selections.values():
        roots += [selection.condition, *([selection.order] if selection.order is not None else [])]
    for followup in ruleset.followups.values():
        roots += followup_expressions(followup)
    for root in roots:
        yield from walk(root, ruleset)


def remembered(ruleset: Model) -> dict[History, list[int | None]]:
    """The histories of declared events in the order in which they are found, each with the windows asked for (None.

    Whole life).
    """
    found: dict[History, list[int | None]] = {}
    for one in all_expressions(ruleset):
        if isinstance(one, HistoryRead) and not one.history.collection:
            found.setdefault(one.history, []).append(one.within)
    for score in ruleset.scores.values():
        for rule in score.rules:
            if isinstance(rule, AbsenceRule):
                for event in rule.events:
                    found.setdefault(expressions.History(event, False, None), []).append(None)
    return found


def gain_windows(ruleset: Model, numbers: dict[str, int]) -> dict[int, int]:
    """For each score whose gains somebody asks for, the longest window in microseconds."""
    windows: dict[int, int] = {}
    for one in all_expressions(ruleset):
        if isinstance(one, Gained):
            for name in one.scores:
                windows[numbers[name]] = max(windows.get(numbers[name], 0), one.within)
    for followup in ruleset.followups.values():
        if isinstance(followup.trigger, declarations.ColdTrigger):
            for name in followup.trigger.scores:
                windows[numbers[name]] = max(windows.get(numbers[name], 0), followup.trigger.within)
    return windows


def event_rules_by_type(ruleset: Model) -> dict[str, list[declarations.EventRule]]:
    """The event rules of each event type in source order; scores that are switched off have none."""
    found: dict[str, list[declarations.EventRule]] = {}
    for score in ruleset.scores.values():
        if not score.enabled:
            continue
        for rule in score.rules:
            if isinstance(rule, declarations.EventRule):
                for event in rule.events:
                    found.setdefault(event, []).append(rule)
    return found
