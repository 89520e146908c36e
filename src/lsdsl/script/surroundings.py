"""What a box can see where it stands: the fields, the event, collections, scores and actions of its ruleset and its trigger."""

from collections.abc import Mapping
from dataclasses import field

from lsdsl.dataclass import dataclass
from lsdsl.model.builtin import ROW_ID
from lsdsl.model.declarations import Action, Field, Followup, Model, OnTrigger
from lsdsl.source import Span


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The names that a box may use.

    ``event`` is the name of the triggering event, for messages (None without one); ``attributes`` are those that all events
    of the trigger
    have with one type; ``subprofile`` are the fields of the row that the trigger is about. ``owners`` are the scores that
    own fields.
    """

    fields: Mapping[str, Field]
    owners: Mapping[str, Span]
    events: tuple[str, ...] = ()
    attributes: Mapping[str, Field] = field(default_factory=dict)
    subprofile: Mapping[str, Field] | None = None
    collections: Mapping[str, Mapping[str, Field]] = field(default_factory=dict)
    scores: Mapping[str, bool] = field(default_factory=dict)
    """Scores by name, and whether one has rules, so that points can be awarded to it."""
    places: Mapping[str, Span] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)


def surroundings(model: Model, followup: Followup) -> Surroundings:
    """What the boxes of a follow-up can see."""
    events = followup.trigger.events if isinstance(followup.trigger, OnTrigger) else ()
    collections = {model.events[name].collection for name in events}
    only = collections.pop() if len(collections) == 1 else None
    return Surroundings(
        fields=model.fields,
        owners={score.field: score.span for score in model.scores.values() if score.field is not None},
        events=events,
        attributes=_common(model, events),
        subprofile=None if only is None else {"id": ROW_ID, **model.collections[only].fields},
        collections={name: {"id": ROW_ID, **one.fields} for name, one in model.collections.items()},
        scores={name: score.expression is None for name, score in model.scores.items()},
        places={name: score.span for name, score in model.scores.items()},
        actions=model.actions,
    )


def _common(model: Model, events: tuple[str, ...]) -> dict[str, Field]:
    """The attributes that all the events have, with one type."""
    if not events:
        return {}
    first, *others = [model.events[name].attributes for name in events]
    return {name: one for name, one in first.items() if all(name in other and other[name].type == one.type for other in others)}
