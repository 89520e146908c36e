"""``lsdsl docs``: a folder with a site, which is replaced as a whole."""

from pathlib import Path

import pytest

from tests.unit.cli.program import FAULTY, SOUND, run, write


@pytest.fixture(autouse=True)
def _with_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with one sound ruleset."""
    monkeypatch.chdir(tmp_path)
    write(Path(), "leads.lsdsl", SOUND)


def names(folder: str = "site") -> set[str]:
    """The files of a site."""
    return {path.name for path in Path(folder).iterdir()}


def test_site_is_written() -> None:
    """The pages are there, and where to begin is said."""
    result = run("docs", "leads.lsdsl", "--out", "site", "--title", "Our <leads>")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "4 pages written; open site/index.html" in result.stderr
    assert names() == {
        "index.html",
        "reference.html",
        "score-fit.html",
        "score-engagement.html",
        "search.js",
        "site.css",
        "site.js",
    }
    assert "<title>Our &lt;leads&gt;</title>" in Path("site/index.html").read_text(encoding="utf-8")


def test_title_comes_from_the_file() -> None:
    """Without a title the site is called like the file."""
    run("docs", "leads.lsdsl", "--out", "site")
    assert "<title>Leads</title>" in Path("site/index.html").read_text(encoding="utf-8")


def test_site_is_the_same_every_time_and_everywhere() -> None:
    """The same rules give the same bytes, in another folder, too."""
    run("docs", "leads.lsdsl", "--out", "one")
    run("docs", str(Path("leads.lsdsl").resolve()), "--out", "two")
    assert {path.name: path.read_bytes() for path in Path("one").iterdir()} == {
        path.name: path.read_bytes() for path in Path("two").iterdir()
    }


def test_pages_of_scores_that_are_gone_are_removed() -> None:
    """A second run replaces the site; files of other people in the folder stay."""
    run("docs", "leads.lsdsl", "--out", "site")
    Path("site/notes.txt").write_text("mine", encoding="utf-8")
    write(Path(), "leads.lsdsl", SOUND.replace("score fit:", "score matching:"))
    run("docs", "leads.lsdsl", "--out", "site")
    assert "score-fit.html" not in names()
    assert {"score-matching.html", "notes.txt"} <= names()


def test_page_of_somebody_else_is_not_overwritten() -> None:
    """A folder with an index.html of another kind is refused, and nothing is written."""
    Path("site").mkdir()
    Path("site/index.html").write_text("mine", encoding="utf-8")
    result = run("docs", "leads.lsdsl", "--out", "site")
    assert (result.exit_code, "was not made by `lsdsl docs`" in result.stderr) == (2, True)
    assert names() == {"index.html"}


def test_current_folder_is_refused() -> None:
    """The folder is replaced as a whole, so it cannot be the one with the rules."""
    assert run("docs", "leads.lsdsl", "--out", ".").exit_code == 2


def test_rules_with_errors_are_told() -> None:
    """A ruleset with errors has no site: its findings are shown, and the exit code is 1."""
    write(Path(), "leads.lsdsl", FAULTY)
    result = run("docs", "leads.lsdsl", "--out", "site")
    assert (result.exit_code, "cuntry" in result.stdout, Path("site").exists()) == (1, True, False)
