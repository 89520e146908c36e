"""The fields for the columns of a file: their names, their types, and which of the columns identifies a profile."""

import re
from dataclasses import dataclass
from typing import Final

from lsdsl.scaffold.columns import Column
from lsdsl.scaffold.guesses import Guess, guess
from lsdsl.scaffold.literals import counted, example
from lsdsl.scaffold.looks import Look
from lsdsl.scaffold.names import EVERYWHERE, field_name, words_of
from lsdsl.scaffold.survey import Survey

NAMELESS: Final = re.compile(r"(?: ?\([0-9]+\))?")
"""What the reader calls a column without a name: nothing, or a number for the second one."""

IDENTIFIES: Final = frozenset(("id", "uuid", "guid"))
MAY_IDENTIFY: Final = frozenset("key number no nr nummer code email mail".split())

FAIR: Final = 0.5
"""A column in which no larger share of the values is different is no id."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field to declare, and the column that it is for."""

    name: str
    column: Column
    guess: Guess

    @property
    def is_email(self) -> bool:
        """Whether its values are e-mail addresses, most of them at least."""
        return self.column.looks[Look.EMAIL] * 2 > self.column.filled


@dataclass(frozen=True, slots=True)
class Identity:
    """The column with the profile's id; ``doubt`` says in what it is not what an id should be."""

    column: str
    why: str
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared for a file; ``left_out`` are columns without a field and why, ``warnings`` what a run will reject."""

    identity: Identity
    fields: tuple[Field, ...]
    left_out: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def declare(found: Survey) -> Declared:
    """The fields for all columns of a file."""
    identity = identity_of(found)
    guesses = {name: guess(column) for name, column in found.columns.items()}
    left_out = {name: reason for name in found.columns if (reason := _left_out(name, found, identity, guesses[name]))}
    wanted = [column for name, column in found.columns.items() if name not in left_out]
    # A field also reads the key of its own name: that must not be one that another column has, or one that is left out.
    taken = {*EVERYWHERE, *left_out}
    exact = {one.name: one.name for one in wanted if field_name(one.name, one.position, taken) == one.name}
    taken |= set(exact)
    fields = []
    for column in wanted:
        name = exact.get(column.name) or field_name(column.name, column.position, taken)
        taken.add(name)
        fields.append(Field(name, column, guesses[column.name]))
    return Declared(identity, tuple(fields), tuple(left_out.items()), tuple(_warnings(found, identity)))


def _left_out(name: str, found: Survey, identity: Identity, guessed: Guess) -> str:
    """Why a column gets no field; nothing if it gets one."""
    column = found.columns[name]
    if NAMELESS.fullmatch(name):
        return "it has no name"
    if name in EVERYWHERE and name == identity.column:
        return "the id of the profile"
    if name in ("created", "tags"):
        return "every profile has it"
    if name == identity.column and not column.all(Look.EMAIL):
        return "the id of the profile"
    if any(other.startswith(f"{name}.") for other in found.columns) and not found.texts_only:
        return "it is an object"
    return guessed.doubts[0] if guessed.type is None else ""


def identity_of(found: Survey) -> Identity:
    """The column that tells profiles apart: filled in every row, different in every row, and called like an id if possible."""
    columns = [one for one in found.columns.values() if not NAMELESS.fullmatch(one.name) and one.name not in ("created", "tags")]
    if found.nested or not columns:
        return Identity("id", "every profile has one")
    best = min(columns, key=lambda one: (one.filled < found.rows, found.rows - one.filled, *_rank(one), one.position))
    if not found.rows:
        return Identity(best.name, "a guess by its name", "There are no rows in the data: is this the id?")
    if best.filled < found.rows:
        empty = counted(found.rows - best.filled, "row")
        return Identity(
            best.name, "the fullest column", f"No column is filled in every row. {empty} without a value will be rejected."
        )
    share = best.distinct.share
    if share == 1:
        return Identity(
            best.name, "filled and different in every row" if best.distinct.exact else "filled, and different in a large sample"
        )
    again = "Rows with the same id are one profile, of which the later row wins."
    if share <= FAIR:
        return Identity(best.name, "the best there is", f"No column tells the rows apart: give each row an id. {again}")
    return Identity(
        best.name, "the best there is", f"Not different in every row: {1 - share:.2%} of the values came before. {again}"
    )


def _rank(column: Column) -> tuple[int, int, float, int]:
    """How well a full column would do as an id; less is better."""
    words = words_of(column.name)
    repeated = 1 - column.distinct.share
    if column.name == "id":
        name = 0
    elif words and words[-1] in IDENTIFIES:
        name = 1 if len(words) < 3 else 2
    else:
        name = 3 if set(words) & (MAY_IDENTIFY | IDENTIFIES) else 4
    tier = 0 if not repeated else 1 if repeated < 0.1 and name < 3 else 2
    if column.filled and not _fit_for_an_id(column):
        tier += 3
    return tier, name if tier < 2 else 0, repeated, name


def _fit_for_an_id(column: Column) -> bool:
    """Whether the values are texts or whole numbers; amounts and moments may all be different by chance."""
    return column.all(Look.TEXT) and not column.looks[Look.DATETIME] and column.looks[Look.NUMBER] == column.looks[Look.WHOLE]


def _warnings(found: Survey, identity: Identity) -> list[str]:
    """What a run over the same file will reject, and why nothing can be done about it in the rules."""
    warnings = []
    if found.first_unreadable is not None:
        first = found.first_unreadable
        warnings.append(
            f"{counted(found.unreadable, 'record')} cannot be read, the first in line {first.line:,}: {first.message}"
        )
    for name, look, wanted in (
        ("created", Look.DATETIME, "moments like 2026-01-31T09:00Z"),
        ("tags", Look.LIST, "lists of texts"),
    ):
        column = found.columns.get(name)
        if column is not None and column.filled and not column.all(look):
            odd = column.misfits[look]
            warnings.append(
                f"the column {name} should hold {wanted}; line {odd.line:,} has {example(odd.value)} and will be rejected: "
                "give the column another name, or change its values"
            )
    if identity.doubt and "rejected" in identity.doubt:
        warnings.append(identity.doubt)
    if found.left_out:
        warnings.append(f"only the first {len(found.columns):,} keys were looked at")
    return warnings
