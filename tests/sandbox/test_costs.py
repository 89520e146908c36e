"""Every helper and method pays at least as its work grows, and pays before it works."""

from collections.abc import Callable
from typing import Any

import pytest

from lsdsl.script import DEFAULT
from lsdsl.script.budgets import BudgetSpent, Meter
from lsdsl.script.functions import HELPERS
from lsdsl.script.methods import METHODS
from lsdsl.script.rewrite import FREE
from lsdsl.script.verify import EFFECTS, METERED
from lsdsl.script.verify import FREE as VERIFIED_FREE
from lsdsl.script.writing import WRITING

N = 512
"""Sizes are N, 2 N and 4 N."""


def text(size: int) -> str:
    """A text of a size."""
    return ("ab " * size)[:size]


def numbers(size: int) -> tuple[int, ...]:
    """A list of numbers, at most as long as a list may be."""
    return tuple(range(size // 4))


WORK: dict[str, Callable[[int], tuple[Any, ...]]] = {
    "_add_": lambda n: (text(n), text(n)),
    "_cmp_": lambda n: ("==", text(n), text(n)),
    "_items_": lambda n: (numbers(n),),
    "_set_": lambda n: (numbers(n),),
    "_text_": lambda n: (text(n), text(n)),
    "_get_": lambda n: ({one: one for one in numbers(n)}, 5, 0),
    "_each_": lambda n: (numbers(n), 3),
    "_max_": lambda n: (numbers(n),),
    "_min_": lambda n: (numbers(n),),
    "_sum_": lambda n: (numbers(n),),
    "_any_": lambda n: (numbers(n),),
    "_all_": lambda n: (numbers(n),),
    "_sorted_": lambda n: (numbers(n),),
    "_range_": lambda n: (n // 4,),
    "_list_": lambda n: ("`x`", tuple(text(n // 4)), None),
    "_m_replace_": lambda n: (text(n // 4), "a", "xx"),
    "_m_split_": lambda n: (text(n // 4), " "),
    "_m_join_": lambda n: (", ", tuple(text(n // 8))),
    "_m_find_": lambda n: (text(n), "zz"),
    "_m_count_": lambda n: (text(n), "ab"),
    "_m_startswith_": lambda n: (text(4 * N), text(n)),
    "_m_endswith_": lambda n: (text(4 * N), text(n)),
    **{f"_m_{name}_": lambda n: (text(n),) for name in "lower upper title capitalize strip lstrip rstrip".split()},
    **{f"_m_{name}_": lambda n: (text(n),) for name in "isdigit isalpha isalnum".split()},
}
CONSTANT = {"_sub_", "_mul_", "_mod_", "_str_"}
"""Helpers that pay nothing or the same for every value: numbers are at most 256 bits."""


HELPED: dict[str, Callable[..., Any]] = {**HELPERS, **METHODS, **WRITING}


def cost(name: str, size: int) -> int:
    """The fuel that a helper takes for a size."""
    meter = Meter(DEFAULT, DEFAULT.fuel)
    HELPED[name](meter, *WORK[name](size))
    return DEFAULT.fuel - meter.left


def test_every_metered_helper_is_measured() -> None:
    """No helper is added without saying what it costs."""
    assert set(WORK) | CONSTANT == set(METERED)


def test_the_lists_of_the_verifier_are_complete() -> None:
    """The verifier, which shares no code, knows exactly the helpers that exist."""
    assert set(HELPERS) | set(METHODS) | {"_put_", "_list_"} == METERED | VERIFIED_FREE
    assert set(WRITING) == EFFECTS | {"_put_", "_list_"}
    assert FREE == VERIFIED_FREE


@pytest.mark.parametrize("name", WORK)
def test_fuel_grows_as_the_work_does(name: str) -> None:
    """Twice the size takes about twice the fuel, or more."""
    small, middle, large = (cost(name, size) for size in (N, 2 * N, 4 * N))
    assert 0 < small < middle < large
    assert large - middle >= 1.6 * (middle - small)


@pytest.mark.parametrize("name", WORK)
def test_nothing_is_done_without_fuel(name: str) -> None:
    """A helper that cannot pay raises before it has a result."""
    with pytest.raises(BudgetSpent):
        HELPED[name](Meter(DEFAULT, 0), *WORK[name](N))


def test_the_budget_error_cannot_be_swallowed() -> None:
    """It is no ``Exception``."""
    assert not issubclass(BudgetSpent, Exception)


def test_what_would_be_too_long_is_never_made() -> None:
    """A text that grows is refused before it is there."""
    replace, join, split = METHODS["_m_replace_"], METHODS["_m_join_"], METHODS["_m_split_"]
    with pytest.raises(BudgetSpent):
        replace(Meter(DEFAULT, 20_000), "a" * 4000, "a", "b" * 4000)
    with pytest.raises(BudgetSpent):
        replace(Meter(DEFAULT, 20_000), "a" * 4000, "", "b" * 4000)
    with pytest.raises(BudgetSpent):
        join(Meter(DEFAULT, 20_000), "a" * 4000, tuple("a" * 1000))
    with pytest.raises(BudgetSpent):
        split(Meter(DEFAULT, 20_000), "a," * 2000, ",")
    with pytest.raises(BudgetSpent):
        split(Meter(DEFAULT, 20_000), "a " * 2000)
