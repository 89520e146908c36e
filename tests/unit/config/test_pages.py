"""The page on configuration is true: its keys and limits are those of the form, its finding is the real one."""

import re
import tomllib
from pathlib import Path

import pytest

import lsdsl
from lsdsl.config.form import BoxesForm, BudgetsForm, CheckForm, Form
from lsdsl.config.settings import CheckSettings
from tests.unit.cli.program import run

PAGE = Path(__file__).resolve().parents[3] / "docs" / "configuration.md"
ROW = re.compile(r"^\| `([\w-]+)` \| `?([\w,\[\]{}]+)`? \|", re.MULTILINE)


def test_keys_and_defaults() -> None:
    """Each key of the form stands in a table of the page with its default, and no other."""
    shown = {key: value.replace(",", "") for key, value in ROW.findall(PAGE.read_text(encoding="utf-8"))}
    forms = {
        **BoxesForm().model_dump(exclude={"budgets"}),
        **BudgetsForm().model_dump(),
        **CheckForm().model_dump(by_alias=True),
    }
    assert shown == {key: str(value).lower() for key, value in forms.items()}


def test_the_example() -> None:
    """The settings on the page are without mistakes, and none of them is the default."""
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    form = Form.model_validate(tomllib.loads(text))
    boxes, check = form.boxes, form.check
    assert (boxes.fuel_per_event, boxes.switch_off_after, boxes.budgets.fuel) == (100_000, 5, 5_000)
    assert (check.select, check.fail_level) == (["LS6"], "warning")


def test_the_example_of_checks() -> None:
    """The settings for checks on the page are taken as they stand there."""
    (text,) = re.findall(r"```toml settings\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    settings = Form.model_validate(tomllib.loads(text)).settings("lsdsl.toml").check
    assert settings != CheckSettings()
    assert settings.baseline == "lsdsl-baseline.json"
    assert [one.path for one in settings.paths] == ["legacy/**"]


def test_the_comments_on_the_page_ignore_something(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each code in the comments of the example keeps a finding quiet, and none is left."""
    monkeypatch.chdir(tmp_path)
    (text,) = re.findall(r"```lsdsl\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    Path("leads.lsdsl").write_text(text, encoding="utf-8")
    report = lsdsl.check("leads.lsdsl")
    assert [one.code for one in report.diagnostics] == []
    assert [one.diagnostic.code for one in report.suppressed] == ["LS540", "LS501"]


def test_the_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt key looks as the page shows it."""
    monkeypatch.chdir(tmp_path)
    Path("lsdsl.toml").write_text("[boxes]\nalowed = false\n", encoding="utf-8")
    result = run("check")
    assert result.exit_code == 2
    (shown,) = re.findall(r"<!-- settings.*?```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert result.stdout.split() == shown.split()
