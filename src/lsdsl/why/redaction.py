"""What is not to be seen: the values of some fields, wherever they would stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from lsdsl.compile.dependencies import walk
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import AttributeRead, Changed, Expression, FieldRead, HistoryRead, OldRead
from lsdsl.why.tape import Tape
from lsdsl.why.wording import HIDDEN

Told = TypeVar("Told")

SHORTEST: Final = 2
"""A shorter text is hidden where it is a value, and not sought within other texts."""

OF_THE_RULES: Final = ("kind", "rule", "colour", "ruleset")
"""What never comes from data and has to stay as it is for programs."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """The names of hidden fields and attributes, and a pattern for the texts that they held."""

    names: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = None

    def hides(self, expression: Expression, model: Model) -> bool:
        """Whether an expression reads a hidden field, directly or through what it names."""
        return bool(self.names) and any(self._is_hidden(one, model) for one in walk(expression, model))

    def _is_hidden(self, expression: Expression, model: Model) -> bool:
        match expression:
            case FieldRead(field=name) | OldRead(field=name) | Changed(field=name) | AttributeRead(attribute=name):
                return name in self.names
            case HistoryRead(history=history):
                inner = [one for one in (history.where, history.value) if one is not None]
                return any(self.hides(one, model) for one in inner)
            case _:
                return False

    def applied(self, told: Told) -> Told:
        """The same answer, in no text of which a hidden text can be read."""
        return told if self.pattern is None else self._applied(told)

    def _applied(self, told: Any) -> Any:
        assert self.pattern is not None
        if isinstance(told, str):
            return self.pattern.sub(HIDDEN, told)
        if isinstance(told, list):
            return [self._applied(one) for one in told]
        if isinstance(told, tuple):
            return tuple(self._applied(one) for one in told)
        if is_dataclass(told) and not isinstance(told, type):
            names = [one.name for one in fields(told) if one.name not in OF_THE_RULES]
            return replace(told, **{name: self._applied(getattr(told, name)) for name in names})
        return told


NOTHING: Final = Redaction()


def redaction(names: Iterable[str], tape: Tape) -> Redaction:
    """Hide fields of a profile; every text that its data ever had for them is sought."""
    hidden = frozenset(names)
    if not hidden:
        return NOTHING
    data = [*(loaded.fields for loaded in tape.loads), *(event.data for event in tape.events)]
    values = [value for one in data for name, value in one.items() if name in hidden]
    if "id" in hidden:
        values.append(tape.profile)
    if "tags" in hidden:
        values += [loaded.tags for loaded in tape.loads]
        values += [event.data.get("tag") for event in tape.events]
    texts = {text for value in values for text in (value if isinstance(value, tuple) else (value,)) if isinstance(text, str)}
    sought = sorted((re.escape(text) for text in texts if len(text.strip()) >= SHORTEST), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sought)})(?!\w)", re.IGNORECASE) if sought else None
    return Redaction(hidden, pattern)
