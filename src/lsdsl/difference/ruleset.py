"""All that is different between two rulesets, in the order in which a reader wants it."""

from lsdsl.difference.changes import Both, Change
from lsdsl.difference.declarations import data_changes, value_changes
from lsdsl.difference.followups import followup_changes
from lsdsl.difference.rules import score_changes


def ruleset_changes(both: Both) -> list[Change]:
    """Scores and rules first, then follow-ups, then what they read."""
    return [*score_changes(both), *followup_changes(both), *value_changes(both), *data_changes(both)]
