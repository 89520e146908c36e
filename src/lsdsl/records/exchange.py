"""Changes on disk that happen as a whole: two folders change their names in one step, a file takes its place."""

import ctypes
import errno
import os
import sys
from pathlib import Path

CURRENT_FOLDER = -100
"""``AT_FDCWD``: paths are as always."""

RENAME_EXCHANGE = 2
NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}
"""What says that the kernel or the file system does not know the exchange."""


def exchange(first: Path, second: Path) -> bool:
    """Exchange the names of two folders of one file system atomically; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    if renameat2(CURRENT_FOLDER, os.fsencode(first), CURRENT_FOLDER, os.fsencode(second), RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in NOT_HERE:
        return False
    raise OSError(number, os.strerror(number), str(second))


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_file(file: Path, content: bytes) -> None:
    """Write a file as a whole, safe from a power cut; whoever ends the program meanwhile leaves the old one."""
    fresh = file.with_name(file.name + ".new")
    with fresh.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    fresh.replace(file)
    sync_folder(file.parent)
