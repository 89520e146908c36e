"""The ``dataclass`` of the standard library, but for its methods: each is made when it is first called.

A program that starts defines hundreds of dataclasses and makes instances of some. What the standard library writes for each class
(``__init__``, ``__eq__``, ``__hash__`` and so on) takes far longer to compile than the class itself, and was most of the time in
which ``lsdsl check`` started. What comes out is the same: the same fields, so :func:`dataclasses.fields` and
:func:`dataclasses.replace` work, and methods that do the same at the same speed from their second call on.
"""

import dataclasses
from collections.abc import Callable
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, order: bool = False) -> Callable[[type], type]:
        """Turn a class into a dataclass; of what the standard library offers it takes what lsdsl uses."""

        def decorated(given: type) -> type:
            own = vars(given).keys()
            hashes = "__hash__" in own and not (given.__hash__ is None and "__eq__" in own)  # None: Python's answer to an __eq__
            cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(given)
            if "__init__" not in own:
                cls.__init__ = _first_init(cls, frozen)
            if "__eq__" not in own:
                cls.__eq__ = _first_comparison(cls, "__eq__", "==")
            if not hashes:
                cls.__hash__ = _first_hash(cls) if frozen else None
            if "__repr__" not in own:
                cls.__repr__ = _repr
            for name, sign in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")) if order else ():
                setattr(cls, name, _first_comparison(cls, name, sign))
            if frozen:
                _freeze(cls)
            if frozen and slots:
                cls.__getstate__, cls.__setstate__ = _getstate, _setstate
            return cls

        return decorated


# --- methods that make themselves at the first call ----------------------------------------------------------------------------


def _first_init(cls: Any, frozen: bool) -> Callable[..., None]:
    def __init__(self: Any, *values: Any, **named: Any) -> None:  # noqa: N807 - it stands in for it
        cls.__init__ = _init(cls, frozen)
        cls.__init__(self, *values, **named)

    return __init__


def _first_comparison(cls: Any, name: str, sign: str) -> Callable[[Any, object], Any]:
    def compare(self: Any, other: object) -> Any:
        setattr(cls, name, _comparison(cls, name, sign))
        return getattr(cls, name)(self, other)

    return compare


def _first_hash(cls: Any) -> Callable[[Any], Any]:
    def __hash__(self: Any) -> Any:  # noqa: N807 - it stands in for it
        cls.__hash__ = _made(cls, "__hash__", "self", [f"return hash({_values(cls, 'self')})"], {})
        return cls.__hash__(self)

    return __hash__


# --- making them ---------------------------------------------------------------------------------------------------------------


def _init(cls: Any, frozen: bool) -> Any:
    """What sets all fields, from their parameters and defaults."""
    parameters, lines = ["self"], []
    names: dict[str, Any] = {"__missing": dataclasses.MISSING}
    for one in dataclasses.fields(cls):
        default = f"__default_{one.name}"
        made = one.default_factory is not dataclasses.MISSING
        names[default] = one.default_factory if made else one.default
        if one.init:
            needed = not made and one.default is dataclasses.MISSING
            parameters.append(one.name if needed else f"{one.name}={'__missing' if made else default}")
            value = f"{default}() if {one.name} is __missing else {one.name}" if made else one.name
        elif made or one.default is not dataclasses.MISSING:
            value = f"{default}()" if made else default
        else:
            continue  # __post_init__ sets it
        if frozen:
            names[f"__set_{one.name}"] = _setter(cls, one.name)
        lines.append(f"__set_{one.name}(self, {value})" if frozen else f"self.{one.name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    return _made(cls, "__init__", ", ".join(parameters), lines or ["pass"], names)


def _setter(cls: Any, name: str) -> Callable[[Any, object], None]:
    """What sets a field of an instance that refuses to be changed; a slot does it faster than ``object`` does."""
    slot = getattr(cls, name, None)
    return slot.__set__ if isinstance(slot, MemberDescriptorType) else lambda self, value: object.__setattr__(self, name, value)


def _comparison(cls: Any, name: str, sign: str) -> Any:
    """What compares the fields of two instances of the same class."""
    compared = f"return {_values(cls, 'self')} {sign} {_values(cls, 'other')}"
    lines = ["if other.__class__ is self.__class__:", f"    {compared}", "return NotImplemented"]
    return _made(cls, name, "self, other", lines, {})


def _values(cls: Any, of: str) -> str:
    """The fields that count in comparisons, as the text of a tuple."""
    return f"({' '.join(f'{of}.{one.name},' for one in dataclasses.fields(cls) if one.compare)})"


def _made(cls: Any, name: str, parameters: str, lines: list[str], names: dict[str, Any]) -> Any:
    text = "\n".join([f"def {name}({parameters}):", *(f"    {line}" for line in lines)])
    exec(text, names)  # noqa: S102 - as the standard library does: the names of fields are all that the text is made of
    made = names.pop(name)
    made.__qualname__ = f"{cls.__qualname__}.{name}"
    return made


# --- methods that serve every class --------------------------------------------------------------------------------------------


def _repr(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _freeze(cls: Any) -> None:
    """Refuse to change instances."""

    def __setattr__(self: Any, name: str, value: object) -> None:  # noqa: N807 - it becomes it
        if type(self) is cls or name in cls.__dataclass_fields__:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807 - it becomes it
        if type(self) is cls or name in cls.__dataclass_fields__:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    cls.__setattr__, cls.__delattr__ = __setattr__, __delattr__


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _setstate(self: Any, state: list[Any]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
