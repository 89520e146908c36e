"""Events as clauses: ``page_visit`` is "the lead visits a page"; one without a known verb is "`cart_add` happens"."""

from dataclasses import dataclass
from typing import Final

from lsdsl.model.declarations import Event
from lsdsl.sentences.nouns import article, words_of

ACTIVE: Final = {
    word: f"{word}es" if word.endswith(("s", "sh", "ch", "x")) else f"{word}s"
    for word in (
        *("visit", "open", "click", "submit", "view", "download", "play", "watch", "join", "attend", "request", "book", "order"),
        *("buy", "like", "share", "forward", "print", "start", "complete", "finish", "cancel", "renew", "rate", "install"),
        *("activate", "accept", "decline", "read", "favourite", "bookmark"),
    )
}
"""Verbs that a lead does to what stands before them in the name of an event."""
ALONE: Final = {
    **ACTIVE,
    "unsubscribe": "unsubscribes",
    "subscribe": "subscribes",
    "login": "logs in",
    "signup": "signs up",
    "register": "registers",
    "reply": "replies",
    "purchase": "makes a purchase",
    "payment": "makes a payment",
    "complaint": "makes a complaint",
    "refund": "gets a refund",
}
"""Events of a single word."""
BY_THEMSELVES: Final = {"bounce": "bounces", "expire": "expires", "end": "ends", "fail": "fails", "arrive": "arrives"}
"""What happens to a thing without anybody doing it."""
ENDED: Final = frozenset(("bounced", "expired", "ended", "failed", "arrived", "happened", "lapsed"))
IRREGULAR: Final = frozenset(
    ("written", "sent", "bought", "sold", "paid", "made", "won", "lost", "chosen", "shown", "seen", "begun")
)
PROFILE: Final = {
    "created": "a lead is new",
    "modified": "something about the lead changes",
    "removed": "the lead is removed",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as a clause: what comes ``before`` the place for "whose ..." and what comes after it.

    Without ``whose`` there is nothing in it that an attribute could belong to.
    """

    before: str
    after: str = ""
    whose: bool = False

    @property
    def text(self) -> str:
        """The whole clause."""
        return self.before + self.after


def happening(event: Event) -> Happening:
    """What happens, in words."""
    match event.subject:
        case "profile":
            return Happening(PROFILE[event.name.partition(".")[2]])
        case "tag":
            return Happening(f"a tag is {event.name.partition('.')[2]}")
        case "points":
            return Happening("a person corrects a score")
        case "collection":
            return Happening(f"a row of `{event.collection}`", f" is {event.name.rpartition('.')[2]}", whose=True)
        case _:
            return _declared(event.name)


def _declared(name: str) -> Happening:
    words = words_of(name)
    if not words or "`" in name:
        return Happening(f"`{name}` happens")
    *things, last = words
    if not things:
        return Happening(f"the lead {ALONE[last]}") if last in ALONE and name == last else Happening(f"`{name}` happens")
    thing = article(" ".join(things))
    if last in ACTIVE:
        return Happening(f"the lead {ACTIVE[last]} {thing}", whose=True)
    if last in BY_THEMSELVES:
        return Happening(thing, f" {BY_THEMSELVES[last]}", whose=True)
    if last in ENDED:
        return Happening(thing, f" has {last}", whose=True)
    if last in IRREGULAR or (last.endswith("ed") and len(last) > 4):
        return Happening(thing, f" is {last}", whose=True)
    return Happening(f"`{name}` happens")


def event_noun(event: Event | None, name: str, *, plural: bool = False) -> str:
    """An event where a noun is wanted: ``page_visit`` events; a built-in one as it is written in the rules."""
    written = name if event is None or event.subject == "declared" else name.replace(".", " ")
    return f"`{written}` event{'s' if plural else ''}"
