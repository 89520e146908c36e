"""A first score for the fields of a file: a few rules on real columns and values, for somebody who knows the leads to change."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import floor, log10
from typing import Final

from lsdsl.model.types import Kind
from lsdsl.records.convert import to_number
from lsdsl.scaffold.fields import Field
from lsdsl.scaffold.literals import number_literal, text_literal
from lsdsl.scaffold.looks import MARKERS
from lsdsl.scaffold.names import words_of
from lsdsl.syntax.characters import DECEIVING

OUTCOMES: Final = frozenset("converted conversion won lost target label outcome churn churned y deal".split())
"""Words in the names of columns that say how it ended: no score may know that beforehand."""

AGAINST: Final = frozenset("not no unsubscribed bounce bounced optout spam dead invalid deleted junk blocked".split())
YES: Final = frozenset("ja oui si sí yes y true wahr tak ano".split())
CHOICES: Final = "source industry origin channel segment country size role title occupation type plan level product".split()
AMOUNTS: Final = "employees size revenue visits views spent orders amount value pages clicks opens time budget seats".split()
FILLED: Final = "company phone telephone mobile title job website city name".split()
NO_AMOUNT: Final = frozenset("year month day index lat lon lng latitude longitude row score rank".split())
CHOICE_POINTS: Final = (5, 3, 1)
FREE_MAIL: Final = ("gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "yahoo.com", "gmx.de", "web.de", "icloud.com")


@dataclass(frozen=True, slots=True)
class Idea:
    """Lines of a score for one field; the points that they may give at most, and a value of the field with what it gives."""

    lines: tuple[str, ...]
    most: int
    given: str
    points: int


def ideas(fields: Sequence[Field]) -> list[Idea]:
    """Rules for the fields that say most: choices, amounts, yes or no; when there are none, for what is filled in."""
    usable = [one for one in fields if not set(words_of(one.column.name)) & OUTCOMES]
    found = [
        *islice(_each(_choice, _ranked(usable, Kind.TEXT, CHOICES)), 2),
        *islice(_each(_amount, _ranked(usable, Kind.NUMBER, AMOUNTS)), 2),
        *islice(_each(_flag, _ranked(usable, Kind.BOOLEAN, ())), 2),
    ]
    if sum(idea.most for idea in found) < 4:
        found += islice(_each(_filled_in, _ranked(usable, Kind.TEXT, FILLED)), 3)
    return found


def _each(idea_of: Callable[[Field], Idea | None], fields: Sequence[Field]) -> Iterator[Idea]:
    return (idea for field in fields if (idea := idea_of(field)) is not None)


def _ranked(fields: Sequence[Field], kind: Kind, words: Sequence[str]) -> list[Field]:
    """The fields of a kind, first those with a telling word in their name, then in the order of the data."""

    def rank(field: Field) -> int:
        return min((words.index(word) for word in words_of(field.column.name) if word in words), default=len(words))

    return sorted((one for one in fields if one.guess.type is not None and one.guess.type.kind is kind), key=rank)


def title(field: Field) -> str:
    """The name of a column as the title of a rule: on one line and without anything that a comment may not hold."""
    words = " ".join(word for word in field.column.name.split() if word.isprintable())
    plain = 0 < len(words) <= 40 and not DECEIVING.search(words)
    return words if plain else " ".join(field.name.split("_"))


def _choice(field: Field) -> Idea | None:
    """Points for the most frequent options, of which one may hope that they are the ones that one wants."""
    assert field.guess.type is not None
    options = [one for one in field.guess.type.options if one.strip() and one.strip().casefold() not in MARKERS]
    positive = [one for one in options if one.strip().casefold() in YES]
    options = positive[:1] if positive and len(options) == 2 else options[: min(3, len(options) - 1)]
    if not options:
        return None
    rows = [f"        +{points}  {text_literal(option)}" for points, option in zip(CHOICE_POINTS, options, strict=False)]
    given = f"{field.name} = {text_literal(options[0])}"
    return Idea((f"    ## {title(field)}", f"    by {field.name}:", *rows), CHOICE_POINTS[0], given, CHOICE_POINTS[0])


def _amount(field: Field) -> Idea | None:
    """Points for the upper half and for the top tenth."""
    if set(words_of(field.column.name)) & NO_AMOUNT:
        return None
    numbers = sorted((number, one.count) for one in field.column.seen.values() if (number := to_number(one.value)) is not None)
    if len(numbers) < 3:
        return None
    half, top = _rounded(_quantile(numbers, 0.5)), _rounded(_quantile(numbers, 0.9))
    steps = [one for one in dict.fromkeys((half, top)) if numbers[0][0] < one <= numbers[-1][0] and 0.01 <= one <= 1e12]
    if not steps:
        return None
    rows = [f"        +{points}  from {number_literal(step)}" for points, step in zip((3, 6), steps, strict=False)]
    most = (3, 6)[len(steps) - 1]
    given = f"{field.name} = {number_literal(steps[-1])}"
    return Idea((f"    ## {title(field)}", f"    by {field.name}:", *rows), most, given, most)


def _flag(field: Field) -> Idea | None:
    if len(field.column.seen) < 2:
        return None
    points = -10 if set(words_of(field.column.name)) & AGAINST else 5
    lines = (f"    ## {title(field)}", f"    {points:+}  while {field.name}")
    return Idea(lines, max(points, 0), f"{field.name} = true", points)


def _filled_in(field: Field) -> Idea | None:
    assert field.guess.type is not None
    if field.guess.type.options or not field.column.filled:
        return None
    lines = (f"    ## We know: {title(field)}", f"    +2  while {field.name} is not missing")
    return Idea(lines, 2, f'{field.name} = "x"', 2)


def free_mail(field: Field, list_name: str) -> Idea:
    """Points taken away for mail addresses that anybody can have."""
    lines = ("    ## A mail address that says nothing about the company", f"    -5  while domain({field.name}) in {list_name}")
    return Idea(lines, 0, f'{field.name} = "ann@{FREE_MAIL[0]}"', -5)


def _quantile(numbers: Sequence[tuple[int | float, int]], share: float) -> int | float:
    """The number that so large a share of the values does not exceed."""
    left = share * sum(count for _, count in numbers)
    for number, count in numbers:
        left -= count
        if left <= 0:
            return number
    return numbers[-1][0]


def _rounded(number: int | float) -> int | float:
    """A number of two digits that count, not above the one that was found."""
    if number <= 0:
        return 0
    unit = 10.0 ** (floor(log10(number)) - 1)
    steps = floor(number / unit + 1e-9)
    return steps * int(unit) if unit >= 1 else round(steps * unit, 6)
