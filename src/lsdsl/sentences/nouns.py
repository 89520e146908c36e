"""Names of the rules as words: ``job_title`` is the job title, ``employees`` the number of employees."""

import re
from typing import Final

from lsdsl.model.types import Kind, Type

WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
ABBREVIATIONS: Final = {"url": "URL", "id": "ID", "crm": "CRM", "ip": "IP", "utm": "UTM", "vat": "VAT", "sms": "SMS"}
SINGULAR_ENDINGS: Final = ("ss", "us", "is")
SINGULAR_WORDS: Final = frozenset(("news", "series", "sales", "analytics"))
NO_NOUN: Final = ("ed",)
"""The last letters of words that are no nouns: ``lead_contacted``."""


def words_of(name: str) -> list[str]:
    """The words that a name is put together from, in lower case; empty where there are none in Latin letters."""
    if not name.isascii():
        return []
    return [ABBREVIATIONS.get(word.lower(), word.lower()) for word in WORDS.findall(name)]


def name_words(name: str) -> str:
    """A name as a heading: ``call_today`` is ``Call today``."""
    words = " ".join(words_of(name)) or name
    return words[:1].upper() + words[1:]


def is_plural(word: str) -> bool:
    """Whether a noun is more than one, as far as its last letters tell."""
    return word.endswith("s") and not word.endswith(SINGULAR_ENDINGS) and word not in SINGULAR_WORDS and word not in ABBREVIATIONS


def noun(name: str, type_: Type) -> str:
    """What a field or attribute is called in a sentence, always singular where its type has one value."""
    words = words_of(name)
    if not words or words[-1].endswith(NO_NOUN) or type_.kind in (Kind.BOOLEAN, Kind.DATE, Kind.DATETIME):
        return f"`{name}`"
    if is_plural(words[-1]):
        if type_.kind is Kind.NUMBER:
            return f"the number of {' '.join(words)}"
        if type_.kind is not Kind.LIST:
            return f"`{name}`"
    return f"the {' '.join(words)}"


def article(words: str) -> str:
    """The words with ``a`` or ``an``; a plural keeps none."""
    if is_plural(words.rsplit(" ", 1)[-1]):
        return words
    return f"{'an' if words[:1].lower() in 'aeio' else 'a'} {words}"
