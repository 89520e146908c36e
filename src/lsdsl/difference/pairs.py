"""Which rule of the new ruleset is which rule of the old one: by identity, else the one that is most alike."""

from dataclasses import dataclass
from typing import Final

from lsdsl.difference.meaning import meaning, written
from lsdsl.model.declarations import AbsenceRule, EventRule, Model, Rule, Score, StateRule, Table, TableRow
from lsdsl.source import Span

ALIKE: Final = 0.5
"""Rules that are less alike than this are one that went and another one that came."""

Part = EventRule | StateRule | AbsenceRule | TableRow


@dataclass(frozen=True, slots=True)
class One:
    """A rule, or a row of a table, as it is compared."""

    rule: Part
    table: Table | None
    group: str | None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.rule.span

    @property
    def name(self) -> str:
        """What it is called, with its table."""
        told = self.table is None or self.table.title in self.rule.title
        return self.rule.title if told or self.table is None else f"{self.table.title}: {self.rule.title}"


def parts_of(score: Score | None) -> list[One]:
    """The rules and rows of a score."""
    rules: tuple[Rule, ...] = () if score is None else score.rules
    return [
        one
        for rule in rules
        for one in (
            [One(row, rule, rule.group) for row in rule.rows] if isinstance(rule, Table) else [One(rule, None, rule.group)]
        )
    ]


def paired(old: list[One], new: list[One], old_model: Model, new_model: Model) -> list[tuple[One | None, One | None]]:
    """The pairs in the new order, then the old rules that are gone."""
    known = {one.rule.identity: one for one in old}
    found = {index: known.pop(one.rule.identity) for index, one in enumerate(new) if one.rule.identity in known}
    rest, left = list(known.values()), [index for index in range(len(new)) if index not in found]
    words = [_words(one, old_model) for one in rest]
    candidates = [
        (-likeness, before, index)
        for index in left
        for own in [_words(new[index], new_model)]
        for before, one in enumerate(rest)
        if (likeness := _likeness(one, new[index], words[before], own)) >= ALIKE
    ]
    taken: set[int] = set()
    for _, before, index in sorted(candidates):
        if before not in taken and index not in found:
            taken.add(before)
            found[index] = rest[before]
    pairs: list[tuple[One | None, One | None]] = [(found.get(index), one) for index, one in enumerate(new)]
    return pairs + [(one, None) for before, one in enumerate(rest) if before not in taken]


def _likeness(old: One, new: One, old_words: frozenset[str], new_words: frozenset[str]) -> float:
    """From 0 to 1: how many words of the two are the same; a title of one's own that both have counts a lot."""
    if type(old.rule) is not type(new.rule):
        return 0.0
    shared = len(old_words & new_words) / max(1, len(old_words | new_words))
    titled = old.rule.title == new.rule.title and (old.table is None or old.table.title == new.table.title)  # type: ignore[union-attr]
    return max(shared, 0.75 + shared / 4) if titled else shared


def _words(one: One, model: Model) -> frozenset[str]:
    """The words of what decides when a rule counts."""
    match one.rule:
        case EventRule(events=events, occurrence=occurrence, per=per, where=where):
            condition = "" if where is None else written(where.span, model)
            return frozenset((f"on {' or '.join(events)}", f"as {occurrence} per {per}", *condition.split()))
        case StateRule(condition=while_):
            return frozenset(written(while_.span, model).split())
        case AbsenceRule(every=every, events=events):
            return frozenset((f"every {every}", *events))
        case TableRow(start=start, values=values):
            by = "" if one.table is None else meaning(one.table.by, model)
            return frozenset((by, f"from {start}", *map(str, values)))
