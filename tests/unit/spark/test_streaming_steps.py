"""What the workers of a stream do, without Spark: files become rows, rows become steps, and the output equals a local run."""

import json
from pathlib import Path
from typing import Final, Literal

import pytest
from hypothesis import given, settings

import lsdsl
from lsdsl.engine.memory import REMEMBERED
from lsdsl.records.moments import moment_text
from lsdsl.records.outputs import OUTPUT_FILES, SUMMARY
from lsdsl.runner.folder import run_to_folder
from lsdsl.runner.options import RunOptions
from lsdsl.runner.packed import pack as ruleset_bytes
from lsdsl.runner.ruleset import Ruleset
from lsdsl.spark.arrivals import CLOCK, EVENTS, TOGETHER, Arriving, Origin
from lsdsl.spark.arrivals import pack as packed
from lsdsl.spark.checkpoint import Checkpoint, StartedWith
from lsdsl.spark.collecting import collect
from lsdsl.spark.problems import SparkError
from lsdsl.spark.sink import LOG, committed
from lsdsl.spark.stepping import Row, Steps
from lsdsl.spark.tally import Tally, tally
from tests.property.running import model_of
from tests.property.stories import Story, stories
from tests.streamed import Streamed

EXAMPLES: Final = sorted(path.parent for path in Path("examples").glob("*/data"))
UNLIKE: Final = {"seconds", "ignored", "hints", "boxes_switched_off"}
"""What the summary of a stream does not tell: it is not asked of every worker."""

