"""A state that is rescored holds what a rescore of its history without a state gives, and goes on from there."""

import gzip
import json
import os
import random
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lsdsl.records.moments import moment_from_text
from lsdsl.rescoring import replay, rescore_state
from lsdsl.rescoring.spilled import folder_of
from lsdsl.rescoring.stored_inputs import history_of
from lsdsl.runner.options import RunOptions
from lsdsl.runner.packed import unpack
from lsdsl.runner.ruleset import Ruleset, load
from lsdsl.store import Store, StoreError, copy, export, open_state, run_stateful
from lsdsl.store.opening import RULESET
from lsdsl.store.underway import under_way
from tests.unit.cli.program import run
from tests.unit.rescoring.histories import COMMAND, RULES, write_history

FOLLOWUPS = """
followup later:
    on visit
    wait {} days
    do notify "again", to: "sales@example.org"

followup quiet:
    when heat gains fewer than 2 points within 5 days
    do notify "quiet", to: "sales@example.org"
"""
WHOLE = RunOptions(profiles=("leads.csv",), events=("events.jsonl",))
SAME = ("ledger.jsonl", "failures.jsonl", "rejects.jsonl")
INTERRUPTED = "interrupted; start again to go on: leads.db holds what was done, and the scores of before for the rest"
HALVES = ("first.jsonl", "second.jsonl")


class _EndedError(Exception):
    """What ends a rescore in the middle."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder with a history."""
    monkeypatch.chdir(tmp_path)
    write_history()


def rules(points: int = 4, days: int = 3, more: str = "") -> Ruleset:
    """Rules, loaded from a file."""
    Path("rules.lsdsl").write_text(RULES.format(points) + FOLLOWUPS.format(days) + more, encoding="utf-8")
    return load("rules.lsdsl")


def halves() -> None:
    """The events in two files, whose second one has a few events that are older than the first one's newest."""
    lines = Path("events.jsonl").read_bytes().splitlines(keepends=True)
    Path(HALVES[0]).write_bytes(b"".join(lines[:400]))
    Path(HALVES[1]).write_bytes(b"".join(lines[400:]))


def files(folder: str) -> dict[str, bytes]:
    """The files of an output folder that tell of profiles, but for the digest that a rescore adds."""
    found = {name: (Path(folder) / name).read_bytes() for name in ("profiles.jsonl", *SAME)}
    found["profiles.jsonl"] = re.sub(rb',"rules":"[0-9a-f]+"}\n', b"}\n", found["profiles.jsonl"])
    return found


def exported(ruleset: Ruleset, store: Store) -> dict[str, bytes]:
    """What is exported of a state."""
    export(ruleset, store, "out")
    return files("out")


def stateless(ruleset: Ruleset, options: RunOptions = WHOLE) -> dict[str, bytes]:
    """What a rescore without a state gives."""
    replay(ruleset, options, "stateless")
    return files("stateless")


def actions() -> bytes:
    """The actions that were exported last."""
    return Path("out/actions.jsonl").read_bytes()


def end_after(blocks: int, ruleset: Ruleset, store: Store, options: RunOptions | None = None) -> None:
    """Rescore so many blocks and end."""

    def count(what: str, _unit: str, _number: int, _size: int | None) -> None:
        found = under_way(store)
        if what == "replaying" and found is not None and len(found.done) >= blocks:
            raise _EndedError

    with pytest.raises(_EndedError):
        rescore_state(ruleset, options or RunOptions(), store, count)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """The name of a file that is to be a state."""
    return str(tmp_path / "leads.db")


@pytest.fixture
def store(file: str) -> Iterator[Store]:
    """A state in a file that has read the whole history under the rules of before."""
    with open_state(file) as opened:
        run_stateful(rules(), WHOLE, opened)
        yield opened


@pytest.fixture
def any_store(state: str) -> Iterator[Store]:
    """The same in every place where a state can be kept."""
    with open_state(state) as opened:
        run_stateful(rules(), WHOLE, opened)
        yield opened


# --- what comes of it -----------------------------------------------------------------------------------------------------


def test_the_same_as_without_a_state(any_store: Store) -> None:
    """Profiles, ledger, failures and rejects are those of a rescore of the same history; actions are as they were asked for."""
    store = any_store
    exported(rules(), store)
    asked, newer = actions(), rules(7, 2)
    done = rescore_state(newer, RunOptions(), store)
    assert exported(newer, store) == stateless(newer)
    assert actions() == asked != b""
    assert (done.profiles, done.events, done.rejects, done.gone) == (65, 603, 4, 0)
    assert store.meta(RULESET) == newer.digest.encode()
    assert under_way(store) is None
    assert not folder_of(store).exists()


