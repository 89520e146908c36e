"""Settings: where they are found, what they say, and what is said of those that are wrong."""

import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

import lsdsl
from lsdsl.config import STANDARD, Settings, load_config
from lsdsl.config.form import BudgetsForm, Form
from lsdsl.config.schema import schema_text
from lsdsl.config.settings import CheckSettings, Choice, PathChoice
from lsdsl.diagnostics import Severity, words_of
from lsdsl.script import DEFAULT, Budgets
from tests.unit.cli.program import SOUND, run, write


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with rules below it."""
    monkeypatch.chdir(tmp_path)
    write(Path("rules"), "leads.lsdsl", SOUND)


def settings(text: str, name: str = "lsdsl.toml") -> Settings:
    """What a file without mistakes says."""
    Path(name).write_text(text, encoding="utf-8")
    found, problems, _ = load_config(Path("rules"))
    assert [(one.code, dict(one.arguments)) for one in problems] == []
    return found


def problems_of(text: str, name: str = "lsdsl.toml") -> list[tuple[str, str, str, str]]:
    """Code, place (its text in the file), message and help of what is wrong with a file."""
    Path(name).write_text(text, encoding="utf-8")
    _, problems, sources = load_config(Path("rules"))
    return [
        (one.code, sources[one.span.path].text[one.span.start : one.span.end], words_of(one).message, words_of(one).help)
        for one in problems
    ]


def test_without_a_file_the_standard_holds() -> None:
    """Nobody needs settings."""
    assert load_config(Path("rules")) == (STANDARD, [], {})


def test_an_empty_file_changes_nothing() -> None:
    """An empty lsdsl.toml marks the folder of a ruleset."""
    assert settings("") == Settings(path="lsdsl.toml")
    assert settings("[boxes]\n[boxes.budgets]\n") == Settings(path="lsdsl.toml")


def test_all_keys() -> None:
    """Each key arrives."""
    text = "[boxes]\nallowed = false\nfuel_per_event = 100\nswitch_off_after = 3\n[boxes.budgets]\nfuel = 50\nlines = 10\n"
    assert settings(text) == Settings("lsdsl.toml", False, Budgets(fuel=50, lines=10), 100, 3)
    text = """
        [check]
        select = ["LS6", "unused-field"]
        ignore = ["LS603"]
        fail-level = "info"
        baseline = "ci/known.json"
        [check.levels]
        LS540 = "error"
        unused-let = "off"
        [[check.paths]]
        path = "legacy/**"
        ignore = ["LS"]
        levels = {LS9 = "info"}
    """
    choice = Choice(("LS6", "LS543"), ("LS603",), (("LS540", Severity.ERROR), ("LS541", None)))
    legacy = PathChoice("legacy/**", Choice(ignore=("LS",), levels=(("LS9", Severity.INFO),)))
    assert settings(text).check == CheckSettings(choice, (legacy,), Severity.INFO, "ci/known.json")


def test_the_baseline_stands_beside_the_settings() -> None:
    """Its path is seen from the folder of the file that names it."""
    assert settings("[check]\nbaseline = 'known.json'\n", "rules/lsdsl.toml").check.baseline == "rules/known.json"
    assert load_config(Path("rules").absolute())[0].check.baseline == (Path("rules").absolute() / "known.json").as_posix()


def test_the_form_has_all_budgets() -> None:
    """Each budget of a box can be set, up to its limit and no further."""
    assert BudgetsForm().model_dump() == asdict(DEFAULT)
    properties = Form.model_json_schema()["$defs"]["BudgetsForm"]["properties"]
    assert {name: one["maximum"] for name, one in properties.items()} == asdict(DEFAULT)


def test_the_form_without_values_is_the_standard() -> None:
    """The model and what holds without a file say the same."""
    assert Form().settings("x") == Settings(path="x")


def test_the_nearest_file_counts() -> None:
    """A file beside the rules hides one above; lsdsl.toml comes before pyproject.toml of the same folder."""
    settings("[boxes]\nswitch_off_after = 1\n")
    assert settings("[tool.lsdsl.boxes]\nswitch_off_after = 2\n", "pyproject.toml").switch_off_after == 1
    assert settings("[tool.lsdsl.boxes]\nswitch_off_after = 3\n", "rules/pyproject.toml").switch_off_after == 3
    assert load_config(Path("rules/leads.lsdsl"))[0].path == "rules/pyproject.toml"
    assert load_config(Path("rules").absolute())[0].path == Path("rules/pyproject.toml").absolute().as_posix()


@pytest.mark.parametrize("text", ["[project]\nname = 'lsdsl'\n", "[tool.other]\n# lsdsl\n", "[tool]\nlsdsl_x = 3\n", "no [toml"])
def test_another_project_is_passed_over(text: str) -> None:
    """A pyproject.toml without our table does not hide the settings above it."""
    Path("rules/pyproject.toml").write_text(text, encoding="utf-8")
    assert settings("[boxes]\nallowed = false\n").path == "lsdsl.toml"


def test_a_path_with_dots_has_the_folders_above_it() -> None:
    """``..`` is gone through before the search begins."""
    settings("[boxes]\nallowed = false\n", "rules/lsdsl.toml")
    write(Path("other"), "leads.lsdsl", SOUND)
    assert load_config(Path("rules/../other"))[0] == STANDARD


@pytest.mark.parametrize(
    ("text", "code", "place", "message", "advice"),
    [
        ("[boxes\n", "LS010", "", "the settings cannot be read: expected ']' at the end of a table declaration", "write TOML"),
        ("a = 'x", "LS010", "", "the settings cannot be read: ", "write TOML"),
        ("[boxes]\nalowed = 1\n", "LS011", "alowed", "unknown key `boxes.alowed` in the settings", "did you mean `allowed`?"),
        ("[boxs]\n", "LS011", "boxs", "unknown key `boxs` in the settings", "did you mean `boxes`?"),
        ("[boxes]\nxyzzy = 1\n", "LS011", "xyzzy", "unknown key `boxes.xyzzy` in the settings", "the keys here are `allowed`"),
        ("[boxes.budgets]\nfule = 1\n", "LS011", "fule", "unknown key `boxes.budgets.fule`", "did you mean `fuel`?"),
        ("boxes = 3\n", "LS012", "boxes", "`boxes` takes a table, not 3", "write `[boxes]`"),
        ("[[boxes]]\n", "LS012", "boxes", "`boxes` takes a table, not a list", "write `[boxes]`"),
        (
            "boxes.allowed = 'no'\n",
            "LS012",
            "allowed",
            '`boxes.allowed` takes true or false, not the text "no"',
            "`allowed = false`",
        ),
        ("boxes = {allowed = 0}\n", "LS012", "allowed", "`boxes.allowed` takes true or false, not 0", "`allowed = false`"),
        ("[boxes.budgets]\nfuel = true\n", "LS012", "fuel", "takes a whole number, not true", "`fuel = 10`"),
        ("[boxes.budgets]\n'fuel' = 10.0\n", "LS012", "'fuel'", "takes a whole number, not 10.0", "`fuel = 10`"),
        ("[boxes.budgets]\nfuel = 2026-01-01\n", "LS012", "fuel", "not a date or time", "`fuel = 10`"),
        ("[boxes.budgets]\nfuel = 20_001\n", "LS013", "fuel", "is 20001, more than its limit of 20000", "never raised"),
        ("[boxes.budgets]\nfuel = -1\n", "LS013", "fuel", "is -1, less than 0", "write 0 or more"),
        ("boxes.fuel_per_event = 200_001", "LS013", "fuel_per_event", "more than its limit of 200000", "write 200000 or less"),
        ("[boxes]\nswitch_off_after = 0\n", "LS013", "switch_off_after", "is 0, less than 1", "write 1 or more"),
        ("[check]\nfail_level = 'info'\n", "LS011", "fail_level", "unknown key `check.fail_level`", "did you mean `fail-level`?"),
        ("[check]\nfail-level = 'off'\n", "LS012", "fail-level", 'one of "error", "warning" or "info"', "`fail-level = "),
        ("[check]\nselect = 'LS6'\n", "LS012", "select", "takes a list, not the text", "write `select = []`"),
        (
            "[check]\nselect = [6]\n",
            "LS012",
            "select",
            "`check.select` takes a list, and in it a text, not 6",
            'write `select = ["..."]`',
        ),
        (
            "[check]\nselect = ['LS6', 'LS5O1']\n",
            "LS015",
            "'LS5O1'",
            "`check.select` names the code `LS5O1`",
            "did you mean `LS501`?",
        ),
        ("[check]\nignore = ['E501']\n", "LS015", "'E501'", "which does not exist", "`lsdsl list codes`"),
        ("[check]\nignore = ['LS201']\n", "LS016", "'LS201'", "names LS201, which cannot be changed", "LS5xx to LS7xx"),
        ("[check.levels]\nLS2 = 'off'\n", "LS016", "LS2", "`check.levels` names LS2", "LS5xx to LS7xx"),
        (
            "[check.levels]\nLS540 = 'of'\n",
            "LS012",
            "LS540",
            '`check.levels.LS540` takes one of "error", "warning"',
            '"warning"`',
        ),
        ("[check]\nlevels = {ls540 = 'off'}\n", "LS015", "ls540", "`check.levels` names", "did you mean `LS540`?"),
        ("[[check.paths]]\nignore = []\n", "LS012", "paths", "`check.paths` takes a `path`", '`path = "legacy"`'),
        (
            "[[check.paths]]\npath = 'a'\n[[check.paths]]\npath = 'b'\nignroe = ['LS']\n",
            "LS011",
            "ignroe",
            "unknown key `check.paths.ignroe`",
            "did you mean `ignore`?",
        ),
        (
            "[[check.paths]]\npath = 'a'\n[[check.paths]]\npath = 'b'\n[check.paths.levels]\nLS599 = 'off'\n",
            "LS015",
            "LS599",
            "`check.paths.levels` names the code `LS599`",
            "`lsdsl list codes`",
        ),
        ("[check]\nbaseline = 3\n", "LS012", "baseline", "takes a text, not 3", 'write `baseline = "..."`'),
    ],
)
def test_what_is_wrong(text: str, code: str, place: str, message: str, advice: str) -> None:
    """Each mistake is told with its key, what was found and what to do."""
    ((found, where, said, helped),) = problems_of(text)
    assert (found, where) == (code, place)
    assert message in said
    assert advice in helped


def test_all_mistakes_are_told_at_once() -> None:
    """Nobody mends a file one finding at a time."""
    text = "[boxes]\nalowed = 1\nfuel_per_event = 'x'\n[boxes.budgets]\ntext = 5_000\n"
    assert [code for code, *_ in problems_of(text)] == ["LS011", "LS012", "LS013"]


def test_bytes_that_are_no_text() -> None:
    """A file that is not UTF-8 is a finding."""
    Path("lsdsl.toml").write_bytes(b"[boxes]\n\xff")
    _, (one,), _ = load_config(Path("rules"))
    assert (one.code, words_of(one).message) == ("LS010", "the settings cannot be read: the file is not UTF-8")


def test_windows_files() -> None:
    """A byte order mark and the line ends of Windows do no harm."""
    Path("lsdsl.toml").write_bytes(b"\xef\xbb\xbf[boxes]\r\nallowed = false\r\n")
    assert not load_config(Path("rules"))[0].boxes_allowed


@pytest.mark.parametrize(
    "arguments",
    [["check", "rules"], ["check", "rules/leads.lsdsl"], ["list", "rules", "rules"], ["run", "rules", "-e", "none.jsonl"]],
)
def test_wrong_settings_stop_every_verb(arguments: list[str]) -> None:
    """With wrong settings nothing is checked and nothing runs: exit code 2, and the finding is shown."""
    Path("lsdsl.toml").write_text("[boxes]\nalowed = false\n", encoding="utf-8")
    result = run(*arguments)
    assert result.exit_code == 2
    assert "LS011" in result.stdout
    assert "lsdsl.toml:2:1" in result.stdout


def test_wrong_settings_in_a_program() -> None:
    """A program gets them as it gets mistakes in rules."""
    Path("lsdsl.toml").write_text("[boxes]\nalowed = false\n", encoding="utf-8")
    with pytest.raises(lsdsl.RulesetError, match=r"lsdsl.toml:2:1: LS011: unknown key"):
        lsdsl.load("rules")
    assert [one.code for one in lsdsl.check("rules").diagnostics] == ["LS011"]


@pytest.mark.parametrize(("text", "needed"), [("", False), ("[boxes]\nallowed = true\n", True)])
def test_pydantic_is_imported_only_for_a_file_that_sets_something(text: str, needed: bool) -> None:
    """Most rulesets have no settings and start faster without it."""
    Path("lsdsl.toml").write_text(text, encoding="utf-8")
    program = "import sys, lsdsl; lsdsl.load('rules'); print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(needed)


def test_the_published_schema_is_that_of_the_form() -> None:
    """Editors know the keys that lsdsl knows; scripts/write_config_schema.py writes the file."""
    file = Path(__file__).resolve().parents[3] / "docs" / "schemas" / "config.schema.json"
    assert file.read_text(encoding="utf-8") == schema_text()


def test_each_key_of_the_schema_is_described() -> None:
    """An editor shows what a key means."""
    forms = Form.model_json_schema()["$defs"].values()
    silent = [name for form in forms for name, key in form["properties"].items() if not key.get("description")]
    assert silent == []
