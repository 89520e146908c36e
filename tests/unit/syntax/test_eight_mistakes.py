"""Each mistake of a file is reported, on its line, and none causes another finding."""

from collections import Counter

import pytest

from lsdsl.runner.ruleset import check
from tests.unit.syntax.mixtures import MIXTURES


def wanted(text: str) -> dict[int, list[str]]:
    """The codes behind the marks, by line."""
    lines = enumerate(text.splitlines(), 1)
    return {number: sorted(line.partition("#!")[2].split()) for number, line in lines if "#!" in line}


def without_marks(text: str) -> str:
    """The text without its marks."""
    return "".join(f"{line.partition('#!')[0].rstrip()}\n" for line in text.splitlines())


def found(text: str) -> dict[int, list[str]]:
    """The codes that a text gives, lints left out, by line."""
    report = check("rules.lsdsl", text=text)
    (source,) = report.sources.values()
    by_line: dict[int, list[str]] = {}
    for one in report.diagnostics:
        if not one.code.startswith("LS5"):
            by_line.setdefault(source.position(one.span.start).line, []).append(one.code)
    return {line: sorted(codes) for line, codes in by_line.items()}


def test_eight_mistakes_of_eight_kinds_give_eight_findings() -> None:
    """A file with a type, an occurrence, a sign, a name, a duration, a comparison, a word and a box that are wrong."""
    codes = wanted(MIXTURES["eight"])
    assert len(codes) == len(Counter(code for line in codes.values() for code in line)) == 8
    assert found(without_marks(MIXTURES["eight"])) == codes


@pytest.mark.parametrize("name", MIXTURES)
def test_each_mistake_is_reported_once_on_its_line(name: str) -> None:
    """Nothing is hidden by another mistake, on the same line or above, and nothing follows from one."""
    text = MIXTURES[name]
    assert found(without_marks(text)) == wanted(text)
