"""The words by which a scoring sheet says that something happened, and the events that they stand for."""

from dataclasses import dataclass
from typing import Final

from lsdsl.scaffold.names import words_of


@dataclass(frozen=True, slots=True)
class Happening:
    """An event to declare, and the attribute that the value of a row is compared with."""

    event: str
    attribute: str


WORDS: Final[dict[Happening, str]] = {
    Happening("email_open", "email"): "opened, opens, open, geoeffnet, geopend",
    Happening("link_click", "url"): "clicked, clicks, click, geklickt, klick, geklikt, klik",
    Happening(
        "page_visit", "path"
    ): "visited, visits, visit, viewed, views, pageview, pageviews, besucht, besuch, bezocht, bezoek",
    Happening("form_submit", "form"): "submitted, submits, submit, submission, abgeschickt, ingezonden, verstuurd",
    Happening("download", "file"): "downloaded, downloads, download, heruntergeladen, gedownload",
    Happening("video_watch", "video"): "watched, watches",
    Happening("webinar_attend", "webinar"): "attended, attends, attendance, teilgenommen, bijgewoond",
    Happening("registration", "occasion"): "registered, registers, registration, angemeldet, aangemeld",
    Happening("unsubscribe", "list"): "unsubscribed, unsubscribes, unsubscribe, abgemeldet, afgemeld",
    Happening("email_bounce", "email"): "bounced, bounces, bounce",
    Happening("purchase", "product"): "purchased, purchases, purchase, bought, buys, ordered, gekauft, gekocht, besteld",
}
BY_WORD: Final = {word.strip(): happening for happening, words in WORDS.items() for word in words.split(",")}
BY_EVENT: Final = {happening.event: happening for happening in WORDS}
OF_A_FIELD: Final = frozenset(
    "number count last first date days since rate total time when total sum avg average amount field".split()
)
"""Words that make a field of what sounds like an event: ``number of visits``, ``last click``."""


def happening_of(cell: str) -> Happening | None:
    """What a cell says has happened; None when it names a field of the profile."""
    words = words_of(cell)
    if not words or set(words) & OF_A_FIELD:
        return None
    named = BY_EVENT.get("_".join(words))
    return named or next((BY_WORD[word] for word in reversed(words) if word in BY_WORD), None)