def test_under_the_same_rules(store: Store) -> None:
    """A rescore under rules that have not changed changes nothing at all in the output."""
    before, asked, totals = exported(rules(), store), actions(), store.totals()
    rescore_state(rules(), RunOptions(), store)
    assert (exported(rules(), store), actions(), store.totals()) == (before, asked, totals)


def test_brought_to_the_moment_that_was_reached(file: str) -> None:
    """Where time was passed further than the newest event, the profiles are brought there, and no action of it is asked for."""
    moment = moment_from_text("2026-02-20")
    with open_state(file) as store:
        run_stateful(rules(), replace(WHOLE, as_of=moment), store)
        exported(rules(), store)
        asked, newer = actions(), rules(7, 30)
        rescore_state(newer, RunOptions(), store)
        assert exported(newer, store) == stateless(newer, replace(WHOLE, as_of=moment))
        assert actions() == asked
        assert store.totals().reached == moment


def test_time_that_was_being_passed(file: str) -> None:
    """A run that was ended while it passed time for all profiles had meant to: the rescore brings them to that moment."""
    moment, newer = moment_from_text("2026-02-20"), rules(7, 2)
    with open_state(file) as store:
        run_stateful(rules(), WHOLE, store)
        totals = store.totals()
        totals.passing = moment
        with store.transaction():
            store.mark_due(moment)
            store.put_totals(totals)
        rescore_state(newer, RunOptions(), store)
        totals = store.totals()
        assert (totals.passing, totals.reached, store.marked(1)) == (None, moment, [])
        assert exported(newer, store) == stateless(newer, replace(WHOLE, as_of=moment))


def test_goes_on_as_if_the_rules_had_always_held(state: str) -> None:
    """What is read afterwards meets the states that a run under the new rules from the beginning would have left."""
    halves()
    newer, first = rules(7, 9), RunOptions(profiles=("leads.csv",), events=HALVES[:1])
    late = RunOptions(events=HALVES[1:], as_of=moment_from_text("2026-03-20"))
    with open_state("always.db") as always:
        run_stateful(newer, first, always)
        run_stateful(newer, late, always)
        expected, asked = exported(newer, always), actions()
    with open_state(state) as store:
        run_stateful(rules(), first, store)
        rescore_state(rules(7, 9), RunOptions(), store)
        newest = store.totals().newest or 0
        run_stateful(rules(7, 9), late, store)
        assert exported(newer, store) == expected
        assert later(actions(), newest) == later(asked, newest) != []


def later(lines: bytes, moment: int) -> list[bytes]:
    """The actions that are asked for after a moment."""
    return [line for line in lines.splitlines() if moment_from_text(line.split(b'"time":"')[1].split(b'"')[0].decode()) > moment]


def test_rules_with_other_things_in_them(store: Store) -> None:
    """Follow-ups, scores and events may have come and gone: profiles of which no record can be read any more are removed."""
    Path("rules.lsdsl").write_text(
        'event visited:\n    path  text\n\nprofile:\n    country  text\n\nscore warmth:\n    +5  while country is "NL"\n',
        encoding="utf-8",
    )
    newer = load("rules.lsdsl")
    done = rescore_state(newer, RunOptions(), store)
    assert exported(newer, store) == stateless(newer)
    assert (done.profiles, done.gone, done.rejects) == (60, 5, 604)
    assert actions()


def test_limits_for_all_profiles_together(file: str) -> None:
    """What an overall limit held back stays held back, and what it let through stays asked for, when the limit is another one."""
    few = '\nfollowup few:\n    on visit\n    limit {} per 7 days overall\n    do notify "few", to: "sales@example.org"\n'
    with open_state(file) as store:
        old = rules(more=few.format(5))
        run_stateful(old, WHOLE, store)
        exported(old, store)
        asked = actions()
        assert 0 < asked.count(b'"followup":"few"') < 585
        for count in (500, 2):
            newer = rules(more=few.format(count))
            rescore_state(newer, RunOptions(), store)
            exported(newer, store)
            assert actions() == asked


# --- where the inputs are ---------------------------------------------------------------------------------------------------


