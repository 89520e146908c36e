"""Files as streams of bytes, unpacked by the end of their name."""

import gzip
import io
import os
import sys
from typing import Any, BinaryIO, Protocol

from lsdsl.records.problems import InputError

PACKED = 1 << 14
"""So many packed bytes are taken at once: what they unpack to has to fit in memory."""


class Stream(Protocol):
    """What the readers need of a file."""

    def read1(self, size: int, /) -> bytes:
        """Up to so many bytes, none at the end."""


class Zstandard:
    """A stream of unpacked bytes of one or several frames; a cut one ends with ``EOFError``."""

    def __init__(self, path: str, file: BinaryIO) -> None:
        try:
            import zstandard
        except ImportError:
            raise InputError(f'{path}: reading .zst needs zstandard: pip install "lsdsl[zstd]"') from None
        self.file = file
        self.new_frame = zstandard.ZstdDecompressor().decompressobj
        self.error: type[Exception] = zstandard.ZstdError
        self.frame: Any = None
        self.packed = b""

    def read1(self, _: int, /) -> bytes:
        """The next unpacked bytes, however many a piece of the file gives."""
        while True:
            self.packed = self.packed or self.file.read(PACKED)
            if not self.packed:
                if self.frame is not None:
                    raise EOFError("the compressed file ends in the middle")
                return b""
            if data := self._unpack():
                return data

    def _unpack(self) -> bytes:
        self.frame = self.frame or self.new_frame()
        try:
            data: bytes = self.frame.decompress(self.packed)
        except self.error as error:
            raise OSError(str(error)) from None
        self.packed = self.frame.unused_data if self.frame.eof else b""
        self.frame = None if self.frame.eof else self.frame
        return data


def open_file(path: str) -> BinaryIO:
    """The file as it is, or a clear error."""
    try:
        return io.BufferedReader(io.FileIO(path))
    except OSError as error:
        raise InputError(f"{path}: {(os.strerror(error.errno) if error.errno else str(error)).lower()}") from None


def unpacked(path: str, file: BinaryIO) -> Stream:
    """The content of a file, unpacked when its name ends in ``.gz`` or ``.zst``."""
    if path.lower().endswith(".gz"):
        return gzip.GzipFile(fileobj=file)
    if path.lower().endswith(".zst"):
        return Zstandard(path, file)
    return file  # type: ignore[return-value]


def standard_input() -> BinaryIO:
    """Standard input as bytes."""
    return sys.stdin.buffer
