"""LS512: lists without values have one answer only."""

from pathlib import Path
from typing import Final

import pytest

import lsdsl
from tests.unit.checks.told import findings, places

DATA = """\
profile:
    country    text
    size       number
    languages  list
event visit:
    path  text
"""


def condition(text: str) -> str:
    """A selection with this condition."""
    return f"{DATA}selection chosen:\n    where {text}\n"


VERDICTS: Final = [
    ("country in ()", "false"),
    ("size in ()", "false"),
    ("country not in ()", "true"),
    ("country contains any ()", "false"),
    ("country contains all ()", "true"),
    ("country contains none () ignoring case", "true"),
    ("country starts with any ()", "false"),
    ("country ends with any ()", "false"),
    ("tags contains any ()", "false"),
    ("tags contains all ()", "true"),
    ("languages contains none ()", "true"),
]


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_literals(text: str, verdict: str) -> None:
    """The finding says what the test comes to, as the engine has it."""
    rules = condition(text)
    (one,) = findings("empty_lists", rules)
    assert one.arguments["verdict"] == verdict
    assert [one.code for one in lsdsl.check("rules.lsdsl", text=rules).diagnostics if one.code != "LS542"] == ["LS512"]


@pytest.mark.parametrize("text", [text for text, _ in VERDICTS])
@pytest.mark.parametrize("data", [{}, {"country": "NL", "size": 5, "languages": ["x"], "tags": ["y"]}])
def test_the_engine_agrees(text: str, data: dict[str, object], tmp_path: Path) -> None:
    """What the finding says holds for profiles with and without values."""
    (tmp_path / "rules.lsdsl").write_text(condition(text))
    engine = lsdsl.Engine(lsdsl.load(tmp_path))
    event = {"id": "e", "type": "profile.created", "profile": "p", "time": "2026-01-01T00:00:00Z", "data": data}
    engine.process(event)
    assert engine.is_in("chosen", "p") is (dict(VERDICTS)[text] == "true")


def test_a_named_list_is_told_once() -> None:
    """At its declaration, with its uses where the answer is the same for all."""
    rules = f"{DATA}list some = ()\nselection a:\n    where country in some\nselection b:\n    where tags contains any some\n"
    (one,) = findings("empty_lists", rules)
    assert (one.arguments["places"], len(one.related)) == ("2 conditions look", 2)
    assert [one.code for one in lsdsl.check("rules.lsdsl", text=rules).diagnostics if one.code != "LS542"] == ["LS512"]
    mixed = rules.replace("any some", "none some")
    (one,) = findings("empty_lists", mixed)
    assert one.related == ()


def test_two_rules_that_look_into_it_are_not_alike() -> None:
    """That both come to nothing is no reason to call them the same rule."""
    rules = f"{DATA}list some = ()\nscore s:\n    +5 while country in some\n    +3 while tags contains any some\n"
    assert [one.code for one in lsdsl.check("rules.lsdsl", text=rules).diagnostics if one.code != "LS542"] == ["LS512"]


def test_list_files(tmp_path: Path) -> None:
    """A file with comments only is empty; one that cannot be read has an error of its own and nothing else."""
    (tmp_path / "rules.lsdsl").write_text(f'{DATA}list some from "some.txt"\nselection a:\n    where country in some\n')
    codes = [one.code for one in lsdsl.check(tmp_path).diagnostics if one.code != "LS542"]
    assert codes == ["LS233"]
    (tmp_path / "some.txt").write_text("# later\n\n")
    (one,) = (one for one in lsdsl.check(tmp_path).diagnostics if one.code != "LS542")
    assert (one.code, one.arguments["file"]) == ("LS512", "yes")


def test_mail_to_nobody() -> None:
    """An empty ``to`` is not the same as none."""
    rules = f'{DATA}followup f:\n    on visit\n    do send_email "x", to: ()\n'
    assert places("empty_lists", rules) == ["()"]


@pytest.mark.parametrize(
    "rules",
    [
        "profile:\n    words  list = ()\n",
        'score s:\n    +5 while tags contains "a"\ntest "t":\n    given tags = ()\n    expect s == 0\n',
        "list unused = ()\n",
        'selection s:\n    where tags contains any ("a", "b")\n',
    ],
)
def test_what_can_be_meant(rules: str) -> None:
    """Defaults, tests without tags, and lists that nothing looks into, which is told elsewhere."""
    assert findings("empty_lists", rules) == []
