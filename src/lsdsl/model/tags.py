"""Tags are not declared: a tested tag that is close to another tag of the ruleset is told."""

from collections.abc import Sequence
from typing import Final

from lsdsl.diagnostics import Edit, Fix, Related
from lsdsl.model.context import Context, TagUse
from lsdsl.model.suggestions import edits, written_text

SHORTEST: Final = 5
"""Shorter tags are told apart by case and punctuation alone: `hot` and `not` are different tags."""


def report_similar_tags(context: Context) -> None:
    """Warn of tested tags that look like another spelling of a tag that is given, or that is tested before."""
    given = {use.tag: use for use in context.tags if not use.tested}
    tested: dict[str, TagUse] = {}
    for use in sorted((use for use in context.tags if use.tested), key=lambda use: use.span):
        tested.setdefault(use.tag, use)
    told: dict[str, TagUse] = {}
    for tag, use in tested.items():
        if tag not in given:
            other = _close(use, [*given.values(), *told.values()])
            if other is not None:
                literal = context.text(use.span) == written_text(tag)
                fix = Fix((Edit(use.span, written_text(other.tag)),), safe=False) if literal else None
                context.findings.add("LS250", use.span, Related(other.span, "other"), tag=tag, other=other.tag, fix=fix)
        told[tag] = use


def _close(use: TagUse, others: Sequence[TagUse]) -> TagUse | None:
    return next((other for other in others if other.tag != use.tag and similar(use.tag, other.tag)), None)


def similar(one: str, other: str) -> bool:
    """Whether two tags look like two spellings of one; a different number is meant to be different."""
    first, second = _letters(one), _letters(other)
    if first == second:
        return True
    digits = [[character for character in text if character.isdigit()] for text in (first, second)]
    return digits[0] == digits[1] and min(len(first), len(second)) >= SHORTEST and edits(first, second) <= 1


def _letters(tag: str) -> str:
    return "".join(character for character in tag.casefold() if character.isalnum())
