"""LS505: text fields and attributes that a ruleset uses as numbers only."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Final

from lsdsl.analysis.places import Place, expressions
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.world import steps_of
from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.declarations import Field, Given, Model, Script, SetField, Table, TestEvent
from lsdsl.model.expressions import AttributeRead, Comparison, Constant, Expression, FieldRead, Membership, Missing
from lsdsl.model.reads import walk
from lsdsl.model.types import TEXT, Value
from lsdsl.source import Span

NUMERAL: Final = re.compile(r"-?(0|[1-9][0-9]{0,2})(\.[0-9]+)?")
"""What is longer, or has zeros in front, is rather a number of the kind that nobody counts with: a postcode, a telephone."""
LABELS: Final = frozenset(
    (
        "account article branch campaign cell class code customer fax form group id iso item key level list mobile model no "
        "nr number order phone pin plan post postal postcode ref reference release segment sku tax "
        "telephone tier type variant version zip"
    ).split()
)
"""Words in the names of fields that hold such numbers."""

Name = tuple[str, str]
"""The event (empty: the profile) and the field or attribute."""


@dataclass(slots=True)
class Uses:
    """How a text is used: compared with numerals (and where first), or in any other manner."""

    numerals: list[Span] = field(default_factory=list)
    other: bool = False


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One finding for each field or attribute, if it is certain that nothing else is done with it."""
    if not subject.whole:
        return
    model = subject.model
    candidates = _candidates(model)
    uses = {name: Uses() for name in candidates}
    for place in expressions(model):
        _look(place, uses)
    _look_at_values(model, uses)
    _look_at_boxes(subject, uses)
    for name, declared in candidates.items():
        use = uses[name]
        if use.numerals and not use.other:
            yield finding("LS505", declared.span, Related(use.numerals[0], "use"), name=declared.name)


def _candidates(model: Model) -> dict[Name, Field]:
    found = {("", name): one for name, one in model.fields.items()}
    for event in model.events.values():
        if event.subject == "declared":
            found.update({(event.name, name): one for name, one in event.attributes.items()})
    return {
        name: one
        for name, one in found.items()
        if one.type == TEXT and not one.builtin and not LABELS & {*_words(one.name)} and _is_numeral(one.default, missing=True)
    }


def _words(name: str) -> list[str]:
    """The words of a name: ``zip_code``, ``zipCode`` and ``Zip Code`` have the same."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)]


def _is_numeral(value: Value, *, missing: bool = False) -> bool:
    return missing if value is None else isinstance(value, str) and NUMERAL.fullmatch(value) is not None


def _look(place: Place, uses: dict[Name, Uses]) -> None:
    told: set[int] = set()
    for part in walk(place.expression):
        read, values = _compared(part)
        if read is not None:
            told.add(id(read))
            for name in _names(read, place):
                _use(name, values, part.span, uses)
        elif isinstance(part, FieldRead | AttributeRead) and id(part) not in told:
            values = _rows(part, place)
            for name in _names(part, place):
                _use(name, values, part.span, uses)


def _compared(part: Expression) -> tuple[Expression | None, tuple[Value, ...]]:
    """What is compared with constants, and with which; a test for a missing value says nothing of its kind."""
    match part:
        case Comparison(operator="==" | "!=", left=(FieldRead() | AttributeRead()) as read, right=Constant(value=value)):
            return read, (value,)
        case Comparison(operator="==" | "!=", left=Constant(value=value), right=(FieldRead() | AttributeRead()) as read):
            return read, (value,)
        case Membership(value=(FieldRead() | AttributeRead()) as read, items=items):
            return read, items or (None,)
        case Missing(value=(FieldRead() | AttributeRead()) as read):
            return read, ()
        case _:
            return None, ()


def _rows(read: Expression, place: Place) -> tuple[Value, ...]:
    """The values of the rows of a table that looks at a field; otherwise nothing that is a numeral."""
    if isinstance(place.owner, Table) and place.role == "table" and place.expression is read:
        return tuple(value for row in place.owner.rows for value in row.values)
    return (None,)


def _names(read: Expression, place: Place) -> Iterable[Name]:
    match read:
        case FieldRead(field=name):
            return [("", name)]
        case AttributeRead(attribute=name) if not place.collection:
            return [(event, name) for event in place.events]
        case _:
            return []


def _use(name: Name, values: tuple[Value, ...], span: Span, uses: dict[Name, Uses]) -> None:
    if name not in uses:
        return
    if not all(_is_numeral(value) for value in values):
        uses[name].other = True
    elif values:
        uses[name].numerals.append(span)


def _look_at_values(model: Model, uses: dict[Name, Uses]) -> None:
    """What steps and tests put there has to be a numeral, too."""
    given: list[tuple[Name, Value]] = [
        (("", step.field), step.value.value if isinstance(step.value, Constant) else "no numeral")
        for step in steps_of(model.followups.values())
        if isinstance(step, SetField)
    ]
    for test in model.tests.values():
        for line in test.lines:
            if isinstance(line, Given):
                given.extend((("", name), value) for name, value in line.fields.items())
            elif isinstance(line, TestEvent):
                given.extend(((line.event, name), value) for name, value in line.data.items())
    for name, value in given:
        if name in uses and not _is_numeral(value, missing=True):
            uses[name].other = True


def _look_at_boxes(subject: Subject, uses: dict[Name, Uses]) -> None:
    """What a box sees of events is not known; of the profile it is."""
    boxes = [step for step in steps_of(subject.model.followups.values()) if isinstance(step, Script)]
    if not boxes:
        return
    touched = {name for work in subject.boxes.values() for name in (*work.reads, *work.writes)}
    known = all(box.span in subject.boxes for box in boxes)
    for (event, name), use in uses.items():
        if event or name in touched or not known:
            use.other = True
