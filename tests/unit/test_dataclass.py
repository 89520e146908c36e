"""The project's own ``dataclass`` makes what that of the standard library makes."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, fields, replace
from types import SimpleNamespace
from typing import Any

import pytest

from lsdsl.dataclass import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A class with each kind of field, made by the project."""

    x: int
    y: int = 2
    names: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False, repr=False)
    sum: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sum", self.x + self.y)


@dataclass(slots=True)
class Counter:
    """A class whose instances change."""

    count: int = 0


@dataclass(frozen=True, slots=True)
class Own:
    """A class that brings its own methods."""

    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own) and self.name.casefold() == other.name.casefold()

    def __hash__(self) -> int:
        return hash(self.name.casefold())

    def __repr__(self) -> str:
        return f"<{self.name}>"


def twins(maker: Callable[..., Any]) -> SimpleNamespace:
    """Classes as a decorator makes them."""

    @maker(frozen=True, slots=True, order=True)
    class Both:
        """A class made twice."""

        a: int
        b: str = "b"
        c: list[int] = field(default_factory=list, compare=False)
        d: int = field(default=4, init=False)

    @maker(slots=True)
    class Changing:
        """A class made twice, whose instances change."""

        a: int
        b: tuple[int, ...] = ()

    @maker(frozen=True, slots=True)
    class Plain:
        """A class without fields."""

    return SimpleNamespace(both=Both, changing=Changing, plain=Plain)


def outcome(work: Callable[[], object]) -> object:
    """What a piece of work gives, or how it fails."""
    try:
        return work()
    except (TypeError, AttributeError) as error:
        return type(error), str(error).partition(".<locals>.")[2] or str(error)


@pytest.mark.parametrize(
    "work",
    [
        lambda of: repr(of.both(1)),
        lambda of: repr(of.both(1, "x", c=[3])),
        lambda of: (of.both(1) == of.both(1, c=[2]), of.both(1) == of.both(2), of.both(1) == 1),
        lambda of: (of.both(1) < of.both(2), of.both(1) <= of.both(1), of.both(1, "c") > of.both(1), of.both(1) >= of.both(2)),
        lambda of: hash(of.both(1)),
        lambda of: of.both(1).c is of.both(1).c,
        lambda of: of.both(1).d,
        lambda of: of.both(),
        lambda of: of.both(1, 2, 3, 4),
        lambda of: of.both(1, e=2),
        lambda of: of.both(1) < 1,
        lambda of: setattr(of.both(1), "a", 2),
        lambda of: delattr(of.both(1), "a"),
        lambda of: repr(replace(of.both(1), a=5)),
        lambda of: dataclasses.asdict(of.both(1)),
        lambda of: [(one.name, one.default, one.init, one.compare) for one in fields(of.both)],
        lambda of: (of.both.__match_args__, of.both.__slots__, of.both.__doc__),
        lambda of: repr(copy.deepcopy(of.both(1, c=[1]))),
        lambda of: (repr(of.changing(1)), of.changing(1) == of.changing(1), of.changing.__hash__),
        lambda of: setattr(of.changing(1), "a", 2),
        lambda of: (repr(of.plain()), of.plain() == of.plain(), hash(of.plain())),
    ],
)
def test_it_makes_what_the_standard_library_makes(work: Callable[[SimpleNamespace], object]) -> None:
    """Making, comparing, showing, refusing and looking inside come out alike, the first time and the second."""
    of = twins(dataclass)
    expected = outcome(lambda: work(twins(dataclasses.dataclass)))
    assert [outcome(lambda: work(of)), outcome(lambda: work(of))] == [expected, expected]


def test_every_kind_of_field_is_set() -> None:
    """Parameters, defaults, factories and what __post_init__ computes arrive in their fields."""
    point = Point(1, names=["a"])
    assert (point.x, point.y, point.names, point.note, point.sum) == (1, 2, ["a"], "", 3)
    assert Point(1) == Point(1, note="another")


def test_instances_survive_pickling() -> None:
    """A frozen instance comes back from its bytes."""
    assert pickle.loads(pickle.dumps(Point(1, 5))) == Point(1, 5)  # noqa: S301 - our own bytes


def test_what_is_not_frozen_changes_and_has_no_hash() -> None:
    """An instance that may change is no key."""
    counter = Counter()
    counter.count += 1
    assert counter == Counter(1)
    with pytest.raises(TypeError):
        hash(counter)


def test_methods_of_the_class_itself_stay() -> None:
    """What a class defines is not replaced."""
    assert Own("Ada") == Own("ada")
    assert len({Own("Ada"), Own("ADA")}) == 1
    assert repr(Own("Ada")) == "<Ada>"


def test_a_subclass_without_fields_of_its_own_may_have_other_attributes() -> None:
    """Only fields refuse to be changed in a plain subclass, as in the standard library."""

    class Named(Own):
        """A subclass with a dictionary."""

    named = Named("Ada")
    named.other = 1  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        named.name = "Eve"  # type: ignore[misc]


def test_an_attribute_that_is_no_field_is_refused_alike() -> None:
    """A frozen instance takes no attribute at all, and says so in the same words."""
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'z'"):
        Point(1).z = 2  # type: ignore[attr-defined]
