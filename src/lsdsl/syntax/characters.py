"""Characters that deceive: invisible ones, those that turn the writing direction, and letters of two scripts in one word."""

import re
import unicodedata
from typing import Final

from lsdsl.diagnostics.model import Diagnostic, finding
from lsdsl.pattern import pattern
from lsdsl.source import Source

DIRECTION: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
CONTROL: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f"
INVISIBLE: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
)
REFUSED_IN_COMMENTS: Final = pattern(f"[{DIRECTION}{CONTROL}]")
DECEIVING: Final = pattern(f"[{DIRECTION}{CONTROL}{INVISIBLE}\ud800-\udfff]")
WORD: Final = pattern(r"[^\W\d_]+")


def described(character: str) -> str:
    """A character as a message names it: visible ones as they are, others by their number and name."""
    number = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    if character.isprintable() and not unicodedata.combining(character) and not DECEIVING.match(character):
        return character if character.isascii() else f"{character} ({number} {name})".replace(" )", ")")
    return f"{number} {name}".strip()


def scripts(word: str) -> set[str]:
    """The scripts of the letters of a word, told from the names of the characters (LATIN, CYRILLIC, GREEK, ...)."""
    found = {unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha()}
    # Chinese, Japanese and Korean mix by nature, and a letter without script (ª, modifier letters) belongs to any.
    return found - {
        "",
        "CJK",
        "HIRAGANA",
        "KATAKANA",
        "HANGUL",
        "FEMININE",
        "MASCULINE",
        "MODIFIER",
        "MICRO",
        "COMBINING",
        "FULLWIDTH",
    }


def mixed_word(text: str) -> re.Match[str] | None:
    """The first word of a text that has letters of two scripts."""
    if text.isascii():
        return None
    return next((match for match in WORD.finditer(text) if len(scripts(match[0])) > 1), None)


def check_text(source: Source, start: int, end: int, findings: list[Diagnostic]) -> None:
    """Warn of what deceives inside a text literal or a pattern."""
    text = source.text[start:end]
    if text.isascii() and text.isprintable():
        return
    if match := DECEIVING.search(text):
        at = start + match.start()
        findings.append(finding("LS108", source.span(at, at + 1), character=described(match[0])))
    if match := mixed_word(text):
        at = start + match.start()
        findings.append(finding("LS109", source.span(at, at + len(match[0])), word=match[0], scripts=_listed(match[0])))


def check_comment(source: Source, start: int, end: int, findings: list[Diagnostic]) -> None:
    """Refuse what turns or hides text in a comment or in a script box."""
    text = source.text[start:end]
    if text.isascii() and text.isprintable():
        return
    if match := REFUSED_IN_COMMENTS.search(text):
        at = start + match.start()
        findings.append(finding("LS105", source.span(at, at + 1), character=described(match[0])))


def check_name(source: Source, start: int, end: int, *, quoted: bool, findings: list[Diagnostic]) -> None:
    """Refuse letters outside ASCII in a plain name, and what deceives in a quoted one."""
    text = source.text[start:end]
    if text.isascii() and text.isprintable():
        return
    span = source.span(start, end)
    if match := mixed_word(text):
        findings.append(finding("LS107", span, name=text.strip("`"), scripts=_listed(match[0])))
    elif not quoted:
        findings.append(finding("LS106", span, name=text))
    elif match := DECEIVING.search(text):
        at = start + match.start()
        findings.append(finding("LS105", source.span(at, at + 1), character=described(match[0])))


def _listed(word: str) -> str:
    return " and ".join(sorted(script.capitalize() for script in scripts(word)))
