"""How the program ends: 0 clean, 1 findings, 2 could not run; 130 after Ctrl-C; as a broken pipe ends any program."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Final, NoReturn

import click

CLEAN: Final = 0
FINDINGS: Final = 1
COULD_NOT_RUN: Final = 2
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141

TRACEBACK: Final = "LSDSL_TRACEBACK"


class CouldNotRun(click.ClickException):
    """What keeps a verb from doing its work, told in one line."""

    exit_code = COULD_NOT_RUN

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it, on stderr if nothing else is asked for."""
        from lsdsl.diagnostics.visible import visible

        click.echo(f"error: {visible(self.format_message())}", file=file, err=True)


@contextmanager
def clean_end() -> Iterator[None]:
    """Turn whatever a verb raises into a short message and an exit code."""
    try:
        yield
        sys.stdout.flush()
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except KeyboardInterrupt:
        _leave(INTERRUPTED)
    except BrokenPipeError:
        _end_by_broken_pipe()
    except OSError as error:
        _traceback()
        raise CouldNotRun(reason_of(error)) from error
    except Exception as error:
        _traceback()
        message = f"internal error: {type(error).__name__}: {error}"
        hint = "" if os.environ.get(TRACEBACK) else f" (set {TRACEBACK}=1 to see where)"
        raise CouldNotRun(message + hint) from error


def reason_of(error: OSError) -> str:
    """What is wrong with a file, without Python's numbers."""
    words = (error.strerror or str(error) or type(error).__name__).lower()
    name = error.filename
    if not isinstance(name, str | bytes | os.PathLike):
        return words
    from pathlib import Path

    folder = Path(os.fsdecode(name)).parent
    if isinstance(error, FileNotFoundError) and not folder.exists():
        words = f"there is no folder {folder}"
    return f"{os.fsdecode(name)}: {words}"


def _traceback() -> None:
    if os.environ.get(TRACEBACK):
        import traceback

        traceback.print_exc()


def _leave(code: int) -> NoReturn:
    """End at once; what is still in the buffer of stdout has no reader."""
    sys.stderr.flush()
    os._exit(code)


def _end_by_broken_pipe() -> NoReturn:
    """End as programs end that write to a pipe which nobody reads: by the signal, without a word."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGPIPE)
    _leave(BROKEN_PIPE)
