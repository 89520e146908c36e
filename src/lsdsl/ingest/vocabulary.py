"""The events that come out, as rule authors declare them: one text for all providers of mail, and one for tracking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lsdsl.ingest import kinds
from lsdsl.ingest.registry import provider_named

Attribute = tuple[str, str]
"""A name and its type, as rules write them."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One event: what it means, and its attributes."""

    name: str
    meaning: str
    attributes: tuple[Attribute, ...] = ()

    def text(self) -> str:
        """The declaration in the one layout of rule files."""
        lines = [f"## {self.meaning}"]
        if not self.attributes:
            return "\n".join([*lines, f"event {self.name}\n"])
        width = max(len(name) for name, _ in self.attributes)
        lines += [f"event {self.name}:", *(f"    {name:{width}}  {type_}" for name, type_ in self.attributes)]
        return "\n".join(lines) + "\n"


HEAD: Final = """\
# The events that lsdsl ingest makes. Those that no rule names may stay: they are no mistake in the data.
# lsdsl: ignore-file[LS542] not every rule needs every event

"""

COMMON: Final[tuple[Attribute, ...]] = (
    ("provider", "text"),
    ("message_id", "text"),
    ("subject", "text"),
    ("tags", "list"),
)
REASON: Final[tuple[Attribute, ...]] = (*COMMON, ("reason", "text"))
LIST: Final[tuple[Attribute, ...]] = (*REASON, ("mailing_list", "text"))
SEEN: Final[tuple[Attribute, ...]] = (("machine", "boolean"), ("user_agent", "text"))

MAIL: Final = (
    Declaration(kinds.SENT, "The provider took the mail over.", COMMON),
    Declaration(kinds.DELIVERED, "The recipient's mail server took the mail.", REASON),
    Declaration(kinds.DEFERRED, "The recipient's mail server did not take the mail yet; the provider tries again.", REASON),
    Declaration(
        kinds.BOUNCE,
        "The mail came back. Hard: the address does not exist. Soft: not this time.",
        (*COMMON, ("kind", f'choice("{kinds.HARD}", "{kinds.SOFT}")'), ("reason", "text")),
    ),
    Declaration(kinds.REJECTED, "The provider did not even try, as to an address that bounced before.", REASON),
    Declaration(
        kinds.OPEN,
        "The mail was opened: through a proxy that hides the reader, or by a machine, when nobody looked.",
        (*COMMON, ("proxy", "boolean"), *SEEN),
    ),
    Declaration(kinds.CLICK, "A link in the mail was followed.", (*COMMON, ("url", "text"), *SEEN)),
    Declaration(kinds.COMPLAINT, "The recipient called the mail spam.", REASON),
    Declaration(kinds.UNSUBSCRIBE, "The recipient wants no more mail, or none of this list.", LIST),
    Declaration(kinds.RESUBSCRIBE, "The recipient wants mail again.", LIST),
    Declaration(kinds.AUTO_REPLY, "A machine answered: out of office, or a new address.", REASON),
)
TRACKING: Final = (
    Declaration(
        kinds.PAGE,
        "A page was looked at.",
        tuple((name, "text") for name in ("path", "url", "title", "referrer", "search", "name", "category")),
    ),
    Declaration(kinds.SCREEN, "A screen of an app was looked at.", (("name", "text"), ("category", "text"))),
)


def declarations(provider: str | None = None) -> str:
    """The text that declares all events that a provider's payloads become; without a name those of all mail and tracking.

    What a tracking library calls ``track`` with has names of your own, and is declared by you.
    """
    chosen: Sequence[Declaration] = (*MAIL, *TRACKING)
    if provider is not None:
        chosen = MAIL if provider_named(provider).mail else TRACKING
    return HEAD + "\n".join(one.text() for one in chosen)
