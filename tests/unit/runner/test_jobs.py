"""``--jobs``: several processes give what one gives, byte for byte, and none of them is left when the run ends."""

import json
import os
import random
import signal
import subprocess
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from lsdsl.records.outputs import OUTPUT_FILES
from tests.unit.cli.program import run, start

EXAMPLES = Path(__file__).parents[3] / "examples"

RULES = """\
profile:
    country  text
    visits  number
    note  text

event visit:
    path  text
    seconds  number
    on_phone  boolean
    plan  choice("free", "pro")
    until  datetime
event purchase:
    amount  number
event silence:
    ticket  text

score web:
    range cold  grey
    range warm  from 20  orange
    +5  on each visit where path starts with "/pricing", at most 4 times per 7 days
    +(seconds / 7)  on each visit where seconds > 20, expires after 10 days
    +(100 / visits)  on each purchase
    +(amount)  on latest purchase, expires after 3 days

score plain:
    +2  on each visit
    +3.5  on each visit where plan is "pro"
    -1  on each silence

followup warm_lead:
    when web is warm
    again when web < 5
    limit 3 per 2 days overall
    do notify "warm"
    wait 2 days
    set note to "called"
    do notify "called"

followup thanks:
    on purchase
    limit 1 per 1 day
    wait 1 hour
    do send_email "thanks", to: country
"""


def generated(chance: random.Random, number: int) -> list[str]:
    """Lines of events, of which some are late, repeated, of unknown types, with unknown names, or no events at all."""
    lines = []
    for index in range(number):
        moment = 1_767_225_600 + index * 600 - (chance.randrange(90_000) if chance.random() < 0.1 else 0)
        event: dict[str, Any] = {
            "id": f"e{chance.randrange(number) if chance.random() < 0.05 else index}",
            "type": chance.choice(["visit", "visit", "visit", "purchase", "silence", "visitt"]),
            "profile": chance.choice([f"p{chance.randrange(60)}", f"P\u00e9 {chance.randrange(9)}", chance.randrange(9)]),
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment)),
        }
        event["data"] = {
            "visit": {
                "path": chance.choice(["/pricing", "/pricing/eu", "/", 7, None]),
                "seconds": chance.choice([3, 30, 4.5, 40.0, "12", "1,5"]),
                "on_phone": chance.choice([True, "no"]),
                "plan": chance.choice(["free", "pro", "", "other"]) if chance.random() < 0.3 else "pro",
                "until": chance.choice(["2026-02-01", "2026-02-01T09:00Z", ""]),
            },
            "purchase": {"amount": chance.choice([1, 20, 0.25])},
        }.get(event["type"], {f"unknown {chance.randrange(150)}": 1})
        if chance.random() < 0.05:
            event[f"extra{chance.randrange(5)}"] = 1
        if chance.random() < 0.02:
            del event[chance.choice(["id", "profile", "time", "type"])]
        lines.append(json.dumps(event, ensure_ascii=chance.random() < 0.5) if chance.random() > 0.02 else "no event {")
    return lines


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def results(jobs: int, *arguments: str) -> dict[str, bytes]:
    """What is in the output files and what is said, without how long it took."""
    result = run("run", *arguments, "--jobs", str(jobs), "--out", "out")
    assert result.exit_code in (0, 1), result.output
    found = {name: Path("out", name).read_bytes() for name in OUTPUT_FILES}
    summary = json.loads(found["summary.json"])
    del summary["seconds"]
    return {**found, "summary.json": json.dumps(summary).encode(), "said": said_of(result.stderr).encode()}


def said_of(text: str) -> str:
    """What is said, without how long it took and how many processes did it."""
    lines = (line for line in text.splitlines() if "is done by one process" not in line)
    return "\n".join(line.rpartition(", ")[0] if line.endswith(" s") else line for line in lines)


def test_jobs_give_the_same_bytes_for_the_examples() -> None:
    """All files, and all that is said, whatever the number of processes."""
    for example in sorted(path.parent for path in EXAMPLES.glob("*/data")):
        data = sorted((example / "data").iterdir())
        given = [part for path in data for part in ("--events" if "event" in path.name else "--profiles", str(path))]
        once = results(1, str(example / "rules"), *given)
        assert once["profiles.jsonl"]
        for jobs in (2, 3):
            assert results(jobs, str(example / "rules"), *given) == once, (example.name, jobs)


def test_jobs_give_the_same_bytes_for_bad_and_unordered_input() -> None:
    """Rejects of all kinds, repeats, late events, unknown names and types, failures, waits, and what overall limits hold back."""
    Path("rules.lsdsl").write_text(RULES, encoding="utf-8")
    lines = generated(random.Random(4), 3_000)  # noqa: S311 - no secret
    Path("a.jsonl").write_text("\n".join(lines[:2_000]), encoding="utf-8")
    Path("b.ndjson").write_text("\r\n".join(["", *lines[2_000:]]), encoding="utf-8")
    records = [f"p{number};{'NL' if number % 2 else ''};{number % 4};{number}" for number in range(50)]
    Path("leads.csv").write_text("\n".join(["id;country;visits;colour", *records, "p7", ";NL;1;x"]), encoding="utf-8")
    Path("more.json").write_text(
        '[{"id": 4, "country": "BE", "web": 3}, {"country": "BE"}, {"id": "p2", "visits": "x"}]', encoding="utf-8"
    )
    given = [
        "rules.lsdsl",
        *("-p", "leads.csv"),
        *("-p", "more.json"),
        *("-e", "a.jsonl"),
        *("-e", "b.ndjson"),
        *("-e", "a.jsonl"),
    ]
    for more in ([], ["--late", "reject", "--as-of", "2026-01-20"]):
        once = results(1, *given, *more)
        summary = json.loads(once["summary.json"])
        assert all(once.values())
        counts = ("rejects", "duplicates", "late", "failures", "refused", "actions", "processed")
        assert all(summary[name] for name in counts if not (more and name == "late"))
        entries = [json.loads(line) for line in once["ledger.jsonl"].splitlines()]
        keys = [(datetime.fromisoformat(entry["time"]), entry["profile"]) for entry in entries]
        assert keys == sorted(keys)
        for jobs in (2, 3):
            assert results(jobs, *given, *more) == once


