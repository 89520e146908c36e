"""The output folder: all its files change together or not at all.

The files are written into a hidden folder beside the target, ``.NAME.lsdsl-...``, which takes the target's place when all of them
are safely on disk. On Linux this is one atomic step (``renameat2`` with ``RENAME_EXCHANGE``), or a plain rename when there is no
target yet. Where that does not exist, two renames are needed, and a program that is killed between them leaves no folder at the
target; the old one is then beside it, as ``.NAME.lsdsl-old``, and the next start puts it back.

The hidden folder is locked as long as its run is alive, so the next start knows what killed runs left and removes it. Files
in the target that are not the run's own are taken over as hard links before the exchange, and what appeared meanwhile after it.
"""

import glob
import os
import secrets
import shutil
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from lsdsl.records.exchange import exchange, sync_folder
from lsdsl.records.folders import is_dead, lock, retire, take_over
from lsdsl.records.outputs import OUTPUT_FILES
from lsdsl.records.problems import OutputError


class OutputFolder:
    """Writes a set of files into a folder as a whole.

    Used as a context manager: leaving it puts the files in place; leaving it by an exception, Ctrl-C too, leaves all as it was.
    ``owned`` are the names that belong to the run: those that it does not write this time are gone afterwards.
    """

    def __init__(self, path: str | Path, owned: Collection[str] = OUTPUT_FILES) -> None:
        self.target = Path(os.path.realpath(path))
        self.owned = set(owned)
        refuse_unfit(path, self.target)
        self._prefix = f".{self.target.name}.lsdsl-"
        self._old = self.target.with_name(f"{self._prefix}old")
        self._files: list[BinaryIO] = []
        self._committed = False
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._clean()
            self.folder, self._lock = self._new_folder()
        except OSError as error:
            raise unwritable(self.target, error) from None

    def open(self, name: str) -> BinaryIO:
        """Open a file of the folder for writing; it is closed for you."""
        file = (self.folder / name).open("wb")
        self.owned.add(name)
        self._files.append(file)
        return file

    def write(self, name: str, lines: Iterable[bytes]) -> None:
        """Write a whole file."""
        self.open(name).writelines(lines)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._commit()
        except OSError as problem:
            raise unwritable(self.target, problem) from problem
        finally:
            self._close()

    def _commit(self) -> None:
        for file in self._files:
            file.flush()
            os.fsync(file.fileno())
        replaces = self.target.exists()
        if replaces:
            take_over(self.target, self.folder, self.owned)
            shutil.copymode(self.target, self.folder)
        sync_folder(self.folder)
        replaced = self._swap() if replaces else self.folder.rename(self.target)
        self._committed = True
        sync_folder(self.target.parent)
        if replaces:
            retire(replaced, self.target, self.owned)

    def _swap(self) -> Path:
        """Put the new folder in place; gives where the old one is now."""
        if exchange(self.folder, self.target):
            return self.folder
        self.target.rename(self._old)
        try:
            self.folder.rename(self.target)
        except BaseException:
            self._old.rename(self.target)
            raise
        return self._old

    def _close(self) -> None:
        for file in self._files:
            with suppress(OSError):  # a full disk was reported when the file was flushed
                file.close()
        if not self._committed:
            shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self._lock)

    def _new_folder(self) -> tuple[Path, int]:
        """A fresh folder and the handle that locks it."""
        while True:
            folder = self.target.with_name(self._prefix + secrets.token_hex(6))
            folder.mkdir()
            # Another run that cleans up at this moment may take the folder for a dead one before it is locked.
            with suppress(FileNotFoundError):
                handle = os.open(folder, os.O_RDONLY)
                if lock(handle, wait=True) and os.path.samestat(os.fstat(handle), folder.stat()):
                    return folder, handle
                os.close(handle)

    def _clean(self) -> None:
        """Put right what killed runs left behind."""
        if self._old.exists():
            if self.target.exists():
                retire(self._old, self.target, self.owned)
            else:
                self._old.rename(self.target)
        for leftover in self.target.parent.glob(glob.escape(self._prefix) + "*"):
            if leftover != self._old and is_dead(leftover):
                retire(leftover, self.target, self.owned)


def refuse_unfit(path: str | Path, target: Path) -> None:
    """Refuse what cannot be replaced as a whole."""
    if target.exists() and not target.is_dir():
        raise OutputError(f"{path}: is a file; name a folder")
    here = Path(os.path.realpath("."))
    if target == here or target in here.parents:
        raise OutputError(
            f"{path}: is the current folder or one above it, and the output replaces its folder; name one of its own"
        )
    if os.path.ismount(target):
        raise OutputError(f"{path}: is where a file system is mounted, and cannot be replaced; name a folder inside it")
    existing = next(folder for folder in target.parents if folder.exists())
    for folder in (target, existing):
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            raise OutputError(f"{path}: cannot be written: no permission to write in {folder}")


def unwritable(target: Path, error: OSError) -> OutputError:
    """The error that the user sees."""
    return OutputError(f"{target}: cannot be written: {error.strerror or error}")
