"""``lsdsl check``: which findings count, by options, settings, comments and a baseline, in every format."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import lsdsl
from lsdsl.cli.findings import Format
from tests.unit.cli.program import run, write

RULES = """\
profile:
    country  text

list partners = ("acme", "globex")

## How well they fit.
score fit:
    title "Fit"
    +20  while country is "NL"
"""


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with rules in which a list is not used."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    write(Path(), "leads.lsdsl", RULES)


def concise(*arguments: str, stdin: str | None = None) -> tuple[int, list[str]]:
    """The exit code and the findings, as severity and code."""
    result = run("check", *arguments, "--format", "concise", stdin=stdin)
    return result.exit_code, [line.split(" ")[1].rstrip(":") for line in result.stdout.splitlines()]


def settings(text: str) -> None:
    """Write lsdsl.toml."""
    Path("lsdsl.toml").write_text(text, encoding="utf-8")


def test_ignore_and_select() -> None:
    """Codes, their names and their beginnings can be named, several in an option and the option several times."""
    assert concise() == (0, ["warning[LS540]"])
    assert concise("--ignore", "LS540") == (0, [])
    assert concise("--ignore", "LS6, unused-list") == (0, [])
    assert concise("--ignore", "LS6", "--ignore", "LS54") == (0, [])
    assert concise("--ignore", "LS5", "--select", "LS540") == (0, ["warning[LS540]"])
    write(Path(), "leads.lsdsl", RULES.replace("## How well they fit.\n", ""))
    assert concise("--select", "LS601") == (0, ["warning[LS540]", "info[LS601]"])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("LS5O1", "there is no code LS5O1; did you mean LS501?"),
        ("unused-lists", "there is no code unused-lists; did you mean unused-list?"),
        ("E501", "there is no code E501"),
        ("LS201", "LS201 cannot be changed; only LS5xx to LS7xx and LS9xx can"),
    ],
)
@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_codes_that_cannot_be_named(option: str, name: str, message: str) -> None:
    """A misspelt code is wrong usage, not a filter that filters nothing."""
    result = run("check", option, f"LS6,{name}")
    assert result.exit_code == 2
    assert message in result.stderr


def test_settings_and_options() -> None:
    """Options come before settings, and a level of the settings stays."""
    settings('[check]\nfail-level = "warning"\n[check.levels]\nLS540 = "info"\n')
    assert concise() == (0, ["info[LS540]"])
    assert concise("--fail-level", "info") == (1, ["info[LS540]"])
    settings('[check]\nfail-level = "warning"\n')
    assert concise() == (1, ["warning[LS540]"])
    assert concise("--fail-level", "error") == (0, ["warning[LS540]"])
    settings('[check]\nignore = ["LS5"]\n')
    assert concise() == (0, [])
    assert concise("--select", "LS540") == (0, ["warning[LS540]"])
    settings('[check.levels]\nunused-list = "off"\n')
    assert concise() == (0, [])


def test_settings_for_some_files() -> None:
    """A table of paths changes levels for the files that it names."""
    write(Path(), "legacy/old.lsdsl", 'list old = ("a", "b")\n')
    settings('[check]\nlevels = {LS540 = "error"}\n[[check.paths]]\npath = "legacy/**"\nignore = ["LS540"]\n')
    assert concise() == (1, ["error[LS540]"])
    assert concise("legacy") == (0, [])
    assert concise("legacy/old.lsdsl") == (0, [])


def test_a_comment_in_the_middle_of_errors() -> None:
    """Beside an error a comment for a lint is not told as unused; without the error it is."""
    text = RULES.replace("list partners", "# lsdsl: ignore[LS502]\nlist partners")
    write(Path(), "leads.lsdsl", text.replace("while country", "while cuntry"))
    assert concise("--ignore", "LS540") == (1, ["error[LS200]"])
    write(Path(), "leads.lsdsl", text)
    assert concise("--ignore", "LS540") == (0, ["warning[LS901]"])


def test_the_public_check_honours_all_of_it() -> None:
    """A program gets what the command line shows, and what is kept quiet beside it."""
    write(Path(), "leads.lsdsl", RULES.replace('"globex")', '"globex")  # lsdsl: ignore[LS540] next year'))
    report = lsdsl.check("leads.lsdsl")
    assert report.diagnostics == ()
    assert [(one.diagnostic.code, one.kind, one.reason) for one in report.suppressed] == [("LS540", "inSource", "next year")]
    assert report.ruleset is not None
    settings('[check.levels]\nLS540 = "error"\n')
    write(Path(), "leads.lsdsl", RULES)
    report = lsdsl.check("leads.lsdsl")
    assert [(one.code, one.level) for one in report.diagnostics] == [("LS540", lsdsl.Severity.ERROR)]
    assert report.ruleset is not None


def test_a_lint_at_level_error_does_not_keep_rules_from_running() -> None:
    """Levels are for checks; what can run, runs."""
    settings('[check.levels]\nLS540 = "error"\n')
    assert concise()[0] == 1
    assert lsdsl.load("leads.lsdsl").scores.keys() == {"fit"}


def test_update_baseline() -> None:
    """What is there becomes known; what comes is shown; what goes is told."""
    result = run("check", "--baseline", "known.json", "--update-baseline")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.startswith("known.json: 1 finding in the baseline\nthis folder: no findings")
    assert concise("--baseline", "known.json", "--fail-level", "warning") == (0, [])
    write(Path(), "leads.lsdsl", RULES + 'list more = ("x", "y")\n')
    assert concise("--baseline", "known.json", "--fail-level", "warning") == (1, ["warning[LS540]"])
    write(Path(), "leads.lsdsl", RULES.replace('list partners = ("acme", "globex")\n', ""))
    assert concise("--baseline", "known.json", "--fail-level", "warning") == (1, ["warning[LS905]"])
    run("check", "--baseline", "known.json", "--update-baseline")
    assert json.loads(Path("known.json").read_text(encoding="utf-8"))["findings"] == []


def test_update_the_baseline_of_the_settings_for_one_file() -> None:
    """The entries of the other files of the ruleset stay."""
    settings('[check]\nbaseline = "known.json"\nfail-level = "warning"\n')
    write(Path(), "more.lsdsl", 'list more = ("x", "y")\n')
    assert run("check", "--update-baseline").exit_code == 0
    write(Path(), "more.lsdsl", "# Nothing.\n")
    assert run("check", "leads.lsdsl", "--update-baseline").exit_code == 0
    assert concise("leads.lsdsl") == (0, [])
    assert concise() == (1, ["warning[LS905]"])


def test_a_baseline_of_rules_with_errors_is_not_written() -> None:
    """Lints of rules with errors are not all there, so an update would lose entries."""
    write(Path(), "leads.lsdsl", RULES.replace("while country", "while cuntry"))
    result = run("check", "--baseline", "known.json", "--update-baseline")
    assert result.exit_code == 1
    assert "the baseline was not written" in result.stderr
    assert not Path("known.json").exists()


def test_a_baseline_that_is_broken_ends_with_2() -> None:
    """Whoever relies on it must know."""
    Path("known.json").write_text("{", encoding="utf-8")
    assert concise("--baseline", "known.json") == (2, ["error[LS017]", "warning[LS540]"])


def test_a_baseline_that_is_not_there_is_wrong_usage() -> None:
    """A misspelt name on the command line is told; settings may name a file that is not written yet."""
    result = run("check", "--baseline", "knwon.json")
    assert result.exit_code == 2
    assert result.stderr == "error: knwon.json: there is no such file; --update-baseline writes one\n"
    settings('[check]\nbaseline = "known.json"\n')
    assert concise() == (0, ["warning[LS540]"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--update-baseline"], "there is no baseline: give --baseline FILE"),
        (["--update-baseline", "--diff"], "it goes neither with --diff nor with -"),
        (["-", "--update-baseline"], "it goes neither with --diff nor with -"),
        (["--unsafe-fixes"], "--unsafe-fixes goes with --fix or --diff"),
        (["-", "leads.lsdsl", "--fix"], "- stands alone with --fix or --diff"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str) -> None:
    """Options that make no sense together are refused."""
    result = run("check", *arguments, stdin=RULES)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data.csv", "id,land\n1,NL\n"),
        ("data.csv", "id,land,leeg\n"),
        ("data.jsonl", '{"id": "1", "fields": {"land": "NL"}}\n{"id": "2", "land": "BE"}\n'),
        ("data.json", '[{"id": "1", "land": "NL"}]'),
    ],
)
def test_profiles_tell_which_fields_have_data(name: str, content: str) -> None:
    """A field that rules read and no column brings is told; without data nobody knows."""
    Path(name).write_text(content, encoding="utf-8")
    assert concise("--ignore", "LS540") == (0, [])
    assert concise("--ignore", "LS540", "--profiles", name) == (0, ["warning[LS544]"])
    Path("more.csv").write_text("id,country\n", encoding="utf-8")
    assert concise("--ignore", "LS540", "--profiles", name, "--profiles", "more.csv") == (0, [])


def test_a_comment_about_missing_data_is_not_unused_without_data() -> None:
    """Without --profiles nobody looks for fields without data."""
    write(Path(), "leads.lsdsl", RULES.replace('"NL"', '"NL"  # lsdsl: ignore[LS544] is bought later'))
    assert concise("--ignore", "LS540") == (0, [])


def test_data_that_cannot_be_read() -> None:
    """A file of a kind that nobody knows ends with 2 and one line."""
    Path("data.xml").write_text("<x/>", encoding="utf-8")
    result = run("check", "--profiles", "data.xml")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: data.xml: the name does not say what it holds")


@pytest.mark.parametrize("style", list(Format))
def test_every_format_tells_shown_from_quiet(style: Format) -> None:
    """One finding is shown, one is ignored by a comment, one is in the baseline: each format says so in its own way."""
    write(Path(), "leads.lsdsl", RULES + 'list quiet = ("x", "y")  # lsdsl: ignore[LS540] for later\n')
    run("check", "--baseline", "known.json", "--update-baseline")
    write(Path(), "more.lsdsl", 'list shown = ("v", "w")\n')
    result = run("check", "--baseline", "known.json", "--format", style.value, "--fail-level", "warning")
    assert result.exit_code == 1
    out = result.stdout
    match style:
        case Format.FULL | Format.CONCISE:
            assert out.count("LS540") == 1
            assert "`shown`" in out
        case Format.GITHUB:
            assert [line.partition("file=")[2].split(",")[0] for line in out.splitlines() if "LS540" in line] == ["more.lsdsl"]
        case Format.JSON:
            report = json.loads(out)
            assert [one["path"] for one in report["diagnostics"]] == ["more.lsdsl"]
            assert len(report["suppressed"]) == 2
        case Format.SARIF:
            results = json.loads(out)["runs"][0]["results"]
            kinds = sorted(one["suppressions"][0]["kind"] if one.get("suppressions") else "" for one in results)
            assert kinds == ["", "external", "inSource"]
        case Format.JUNIT:
            root = ET.fromstring(out)  # noqa: S314 - it is our own
            assert len([*root.iter("failure"), *root.iter("error")]) == 1
