"""From what a column holds to the type of a field, with the reason. No value that was seen may be rejected later."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lsdsl.model.types import BOOLEAN, DATE, DATETIME, LIST, NUMBER, TEXT, Type
from lsdsl.scaffold.columns import Column
from lsdsl.scaffold.literals import counted, example
from lsdsl.scaffold.looks import MARKERS, Look
from lsdsl.scaffold.names import words_of

MOST_OPTIONS: Final = 12
LONGEST_OPTION: Final = 60
FEWEST_VALUES: Final = 20
REPETITIONS: Final = 5
"""A choice has each of its options about so often, or it is a text."""

NO_AMOUNT: Final = frozenset("id uuid guid zip zipcode postcode postal plz phone telephone tel telefon mobile handy fax".split())
"""Words in the names of columns whose digits are nothing to calculate with."""

YES_OR_NO: Final = frozenset("is has was can did do opt opted optin optout subscribed unsubscribed converted won churned".split())
"""Words in the names of columns in which 0 and 1 mean no and yes."""

YES_OR_NO_ELSEWHERE: Final = frozenset("ja nein nee oui non si sí y n yes no wahr falsch on off".split())
TYPES: Final = ((Look.NUMBER, NUMBER), (Look.DATE, DATE), (Look.DATETIME, DATETIME), (Look.BOOLEAN, BOOLEAN))


@dataclass(frozen=True, slots=True)
class Guess:
    """The type of a field, or None if none takes all values; ``why`` in short, ``doubts`` as sentences for the rule file."""

    type: Type | None
    why: str
    doubts: tuple[str, ...] = ()


def guess(column: Column) -> Guess:
    """The type that takes every value of a column."""
    words = set(words_of(column.name))
    if not column.filled:
        return Guess(TEXT, "no value", ("No value in the data: is it a text?",))
    if column.all(Look.BOOLEAN) and (not column.all(Look.NUMBER) or words & YES_OR_NO):
        return Guess(BOOLEAN, _all(column, Look.BOOLEAN))
    if column.all(Look.NUMBER) and column.all(Look.TEXT) and (column.looks[Look.CODE] or words & NO_AMOUNT):
        return Guess(TEXT, "digits that are no amount", _doubt_of_digits(column))
    if column.all(Look.NUMBER):
        return Guess(NUMBER, _all(column, Look.WHOLE if column.all(Look.WHOLE) else Look.NUMBER))
    for look, type_ in TYPES[1:3]:
        if column.all(look):
            return Guess(type_, _all(column, look))
    if column.all(Look.TEXT):
        return _guess_of_text(column)
    if column.all(Look.LIST):
        return Guess(LIST, _all(column, Look.LIST))
    return Guess(None, "no type takes all its values", (f"{_odd_one_out(column)}: no type takes all values.",))


def _all(column: Column, look: Look) -> str:
    """That every value looks so: ``all 7 values are dates``."""
    return f"its only value is {look.single}" if column.filled == 1 else f"all {column.filled:,} values are {look.value}"


def _some(column: Column, look: Look) -> str:
    """How many values look so: ``5 of 7 values are dates``."""
    have = column.looks[look]
    return f"{have:,} of {counted(column.filled, 'value')} {f'is {look.single}' if have == 1 else f'are {look.value}'}"


def _guess_of_text(column: Column) -> Guess:
    doubts = tuple(_doubts(column))
    options = tuple(one.value for one in column.commonest())
    if not doubts and not column.looks[Look.EMAIL] and _is_choice(column, options):
        if alike := _alike(options):
            return Guess(TEXT, f"{len(options)} values, not spelt alike", (f"It could be a choice if {alike} were spelt alike.",))
        return Guess(Type(TEXT.kind, options), f"{len(options)} values, repeated", _doubts_of_choice(options))
    if len(options) == 1 and column.filled >= FEWEST_VALUES:
        return Guess(TEXT, f"always {example(options[0])}", doubts)
    if column.looks[Look.EMAIL] * 2 > column.filled:
        return Guess(TEXT, _some(column, Look.EMAIL), doubts)
    if doubts:
        return Guess(TEXT, doubts[0].partition(". With ")[0].removesuffix("."), doubts)
    several = "many different texts" if column.overflowed else f"{counted(len(options), 'different text')}"
    return Guess(TEXT, several)


def _is_choice(column: Column, options: tuple[object, ...]) -> bool:
    return (
        not column.overflowed
        and 2 <= len(options) <= MOST_OPTIONS
        and column.filled >= max(FEWEST_VALUES, REPETITIONS * len(options))
        and all(isinstance(one, str) and len(one) <= LONGEST_OPTION and one.isprintable() for one in options)
    )


def _alike(options: tuple[str, ...]) -> str:
    """Two of the options that differ in capitals or blanks only."""
    known: dict[str, str] = {}
    for option in options:
        first = known.setdefault(" ".join(option.casefold().split()), option)
        if first != option:
            return f"{example(first)} and {example(option)}"
    return ""


def _doubts_of_choice(options: tuple[str, ...]) -> tuple[str, ...]:
    """What a choice of these options should be looked at for."""
    doubts = [f"{example(one)} stands where an empty cell may be meant." for one in options if one.strip().casefold() in MARKERS]
    if {one.strip().casefold() for one in options} <= YES_OR_NO_ELSEWHERE:
        doubts.append("With yes and no for these in the data it could be a boolean.")
    return tuple(doubts)


def _doubts(column: Column) -> Iterator[str]:
    """Why texts that are almost something else are texts."""
    for look, type_ in TYPES:
        if column.most(look):
            named = Look.WHOLE if look is Look.NUMBER and column.looks[Look.WHOLE] == column.looks[look] else look
            others = column.filled - column.looks[look]
            are, cells = ("is", "that cell") if others == 1 else ("are", "those cells")
            yield (
                f"{_some(column, named)}; {others:,} {are} not: "
                f"{_misfit(column, look)}. With {cells} empty it could be a {type_.kind.value}."
            )
            return
    for look, instead in ((Look.FOREIGN_NUMBER, "1234.5"), (Look.FOREIGN_DATE, "2026-01-31")):
        if (have := column.looks[look]) and (
            have + column.looks[Look.NUMBER] + column.looks[Look.MARKER]
        ) * 10 >= column.filled * 9:
            yield f"{_some(column, look)}, like {_first(column, look)}; write {instead}."
            return
    if column.most(Look.EMAIL):
        others_text = counted(column.filled - column.looks[Look.EMAIL], "value")
        yield f"{others_text} with no e-mail address: {_misfit(column, Look.EMAIL)}."


def _doubt_of_digits(column: Column) -> tuple[str, ...]:
    first = next((one for one in column.commonest() if isinstance(one.value, str)), None)
    shown = f", like {example(first.value)}" if first else ""
    return (f"Only digits{shown}: a text keeps zeros in front. Write number if one can calculate with them.",)


def _misfit(column: Column, look: Look) -> str:
    one = column.misfits[look]
    return f"line {one.line:,} {example(one.value)}"


def _first(column: Column, look: Look) -> str:
    """The first value with a look."""
    from lsdsl.scaffold.looks import looks_of

    found = next((one for one in column.seen.values() if look in looks_of(one.value)), None)
    return f"{example(found.value)} in line {found.line:,}" if found else "some further down"


def _odd_one_out(column: Column) -> str:
    one = column.misfits.get(Look.TEXT) or column.misfits[Look.LIST]
    return f"Line {one.line:,} has {example(one.value)}"
