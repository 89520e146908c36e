"""The errors that the checker finds in rules that were made, by the lines on which they stand."""

from pathlib import Path
from tempfile import TemporaryDirectory

from lsdsl.diagnostics import CATALOGUE, Severity, words_of
from lsdsl.runner.ruleset import check

NAME = "imported.lsdsl"


def errors_in(text: str) -> list[tuple[int, str]]:
    """The line of each error in the rules, from 0, and what is wrong there; checked without anybody's settings."""
    with TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        path.write_text(text, encoding="utf-8")
        report = check(path)
    found = [one for one in report.diagnostics if CATALOGUE[one.code].severity is Severity.ERROR]
    sources = report.sources
    return [(sources[one.span.path].position(one.span.start).line - 1, words_of(one).message) for one in found]
