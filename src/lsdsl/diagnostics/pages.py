"""The page of a code: what a finding means, rules that cause it and the same rules mended, in Markdown.

The pages stand in ``docs/codes`` of a checkout, where readers look for them, and inside the package of an installed wheel.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Final

from lsdsl.dataclass import dataclass

INDEX: Final = "README.md"
_TITLE: Final = re.compile(r"# (?P<code>LS\d{3}) (?P<slug>[a-z0-9-]+)")
_FENCE: Final = re.compile(r"^```(?P<info>.*)\n(?P<text>(?:.*\n)*?)```$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the language and the other words after its fence, and its text."""

    language: str
    words: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the code and slug of its title, what the finding means, its sections by heading, and the whole as written."""

    code: str
    slug: str
    meaning: str
    sections: Mapping[str, str]
    text: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What the finding means, a string for each paragraph."""
        return tuple(" ".join(one.split()) for one in self.meaning.split("\n\n"))

    def blocks(self, section: str) -> tuple[Block, ...]:
        """The fenced blocks of a section."""
        return tuple(_block(match) for match in _FENCE.finditer(self.sections.get(section, "")))


class PageError(ValueError):
    """A page does not have the form of a page."""


def codes_folder() -> Traversable:
    """The folder of the pages: in the installed package, else in the docs of the checkout."""
    packaged = resources.files("lsdsl") / "codes"
    if (packaged / INDEX).is_file():
        return packaged
    return Path(__file__).resolve().parents[3] / "docs" / "codes"


@cache
def page_of(code: str) -> Page | None:
    """The page of a code, or nothing if there is none."""
    file = codes_folder() / f"{code}.md"
    return parsed(file.read_text(encoding="utf-8")) if file.is_file() else None


def parsed(text: str) -> Page:
    """A page as it is written, taken apart; :class:`PageError` if its first line is not code and slug."""
    first, _, rest = text.partition("\n")
    title = _TITLE.fullmatch(first)
    if title is None:
        raise PageError(f"the first line of a page is `# CODE slug`, not {first!r}")
    meaning, *others = _at_headings(rest)
    sections = {heading.strip(): body.strip("\n") + "\n" for heading, _, body in (one.partition("\n") for one in others)}
    return Page(title["code"], title["slug"], meaning.strip(), MappingProxyType(sections), text)


def _at_headings(text: str) -> list[str]:
    """The text cut at its ``## `` headings; a line that looks like one within a block is none."""
    parts, inside = [""], False
    for line in text.splitlines(keepends=True):
        inside ^= line.startswith("```")
        if line.startswith("## ") and not inside:
            parts.append(line.removeprefix("## "))
        else:
            parts[-1] += line
    return parts


def _block(match: re.Match[str]) -> Block:
    language, *words = match["info"].split() or [""]
    return Block(language, tuple(words), match["text"])
