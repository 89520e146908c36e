"""Text that may be shown: what a terminal or a log would obey, or a reader cannot see, is written out by its number."""

from typing import Final

from lsdsl.pattern import pattern

# Control and format characters, line and paragraph separators, lone surrogates, and letters that draw nothing.
_HIDDEN: Final = pattern(
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u2800\u3000\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text on one line, each deceiving character as ``<U+202E>``."""
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)
