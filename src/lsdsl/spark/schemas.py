"""The columns of what goes between the tasks of Spark, and of the five tables that come out.

Points are decimals with six places, which is how the engine counts them; moments are timestamps in microseconds, UTC. What has no
fixed type is JSON text: the fields of a profile, the arguments of an action, the values at a failure. ``sequence`` is the order
of work among rows of one profile that have the same moment; its size means nothing else.
"""

from typing import Final

import pyarrow as pa

POINTS: Final = pa.decimal128(38, 6)
MOMENT: Final = pa.timestamp("us", "UTC")

# --- what was read ------------------------------------------------------------------------------------------------------

PROFILE, EVENT, REJECT, TOLD = range(4)
"""The kinds of rows that reading gives; a profile's own records come before its events."""

RECORD: Final = pa.schema([
    ("kind", pa.int8()),
    ("at", pa.int64()),
    ("piece", pa.int32()),
    ("number", pa.int64()),
    ("tie", pa.string()),
    ("profile", pa.string()),
    ("payload", pa.binary()),
    ("raw", pa.string()),
    ("line", pa.int64()),
])  # fmt: skip
"""A record: sorted by kind, ``at`` (the moment, where events are put in order of time), piece, number and ``tie``.

``raw`` is its text and ``line`` where it stands in the piece, kept only where the engine may refuse it.
"""

ORDER: Final = ("kind", "at", "piece", "number", "tie", "payload", "raw", "line")
"""What is collected of the records of a profile. The payload makes the order total where nothing else does."""

# --- the tables ---------------------------------------------------------------------------------------------------------

SCORE: Final = pa.struct([("value", POINTS), ("range", pa.string()), ("colour", pa.string()), ("flames", pa.int32())])

TABLES: Final[dict[str, pa.Schema]] = {
    "profiles": pa.schema([
        ("id", pa.string()),
        ("fields", pa.string()),
        ("tags", pa.list_(pa.string())),
        ("scores", pa.map_(pa.string(), SCORE)),
        ("grades", pa.map_(pa.string(), pa.string())),
    ]),
    "ledger": pa.schema([
        ("profile", pa.string()),
        ("score", pa.string()),
        ("rule", pa.string()),
        ("points", POINTS),
        ("time", MOMENT),
        ("event", pa.string()),
        ("reason", pa.string()),
        ("expires", MOMENT),
        ("where", pa.string()),
        ("note", pa.string()),
        ("sequence", pa.int64()),
    ]),
    "actions": pa.schema([
        ("id", pa.string()),
        ("profile", pa.string()),
        ("followup", pa.string()),
        ("action", pa.string()),
        ("args", pa.string()),
        ("time", MOMENT),
        ("event", pa.string()),
        ("run", pa.string()),
        ("sequence", pa.int64()),
    ]),
    "failures": pa.schema([
        ("profile", pa.string()),
        ("followup", pa.string()),
        ("event", pa.string()),
        ("time", MOMENT),
        ("code", pa.string()),
        ("message", pa.string()),
        ("where", pa.string()),
        ("values", pa.string()),
        ("reason", pa.string()),
        ("sequence", pa.int64()),
    ]),
    "rejects": pa.schema([
        ("source", pa.string()),
        ("line", pa.int64()),
        ("code", pa.string()),
        ("message", pa.string()),
        ("raw", pa.string()),
        ("input", pa.int32()),
        ("sequence", pa.int64()),
    ]),
}  # fmt: skip
"""The five tables by name. In ``rejects``, ``input`` and ``sequence`` say where in the input the record was."""

STATE: Final = "state"
"""The kind of rows that hold a profile which is not done yet."""

RESULT: Final = pa.schema([
    ("kind", pa.string()),
    *((name, pa.struct(list(table))) for name, table in TABLES.items()),
    ("profile", pa.string()),
    ("told", pa.binary()),
])  # fmt: skip
"""What scoring gives: a row of one of the tables, or what a task tells, or the state of a profile."""


def ddl(schema: pa.Schema) -> str:
    """A schema as Spark reads it."""
    return ", ".join(f"`{field.name}` {spark_type(field.type)}" for field in schema)


def spark_type(kind: pa.DataType) -> str:
    """A type of Arrow by the name that Spark has for it."""
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'`{field.name}`: {spark_type(field.type)}' for field in kind)}>"
    if pa.types.is_map(kind):
        return f"map<{spark_type(kind.key_type)}, {spark_type(kind.item_type)}>"
    if pa.types.is_list(kind):
        return f"array<{spark_type(kind.value_type)}>"
    return _SIMPLE[kind]


_SIMPLE: Final = {
    pa.string(): "string",
    pa.binary(): "binary",
    pa.int8(): "tinyint",
    pa.int32(): "int",
    pa.int64(): "bigint",
    MOMENT: "timestamp",
}