def test_in_the_order_in_which_it_was_read(file: str) -> None:
    """Files that grew by turns are replayed by turns: the order decides which events are late."""
    halves()
    lines = {name: Path(name).read_bytes().splitlines(keepends=True) for name in HALVES}
    newer = rules(7)
    with open_state("always.db") as always, open_state(file) as store:
        for end in (50, 51, 130, 500):
            for name in reversed(HALVES):
                Path(name).write_bytes(b"".join(lines[name][:end]))
                for ruleset, one in ((newer, always), (rules(), store)):
                    run_stateful(ruleset, RunOptions(events=(name,)), one, batch=20)
        assert [piece.start for piece in history_of(store, RunOptions(), lambda *_: None).pieces] == [
            0,
            0,
            50,
            50,
            51,
            51,
            130,
            130,
        ]
        newer = rules(7)
        rescore_state(newer, RunOptions(), store)
        assert exported(newer, store) == exported(newer, always)
        assert store.totals() == always.totals()


def test_only_what_was_read(file: str) -> None:
    """Of a file that has grown only what was read is replayed, and the next run goes on with the rest."""
    lines = Path("events.jsonl").read_bytes().splitlines(keepends=True)
    Path("events.jsonl").write_bytes(b"".join(lines[:200]))
    newer = rules(7)
    with open_state(file) as store:
        run_stateful(rules(), WHOLE, store)
        Path("events.jsonl").write_bytes(b"".join(lines))
        newer = rules(7)
        assert rescore_state(newer, RunOptions(), store).events == 200
        run_stateful(newer, WHOLE, store)
        assert exported(newer, store) == stateless(newer)


@pytest.mark.parametrize("name", ["events.jsonl.gz", "events.csv", "events.parquet"])
def test_other_forms(file: str, name: str) -> None:
    """Compressed files and tables are replayed as they were read."""
    write_form(name)
    options, newer = replace(WHOLE, events=(name,)), rules(7)
    with open_state(file) as store:
        run_stateful(rules(), options, store)
        newer = rules(7)
        rescore_state(newer, RunOptions(), store)
        assert exported(newer, store) == stateless(newer, options)


def write_form(name: str) -> None:
    """The events in another form."""
    rows = [json.loads(line) for line in Path("events.jsonl").read_text(encoding="utf-8").splitlines() if line[0] == "{"]
    table = [{**row, "path": row["data"]["path"], "data": None} for row in rows]
    if name.endswith(".gz"):
        Path(name).write_bytes(gzip.compress(Path("events.jsonl").read_bytes()))
    elif name.endswith(".csv"):
        lines = [",".join(row[key] for key in ("id", "type", "profile", "time", "path")) for row in table]
        Path(name).write_text("\n".join(["id,type,profile,time,path", *lines]) + "\n", encoding="utf-8")
    else:
        import pyarrow as pa
        from pyarrow import parquet

        parquet.write_table(pa.Table.from_pylist([{k: v for k, v in row.items() if k != "data"} for row in table]), name)


def test_moved_files(store: Store) -> None:
    """Files are known by what is in them: they may stand somewhere else, under other names, and have grown."""
    Path("archive").mkdir()
    Path("events.jsonl").rename("archive/january.jsonl")
    with Path("archive/january.jsonl").open("a", encoding="utf-8") as file:
        file.write("one more\n")
    newer = rules(7)
    with pytest.raises(StoreError, match=r"events\.jsonl \(events, 603 records\): it is not there"):
        rescore_state(newer, RunOptions(), store)
    assert store.updating() == 0
    done = rescore_state(newer, RunOptions(events=("archive/january.jsonl",)), store)
    assert (done.events, done.rejects) == (603, 4)
    assert b'"source":"archive/january.jsonl"' in exported(newer, store)["rejects.jsonl"]


def test_profiles_that_were_replaced(file: str) -> None:
    """A file of profiles that is written anew counts as known from the beginning; what only the old one said is kept."""
    old = Path("leads.csv").read_text(encoding="utf-8")
    Path("leads.csv").write_text(old + "gone,NL,red\n", encoding="utf-8")
    with open_state(file) as store:
        run_stateful(rules(), replace(WHOLE, as_of=moment_from_text("2026-02-20")), store)
        Path("leads.csv").write_text(old.replace("P0,DE", "P0,NL"), encoding="utf-8")
        run_stateful(rules(), RunOptions(profiles=("leads.csv",)), store)
        assert store.totals().named["rejects_by_code"]["LS834"] == 1
        newer, told = rules(7), list[str]()
        done = rescore_state(newer, RunOptions(), store, tell=told.append)
        (said,) = told
        assert "leads.csv was replaced since it was first read" in said
        assert (done.gone, done.profiles, store.updating()) == (0, 66, 0)
        found = exported(newer, store)
        assert b'"id":"gone","fields":{"country":"NL","stage":"lead"}' in found["profiles.jsonl"]
        assert b"LS834" not in found["rejects.jsonl"]
        Path("leads.csv").write_text(old.replace("P0,DE", "P0,NL") + "gone,NL,red\n", encoding="utf-8")
        assert found["profiles.jsonl"] == stateless(newer, replace(WHOLE, as_of=moment_from_text("2026-02-20")))["profiles.jsonl"]


