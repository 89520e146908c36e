"""The ways through a flow, as the steps of follow-ups: checks become conditions, links side by side come in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from lsdsl.importing.declared import Names
from lsdsl.importing.expressions import Scope
from lsdsl.importing.flow import Box, Flow
from lsdsl.importing.flow_boxes import action_of, check_of, email_of, original_of, trigger_of, update_of, wait_of
from lsdsl.importing.javascript import Source
from lsdsl.importing.outcome import LeftOut, NotTranslatedError
from lsdsl.importing.plain_steps import plain_step
from lsdsl.importing.statements import Writer
from lsdsl.scaffold.literals import text_literal

MOST_STEPS: Final = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a follow-up, and of which box (and which line of its script) it was made."""

    depth: int
    text: str
    box: str | None = None
    row: int | None = None


@dataclass(slots=True)
class Made:
    """The follow-ups of a flow, what was left out of them, and what a person should look at."""

    lines: list[Line] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    incomplete: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Told:
    """What the checker refused of statements and of boxes, and whether each script stays a box."""

    statements: Mapping[str, Mapping[int, str]]
    refused: Mapping[str, str]
    boxes: bool


class Paths:
    """Walks through one flow."""

    def __init__(
        self,
        flow: Flow,
        number: int,
        name: str,
        scripts: Mapping[str, Source],
        names: Names,
        told: "Told",
    ) -> None:
        self.flow = flow
        self.number = number
        self.name = name
        self.scripts = scripts
        self.names = names
        self.statements = told.statements
        self.refused = told.refused
        self.boxes = told.boxes
        self.made = Made()
        self.event: str | None = None
        self.collection: str | None = None
        self.reached: set[str] = set()
        self.steps = 0

    def followups(self) -> Made:
        """One follow-up for each trigger; boxes that no way leads to are comments."""
        triggers = self.flow.triggers
        for position, box in enumerate(triggers):
            self.followup(box, self.name if position == 0 else f"{self.name}_{position + 1}")
        for box in self.flow.boxes.values():
            if box.id not in self.reached:
                self.leave(box, 0, "no way leads to it from a trigger" if triggers else "the flow has no trigger")
        return self.made

    def followup(self, box: Box, name: str) -> None:
        """The follow-up of a trigger."""
        self.reached.add(box.id)
        try:
            self.complain(box)
            said, self.collection, conditions = trigger_of(box, self.names)
        except NotTranslatedError as error:
            self.leave(box, 0, str(error))
            for way in self.flow.matches.get(box.id, ()):
                self.leave_all(way, 0, "its trigger was not translated")
            return
        self.event = said if " " not in said else None
        nexts = list(self.flow.matches.get(box.id, ()))
        last: Box = box
        while len(nexts) == 1 and self.is_plain_check(nexts[0]):
            check = self.flow.boxes[nexts[0]]
            try:
                self.complain(check)
                conditions.append(check_of(check, self.names, self.collection))
            except NotTranslatedError:
                break
            self.reached.add(check.id)
            last, nexts = check, list(self.flow.matches.get(check.id, ()))
        start, earlier = len(self.made.lines), len(self.made.left)
        header = [Line(0, f"followup {name}:", self.key(box)), Line(1, f"on {said}", self.key(box))]
        if conditions:
            header.append(Line(1, f"where {' and '.join(map(_grouped, conditions))}", self.key(last)))
        self.made.lines += header
        self.fan(nexts, 1, (box.id,))
        body = self.made.lines[start + len(header) :]
        if any(not line.text.startswith("#") for line in body):
            return
        del self.made.lines[start:]
        comments = [Line(0, line.text) for line in body]
        if len(self.made.left) == earlier:
            found = LeftOut(box.title, original_of(box), "nothing comes after it")
            self.made.left.append(found)
            self.made.incomplete.add(box.id)
            comments.append(Line(0, found.comment))
        self.made.lines += comments

    def is_plain_check(self, way: str) -> bool:
        """Whether a box is a check without a way for no match, so that it can stand in the header."""
        box = self.flow.boxes[way]
        return (
            box.kind == "check" and not self.flow.others.get(way) and bool(self.flow.matches.get(way)) and way not in self.reached
        )

    def fan(self, ways: Sequence[str], depth: int, above: tuple[str, ...]) -> bool:
        """All ways that begin side by side, in their order; one that waits comes last. Whether any step was written."""
        waiting = [way for way in ways if len(ways) > 1 and self.waits(way, above)]
        ordered = [way for way in ways if way not in waiting]
        wrote = False
        if waiting and ordered and list(ways)[-1] != waiting[0]:
            self.made.notes.append(f"{self.flow.boxes[waiting[0]].title} waits, so the ways next to it come before it")
        for way in [*ordered, *waiting[:1]]:
            wrote = self.box(way, depth, above) or wrote
        for way in waiting[1:]:
            self.leave_all(way, depth, "two ways that wait begin side by side: make a follow-up of its own for this one")
        return wrote

    def waits(self, way: str, above: tuple[str, ...]) -> bool:
        """Whether there is a wait on the way."""
        if way in above:
            return False
        following = [*self.flow.matches.get(way, ()), *self.flow.others.get(way, ())]
        return self.flow.boxes[way].kind == "wait" or any(self.waits(one, (*above, way)) for one in following)

    def box(self, way: str, depth: int, above: tuple[str, ...]) -> bool:
        """A box and what comes after it. Whether any step was written."""
        box = self.flow.boxes[way]
        self.reached.add(way)
        self.steps += 1
        if way in above or self.steps > MOST_STEPS:
            self.leave(
                box, depth, "the flow comes back to a box that it has passed: let a follow-up start on what this one changes"
            )
            return False
        after = (*above, way)
        try:
            self.complain(box)
            if box.kind == "check":
                return self.check(box, depth, after)
            wrote = self.step(box, depth)
        except NotTranslatedError as error:
            self.leave(box, depth, str(error))
            if box.kind in ("check", "wait", "trigger"):
                for one in (*self.flow.matches.get(way, ()), *self.flow.others.get(way, ())):
                    self.leave_all(one, depth, f"it comes after {box.title}, which was not translated")
                return False
            wrote = False
        return self.fan(self.flow.matches.get(way, ()), depth, after) or wrote

    def check(self, box: Box, depth: int, above: tuple[str, ...]) -> bool:
        """A check with both of its ways."""
        condition = check_of(box, self.names, self.collection)
        ways, others = self.flow.matches.get(box.id, ()), self.flow.others.get(box.id, ())
        at = len(self.made.lines)
        wrote = self.fan(ways, depth + 1, above)
        middle = len(self.made.lines)
        wrote_other = self.fan(others, depth + 1, above)
        if not wrote and not wrote_other:
            self.made.lines[at:] = [Line(depth, line.text) for line in self.made.lines[at:]]
            return False
        if wrote_other and not wrote:
            comments = [Line(depth, line.text) for line in self.made.lines[at:middle]]
            self.made.lines[at:middle] = [*comments, Line(depth, f"if not ({condition}):", self.key(box))]
            return True
        if wrote_other:
            self.made.lines.insert(middle, Line(depth, "else:", self.key(box)))
        self.made.lines.insert(at, Line(depth, f"if {condition}:", self.key(box)))
        return True

    def step(self, box: Box, depth: int) -> bool:
        """The steps of a box that is no check. Whether there are any."""
        match box.kind:
            case "script":
                return self.script(box, depth)
            case "wait":
                steps = [wait_of(box)]
            case "update":
                steps = update_of(box, self.names)
            case "email":
                steps = [email_of(box, self.names)]
            case "workflow" | "notify" | "webhook":
                steps = [action_of(box)]
            case "end":
                return False
            case "trigger":
                raise NotTranslatedError("a trigger stands in the middle of the flow")
            case other:
                raise NotTranslatedError(f"there is no step for a box of the type `{other}`")
        self.made.lines += [Line(depth, step, self.key(box)) for step in steps]
        return True

    def script(self, box: Box, depth: int) -> bool:
        """An execution box: a plain step where that says the same, else a script box."""
        source, key = self.scripts[box.id], self.key(box)
        if not source.text.strip():
            raise NotTranslatedError("the box has no `code`")
        step = None if self.boxes or self.statements.get(key) else plain_step(source.root, self.names.fields)
        if step is not None:
            name = step.split(" to ")[0].removeprefix("set ")
            self.made.lines.append(
                Line(
                    depth,
                    f"# A plain increment: {text_literal(name)[1:-1]} always has a number, so one step does what the script did.",
                    key,
                )
            )
            self.made.lines.append(Line(depth, step, key))
            return True
        place = f"{box.title}, " if box.title else ""
        scope = Scope(self.names, self.event, self.collection)
        writer = Writer(scope, place, self.statements.get(key, {}))
        writer.block(source.root.named_children, 0)
        self.made.left += writer.left
        if writer.left:
            self.made.incomplete.add(box.id)
        self.made.notes += [note for note in scope.notes if note not in self.made.notes]
        works = any(not line.text.startswith("#") for line in writer.lines)
        if works:
            self.made.lines.append(Line(depth, "script:", key))
        self.made.lines += [Line(depth + works + line.depth * works, line.text, key, line.row) for line in writer.lines]
        return works

    def leave(self, box: Box, depth: int, reason: str) -> None:
        """Keep a box as a comment."""
        found = LeftOut(box.title or "the script", original_of(box), reason)
        self.made.left.append(found)
        self.made.incomplete.add(box.id)
        self.made.lines.append(Line(depth, found.comment))

    def leave_all(self, way: str, depth: int, reason: str) -> None:
        """Keep a box and all that comes after it as comments."""
        if way in self.reached:
            return
        self.reached.add(way)
        self.leave(self.flow.boxes[way], depth, reason)
        for one in (*self.flow.matches.get(way, ()), *self.flow.others.get(way, ())):
            self.leave_all(one, depth, reason)

    def complain(self, box: Box) -> None:
        """Raise what the checker found wrong with what was made of a box before."""
        if self.key(box) in self.refused:
            raise NotTranslatedError(self.refused[self.key(box)])

    def key(self, box: Box) -> str:
        """The box among all flows."""
        return f"{self.number}/{box.id}"


def _grouped(condition: str) -> str:
    """A condition that can stand between two ``and``."""
    return f"({condition})" if " or " in condition else condition
