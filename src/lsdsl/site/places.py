"""Where everything of a ruleset stands in the site: names of files and anchors."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from lsdsl.automation import Graph, Node
from lsdsl.model.declarations import Model

UNSAFE: Final = re.compile(r"[^a-z0-9_]+")
INDEX: Final = "index.html"
GRADES: Final = "grades.html"
SELECTIONS: Final = "selections.html"
REFERENCE: Final = "reference.html"


class Places:
    """The address of each named thing; relative, so that the site works wherever it lies."""

    def __init__(self, model: Model, graph: Graph) -> None:
        taken: set[str] = set()
        self.scores: Mapping[str, str] = {name: f"{slug}.html" for name, slug in _slugs("score", model.scores, taken)}
        self.followups: Mapping[str, str] = {name: f"{slug}.html" for name, slug in _slugs("followup", model.followups, taken)}
        self._anchors: dict[tuple[str, str], str] = {}
        kinds: tuple[tuple[str, Iterable[str]], ...] = (
            ("grade", model.grades),
            ("selection", model.selections),
            ("list", model.lists),
            ("let", model.lets),
            ("collection", model.collections),
            ("event", [node.name for node in graph.nodes if node.kind == "event"]),
            ("field", [*model.fields, *(node.name for node in graph.nodes if node.kind == "field")]),
            ("action", model.actions),
        )
        for kind, names in kinds:
            self._anchors.update({(kind, name): slug for name, slug in _slugs(kind, dict.fromkeys(names), taken)})

    def anchor(self, kind: str, name: str) -> str | None:
        """The anchor of something within its page."""
        return self._anchors.get((kind, name))

    def of(self, kind: str, name: str) -> str | None:
        """The address of something, if it has one."""
        if kind in ("score", "followup"):
            return (self.scores if kind == "score" else self.followups).get(name)
        anchor = self.anchor(kind, name)
        page = {"grade": GRADES, "selection": SELECTIONS}.get(kind, REFERENCE)
        return None if anchor is None else f"{page}#{anchor}"

    def named(self, name: str) -> str | None:
        """The address of what a name in a sentence means; the kinds are tried from the rarest on."""
        kinds = ("let", "list", "grade", "selection", "score", "followup", "collection", "event", "field", "action")
        for kind in kinds:
            found = self.of(kind, name) or (self.of(kind, name.replace(" ", ".")) if kind == "event" else None)
            if found is not None:
                return found
        return None

    def of_node(self, node: Node) -> str | None:
        """The address of a node of the map."""
        return self.of(node.kind, node.name)


def rule_anchor(identity: str) -> str:
    """The anchor of a rule on the page of its score; the same as long as the rule is the same."""
    return f"rule-{UNSAFE.sub('-', identity.lower()).strip('-')}"


def _slugs(kind: str, names: Iterable[str], taken: set[str]) -> list[tuple[str, str]]:
    """A short safe text for each name, different from all that are taken."""
    found = []
    for name in names:
        stem = f"{kind}-{UNSAFE.sub('-', name.lower()).strip('-') or 'x'}"
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        found.append((name, slug))
    return found
