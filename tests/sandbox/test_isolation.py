"""Worker mode: results as in-process byte for byte, and a child that can do nothing and is not believed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lsdsl
from lsdsl.isolation import child, wire
from lsdsl.isolation.answers import LieError, answer_of
from lsdsl.isolation.confine import SECCOMP
from lsdsl.isolation.pool import ENDED, LIED, Limits, Pool, setup_of
from lsdsl.isolation.requests import Job, needs_of, request_of
from lsdsl.isolation.steps import Isolation
from lsdsl.isolation.task import IsolationError
from lsdsl.runner.batch import RunOptions
from lsdsl.runner.folder import run_to_folder
from lsdsl.script import Box, BoxError, BoxResult, check_boxes
from tests.sandbox.boxes import DATA, View, model, rules

ROOT = Path(__file__).resolve().parents[2]
QUICK = Limits(patience=1.0, each=0.0)
PATHS = ["/a", "/big", "/zero", "Ünï ✓", ""]
COUNT = "profile.fields.visits = (profile.fields.visits or 0) + 1"
ENDLESS_LOOP = """\
if event.path == '/big':
    for i in range(1000):
        for j in range(1000):
            profile.fields.leadscore = i"""

LINES = [
    "profile.fields.visits = (profile.fields.visits or 0) + 1",
    "profile.fields.country = str(event.path)",
    "profile.fields.country = f'{profile.id} {event.type} {profile.fields.status}'",
    "profile.fields.leadscore += 2.5",
    "profile.fields.leadscore = 7 / len(str(event.path or ''))",
    "profile.fields.status = 'old' if profile.fields.leadscore > 3 else 'new'",
    "profile.fields.joined = now",
    "profile.fields.birth = profile.fields.founded",
    "profile.fields.active = 'vip' in profile.tags",
    "profile.fields.langs = str(event.path or 'x').split('/')",
    "award('engagement', event.size or 1)",
    "add_tag('vip')",
    "add_tag(str(event.path or 'none'))",
    "remove_tag('vip')",
    "do('greet', name='hi', times=profile.fields.visits)",
    "profile.fields.visits = sum([o.amount for o in collections.orders if o.amount])",
    "profile.fields.visits = len(profile.tags) + days_between(profile.created, now)",
    "if event.path == '/zero':\n    profile.fields.leadscore = 1 % (profile.fields.leadscore - profile.fields.leadscore)",
    ENDLESS_LOOP,
    "if scores.total and scores.total > 20:\n    profile.fields.country = 'hot'",
    "x = event.path\nif event.size:\n    x = event.size\nprofile.fields.country = x",
]
TRIGGERS = ["on visit", "when engagement >= 10", "when engagement changes"]


def chance_of(seed: int) -> random.Random:
    """The same chance in every run."""
    return random.Random(seed)  # noqa: S311 - tests need no secrets


def checked(script: str) -> tuple[Any, Box]:
    """The model and the only box of a script."""
    whole = model(rules(script))
    boxes, _ = check_boxes(whole)
    (made,) = boxes.values()
    return whole, made


def outcome(run: Any) -> object:
    """What a run gives, with the types of all values."""
    try:
        result = run()
    except BoxError as error:
        result = error
    if isinstance(result, BoxError):
        return repr((result.kind, result.message, result.span, result.values, result.fuel))
    return repr(result)


def jobs_of(made: Box, paths: list[str]) -> list[Job]:
    """Runs of a box for events with these paths."""
    needs = needs_of(0, made)
    return [Job(made, request_of(needs, View(data={"path": path}), 1000), 1000) for path in paths]


def alive(process: int) -> bool:
    """Whether a process runs (and is no zombie)."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    return False


def eventually_dead(process: int) -> bool:
    """Whether a process ends within seconds."""
    end = time.monotonic() + 60
    while alive(process) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(process)


@pytest.fixture(scope="module")
def sabotaged() -> Iterator[tuple[Pool, Box]]:
    """A pool whose children misbehave when they are told to."""
    whole, made = checked("profile.fields.country = event.path")
    pool = Pool(whole, {made.span: made}, limits=QUICK, module="tests.sandbox.sabotaged_child")
    yield pool, made
    pool.close()


# --- the same results ---------------------------------------------------------------------------------------------------

