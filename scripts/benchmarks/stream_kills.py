"""Kills `lsdsl spark stream` at random moments, and compares what it wrote with a local run that nobody disturbed."""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lsdsl.spark.session import package_root
from lsdsl.spark.sink import committed, rows_in

RULES: Final = """\
event visit:
    path  text

score heat:
    range cold
    range warm  from 12
    +4  on each visit, at most 3 times per 7 days, expires after 30 days
    -5  for every 10 days without visit

followup later:
    on visit
    wait 3 days
    do notify "again", to: "sales@example.org"
"""
ENVIRONMENT: Final = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (package_root(), os.environ.get("PYTHONPATH"))))}
LSDSL: Final = [sys.executable, "-c", "from lsdsl.cli import main; main()"]
AS_OF: Final = "2026-06-01"
STREAM: Final = [
    *(
        "spark",
        "stream",
        "rules.lsdsl",
        "--profiles",
        "leads.csv",
        "--events",
        "inbox",
        "--out",
        "scored",
        "--checkpoint",
        "state",
    ),
    # Events are late by up to two days: time has to pass later than that, or they would find that it has passed.
    *("--once", "--as-of", AS_OF, "--delay", "3d", "--max-files-per-trigger", "1", "--master", "local[2]", "--partitions", "2"),
    # For little data, compiling and planning anew costs more than it saves.
    *("--conf", "spark.sql.codegen.wholeStage=false", "--conf", "spark.sql.adaptive.enabled=false"),
    *("--conf", "spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
]
FILES: Final = ("profiles.jsonl", "ledger.jsonl", "actions.jsonl", "failures.jsonl", "rejects.jsonl")
PATIENCE: Final = 300
"""Seconds that a start of the stream may take until it writes something."""


@dataclass(frozen=True, slots=True)
class Survived:
    """What was seen: kills that hit a stream at work, batches that the output has, rows that timers alone brought."""

    kills: int
    batches: int
    from_timers: int
    left_over: int
    """Files in the output folder that no batch committed."""


def write_history(folder: Path, events: int, files: int) -> list[str]:
    """Rules, profiles and files of events, some of them twice, some late, some broken; gives the files in their order."""
    (folder / "rules.lsdsl").write_text(RULES, encoding="utf-8")
    (folder / "leads.csv").write_text("id\n" + "".join(f"P{number}\n" for number in range(0, 120, 2)), encoding="utf-8")
    (folder / "inbox").mkdir()
    lines = []
    for number in range(events):
        own = number - (number % 40 == 39)
        day = max(1, 1 + number * 90 // events - 2 * (number % 50 == 49))
        moment = f"2026-{1 + (day - 1) // 28:02}-{1 + (day - 1) % 28:02}T{number % 24 if number % 50 != 49 else 0:02}:00:00Z"
        event = {"id": f"e{own}", "type": "visit", "profile": f"P{own * 7 % 101}", "time": moment, "data": {"path": "/"}}
        lines.append(json.dumps(event) + "\n")
        if number % 100 == 50:
            lines.append("no event\n")
    names = []
    for part in range(files):
        file = folder / "inbox" / f"{part:04}.jsonl"
        file.write_text("".join(lines[part * len(lines) // files : (part + 1) * len(lines) // files]), encoding="utf-8")
        os.utime(file, (1_700_000_000 + part, 1_700_000_000 + part))
        names.append(f"inbox/{file.name}")
    return names


def run(folder: Path, *arguments: str) -> None:
    """Run lsdsl to its end; stop when it cannot run."""
    done = subprocess.run([*LSDSL, *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(arguments)}: {done.stderr}")


def offsets(folder: Path) -> int:
    """How many batches were begun."""
    return sum(path.name.isdecimal() for path in (folder / "state" / "spark" / "offsets").glob("*"))


def killed_once(folder: Path, chance: random.Random) -> bool:
    """Start the stream and kill it with all its processes some time after it has begun a batch; whether it was still at work."""
    before = offsets(folder)
    with (
        (folder / "told").open("wb") as told,
        subprocess.Popen(  # noqa: S603 - the program itself
            [*LSDSL, *STREAM], cwd=folder, env=ENVIRONMENT, stdout=told, stderr=told, start_new_session=True
        ) as process,
    ):
        began = time.monotonic()
        while process.poll() is None and offsets(folder) == before and time.monotonic() < began + PATIENCE:
            time.sleep(0.05)
        # A batch or two, however fast the machine is: starting takes as long as several of them.
        wait_for(process, chance.uniform(0, (time.monotonic() - began) / 4))
        if process.poll() is not None:
            return False
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return True


def wait_for(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    """Wait until the process ends, but no longer."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def survive(folder: Path, *, kills: int, events: int, files: int, seed: int) -> Survived:
    """Kill a stream so often, let it end, and stop when what it wrote differs from a local run."""
    names = write_history(folder, events, files)
    chance, done = random.Random(seed), 0
    while done < kills:
        if not killed_once(folder, chance):
            raise SystemExit(f"the stream ended after {done} kills; give it more --files:\n{(folder / 'told').read_text()}")
        done += 1
    run(folder, *STREAM)
    run(folder, "spark", "collect", "rules.lsdsl", "--from", "scored", "--out", "collected")
    inputs = [option for name in names for option in ("--events", name)]
    run(folder, "run", "rules.lsdsl", "--profiles", "leads.csv", *inputs, "--as-of", AS_OF, "--out", "local")
    for name in FILES:
        if (folder / "collected" / name).read_bytes() != (folder / "local" / name).read_bytes():
            raise SystemExit(f"{name} is not what a local run gives")
    return seen(folder, done)


def seen(folder: Path, kills: int) -> Survived:
    """Look at the output itself."""
    files = committed(folder / "scored")
    rows = list(rows_in(files, "kind", "profile", "version", "counts"))
    by_timers = {(profile, version) for kind, profile, version, counts in rows if kind == "profiles" and counts == "{}"}
    entries = sum(kind == "ledger" and (profile, version) in by_timers for kind, profile, version, _ in rows)
    present = sum(1 for _ in (folder / "scored").glob("*.parquet"))
    return Survived(kills, offsets(folder), entries, present - len(files))


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--events", type=int, default=2_000)
    parser.add_argument("--files", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        found = survive(Path(name), kills=given.kills, events=given.events, files=given.files, seed=given.seed)
    print(f"{found.kills} kills, {found.batches} batches: the five files are byte for byte those of a local run")
    print(f"{found.from_timers:,} ledger entries came from timers alone; {found.left_over} files of killed batches do not count")
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
