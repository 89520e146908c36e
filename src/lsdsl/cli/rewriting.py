"""Changed texts on their way back into their files: line ends and byte order marks stay as they were."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from lsdsl.cli.exit import CouldNotRun
from lsdsl.cli.replacing import replace_file
from lsdsl.dataclass import dataclass
from lsdsl.source import Source
from lsdsl.syntax import decode
from lsdsl.syntax.text import BYTE_ORDER_MARK

RETURN: Final = b"\r"


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A file as it is and as it is to be."""

    path: str
    before: bytes
    after: bytes


def rewritings(texts: Mapping[str, str], sources: Mapping[str, Source]) -> list[Rewriting]:
    """What is to be written so that files hold these texts; ``sources`` is what was read of them."""
    found = []
    for path, text in sorted(texts.items()):
        data = Path(path).read_bytes()
        source, _ = decode(path, data)
        if source is None or source.text != sources[path].text:
            raise CouldNotRun(f"{path}: somebody else changed the file meanwhile; nothing was written")
        found.append(Rewriting(path, data, as_bytes(text, data)))
    return found


def rewrite(files: Sequence[Rewriting]) -> None:
    """Replace the files, each in one step; none if one of them may not be written."""
    for file in files:
        if not os.access(Path(file.path).resolve(), os.W_OK):
            raise CouldNotRun(f"{file.path}: cannot be written: permission denied")
    for file in files:
        replace_file(Path(file.path).resolve(), file.after)


def as_bytes(text: str, like: bytes) -> bytes:
    """A text with the byte order mark and the line ends of the file that it comes from."""
    mark = BYTE_ORDER_MARK if like.startswith(BYTE_ORDER_MARK) else b""
    data = text.encode("utf-8")
    if RETURN not in like:
        return mark + data
    if like.count(RETURN) == like.count(b"\n") == like.count(b"\r\n"):
        return mark + data.replace(b"\n", b"\r\n")
    from difflib import SequenceMatcher

    before = like.removeprefix(BYTE_ORDER_MARK).splitlines(keepends=True)
    usual = b"\r\n" if like.count(b"\r\n") * 2 >= like.count(b"\n") else b"\n"
    plain = [line.rstrip(b"\r\n") for line in before]
    after = data.split(b"\n")
    ends = [usual] * len(after)
    for block in SequenceMatcher(None, plain, after, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            old = before[block.a + offset]
            ends[block.b + offset] = old[len(plain[block.a + offset]) :] or usual
    return mark + b"".join(line + end for line, end in zip(after[:-1], ends, strict=False)) + after[-1]
