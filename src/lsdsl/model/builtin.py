"""What every ruleset has without declaring it: the built-in fields, the built-in events and the actions of the prelude."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from lsdsl.diagnostics import Diagnostic
from lsdsl.model.declarations import Collection, Event, Field
from lsdsl.model.types import DATETIME, LIST, NUMBER, TEXT, Type
from lsdsl.source import Source, Span
from lsdsl.syntax import parse, tree
from lsdsl.syntax.grammar import grammar_folder

PRELUDE: Final = "<prelude>"
NOWHERE: Final = Span(PRELUDE, 0, 0)


def built_in(name: str, kind: Type, description: str) -> Field:
    """A field or attribute that nobody declared."""
    return Field(name, kind, None, None, description, NOWHERE, builtin=True)


FIELDS: Final[Mapping[str, Field]] = MappingProxyType(
    {
        one.name: one
        for one in (
            built_in("id", TEXT, "The profile's id."),
            built_in("created", DATETIME, "The first moment the profile was seen, unless the data says otherwise."),
            built_in("tags", LIST, "The profile's tags."),
        )
    }
)

ROW_ID: Final = built_in("id", TEXT, "The row's id.")

VERBS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"profile": ("created", "modified", "removed"), "tag": ("added", "removed"), "points": ("adjusted",)}
)
"""The subjects of built-in events and what may happen to them; a collection has the verbs of the profile."""

EVENTS: Final[Mapping[str, Event]] = MappingProxyType(
    {
        one.name: one
        for one in (
            Event("profile.created", {}, "profile", "A profile was seen for the first time.", NOWHERE),
            Event("profile.modified", {}, "profile", "A field of the profile has changed.", NOWHERE),
            Event("profile.removed", {}, "profile", "The profile was removed.", NOWHERE),
            Event("tag.added", {"tag": built_in("tag", TEXT, "The tag.")}, "tag", "A tag was added.", NOWHERE),
            Event("tag.removed", {"tag": built_in("tag", TEXT, "The tag.")}, "tag", "A tag was removed.", NOWHERE),
            Event(
                "points.adjusted",
                {
                    "score": built_in("score", TEXT, "The score."),
                    "points": built_in("points", NUMBER, "How many points were added, or taken away."),
                    "reason": built_in("reason", TEXT, "Why."),
                },
                "points",
                "A person corrected a score.",
                NOWHERE,
            ),
        )
    }
)

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"tag": ("tag",), "points": ("score", "points"), "collection": ("id",), "profile": (), "declared": ()}
)
"""What the data of an event has to hold, by its subject."""


def row_events(collection: Collection) -> list[Event]:
    """The events of a collection's rows; the fields of the row and its id are their attributes."""
    attributes = {"id": ROW_ID, **collection.fields}
    return [
        Event(
            f"{collection.name}.{verb}",
            attributes,
            "collection",
            f"A row of {collection.name} was {verb}.",
            collection.span,
            collection.name,
        )
        for verb in VERBS["profile"]
    ]


@lru_cache(maxsize=1)
def prelude() -> tuple[tree.RuleFile, list[Diagnostic]]:
    """The prelude that ships with the package, parsed."""
    text = (grammar_folder() / "prelude.lsdsl").read_text(encoding="utf-8")
    return parse(Source(PRELUDE, text))
