"""``--watch`` does its work again when a file changes."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from lsdsl.cli import watching
from lsdsl.cli.watching import changes, watch


def steps(*actions: Callable[[], object]) -> Callable[[float], None]:
    """A pause in which somebody does the next thing; Ctrl-C when there is nothing left to do."""
    left = [*actions]

    def pause(_seconds: float) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    return pause


def seen(paths: list[str], *actions: Callable[[], object]) -> list[list[str]]:
    """The changes that are told while somebody does things."""
    found = changes(paths, steps(*actions))
    told: list[list[str]] = []
    with suppress(KeyboardInterrupt):
        told.extend([Path(name).name for name in names] for names in found)
    return told


def test_changed_new_and_removed_files_are_told(tmp_path: Path) -> None:
    """A rule file, a list and the settings count; a look without changes and files of other kinds tell nothing."""
    rules, values = tmp_path / "a.lsdsl", tmp_path / "list.txt"
    rules.write_text("event visit\n", encoding="utf-8")
    told = seen(
        [str(tmp_path)],
        lambda: rules.write_text("event visit:\n    path text\n", encoding="utf-8"),
        lambda: None,
        lambda: (tmp_path / "notes.md").write_text("x", encoding="utf-8"),
        lambda: values.write_text("a\n", encoding="utf-8"),
        rules.unlink,
    )
    assert told == [[], ["a.lsdsl"], ["list.txt"], ["a.lsdsl"]]


def test_a_file_is_watched_with_its_folder(tmp_path: Path) -> None:
    """What stands beside a rule file may matter to it."""
    (tmp_path / "a.lsdsl").write_text("event visit\n", encoding="utf-8")
    other = tmp_path / "lsdsl.toml"
    assert seen([str(tmp_path / "a.lsdsl")], lambda: other.write_text("", encoding="utf-8")) == [[], ["lsdsl.toml"]]


def test_work_is_done_at_once_and_after_each_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first time is now; each time a notice says what changed."""
    file = tmp_path / "a.lsdsl"
    done: list[int] = []
    pause = steps(lambda: file.write_text("event visit\n", encoding="utf-8"))
    with pytest.raises(KeyboardInterrupt):
        watch([str(tmp_path)], lambda: done.append(1), pause)
    assert len(done) == 2
    assert "a.lsdsl changed, checked at " in capsys.readouterr().err
    assert watching.PAUSE < 1
