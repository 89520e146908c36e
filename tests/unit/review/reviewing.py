"""A text with findings in it, held against comments, settings, options and a baseline."""

import re
from collections.abc import Iterable

from lsdsl.config.settings import STANDARD, Settings
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.review import NO_OPTIONS, Options, Reviewed, Work, review
from lsdsl.source import Source, Span

PATH = "rules.lsdsl"


def reviewed(
    text: str,
    found: Iterable[Diagnostic] = (),
    *,
    settings: Settings = STANDARD,
    options: Options = NO_OPTIONS,
    whole: bool = True,
    path: str = PATH,
) -> Reviewed:
    """What is left of findings in a text, comments and all."""
    return review(list(found), Work({path: Source(path, text)}, {path}, whole), settings, options)


def codes(reviewed_ones: Reviewed) -> list[str]:
    """The codes that are shown."""
    return [one.code for one in reviewed_ones.kept]


def marked(text: str, path: str = PATH) -> tuple[str, list[Diagnostic]]:
    """A text without its marks ``<LS503 ...>``, and a finding for each of them about what stood inside."""
    plain, found, last = "", [], 0
    for match in re.finditer(r"<(LS\d{3}) ([^<>]*)>", text):
        plain += text[last : match.start()]
        found.append(finding(match[1], Span(path, len(plain), len(plain) + len(match[2]))))
        plain += match[2]
        last = match.end()
    return plain + text[last:], found