VALUES = {
    "country": st.none() | st.text(max_size=30) | st.just("\ud800") | st.just("x" * 5000),
    "leadscore": st.none() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False),
    "visits": st.none() | st.integers(-(2**63), 2**63 - 1) | st.floats(-1e300, 1e300),
    "langs": st.lists(st.text(max_size=3), max_size=4, unique=True).map(tuple),
    "joined": st.none() | st.integers(-(2**61), 2**61),
}
VIEWS = st.builds(
    View,
    fields=st.fixed_dictionaries({}, optional=VALUES),
    identifier=st.text(min_size=1, max_size=5),
    tags=st.lists(st.sampled_from(["vip", "a", "é"]), unique=True).map(tuple) | st.just(("a",) * 1001),
    data=st.fixed_dictionaries(
        {}, optional={"path": st.sampled_from(PATHS) | st.text(), "size": st.integers(0, 9) | st.floats(0, 1)}
    ),
    scores=st.fixed_dictionaries({"total": st.none() | st.integers(0, 99) | st.floats(0, 1e20), "engagement": st.just(3)}),
    collections=st.sampled_from([{}, {"orders": ({"amount": 5, "shop": "a"}, {"amount": 7.5}, {})}, {"orders": ({},) * 1001}]),
)


@settings(max_examples=200)
@given(
    lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=6, unique=True), view=VIEWS, fuel=st.sampled_from([20_000, 300])
)
def test_a_run_that_travels_gives_what_a_run_here_gives(lines: list[str], view: View, fuel: int) -> None:
    """Request, child and answer together change nothing: not a value, not a type, not a word of an error."""
    whole, here = checked("\n".join(lines))
    there = child.boxes_of(wire.decode_setup(setup_of(whole, {here.span: here})[wire.LENGTH :]))
    request = request_of(needs_of(0, here), view, fuel)
    answer = child.answer(there, request)
    assert outcome(lambda: answer_of(answer, here, whole, fuel)) == outcome(lambda: here.run(view, fuel))


def random_rules(chance: random.Random) -> str:
    """A ruleset with a few boxes, some of which wait or trigger each other."""
    followups = []
    for number in range(chance.randint(1, 4)):
        trigger = chance.choice(TRIGGERS)
        lines = [one for one in chance.sample(LINES, chance.randint(1, 5)) if trigger == "on visit" or "event." not in one]
        text = "".join(f"        {line}\n" for one in lines or [COUNT] for line in one.split("\n"))
        wait = "    wait 2 hours\n" if chance.random() < 0.3 else ""
        again = f"    script:\n        {COUNT}\n" if chance.random() < 0.3 else ""
        followups.append(f"followup f{number}:\n    {trigger}\n{wait}    script:\n{text}{again}")
    return DATA + "\n".join(followups)


def random_events(chance: random.Random, count: int) -> list[dict[str, Any]]:
    """Events of a few profiles, with repeats, late ones, wrong ones and removed profiles."""
    made = []
    for number in range(count):
        kind = chance.choices(["visit", "click", "orders.created", "profile.removed", "nothing"], [70, 10, 10, 1, 1])[0]
        moment = number * 300 - (chance.randrange(5000) if chance.random() < 0.05 else 0)
        when = f"2026-01-{1 + moment // 86400 % 28:02}T{moment // 3600 % 24:02}:{moment // 60 % 60:02}:00Z"
        data: dict[str, Any] = {"path": chance.choice(PATHS), "size": chance.randrange(9)} if kind == "visit" else {}
        if kind == "orders.created":
            data = {"id": f"o{number}", "amount": chance.randrange(99)}
        name = number - 1 if chance.random() < 0.02 else number
        made.append({"id": f"e{name}", "type": kind, "profile": f"p{chance.randrange(12)}", "time": when, "data": data})
    return made


def written(folder: Path) -> dict[str, bytes]:
    """The files of a run, without the time that it took."""
    files = {one.name: one.read_bytes() for one in sorted(folder.iterdir())}
    summary = json.loads(files["summary.json"])
    files["summary.json"] = json.dumps({name: value for name, value in summary.items() if name != "seconds"}).encode()
    return files


