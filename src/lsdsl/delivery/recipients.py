"""Addresses of mail: one mailbox a text, with or without a name, and nothing that could break out of a header."""

import re
from collections.abc import Iterable
from email.headerregistry import Address

from lsdsl.delivery.problems import Refusal
from lsdsl.diagnostics.visible import visible

WITH_NAME = re.compile(r'(?:"(?P<quoted>[^"\\<>]*)"|(?P<name>[^"\\<>,;]*?))\s*<(?P<address>[^<>]*)>')
LOCAL = re.compile(r"[^\s()<>\[\]:;@\\,\"\x00-\x20\x7f]{1,64}")
DOMAIN = re.compile(r"(?!-)[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)*")


def mailbox(text: str) -> Address:
    """The mailbox that a text names: ``ann@example.com`` or ``Ann Lee <ann@example.com>``. Raises ``Refusal``."""
    if not text.isprintable():
        raise Refusal(f"the address {visible(text)!r} has a line break or another hidden character")
    match = WITH_NAME.fullmatch(text.strip())
    name = (match["quoted"] or match["name"] or "") if match else ""
    local, _, domain = (match["address"] if match else text).strip().rpartition("@")
    if not LOCAL.fullmatch(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        raise Refusal(f"{visible(text)!r} is no mail address")
    try:
        return Address(name.strip(), local, _domain(domain))
    except (ValueError, UnicodeError):
        raise Refusal(f"{visible(text)!r} is no mail address") from None


def _domain(text: str) -> str:
    ascii_form = text.lower() if text.isascii() else text.encode("idna").decode("ascii")
    if not DOMAIN.fullmatch(ascii_form) or len(ascii_form) > 253:
        raise ValueError(text)
    return ascii_form


def mailboxes(value: object, what: str) -> list[Address]:
    """The mailboxes of an argument: a text or a list of texts; each once."""
    if value is None:
        return []
    texts = value if isinstance(value, list) else [value]
    addresses = [one for one in texts if isinstance(one, str)]
    if len(addresses) < len(texts):
        raise Refusal(f"the argument {what} is neither a mail address nor a list of them")
    return once(mailbox(one) for one in addresses)


def once(addresses: Iterable[Address]) -> list[Address]:
    """Each mailbox once, in the order of first mention."""
    found: dict[str, Address] = {}
    for one in addresses:
        found.setdefault(one.addr_spec.lower(), one)
    return list(found.values())
