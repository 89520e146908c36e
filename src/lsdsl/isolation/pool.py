"""The children of a run: runs go out in batches, and when one fails it is found out which run did it."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from lsdsl.isolation import wire
from lsdsl.isolation.answers import LieError, answer_of
from lsdsl.isolation.process import BrokenChildError, Process
from lsdsl.isolation.requests import Job
from lsdsl.isolation.task import IsolationError
from lsdsl.model.declarations import Model, scripts
from lsdsl.script import DEFAULT, Box, BoxError, BoxResult
from lsdsl.script.surroundings import Surroundings, surroundings
from lsdsl.source import Span
from lsdsl.syntax import tree

Answer = BoxResult | BoxError

MEBIBYTE: Final = 1024 * 1024
ENDED: Final = "the process of the box had to be ended"
LIED: Final = "the process of the box gave an answer that the box cannot give"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may take. ``patience`` and ``each`` are the seconds that a batch has: so many, and so many for each run."""

    memory: int = 512 * MEBIBYTE
    seconds: int = 600
    patience: float = 5.0
    each: float = 0.1
    start: float = 60.0


class Pool:
    """Children that have the boxes of one ruleset. They are started when they are first needed."""

    def __init__(
        self,
        model: Model,
        boxes: Mapping[Span, Box],
        workers: int = 1,
        limits: Limits | None = None,
        module: str = "lsdsl.isolation.child",
    ) -> None:
        self._model = model
        self._setup = setup_of(model, boxes)
        self._limits = limits or Limits()
        self._module = module
        self._children: list[Process | None] = [None] * workers
        self._threads = ThreadPoolExecutor(workers) if workers > 1 else None

    @property
    def processes(self) -> tuple[int, ...]:
        """The process ids of the children."""
        return tuple(child.number for child in self._children if child is not None)

    def run(self, jobs: Sequence[Job]) -> list[Answer]:
        """Run boxes; the answers are in the order of the jobs. Raises :class:`IsolationError`."""
        share = -(-len(jobs) // len(self._children))
        chunks = [jobs[start : start + share] for start in range(0, len(jobs), share)]
        children = [self._child(place) for place in range(len(chunks))]
        each: Callable[..., object] = map if self._threads is None or len(chunks) == 1 else self._threads.map
        found: list[Answer] = []
        for place, answers in enumerate(list(each(self._together, children, chunks))):  # type: ignore[call-overload]
            found += answers if isinstance(answers, list) else self._apart(place, chunks[place], answers)
        return found

    def close(self) -> None:
        """End the children."""
        for place in range(len(self._children)):
            self._drop(place)
        if self._threads is not None:
            self._threads.shutdown()

    # --- one child ---

    def _child(self, place: int) -> Process:
        child = self._children[place]
        worn = child is not None and child.busy > self._limits.seconds / 2  # before its processor time runs out
        if child is not None and (worn or not child.usable):
            self._drop(place)
            child = None
        return self._start(place) if child is None else child

    def _start(self, place: int) -> Process:
        limits = self._limits
        try:
            child = self._children[place] = Process(self._module, limits.memory, limits.seconds)
            child.send(self._setup, limits.start)
        except (OSError, BrokenChildError) as problem:
            self._drop(place)
            raise IsolationError(f"a process for script boxes cannot be started: {problem}") from problem
        if not child.ready(limits.start):
            self._drop(place)
            raise IsolationError("a process for script boxes does not start")
        return child

    def _drop(self, place: int) -> None:
        child, self._children[place] = self._children[place], None
        if child is not None:
            child.close()

    # --- runs ---

    def _together(self, child: Process, jobs: Sequence[Job]) -> list[Answer] | Exception:
        """The answers to a batch, or why there are none."""
        seconds = self._limits.patience + self._limits.each * len(jobs)
        try:
            parts = child.exchange(wire.frame(*[job.request for job in jobs]), seconds)
            if len(parts) != len(jobs):
                return LieError("another number of answers")
            return [answer_of(part, job.box, self._model, job.fuel) for part, job in zip(parts, jobs, strict=True)]
        except (BrokenChildError, LieError) as problem:
            return problem

    def _apart(self, place: int, jobs: Sequence[Job], problem: Exception) -> list[Answer]:
        """The batch again, run by run: nothing that came from the child that failed is believed."""
        self._drop(place)
        return [self._alone(place, job, problem) for job in jobs]

    def _alone(self, place: int, job: Job, problem: Exception) -> Answer:
        """One run. It is to blame only when it fails alone in a child that nobody else has used."""
        fresh = False
        while not fresh:
            child = self._child(place)
            fresh = child.fresh
            answers = self._together(child, [job])
            if isinstance(answers, list):
                return answers[0]
            problem = answers
            self._drop(place)
        return blamed(job, lied=isinstance(problem, LieError))


def blamed(job: Job, *, lied: bool) -> BoxError:
    """The error of a run that broke its child, or made it lie."""
    error = BoxError("fault", LIED, job.box.span, ()) if lied else BoxError("budget", ENDED, job.box.span, ())
    error.fuel = min(job.fuel, DEFAULT.fuel)
    return error


def setup_of(model: Model, boxes: Mapping[Span, Box]) -> bytes:
    """The first frame for a child: the text of the boxes and what they can see, in the order of :func:`numbers_of`."""
    followups: list[tuple[Surroundings, list[tree.Script]]] = [
        (surroundings(model, followup), [step.box for step in scripts(followup.steps)]) for followup in model.followups.values()
    ]
    budgets = next((box._budgets for box in boxes.values()), DEFAULT)  # noqa: SLF001 - all boxes have the same
    setup = wire.encode(wire.Setup(budgets, [one for one in followups if one[1]]))
    return len(setup).to_bytes(wire.LENGTH, "big") + setup


def numbers_of(model: Model) -> dict[Span, int]:
    """The numbers of the boxes."""
    spans = [step.span for followup in model.followups.values() for step in scripts(followup.steps)]
    return {span: number for number, span in enumerate(spans)}
