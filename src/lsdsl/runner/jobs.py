"""A run by several processes that share the profiles between them, with the same results as one process has.

Each child reads all input and does what belongs to the profiles of its share (:mod:`lsdsl.runner.part`). When all have read it
the newest event is known, and with it the moment to which profiles are advanced. Results stay in files that were opened before
the children began, so the parent only puts sorted lines together. Children ignore Ctrl-C: the parent ends them, whatever ends it.
"""

import gc
import os
import signal
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import fields
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from lsdsl.records.problems import InputError, OutputError
from lsdsl.records.shares import Share
from lsdsl.records.slots import NOTED
from lsdsl.records.spool import Spool
from lsdsl.runner.advice import all_strangers, event_hints, profile_hints, run_hints
from lsdsl.runner.body import conclude
from lsdsl.runner.collector import rare_collections
from lsdsl.runner.inputs import InputNotes
from lsdsl.runner.options import Progress, RunOptions, Unit
from lsdsl.runner.part import Part, Place, Told, decode_refused
from lsdsl.runner.receivers import SharedReceiver
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.summary import Summary

STANDARD_INPUT: Final = "-"
COUNTS: Final = tuple(field.name for field in fields(Summary) if field.type is int and field.name != "version")


class JobError(Exception):
    """A process of a run that ended before its work was done; the text says what to do. The command line ends with 2."""


def obstacle(ruleset: Ruleset, options: RunOptions) -> str | None:
    """Why a run has to be done by one process, None when it has not."""
    if "fork" not in get_all_start_methods():
        return "this system cannot divide a process"
    if ruleset.boxes:
        return "a script box that uses up its budget is switched off for all profiles at once"
    if options.on_error == "stop":
        return "--on-error stop needs the order of all records"
    streams = [path for path in (*options.profiles, *options.events) if path == STANDARD_INPUT or not _is_plain(path)]
    if not streams:
        return None
    return f"{'standard input' if streams[0] == STANDARD_INPUT else streams[0]} can be read only once"


def _is_plain(path: str) -> bool:
    """Whether a path is a file that can be read again; one that is not there has its own error."""
    return Path(path).is_file() or not Path(path).exists()


def run_jobs(ruleset: Ruleset, options: RunOptions, receiver: SharedReceiver, progress: Progress) -> Summary:
    """Run a ruleset over files with ``options.jobs`` processes."""
    begin = time.monotonic()
    with rare_collections():
        children = Children(ruleset, options, receiver, progress)
        try:
            read = children.next("read")
            newest = max((newest for newest, _ in read if newest is not None), default=None)
            created = max((created for _, created in read if created is not None), default=None)
            as_of = options.as_of if options.as_of is not None else created if newest is None else newest
            children.tell(as_of)
            told: list[Told] = children.next("done")
        except BaseException:
            children.drop()
            raise
        finally:
            children.end()
        summary = Summary(ruleset=ruleset.digest)
        _add_up(summary, told)
        _refuse(summary, ruleset, options, receiver, told, [spool for _, spool in children.parts])
        for _, profile, failure in sorted((one for part in told for one in part.failures), key=_place):
            receiver.shown.failure(profile, failure)
        for (part, _), one in zip(children.parts, told, strict=True):
            receiver.take_over(part, one.receiver)
        awards = [sum(counts) for counts in zip(*(one.awards for one in told), strict=True)]
        awarded = [sum(sizes) for sizes in zip(*(one.awarded for one in told), strict=True)]
        ignored = (*_first(told, "unknown")[:NOTED], *_first(told, "owned"))
        conclude(summary, ruleset.program, as_of, awards, awarded, ignored)
        summary.hints += run_hints(summary, all_strangers([one.strangers for one in told]))
    summary.seconds = round(time.monotonic() - begin, 3)
    return summary


# --- the parent ---------------------------------------------------------------------------------------------------------


