"""Steps whose boxes run elsewhere: many are begun, and each that comes to a box is put off until the answer is there.

A step is put off by taking it back (its journal does that exactly) and doing it again with the answers that are known by then.
That needs no threads, and because a step is a function of the state and the event it comes to the same box with the same values.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, Generic, Self

from lsdsl.isolation.pool import Answer, Limits, Pool, numbers_of
from lsdsl.isolation.requests import Job, needs_of, request_of
from lsdsl.isolation.task import WINDOW, IsolationError, Result, Task
from lsdsl.model.declarations import Model
from lsdsl.script import Box, BoxError, BoxResult, BoxView
from lsdsl.source import Span

PATIENT: Final = 8
"""A step that has been put off so often gets the answers for the rest of its boxes one by one, at once."""


class _PutOffError(Exception):
    """Ends an attempt at a step: an answer is not there yet. The engine takes back what the step did."""


class Asker:
    """Runs the boxes of one step: from the answers that are there, and else it notes down which one is wanted."""

    def __init__(self, boxes: "Isolation") -> None:
        self._boxes = boxes
        self._known: list[tuple[Job, Answer]] = []
        self._place = 0
        self.wanted: Job | None = None
        self.problem: IsolationError | None = None

    def begin(self) -> None:
        """Another attempt."""
        self._place, self.wanted = 0, None

    def learn(self, answer: Answer) -> None:
        """The answer that was wanted."""
        assert self.wanted is not None
        self._known.append((self.wanted, answer))

    def run(self, box: Box, view: BoxView, fuel: int) -> BoxResult:
        """Run a box; a :data:`~lsdsl.isolation.task.BoxRunner`."""
        job = Job(box, request_of(self._boxes.needs[box.span], view, fuel), fuel)
        if self._place == len(self._known):
            self.wanted = job
            if self._place < PATIENT:
                raise _PutOffError
            self.learn(self._at_once(job))
            self.wanted = None
        known, answer = self._known[self._place]
        if known.request != job.request:
            raise RuntimeError("a step that is not the same when it is done again")
        self._place += 1
        if isinstance(answer, BoxError):
            raise answer
        return answer

    def _at_once(self, job: Job) -> Answer:
        try:
            return self._boxes.pool.run([job])[0]
        except IsolationError as problem:
            self.problem = problem  # the engine would make a failure of the event of it
            raise


class Isolation:
    """Runs the boxes of a ruleset in child processes. Ends them when it is closed."""

    def __init__(
        self,
        model: Model,
        boxes: Mapping[Span, Box],
        *,
        workers: int = 1,
        window: int = WINDOW,
        limits: Limits | None = None,
        pool: Pool | None = None,
    ) -> None:
        numbers = numbers_of(model)
        self.needs = {span: needs_of(numbers[span], box) for span, box in boxes.items()}
        self.pool = pool or Pool(model, boxes, workers, limits)
        self.window = window

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child processes."""
        self.pool.close()

    def run(self, tasks: Iterable[Task[Result]], switched_off: Callable[[], int]) -> Iterator[Result]:
        """Do steps; what they give comes out in their order, as if each was done when the one before had come out.

        Steps of one profile are done one after the other. When ``switched_off``, the number of boxes that no longer run, has
        changed after one, those behind it that had come to a box are done again.
        """
        waiting = iter(tasks)
        while window := list(islice(waiting, self.window)):
            yield from _Window(self, window).results(switched_off)


class _Window(Generic[Result]):
    def __init__(self, boxes: Isolation, tasks: list[Task[Result]]) -> None:
        self._boxes = boxes
        self._tasks = tasks
        self._askers: dict[int, Asker] = {}
        self._before: dict[int, Callable[[], None]] = {}
        """For each step that came to a box: what brings back the state from before it."""
        self._results: dict[int, Result] = {}

    def results(self, switched_off: Callable[[], int]) -> Iterator[Result]:
        self._do(range(len(self._tasks)))
        for place in range(len(self._tasks)):
            off = switched_off()
            yield self._results.pop(place)
            if switched_off() != off:
                self._do_again(range(place + 1, len(self._tasks)))

    def _do(self, places: Iterable[int]) -> None:
        """Do steps until all are done, those of one profile in their order."""
        queues: dict[str, deque[int]] = {}
        for place in places:
            queues.setdefault(self._tasks[place].profile, deque()).append(place)
        while queues:
            askers = [asker for asker in map(self._advance, queues.values()) if asker is not None]
            queues = {profile: queue for profile, queue in queues.items() if queue}
            jobs = [asker.wanted for asker in askers if asker.wanted is not None]
            if jobs:
                for asker, answer in zip(askers, self._boxes.pool.run(jobs), strict=True):
                    asker.learn(answer)

    def _advance(self, queue: deque[int]) -> Asker | None:
        """Do the steps of a profile up to the first that has to wait; gives what that one asks for."""
        while queue:
            place = queue[0]
            asker = self._askers.setdefault(place, Asker(self._boxes))
            asker.begin()
            result = self._tasks[place].attempt(asker.run)
            if asker.problem is not None:
                raise asker.problem
            if asker.wanted is not None:
                if place not in self._before:
                    self._before[place] = self._tasks[place].save()
                return asker
            self._results[place] = result
            queue.popleft()
        return None

    def _do_again(self, places: Iterable[int]) -> None:
        """Take back the steps that came to a box, and those of the same profiles after them, and do them again."""
        stale: dict[str, list[int]] = {}
        for place in places:
            profile = self._tasks[place].profile
            if place in self._before or profile in stale:
                stale.setdefault(profile, []).append(place)
        for first, *_ in stale.values():
            self._before[first]()
        again = sorted(place for profile in stale.values() for place in profile)
        for place in again:
            self._askers.pop(place, None)
            self._before.pop(place, None)
        self._do(again)
