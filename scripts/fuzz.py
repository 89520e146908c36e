#!/usr/bin/env python3
"""Fuzzes the checker and the formatter: bytes, heaps of words, and rule files with something changed.

    scripts/fuzz.py                            30 seconds, seed 1
    scripts/fuzz.py --seconds 300 --seed 7     longer, other texts
    scripts/fuzz.py --seed 7 --only 1234       one text again, printed

The same seed gives the same texts. Promises, for any bytes at all: ``check`` and ``fmt`` raise nothing; no finding says that
lsdsl itself is wrong, and none shows a Python error; every finding can be written in every format; its place is inside of its
file; it takes no longer than a second and a share of the size; what is formatted is formatted the same again and means the same;
after the safe fixes nothing is left for them. A broken promise is printed with the text and ends with exit code 1.
Needs an environment with lsdsl installed, or PYTHONPATH=src.
"""

import argparse
import random
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from lsdsl.diagnostics import Diagnostic, concise, full, github, json_report, junit, sarif, words_of
from lsdsl.review.fixing import fix
from lsdsl.runner.ruleset import Instead, check
from lsdsl.source import Source
from lsdsl.syntax import decode
from lsdsl.syntax.printer import format_text

ROOT: Final = Path(__file__).resolve().parents[1]
SLOWEST: Final = 1.0
"""Seconds of the processor for a small text."""
A_CHARACTER: Final = 20e-6
"""Seconds more for each character."""
PYTHON: Final = re.compile(r"Traceback|\b[A-Z]\w*(?:Error|Exception)\b|<lsdsl|object at 0x")
"""What a message of Python's looks like."""

WORDS: Final = (
    "profile event score selection followup let list grade test range group action collection on each first latest "
    "while where by from otherwise at most times points per expires after loses every for without when gains more "
    "fewer than within again cancel limit once overall wait if else set to add remove tag award do script stop "
    "given starting expect ran did is not missing in contains starts ends with any all none ignoring case matches "
    "between and or true false minimum maximum ideal field initial as order descending ascending enabled colour red "
    "old changed count sum seen last gained age until flames id created tags number text boolean date datetime "
    "choice visit path fit warm hot leadscore country"
).split()
SIGNS: Final = (
    "+5 -3 +(1/2) ( ) , : . = == != < <= > >= + - * / % \" ' ` # ## /x/ 4 7.5 1e9 2026-01-31 10:30 \"NL\" 'a' `Lead "
    "Source` 25% 4weeks && || ! === <> => { } [ ] ; @ $ ~ ^ | \\ \u201cx\u201d \uff08 \u200b \u202e \u00e9 "
    "\U0001f600 <<<<<<< ======= >>>>>>>"
).split()
ENDS: Final = ("\n", "\n    ", "\n        ", "\n\t", "\r\n", "\r", " ", " ", " ", "  ", "")


@dataclass(frozen=True, slots=True)
class Case:
    """A text to try; ``kind`` says how it was made."""

    kind: str
    data: bytes


class BrokenPromiseError(Exception):
    """What lsdsl promises for any text does not hold for one."""


def cases(seed: int) -> Iterator[Case]:
    """Texts without end."""
    chance = random.Random(seed)
    examples = [file.read_bytes() for file in sorted(ROOT.glob("examples/*/rules/**/*.lsdsl"))]
    examples += [file.read_bytes() for file in sorted(ROOT.glob("tests/golden/*/input.lsdsl"))]
    makers: tuple[Callable[[], Case], ...] = (
        lambda: Case("bytes", chance.randbytes(chance.randrange(200))),
        lambda: Case("words", _heap(chance).encode("utf-8", "surrogatepass")),
        lambda: Case(
            "lines", "".join(f"{_line(chance)}\n" for _ in range(chance.randrange(1, 30))).encode("utf-8", "surrogatepass")
        ),
        lambda: Case("changed", _changed(chance, chance.choice(examples), examples)),
        lambda: Case("changed", _changed(chance, chance.choice(examples), examples)),
        lambda: Case("deep", _deep(chance).encode()),
    )
    while True:
        yield chance.choice(makers)()


def _heap(chance: random.Random) -> str:
    parts = []
    for _ in range(chance.randrange(1, 120)):
        parts.append(chance.choice(WORDS if chance.random() < 0.7 else SIGNS))
        parts.append(chance.choice(ENDS))
    return "".join(parts)


def _line(chance: random.Random) -> str:
    indent = " " * chance.choice((0, 0, 4, 4, 4, 8, 2))
    return indent + " ".join(chance.choice(WORDS if chance.random() < 0.75 else SIGNS) for _ in range(chance.randrange(1, 12)))


