"""The two ends of a comparison: a file or folder of rules, or a git revision of one, which is read into a temporary folder."""

import os
import posixpath
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from lsdsl.model.declarations import Model
from lsdsl.source import Span

CONFIGS: Final = ("lsdsl.toml", "pyproject.toml")
LARGEST: Final = 1 << 24
"""Files of more bytes are no rules or lists, and are not read from a revision."""


class EndError(Exception):
    """What keeps an end of a comparison from being read, in one line."""


@dataclass(frozen=True, slots=True)
class End:
    """One end: as it was named, where its rules are now, and for a revision the temporary folder that stands for it."""

    named: str
    path: Path
    root: Path | None = None
    revision: str = ""

    def shown(self, text: str) -> str:
        """A text that may name temporary files, with the names under which a reader knows them."""
        return text if self.root is None else text.replace(f"{self.root.as_posix()}/", f"{self.revision}:")

    def where(self, model: Model, span: Span) -> str:
        """``path:line`` of a place, with the revision in front: ``main:rules/web.lsdsl:31``."""
        return self.shown(model.where(span))


@contextmanager
def opened(old: str, new: str) -> Iterator[tuple[End, End]]:
    """The two ends; what is there as a path is one, whatever revisions are called. Raises :class:`EndError`."""
    with TemporaryDirectory(prefix="lsdsl-") as folder:
        root = Path(folder).resolve()
        yield _end(old, new, root / "old"), _end(new, old, root / "new")


def _end(named: str, other: str, root: Path) -> End:
    if Path(named).exists():
        return End(named, Path(named))
    revision, colon, inside = named.partition(":")
    if not revision:
        raise EndError(f"{named}: there is no such file or folder")
    commit = _commit(named, revision)
    place = _place(inside, other, given=bool(colon))
    _read(revision, commit, place, root)
    return End(named, root / place, root, revision)


def _commit(named: str, revision: str) -> str:
    if _git("rev-parse", "--is-inside-work-tree", named=named) is None:
        raise EndError(f"{named}: there is no such file or folder, and this folder is in no git repository")
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", named=named)
    if commit is None:
        shallow = _git("rev-parse", "--is-shallow-repository", named=named) == "true"
        more = "; this checkout has only some revisions, fetch the others with: git fetch --unshallow" if shallow else ""
        raise EndError(f"{named}: there is no such file or folder, and no git revision {revision!r}{more}")
    return commit


def _place(inside: str, other: str, *, given: bool) -> str:
    """The path below the repository: as it was written, else that of the other end, else the current folder."""
    prefix = _git("rev-parse", "--show-prefix") or ""
    if given:
        relative = inside.startswith(("./", "../")) or inside in {".", ".."}
        return _normal(posixpath.join(prefix, inside) if relative else inside)
    if Path(other).exists():
        top = Path(_git("rev-parse", "--show-toplevel") or ".").resolve()
        found = Path(other).resolve()
        if found.is_relative_to(top):
            return _normal(found.relative_to(top).as_posix())
    elif ":" in other:
        return _place(other.partition(":")[2], "", given=True)
    return _normal(prefix)


def _normal(path: str) -> str:
    return posixpath.normpath(path or ".").removeprefix("/")


def _read(revision: str, commit: str, place: str, root: Path) -> None:
    """Write the files that the rules of a place may need into a folder."""
    entries = list(_tree(commit))
    names = {name for _, _, _, name in entries}
    if place != "." and place not in names and not any(name.startswith(f"{place}/") for name in names):
        raise EndError(f"{revision} has no {place}; name the rules in it: {revision}:FOLDER")
    folder = place if place not in names else posixpath.dirname(place) or "."
    above = [folder, *(parent.as_posix() for parent in PurePosixPath(folder).parents)]
    base = next((one for one in above if posixpath.normpath(f"{one}/lsdsl.toml") in names), folder)
    configs = {posixpath.normpath(f"{one}/{name}") for one in above for name in CONFIGS}
    wanted = [
        (mode, identity, name)
        for mode, identity, size, name in entries
        if size <= LARGEST and (name in configs or base == "." or name.startswith(f"{base}/"))
    ]
    (root / place if place not in names else root).mkdir(parents=True, exist_ok=True)
    _write(wanted, root)


def _tree(commit: str) -> Iterator[tuple[str, str, int, str]]:
    """The files of a revision: mode, id, size and path."""
    listed = _git("ls-tree", "-r", "-z", "-l", "--full-tree", commit) or ""
    for entry in listed.split("\0"):
        facts, tab, name = entry.partition("\t")
        if tab:
            mode, kind, identity, size = facts.split()
            if kind == "blob":
                yield mode, identity, int(size), name


def _write(wanted: list[tuple[str, str, str]], root: Path) -> None:
    """Take files out of the repository by their ids, as they were committed: no filters, no attributes."""
    with subprocess.Popen(["git", "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as git:  # noqa: S607
        assert git.stdin is not None
        assert git.stdout is not None
        for mode, identity, name in wanted:
            git.stdin.write(f"{identity}\n".encode())
            git.stdin.flush()
            content = git.stdout.read(int(git.stdout.readline().split()[2]) + 1)[:-1]
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if mode != "120000":
                file.write_bytes(content)
            elif _stays_inside(name, link := content.decode("utf-8", "surrogateescape")):
                file.symlink_to(link)


def _stays_inside(name: str, link: str) -> bool:
    """Whether a link of the repository leads to a place in it."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), link))
    return not link.startswith("/") and not target.startswith("..")


def _git(*arguments: str, named: str = "") -> str | None:
    """What git says; None when it refuses."""
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are ours, and a revision stands where it cannot be an option
            ["git", *arguments],  # noqa: S607 - whichever git is in use here
            capture_output=True,
            check=False,
            env=os.environ | {"LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise EndError(f"{named}: there is no such file or folder, and git, which might know it, is not installed") from None
    said = done.stdout.decode("utf-8", "surrogateescape")
    return None if done.returncode else said if "\0" in said else said.rstrip("\n")
