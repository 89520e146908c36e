"""The program as tests run it: within the process, and as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

from click.testing import CliRunner, Result

from lsdsl.cli import program

COMMAND = [sys.executable, "-c", "from lsdsl.cli import main; main()"]

SOUND = """\
profile:
    country    text
    employees  number = 0

## They looked at the prices.
event page_visit:
    path  text

score fit:
    title "Fit"
    +20  while country is "NL"
    by employees:
        +5   from 10
        +10  from 50

score engagement:
    maximum 100
    group visits maximum 40:
        +5  on each page_visit where path is "/pricing", at most 3 times per 7 days, expires after 4 weeks
    -5  for every 30 days without page_visit
"""
FAULTY = """\
profile:
    country  text

score fit:
    +20 while cuntry is "NL"
"""
WARNED = """\
profile:
    country  text

score fit:
    +20 while country is "N\u200bL"
"""


def run(*arguments: str, stdin: str | bytes | None = None, **environment: str | None) -> Result:
    """Run a verb within this process, with no colour wanted by the environment unless it says so."""
    plain: dict[str, str | None] = {"NO_COLOR": None, "FORCE_COLOR": None, "LSDSL_TRACEBACK": None}
    return CliRunner(env=plain | environment).invoke(program, list(arguments), input=stdin)


def write(folder: Path, name: str, text: str) -> Path:
    """A rule file in a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def start(*arguments: str, stdout: int | IO[bytes] = subprocess.PIPE, **environment: str) -> subprocess.Popen[bytes]:
    """Start a verb as a process of its own."""
    return subprocess.Popen(
        [*COMMAND, *arguments], stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.PIPE, env=os.environ | environment
    )
