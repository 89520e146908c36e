"""Runs a part of the hostile corpus in a process with hard limits: ``python -m tests.sandbox.hostile.child PART PARTS``.

Before each script its name is written, after it a line of JSON; so the parent knows which one ends the process. During a run
every audit event of Python is recorded: a box that opens, imports, compiles or calls anything of the system would be seen.
"""

import builtins
import copy
import gc
import json
import os
import random
import resource
import signal
import sys
import threading
import time
import warnings
from pathlib import Path
from typing import Any, Final

from lsdsl.diagnostics import CATALOGUE, Severity, words_of
from lsdsl.model.types import Value
from lsdsl.records.render import json_value
from lsdsl.script import Box, BoxError, BoxResult, check_box
from lsdsl.script.functions import HELPERS
from lsdsl.script.methods import METHODS
from lsdsl.script.surroundings import Surroundings, surroundings
from lsdsl.script.writing import WRITING
from lsdsl.source import Span
from lsdsl.syntax import tree
from tests.sandbox.boxes import View, model, rules
from tests.sandbox.hostile.corpus import Hostile, corpus
from tests.sandbox.hostile.views import VIEWS, view

MEMORY: Final = 600 * 1024 * 1024
SECONDS: Final = 60
SANE: Final = "t = 0\nfor i in range(10):\n    t += i\nprofile.fields.visits = t\nadd_tag(f'{t}'.upper())"
SHOWN: Final = 100_000
"""Bytes of the values of one failure, as a record holds them."""

EVENTS: list[str] = []
WATCHING: list[bool] = []


def limited() -> None:
    """Take away what a box could use up."""
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    sys.addaudithook(noted)


def noted(event: str, arguments: tuple[Any, ...]) -> None:
    """Note down what Python does while a box runs; that its failure is located is fine."""
    located = event == "object.__getattr__" and arguments[1] in ("tb_frame", "f_code", "f_locals")
    if WATCHING and not located:
        EVENTS.append(f"{event} {arguments}"[:200])


def state() -> dict[str, Any]:
    """What of the host must stay as it is."""
    return {
        "builtins": {name: id(value) for name, value in vars(builtins).items() if name != "_"},
        "modules": sorted(sys.modules),
        "sys": {
            name: id(value) for name, value in vars(sys).items() if name not in ("last_value", "last_type", "last_traceback")
        },
        "helpers": [(name, id(value)) for table in (HELPERS, METHODS, WRITING) for name, value in table.items()],
        "limits": (
            sys.getrecursionlimit(),
            sys.get_int_max_str_digits(),
            sys.getswitchinterval(),
            gc.get_threshold(),
            gc.isenabled(),
        ),
        "hooks": (sys.gettrace(), sys.getprofile(), [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGALRM)]),
        "environment": dict(os.environ),
        "folder": Path.cwd(),
        "threads": threading.active_count(),
        "chance": hash(random.getstate()),
        "warnings": list(map(str, warnings.filters)),
        "files": sorted(os.listdir("/proc/self/fd")),  # noqa: PTH208  # as cheap as it gets
    }


def script(text: str) -> tree.Script:
    """A box whose rule file is nothing but itself."""
    offsets = [0]
    for line in text.split("\n")[:-1]:
        offsets.append(offsets[-1] + len(line) + 1)
    whole = Span("box.lsdsl", 0, len(text))
    return tree.Script(text, tuple(offsets), whole, whole)


def peak() -> int:
    """The highest use of memory since the last reset, in kilobytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def outcome(box: Box, seen: View) -> tuple[str, object]:
    """How a run ends and what it gives."""
    EVENTS.clear()
    WATCHING.append(True)
    try:
        result: BoxResult = box.run(seen)
    except BoxError as error:
        WATCHING.clear()
        values: list[tuple[str, Value]] = list(error.values)
        shown = json.dumps(
            [json_value(AROUND.fields[name].type, value) if name in AROUND.fields else value for name, value in values]
        )
        readable = len(error.message) <= 200 and error.message.isprintable() and len(shown) < SHOWN and "NaN" not in shown
        fine = readable and error.__cause__ is None and 0 <= error.fuel <= 20_000 and " object at 0x" not in shown
        return error.kind if fine else f"a failure that says too much: {error.message} {shown[:200]}", (
            error.message,
            error.span,
            values,
        )
    finally:
        WATCHING.clear()
    return "harmless", result


AROUND: Surroundings


def attempt(one: Hostile) -> dict[str, Any]:
    """Check and run one script, and look at the host afterwards."""
    seen = VIEWS[one.view]
    kept = copy.deepcopy(seen)
    before = state()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    memory = peak()
    begin = time.process_time()
    box, found = check_box(script(one.script), AROUND)
    checked = time.process_time() - begin
    codes = sorted({finding.code for finding in found if CATALOGUE[finding.code].severity is Severity.ERROR})
    said = [words_of(finding) for finding in found]
    problems = [f"a code of others: {code}" for code in codes if not code.startswith("LS4") or code in ("LS459", "LS469")]
    problems += ["a message that is too long" for words in said if len(words.message) > 2_000]
    end = "refused" if codes else ""
    seconds = 0.0
    if box is not None:
        seconds = 1.0
        given: object = None
        for _ in range(3):  # another process may take the processor's caches away
            begin = time.process_time()
            end, given = outcome(box, seen)
            seconds = min(seconds, time.process_time() - begin)
            problems += [f"audit event {event}" for event in EVENTS]
            if seconds < 0.1:
                break
        if (end, given) != outcome(box, seen):
            problems.append("two runs differ")
    grown = peak() - memory
    if (box is None) != bool(codes):
        problems.append("neither a box nor a finding")
    if kept != seen:
        problems.append("what the box sees has changed")
    after = state()
    problems += [f"the host has changed: {name}" for name, value in after.items() if value != before[name]]
    problems += [f"a new module: {name}" for name in {*after["modules"]} - {*before["modules"]}]
    if SANITY.run(view()) != EXPECTED:
        problems.append("a sane box does not work any more")
    return {"end": end, "checked": checked, "ran": seconds, "grown": grown, "problems": problems}


def say(line: str) -> None:
    """Tell the parent."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Run one part."""
    part, parts = (int(one) for one in sys.argv[1:])
    limited()
    for one in corpus()[part::parts]:
        say(f"begin {one.category}/{one.name}")
        say("end " + json.dumps({"id": f"{one.category}/{one.name}", **attempt(one)}))


if __name__ == "__main__":
    peak()
    CHECKED = model(rules("pass"))
    AROUND = surroundings(CHECKED, next(iter(CHECKED.followups.values())))
    made, _ = check_box(script(SANE), AROUND)
    assert made is not None
    SANITY: Box = made
    EXPECTED = SANITY.run(view())
    for text in (
        "x = 1 / 0",
        "x = contry",
        "if 1",
        "é = 1",
        "x = 1 2 && 3",
        "x = ''.__class__",
        "x = profile.__x",
    ):  # what is imported late is imported now
        late, _ = check_box(script(text), AROUND)
        if late is not None:
            outcome(late, VIEWS["usual"])
    main()
