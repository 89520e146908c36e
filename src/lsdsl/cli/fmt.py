"""``lsdsl fmt``: rule files in the one layout."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from lsdsl.cli.console import colour_option, notice, say, wants_colour
from lsdsl.cli.differences import show_difference
from lsdsl.cli.exit import CLEAN, FINDINGS, CouldNotRun
from lsdsl.cli.findings import Format, written
from lsdsl.cli.replacing import put, replace_file
from lsdsl.cli.rule_paths import no_rules, refuse_data
from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Diagnostic, Severity, in_order
from lsdsl.diagnostics.summary import counted, severity_of
from lsdsl.model.load import rule_files
from lsdsl.source import Source
from lsdsl.syntax import decode
from lsdsl.syntax.printer import format_text

STDIN: Final = "-"
EXAMPLES: Final = """\b
Examples:
  lsdsl fmt                           all .lsdsl files below this folder
  lsdsl fmt rules/fit.lsdsl           one file
  lsdsl fmt --check                   for CI: name the files that are not in the layout, write nothing
  lsdsl fmt --diff rules              show what would change, write nothing
  lsdsl fmt - < edited.lsdsl          from stdin to stdout

Exits with 0 when files were written, 1 if a file has syntax errors (it is left alone) or if --check or --diff find a
difference, 2 if a file cannot be read or written.
"""


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file before and after; ``after`` is None when it has syntax errors."""

    path: str
    before: bytes
    source: Source
    after: str | None
    findings: tuple[Diagnostic, ...]

    @property
    def differs(self) -> bool:
        """Whether the file is not in the layout."""
        return self.after is not None and self.after.encode() != self.before


@click.command("fmt", epilog=EXAMPLES)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(allow_dash=True))
@click.option(
    "--check", "checks", is_flag=True, help="Write nothing; name the files that would change, and exit with 1 if there are any."
)
@click.option("--diff", "shows", is_flag=True, help="Write nothing; show what would change, and exit with 1 if anything would.")
@colour_option
def fmt_command(paths: tuple[str, ...], checks: bool, shows: bool, colour: str) -> None:
    """Write rule files in the one layout.

    PATH is a rule file, a folder (all .lsdsl files below it) or - for stdin to stdout; without any it is the current folder.
    """
    if STDIN in paths and len(paths) > 1:
        raise click.UsageError("- stands alone: stdin goes to stdout")
    filters = paths == (STDIN,)
    files = [_formatted("<stdin>", sys.stdin.buffer.read())] if filters else list(_files(paths or (os.curdir,)))
    _show_errors(files, colour, aside=filters or shows)
    differing = [file for file in files if file.differs]
    if shows:
        _show_differences(differing, colour)
    elif checks:
        say("".join(f"{file.path}\n" for file in differing))
    elif filters:
        put("".join(file.after or "" for file in files).encode())
    else:
        for file in differing:
            _write(file)
            say(f"{file.path}\n")
    if not filters:
        _summary(files, differing, wrote=not (checks or shows))
    failed = any(file.after is None for file in files) or (differing and (checks or shows))
    click.get_current_context().exit(FINDINGS if failed else CLEAN)


def _files(paths: Sequence[str]) -> Iterator[Formatted]:
    """Each file that is named or stands below a named folder, once."""
    seen: set[Path] = set()
    for path in paths:
        named = Path(path)
        refuse_data(named)
        files = rule_files(named) if named.is_dir() else [named]
        if not files:
            raise no_rules(path)
        for file in files:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield _formatted(file.as_posix(), file.read_bytes())


def _formatted(path: str, data: bytes) -> Formatted:
    source, found = decode(path, data)
    if source is None or found:
        return Formatted(path, data, source or Source(path, ""), None, tuple(found))
    text, findings = format_text(source)
    return Formatted(path, data, source, text, tuple(findings))


def _show_errors(files: Sequence[Formatted], colour: str, *, aside: bool) -> None:
    """The syntax errors; on stderr when stdout is for something else."""
    broken = [file for file in files if file.after is None]
    found = in_order([one for file in broken for one in file.findings if severity_of(one) is Severity.ERROR])
    if not found:
        return
    coloured = wants_colour(colour, sys.stderr if aside else sys.stdout)
    text = written(Format.FULL, found, {file.path: file.source for file in broken}, colour=coloured)
    click.echo(text, nl=False, err=aside, color=coloured)


def _show_differences(differing: Sequence[Formatted], colour: str) -> None:
    """What would change."""
    for file in differing:
        show_difference(file.path, file.before, (file.after or "").encode(), coloured=wants_colour(colour))


def _write(file: Formatted) -> None:
    """Replace a file, unless it may not be written."""
    target = Path(file.path).resolve()
    if not os.access(target, os.W_OK):
        raise CouldNotRun(f"{file.path}: cannot be written: permission denied")
    replace_file(target, (file.after or "").encode())


def _summary(files: Sequence[Formatted], differing: Sequence[Formatted], *, wrote: bool) -> None:
    """How many files were changed or would be, for a person."""
    broken = sum(file.after is None for file in files)
    done = "formatted" if wrote else "would be formatted"
    parts = [f"{counted(len(differing), 'file')} {done}"] if differing else []
    if same := len(files) - len(differing) - broken:
        parts.append(f"{counted(same, 'file')} in the layout already")
    if broken:
        parts.append(f"{counted(broken, 'file')} left alone because of syntax errors")
    notice(", ".join(parts))
