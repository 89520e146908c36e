"""What the output folder does with folders: taking files over, removing what was replaced, locks that end with their process."""

import os
import shutil
import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def take_over(source: Path, into: Path, owned: Collection[str] = ()) -> None:
    """Link the files of a folder, but for the owned ones, into another; copy them where links are not possible."""
    for entry in os.scandir(source):
        copy = into / entry.name
        if entry.name in owned:
            continue
        if entry.is_dir(follow_symlinks=False):
            copy.mkdir()
            take_over(Path(entry.path), copy)
            shutil.copystat(entry.path, copy)
        else:
            try:
                os.link(entry.path, copy, follow_symlinks=False)
            except OSError:
                shutil.copy2(entry.path, copy, follow_symlinks=False)


def retire(folder: Path, successor: Path, owned: Collection[str] = ()) -> None:
    """Remove a folder that was replaced; what its successor does not have and is nobody's output moves there."""
    # Another run may be clearing up the same, and what cannot be removed now is found again at the next start.
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            place = successor / entry.name
            if entry.name not in owned and successor.exists() and not os.path.lexists(place):
                Path(entry.path).rename(place)
            elif not entry.is_dir(follow_symlinks=False):
                Path(entry.path).unlink(missing_ok=True)
            elif entry.name in owned:
                shutil.rmtree(entry.path)
            else:
                retire(Path(entry.path), place)
        folder.rmdir()


def is_dead(folder: Path) -> bool:
    """Whether the run that made a hidden folder is gone."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        return lock(handle, wait=False)
    finally:
        os.close(handle)


def lock(handle: int, *, wait: bool) -> bool:
    """Lock a folder until its handle is closed; False when another run holds it. Without locks every run counts as alive."""
    if sys.platform == "win32":
        return wait
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return wait  # held by another run, or a file system that has no locks
    return True