@pytest.mark.parametrize("seed", range(6))
def test_a_run_gives_the_same_files_with_and_without_isolation(seed: int, tmp_path: Path) -> None:
    """Ledger, profiles, actions, failures, rejects and summary are equal byte for byte, whatever the options."""
    chance = chance_of(seed)
    (tmp_path / "rules.lsdsl").write_text(random_rules(chance), encoding="utf-8")
    lines = [json.dumps(one) + "\n" for one in random_events(chance, 500)]
    (tmp_path / "events.jsonl").write_text("".join(lines) + ("{\n" if seed == 3 else ""), encoding="utf-8")
    ruleset = lsdsl.load(tmp_path / "rules.lsdsl")
    found = []
    for isolate in (False, True):
        options = RunOptions(
            events=(str(tmp_path / "events.jsonl"),),
            isolate=isolate,
            late="reject" if seed % 3 == 1 else "accept",
            on_error="stop" if seed == 5 else "continue",
        )
        run_to_folder(ruleset, options, tmp_path / f"out-{isolate}")
        found.append(written(tmp_path / f"out-{isolate}"))
    assert found[0] == found[1]
    assert found[0]["profiles.jsonl"]


def test_a_box_is_switched_off_after_the_same_event(tmp_path: Path) -> None:
    """The circuit breaker acts in the middle of a batch: what was done too early is taken back and done again."""
    (tmp_path / "rules.lsdsl").write_text(rules(f"{COUNT}\n{ENDLESS_LOOP}"), encoding="utf-8")
    events = random_events(chance_of(7), 300)
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(one) + "\n" for one in events), encoding="utf-8")
    ruleset = lsdsl.load(tmp_path / "rules.lsdsl")
    for name, isolate in (("here", False), ("there", True)):
        options = RunOptions(events=(str(tmp_path / "events.jsonl"),), isolate=isolate)
        summary, _ = run_to_folder(ruleset, options, tmp_path / name)
        assert len(summary.boxes_switched_off) == 1
    assert written(tmp_path / "here") == written(tmp_path / "there")


@pytest.mark.parametrize("seed", range(20, 22))
def test_an_engine_gives_the_same_with_and_without_isolation(seed: int, tmp_path: Path) -> None:
    """Events one by one: results, what passing time does, and the bytes of all states are equal."""
    chance = chance_of(seed)
    (tmp_path / "rules.lsdsl").write_text(random_rules(chance), encoding="utf-8")
    ruleset, events = lsdsl.load(tmp_path / "rules.lsdsl"), random_events(chance, 150)
    found = []
    for isolation in (None, "process"):
        with lsdsl.Engine(ruleset, isolation=isolation) as engine:
            results = [repr(engine.process(event)) for event in events]
            results.append(repr(engine.advance("2026-03-01")))
            found.append((results, [engine.dump(one.id) for one in engine.profiles()]))
    assert found[0] == found[1]


def test_the_command_line_isolates(tmp_path: Path) -> None:
    """``lsdsl run --isolate --out`` writes what ``lsdsl run --out`` writes."""
    (tmp_path / "rules.lsdsl").write_text(rules(COUNT), encoding="utf-8")
    events = [one for one in random_events(chance_of(1), 300) if one["type"] == "visit"]
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(one) + "\n" for one in events), encoding="utf-8")
    for options in (["--out", "here"], ["--out", "there", "--isolate"]):
        command = [
            sys.executable,
            "-c",
            "from lsdsl.cli import main; main()",
            "run",
            "rules.lsdsl",
            "-e",
            "events.jsonl",
            *options,
        ]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": _path()})
        assert done.returncode == 0, done.stderr
    assert written(tmp_path / "here") == written(tmp_path / "there")


def test_several_children_share_a_batch() -> None:
    """With more workers the answers still come in the order of the runs."""
    whole, made = checked("profile.fields.country = event.path")
    pool = Pool(whole, {made.span: made}, workers=2)
    try:
        answers = pool.run(jobs_of(made, [f"/{number}" for number in range(51)]))
        assert len(pool.processes) == 2
    finally:
        pool.close()
    assert [one.writes["country"] for one in answers if isinstance(one, BoxResult)] == [f"/{number}" for number in range(51)]


# --- a child that misbehaves --------------------------------------------------------------------------------------------


CULPRITS = {
    "/hang": ("budget", ENDED),
    "/crash": ("budget", ENDED),
    "/bloat": ("budget", ENDED),
    "/flood": ("budget", ENDED),
    "/lie": ("fault", LIED),
    "/noise": ("fault", LIED),
}


