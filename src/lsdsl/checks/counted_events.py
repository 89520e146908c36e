"""LS501, LS502 and LS503: conditions on an event about the past, which the event that happens decides, for it counts as well.

``on each purchase where seen(purchase)`` is true for every purchase, the first one included; ``age(last(purchase)) > 30 days``
for none. What is false because of it, such as ``not seen(purchase)``, is told by LS503 in ``never_firing``.
"""

from collections.abc import Iterable, Iterator

from lsdsl.analysis.places import Place, conditions, everything
from lsdsl.analysis.questions import Ordered, answer
from lsdsl.analysis.reasoning import Reasoning, reasoning_about
from lsdsl.analysis.shapes import unfolded
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.usage import all_steps
from lsdsl.analysis.words import words_at
from lsdsl.analysis.world import World
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import EventRule, Followup, Model, OnTrigger, Wait
from lsdsl.model.expressions import TURNED, Comparison, Constant, Elapsed, Expression, HistoryRead, Logical, Missing, Not
from lsdsl.model.reads import walk
from lsdsl.model.types import NUMBER


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One finding for each smallest test in a ``where`` on one event, and for a ``cancel when`` that drops every run."""
    model = subject.model
    if not any(isinstance(part, HistoryRead) for part, _ in everything(model)):
        return
    reasoning = reasoning_about(World(model, subject.boxes.values()))
    for place in conditions(model):
        if place.role == "where" and isinstance(place.owner, EventRule | Followup) and _is_declared(place.events, model):
            yield from _decided(place, model, reasoning)
    for followup in model.followups.values():
        if isinstance(followup.trigger, OnTrigger) and _is_declared(followup.trigger.events, model):
            yield from _cancelled(followup, followup.trigger.events[0], model, reasoning)


def _is_declared(events: tuple[str, ...], model: Model) -> bool:
    """Whether it is one event, and one that looks back can count."""
    return len(events) == 1 and events[0] in model.events and model.events[events[0]].subject == "declared"


def _decided(place: Place, model: Model, reasoning: Reasoning) -> Iterator[Diagnostic]:
    event = place.events[0]
    for test in _tests(place.expression):
        truth, history = _outcome(unfolded(test, model.lets), event, [place.expression], reasoning)
        if history is None or not reasoning.possible((place.expression, True), (_itself(history), True)):
            continue
        facts: dict[str, object] = {"part": words_at(test.span, model), "happening": event}
        if history.function == "last" and isinstance(test, Comparison):
            facts["age"] = "age"
        if history.within is not None or "age" in facts:
            facts["late"] = "late"
        yield finding("LS501" if truth else "LS502", test.span, **facts)


def _cancelled(followup: Followup, event: str, model: Model, reasoning: Reasoning) -> Iterator[Diagnostic]:
    cancel = followup.cancel
    if cancel is None or not any(isinstance(step, Wait) for step in all_steps(followup.steps)):
        return
    known = [] if followup.where is None else [followup.where]
    operands = cancel.operands if isinstance(cancel, Logical) and cancel.operator == "or" else (cancel,)
    for operand in operands:
        truth, history = _outcome(unfolded(operand, model.lets), event, known, reasoning)
        if truth and history is not None and history.within is None and history.function in {"count", "seen"}:
            yield finding("LS503", operand.span, cancelled=followup.name, cancel=words_at(operand.span, model), starts=event)
            return


def _tests(condition: Expression) -> Iterator[Expression]:
    """The tests that a condition is put together from."""
    match condition:
        case Logical(operands=operands):
            for operand in operands:
                yield from _tests(operand)
        case Not(operand=operand):
            yield from _tests(operand)
        case _:
            yield condition


def _outcome(test: Expression, event: str, known: Iterable[Expression], reasoning: Reasoning) -> tuple[bool, HistoryRead | None]:
    """What a test comes to on the event, with the look back that decides it; None where the event does not decide it."""
    looks = [one for one in walk(test) if isinstance(one, HistoryRead)]
    if len(looks) != 1:
        return False, None
    (look,) = looks
    past = look.history
    if past.collection or past.event != event or not (past.where is None or reasoning.implies(known, past.where)):
        return False, None
    match test:
        case Missing(value=HistoryRead(function="last"), negated=negated):
            return negated, look
        case Comparison(
            operator=operator, left=Elapsed(function="age", moment=HistoryRead()), right=Constant(value=int() as limit)
        ):
            return _at_zero(operator, limit), look
        case Comparison(
            operator=operator, left=Constant(value=int() as limit), right=Elapsed(function="age", moment=HistoryRead())
        ):
            return _at_zero(TURNED.get(operator, operator), limit), look
        case _ if look.function in {"count", "seen"} and reasoning.constant(test) is None:
            always = not reasoning.possible((_itself(look), True), (test, False))
            return always, look if always else None
        case _:
            return False, None


def _itself(look: HistoryRead) -> Expression:
    """That a look back finds an event at least."""
    count = HistoryRead("count", look.history, look.within, NUMBER, look.span)
    return Comparison(">", count, Constant(0, NUMBER, look.span), False, look.span)


def _at_zero(operator: str, limit: int) -> bool:
    """A comparison of an age of zero."""
    if operator in {"==", "!="}:
        return (limit == 0) is (operator == "==")
    return answer(Ordered(operator, limit), 0)  # type: ignore[arg-type]  # one of the four
