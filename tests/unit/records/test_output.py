"""The output folder changes as a whole or not at all."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lsdsl.records import output
from lsdsl.records.exchange import exchange
from lsdsl.records.output import OutputFolder
from lsdsl.records.outputs import LEDGER, OUTPUT_FILES, PROFILES, SUMMARY
from lsdsl.records.problems import OutputError

WRITER = """
import sys
from lsdsl.records.output import OutputFolder
from lsdsl.records.outputs import OUTPUT_FILES
print("ready", flush=True)
for generation in range(int(sys.argv[2]), 1_000_000):
    with OutputFolder(sys.argv[1]) as folder:
        for name in OUTPUT_FILES:
            folder.write(name, [b"%d\\n" % generation] * 2000)
    print(generation, flush=True)
"""


def write(target: Path, text: bytes, names: tuple[str, ...] = OUTPUT_FILES) -> None:
    """A run that writes one text into its files."""
    with OutputFolder(target) as folder:
        for name in names:
            folder.write(name, [text])


def contents(target: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {path.name: path.read_bytes() for path in target.iterdir()}


def left_in(folder: Path) -> list[str]:
    """The names in a folder."""
    return [path.name for path in folder.iterdir()]


def test_a_killed_run_leaves_the_old_files_or_the_new_ones(tmp_path: Path) -> None:
    """Whenever a run is killed, all files in the folder are of one generation, and the next start removes what is left over."""
    target = tmp_path / "out"
    chance = random.Random(7)  # noqa: S311 - where to kill is no secret
    seen = 0
    for _ in range(20):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(target), str(seen + 1)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        for _ in range(chance.randrange(3)):  # by generations and not by the clock alone: machines differ
            process.stdout.readline()
        time.sleep(chance.uniform(0, 0.02))
        process.kill()
        process.wait()
        process.stdout.close()
        if not target.exists():
            assert not seen
            continue
        texts = contents(target)
        assert set(texts) == set(OUTPUT_FILES)
        assert len(set(texts.values())) == 1
        lines = texts[LEDGER].split()
        assert len(lines) == 2000
        assert int(lines[0]) >= seen
        seen = int(lines[0])
    write(target, b"last\n")
    assert seen
    assert left_in(tmp_path) == ["out"]


def test_files_of_others_are_kept(tmp_path: Path) -> None:
    """What the run does not own stays in the folder, folders and links included."""
    target = tmp_path / "out"
    write(target, b"1")
    (target / "notes.txt").write_text("mine")
    (target / "charts").mkdir()
    (target / "charts" / "one.svg").write_text("<svg/>")
    (target / "link").symlink_to("nowhere")
    target.chmod(0o750)
    write(target, b"2")
    assert (target / "notes.txt").read_text() == "mine"
    assert (target / "charts" / "one.svg").read_text() == "<svg/>"
    assert (target / "link").readlink() == Path("nowhere")
    assert (target / PROFILES).read_bytes() == b"2"
    assert target.stat().st_mode & 0o777 == 0o750
    assert left_in(tmp_path) == ["out"]


def test_own_files_of_the_run_before_do_not_survive(tmp_path: Path) -> None:
    """A file that this run does not write is not left there from the run before."""
    write(tmp_path / "out", b"1")
    write(tmp_path / "out", b"2", (PROFILES, SUMMARY))
    assert contents(tmp_path / "out") == {PROFILES: b"2", SUMMARY: b"2"}


@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt])
def test_an_exception_leaves_all_as_it_was(tmp_path: Path, stop: type[BaseException]) -> None:
    """An error or Ctrl-C touches nothing of the old and leaves nothing behind."""
    write(tmp_path / "out", b"1")
    with pytest.raises(stop), OutputFolder(tmp_path / "out") as folder:  # noqa: PT012 - the body is what is interrupted
        folder.write(PROFILES, [b"2"])
        raise stop
    assert set(contents(tmp_path / "out").values()) == {b"1"}
    assert left_in(tmp_path) == ["out"]


def test_a_file_that_appears_during_the_exchange_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody else writes into the old folder at the last moment moves to the new one."""
    target = tmp_path / "out"
    write(target, b"1")

    def late(first: Path, second: Path) -> bool:
        (target / "late.txt").write_text("late")
        return exchange(first, second)

    monkeypatch.setattr(output, "exchange", late)
    write(target, b"2")
    assert (target / "late.txt").read_text() == "late"


def test_two_renames_where_there_is_no_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the exchange the folder is replaced all the same, and what a kill between the renames left is put back."""
    monkeypatch.setattr(output, "exchange", lambda _first, _second: False)
    target = tmp_path / "out"
    write(target, b"1")
    (target / "notes.txt").write_text("mine")
    write(target, b"2")
    assert (target / PROFILES).read_bytes() == b"2"
    assert left_in(tmp_path) == ["out"]
    target.rename(tmp_path / ".out.lsdsl-old")
    with OutputFolder(target):
        assert (target / PROFILES).read_bytes() == b"2"
    assert (target / "notes.txt").read_text() == "mine"


def test_a_run_that_is_alive_keeps_its_hidden_folder(tmp_path: Path) -> None:
    """Cleaning up spares the folder of another run that is still at work."""
    with OutputFolder(tmp_path / "out") as first:
        first.write(PROFILES, [b"1"])
        write(tmp_path / "out", b"2")
        assert first.folder.exists()
    assert contents(tmp_path / "out") == {PROFILES: b"1"}


def test_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    """Where the target is a symbolic link, the folder that it points to is replaced and the link stays."""
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    write(tmp_path / "out", b"1")
    assert (tmp_path / "out").is_symlink()
    assert (tmp_path / "real" / PROFILES).read_bytes() == b"1"


def test_targets_that_cannot_be_replaced_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder, one above it, a file, and a folder without permission each give a clear error."""
    (tmp_path / "file").write_text("")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    for path, reason in [
        (".", "the current folder"),
        ("..", "one above it"),
        ("../file", "is a file"),
        ("../file/out", "written"),
    ]:
        with pytest.raises(OutputError, match=reason):
            OutputFolder(path)
    if os.geteuid():
        (tmp_path / "closed").mkdir(mode=0o500)
        with pytest.raises(OutputError, match="no permission"):
            OutputFolder("../closed/out")
