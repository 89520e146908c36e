"""The inputs that a state was made of: where they are now, whether they are still what was read, and in which order that was."""

import os
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec

from lsdsl.runner.options import Progress, RunOptions
from lsdsl.store.interface import Position, Store
from lsdsl.store.journal import Stretch, stretches
from lsdsl.store.positions import EVENTS, PROFILES
from lsdsl.store.problems import StoreError

CHUNK: Final = 1 << 20
CHECKING: Final = "checking"
"""What is worked on while it is looked whether inputs are what they were."""


class Piece(msgspec.Struct, frozen=True):
    """Part of an input: its records after so many, up to and with so many.

    ``path`` is where the file is now, ``name`` what it is called in what comes out; ``digest`` is that of its first bytes.
    """

    path: str
    name: str
    role: str
    start: int
    end: int
    size: int
    digest: str


class History(msgspec.Struct, frozen=True):
    """What was read into a state, in order.

    ``replaced`` are files of profiles in whose place others came later; what they said stands only in the state. The later one is
    taken as if it had been there from the beginning.
    """

    pieces: list[Piece]
    replaced: list[str]


def history_of(store: Store, options: RunOptions, progress: Progress) -> History:
    """What was read into a state.

    ``options`` names files that are somewhere else now. Raises ``StoreError`` for an input that is missing or has changed, and
    for a file that was not read into the state.
    """
    known = {(one.role, one.path): one for one in store.positions() if one.records}
    given = [(PROFILES, path) for path in options.profiles] + [(EVENTS, path) for path in options.events]
    found = _among(given, known.values(), progress)
    _refuse_strangers(store, given, found, known)
    moved = {(one.role, one.path): path for one, path in found}
    missing = []
    for key, one in known.items():
        if key not in moved:
            problem = _problem(one, progress)
            if problem is not None:
                missing.append(
                    f"  {one.path} ({one.role}, {one.records:,} {'record' if one.records == 1 else 'records'}): {problem}"
                )
    if missing:
        raise StoreError(
            f"a rescore replays all that was read into {store.name}, and these inputs are not there as they were:\n"
            + "\n".join(missing)
            + "\nName them with --events and --profiles where they are now, or put them back"
        )
    noted = [one for one in stretches(store) if (one.role, one.path) in known]
    kept, replaced = _without_replaced(noted)
    return History(list(_in_order(known, kept, moved)), replaced)


def _without_replaced(noted: list[Stretch]) -> tuple[list[Stretch], list[str]]:
    """The stretches that are to be replayed, and the files that were replaced."""
    first: dict[str, Stretch] = {}
    replaced: dict[str, None] = {}
    for one in noted:
        if one.role == PROFILES:
            begun = first.setdefault(one.path, one)
            if not one.records and one.digest != begun.digest:
                replaced[one.path] = None
    return [one for one in noted if one.role != PROFILES or one.path not in replaced or one is first[one.path]], list(replaced)


def _in_order(known: dict[tuple[str, str], Position], noted: list[Stretch], moved: dict[tuple[str, str], str]) -> Iterator[Piece]:
    # What was read by a lsdsl that kept no order came before all that has one: profiles, then events, by their names.
    unnoted = known.keys() - {(one.role, one.path) for one in noted}
    first = [Stretch(path, role, path, 0) for role, path in sorted(unnoted, key=lambda key: (key[0] != PROFILES, key))]
    ends: dict[tuple[str, str], int] = {key: one.records for key, one in known.items()}
    pieces = []
    for one in reversed([*first, *noted]):
        key = (one.role, one.path)
        position, path = known[key], moved.get(key)
        if one.records < ends[key]:
            name = one.name if path is None else path
            pieces.append(Piece(path or one.path, name, one.role, one.records, ends[key], position.size, position.digest))
        ends[key] = one.records
    return reversed(pieces)


def _among(given: list[tuple[str, str]], known: Iterable[Position], progress: Progress) -> list[tuple[Position, str]]:
    """The inputs that are among the files that were given, by what is in them."""
    found: dict[tuple[str, str], tuple[Position, str, bool]] = {}
    for role, path in given:
        wanted = [one for one in known if one.role == role]
        size, digests = _digests(path, {one.size for one in wanted}, progress)
        for one in wanted:
            if digests.get(one.size) == one.digest:
                key, exact = (role, one.path), one.size == size
                if key not in found or (exact and not found[key][2]):
                    found[key] = one, path, exact
    return [(one, path) for one, path, _ in found.values()]


def _refuse_strangers(
    store: Store,
    given: list[tuple[str, str]],
    found: list[tuple[Position, str]],
    known: dict[tuple[str, str], Position],
) -> None:
    used = {(one.role, path) for one, path in found}
    # A file that has changed is named where it is looked for in its own place.
    places = {(role, os.path.realpath(path)) for role, path in known}
    for role, path in given:
        if (role, path) not in used and (role, os.path.realpath(path)) not in places and Path(path).stat().st_size:
            raise StoreError(
                f"{path} was not read into {store.name} as {role}: a rescore replays what was read. Leave it out, and read "
                f"it with `lsdsl run --state {store.name}` afterwards"
            )


def _problem(position: Position, progress: Progress) -> str | None:
    """Why an input is not in its place as it was when it was read; None when it is."""
    try:
        size, digests = _digests(position.path, {position.size}, progress)
    except StoreError:
        return "it is not there, or cannot be read"
    if size < position.size:
        return "it is shorter now"
    return None if digests[position.size] == position.digest else "what was read of it has changed"


def _digests(path: str, sizes: set[int], progress: Progress) -> tuple[int, dict[int, str]]:
    """The size of a file, and what identifies its first bytes, for each of these sizes that it has."""
    try:
        file = Path(path)
        if not file.is_file() and file.exists():
            raise StoreError(f"{path} is no file, and a rescore has to read it again when it goes on: write it to a file first")
        digest, done, found = blake2b(digest_size=16), 0, dict[int, str]()
        with file.open("rb") as opened:
            length = file.stat().st_size
            for size in sorted(one for one in sizes if one <= length):
                while done < size and (data := opened.read(min(CHUNK, size - done))):
                    digest.update(data)
                    done += len(data)
                    progress(f"{CHECKING} {path}", "bytes", done, length)
                found[size] = digest.hexdigest()
    except OSError as error:
        raise StoreError(f"{path}: {os.strerror(error.errno or 0)}") from error
    return length, found
