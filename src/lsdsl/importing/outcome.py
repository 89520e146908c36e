"""What an import made: the text of the rules, what stays as a comment, and what a person should look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from lsdsl.source import Source
from lsdsl.syntax.characters import DECEIVING
from lsdsl.syntax.printer import format_text

LONGEST: int = 160
"""So many characters of an original line are kept in a comment."""


class ImportingError(Exception):
    """A file that cannot be imported at all; the text says why and what to do. The command line shows it and ends with 2."""


class NotTranslatedError(Exception):
    """One thing that lsdsl does not take over; the text is the reason."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was not translated: where it stands in the original, how it reads there, and why it was left out."""

    place: str
    original: str
    reason: str

    @property
    def comment(self) -> str:
        """The comment that stands in its place."""
        original = f"`{plain(self.original)}` " if self.original else ""
        return f"# not translated: {self.place}: {original}because {plain(self.reason)}"


@dataclass(frozen=True, slots=True)
class Imported:
    """Rules in the one layout; of ``whole`` things (rows, boxes, scripts: ``what``) those in ``left_out`` became comments."""

    text: str
    whole: int
    what: str
    left_out: tuple[LeftOut, ...]
    incomplete: int
    """How many of the whole are missing something; one box may have left out several lines."""
    notes: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """How much was translated, in one line: ``23 of 25 rows translated; 2 left as comments``."""
        done, many = self.whole - self.incomplete, f"{self.what}{'es' if self.what.endswith('x') else 's'}"
        all_of_it = "" if self.what == "row" or not self.left_out else " in full"
        told = f"{done:,} of {self.whole:,} {self.what if self.whole == 1 else many} translated{all_of_it}"
        if not self.left_out:
            return told
        number = len(self.left_out)
        return f"{told}; {number:,} left as {'a comment' if number == 1 else 'comments'}"


def plain(text: str) -> str:
    """A text on one line, cut when it is long, without what a comment may not hold."""
    words = " ".join("".join(one if one.isprintable() else " " for one in DECEIVING.sub("", text)).split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def in_layout(lines: Sequence[str]) -> str:
    """Lines as rules in the one layout; as they are when they have a mistake, which the checker will tell."""
    text = "".join(f"{line}\n" for line in lines)
    formatted, _ = format_text(Source("imported.lsdsl", text))
    return text if formatted is None else formatted