def test_data_that_came_after_the_first_event(file: str) -> None:
    """Profiles of a second file are replayed after the events that were read before it, so what is refused is the same."""
    Path("more.csv").write_text("id,country\nP0,NL\nnew,NL\n", encoding="utf-8")
    more = RunOptions(profiles=("more.csv",))
    with open_state("always.db") as always, open_state(file) as store:
        newer = rules(7)
        for options in (WHOLE, more):
            run_stateful(newer, options, always)
            run_stateful(rules(), options, store)
        rescore_state(rules(7), RunOptions(), store)
        assert exported(newer, store) == exported(newer, always)
        assert store.totals() == always.totals()
        assert store.totals().named["rejects_by_code"]["LS834"] == 1


def test_changed_file(store: Store) -> None:
    """A file that is not what was read is named, with what became of it; nothing has happened to the state."""
    lines, before = Path("events.jsonl").read_bytes().splitlines(keepends=True), list(store.profiles())
    for content, said in ((lines[1:], "it is shorter now"), ([*reversed(lines)], "what was read of it has changed")):
        Path("events.jsonl").write_bytes(b"".join(content))
        for options in (RunOptions(), WHOLE):
            with pytest.raises(StoreError, match=said):
                rescore_state(rules(7), options, store)
    assert list(store.profiles()) == before


def test_file_that_was_never_read(store: Store) -> None:
    """A file that is not part of the history is refused: a rescore reads nothing new."""
    Path("new.jsonl").write_text('{"id": "n"}\n', encoding="utf-8")
    with pytest.raises(StoreError, match="was not read into"):
        rescore_state(rules(7), RunOptions(events=("new.jsonl",)), store)


def test_state_with_nothing_in_it(file: str) -> None:
    """A state that no run has filled has nothing to rescore."""
    with open_state(file) as store, pytest.raises(StoreError, match="holds no profiles yet"):
        rescore_state(rules(), RunOptions(), store)


# --- ended and gone on with -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blocks", [0, 1, 15])
def test_ended_between_blocks(store: Store, blocks: int) -> None:
    """However many blocks were done, they are not done again, and the state is the same in the end."""
    newer, told = rules(7, 2), list[str]()
    end_after(blocks, newer, store)
    rescore_state(newer, RunOptions(), store, tell=told.append)
    assert told == ([f"going on after {blocks} of 16 blocks"] if blocks else [])
    assert exported(newer, store) == stateless(newer)
    totals = store.totals()
    rescore_state(newer, RunOptions(), store)
    assert store.totals() == totals


def test_sorted_history_that_is_gone(store: Store) -> None:
    """The folder with the sorted history may be removed meanwhile, or the state be copied elsewhere without it."""
    newer = rules(7, 2)
    end_after(9, newer, store)
    with open_state("copy.db") as other:
        copy(store, other)
        rescore_state(newer, RunOptions(), other)
        assert exported(newer, other) == stateless(newer)
        folder_of(store).rename("gone")
        rescore_state(newer, RunOptions(), store)
        assert list(store.profiles()) == list(other.profiles())
        assert store.totals() == other.totals()


def test_begun_with_other_rules(any_store: Store) -> None:
    """Under other rules it begins anew and says so; what was asked for is still as it was."""
    store = any_store
    exported(rules(), store)
    asked, told = actions(), list[str]()
    end_after(5, rules(6), store)
    newer = rules(7)
    rescore_state(newer, RunOptions(), store, tell=told.append)
    assert told == ["an unfinished rescore was begun with other rules; beginning anew"]
    assert exported(newer, store) == stateless(newer)
    assert actions() == asked


def test_back_to_the_rules_of_before(store: Store) -> None:
    """A rescore that turns out to be a mistake is taken back by one under the rules of before."""
    before = exported(rules(), store)
    end_after(5, rules(6), store)
    rescore_state(rules(), RunOptions(), store)
    assert exported(rules(), store) == before


