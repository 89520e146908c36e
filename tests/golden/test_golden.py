"""How each finding looks to a rule author: one folder a code, with the rules that cause it and its rendering.

``pytest tests/golden --update-golden`` rewrites the renderings; read the difference before you keep it.
"""

from pathlib import Path
from typing import Final

import pytest

from lsdsl.diagnostics import CATALOGUE, full
from lsdsl.runner.ruleset import check

HERE: Final = Path(__file__).parent
FOLDERS: Final = sorted(path for path in HERE.iterdir() if (path / "input.lsdsl").exists())
WIDTH: Final = 100

ELSEWHERE: Final = {
    "LS002": "needs a file of a megabyte: see test_limits.py",
    "LS134": "needs fifty other findings: see test_limits.py",
    "LS135": "needs a file of two hundred thousand words: see test_limits.py",
    "LS544": "needs the columns of the data: see tests/unit/checks/test_fields_without_data.py",
    "LS459": "is caused by mistakes of lsdsl only: see tests/sandbox/test_verify.py",
    "LS7": "is found by `lsdsl test`: see tests/unit/testing and tests/unit/cli/test_test.py",
    "LS8": "is caused by data, not by rules: see tests/unit/records and tests/unit/runner",
}
"""Codes, or beginnings of codes, that no rule text causes, and where they are tested."""


def causes_a_golden(code: str) -> bool:
    """Whether some rule text causes a code."""
    return not code.startswith(tuple(ELSEWHERE))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_rendering(folder: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The rules of the folder cause exactly the one finding of its name, which looks as it did when somebody read it."""
    monkeypatch.chdir(folder)
    report = check(".")
    rendered = full.render(report.diagnostics, report.sources, width=WIDTH)
    expected = folder / "expected.txt"
    if request.config.getoption("--update-golden", default=False):
        expected.write_text(rendered, encoding="utf-8")
    assert [one.code for one in report.diagnostics] == [folder.name.partition("-")[0]], rendered
    assert rendered == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [code for code in sorted(CATALOGUE) if causes_a_golden(code)])
def test_each_code_has_a_golden(code: str) -> None:
    """Nobody adds a code without looking at what a rule author will read."""
    name = f"{code}-{CATALOGUE[code].slug}"
    assert [folder.name for folder in FOLDERS if folder.name == name or folder.name.startswith(f"{name}-")], (
        f"no tests/golden/{name}"
    )


def test_no_golden_of_an_unknown_code() -> None:
    """Each folder is named after a code of the catalogue and its slug; a third part may tell several apart."""
    names = [f"{entry.code}-{entry.slug}" for entry in CATALOGUE.values()]
    assert [folder.name for folder in FOLDERS if not any(f"{folder.name}-".startswith(f"{name}-") for name in names)] == []
