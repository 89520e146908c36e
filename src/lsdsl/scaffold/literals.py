"""Values of data as rules and comments write them."""

import json
from typing import Final

from lsdsl.records.render import whole
from lsdsl.syntax.characters import DECEIVING, mixed_word

SHOWN: Final = 40


def text_literal(text: str) -> str:
    """A text between quotes; what a reader could not see or would take for something else is written as an escape."""
    plain = text.isprintable() and not DECEIVING.search(text) and mixed_word(text) is None
    return json.dumps(text, ensure_ascii=not plain)


def example(value: object) -> str:
    """A value of the data in a comment or a message, on one line and cut when it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text_literal(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")


def number_literal(number: int | float) -> str:
    """A number without a needless fraction."""
    return str(whole(number))


def counted(number: int, what: str) -> str:
    """So many of something: ``1 value``, ``1,240 values``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
