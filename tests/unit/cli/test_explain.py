"""``lsdsl explain``: the page of a code, and how to change its level."""

import json
import re
from pathlib import Path

import pytest

from lsdsl.diagnostics import CATALOGUE
from lsdsl.diagnostics.pages import page_of
from tests.unit.cli.program import run


@pytest.mark.parametrize("name", ["LS142", "ls142", "142", "single-equals", "Single_Equals", " LS142 "])
def test_a_code_can_be_named_in_many_ways(name: str) -> None:
    """Code, number and name mean the same page."""
    page = page_of("LS142")
    assert page is not None
    result = run("explain", name)
    assert result.exit_code == 0
    assert result.stdout.startswith(page.text)
    assert result.stderr == ""


def test_fixed_errors_say_so() -> None:
    """Nobody looks for a switch that there is not."""
    assert run("explain", "LS142").stdout.endswith("\n## Level\n\nAn error. It cannot be switched off.\n")


def test_levels_that_can_be_changed_say_how() -> None:
    """The settings and the comment are there to be copied."""
    shown = run("explain", "LS510").stdout
    assert '\n[check]\nignore = ["LS510"] ' in shown
    assert '\nlevels = { LS510 = "error" } ' in shown
    assert "\n# lsdsl: ignore[LS510] the reason\n" in shown
    assert "switched off" not in shown


def test_what_is_shown_about_levels_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings that are shown are taken as they stand."""
    monkeypatch.chdir(tmp_path)
    (settings,) = re.findall(r"```toml\n(.*?)```", run("explain", "LS510").stdout, re.DOTALL)
    Path("lsdsl.toml").write_text(settings, encoding="utf-8")
    Path("leads.lsdsl").write_text("event page_visit\n", encoding="utf-8")
    assert run("check").exit_code == 0


def test_a_terminal_gets_it_laid_out() -> None:
    """With colour the marks of Markdown are gone; without, it is the page as written."""
    shown = run("explain", "LS142", "--color", "always").stdout
    assert "\x1b[" in shown
    assert "```" not in shown
    assert "```lsdsl" in run("explain", "LS142", "--color", "never").stdout
    assert "\x1b[" not in run("explain", "LS142", "--color", "always", "--format", "markdown").stdout


def test_json_has_the_facts() -> None:
    """A program gets level, whether it can be changed, and the page."""
    fixed = json.loads(run("explain", "LS142", "--format", "json").stdout)
    assert {name: fixed[name] for name in ("code", "slug", "level", "enabled", "changeable", "ignorable")} == {
        "code": "LS142",
        "slug": "single-equals",
        "level": "error",
        "enabled": True,
        "changeable": False,
        "ignorable": False,
    }
    assert fixed["page"].startswith("# LS142 single-equals\n")
    lint = json.loads(run("explain", "LS510", "--format", "json").stdout)
    assert (lint["changeable"], lint["ignorable"]) == (True, True)


def test_all_codes_have_a_line_each() -> None:
    """The list is in the order of the codes, with the level of each."""
    lines = run("explain", "--all").stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(CATALOGUE)
    assert "LS142  error    single-equals" in lines
    assert "LS250  warning  similar-tag" in lines
    marked = run("explain", "--all", "--format", "markdown").stdout.splitlines()
    assert "- `LS142` single-equals (error)" in marked
    assert len(json.loads(run("explain", "--all", "--format", "json").stdout)) == len(CATALOGUE)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("LS1420", "there is no code 'LS1420'; did you mean LS14"),
        ("single-equal", "did you mean single-equals or box-single-equals?"),
        ("nonsense", "lsdsl explain --all lists all codes."),
        ("999", "there is no code '999'; did you mean"),
    ],
)
def test_an_unknown_code(name: str, said: str) -> None:
    """Whoever mistypes a code is helped, and the exit code says that nothing was explained."""
    result = run("explain", name)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


@pytest.mark.parametrize("arguments", [(), ("LS142", "--all")])
def test_one_code_or_all(arguments: tuple[str, ...]) -> None:
    """Nothing to explain, or two things at once, is a mistake in the call."""
    result = run("explain", *arguments)
    assert result.exit_code == 2
    assert "name one code, such as LS201, or ask for --all of them" in result.stderr