def test_the_culprits_of_a_batch_are_found(sabotaged: tuple[Pool, Box]) -> None:
    """A run that hangs, crashes, takes all memory or lies fails alone; the others of its batch go on in another child."""
    pool, made = sabotaged
    pool.run(jobs_of(made, ["/0"]))
    first = pool.processes
    answers = pool.run(jobs_of(made, ["/1", *CULPRITS, "/2"]))
    for bad, (kind, message) in zip(answers[1:-1], CULPRITS.values(), strict=True):
        assert isinstance(bad, BoxError)
        assert (bad.kind, bad.message, bad.span, bad.values, bad.fuel) == (kind, message, made.span, (), 1000)
    good = [one.writes for one in (answers[0], answers[-1]) if isinstance(one, BoxResult)]
    assert good == [{"country": "/1"}, {"country": "/2"}]
    assert not any(Path(f"/proc/{one}").exists() for one in first)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_child_that_somebody_ends_is_replaced(sabotaged: tuple[Pool, Box], how: signal.Signals) -> None:
    """A child that dies or stands still without a culprit costs time only: all runs are done."""
    pool, made = sabotaged
    pool.run(jobs_of(made, ["/1"]))
    (process,) = pool.processes
    os.kill(process, how)
    answers = pool.run(jobs_of(made, ["/1", "/2"]))
    assert [one.writes for one in answers if isinstance(one, BoxResult)] == [{"country": "/1"}, {"country": "/2"}]
    assert pool.processes != (process,)
    assert not Path(f"/proc/{process}").exists()


def test_a_box_that_breaks_its_child_fails_its_run_only(tmp_path: Path) -> None:
    """In a run over files the event of the culprit has a failure (LS860), and all other events happen."""
    (tmp_path / "rules.lsdsl").write_text(rules("profile.fields.country = event.path"), encoding="utf-8")
    ruleset = lsdsl.load(tmp_path / "rules.lsdsl")
    engine = lsdsl.Engine(ruleset)
    pool = Pool(ruleset.model, ruleset.boxes, limits=QUICK, module="tests.sandbox.sabotaged_child")
    with Isolation(ruleset.model, ruleset.boxes, pool=pool) as isolation:
        engine._profiles.isolation = isolation
        for number, path in enumerate(["/a", "/crash", "/b"]):
            event = {"id": f"e{number}", "type": "visit", "profile": "p", "time": f"2026-01-01T00:0{number}:00Z"}
            result = engine.process({**event, "data": {"path": path}})
            assert [one.code for one in result.failures] == (["LS860"] if path == "/crash" else [])
        assert engine.profile("p").fields["country"] == "/b"


def test_no_child_is_no_silent_failure() -> None:
    """Where no child can be started, that is an error, also in the middle of a step."""
    whole, made = checked(COUNT)
    pool = Pool(whole, {made.span: made}, limits=QUICK, module="tests.sandbox.no_such_module")
    with pytest.raises(IsolationError):
        pool.run(jobs_of(made, ["/1"]))
    assert pool.processes == ()


# --- answers that lie ---------------------------------------------------------------------------------------------------

FORGED = [
    '["done",{"email":"x"},[],0]',
    '["done",{"visits":"x"},[],0]',
    '["done",{"visits":true},[],0]',
    '["done",{"visits":9223372036854775808},[],0]',
    '["done",{"visits":1e999},[],0]',
    '["done",{"visits":NaN},[],0]',
    '["done",{"visits":[]},[],0]',
    '["done",{"visits":{"wide":"wide","kind":"int","value":"5"}},[],0]',
    '["done",{"leadscore":null},[],0]',
    '["done",{"status":"other"},[],0]',
    '["done",{"active":1},[],0]',
    '["done",{"birth":1},[],0]',
    '["done",{"joined":9000000000000000000},[],0]',
    '["done",{"langs":["a","a"]},[],0]',
    '["done",{"langs":[1]},[],0]',
    '["done",{"langs":"a"},[],0]',
    '["done",{"country":"%s"},[],0]' % ("x" * 4097),
    '["done",{"country":"\\ud800"},[],0]',
    '["done",{},[],-1]',
    '["done",{},[],20001]',
    '["done",{},[],0.5]',
    '["done",{},[["award",700,701,"total",1]],0]',
    '["done",{},[["award",0,1,"engagement",1]],0]',
    '["done",{},[["award",701,700,"engagement",1]],0]',
    '["done",{},[["award",700,99999999,"engagement",1]],0]',
    '["done",{},[["tag",700,701,"other",true]],0]',
    '["done",{},[["tag",700,701,"vip",false]],0]',
    '["done",{},[["do",700,701,"send_email",[],0]],0]',
    '["done",{},[["do",700,701,"greet",[],0]],0]',
    '["done",{},[["do",700,701,"greet",[["name","a"],["name","b"]],0]],0]',
    '["done",{},[["do",700,701,"greet",[["name",1]],0]],0]',
    '["done",{},[["do",700,701,"greet",[["name","a"],["times","b"]],0]],0]',
    '["done",{},[["do",700,701,"greet",[["name","a"],["to","b"]],0]],0]',
    '["done",{},[["do",700,701,"greet",[["name","a"]],-1]],0]',
    '["done",{},[' + ",".join(['["tag",700,701,"vip",true]'] * 1001) + "],0]",
    '["failed","other","m",700,701,[],0]',
    '["failed","value","%s",700,701,[],0]' % ("m" * 201),
    '["failed","value","a\\nb",700,701,[],0]',
    '["failed","value","m",0,1,[],0]',
    '["failed","value","m",700,701,[["os.environ","x"]],0]',
    '["failed","value","m",700,701,[["profile.fields.visits","%s"]],0]' % ("x" * 201),
    '["failed","value","m",700,701,[["profile.fields.visits",{"wide":"wide","kind":"int","value":"%s"}]],0]' % ("9" * 1001),
    '["failed","value","m",700,701,[["profile.fields.visits",{"wide":"wide","kind":"text","value":"zz"}]],0]',
    '["other"]',
    "{}",
    "[" * 100_000,
    "",
    '["done",{},[],0] ',
    '["done",{"country":"%s"},[],0]' % ("x" * 5_000_000),
]
ALL = """\
profile.fields.visits = 1
profile.fields.leadscore = 1
profile.fields.status = 'old'
profile.fields.active = True
profile.fields.birth = profile.fields.founded
profile.fields.joined = now
profile.fields.langs = ['a']
profile.fields.country = 'NL'
award('engagement', profile.fields.visits)
add_tag('vip')
do('greet', name='hi', times=3)"""