def _changed(chance: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """An example with a few things done to it: bytes, words or lines dropped, doubled, moved, put in from elsewhere."""
    for _ in range(chance.randrange(1, 5)):
        parts = re.split(rb"(\n|\b)" if chance.random() < 0.7 else rb"(\n)", data)
        if len(parts) < 3:
            break
        at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
        match chance.randrange(6):
            case 0:
                del parts[at : at + chance.randrange(1, 6)]
            case 1:
                parts.insert(at, parts[other])
            case 2:
                parts[at], parts[other] = parts[other], parts[at]
            case 3:
                parts[at] = chance.choice((*SIGNS, *WORDS)).encode()
            case 4:
                parts[at] = chance.choice(others)[: chance.randrange(1, 200)]
            case _:
                parts[at] += chance.randbytes(chance.randrange(1, 3))
        data = b"".join(parts)
    return data


def _deep(chance: random.Random) -> str:
    """Much of one thing: brackets, terms, indentation, long lines."""
    size = chance.randrange(1, 3000)
    inner = chance.choice(
        ("(" * size, "((1 + " * size, "not " * size, "-" * size, " + ".join(["1"] * size), '"' + "x" * size, "x" * size)
    )
    if chance.random() < 0.3:
        return "followup f:\n" + "".join(f"{' ' * level}if fit > 1:\n" for level in range(1, min(size, 200)))
    return f"profile:\n    fit number\n\nscore s:\n    +1 while {inner} > 5\n"


def hold(case: Case) -> None:
    """Try a text; raises :class:`BrokenPromiseError`."""
    begin = time.process_time()
    source, unreadable = decode("rules.lsdsl", case.data)
    if source is None:
        _show(unreadable, {})
        return
    mended = fix(lambda texts: check("rules.lsdsl", instead=Instead(source.text, texts)))
    _show([*unreadable, *mended.before.diagnostics], mended.before.sources)
    _show(mended.left.diagnostics, mended.left.sources)
    if (
        fix(lambda texts: check("rules.lsdsl", instead=Instead(source.text, {**mended.texts, **texts}))).texts.keys()
        - mended.texts
    ):
        raise BrokenPromiseError("there is something to fix after fixing")
    _format(source)
    spent = time.process_time() - begin
    if spent > SLOWEST + A_CHARACTER * len(case.data):
        raise BrokenPromiseError(f"it took {spent:.2f} s for {len(case.data)} bytes")


def _show(found: Sequence[Diagnostic], sources: Mapping[str, Source]) -> None:
    """Every finding in every format, with a place in its file and words that are ours."""
    for one in found:
        source = sources.get(one.span.path)
        if source is not None and not 0 <= one.span.start <= one.span.end <= len(source.text):
            raise BrokenPromiseError(f"{one.code} at {one.span} is outside of its file")
        if one.code in {"LS459", "LS859"}:
            raise BrokenPromiseError(f"{one.code}: lsdsl itself is wrong: {dict(one.arguments)}")
        words = words_of(one)
        ours = f"{words.message} {words.help}"
        for value in sorted(map(str, one.arguments.values()), key=len, reverse=True):
            ours = ours.replace(value, "")
        if PYTHON.search(ours):
            raise BrokenPromiseError(f"{one.code} shows Python: {words.message} / {words.help}")
    full.render(found, sources)
    concise.render(found, sources)
    json_report.render(found, sources, tool="fuzz")
    sarif.render(found, sources, tool="fuzz")
    github.render(found, sources)
    junit.render(found, sources)


def _format(source: Source) -> None:
    """What can be formatted stays the same when it is formatted again."""
    printed, findings = format_text(source)
    if printed is None:
        return
    again, more = format_text(Source(source.path, printed))
    if again != printed:
        raise BrokenPromiseError("fmt changes what it has written")
    if [one.code for one in more] != [one.code for one in findings]:
        raise BrokenPromiseError("fmt changes what is wrong with the text")


def main() -> int:
    """Try texts until the time is over."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=30.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", type=int, metavar="NUMBER", help="only this text, printed")
    given = options.parse_args()
    if given.only is not None:
        case = next(islice(cases(given.seed), given.only, None))
        sys.stdout.write(f"{case.kind}\n{case.data!r}\n{case.data.decode('utf-8', 'replace')}\n")
        hold(case)
        return 0
    end, number = time.monotonic() + given.seconds, 0
    kinds: dict[str, int] = {}
    for number, case in enumerate(cases(given.seed)):
        if time.monotonic() > end:
            break
        kinds[case.kind] = kinds.get(case.kind, 0) + 1
        try:
            hold(case)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            if not isinstance(error, BrokenPromiseError):
                traceback.print_exc()
            print(f"\ntext {number} ({case.kind}) of seed {given.seed}: {error}\n{case.data!r}")
            return 1
    print(f"{number:,} texts held their promises: {', '.join(f'{count:,} {kind}' for kind, count in sorted(kinds.items()))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
