"""What expressions see: at the moment of an event, and at the present moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from lsdsl.model.declarations import Model
from lsdsl.model.expressions import HistoryRead
from lsdsl.model.types import Type
from lsdsl.sql import terms
from lsdsl.sql.columns import Columns
from lsdsl.sql.problems import NotSqlError
from lsdsl.sql.terms import Term


@dataclass(frozen=True, slots=True)
class Written:
    """What follow-ups write, each with the name of one that does; a tag that is not known beforehand counts for all tags."""

    fields: Mapping[str, str] = field(default_factory=dict)
    tags: str | None = None
    scores: Mapping[str, str] = field(default_factory=dict)

    def refuse_field(self, name: str) -> None:
        """Refuse a field that a follow-up writes: what it holds depends on when."""
        if name in self.fields:
            raise NotSqlError(f"the follow-up {self.fields[name]} writes `{name}`")
        if name == "tags" and self.tags is not None:
            raise NotSqlError(f"the follow-up {self.tags} changes tags")


@dataclass(slots=True)
class AtEvent:
    """The event ``e`` and, for rules, its profile ``p``."""

    columns: Columns
    written: Written
    profile: bool = True
    joined: bool = False
    """Whether a field of the profile was asked for."""

    def field(self, name: str, kind: Type) -> Term:
        """A field, as it is before the first event: nothing may change it."""
        assert self.profile
        self.written.refuse_field(name)
        if name == "created":
            raise NotSqlError("`created` is asked for at the moment of an event")
        if name == "id":
            return terms.column("profile", "e")
        self.joined = True
        return terms.column("tags" if name == "tags" else self.columns.fields[name, kind.kind], "p")

    def attribute(self, name: str, kind: Type) -> Term:
        """An attribute."""
        return terms.column(self.columns.attributes[name, kind.kind], "e")

    def score(self, name: str) -> Term:
        """The value that a score had then."""
        raise NotSqlError(f"it reads the score {name} at the moment of an event")

    def history(self, read: HistoryRead) -> Term:
        """What had happened until then."""
        raise NotSqlError(f"`{read.function}(...)` at the moment of an event depends on the order of events")

    def now(self) -> Term:
        """The profile's clock then."""
        raise NotSqlError("it asks for the time that has passed at the moment of an event")


@dataclass(slots=True)
class AtPresent:
    """A profile at the moment to which the run goes, when all events have happened."""

    model: Model
    columns: Columns
    written: Written
    as_of: Term
    scores: Mapping[str, str]
    """The columns of the scores that SQL computes."""
    remember: Callable[[HistoryRead], Term]
    fields: dict[str, None] = field(default_factory=dict)
    """The columns of fields that were asked for."""
    read: dict[str, None] = field(default_factory=dict)
    """The scores that were asked for."""
    born: bool = False
    """Whether the moment of creation was asked for."""

    def field(self, name: str, kind: Type) -> Term:
        """A field."""
        self.written.refuse_field(name)
        if name == "created":
            self.born = True
            return terms.column("born")
        if name == "id":
            return terms.column("id")
        found = "tags" if name == "tags" else self.columns.fields[name, kind.kind]
        self.fields[found] = None
        return terms.column(found)

    def attribute(self, name: str, kind: Type) -> Term:
        """There is no event at present."""
        raise AssertionError(name, kind)

    def score(self, name: str) -> Term:
        """The value of a score; one that is switched off is missing."""
        if not self.model.scores[name].enabled:
            return exp.cast(exp.null(), exp.DType.BIGINT)
        if name not in self.scores:
            raise NotSqlError(f"it reads the score {name}, which is left to the step")
        self.read[name] = None
        return terms.column(self.scores[name])

    def history(self, read: HistoryRead) -> Term:
        """What has happened."""
        event = self.model.events.get(read.history.event)
        if read.history.collection or event is None or event.subject != "declared":
            raise NotSqlError(f"`{read.function}(...)` is about what events change")
        return self.remember(read)

    def now(self) -> Term:
        """The present moment."""
        return self.as_of.copy()


def event_refusal(model: Model, event: str) -> None:
    """Refuse rules on events that change the profile, or that the step raises itself."""
    if model.events[event].subject != "declared":
        raise NotSqlError("it is about what changes a profile, and the step follows these changes")
