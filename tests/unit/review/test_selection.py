"""Levels and selection: which place says what, and which of two places wins."""

import pytest

from lsdsl.config.settings import NO_CHOICE, CheckSettings, Choice, PathChoice, Settings
from lsdsl.diagnostics import CATALOGUE, Severity, finding
from lsdsl.diagnostics.summary import severity_of
from lsdsl.review import NO_OPTIONS, Options
from lsdsl.review.selection import Selection, matches
from lsdsl.source import Span

ON, OFF_BY_ITSELF = "LS503", "LS543"


def wanted(
    code: str, choice: Choice = NO_CHOICE, *paths: PathChoice, options: Options = NO_OPTIONS, path: str = "rules/fit.lsdsl"
) -> bool:
    """Whether a code is looked for under settings in ``rules/``."""
    settings = Settings("rules/lsdsl.toml", check=CheckSettings(choice, paths))
    return Selection(options, settings).wanted(code, path)


def test_without_a_choice_the_catalogue_says() -> None:
    """Matters of taste are off, all else is on."""
    assert CATALOGUE[ON].enabled
    assert not CATALOGUE[OFF_BY_ITSELF].enabled
    assert wanted(ON)
    assert not wanted(OFF_BY_ITSELF)


@pytest.mark.parametrize(
    ("choice", "code", "result"),
    [
        (Choice(ignore=("LS5",)), ON, False),
        (Choice(ignore=("LS",)), ON, False),
        (Choice(ignore=("LS6",)), ON, True),
        (Choice(select=("LS5",)), OFF_BY_ITSELF, True),
        (Choice(select=(OFF_BY_ITSELF,)), ON, True),
        (Choice(ignore=("LS5",), select=("LS503",)), ON, True),
        (Choice(ignore=("LS503",), select=("LS5",)), ON, False),
        (Choice(ignore=("LS503",), select=("LS503",)), ON, False),
        (Choice(levels=((ON, None),)), ON, False),
        (Choice(levels=((OFF_BY_ITSELF, Severity.INFO),)), OFF_BY_ITSELF, True),
        (Choice(ignore=("LS5",), levels=((ON, Severity.ERROR),)), ON, True),
        (Choice(ignore=("LS",)), "LS200", True),
    ],
)
def test_the_longest_beginning_counts(choice: Choice, code: str, result: bool) -> None:
    """Of two beginnings of a code the longer one says more, and errors are always looked for."""
    assert wanted(code, choice) is result


def test_options_come_before_paths_and_paths_before_the_rest() -> None:
    """What is asked for this time counts most; of several paths the last one."""
    off, on = Choice(ignore=(ON,)), Choice(select=(ON,))
    assert not wanted(ON, on, options=Options(ignore=("LS5",)))
    assert wanted(ON, off, PathChoice("fit.lsdsl", off), options=Options(select=("LS5",)))
    assert wanted(ON, off, PathChoice("fit.lsdsl", on))
    assert not wanted(ON, on, PathChoice("*.lsdsl", on), PathChoice("fit.lsdsl", off))
    assert wanted(ON, off, PathChoice("fit.lsdsl", off), PathChoice("*.lsdsl", on))
    assert wanted(ON, on, PathChoice("other", off))


@pytest.mark.parametrize(
    ("pattern", "path", "result"),
    [
        ("legacy/**", "legacy/a.lsdsl", True),
        ("legacy/**", "legacy/deep/a.lsdsl", True),
        ("legacy/*", "legacy/a.lsdsl", True),
        ("legacy", "legacy/deep/a.lsdsl", True),
        ("./legacy/", "legacy/a.lsdsl", True),
        ("legacy", "legacy2/a.lsdsl", False),
        ("*.lsdsl", "a.lsdsl", True),
        ("*.lsdsl", "legacy/a.lsdsl", False),
        ("**/*.lsdsl", "a.lsdsl", True),
        ("**/*.lsdsl", "one/two/a.lsdsl", True),
        ("one/**/a.lsdsl", "one/a.lsdsl", True),
        ("one/?.lsdsl", "one/a.lsdsl", True),
        ("a.b", "a+b", False),
        ("../other/*", "../other/a.lsdsl", True),
    ],
)
def test_patterns(pattern: str, path: str, result: bool) -> None:
    """``*`` stays within a name, ``**`` goes over folders, and a folder means all below it."""
    assert matches(pattern, path) is result


def test_levels() -> None:
    """A code gets the level of the longest beginning in the nearest place that gives one; errors keep theirs."""
    settings = Settings(
        "lsdsl.toml",
        check=CheckSettings(
            Choice(levels=(("LS5", Severity.INFO), (ON, Severity.ERROR))),
            (PathChoice("legacy", Choice(levels=(("LS502", Severity.ERROR),))),),
        ),
    )
    selection = Selection(NO_OPTIONS, settings)

    def level(code: str, path: str) -> Severity:
        return severity_of(selection.at_level(finding(code, Span(path, 0, 0))))

    assert level(ON, "a.lsdsl") is Severity.ERROR
    assert level("LS502", "a.lsdsl") is Severity.INFO
    assert level("LS502", "legacy/a.lsdsl") is Severity.ERROR
    assert level(ON, "legacy/a.lsdsl") is Severity.ERROR
    assert level("LS601", "a.lsdsl") is CATALOGUE["LS601"].severity
    assert level("LS200", "a.lsdsl") is Severity.ERROR
