"""The words of boxes: roots, functions, methods, effects. What is not here is not in the language."""

from typing import Final

from lsdsl.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Callable:
    """A function or method: how many arguments it takes and what it gives (a kind of :mod:`lsdsl.script.kinds`)."""

    least: int
    most: int
    gives: str


MANY: Final = 100
ANYTHING: Final = Callable(0, MANY, "any")

FUNCTIONS: Final[dict[str, Callable]] = {
    "abs": Callable(1, 1, "number"),
    "bool": Callable(1, 1, "boolean"),
    "float": Callable(1, 1, "number"),
    "int": Callable(1, 1, "number"),
    "len": Callable(1, 1, "number"),
    "max": Callable(1, MANY, "any"),
    "min": Callable(1, MANY, "any"),
    "round": Callable(1, 2, "number"),
    "str": Callable(1, 1, "text"),
    "sum": Callable(1, 1, "number"),
    "any": Callable(1, 1, "boolean"),
    "all": Callable(1, 1, "boolean"),
    "sorted": Callable(1, 1, "list"),
    "range": Callable(1, 3, "list"),
    "days_between": Callable(2, 2, "number"),
    "seconds_between": Callable(2, 2, "number"),
}

EFFECTS: Final[dict[str, Callable]] = {
    "award": Callable(2, 2, "none"),
    "add_tag": Callable(1, 1, "none"),
    "remove_tag": Callable(1, 1, "none"),
    "do": Callable(1, 1, "none"),
}

METHODS: Final[dict[str, Callable]] = {
    "lower": Callable(0, 0, "text"),
    "upper": Callable(0, 0, "text"),
    "title": Callable(0, 0, "text"),
    "capitalize": Callable(0, 0, "text"),
    "strip": Callable(0, 1, "text"),
    "lstrip": Callable(0, 1, "text"),
    "rstrip": Callable(0, 1, "text"),
    "startswith": Callable(1, 1, "boolean"),
    "endswith": Callable(1, 1, "boolean"),
    "find": Callable(1, 1, "number"),
    "count": Callable(1, 1, "number"),
    "isdigit": Callable(0, 0, "boolean"),
    "isalpha": Callable(0, 0, "boolean"),
    "isalnum": Callable(0, 0, "boolean"),
    "replace": Callable(2, 2, "text"),
    "split": Callable(0, 2, "list"),
    "join": Callable(1, 1, "text"),
}

ROOTS: Final = ("profile", "event", "subprofile", "collections", "scores")
NOW: Final = "now"
RESERVED: Final = frozenset({*ROOTS, NOW, *FUNCTIONS, *EFFECTS})
"""Names that a box cannot give to something else."""
