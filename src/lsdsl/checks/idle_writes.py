"""LS546: steps that write what is so already, by the condition under which they run.

Mostly the condition was meant the other way round: a guard that only holds after the follow-up has run.
"""

from collections.abc import Iterable, Iterator, Mapping

from lsdsl.analysis.facts import Fact, facts_of
from lsdsl.analysis.subject import BoxWork, Subject
from lsdsl.analysis.usage import all_steps
from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.declarations import ChangeTag, Followup, If, Model, Script, SetField, Step, Stop, Wait, WhenTrigger
from lsdsl.model.expressions import Constant, FieldRead
from lsdsl.source import Span

Known = dict[tuple[str, str | None], Fact]


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS546 for each such step, up to the first ``wait`` of its follow-up."""
    for followup in subject.model.followups.values():
        if followup.enabled:
            work = _Work(subject.model, subject.boxes, followup, subject.whole)
            yield from work.steps(followup.steps, {fact.about: fact for fact in work.facts()})


@dataclass(frozen=True, slots=True)
class _Work:
    """The steps of one follow-up, gone through in order with what is known of the profile."""

    model: Model
    boxes: Mapping[Span, BoxWork]
    followup: Followup
    whole: bool

    def facts(self) -> Iterator[Fact]:
        """What holds at the first step. Between the edge of a ``when`` and the run others of the same moment may write."""
        if isinstance(self.followup.trigger, WhenTrigger) and self.whole:
            others = [one for one in self.model.followups.values() if one is not self.followup]
            for fact in facts_of(self.followup.trigger.condition, self.model):
                if not any(self._writes(one.steps, fact) for one in others):
                    yield fact
        yield from facts_of(self.followup.where, self.model)

    def steps(self, steps: tuple[Step, ...], known: Known) -> Iterator[Diagnostic]:
        """The findings of steps; ``known`` is what holds before them and is brought up to date."""
        for step in steps:
            match step:
                case SetField(field=field, value=Constant(value=value)) if value is not None:
                    yield from self._write(step, Fact(field, None, value, step.span), known)
                case SetField(field=field, value=FieldRead(field=same)) if same == field:
                    yield finding("LS546", step.span, own=field)
                case SetField(field=field):
                    known.pop((field, None), None)
                case ChangeTag(tag=tag, change=change):
                    yield from self._write(step, Fact("tags", tag, change == "add", step.span), known)
                case If(branches=branches):
                    for branch in branches:
                        held = {fact.about: fact for fact in facts_of(branch.condition, self.model)}
                        yield from self.steps(branch.steps, {**known, **held})
                    _forget(known, [fact for fact in known.values() if self._writes((step,), fact)])
                case Script():
                    _forget(known, [fact for fact in known.values() if self._writes((step,), fact)])
                case Wait() | Stop():
                    known.clear()
                    return
                case _:
                    pass

    def _write(self, step: SetField | ChangeTag, new: Fact, known: Known) -> Iterator[Diagnostic]:
        old = known.get(new.about)
        if old is not None and old.value == new.value and type(old.value) is type(new.value):
            yield self._finding(step, old)
        known[new.about] = new

    def _finding(self, step: SetField | ChangeTag, old: Fact) -> Diagnostic:
        facts: dict[str, object]
        if isinstance(step, SetField):
            facts = {"field": step.field, "value": self._words(step.value.span)}
        else:
            facts = {"tag": step.tag, step.change: step.tag}
        earlier = any(one.span == old.span for one in all_steps(self.followup.steps))
        role = "step" if earlier else "condition"
        return finding("LS546", step.span, Related(old.span, role), condition=None if earlier else self._words(old.span), **facts)

    def _words(self, span: Span) -> str:
        return " ".join(self.model.sources[span.path].text[span.start : span.end].split())

    def _writes(self, steps: Iterable[Step], fact: Fact) -> bool:
        """Whether steps may write what a fact is about; a box of which nothing is known may."""
        return any(self._one_writes(step, fact) for step in all_steps(tuple(steps)))

    def _one_writes(self, step: Step, fact: Fact) -> bool:
        match step:
            case SetField(field=field):
                return field == fact.field
            case ChangeTag(tag=tag):
                return tag == fact.tag
            case Wait():
                return True
            case Script(span=span) if span in self.boxes:
                work = self.boxes[span]
                tags = work.any_tag or fact.tag in (*work.tags_added, *work.tags_removed)
                return tags if fact.tag is not None else fact.field in work.writes
            case Script():
                return True
            case _:
                return False


def _forget(known: Known, facts: Iterable[Fact]) -> None:
    for fact in [*facts]:
        del known[fact.about]
