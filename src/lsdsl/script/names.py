"""Names in a box, held against the ruleset: what they are, or what was probably meant."""

import ast
from collections.abc import Iterable, Mapping
from typing import Final

from lsdsl.diagnostics import Related
from lsdsl.model.declarations import Field
from lsdsl.script.habits import VALUES, WORDS
from lsdsl.script.kinds import ANY, DATETIME, LIST, TEXT, Known, known
from lsdsl.script.paths import Path, chain
from lsdsl.script.places import Places
from lsdsl.script.report import Report
from lsdsl.script.surroundings import Surroundings
from lsdsl.script.uses import Noted
from lsdsl.script.vocabulary import EFFECTS, FUNCTIONS, ROOTS

BUILT_IN: Final = {"id": TEXT, "created": DATETIME, "tags": LIST}


class Names:
    """Looks up the paths and names of one box, reports what is unknown, notes down what is used."""

    def __init__(self, around: Surroundings, places: Places, report: Report, assigned: set[str]) -> None:
        self.around = around
        self.places = places
        self.report = report
        self.noted = Noted()
        self.assigned = assigned
        """The box's own names."""
        self.rows: dict[str, str] = {}
        """The loop variables that stand for rows now, with their collections."""

    def path(self, path: Path, node: ast.expr) -> Known:
        """What is known of the value of a path."""
        around, found = self.around, ANY
        match path.part:
            case "field":
                found = self._declared(path, node, around.fields, "LS430")
            case "profile":
                found = BUILT_IN[path.name]
            case "now":
                found = DATETIME
            case "event":
                found = self._attribute(path, node)
            case "subprofile":
                found = self._subprofile(path, node)
            case "collection":
                found = self._one_of(path, node, around.collections, "LS438", Known("list"))
            case "score":
                found = self._one_of(path, node, around.scores, "LS435", Known("number", missing=True))
            case "row":
                collection = self.rows.get(path.row, "")
                fields = around.collections.get(collection)
                if fields is None:
                    return ANY
                self.noted.rows.setdefault(collection, {}).setdefault(path.name)
                return self._declared(path, node, fields, "LS439", collection=collection)
        self.noted.paths.setdefault(path)
        self.noted.read.setdefault(path)
        return found

    def _declared(self, path: Path, node: ast.expr, fields: Mapping[str, Field], code: str, **facts: object) -> Known:
        field = fields.get(path.name)
        if field is not None:
            return known(field.type, missing=field.default is None and not (field.builtin and field.name == "id"))
        self._unknown(code, path.name, node, fields, **facts)
        return ANY

    def _unknown(self, code: str, name: str, node: ast.expr, names: Iterable[str], **facts: object) -> None:
        if self.report.told(code, name):
            return
        known_names = ", ".join(f"`{one}`" for one in [*names][:12]) or None
        self.report.once(
            code, name, self.places.name(node), suggestion=self.report.suggest(name, names), known=known_names, **facts
        )

    def _one_of(self, path: Path, node: ast.expr, names: Mapping[str, object], code: str, found: Known) -> Known:
        if path.name not in names:
            self._unknown(code, path.name, node, names)
        return found

    def _attribute(self, path: Path, node: ast.expr) -> Known:
        if path.name == "type":
            return TEXT
        if path.name == "time":
            return DATETIME
        if not self.around.events:
            self.report.once("LS434", path.name, self.places.name(node), root="event", example=f"event.{path.name}")
            return ANY
        if path.name not in self.around.attributes:
            event = " or ".join(self.around.events)
            self._unknown("LS433", path.name, node, self.around.attributes, event=event.replace(".", " "))
            return ANY
        return self._declared(path, node, self.around.attributes, "LS433")

    def _subprofile(self, path: Path, node: ast.expr) -> Known:
        if self.around.subprofile is None:
            example = f"subprofile.fields.{path.name}"
            self.report.once("LS434", path.name, self.places.name(node), root="subprofile", example=example)
            return ANY
        return self._declared(path, node, self.around.subprofile, "LS439", collection=self.around.events[0].partition(".")[0])

    def misplaced(self, node: ast.expr) -> bool:
        """Report ``profile.leadscore``, ``subprofile.amount`` and the like; False when it is something else."""
        match chain(node):
            case ("profile" | "subprofile" as root, name) if name != "fields" and self.report.told("LS432", name):
                pass
            case ("profile" | "subprofile" as root, name) if name != "fields":
                fields = self.around.fields if root == "profile" else self.around.subprofile or {}
                close = [name] if name in fields else self.report.closest(name, [*fields])
                example = " or ".join(f"`{root}.fields.{one}`" for one in close) or None
                self.report.once("LS432", name, self.places.name(node), root=root, instead=example)
            case ("event", "fields" | "data" | "attributes", name):
                self.report.add("LS432", self.places.of(node), root="event", name=name, instead=f"`event.{name}`")
            case _:
                return False
        return True

    def unknown_name(self, node: ast.Name) -> None:
        """A name that nothing gives a value to."""
        name = node.id
        fields = self.around.fields
        if self.report.told("LS431", name):
            return
        if name in VALUES:
            self.report.add("LS403", self.places.of(node), found=name, instead=WORDS[name])
            return
        if name in fields:
            suggestion: str | None = f"`profile.fields.{name}`"
        elif name in self.around.scores:
            suggestion = f"`scores.{name}`"
        elif name in self.around.attributes:
            suggestion = f"`event.{name}`"
        elif name in self.around.collections:
            suggestion = f"`collections.{name}`"
        else:
            suggestion = self.report.suggest(name, [*self.assigned, *ROOTS, *FUNCTIONS, *EFFECTS, *fields])
        self.report.once("LS431", name, self.places.of(node), suggestion=suggestion)

    def written(self, path: Path, node: ast.expr) -> Known | None:
        """A field that is written: what it holds, or None when it cannot be written."""
        field = self.around.fields.get(path.name)
        if field is None:
            self._unknown("LS430", path.name, node, self.around.fields)
            return None
        owner = self.around.owners.get(path.name)
        if owner is not None:
            score = next((name for name, place in self.around.places.items() if place == owner), "")
            self.report.add("LS440", self.places.name(node), Related(owner, "owner"), name=path.name, score=score)
            return None
        self.noted.writes.setdefault(path.name)
        self.noted.paths.setdefault(path)
        return known(field.type, missing=field.default is None)