def test_jobs_show_the_same_table() -> None:
    """The best profiles of all processes, with their reasons and actions."""
    Path("rules.lsdsl").write_text(RULES, encoding="utf-8")
    Path("events.jsonl").write_text("\n".join(generated(random.Random(2), 800)), encoding="utf-8")  # noqa: S311 - no secret
    shown = [run("run", "rules.lsdsl", "-e", "events.jsonl", "--top", "7", "--jobs", str(jobs)) for jobs in (1, 2, 3)]
    assert "asked for" in shown[0].stdout
    assert "(--top " in shown[0].stdout
    assert {one.stdout for one in shown} == {shown[0].stdout}
    assert {said_of(one.stderr) for one in shown} == {said_of(shown[0].stderr)}


def test_what_cannot_be_shared_is_said() -> None:
    """Standard input and ``--on-error stop`` are done by one process, and a notice says why."""
    Path("rules.lsdsl").write_text(RULES, encoding="utf-8")
    line = '{"id": "1", "type": "visit", "profile": "p", "time": "2026-01-01", "data": {}}\n'
    Path("events.jsonl").write_text(line, encoding="utf-8")
    result = run("run", "rules.lsdsl", "-e", "-", "-j", "2", stdin=line)
    assert result.exit_code == 0
    assert "--jobs 2 is done by one process: standard input can be read only once\n" in result.stderr
    result = run("run", "rules.lsdsl", "-e", "events.jsonl", "-j", "2", "--on-error", "stop")
    assert "--jobs 2 is done by one process: --on-error stop needs the order of all records\n" in result.stderr
    assert "done by one" not in run("run", "rules.lsdsl", "-e", "events.jsonl", "-j", "2").stderr


def test_an_input_that_is_not_there_is_one_error() -> None:
    """The error of all processes is said once, with exit code 2, and nothing is written."""
    Path("rules.lsdsl").write_text(RULES, encoding="utf-8")
    result = run("run", "rules.lsdsl", "-e", "nothing.jsonl", "-j", "3", "--out", "out")
    assert result.exit_code == 2
    assert result.stderr == "error: nothing.jsonl: no such file or directory\n"
    assert os.listdir() == ["rules.lsdsl"]  # noqa: PTH208 - hidden ones too


def children_of(process: int) -> list[int]:
    """The process ids of the children that run."""
    found = Path(f"/proc/{process}/task/{process}/children")
    return [int(one) for one in found.read_text(encoding="utf-8").split()] if found.exists() else []


def is_there(process: int) -> bool:
    """Whether a process runs."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def begun() -> tuple[subprocess.Popen[bytes], list[int]]:
    """A long run of two children, into a folder that has something already."""
    Path("rules.lsdsl").write_text(RULES, encoding="utf-8")
    Path("events.jsonl").write_text("\n".join(generated(random.Random(1), 2_000) * 60), encoding="utf-8")  # noqa: S311 - no secret
    Path("out").mkdir()
    Path("out/ledger.jsonl").write_text("old", encoding="utf-8")
    process = start("run", "rules.lsdsl", "-e", "events.jsonl", "-j", "2", "--out", "out")
    deadline = time.monotonic() + 60
    while len(children := children_of(process.pid)) < 2:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.2)
    return process, children


def all_is_as_it_was(children: list[int]) -> bool:
    """Whether the children are gone, and the folder is the old one."""
    deadline = time.monotonic() + 60
    while any(is_there(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    names = sorted(path.name for path in Path().iterdir())
    left = [name for name in names if name not in {"events.jsonl", "out", "rules.lsdsl"}]
    return not any(is_there(child) for child in children) and not left and Path("out/ledger.jsonl").read_bytes() == b"old"


def test_ctrl_c_ends_all_processes() -> None:
    """The terminal interrupts parent and children; one line is said, no process and no file is left."""
    process, children = begun()
    for one in (*children, process.pid):
        os.kill(one, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == b"interrupted; out is as it was\n"
    assert all_is_as_it_was(children)


def test_a_process_that_dies_is_an_error() -> None:
    """The run ends with exit code 2 and says how the process ended; the old output stays."""
    process, children = begun()
    os.kill(children[1], signal.SIGKILL)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said.startswith(b"error: one of the 2 processes of the run was ended by signal 9; perhaps there was not enough memory")
    assert all_is_as_it_was(children)


def test_children_end_when_their_parent_is_killed() -> None:
    """Nothing goes on when nobody waits for it."""
    process, children = begun()
    process.kill()
    process.communicate(timeout=60)
    deadline = time.monotonic() + 60
    while any(is_there(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(is_there(child) for child in children)
