"""Signs and letters that only look like those of the language: full-width forms, typographic signs, letters of other scripts."""

import unicodedata
from typing import Final

from lsdsl.pattern import pattern

SIGNS: Final = {
    "\u2212": "-",
    "\u2010": "-",
    "\u2011": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u00d7": "*",
    "\u00f7": "/",
    "\u2264": "<=",
    "\u2265": ">=",
    "\u2260": "!=",
    "\u3001": ",",
}
BLANKS: Final = pattern("[\u00a0\u202f\u2007\u3000]+")
FULL_WIDTH: Final = pattern("[\uff01\uff03-\uff06\uff08-\uff3f\uff41-\uff5e]+")
BRACKETS: Final = {"[": "(", "{": "(", "]": ")", "}": ")"}

# Cyrillic and Greek letters that are drawn like Latin ones.
LETTERS: Final = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405"
    "\u03bf\u03bd\u03b1\u03c1\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeopcyxijshdqwABEKMHOPCTXIJSovapABEZHIKMNOPTYX",
)


def sign_meant(text: str, at: int) -> tuple[int, str] | None:
    """The end of what stands at an offset, and what it looks like; None when it looks like nothing of the language."""
    if instead := SIGNS.get(text[at]):
        return at + 1, instead
    if blanks := BLANKS.match(text, at):
        return blanks.end(), " " * (blanks.end() - at)
    match = FULL_WIDTH.match(text, at)
    return (match.end(), unicodedata.normalize("NFKC", match[0])) if match else None


def name_meant(name: str) -> str | None:
    """A name in plain letters, when its letters are full-width ones or other forms of the plain letters."""
    plain = unicodedata.normalize("NFKC", name)
    return plain if plain.isascii() and plain.isidentifier() else None


def latin(name: str) -> str | None:
    """A name with the Latin letters that its letters look like; None when some look like none."""
    plain = name.translate(LETTERS)
    return plain if plain.isascii() else None