class Children:
    """The processes of a run."""

    def __init__(self, ruleset: Ruleset, options: RunOptions, receiver: SharedReceiver, progress: Progress) -> None:
        context = get_context("fork")
        self.parts = [(receiver.part(), Spool(shared=True)) for _ in range(options.jobs)]
        self._progress = progress
        self._reported: defaultdict[tuple[str, Unit], dict[int, tuple[int, int | None]]] = defaultdict(dict)
        pipes = [context.Pipe() for _ in range(options.jobs)]
        self._pipes: list[Connection[Any, Any]] = [ours for ours, _ in pipes]
        self._processes = []
        try:
            for number, (part, rejects) in enumerate(self.parts):
                foreign = [end for place, pair in enumerate(pipes) for end in pair if end is not pipes[number][1]]
                share = Share(number, options.jobs)
                given = (ruleset, options, part, share, rejects, pipes[number][1], foreign)
                self._processes.append(context.Process(target=_work, args=given, daemon=True))
                self._processes[-1].start()
        except BaseException:
            self.end()
            raise
        finally:
            for _, theirs in pipes:
                theirs.close()

    def next(self, kind: str) -> list[Any]:
        """What all children tell next, by the number of their share; word of how far they are is passed on meanwhile."""
        found: dict[int, Any] = {}
        numbers = {pipe: number for number, pipe in enumerate(self._pipes)}
        while len(found) < len(numbers):
            for pipe in wait([pipe for pipe, number in numbers.items() if number not in found]):
                assert isinstance(pipe, Connection)
                number = numbers[pipe]
                try:
                    what, told = pipe.recv()
                except (EOFError, OSError):
                    raise self._lost(number) from None
                if what == "progress":
                    self._report(number, *told)
                elif what == "failed":
                    raise told
                else:
                    assert what == kind
                    found[number] = told
        return [found[number] for number in range(len(numbers))]

    def tell(self, as_of: int | None) -> None:
        """Tell all children to which moment they advance their profiles."""
        for number, pipe in enumerate(self._pipes):
            try:
                pipe.send(as_of)
            except OSError:
                raise self._lost(number) from None

    def end(self) -> None:
        """End all children, whatever they do."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()
        for pipe in self._pipes:
            pipe.close()

    def drop(self) -> None:
        """Let go of what they have done."""
        for part, rejects in self.parts:
            part.close()
            rejects.close()

    def _report(self, number: int, what: str, unit: Unit, done: int, size: int | None) -> None:
        reported = self._reported[what, unit]
        reported[number] = done, size
        if unit == "profiles":
            sizes = [size for _, size in reported.values() if size is not None]
            self._progress(what, unit, sum(done for done, _ in reported.values()), sum(sizes))
        else:  # every child reads everything
            self._progress(what, unit, sum(done for done, _ in reported.values()) // len(self._pipes), size)

    def _lost(self, number: int) -> JobError:
        process = self._processes[number]
        process.join(1)
        code = process.exitcode
        how = "" if code is None else f" by signal {-code}" if code < 0 else f" with code {code}"
        advice = "; perhaps there was not enough memory: try fewer --jobs" if code == -signal.SIGKILL else ""
        return JobError(f"one of the {len(self._processes)} processes of the run was ended{how}{advice}")


def _add_up(summary: Summary, told: Sequence[Told]) -> None:
    for name in COUNTS:
        setattr(summary, name, sum(getattr(one.summary, name) for one in told))
    counts: Counter[str] = sum((one.summary.events_by_type for one in told), Counter())
    summary.events_by_type = Counter({name: counts[name] for name in _first(told, "types")})
    for one in told:
        for score, ranges in one.summary.profiles_by_range.items():
            known = summary.profiles_by_range.setdefault(score, dict.fromkeys(ranges, 0))
            for name, count in ranges.items():
                known[name] += count


def _first(told: Iterable[Told], what: str) -> list[str]:
    """Names in the order in which they came first in the input."""
    placed: list[tuple[Place, str]] = sorted(one for part in told for one in getattr(part, what))
    return list(dict.fromkeys(name for _, name in placed))


def _place(failure: tuple[Place, str, Any]) -> Place:
    return failure[0]


def _refuse(
    summary: Summary,
    ruleset: Ruleset,
    options: RunOptions,
    receiver: SharedReceiver,
    told: Sequence[Told],
    spools: Sequence[Spool],
) -> None:
    """Count all rejects and hand them on in the order of the input, with the advice on each input."""
    paths = (*options.profiles, *options.events)
    notes = [InputNotes("<stdin>" if path == STANDARD_INPUT else path) for path in paths]
    for number, one in enumerate(notes):
        for part in told:
            share = part.inputs[number]
            one.records, one.known, one.before = one.records + share.records, one.known + share.known, one.before + share.before
    everything = Spool()
    for spool, part in zip(spools, told, strict=True):
        everything.take_over(spool, part.rejects)
    for source, line in everything.pairs():
        refused = decode_refused(line)
        notes[source[0]].rejected(refused.record(), refused.reject)
        summary.rejects += 1
        summary.rejects_by_code[refused.reject.code] += 1
        receiver.reject(refused.reject)
    everything.close()
    for number, one in enumerate(notes):
        summary.hints += (profile_hints if number < len(options.profiles) else event_hints)(ruleset.model, one)


# --- a child ------------------------------------------------------------------------------------------------------------


def _work(
    ruleset: Ruleset,
    options: RunOptions,
    receiver: SharedReceiver,
    share: Share,
    rejects: Spool,
    pipe: "Connection[Any, Any]",
    foreign: Iterable["Connection[Any, Any]"],
) -> None:
    """The life of a child."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ForkingPickler.register(MappingProxyType, _as_dictionary)
    for one in foreign:  # or nobody would notice the end of the process at their other end
        one.close()
    gc.freeze()
    try:
        pipe.send(("done", _share(ruleset, options, receiver, share, rejects, pipe)))
    except (BrokenPipeError, EOFError):
        os._exit(1)  # the parent has ended
    except (InputError, OutputError) as problem:
        pipe.send(("failed", problem))
    except Exception as problem:  # noqa: BLE001 - the parent raises it again
        again = RuntimeError(f"{type(problem).__name__}: {problem}")
        again.add_note("".join(traceback.format_exception(problem)))
        with suppress(BrokenPipeError):
            pipe.send(("failed", again))
    sys.stdout = sys.stderr = None  # what the parent had said is not said again
    pipe.close()


def _as_dictionary(proxy: MappingProxyType[Any, Any]) -> Any:
    """How the facts of a failure travel."""
    return _as_proxy, (dict(proxy),)


def _as_proxy(facts: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(facts)


def _share(
    ruleset: Ruleset,
    options: RunOptions,
    receiver: SharedReceiver,
    share: Share,
    rejects: Spool,
    pipe: "Connection[Any, Any]",
) -> Told:
    def progress(what: str, unit: Unit, done: int, size: int | None) -> None:
        pipe.send(("progress", (what, unit, done, size)))

    part = Part(ruleset, options, receiver, progress, ruleset.profiles(options.remembered), share, rejects)
    part.read()
    pipe.send(("read", (part.newest, part.created() if part.newest is None else None)))
    part.finish(pipe.recv())
    return part.told()
