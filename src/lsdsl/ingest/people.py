"""Whose event it is: the address of the recipient, or a value that the sender attached to the mail."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lsdsl.ingest.item import Item, Json, text_of
from lsdsl.ingest.problems import ItemError, display
from lsdsl.records.jsonl import UNREADABLE, decode_json

IN_BRACKETS: Final = re.compile(r"<([^<>\s]+@[^<>\s]+)>\s*$")
ADDRESS: Final = re.compile(r"[^<>\s,;]+@[^<>\s,;]+")


def address_of(text: str, title: str, key: str) -> str:
    """The address in lower case, also out of ``Helga Vos <h.vos@example.com>``."""
    if not text:
        raise ItemError("LS874", provider=title, key=display(key))
    bracketed = IN_BRACKETS.search(text)
    address = bracketed[1] if bracketed else text
    if not ADDRESS.fullmatch(address):
        raise ItemError("LS874", provider=title, key=display(key), found=display(text))
    return address.lower()


def addresses_of(texts: list[str], title: str, key: str) -> list[str]:
    """The addresses of several recipients, each once; there has to be one."""
    return list(dict.fromkeys(address_of(text, title, key) for text in texts or [""]))


def attached(item: Item, places: tuple[tuple[str, ...], ...], name: str) -> str:
    """A value that the sender attached, from the first place that has it."""
    for place in places:
        for value in _values(item.at(*place) if place else item.value, name):
            if found := text_of(value[0] if isinstance(value, list) and value else value):
                return found
    raise ItemError("LS875", key=display(name))


def _values(found: Json, name: str) -> Iterator[Json]:
    if isinstance(found, str) and found.lstrip().startswith("{"):
        # Some providers carry only one text, in which senders write JSON.
        try:
            found = decode_json(found)
        except UNREADABLE:
            return
    if isinstance(found, Mapping):
        if name in found:
            yield found[name]
    elif isinstance(found, list):
        for one in found:
            if isinstance(one, Mapping) and one.get("name") == name:
                yield one.get("value")
