"""What the checks ask about the same model again and again is worked out once for all of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from lsdsl.model.declarations import Model

Others = ParamSpec("Others")
Answer = TypeVar("Answer")


class _Memory:
    """The answers about one model, by the question and the very objects that it was asked with."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.answers: dict[tuple[object, ...], tuple[object, tuple[object, ...]]] = {}


_MEMORY: Final[ContextVar[_Memory | None]] = ContextVar("memory", default=None)


@contextmanager
def remembering(model: Model) -> Iterator[None]:
    """Meanwhile, answers about this model are kept."""
    token = _MEMORY.set(_Memory(model))
    try:
        yield
    finally:
        _MEMORY.reset(token)


def remembered(
    question: Callable[Concatenate[Model, Others], Answer],
) -> Callable[Concatenate[Model, Others], Answer]:
    """Make a question one whose answer is kept; nobody may change the answer."""

    @wraps(question)
    def asked(model: Model, /, *others: Others.args, **named: Others.kwargs) -> Answer:
        memory = _MEMORY.get()
        if memory is None or memory.model is not model or named:
            return question(model, *others, **named)
        key = (question, *map(id, others))
        if key not in memory.answers:
            memory.answers[key] = (question(model, *others, **named), others)  # those of the key stay alive with it
        return memory.answers[key][0]  # type: ignore[return-value]

    return asked