def test_killed_and_interrupted() -> None:
    """``kill -9`` in the middle and Ctrl-C: the next start goes on, and the state is what an undisturbed rescore gives."""
    write_history(profiles=120, events=3_000)
    with open_state("leads.db") as store:
        run_stateful(rules(), WHOLE, store)
    newer, said = rules(7, 2), list[str]()
    for blocks, how in ((1, signal.SIGKILL), (3, signal.SIGKILL), (5, signal.SIGKILL), (7, signal.SIGINT)):
        with subprocess.Popen([*COMMAND, "--state", "leads.db"], stderr=subprocess.PIPE, text=True) as process:
            while process.poll() is None:
                with open_state("leads.db", write=False) as store:
                    found = under_way(store)
                if found is not None and len(found.done) >= blocks:
                    time.sleep(random.Random(blocks).uniform(0, 0.005))  # noqa: S311 - any moment will do
                    process.send_signal(how)
                    break
                time.sleep(0.001)
            said.append(process.communicate()[1])
        assert process.returncode == (130 if how == signal.SIGINT else -how)
    assert [re.sub(r"\d+", "N", one) for one in said] == [
        "",
        "going on after N of N blocks\n",
        "going on after N of N blocks\n",
        f"going on after N of N blocks\n{INTERRUPTED}\n",
    ]
    with open_state("leads.db") as store:
        rescore_state(newer, RunOptions(), store)
        assert exported(newer, store) == stateless(newer)


# --- meanwhile --------------------------------------------------------------------------------------------------------------


def test_marks_while_it_goes_on(any_store: Store) -> None:
    """Until its own is done each profile has its old score and says under which rules; afterwards the new one."""
    store = any_store
    before = {kept.id: kept.state for kept in store.profiles()}
    old, newer = rules().digest, rules(7, 2)
    end_after(6, newer, store)
    digests = {one.number: one.digest for one in store.rulesets()}
    kept = list(store.profiles())
    waiting = [one for one in kept if one.updating]
    assert len(waiting) == store.updating()
    assert 0 < len(waiting) < 65 == len(kept)
    assert all(one.state == before[one.id] for one in waiting)
    assert {digests[one.rules] for one in waiting} == {old}
    assert {digests[one.rules] for one in kept if not one.updating} == {newer.digest}
    assert store.meta(RULESET) == old.encode()
    packed = next(one.packed for one in store.rulesets() if one.digest == newer.digest)
    assert packed is not None
    assert unpack(packed).digest == newer.digest


def test_runs_are_refused_meanwhile(store: Store) -> None:
    """A run waits until the rescore has ended, under which rules whatever, and is told how far it is."""
    newer = rules(7, 2)
    end_after(6, newer, store)
    done = 65 - store.updating()
    for ruleset in (rules(), rules(7, 2)):
        with pytest.raises(StoreError, match=rf"is under way \({done} of 65 profiles done\): finish it with `lsdsl rescore"):
            run_stateful(ruleset, RunOptions(events=("events.jsonl",)), store)
    rescore_state(newer, RunOptions(), store)
    run_stateful(newer, RunOptions(events=("events.jsonl",)), store)


# --- the command line -------------------------------------------------------------------------------------------------------


def rescored(*arguments: str) -> tuple[int, list[str]]:
    """Run the program: its exit code and what it said."""
    done = run("rescore", "rules.lsdsl", *arguments)
    return done.exit_code, done.stderr.splitlines()


def test_command() -> None:
    """It says what was done; 1 for rejects; with --out the folder is written too."""
    with open_state("leads.db") as store:
        run_stateful(rules(), WHOLE, store)
    old, newer = rules().digest, rules(7)
    assert rescored("--state", "leads.db", "--out", "out") == (
        1,
        [
            "603 events, 65 profiles, as of 2026-01-28T00:00:00Z",
            f"rules {newer.digest}, before {old}",
            "in the data but not in the rules, ignored: colour",
            "4 records rejected: out/rejects.jsonl",
            "leads.db is rescored, and written to out",
        ],
    )
    assert files("out") == stateless(newer)


def test_what_does_not_go_together() -> None:
    """Wrong usage and states that are not there end with 2 and say what to do."""
    rules()
    for arguments, said in (
        ((), "Missing option '--out', or --state"),
        (("--state", "leads.db"), "there is no such state"),
        (("--state", "leads.db", "--as-of", "2026-01-01"), "--as-of does not go with --state"),
        (("--state", "leads.db", "--out", "out", "--previous", "."), "--previous is for --out"),
    ):
        code, lines = rescored(*arguments)
        assert (code, said in lines[-1]) == (2, True)
    assert not Path("leads.db").exists()


def test_second_writer_is_told_who_holds_it() -> None:
    """While another program writes the state it is said which one."""
    rules()
    with open_state("leads.db"):
        code, lines = rescored("--state", "leads.db")
    assert (code, f"in use by process {os.getpid()}" in lines[-1]) == (2, True)