@pytest.mark.parametrize("answer", FORGED, ids=lambda one: one[:60])
def test_an_answer_that_the_box_cannot_give_is_refused(answer: str) -> None:
    """Names, types, sizes, places, counts and fuel of an answer are held against the box and the ruleset."""
    whole, made = checked(ALL)
    offset = made.span.start - 700
    placed = answer.replace("700,701", f"{700 + offset},{701 + offset}").replace("701,700", f"{701 + offset},{700 + offset}")
    if answer == '["done",{},[],0] ':
        assert answer_of(placed.encode(), made, whole, 20_000) == BoxResult({}, (), 0)
        return
    with pytest.raises(LieError):
        answer_of(placed.encode(), made, whole, 20_000)


@settings(max_examples=100)
@given(data=st.binary(max_size=200), place=st.integers(0, 400), cut=st.integers(0, 400))
def test_any_bytes_are_an_answer_or_a_lie(data: bytes, place: int, cut: int) -> None:
    """An answer with any bytes put into it is read or refused, and never anything else."""
    whole, made = checked(COUNT)
    good = child.answer([made], request_of(needs_of(0, made), View(), 100))
    with suppress(LieError):
        answer_of(good[:place] + data + good[cut:], made, whole, 100)


def test_frames_that_do_not_add_up_are_refused() -> None:
    """A part that is longer than its frame is an error, not a read beyond it."""
    body = wire.frame(b"a", b"", b"bc")[wire.LENGTH :]
    assert wire.parts(body) == [b"a", b"", b"bc"]
    for cut in range(1, len(body)):
        with suppress(ValueError):
            assert b"".join(wire.parts(body[:cut])) in (b"", b"a")
    with pytest.raises(ValueError, match="cut off"):
        wire.parts(b"\xff\xff\xff\xff")


# --- what a child may do ------------------------------------------------------------------------------------------------


def test_only_named_values_travel() -> None:
    """A request holds the values that the box names; the profile's id and its other fields stay here."""
    _, made = checked("profile.fields.visits = event.size")
    view = View(
        fields={"visits": 1, "email": "secret"}, identifier="secret", data={"size": 2, "path": "secret"}, tags=("secret",)
    )
    assert b"secret" not in request_of(needs_of(0, made), view, 10)


