"""What of a ruleset is different, told one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, Protocol, TypeVar

from lsdsl.difference.ends import End
from lsdsl.model.declarations import Model
from lsdsl.source import Span

Kind = Literal["changed", "added", "removed"]
ARROW: Final = "→"
Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that is different: ``what`` it is (empty: what the name says already), and how it was and is."""

    what: str
    old: str | None
    new: str | None

    @property
    def text(self) -> str:
        """``+20 → +30``, ``limit at most 3 times → at most 5 times``, ``expiry added: expires after 30 days``."""
        if self.old is None:
            return f"{self.what} added: {self.new}"
        if self.new is None:
            return f"{self.what} removed: {self.old}"
        return f"{self.what} {self.old} {ARROW} {self.new}".strip()


class Places(NamedTuple):
    """Where something stood, and where it stands: ``path:line``."""

    old: str | None
    new: str | None


NOWHERE: Final = Places(None, None)


class Standing(Protocol):
    """Anything that stands somewhere."""

    @property
    def span(self) -> Span:
        """Its place."""


@dataclass(frozen=True, slots=True)
class Change:
    """A declaration or rule that is different.

    ``of`` says what it is, ``score`` where a rule counts. ``same`` names what of it is unchanged where that is worth a word,
    ``touches`` the rules that read what has changed. ``identities`` are those of a rule, old and new.
    """

    kind: Kind
    of: str
    name: str
    details: tuple[Detail, ...] = ()
    score: str | None = None
    same: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    at: Places = NOWHERE
    identities: tuple[str | None, str | None] = (None, None)

    @property
    def place(self) -> str:
        """Where it stands now, or where it stood."""
        return self.at.new or self.at.old or ""

    @property
    def text(self) -> str:
        """``pricing page: +20 → +30; limit unchanged``."""
        said = [detail.text for detail in self.details]
        if self.kind != "changed":
            said = [self.kind + (f" ({', '.join(said)})" if said else "")]
        if self.same:
            said.append(f"{' and '.join(self.same)} unchanged")
        return f"{self.name}: {'; '.join(said)}"


@dataclass(frozen=True, slots=True)
class Both:
    """The two models, and where they come from."""

    old: Model
    new: Model
    old_end: End
    new_end: End

    def places(self, old: Standing | None, new: Standing | None) -> Places:
        """The places of what changed."""
        return Places(_place(old, self.old, self.old_end), _place(new, self.new, self.new_end))


def _place(one: Standing | None, model: Model, end: End) -> str | None:
    """``path:line``; None for what stands in no file of the ruleset: the actions that every ruleset has."""
    return None if one is None or one.span.path not in model.sources else end.where(model, one.span)


def detail(what: str, old: str | None, new: str | None) -> Iterable[Detail]:
    """What is different of two texts, if anything."""
    if old != new:
        yield Detail(what, old, new)


def by_name(old: Mapping[str, Named], new: Mapping[str, Named]) -> Iterable[tuple[str, Named | None, Named | None]]:
    """What has the same name in both, and what is in one only: the new order, then what is gone."""
    for name, one in new.items():
        yield name, old.get(name), one
    for name, gone in old.items():
        if name not in new:
            yield name, gone, None
