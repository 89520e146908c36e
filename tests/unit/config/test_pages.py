"""The page on configuration is true: its keys and limits are those of the form, its finding is the real one."""

import re
import tomllib
from pathlib import Path

import pytest

from lsdsl.config.form import BoxesForm, BudgetsForm, Form
from tests.unit.cli.program import run

PAGE = Path(__file__).resolve().parents[3] / "docs" / "configuration.md"
ROW = re.compile(r"^\| `(\w+)` \| `?([\w,]+)`? \|", re.MULTILINE)


def test_keys_and_defaults() -> None:
    """Each key of the form stands in a table of the page with its default, and no other."""
    shown = {key: value.replace(",", "") for key, value in ROW.findall(PAGE.read_text(encoding="utf-8"))}
    forms = {**BoxesForm().model_dump(exclude={"budgets"}), **BudgetsForm().model_dump()}
    assert shown == {key: str(value).lower() for key, value in forms.items()}


def test_the_example() -> None:
    """The settings on the page are without mistakes, and none of them is the default."""
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    boxes = Form.model_validate(tomllib.loads(text)).boxes
    assert (boxes.fuel_per_event, boxes.switch_off_after, boxes.budgets.fuel) == (100_000, 5, 5_000)


def test_the_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt key looks as the page shows it."""
    monkeypatch.chdir(tmp_path)
    Path("lsdsl.toml").write_text("[boxes]\nalowed = false\n", encoding="utf-8")
    result = run("check")
    assert result.exit_code == 2
    (shown,) = re.findall(r"<!-- settings.*?```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert result.stdout.split() == shown.split()
