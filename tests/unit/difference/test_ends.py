"""The ends of a comparison are folders or git revisions; what cannot be read is said in one line."""

import subprocess
from pathlib import Path

import pytest

from lsdsl.difference.ends import EndError, opened
from lsdsl.runner.ruleset import load

RULES = 'list near from "near.txt"\nprofile:\n    country  text\nscore fit:\n    +{}  while country in near\n'


def git(*arguments: str) -> None:
    """Run git in the current folder, as nobody in particular."""
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)  # noqa: S607 - whichever git there is


def commit(points: int) -> None:
    """Commit rules that give so many points."""
    Path("rules").mkdir(exist_ok=True)
    Path("rules/fit.lsdsl").write_text(RULES.format(points), encoding="utf-8")
    Path("rules/near.txt").write_text("NL\n", encoding="utf-8")
    Path("lsdsl.toml").write_text("", encoding="utf-8")
    git("add", "-A")
    git("commit", "-m", f"{points} points")


@pytest.fixture(autouse=True)
def _repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a repository with two commits, and a change that is not committed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    git("init", "--initial-branch", "main")
    commit(1)
    git("tag", "v1")
    commit(2)
    Path("rules/fit.lsdsl").write_text(RULES.format(3), encoding="utf-8")


def points_of(old: str, new: str) -> list[str]:
    """The points of the only rule on both sides, and its place."""
    found = []
    with opened(old, new) as ends:
        for end in ends:
            model = load(end.path).model
            (rule,) = model.scores["fit"].rules
            source = model.sources[rule.span.path].text
            found.append(f"{source[rule.span.start : rule.span.end].split()[0]} {end.where(model, rule.span)}")
    return found


@pytest.mark.parametrize("old", ["v1", "HEAD~1", "main^", "v1:rules", "v1:rules/fit.lsdsl", "v1:./rules"])
def test_a_revision_and_a_folder(old: str) -> None:
    """A revision is read as it was committed, with its lists; without a path it means that of the other end."""
    assert points_of(old, "rules") == [f"+1 {old.partition(':')[0]}:rules/fit.lsdsl:5", "+3 rules/fit.lsdsl:5"]


def test_two_revisions() -> None:
    """Two revisions without a path are the current folder in either."""
    assert points_of("v1", "main") == ["+1 v1:rules/fit.lsdsl:5", "+2 main:rules/fit.lsdsl:5"]


def test_in_a_folder_of_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder counts where no path is named, and a path of the other end is found from there."""
    monkeypatch.chdir("rules")
    assert points_of("v1", "main") == ["+1 v1:rules/fit.lsdsl:5", "+2 main:rules/fit.lsdsl:5"]
    assert points_of("v1", "fit.lsdsl") == ["+1 v1:rules/fit.lsdsl:5", "+3 fit.lsdsl:5"]


def test_a_path_wins_over_a_revision() -> None:
    """What is there as a folder is a folder, whatever branches are called."""
    git("branch", "rules")
    assert points_of("v1", "rules")[1] == "+3 rules/fit.lsdsl:5"


@pytest.mark.parametrize(
    ("old", "words"),
    [
        ("v9", "v9: there is no such file or folder, and no git revision 'v9'"),
        ("--all", "--all: there is no such file or folder, and no git revision '--all'"),
        ("v1:nowhere", "v1 has no nowhere; name the rules in it: v1:FOLDER"),
        (":rules", ":rules: there is no such file or folder"),
    ],
)
def test_what_is_not_there(old: str, words: str) -> None:
    """An end that is neither a path nor a revision is refused with what it could have been."""
    with pytest.raises(EndError) as caught, opened(old, "rules"):
        pass
    assert str(caught.value) == words


def test_without_a_repository(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of a repository, and without git, the message says so."""
    outside = tmp_path_factory.mktemp("outside")
    monkeypatch.chdir(outside)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(outside.parent))
    with pytest.raises(EndError, match="this folder is in no git repository"), opened("main", "main"):
        pass
    monkeypatch.setenv("PATH", str(outside))
    with pytest.raises(EndError, match="git, which might know it, is not installed"), opened("main", "main"):
        pass


def test_links_out_of_the_repository() -> None:
    """A link that leads out of the repository is not followed."""
    Path("rules/secret.lsdsl").symlink_to("/etc/hostname")
    Path("rules/same.txt").symlink_to("near.txt")
    git("add", "-A")
    git("commit", "-m", "links")
    with opened("main:rules", "rules") as (old, _):
        assert sorted(path.name for path in old.path.iterdir()) == ["fit.lsdsl", "near.txt", "same.txt"]
        assert (old.path / "same.txt").read_text(encoding="utf-8") == "NL\n"
    assert not old.path.exists()
