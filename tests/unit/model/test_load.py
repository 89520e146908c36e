"""Rulesets on disk, list files, and rulesets of several files."""

from pathlib import Path

import pytest

from lsdsl.diagnostics import CATALOGUE
from lsdsl.diagnostics.catalogue.names import NAMES
from lsdsl.diagnostics.catalogue.structure import STRUCTURE
from lsdsl.diagnostics.catalogue.types import TYPES
from lsdsl.model import check_text, load_ruleset, load_sources
from lsdsl.model import load as load_module
from lsdsl.model.suggestions import suggest

FIRST = Path(__file__).parents[1] / "syntax" / "examples" / "first.lsdsl"


def write(folder: Path, **files: str) -> None:
    """Write rule files by name, without their suffix."""
    for name, text in files.items():
        (folder / f"{name}.lsdsl").write_text(text, encoding="utf-8")


def test_first_example_has_no_findings() -> None:
    """The first example of the language resolves without a finding."""
    loaded = load_ruleset(FIRST)
    model, findings = loaded.model, loaded.findings
    assert findings == []
    assert model is not None
    assert model.order == ("engagement", "fit", "total")
    assert list(model.scores["engagement"].groups[0].name) == list("email")
    assert model.fields["total_score"].owner == "total"
    assert model.fields["lead_source"].source == "Lead Source"


def test_empty_text_is_a_ruleset() -> None:
    """An empty file is a valid ruleset, which has the actions and events of the prelude."""
    model, findings = check_text("")
    assert findings == []
    assert model is not None
    assert list(model.actions) == ["send_email", "start_workflow", "notify", "call_webhook"]
    assert "profile.modified" in model.events


def test_files_share_one_namespace(tmp_path: Path) -> None:
    """All files below a folder are one ruleset; a name of two files is told at the second, in path order."""
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    write(tmp_path / ".hidden", x="event a\n")
    write(tmp_path, b="score s:\n    +1 on each a\n")
    write(tmp_path / "sub", a="event a\n")
    loaded = load_ruleset(tmp_path)
    model, findings, sources = loaded.model, loaded.findings, loaded.sources
    assert (model is not None, findings) == (True, [])
    assert [Path(path).name for path in sources] == ["b.lsdsl", "a.lsdsl"]
    write(tmp_path, c="event a\n")
    (finding,) = load_ruleset(tmp_path).findings
    assert (finding.code, Path(finding.span.path).parent.name) == ("LS220", "sub")


def test_file_belongs_to_the_nearest_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file alone is a ruleset, but below a ``lsdsl.toml`` it is part of a larger one; paths are shown as they were named."""
    (tmp_path / "rules").mkdir()
    write(tmp_path / "rules", a="event a\n", b="event b\n")
    monkeypatch.chdir(tmp_path / "rules")
    assert [path for path, _ in load_sources(Path("a.lsdsl"))[1]] == ["a.lsdsl"]
    (tmp_path / "lsdsl.toml").touch()
    assert [path for path, _ in load_sources(Path("a.lsdsl"))[1]] == ["a.lsdsl", "b.lsdsl"]
    monkeypatch.chdir(tmp_path)
    assert [path for path, _ in load_sources(Path("rules/b.lsdsl"))[1]] == ["rules/a.lsdsl", "rules/b.lsdsl"]


def test_missing_file_is_left_to_the_caller(tmp_path: Path) -> None:
    """What cannot be read at all is an OSError, not a finding."""
    with pytest.raises(OSError, match=r"nope\.lsdsl"):
        load_ruleset(tmp_path / "nope.lsdsl")


def test_list_file(tmp_path: Path) -> None:
    """A list file has one value a line; blanks around it, empty lines and comments do not count."""
    write(tmp_path, a='list free from "free.txt"\n')
    (tmp_path / "free.txt").write_text("\ufeff# free mail\ngmail.com\n\n  yahoo.com \ngmail.com\n", encoding="utf-8")
    model = load_ruleset(tmp_path).model
    assert model is not None
    assert model.lists["free"].items == ("gmail.com", "yahoo.com")


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("../secret.txt", "leaves the folder of the ruleset"),
        ("link.txt", "leaves the folder of the ruleset"),
        ("/etc/passwd", "leaves the folder of the ruleset"),
        ("nope.txt", "does not exist"),
        ("bytes.txt", "is not UTF-8 text"),
    ],
)
def test_list_files_stay_in_the_folder(tmp_path: Path, path: str, problem: str) -> None:
    """A list file is text inside the ruleset's folder; links are followed before that is tested."""
    rules = tmp_path / "rules"
    rules.mkdir()
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    (rules / "link.txt").symlink_to(tmp_path / "secret.txt")
    (rules / "bytes.txt").write_bytes(b"\xff\xfe")
    write(rules, a=f'list x from "{path}"\n')
    loaded = load_ruleset(rules)
    model, (finding,) = loaded.model, loaded.findings
    assert (model, finding.code, finding.arguments["problem"]) == (None, "LS233", problem)


def test_file_that_is_no_text_mutes_unknown_names(tmp_path: Path) -> None:
    """When a file cannot be decoded, names that it may declare are not told as unknown."""
    write(tmp_path, a="score s:\n    +1 on each visit\n    +1 while 5\n")
    (tmp_path / "b.lsdsl").write_bytes(b"event visit # \xff\n")
    loaded = load_ruleset(tmp_path)
    model, findings = loaded.model, loaded.findings
    assert (model, [finding.code for finding in findings]) == (None, ["LS301", "LS001"])


def test_syntax_errors_and_types_are_told_together() -> None:
    """Healthy declarations are checked even where others have syntax errors."""
    model, findings = check_text("score a:\n    +1 while 5 5\nscore b:\n    +1 while 5\n")
    assert (model, [finding.code for finding in findings]) == (None, ["LS140", "LS301"])


def test_every_code_is_used_and_has_words() -> None:
    """No code of the phase is without words, and none is without a place that reports it."""
    text = "".join(path.read_text(encoding="utf-8") for path in Path(load_module.__file__).parent.glob("*.py"))
    entries = [*NAMES, *TYPES, *STRUCTURE]
    assert [entry.code for entry in entries if f'"{entry.code}"' not in text] == []
    assert len({entry.slug for entry in CATALOGUE.values()}) == len(CATALOGUE)
    assert len({entry.code for entry in entries}) == len(entries)


@pytest.mark.parametrize(
    ("name", "candidates", "suggestion"),
    [
        ("Lead_Score", ["score", "leadscore"], "`leadscore`"),
        ("leadscor", ["leadscore", "score"], "`leadscore`"),
        ("ibdutsry", ["industry", "city"], "`industry`"),
        ("title", ["job_title", "city"], "`job_title`"),
        ("x", ["y", "xx"], None),
        ("webinar", ["country", "city"], None),
    ],
)
def test_suggestions(name: str, candidates: list[str], suggestion: str | None) -> None:
    """Names are close when they differ in case, by a few letters, or when one holds the other."""
    assert suggest(name, candidates) == suggestion