@pytest.mark.skipif(sys.platform != "linux", reason="limits are read from /proc")
def test_a_child_has_limits_and_nothing_else(sabotaged: tuple[Pool, Box]) -> None:
    """Limits are set, the environment is empty, two pipes and /dev/null are open, and no privileges are left."""
    pool, made = sabotaged
    pool.run(jobs_of(made, ["/1"]))
    place = Path(f"/proc/{pool.processes[0]}")
    limits = {line[:26].strip(): line[26:].split()[:2] for line in (place / "limits").read_text().splitlines()[1:]}
    wanted = {"cpu time": 600, "file size": 0, "core file size": 0, "processes": 0, "open files": 3, "address space": 512 << 20}
    assert {name: limits[f"Max {name}"] for name in wanted} == {name: [str(most)] * 2 for name, most in wanted.items()}
    assert (place / "environ").read_bytes() == b""
    assert sorted(one.name for one in (place / "fd").iterdir()) == ["0", "1", "2"]
    status = dict(line.split(":\t") for line in (place / "status").read_text().splitlines())
    assert status["NoNewPrivs"] == "1"
    assert "0" not in status["Uid"].split()
    assert int(status["CapEff"], 16) == 0
    assert status["Seccomp"] == ("0" if SECCOMP is None else "2")


def test_a_child_cannot_open_connect_or_fork(sabotaged: tuple[Pool, Box]) -> None:
    """Code that has broken out of a box finds no files, no sockets, no processes and no environment."""
    pool, made = sabotaged
    (answer,) = pool.run(jobs_of(made, ["/probe"]))
    assert isinstance(answer, BoxError)
    assert answer.message == "could: ; environment: 0"


def test_an_exchange_that_was_broken_off_leaves_no_answer_behind(sabotaged: tuple[Pool, Box]) -> None:
    """After Ctrl-C in the middle of a batch, the next one does not get the answers of the last."""
    pool, made = sabotaged
    pool.run(jobs_of(made, ["/1"]))
    child_process = pool._children[0]
    assert child_process is not None

    def interrupted(*_: object) -> bytes:
        raise KeyboardInterrupt

    child_process._read_frame = interrupted  # type: ignore[assignment,method-assign]
    with pytest.raises(KeyboardInterrupt):
        pool.run(jobs_of(made, ["/1"]))
    (answer,) = pool.run(jobs_of(made, ["/2"]))
    assert isinstance(answer, BoxResult)
    assert answer.writes == {"country": "/2"}


def test_no_zombie_is_left() -> None:
    """After ``close`` nothing of the children is there, not even an entry in the table of processes."""
    whole, made = checked(COUNT)
    pool = Pool(whole, {made.span: made})
    pool.run(jobs_of(made, ["/1"]))
    (process,) = pool.processes
    pool.close()
    assert not Path(f"/proc/{process}").exists()
    assert pool.processes == ()
    pool.close()


def _path() -> str:
    return os.pathsep.join([str(ROOT / "src"), str(ROOT)])


ENDLESS = """
import sys, time, lsdsl
engine = lsdsl.Engine(lsdsl.load(sys.argv[1]), isolation="process")
engine.process({"id": "e", "type": "visit", "profile": "p", "time": "2026-01-01T00:00:00Z", "data": {}})
print(*engine._profiles.isolation.pool.processes, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_children_end_with_their_parent(tmp_path: Path, how: signal.Signals) -> None:
    """Neither Ctrl-C nor a kill of the parent leaves a child behind."""
    (tmp_path / "rules.lsdsl").write_text(rules(COUNT), encoding="utf-8")
    command = [sys.executable, "-c", ENDLESS, str(tmp_path / "rules.lsdsl")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": _path()}
    ) as parent:
        assert parent.stdout is not None
        process = int(parent.stdout.readline())
        assert alive(process)
        parent.send_signal(how)
        parent.wait(60)
        assert eventually_dead(process)


def test_time_that_passes_runs_boxes_there(tmp_path: Path) -> None:
    """Boxes behind a wait run in the child, too, when time alone brings them on."""
    text = f"{DATA}followup box:\n    on visit\n    wait 1 days\n    script:\n        {COUNT}\n"
    (tmp_path / "rules.lsdsl").write_text(text, encoding="utf-8")
    with lsdsl.Engine(lsdsl.load(tmp_path / "rules.lsdsl"), isolation="process") as engine:
        for number in range(20):
            time_of = f"2026-01-01T00:{number:02}:00Z"
            engine.process({"id": f"e{number}", "type": "visit", "profile": "p", "time": time_of, "data": {}})
        assert engine._profiles.isolation is not None
        assert engine._profiles.isolation.pool.processes == ()
        engine.advance("2026-01-03")
        assert len(engine._profiles.isolation.pool.processes) == 1
        assert engine.profile("p").fields["visits"] == 20
        assert engine.advance("2026-01-04").entries == ()
