"""Bytes on their way out: to stdout as they are, or to a file as a whole."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import click

STDOUT: Final = "-"

output_option: Final = click.option(
    *("--output", "-o"),
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Write there, the whole or nothing, instead of to standard output.",
)


def put(content: bytes) -> None:
    """Write to stdout; the encoding of a terminal changes nothing in rules and data."""
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def replace_file(target: Path, content: bytes) -> None:
    """Write a file in one step: whoever reads it meanwhile sees the old one or the new one. An old file keeps its mode."""
    with replacing(target) as write:
        write(content)


@contextmanager
def replacing(target: Path) -> Iterator[Callable[[bytes], int]]:
    """The same piece by piece: the file takes its place when all is written, and an old one stays when that fails."""
    import secrets

    fresh = target.with_name(f".{target.name}.lsdsl-{secrets.token_hex(6)}")
    try:
        with fresh.open("wb") as file:
            yield file.write
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            fresh.chmod(target.stat().st_mode)
        fresh.replace(target)
    except BaseException as error:
        with suppress(OSError):
            fresh.unlink()
        if isinstance(error, OSError) and error.filename in (str(fresh), fresh):
            error.filename = str(target)  # nobody knows the other name
        raise


def target_of(output: str | None) -> Path | None:
    """The file that ``--output`` names, behind a link the one that it leads to; None for standard output."""
    if output is None or output == STDOUT:
        return None
    named = Path(output)
    target = named.resolve() if named.is_symlink() else named
    if not target.parent.is_dir():
        raise click.BadParameter(f"there is no folder {str(target.parent)!r}", param_hint="--output")
    return target