RULES: Final = """\
profile:
    company  text

collection orders:
    total  number

event visit:
    weight  number

score heat:
    range cold
    range warm  from 12
    +4               on each visit, at most 3 times per 7 days, expires after 30 days
    +(100 / weight)  on each visit where weight < 5
    +9               on each orders created, loses 50% every 10 days
    -3               for every 14 days without visit

followup later:
    on visit
    limit 5 per 7 days overall
    wait 3 days
    do notify "again", to: "sales@example.org"
"""
DAYS: Final = 120


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A folder with rules, profiles, and files of events: late ones, repeated ones, broken ones and refused ones among them."""
    (tmp_path / "rules.lsdsl").write_text(RULES, encoding="utf-8")
    (tmp_path / "p.csv").write_text("id,company\nP1,Acme\n,Nobody\nP77,Never seen\n", encoding="utf-8")
    lines = []
    for number in range(DAYS * 4):
        own = number - (number % 40 == 39)
        moment = f"2026-{1 + own // 120:02}-{1 + own % 120 // 5:02}T{own % 5:02}:00:00.000{own % 7:03}Z"
        late = f"2026-01-01T00:00:{own % 60:02}Z" if number % 50 == 49 else moment
        kind = "orders.created" if number % 9 == 8 else "orders.removed" if number % 31 == 30 else "visit"
        data = {"id": f"o{number % 27}"} if kind != "visit" else {"weight": number % 8}
        event = {"id": f"e{own}", "type": kind, "profile": f"P{own * 7 % 17}", "time": late, "data": data}
        lines.append(json.dumps(event))
        if number % 60 == 30:
            lines += ["", "no event", json.dumps(event | {"type": "nothing"})]
    for part in range(6):
        share = lines[part * len(lines) // 6 : (part + 1) * len(lines) // 6]
        (tmp_path / f"e{part}.jsonl").write_text("\n".join(share) + "\n", encoding="utf-8")
    return tmp_path


def compare(ruleset: Ruleset, options: RunOptions, streamed: Streamed, folder: Path) -> None:
    """Hold what is collected of a stream against a local run over the same files."""
    streamed.write(folder / "sink")
    collect(ruleset, folder / "sink", folder / "collected", options.as_of)
    run_to_folder(ruleset, options, folder / "local")
    for name in OUTPUT_FILES:
        ours, theirs = (Path(folder, side, name).read_bytes() for side in ("collected", "local"))
        if name == SUMMARY:
            assert _alike(ours) == _alike(theirs)
        else:
            assert ours == theirs, name


def _alike(summary: bytes) -> dict[str, object]:
    return {name: value for name, value in json.loads(summary).items() if name not in UNLIKE}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_streamed_in_pieces_equals_its_run(example: Path, tmp_path: Path) -> None:
    """The data of an example, cut into files, comes out as a local run has it, with what was due in between from timers."""
    ruleset = lsdsl.load(example)
    lines = (example / "data" / "events.jsonl").read_bytes().splitlines(keepends=True)
    files = []
    for part in range(5):
        file = tmp_path / f"{part}.jsonl"
        file.write_bytes(b"".join(lines[part * len(lines) // 5 : (part + 1) * len(lines) // 5]))
        files.append(str(file))
    profiles = (str(example / "data" / "profiles.csv"),)
    streamed = Streamed(ruleset)
    streamed.batch(files[:1], profiles)
    for some in (files[1:3], files[3:], []):
        streamed.batch(some)
    compare(ruleset, RunOptions(profiles, tuple(files)), streamed, tmp_path)


@pytest.mark.parametrize("late", ["accept", "reject"])
def test_rejects_late_events_repeats_and_overall_limits_are_those_of_a_run(
    late: Literal["accept", "reject"], history: Path
) -> None:
    """Whatever is wrong with the input is told with source and line, and limits for all profiles hold, as in a local run.

    An event is late here only for its profile: time passes for all of them no further than the file before.
    """
    ruleset = lsdsl.load(history / "rules.lsdsl")
    files = [str(history / f"e{part}.jsonl") for part in range(6)]
    streamed = Streamed(ruleset, late=late)
    streamed.batch(files, [str(history / "p.csv")])
    streamed.batch([])
    assert streamed.fired
    done = tally_of(streamed, history / "tallied")
    assert (done.files, done.arrived, done.clean) == (7, done.events, False)
    compare(ruleset, RunOptions((str(history / "p.csv"),), tuple(files), late=late), streamed, history)


def tally_of(streamed: Streamed, folder: Path) -> Tally:
    """What the output tells at a glance."""
    streamed.write(folder)
    return tally(committed(folder))


@settings(max_examples=25)
@given(stories(profiles=1))
def test_time_that_passes_before_later_events_changes_nothing(story: Story) -> None:
    """A profile that is looked at whenever something is due gives what one gives that is only looked at when events come."""
    ruleset = Ruleset(model_of(story.ruleset.text), boxes={})
    assert life(ruleset, story, looked_at=True) == life(ruleset, story, looked_at=False)


def life(ruleset: Ruleset, story: Story, *, looked_at: bool) -> tuple[bytes | None, dict[str, list[str | None]]]:
    """The state at the end and the lines that came out, by kind, of the one profile of a story, each event being a batch."""
    steps = Steps(ruleset, REMEMBERED, reject_late=False)
    kept: bytes | None = None
    rows: list[Row] = []
    for number, event in enumerate(story.events):
        item = (number, event.id, event.type, event.time, event.data, number, "raw")
        taken = steps.take(event.profile, kept, [(f"{EVENTS}{number:020d}x\0{number:012d}", packed([item]))])
        rows += taken.rows
        kept = taken.kept
        later = story.events[number + 1 :]
        ahead = min(one.time for one in later) if later else max(one.time for one in story.events)
        due = looked_at and taken.due is not None and taken.due * 1000 <= ahead
        if kept is not None and (due or not later):
            taken = steps.pass_time(event.profile, kept, ahead)
            rows += taken.rows
            kept = taken.kept
    kinds = ("ledger", "actions", "failures", "rejects")
    return kept and kept[8:], {kind: [row.text for row in rows if row.kind == kind] for kind in kinds}


def test_many_events_of_a_profile_stay_in_order(tmp_path: Path) -> None:
    """More events of a profile in a file than go into one row are taken in the order of the file."""
    (tmp_path / "rules.lsdsl").write_text(
        "event visit:\n    n  number\n\nscore heat:\n    +(n)  on each visit\n", encoding="utf-8"
    )
    count = TOGETHER * 2 + 7
    lines = [
        json.dumps({"id": f"e{n}", "type": "visit", "profile": "P1", "time": moment_text(n * 1_000_000), "data": {"n": n}})
        for n in range(count)
    ]
    (tmp_path / "e.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ruleset = lsdsl.load(tmp_path / "rules.lsdsl")
    streamed = Streamed(ruleset)
    streamed.batch([str(tmp_path / "e.jsonl")])
    compare(ruleset, RunOptions(events=(str(tmp_path / "e.jsonl"),)), streamed, tmp_path)
    assert streamed.steps.take("P1", streamed.kept["P1"], []).rows[-1].version == 2


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """A file whose name does not say what it holds, and one that is damaged, are no rejects and not passed over in silence."""
    (tmp_path / "rules.lsdsl").write_text("event visit\n\nscore heat:\n    +1  on each visit\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 no")
    streamed = Streamed(lsdsl.load(tmp_path / "rules.lsdsl"))
    streamed.batch([str(tmp_path / "notes.txt"), str(tmp_path / "bad.parquet")])
    done = tally_of(streamed, tmp_path / "sink")
    assert not done.clean
    assert sorted(problem.partition(": ")[2].partition(" ")[0] for problem in done.problems) == ["not", "the"]


def test_events_that_do_not_arrive_are_told(history: Path) -> None:
    """What is read and reaches no profile makes the output not whole, whoever has lost it."""
    streamed = Streamed(lsdsl.load(history / "rules.lsdsl"))
    streamed.batch([str(history / "e0.jsonl")])
    streamed.rows = [row for row in streamed.rows if row.profile != "P3"]
    done = tally_of(streamed, history / "sink")
    with pytest.raises(SparkError, match=r"\d+ events were read and \d+ arrived at their profiles"):
        done.require_whole()
    with pytest.raises(SparkError, match="arrived at their profiles"):
        collect(lsdsl.load(history / "rules.lsdsl"), history / "sink", history / "collected")


def test_a_record_of_a_profile_whose_life_has_begun_is_refused(history: Path) -> None:
    """Data from before the first event cannot come after it: the stream stops and says what to do."""
    streamed = Streamed(lsdsl.load(history / "rules.lsdsl"))
    streamed.batch([str(history / "e0.jsonl")])
    with pytest.raises(SparkError, match=r"profile P1 is known.*profile\.modified"):
        streamed.batch([], [str(history / "p.csv")])


def test_collecting_under_other_rules_or_before_the_newest_event_is_refused(history: Path) -> None:
    """States say which rules they belong to, and a moment in the past cannot be shown."""
    ruleset = lsdsl.load(history / "rules.lsdsl")
    streamed = Streamed(ruleset)
    streamed.batch([str(history / "e0.jsonl")])
    streamed.write(history / "sink")
    with pytest.raises(SparkError, match=r"the stream has come to 2026-01-.*later than --as-of"):
        collect(ruleset, history / "sink", history / "collected", 0)
    (history / "rules.lsdsl").write_text(RULES.replace("+9 ", "+8 "), encoding="utf-8")
    with pytest.raises(SparkError, match="written with other rules"):
        collect(lsdsl.load(history / "rules.lsdsl"), history / "sink", history / "collected")
    assert not (history / "collected").exists()


def test_only_what_the_commit_log_names_counts(tmp_path: Path) -> None:
    """Logs that were put together into one count once, and files that were begun by a killed batch not at all."""
    log = tmp_path / LOG
    with pytest.raises(SparkError, match="is not what a stream has written"):
        committed(tmp_path)
    log.mkdir()
    for name, files in {"0": ["a"], "1": ["b c"], "1.compact": ["a", "b%20c"], "2": ["d"], ".3.tmp": ["e"]}.items():
        entries = [json.dumps({"path": f"file:///x/{file}", "action": "add"}) for file in files]
        (log / name).write_text("\n".join(["v1", *entries]), encoding="utf-8")
    assert committed(tmp_path) == [tmp_path / "a", tmp_path / "b c", tmp_path / "d"]
    (log / "3").write_text("v9\n", encoding="utf-8")
    with pytest.raises(SparkError, match="of a version that this lsdsl does not know"):
        committed(tmp_path)


def test_a_checkpoint_belongs_to_one_stream(tmp_path: Path) -> None:
    """A stream goes on with what it was begun with, and says what is different."""
    begun = StartedWith("abc", "/in", (), "/out", "accept")
    Checkpoint(tmp_path / "state", begun)
    assert Checkpoint(tmp_path / "state", begun).spark == tmp_path / "state" / "spark"
    with pytest.raises(SparkError, match=r"begun with other rules \(abc, and now abd\)"):
        Checkpoint(tmp_path / "state", StartedWith("abd", "/in", (), "/out", "accept"))
    with pytest.raises(SparkError, match=r"other files of profiles \(none, and now /p\.csv\)"):
        Checkpoint(tmp_path / "state", StartedWith("abc", "/in", ("/p.csv",), "/out", "accept"))
    (tmp_path / "killed" / "clock").mkdir(parents=True)
    Checkpoint(tmp_path / "killed", begun)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    with pytest.raises(SparkError, match="is no checkpoint"):
        Checkpoint(tmp_path / "full", begun)


def test_the_first_stage_names_files_as_people_do(tmp_path: Path) -> None:
    """Rejects say where they come from as the folder was given, and what tells the time is no event."""
    pa = pytest.importorskip("pyarrow")
    (tmp_path / "rules.lsdsl").write_text("event visit\n\nscore heat:\n    +1  on each visit\n", encoding="utf-8")
    ruleset = lsdsl.load(tmp_path / "rules.lsdsl")
    files = pa.table({
        "path": ["file:/data/in/2026/a.jsonl", "file:///data/clock/1"],
        "modificationTime": pa.array([5, 6], pa.timestamp("us", "UTC")),
        "role": [EVENTS, CLOCK],
        "content": [b"broken\n", b"9000 7000"],
    })  # fmt: skip
    arriving = Arriving(ruleset_bytes(ruleset), Origin("/data/in", "in/"), (), keep_all=False)
    batches = list(arriving(files.to_batches()))
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert b"in/2026/a.jsonl" in rows[1]["payload"]
    assert [row["mark"] is not None for row in rows] == [False, False, True]
    assert all(row["profile"].isspace() for row in rows)
