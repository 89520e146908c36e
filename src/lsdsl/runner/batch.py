"""A run: profile and event files in, what became of every profile out.

Input is streamed. Memory grows with the number of profiles and never with the number of events: what comes out goes to a
receiver, which keeps it (a table on the terminal) or spools it to disk (an output folder).
"""

import time
from collections.abc import Iterator

from lsdsl.compile import Program
from lsdsl.engine.outcome import Failure
from lsdsl.isolation.task import WINDOW
from lsdsl.runner.actions import Actions, followup_of
from lsdsl.runner.advice import run_hints, strangers_of
from lsdsl.runner.body import Body, conclude
from lsdsl.runner.collector import rare_collections
from lsdsl.runner.jobs import obstacle, run_jobs
from lsdsl.runner.options import FINISHING, REPORTED, Progress, RunOptions, Unit
from lsdsl.runner.profiles import Profiles
from lsdsl.runner.receivers import Receiver, SharedReceiver
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.summary import Summary

__all__ = ["FINISHING", "REPORTED", "Progress", "RunOptions", "Unit", "deliver", "run"]


def deliver(actions: Actions, receiver: Receiver, summary: Summary, program: Program) -> Iterator[bytes]:
    """The lines of the actions that overall limits let through, in order; counts them, and records the runs held back."""
    for profile, action, line in actions.delivered():
        if isinstance(line, Failure):
            summary.refused += 1
            receiver.failure(profile, line)
        else:
            summary.actions += 1
            summary.actions_by_followup[followup_of(program, action, line)] += 1
            yield line


def run(
    ruleset: Ruleset, options: RunOptions, receiver: Receiver, progress: Progress | None = None, states: Profiles | None = None
) -> Summary:
    """Run a ruleset over files and give everything that comes out to the receiver; ``states`` is where the profiles live.

    Raises ``InputError`` for an input that cannot be read at all; bad records are rejects and the run goes on, unless
    ``on_error`` is ``stop``: then what was done until there is what comes out.
    """
    report: Progress = progress or (lambda _what, _unit, _done, _size: None)
    if states is None:
        if options.jobs > 1 and isinstance(receiver, SharedReceiver) and obstacle(ruleset, options) is None:
            return run_jobs(ruleset, options, receiver, report)
        states = ruleset.profiles(options.remembered)
    body = Body(ruleset, options, receiver, report, states)
    if not options.isolate or not ruleset.boxes:
        return _run(body)
    from lsdsl.isolation.steps import Isolation

    with Isolation(ruleset.model, ruleset.boxes, window=1 if options.on_error == "stop" else WINDOW) as isolation:
        states.isolation = isolation
        try:
            return _run(body)
        finally:
            states.isolation = None


def _run(body: Body) -> Summary:
    begin, summary = time.monotonic(), body.summary
    with rare_collections():
        body.read()
        as_of = body.moment()
        body.finish(as_of)
        ignored = body.schema.ignored
        conclude(summary, body.program, as_of, body.awards, body.awarded, (*ignored.unknown, *ignored.owned))
        summary.hints += run_hints(summary, strangers_of(body.states))
    summary.seconds = round(time.monotonic() - begin, 3)
    return summary
