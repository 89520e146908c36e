"""A scoring sheet as a ruleset: a rule for each row, a score for each group, and declarations for all that they read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lsdsl.importing.checking import errors_in
from lsdsl.importing.conditions import condition_of
from lsdsl.importing.criteria import Comparison, Criterion, Slot, criterion_of
from lsdsl.importing.header import Header, Part
from lsdsl.importing.outcome import Imported, ImportingError, LeftOut, NotTranslatedError, in_layout, plain
from lsdsl.importing.quantities import duration_of, limit_of, number_of, points_of
from lsdsl.importing.sheet_rows import Row, Sheet, read_sheet
from lsdsl.importing.sheet_types import types_of
from lsdsl.scaffold.literals import text_literal
from lsdsl.scaffold.names import field_name, free_name

BUILT_IN = ("id", "created", "tags")


@dataclass(frozen=True, slots=True)
class Rule:
    """A row whose cells were understood."""

    row: Row
    criterion: Criterion
    points: str
    modifiers: tuple[str, ...]
    group: str


@dataclass(slots=True)
class Work:
    """What is being made of a sheet."""

    rules: list[Rule] = field(default_factory=list)
    left: dict[int, LeftOut] = field(default_factory=dict)

    def leave(self, row: Row, reason: str) -> None:
        """Keep a row as a comment."""
        self.left[row.number] = LeftOut(f"row {row.number}", row.raw, reason)
        self.rules = [one for one in self.rules if one.row.number != row.number]


def import_sheet(path: str) -> Imported:
    """The rules for a CSV file of scoring criteria."""
    sheet = read_sheet(path)
    if not sheet.rows:
        raise ImportingError(f"{path}: there are no rows below the header")
    work = Work()
    for row in sheet.rows:
        try:
            work.rules.append(_rule(row, sheet.header))
        except NotTranslatedError as error:
            work.leave(row, str(error))
    text = _sound(work, sheet, path)
    left = tuple(work.left[number] for number in sorted(work.left))
    notes = tuple(
        f"column {text_literal(plain(name))} is not known, and nothing was read from it" for name in sheet.header.unknown
    )
    return Imported(text, len(sheet.rows), "row", left, len(left), notes)


def _rule(row: Row, header: Header) -> Rule:
    """What a row says, still without the types of what it compares."""
    if row.reason:
        raise NotTranslatedError(row.reason)
    cells = row.cells
    points = points_of(cells.get(Part.POINTS, ""))
    criterion = criterion_of(cells)
    limit = limit_of(cells.get(Part.CAP, ""), cells.get(Part.PER, ""), in_points=header.cap_in_points, per_unit=header.per_unit)
    expiry = duration_of(cells.get(Part.EXPIRY, ""), header.expiry_unit)
    group = cells.get(Part.GROUP, "")
    if criterion.event is not None:
        modifiers = [limit, f"expires after {expiry}" if expiry else ""]
        return Rule(row, criterion, points, tuple(one for one in modifiers if one), group)
    if expiry:
        raise NotTranslatedError("points for a state last as long as the state does, and only those for events expire")
    if limit and not _harmless(limit, points):
        raise NotTranslatedError("a state counts once, and only events have a cap")
    return Rule(row, criterion, points, (), group)


def _harmless(limit: str, points: str) -> bool:
    """Whether a limit on a state takes nothing away: it is there once at a time."""
    amount, what = limit.removeprefix("at most ").split()[:2]
    return what.startswith("time") or abs(number_of(points) or 0) <= (number_of(amount) or 0)


def _sound(work: Work, sheet: Sheet, path: str) -> str:
    """The rules without any that the checker refuses; each row that goes may change the types of what is left."""
    while True:
        lines, rows = _lines(work, sheet, path)
        text = in_layout(lines)
        found = errors_in(text)
        if not found:
            return text
        by_rule = _rows_of_lines(text, lines, rows)
        wrong = {by_rule[line]: message for line, message in reversed(found) if line in by_rule}
        if not wrong:
            raise ImportingError(f"{path}: the rules that were made of it do not check: {found[0][1]}")
        for number, message in wrong.items():
            row = next(one for one in sheet.rows if one.number == number)
            work.leave(row, f"the rule that was made of it is not sound: {message}")


def _rows_of_lines(text: str, lines: Sequence[str], rows: dict[int, int]) -> dict[int, int]:
    """The row for each line of the text: rules keep their order in the layout, which may break a long one into several."""
    signed = [number for number, line in enumerate(text.split("\n")) if line.lstrip()[:1] in ("+", "-")]
    ours = [rows[number] for number in range(len(lines)) if number in rows]
    ends = [*signed[1:], text.count("\n") + 1]
    return {line: row for row, start, end in zip(ours, signed, ends, strict=False) for line in range(start, end)}


def _lines(work: Work, sheet: Sheet, path: str) -> tuple[list[str], dict[int, int]]:
    """The lines of the rules, and on which of them a rule of which row stands."""
    conditions, types = _conditions(work)
    whole = len(sheet.rows)
    lines = [f"# Made by lsdsl import csv from {text_literal(plain(Path(path).name))}: {len(work.rules)} of {whole} rows.", ""]
    lines += _declarations(work.rules, types)
    rows: dict[int, int] = {}
    taken = {slot.name for slot in types} | {rule.criterion.event for rule in work.rules if rule.criterion.event}
    groups: dict[str, list[Rule]] = {}
    spelling: dict[str, str] = {}
    for rule in work.rules:
        key = rule.group.casefold()
        spelling.setdefault(key, rule.group)
        groups.setdefault(key, []).append(rule)
    waiting = dict(work.left)
    for key, rules in groups.items():
        name = free_name(field_name(spelling[key], 1, ()) if key else "score", taken)
        taken.add(name)
        lines.append(f"score {name}:")
        if key:
            lines.append(f"    title {text_literal(plain(spelling[key]))}")
        seen: set[str] = set()
        for rule in rules:
            for number in [one for one in sorted(waiting) if one < rule.row.number and rule is not rules[0]]:
                lines.append(f"    {waiting.pop(number).comment}")
            if note := plain(rule.row.cells.get(Part.NOTE, "")):
                lines.append(f"    ## {note}")
            said = _words(rule, conditions[rule.row.number])
            named = f", as row_{rule.row.number}" if said in seen else ""
            seen.add(said)
            rows[len(lines)] = rule.row.number
            lines.append(f"    {rule.points}  {said}" + "".join(f", {one}" for one in rule.modifiers) + named)
        lines.append("")
    lines += [waiting[number].comment for number in sorted(waiting)]
    return lines, rows


def _words(rule: Rule, condition: str) -> str:
    if rule.criterion.event is None:
        return f"while {condition}"
    return f"on each {rule.criterion.event}" + (f" where {condition}" if condition else "")


def _conditions(work: Work) -> tuple[dict[int, str], dict[Slot, str]]:
    """The condition of each rule; rules whose values do not fit the type that their field has become comments."""
    while True:
        types = types_of(_compared(work.rules))
        fields = {slot.name for slot in types if slot.event is None}
        conditions: dict[int, str] = {}
        for rule in list(work.rules):
            comparison = rule.criterion.comparison
            try:
                conditions[rule.row.number] = ""
                if comparison is not None:
                    slot = Slot(comparison.slot.event, comparison.slot.name)
                    name = f"event.{slot.name}" if slot.event and slot.name in (*fields, *BUILT_IN) else slot.name
                    conditions[rule.row.number] = condition_of(comparison, name, types[slot])
            except NotTranslatedError as error:
                work.leave(rule.row, str(error))
        if len(conditions) == len(work.rules):
            return conditions, types


def _compared(rules: Iterable[Rule]) -> list[Comparison]:
    return [rule.criterion.comparison for rule in rules if rule.criterion.comparison is not None]


def _declarations(rules: Sequence[Rule], types: dict[Slot, str]) -> list[str]:
    """The profile and the events with all that the rules read."""
    columns = {Slot(None, one.slot.name): one.slot.column for one in reversed(_compared(rules)) if one.slot.event is None}
    fields = []
    for slot, kind in types.items():
        if slot.event is None and slot.name not in BUILT_IN:
            column = columns.get(slot, "")
            fields.append(
                f"    {slot.name}  {kind}" + (f" from {text_literal(column)}" if column and column != slot.name else "")
            )
    lines = ["profile:", *fields, ""] if fields else []
    for event in dict.fromkeys(rule.criterion.event for rule in rules if rule.criterion.event):
        attributes = [f"    {slot.name}  {kind}" for slot, kind in types.items() if slot.event == event]
        lines.append(f"event {event}" + (":" if attributes else ""))
        lines += attributes
        lines.append("")
    return lines
